package journey

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// maxHistory is how many expectations of a touchpoint are shown.
const maxHistory = 200

// Expectations are what was and is expected at a touchpoint, newest first, at
// most 200; the first is in force where it has no end.
func (s *Service) Expectations(ctx context.Context, touchpoint string) ([]Expectation, error) {
	if _, err := s.Touchpoint(ctx, touchpoint); err != nil {
		return nil, err
	}
	var out []Expectation
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = readExpectations(ctx, q, "touchpoint_id = ? ORDER BY id DESC LIMIT ?", touchpoint, maxHistory)
		return err
	})
	for i := range out {
		out[i] = s.signed(ctx, out[i])
	}
	return out, err
}

// signed adds who owes an expectation and who wrote it.
func (s *Service) signed(ctx context.Context, e Expectation) Expectation {
	e.OwedByName, e.ByName = s.name(ctx, e.OwedBy), s.name(ctx, e.ByUser)
	return e
}

// Expect writes what customers may expect at a touchpoint that has the version
// of ifMatch ("" for any). What was expected before is kept. Without a day it
// holds from today on; the same again changes nothing.
func (s *Service) Expect(ctx context.Context, ifMatch string, e Expectation) (Expectation, Touchpoint, log.Position, error) {
	t, err := s.changeable(ctx, e.TouchpointID)
	if err != nil {
		return Expectation{}, t, 0, err
	}
	if e.Since == "" {
		e.Since = s.today()
	}
	if e, err = e.checked(); err != nil {
		return Expectation{}, t, 0, err
	}
	if err := s.knows(ctx, "owed_by", e.OwedBy); err != nil {
		return Expectation{}, t, 0, err
	}
	if e.Standard != nil {
		if err := s.follows(ctx, "standard.measure_id", t.ProgramID, e.Standard.MeasureID); err != nil {
			return Expectation{}, t, 0, err
		}
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if t, err = getTouchpoint(ctx, tx, e.TouchpointID, false); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, t.Version); err != nil {
			return err
		}
		e, err = s.expectIn(ctx, tx, &t, e)
		return err
	})
	return s.signed(ctx, e), t, position, err
}

// expectIn puts e, which is checked, in the place of what is expected at t.
func (s *Service) expectIn(ctx context.Context, tx *record.Tx, t *Touchpoint, e Expectation) (Expectation, error) {
	before, there, err := currentOf(ctx, tx, t.ID)
	if err != nil || there && before.sameAs(e) {
		return before, err
	}
	if err := endExpectation(ctx, tx, t.ID, s.Now()); err != nil {
		return e, err
	}
	e.ID, e.TouchpointID, e.ProgramID = s.NewID(), t.ID, t.ProgramID
	e.CreatedAt, e.EndedAt, e.ByUser = s.Now().UTC(), nil, access.From(ctx).UserID
	if err := insertExpectation(ctx, tx, e); err != nil {
		return e, err
	}
	tx.Log(ExpectationChanged, t.ID)
	return e, s.save(ctx, tx, t)
}

// Withdraw says that nothing is expected at a touchpoint any more; the history
// stays.
func (s *Service) Withdraw(ctx context.Context, touchpoint, ifMatch string) (Touchpoint, log.Position, error) {
	t, err := s.changeable(ctx, touchpoint)
	if err != nil {
		return t, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if t, err = getTouchpoint(ctx, tx, touchpoint, false); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, t.Version); err != nil {
			return err
		}
		if err := endExpectation(ctx, tx, touchpoint, s.Now()); err != nil {
			return err
		}
		tx.Log(ExpectationChanged, touchpoint)
		return s.save(ctx, tx, &t)
	})
	return t, position, err
}

// AnyExpectation is what is expected at a touchpoint, without asking who reads
// it, for rooms that ask by themselves; false where nothing is.
func (s *Service) AnyExpectation(ctx context.Context, touchpoint string) (t Touchpoint, e Expectation, there bool, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if t, err = getTouchpoint(ctx, q, touchpoint, false); err != nil {
			return err
		}
		e, there, err = currentOf(ctx, q, touchpoint)
		return err
	})
	return t, e, there, err
}
