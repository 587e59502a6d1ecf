package measure

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// MeasureGrounded is the kind of the change log for a change of what a measure
// or an expectation rests on.
const MeasureGrounded = "measure.grounded"

// Expectations gives a touchpoint with what is expected there now, whoever asks.
type Expectations func(ctx context.Context, touchpoint string) (journey.Touchpoint, journey.Expectation, bool, error)

// ConnectGround says, before anybody uses the room, where findings and
// expectations are known.
func (s *Service) ConnectGround(findings Findings, expectations Expectations) {
	s.findings, s.expectations = findings, expectations
}

// Ground is what a measure rests on that the caller may see.
func (s *Service) Ground(ctx context.Context, id string) (g Ground, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return g, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		m, err := seen(ctx, q, id)
		if err == nil {
			g, err = s.groundIn(ctx, q, m)
		}
		return err
	})
	return g, err
}

func (s *Service) groundIn(ctx context.Context, q record.Querier, m Measure) (Ground, error) {
	all, err := s.groundsOf(ctx, q, []Measure{m})
	if err != nil {
		return Ground{}, err
	}
	return all[0], nil
}

// Grounds is what the measures of a program rest on, oldest
// first, at most 500, with how many stand how.
func (s *Service) Grounds(ctx context.Context, program string) (out []Ground, counts GroundCounts, err error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureRead); err != nil {
		return nil, counts, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		where, args := readable(who)
		measures, err := listMeasures(ctx, q, where+" AND program_id = ?", append(args, program), "", mostMeasures)
		if err == nil {
			out, err = s.groundsOf(ctx, q, measures)
		}
		return err
	})
	for _, g := range out {
		counts.add(g.State)
	}
	return out, counts, err
}

// changeGround changes what a measure rests on, whose version the caller has
// seen ("" for any), and gives it as it is then.
func (s *Service) changeGround(ctx context.Context, id, ifMatch string, change func(ctx context.Context, tx *record.Tx, g *Ground) error) (g Ground, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return g, 0, err
	}
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		m, err := lockMeasure(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := who.Require(access.MeasureWrite, access.Program(m.ProgramID)); err != nil {
			return err
		}
		if g, err = s.groundIn(ctx, tx, m); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, g.Version); err != nil {
			return err
		}
		if err := change(ctx, tx, &g); err != nil {
			return err
		}
		if err := writeGround(ctx, tx, &g, who.UserID); err != nil {
			return err
		}
		tx.Log(MeasureGrounded, id)
		if g, err = s.groundIn(ctx, tx, m); err != nil {
			return err
		}
		return g.holds()
	})
	return g, position, err
}

// RestOn has a measure rest on a finding of its program.
func (s *Service) RestOn(ctx context.Context, id, finding string) (Ground, log.Position, error) {
	return s.changeGround(ctx, id, "", func(ctx context.Context, tx *record.Tx, g *Ground) error {
		if _, err := s.findingFor(ctx, tx, g.ProgramID, finding); err != nil {
			return err
		}
		return s.insertRest(ctx, tx, id, finding)
	})
}

// mostFindings is how many findings a measure rests on at most.
const mostFindings = 50

func (s *Service) insertRest(ctx context.Context, tx *record.Tx, measure, finding string) error {
	var n int
	if _, err := tx.Get(ctx, "SELECT count(*) FROM measure_finding WHERE measure_id = ?", []any{measure}, &n); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "count findings of a measure")
	}
	if n >= mostFindings {
		return fault.New(fault.CodeConflict, "A measure rests on at most 50 findings.").Keyed("ground.too_many")
	}
	_, err := tx.Exec(ctx, "INSERT INTO measure_finding (measure_id, finding_id, by_user, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		measure, finding, access.From(ctx).UserID, record.Micros(s.now()))
	return fault.Wrap(err, fault.CodeInternal, "have a measure rest on a finding")
}

