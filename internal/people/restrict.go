package people

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Restrict keeps all of a person and has nobody use it: answers leave figures,
// lists and exports, and the page says only that it is so. Somebody restricted
// already is restricted once.
func (s *Service) Restrict(ctx context.Context, id, reason string) (Right, log.Position, error) {
	return s.setRestricted(ctx, id, RightRestrict, reason)
}

// Release has the data of a person used again.
func (s *Service) Release(ctx context.Context, id string) (Right, log.Position, error) {
	return s.setRestricted(ctx, id, RightRelease, "")
}

func (s *Service) setRestricted(ctx context.Context, id string, kind RightKind, reason string) (Right, log.Position, error) {
	if err := mayAnswer(ctx); err != nil {
		return Right{}, 0, err
	}
	var out Right
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		p, err := personOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.notErasing(ctx, tx, p); err != nil {
			return err
		}
		if err := s.markRestricted(ctx, tx, p, kind == RightRestrict); err != nil {
			return err
		}
		if out, err = s.taken(ctx, tx, kind, p, reason); err != nil {
			return err
		}
		if out, err = s.answer(ctx, tx, out, Tally{}); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "person."+map[RightKind]string{RightRestrict: "restricted", RightRelease: "released"}[kind], p.ID, nil)
	})
	return out, position, err
}

// markRestricted writes it to all customers of a person and tells the facts.
func (s *Service) markRestricted(ctx context.Context, tx *record.Tx, p Person, restricted bool) error {
	var at any
	where := "restricted_at IS NOT NULL"
	if restricted {
		at, where = record.Micros(s.now()), "restricted_at IS NULL"
	}
	res, err := tx.NewRaw("UPDATE customer SET restricted_at = ?, version = version + 1 WHERE id IN (?) AND "+where, at, p.list()).Exec(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "restrict customer")
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fault.Wrap(err, fault.CodeInternal, "restrict customer")
	}
	tx.Log(PartyRestricted, p.IDs...)
	return nil
}

// notErasing refuses what comes too late.
func (s *Service) notErasing(ctx context.Context, tx *record.Tx, p Person) error {
	var n int64
	err := tx.NewRaw("SELECT count(*) FROM right_request WHERE customer_id IN (?) AND state = 'running'", p.list()).Scan(ctx, &n)
	if err == nil && n > 0 {
		return fault.New(fault.CodeConflict, "This person is being erased already.").Keyed("right.erasing")
	}
	return fault.Wrap(err, fault.CodeInternal, "find a request of rights")
}
