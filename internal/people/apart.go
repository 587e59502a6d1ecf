package people

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// KeepApart says that two customers are not the same, however alike they look:
// they are not offered for merging again. Together takes that back. Whoever says
// it may write both.
func (s *Service) KeepApart(ctx context.Context, id, other string) (log.Position, error) {
	return s.sayApart(ctx, id, other, func(ctx context.Context, tx *record.Tx, a, b string) error {
		_, err := tx.Exec(ctx, "INSERT INTO party_apart (customer_id, other_id, at, by_user) VALUES (?, ?, ?, ?) ON CONFLICT (customer_id, other_id) DO NOTHING",
			a, b, record.Micros(s.now()), access.From(ctx).UserID)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "keep customers apart")
		}
		return s.journal.Audit(ctx, tx, "customer.kept_apart", a, map[string]string{"other": b})
	})
}

// Together takes back that two customers are not the same.
func (s *Service) Together(ctx context.Context, id, other string) (log.Position, error) {
	return s.sayApart(ctx, id, other, func(ctx context.Context, tx *record.Tx, a, b string) error {
		if _, err := tx.Exec(ctx, "DELETE FROM party_apart WHERE customer_id = ? AND other_id = ?", a, b); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "take back that customers are apart")
		}
		return s.journal.Audit(ctx, tx, "customer.apart_undone", a, map[string]string{"other": b})
	})
}

func (s *Service) sayApart(ctx context.Context, id, other string, say func(ctx context.Context, tx *record.Tx, a, b string) error) (log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		reach := personReach(ctx, access.PersonWrite)
		a, err := getCustomer(ctx, tx, reach, id)
		if err != nil {
			return err
		}
		b, err := getCustomer(ctx, tx, reach, other)
		switch {
		case err != nil:
			return err
		case a.ID == b.ID:
			return fault.Invalid("other", "Name two customers.").Keyed("merge.one_already")
		case a.RestrictedAt != nil || b.RestrictedAt != nil:
			return errRestricted()
		}
		return say(ctx, tx, min(a.ID, b.ID), max(a.ID, b.ID))
	})
}
