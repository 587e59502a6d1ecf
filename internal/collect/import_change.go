package collect

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// rowStatus is what becomes of a row.
type rowStatus string

const (
	statusNew      rowStatus = "new"
	statusSame     rowStatus = "same"
	statusChanged  rowStatus = "changed"
	statusRejected rowStatus = "rejected"
)

// add counts a row.
func (c *Counts) add(s rowStatus) { *c.of(s)++ }

// take takes a row back that was counted.
func (c *Counts) take(s rowStatus) { *c.of(s)-- }

func (c *Counts) of(s rowStatus) *int64 {
	switch s {
	case statusNew:
		return &c.New
	case statusChanged:
		return &c.Changed
	case statusRejected:
		return &c.Rejected
	}
	return &c.Same
}

// What an import changes besides answers.
const changedEvent = "event"

// change is what an import did to one thing.
type change struct {
	What    string
	Subject string `bun:"subject_id"`
	Before  string // "" where it was not there
	After   string
}

// keepChange remembers what an import did, the first state before it and the
// last one after it.
func keepChange(ctx context.Context, tx *record.Tx, importID string, c change) error {
	_, err := tx.Exec(ctx, `INSERT INTO import_change (import_id, what, subject_id, before, after) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (import_id, what, subject_id) DO UPDATE SET after = excluded.after`, importID, c.What, c.Subject, c.Before, c.After)
	return fault.Wrap(err, fault.CodeInternal, "keep what an import changed")
}

func changesOf(ctx context.Context, q record.Querier, importID, what string, limit int) (out []change, err error) {
	err = q.NewRaw("SELECT what, subject_id, before, after FROM import_change WHERE import_id = ? AND what = ? ORDER BY subject_id LIMIT ?", importID, what, limit).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "find what an import changed")
}

func dropChanges(ctx context.Context, tx *record.Tx, importID string, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	subjects := make([]string, len(changes))
	for i, c := range changes {
		subjects[i] = c.Subject
	}
	_, err := tx.NewRaw("DELETE FROM import_change WHERE import_id = ? AND what = ? AND subject_id IN (?)", importID, changes[0].What, bun.List(subjects)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "forget what an import changed")
}
