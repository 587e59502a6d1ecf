package listen

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type passRow struct {
	DocumentID string `bun:"document_id"`
	CoderID    string `bun:"coder_id"`
	Blind      int
	ReadTo     int
	BegunAt    int64
	DoneAt     *int64
	OpenedAt   *int64
}

func (r passRow) pass() Pass {
	return Pass{
		DocumentID: r.DocumentID, Coder: Coder{Kind: ByPerson, ID: r.CoderID}, Blind: r.Blind != 0, ReadTo: r.ReadTo,
		BegunAt: record.Time(r.BegunAt), DoneAt: instant(r.DoneAt), OpenedAt: instant(r.OpenedAt),
	}
}

// instant is a stored instant, nil for none.
func instant(at *int64) *time.Time {
	if at == nil {
		return nil
	}
	t := record.Time(*at)
	return &t
}

// listPasses gives those of one document, or of all documents of a study.
func listPasses(ctx context.Context, q record.Querier, column, id string) ([]Pass, error) {
	var rows []passRow
	if err := q.NewRaw("SELECT document_id, coder_id, blind, read_to, begun_at, done_at, opened_at FROM coding_pass WHERE "+column+" = ? ORDER BY document_id, begun_at, coder_id", id).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list passes")
	}
	out := make([]Pass, len(rows))
	for i, r := range rows {
		out[i] = r.pass()
	}
	return out, nil
}

func passesOfDocument(ctx context.Context, q record.Querier, document string) ([]Pass, error) {
	return listPasses(ctx, q, "document_id", document)
}

// insertPass begins a pass where the coder has none yet.
func insertPass(ctx context.Context, tx *record.Tx, study string, p Pass) error {
	_, err := tx.Exec(ctx, "INSERT INTO coding_pass (document_id, coder_id, study_id, blind, begun_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		p.DocumentID, p.Coder.ID, study, flag(p.Blind), record.Micros(p.BegunAt))
	return fault.Wrap(err, fault.CodeInternal, "begin a pass")
}

func updatePass(ctx context.Context, tx *record.Tx, p Pass) error {
	var done any
	if p.DoneAt != nil {
		done = record.Micros(*p.DoneAt)
	}
	_, err := tx.Exec(ctx, "UPDATE coding_pass SET read_to = ?, done_at = ? WHERE document_id = ? AND coder_id = ?", p.ReadTo, done, p.DocumentID, p.Coder.ID)
	return fault.Wrap(err, fault.CodeInternal, "update a pass")
}

// deletePass takes a pass away that has left nothing behind.
func deletePass(ctx context.Context, tx *record.Tx, document, coder string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM coding_pass WHERE document_id = ? AND coder_id = ? AND opened_at IS NULL
		AND NOT EXISTS (SELECT 1 FROM coding g WHERE g.document_id = coding_pass.document_id AND g.coder_id = coding_pass.coder_id AND g.removed_at IS NULL)`, document, coder)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "take a pass away")
}

// unseal lets the coders of a document see each other.
func unseal(ctx context.Context, tx *record.Tx, document string, at time.Time) error {
	if _, err := tx.Exec(ctx, "UPDATE coding_pass SET opened_at = ? WHERE document_id = ? AND opened_at IS NULL", record.Micros(at), document); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "open passes")
	}
	_, err := tx.Exec(ctx, "UPDATE coding SET sealed = 0 WHERE document_id = ? AND sealed = 1", document)
	return fault.Wrap(err, fault.CodeInternal, "open passages")
}