// findingFor is a finding of a program ("" for any) that the caller may read.
func (s *Service) findingFor(ctx context.Context, q record.Querier, program, id string) (Finding, error) {
	if s.findings == nil {
		return Finding{}, fault.NotFound("finding")
	}
	found, err := s.findings(ctx, q, []string{id})
	if err != nil {
		return Finding{}, err
	}
	f, there := found[id]
	if !there || program != "" && f.ProgramID != program || !readsFinding(access.From(ctx), f) {
		return Finding{}, fault.NotFound("finding")
	}
	return f, nil
}

// RestNoMore has a measure rest on a finding no more. One that is published
// keeps another, or a reason.
func (s *Service) RestNoMore(ctx context.Context, id, finding string) (Ground, log.Position, error) {
	return s.changeGround(ctx, id, "", func(ctx context.Context, tx *record.Tx, _ *Ground) error {
		n, err := tx.Exec(ctx, "DELETE FROM measure_finding WHERE measure_id = ? AND finding_id = ?", id, finding)
		if err == nil && n == 0 {
			return fault.NotFound("finding")
		}
		return fault.Wrap(err, fault.CodeInternal, "have a measure rest on a finding no more")
	})
}

// GiveReason writes down why a measure is followed though it rests on no
// finding, with who says so and when; "" takes the reason back. Those before it
// are kept.
func (s *Service) GiveReason(ctx context.Context, id, ifMatch, text string) (Ground, log.Position, error) {
	return s.changeGround(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, g *Ground) error {
		text, err := checkedReason(text)
		switch {
		case err != nil:
			return err
		case g.Reason == nil && text == "", g.Reason != nil && g.Reason.Text == text:
			return nil
		case text == "":
			g.Reason = nil
		default:
			g.Reason = &WrittenReason{Text: text, ByName: access.From(ctx).Name, At: s.now().UTC().Truncate(time.Microsecond)}
		}
		return s.keepReason(ctx, tx, id, text)
	})
}

// Publish says that a measure may be asked: it rests on a finding that stands,
// or on a written reason.
func (s *Service) Publish(ctx context.Context, id, ifMatch string) (Ground, log.Position, error) {
	return s.changeGround(ctx, id, ifMatch, func(ctx context.Context, _ *record.Tx, g *Ground) error {
		if err := g.publishable(); err != nil || g.PublishedAt != nil {
			return err
		}
		g.PublishedAt, g.PublishedBy = new(s.now().UTC().Truncate(time.Microsecond)), access.From(ctx).Name
		return nil
	})
}

// Withdraw says that a measure is not to be asked any more. Its answers stay.
func (s *Service) Withdraw(ctx context.Context, id, ifMatch string) (Ground, log.Position, error) {
	return s.changeGround(ctx, id, ifMatch, func(_ context.Context, _ *record.Tx, g *Ground) error {
		g.PublishedAt, g.PublishedBy = nil, ""
		return nil
	})
}

// CreateFrom makes a measure in the program of a finding, on which it rests.
func (s *Service) CreateFrom(ctx context.Context, finding string, m Measure) (Measure, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return Measure{}, 0, err
	}
	at, err := s.placeFor(ctx, m.TouchpointID)
	if err != nil {
		return Measure{}, 0, err
	}
	defer s.Touched() // also after an error: the worst is one reading too many
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		f, err := s.findingFor(ctx, tx, "", finding)
		if err != nil {
			return err
		}
		if err := who.Require(access.MeasureWrite, access.Program(f.ProgramID)); err != nil {
			return err
		}
		if err := at.in(f.ProgramID); err != nil {
			return err
		}
		m.ProgramID = f.ProgramID
		if m, err = s.CreateIn(ctx, tx, m); err != nil {
			return err
		}
		tx.Log(MeasureGrounded, m.ID)
		return s.insertRest(ctx, tx, m.ID, finding)
	})
	return m, position, err
}
