package purpose

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log.
const (
	IndicatorChanged = "indicator.changed"
	IndicatorRemoved = "indicator.removed"
)

// Units tells which units there are; a later room knows. Nobody's permission is
// asked.
type Units interface {
	Places(ctx context.Context) ([]Place, error)
}

// Indicators are those of a program, at most 100, oldest first.
func (s *Service) Indicators(ctx context.Context, program string) ([]Indicator, error) {
	if _, err := s.Get(ctx, program); err != nil {
		return nil, err
	}
	var out []Indicator
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listIndicators(ctx, q, program)
		return err
	})
	return out, err
}

// Indicator is one that the caller may read.
func (s *Service) Indicator(ctx context.Context, id string) (Indicator, error) {
	return s.indicatorFor(ctx, id, access.ProgramRead)
}

// indicatorFor is an indicator of a program that the permission reaches into.
func (s *Service) indicatorFor(ctx context.Context, id string, p access.Permission) (Indicator, error) {
	who := access.From(ctx)
	if err := who.Any(p); err != nil {
		return Indicator{}, err
	}
	var i Indicator
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		i, err = getIndicator(ctx, q, id)
		return err
	})
	if err == nil && !programsOf(who, p).Covers(i.ProgramID, "", "") {
		err = fault.NotFound("indicator")
	}
	if err != nil {
		return Indicator{}, err
	}
	return i, nil
}

// CreateIndicator defines an indicator of a program. Its name must be free there.
func (s *Service) CreateIndicator(ctx context.Context, i Indicator) (Indicator, log.Position, error) {
	if err := access.From(ctx).Require(access.ProgramWrite, access.Program(i.ProgramID)); err != nil {
		return Indicator{}, 0, err
	}
	i, err := i.checked()
	if err != nil {
		return Indicator{}, 0, err
	}
	i.ID, i.CreatedAt, i.Version = s.newID(), s.now().UTC(), 1
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := getProgram(ctx, tx, i.ProgramID); err != nil {
			return err
		}
		if err := stands(ctx, tx, i); err != nil {
			return err
		}
		tx.Log(IndicatorChanged, i.ID)
		return insertIndicator(ctx, tx, i)
	})
	return i, position, err
}

// stands checks an indicator among those of its program.
func stands(ctx context.Context, tx *record.Tx, i Indicator) error {
	all, err := listIndicators(ctx, tx, i.ProgramID)
	if err != nil {
		return err
	}
	known := false
	for _, other := range all {
		known = known || other.ID == i.ID
		if other.ID != i.ID && nameKey(other.Name) == nameKey(i.Name) {
			return fault.New(fault.CodeConflict, "There is an indicator of this name already.").With("name", "Choose another name.").Keyed("indicator.name_taken")
		}
	}
	if !known && len(all) >= maxIndicators {
		return fault.New(fault.CodeConflict, "A program has at most 100 indicators.").Keyed("indicator.too_many")
	}
	return nil
}

// IndicatorChange is what may be changed of an indicator; nil leaves as it is.
// How long its periods are stays for life.
type IndicatorChange struct {
	Name, MeasuredIn, Direction *string
	Kind                        *Return
}

// UpdateIndicator changes an indicator that has the version of ifMatch ("" for
// any).
func (s *Service) UpdateIndicator(ctx context.Context, id, ifMatch string, c IndicatorChange) (Indicator, log.Position, error) {
	if err := s.mayDefine(ctx, id); err != nil {
		return Indicator{}, 0, err
	}
	var i Indicator
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if i, err = getIndicator(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, i.Version); err != nil {
			return err
		}
		set(&i.Name, c.Name)
		set(&i.MeasuredIn, c.MeasuredIn)
		set(&i.Direction, c.Direction)
		set(&i.Kind, c.Kind)
		if i, err = i.checked(); err != nil {
			return err
		}
		if err := stands(ctx, tx, i); err != nil {
			return err
		}
		i.Version++
		tx.Log(IndicatorChanged, id)
		return updateIndicator(ctx, tx, i)
	})
	if err != nil {
		return Indicator{}, 0, err
	}
	return i, position, nil
}

// RemoveIndicator takes an indicator out, with all its values.
func (s *Service) RemoveIndicator(ctx context.Context, id string) (log.Position, error) {
	if err := s.mayDefine(ctx, id); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := getIndicator(ctx, tx, id); err != nil {
			return err
		}
		tx.Log(IndicatorRemoved, id)
		return deleteIndicator(ctx, tx, id)
	})
}

// mayDefine asks whether the caller may change an indicator.
func (s *Service) mayDefine(ctx context.Context, id string) error {
	if err := access.From(ctx).Any(access.ProgramWrite); err != nil {
		return err
	}
	i, err := s.Indicator(ctx, id)
	if err != nil {
		return err
	}
	return access.From(ctx).Require(access.ProgramWrite, access.Program(i.ProgramID))
}
