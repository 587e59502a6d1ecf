package purpose

import (
	"context"
	"math"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log.
const (
	ObjectiveCreated = "objective.created"
	ObjectiveChanged = "objective.changed"
	ObjectiveRemoved = "objective.removed"
)

// Figures tells where a measure stood; a later room knows. Errors name the
// field at fault: measure_id, where, baseline_from or baseline_to.
type Figures interface {
	Baseline(ctx context.Context, o Objective) (Baseline, Range, error)
}

// Objectives are those of a program, oldest first; parents name the tree. Who
// does not see figures of the whole program sees them without baselines.
func (s *Service) Objectives(ctx context.Context, program string) ([]Objective, error) {
	if _, err := s.Get(ctx, program); err != nil {
		return nil, err
	}
	var out []Objective
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listObjectives(ctx, q, program)
		return err
	})
	for i := range out {
		out[i] = shownTo(access.From(ctx), out[i])
	}
	return out, err
}

// Objective is one that the caller may read.
func (s *Service) Objective(ctx context.Context, id string) (Objective, error) {
	who := access.From(ctx)
	if err := who.Any(access.ProgramRead); err != nil {
		return Objective{}, err
	}
	o, err := s.AnyObjective(ctx, id)
	if err != nil {
		return Objective{}, err
	}
	if !namesReach(who).Covers(o.ProgramID, "", "") {
		return Objective{}, fault.NotFound("objective")
	}
	return shownTo(who, o), nil
}

// AnyObjective is an objective without asking who reads it, for rooms that ask
// by themselves.
func (s *Service) AnyObjective(ctx context.Context, id string) (Objective, error) {
	var o Objective
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		o, err = getObjective(ctx, q, id)
		return err
	})
	return o, err
}

func shownTo(who access.Who, o Objective) Objective {
	if !who.Reach(access.FigureRead).Covers(o.ProgramID, "", "") {
		o.Baseline = nil
	}
	return o
}

// CreateObjective sets an objective of a program and takes its baseline.
func (s *Service) CreateObjective(ctx context.Context, o Objective) (Objective, log.Position, error) {
	if err := access.From(ctx).Require(access.ProgramWrite, access.Program(o.ProgramID)); err != nil {
		return Objective{}, 0, err
	}
	o.ID, o.CreatedAt, o.Version = "", s.now().UTC(), 1
	o, span, err := s.started(ctx, o)
	if err != nil {
		return Objective{}, 0, err
	}
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := getProgram(ctx, tx, o.ProgramID); err != nil {
			return err
		}
		if err := fits(ctx, tx, o, span); err != nil {
			return err
		}
		o.ID = s.newID()
		tx.Log(ObjectiveCreated, o.ID)
		return insertObjective(ctx, tx, o)
	})
	if err != nil {
		return Objective{}, 0, err
	}
	return o, position, nil
}

// started checks o and takes its baseline, outside any transaction.
func (s *Service) started(ctx context.Context, o Objective) (Objective, Range, error) {
	o, err := o.checked()
	if err != nil {
		return o, Range{}, err
	}
	if !access.From(ctx).Reach(access.FigureRead).Covers(o.ProgramID, "", "") {
		return o, Range{}, fault.New(fault.CodeForbidden, "A baseline is taken among all answers of the program, of which you see a part. Ask somebody who sees all of them.").Keyed("objective.part")
	}
	baseline, span, err := s.Figures.Baseline(ctx, o)
	if err != nil {
		return o, Range{}, err
	}
	baseline.At = s.now().UTC()
	o.Baseline = &baseline
	return o, span, nil
}

// fits checks o against its measure's range and the objectives beside it.
func fits(ctx context.Context, tx *record.Tx, o Objective, r Range) error {
	all, err := listObjectives(ctx, tx, o.ProgramID)
	if err != nil {
		return err
	}
	if err := o.placed(all); err != nil {
		return err
	}
	return o.aimed(r)
}

// ObjectiveChange is what may be changed of an objective; nil leaves as it is.
// With another measure, condition or day the baseline is taken anew.
type ObjectiveChange struct {
	Name, ParentID, MeasureID, BaselineFrom, BaselineTo, Due *string
	Outcome                                                  *Outcome
	Where                                                    *[]string
	Target                                                   *float64
}

func (c ObjectiveChange) apply(o *Objective) {
	set(&o.Name, c.Name)
	set(&o.ParentID, c.ParentID)
	set(&o.MeasureID, c.MeasureID)
	set(&o.BaselineFrom, c.BaselineFrom)
	set(&o.BaselineTo, c.BaselineTo)
	set(&o.Due, c.Due)
	set(&o.Outcome, c.Outcome)
	set(&o.Where, c.Where)
	set(&o.Target, c.Target)
}

// elsewhere tells that the baseline is another one.
func (c ObjectiveChange) elsewhere() bool {
	return c.MeasureID != nil || c.Where != nil || c.BaselineFrom != nil || c.BaselineTo != nil
}

// UpdateObjective changes an objective that has the version of ifMatch ("" for
// any).
func (s *Service) UpdateObjective(ctx context.Context, id, ifMatch string, c ObjectiveChange) (Objective, log.Position, error) {
	before, err := s.mayChange(ctx, id)
	if err != nil {
		return Objective{}, 0, err
	}
	var anew Objective
	span := Range{Least: math.Inf(-1), Most: math.Inf(1)} // of a target that stood already
	if c.elsewhere() || c.Target != nil {
		anew = before
		c.apply(&anew)
		if anew, span, err = s.started(ctx, anew); err != nil {
			return Objective{}, 0, err
		}
	}
	var o Objective
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if o, err = getObjective(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, o.Version); err != nil {
			return err
		}
		if c.elsewhere() { // the baseline belongs to what was read
			if err := web.MatchVersion(web.ETag(before.Version), o.Version); err != nil {
				return err
			}
			o.Baseline = anew.Baseline
		}
		c.apply(&o)
		if o, err = o.checked(); err != nil {
			return err
		}
		if err := fits(ctx, tx, o, span); err != nil {
			return err
		}
		o.Version++
		tx.Log(ObjectiveChanged, o.ID)
		return updateObjective(ctx, tx, o)
	})
	if err != nil {
		return Objective{}, 0, err
	}
	return o, position, nil
}

// RemoveObjective takes an objective out; those that served it serve what it
// served. RestoreObjective puts it back.
func (s *Service) RemoveObjective(ctx context.Context, id string) (log.Position, error) {
	if _, err := s.mayChange(ctx, id); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		o, err := getObjective(ctx, tx, id)
		if err != nil {
			return err
		}
		tx.Log(ObjectiveRemoved, id)
		return removeObjective(ctx, tx, o, s.now().UTC())
	})
}

// mayChange reads an objective for somebody who wants to change it.
func (s *Service) mayChange(ctx context.Context, id string) (Objective, error) {
	if err := access.From(ctx).Any(access.ProgramWrite); err != nil {
		return Objective{}, err
	}
	o, err := s.Objective(ctx, id)
	if err != nil {
		return Objective{}, err
	}
	return o, access.From(ctx).Require(access.ProgramWrite, access.Program(o.ProgramID))
}
