package purpose

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// OnErasure is what becomes of a person's answers when the person is erased.
type OnErasure string

// The ways. An anonymised answer keeps its scores, choices, unit, touchpoint,
// channel and language, has another random id and leads to nobody.
const (
	Anonymise OnErasure = "anonymise"
	Remove    OnErasure = "remove"
)

// ErasureKeep is what an anonymised answer keeps beside its scores.
type ErasureKeep string

// What may be kept.
const (
	KeepTexts ErasureKeep = "texts" // the words, which may name the person
	KeepTimes ErasureKeep = "times" // the instant; else the day
)

func erasureKeeps() []ErasureKeep { return []ErasureKeep{KeepTexts, KeepTimes} }

// erasureChecked fills in what was left out and says what is wrong.
func (p Program) erasureChecked() (Program, error) {
	switch p.OnErasure {
	case "":
		p.OnErasure = Anonymise
	case Anonymise, Remove:
	default:
		return p, fault.Invalid("on_erasure", "Choose among anonymise and remove.").Keyed("program.choice_unknown")
	}
	var err error
	p.ErasureKeeps, err = chosen("erasure_keeps", p.ErasureKeeps, erasureKeeps())
	return p, err
}

// Erasing is what becomes of the answers of an erased person in a program.
type Erasing struct {
	Remove bool          `json:"remove,omitempty"`
	Keeps  []ErasureKeep `json:"keeps,omitempty"`
}

// Erasing is what the program says now.
func (p Program) Erasing() Erasing {
	return Erasing{Remove: p.OnErasure == Remove, Keeps: p.ErasureKeeps}
}

// HasKept tells whether an anonymised answer keeps something beside its scores.
func (e Erasing) HasKept(what ErasureKeep) bool { return slices.Contains(e.Keeps, what) }

// ErasingsIn are the programs, by id, that do otherwise than anonymise without
// keeping anything, inside a caller's transaction.
func ErasingsIn(ctx context.Context, q record.Querier) (map[string]Erasing, error) {
	var rows []struct {
		ID           string `bun:"id"`
		OnErasure    OnErasure
		ErasureKeeps string
	}
	if err := q.NewRaw("SELECT id, on_erasure, erasure_keeps FROM program WHERE on_erasure <> ? OR erasure_keeps <> '[]'", string(Anonymise)).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "see how programs erase")
	}
	out := make(map[string]Erasing, len(rows))
	for _, r := range rows {
		e := Erasing{Remove: r.OnErasure == Remove}
		if err := json.Unmarshal([]byte(r.ErasureKeeps), &e.Keeps); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "see how programs erase")
		}
		out[r.ID] = e
	}
	return out, nil
}
