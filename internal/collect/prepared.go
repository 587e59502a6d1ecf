package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// Prepared is a response that was checked and waits for its transaction.
type Prepared struct {
	taking taking
	entry  *entry
	row    *kept
}

// Prepare checks a response as the API does, for a part of this room that keeps
// something beside it. It is for whoever may send answers in.
func (s *Service) Prepare(ctx context.Context, in ResponseInput) (*Prepared, error) {
	if err := access.From(ctx).Any(access.AnswerWrite); err != nil {
		return nil, err
	}
	t, err := s.taking(ctx)
	if err != nil {
		return nil, err
	}
	e, err := t.check("", &in)
	if err == nil {
		err = t.makeRoom(ctx, e)
	}
	if err != nil {
		return nil, err
	}
	return &Prepared{taking: t, entry: e, row: newKept(e, t.now)}, nil
}

// Insert puts it into the record; fresh is false where it was there already.
func (p *Prepared) Insert(ctx context.Context, tx *record.Tx) (fresh bool, err error) {
	return p.taking.insert(ctx, tx, p.entry, p.row)
}

// RemoveIn takes a response out of the record, with what was asked for it,
// inside a caller's transaction; nothing happens where it is not there.
func (s *Service) RemoveIn(ctx context.Context, tx *record.Tx, id string) error {
	var n int64
	found, err := tx.Get(ctx, "SELECT n FROM response WHERE id = ?", []any{id}, &n)
	if err != nil || !found {
		return err
	}
	return s.removeRow(ctx, tx, n, id)
}
