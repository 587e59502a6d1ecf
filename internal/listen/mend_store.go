package listen

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// maxSpeakers is the most speakers that are listed of a document.
const maxSpeakers = 200

// speakersLines gives who says sentences of a document and when, without masks,
// in their order.
func speakersLines(ctx context.Context, q record.Querier, document, where string, args ...any) ([]Line, error) {
	var rows []sentenceRow
	err := q.NewRaw("SELECT id, n, speaker, is_interviewer, from_us, to_us FROM sentence WHERE document_id = ? AND "+where+" ORDER BY n", append([]any{document}, args...)...).Scan(ctx, &rows)
	out := make([]Line, len(rows))
	for i, r := range rows {
		out[i] = r.line()
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read who says sentences")
}

// interviews tells whether a speaker of a document interviews.
func interviews(ctx context.Context, q record.Querier, document, speaker string) (bool, error) {
	var ns []int
	err := q.NewRaw("SELECT n FROM sentence WHERE document_id = ? AND speaker = ? AND is_interviewer = ? LIMIT 1", document, speaker, true).Scan(ctx, &ns)
	return len(ns) > 0, fault.Wrap(err, fault.CodeInternal, "find a speaker")
}

// shiftTimes moves the times of a run of sentences.
func shiftTimes(ctx context.Context, tx *record.Tx, document string, from, to int, by int64) error {
	_, err := tx.Exec(ctx, "UPDATE sentence SET from_us = from_us + ?, to_us = to_us + ? WHERE document_id = ? AND n BETWEEN ? AND ?", by, by, document, from, to)
	return fault.Wrap(err, fault.CodeInternal, "move times")
}

type mendRow struct {
	ID         string `bun:"id"`
	DocumentID string `bun:"document_id"`
	What       string
	FromN      int `bun:"from_n"`
	ToN        int `bun:"to_n"`
	Sentences  int
	Told       string
	Before     string
	ByUser     string
	At         int64
	UndoneAt   *int64
}

const mendColumns = "id, document_id, what, from_n, to_n, sentences, told, before, by_user, at, undone_at"

// mendTold is what the history shows of a mend, as it is kept.
type mendTold struct {
	Speakers []Speaks `json:"speakers,omitempty"`
	Shift    int64    `json:"shift,omitempty"`
}

func (r mendRow) mend() (Mend, error) {
	var told mendTold
	err := json.Unmarshal([]byte(r.Told), &told)
	return Mend{
		ID: r.ID, What: MendKind(r.What), FromN: r.FromN, ToN: r.ToN, Sentences: r.Sentences, Speakers: told.Speakers, ShiftUS: told.Shift,
		ByUserID: r.ByUser, At: record.Time(r.At), UndoneAt: timeOrNil(r.UndoneAt),
	}, fault.Wrap(err, fault.CodeInternal, "read a mend")
}

func insertMend(ctx context.Context, tx *record.Tx, document, id, user string, at int64, m mending) error {
	var runs []mendRun
	if m.what != MendedTimes {
		runs = runsOf(m.lines)
	}
	if m.times {
		runs[0].Timed, runs[0].FromUS, runs[0].ToUS = true, m.lines[0].FromUS, m.lines[0].ToUS
	}
	before, err := json.Marshal(runs)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a mend")
	}
	told, err := json.Marshal(mendTold{Speakers: m.speakers, Shift: m.shift})
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a mend")
	}
	_, err = tx.Exec(ctx, "INSERT INTO document_mend ("+mendColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
		id, document, string(m.what), m.lines[0].N, m.lines[len(m.lines)-1].N, len(m.lines), string(told), string(before), user, at)
	return fault.Wrap(err, fault.CodeInternal, "write a mend")
}

func listMends(ctx context.Context, q record.Querier, document, before string, limit int) ([]Mend, error) {
	where, args := "document_id = ?", []any{document}
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []mendRow
	if err := q.NewRaw("SELECT "+mendColumns+" FROM document_mend WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list mends")
	}
	out := make([]Mend, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.mend(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func getMend(ctx context.Context, q record.Querier, document, id string) (mendRow, error) {
	var r mendRow
	err := q.NewRaw("SELECT "+mendColumns+" FROM document_mend WHERE document_id = ? AND id = ?", document, id).Scan(ctx, &r)
	return r, found(err, "mend")
}

// bringBack puts the sentences back as they were before.
func (r mendRow) bringBack(ctx context.Context, tx *record.Tx) error {
	m, err := r.mend()
	if err != nil {
		return err
	}
	if m.What == MendedTimes {
		return shiftTimes(ctx, tx, r.DocumentID, m.FromN, m.ToN, -m.ShiftUS)
	}
	var runs []mendRun
	if err := json.Unmarshal([]byte(r.Before), &runs); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read a mend")
	}
	for _, run := range runs {
		ask, args := "UPDATE sentence SET speaker = ?, is_interviewer = ?", []any{run.Speaker, run.Interviewer}
		if run.Timed {
			ask, args = ask+", from_us = ?, to_us = ?", append(args, numberOrNull(run.FromUS), numberOrNull(run.ToUS))
		}
		if _, err := tx.Exec(ctx, ask+" WHERE document_id = ? AND n BETWEEN ? AND ?", append(args, r.DocumentID, run.From, run.To)...); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "undo a mend")
		}
	}
	return nil
}
