package measure

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// mostResting is how many measures, and how many expectations, are told that
// rest on a finding.
const mostResting = 200

// RestsOn is what rests on a finding that the caller may read, and what would
// become of it if the finding were retired. Nothing is changed.
func (s *Service) RestsOn(ctx context.Context, finding string) (out Rests, err error) {
	who := access.From(ctx)
	if err := who.Any(access.FindingRead); err != nil {
		return out, err
	}
	out = Rests{Measures: []Resting{}, Expectations: []RestingExpectation{}}
	var expected []expectedRow
	var f Finding
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if f, err = s.findingFor(ctx, q, "", finding); err != nil {
			return err
		}
		where, args := readable(who)
		measures, err := measuresOn(ctx, q, finding, where, args, mostResting)
		if err != nil {
			return err
		}
		grounds, err := s.groundsOf(ctx, q, measures)
		if err != nil {
			return err
		}
		for _, g := range grounds {
			out.Measures = append(out.Measures, Resting{Ground: g, IfRetired: g.stateWithout(finding)})
		}
		expected, err = s.expectedFrom(ctx, q, finding)
		return err
	})
	if err != nil {
		return out, err
	}
	if out.Expectations, err = s.inForce(ctx, f.ProgramID, expected); err != nil {
		return out, err
	}
	for _, m := range out.Measures {
		if m.IfRetired.weaker() && !m.State.weaker() {
			out.Lose++
		}
	}
	for _, e := range out.Expectations {
		if e.IfRetired.weaker() && !e.State.weaker() {
			out.Lose++
		}
	}
	return out, nil
}

// expectedRow is an expectation that was written from a finding, with whether
// that and any other finding carry it.
type expectedRow struct {
	ExpectationID string `bun:"expectation_id"`
	TouchpointID  string `bun:"touchpoint_id"`
	state, ifGone GroundState
}

func (s *Service) expectedFrom(ctx context.Context, q record.Querier, finding string) ([]expectedRow, error) {
	var rows []expectedRow
	err := q.NewRaw("SELECT expectation_id, touchpoint_id FROM expectation_finding WHERE finding_id = ? ORDER BY expectation_id LIMIT ?", finding, mostResting).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "find what was expected from a finding")
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ExpectationID
	}
	var rests []restRow // of expectations
	err = q.NewRaw("SELECT expectation_id AS measure_id, finding_id FROM expectation_finding WHERE expectation_id IN (?)", bun.List(ids)).Scan(ctx, &rests)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find what was expected from findings")
	}
	known, err := s.findingsOf(ctx, q, rests)
	for i, r := range rows {
		rows[i].state, rows[i].ifGone = GroundLost, GroundLost
		for _, rest := range rests {
			if rest.MeasureID != r.ExpectationID || !known[rest.FindingID].carries() {
				continue
			}
			rows[i].state = Grounded
			if rest.FindingID != finding {
				rows[i].ifGone = Grounded
			}
		}
	}
	return rows, err
}

// inForce are the expectations that still hold, for who may see the register.
func (s *Service) inForce(ctx context.Context, program string, rows []expectedRow) ([]RestingExpectation, error) {
	out := []RestingExpectation{}
	may := access.From(ctx).Require(access.RegisterRead, access.Program(program)) == nil
	if s.expectations == nil || !may {
		return out, nil
	}
	for _, r := range rows {
		t, e, there, err := s.expectations(ctx, r.TouchpointID)
		if fault.Is(err, fault.CodeNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if there && e.ID == r.ExpectationID {
			out = append(out, RestingExpectation{ID: e.ID, TouchpointID: t.ID, TouchpointName: t.Name, Words: e.Words, State: r.state, IfRetired: r.ifGone})
		}
	}
	return out, nil
}

// ExpectFrom says that what customers may expect at a touchpoint now was written
// from a finding of its program.
func (s *Service) ExpectFrom(ctx context.Context, finding, touchpoint string) (log.Position, error) {
	return s.expectFrom(ctx, finding, touchpoint, func(ctx context.Context, tx *record.Tx, expectation string) error {
		_, err := tx.Exec(ctx, "INSERT INTO expectation_finding (expectation_id, touchpoint_id, finding_id, by_user, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			expectation, touchpoint, finding, access.From(ctx).UserID, record.Micros(s.now()))
		return fault.Wrap(err, fault.CodeInternal, "say what an expectation was written from")
	})
}

// ExpectNoMore says that what customers may expect at a touchpoint now was not
// written from a finding.
func (s *Service) ExpectNoMore(ctx context.Context, finding, touchpoint string) (log.Position, error) {
	return s.expectFrom(ctx, finding, touchpoint, func(ctx context.Context, tx *record.Tx, expectation string) error {
		n, err := tx.Exec(ctx, "DELETE FROM expectation_finding WHERE expectation_id = ? AND finding_id = ?", expectation, finding)
		if err == nil && n == 0 {
			return fault.NotFound("expectation")
		}
		return fault.Wrap(err, fault.CodeInternal, "say what an expectation was not written from")
	})
}

// expectFrom changes what the expectation in force at a touchpoint was written
// from.
func (s *Service) expectFrom(ctx context.Context, finding, touchpoint string, do func(ctx context.Context, tx *record.Tx, expectation string) error) (log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.RegisterWrite); err != nil {
		return 0, err
	}
	if s.expectations == nil {
		return 0, fault.NotFound("touchpoint")
	}
	t, e, there, err := s.expectations(ctx, touchpoint)
	if err != nil {
		return 0, err
	}
	if err := who.Require(access.RegisterWrite, access.Program(t.ProgramID)); err != nil {
		return 0, err
	}
	if !there {
		return 0, fault.New(fault.CodeConflict, "Nothing is expected at this touchpoint yet. Write the expectation first.").Keyed("ground.no_expectation")
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := s.findingFor(ctx, tx, t.ProgramID, finding); err != nil {
			return err
		}
		tx.Log(MeasureGrounded, e.ID)
		return do(ctx, tx, e.ID)
	})
}
