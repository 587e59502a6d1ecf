package listen

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// MaskState says what was decided of a mask.
type MaskState string

// The states. What is proposed is hidden until somebody refuses it.
const (
	MaskProposed  MaskState = "proposed"
	MaskConfirmed MaskState = "confirmed"
	MaskRefused   MaskState = "refused"
)

// MaskKind is what a mask hides.
type MaskKind string

// The kinds of mask.
const (
	MaskName   MaskKind = "name"
	MaskFirm   MaskKind = "firm"
	MaskMail   MaskKind = "mail"
	MaskPhone  MaskKind = "phone"
	MaskPlace  MaskKind = "place"
	MaskNumber MaskKind = "number"
	MaskOther  MaskKind = "other"
)

// Mask hides a run of a sentence from those who are no researchers.
type Mask struct {
	ID          string    `json:"id" format:"uuid"`
	N           int       `json:"n" doc:"Number of the sentence."`
	Start       int       `json:"start" doc:"In code points of the original text of the sentence."`
	Length      int       `json:"length"`
	Kind        MaskKind  `json:"kind" enum:"name,firm,mail,phone,place,number,other"`
	Replacement string    `json:"replacement" doc:"What stands for it."`
	State       MaskState `json:"state" enum:"proposed,confirmed,refused"`
	Why         string    `json:"why,omitempty" doc:"Of a proposal: what it was recognised by."`
	ByUserID    string    `json:"by_user_id,omitempty" doc:"Who decided."`
	At          time.Time `json:"at"`
}

type maskRow struct {
	ID          string `bun:"id"`
	DocumentID  string `bun:"document_id"`
	N           int    `bun:"n"`
	Start       int    `bun:"start"`
	Length      int    `bun:"length"`
	Kind        string `bun:"kind"`
	Replacement string `bun:"replacement"`
	State       string `bun:"state"`
	Why         string `bun:"why"`
	ByUser      string `bun:"by_user"`
	At          int64  `bun:"at"`
}

func (r maskRow) mask() Mask {
	return Mask{ID: r.ID, N: r.N, Start: r.Start, Length: r.Length, Kind: MaskKind(r.Kind), Replacement: r.Replacement, State: MaskState(r.State),
		Why: r.Why, ByUserID: r.ByUser, At: record.Time(r.At)}
}

const maskColumns = "id, document_id, n, start, length, kind, replacement, state, why, by_user, at"

// masksOf gives the masks of some sentences of a document by their number, in
// their order.
func masksOf(ctx context.Context, q record.Querier, document string, numbers []int) (map[int][]Mask, error) {
	out := map[int][]Mask{}
	if len(numbers) == 0 {
		return out, nil
	}
	var rows []maskRow
	err := q.NewRaw("SELECT "+maskColumns+" FROM mask WHERE document_id = ? AND n BETWEEN ? AND ? ORDER BY n, start, length DESC",
		document, numbers[0], numbers[len(numbers)-1]).Scan(ctx, &rows)
	for _, r := range rows {
		out[r.N] = append(out[r.N], r.mask())
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read masks")
}

// hiding are the masks that hide something: all that nobody refused.
func hiding(masks []Mask) []Mask {
	out := make([]Mask, 0, len(masks))
	for _, m := range masks {
		if m.State != MaskRefused {
			out = append(out, m)
		}
	}
	return out
}
