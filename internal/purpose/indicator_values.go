package purpose

import (
	"context"
	"fmt"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// GivenValue is a value as the API brings it.
type GivenValue struct {
	Unit   string  `json:"unit,omitempty" maxLength:"200" doc:"Key, id or name of the unit; empty: the whole organisation."`
	Period string  `json:"period" minLength:"1" maxLength:"40" doc:"2026-11-20, 2026-W47, 2026-11 or 2026-Q4, as the indicator's periods are; any day of the period will do."`
	Value  float64 `json:"value"`
}

// RecordValues takes values of an indicator in: all of them, or none and what
// is wrong. Sending them again changes nothing; another number for a unit and
// a period is a correction.
func (s *Service) RecordValues(ctx context.Context, id string, given []GivenValue) (Taken, log.Position, error) {
	i, err := s.indicatorFor(ctx, id, access.ImportRun)
	if err != nil {
		return Taken{}, 0, err
	}
	if len(given) > maxValues {
		return Taken{}, 0, fault.Invalid("values", "Send at most 5,000 values at once.")
	}
	known, err := s.places(ctx)
	if err != nil {
		return Taken{}, 0, err
	}
	values := make([]IndicatorValue, len(given))
	for n, g := range given {
		at := fmt.Sprintf("values[%d]", n)
		unit, wrong := placed(access.From(ctx), i, known, g.Unit)
		if wrong != fine {
			return Taken{}, 0, wrong.as(at + ".unit")
		}
		period, ok := ParsePeriod(i.Period, g.Period)
		if !ok {
			return Taken{}, 0, noPeriod.as(at + ".period")
		}
		values[n] = IndicatorValue{UnitID: unit, Period: period, Value: g.Value}
	}
	return s.put(ctx, i, values)
}

func (s *Service) places(ctx context.Context) (places, error) {
	if s.Units == nil {
		return places{}, nil
	}
	list, err := s.Units.Places(ctx)
	return placesOf(list), err
}

// placed finds the unit of a value and asks whether somebody may write there.
func placed(who access.Who, i Indicator, known places, text string) (string, trouble) {
	unit, there := known.find(text)
	switch {
	case !there:
		return "", noUnit
	case !who.Reach(access.ImportRun).Covers(i.ProgramID, unit, ""):
		return "", unitBeyond
	}
	return unit, fine
}

// put writes values in pieces; one that comes twice is written as it comes
// last.
func (s *Service) put(ctx context.Context, i Indicator, values []IndicatorValue) (Taken, log.Position, error) {
	who, at := access.From(ctx), record.Micros(s.now().UTC())
	var taken Taken
	var position log.Position
	for from := 0; from < len(values); from += valuesAPiece {
		piece := values[from:min(from+valuesAPiece, len(values))]
		var here Taken
		var err error
		position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			here = Taken{}
			if err := s.lockIndicator(ctx, tx, i.ID); err != nil {
				return err
			}
			if _, err := getIndicator(ctx, tx, i.ID); err != nil {
				return err
			}
			for _, v := range piece {
				if err := putValue(ctx, tx, i.ID, who.UserID, at, v, &here); err != nil {
					return err
				}
			}
			if here.New+here.Corrected > 0 {
				tx.Log(IndicatorChanged, i.ID)
			}
			return nil
		})
		if err != nil {
			return taken, 0, err
		}
		taken = Taken{taken.New + here.New, taken.Same + here.Same, taken.Corrected + here.Corrected}
	}
	return taken, position, nil
}

// Values are those of a unit ("" the whole organisation), latest first,
// limit+1 at most, before a period. Values out of reach are not among them.
func (s *Service) Values(ctx context.Context, id, unit, before string, limit int) ([]IndicatorValue, error) {
	var out []IndicatorValue
	err := s.look(ctx, id, func(ctx context.Context, q record.Querier, who access.Who) (err error) {
		out, err = listValues(ctx, q, who, id, unit, before, limit+1)
		return err
	})
	return out, err
}

// ValueUnits are the units that an indicator has values of, within reach, with
// where it stands in each; limit+1 at most, after a unit. The whole
// organisation comes first.
func (s *Service) ValueUnits(ctx context.Context, id string, after *string, limit int) ([]IndicatorUnit, error) {
	var out []IndicatorUnit
	err := s.look(ctx, id, func(ctx context.Context, q record.Querier, who access.Who) (err error) {
		out, err = listValueUnits(ctx, q, who, id, after, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	names, err := s.unitNames(ctx)
	for n := range out {
		out[n].UnitName = names[out[n].UnitID]
	}
	return out, err
}

// FormerValues are the values of an indicator that were corrected, within
// reach, the last corrected first; limit+1 at most.
func (s *Service) FormerValues(ctx context.Context, id string, after formerCursor, limit int) ([]FormerValue, error) {
	var out []FormerValue
	err := s.look(ctx, id, func(ctx context.Context, q record.Querier, who access.Who) (err error) {
		out, err = listFormer(ctx, q, who, id, after, limit+1)
		return err
	})
	if err != nil {
		return nil, err
	}
	names, err := s.unitNames(ctx)
	for n := range out {
		out[n].UnitName, out[n].ReplacedBy = names[out[n].UnitID], s.nameOf(ctx, out[n].ReplacedBy)
	}
	return out, err
}

// look reads of an indicator that the caller may see figures of.
func (s *Service) look(ctx context.Context, id string, read func(ctx context.Context, q record.Querier, who access.Who) error) error {
	if _, err := s.indicatorFor(ctx, id, access.FigureRead); err != nil {
		return err
	}
	return s.store.View(ctx, func(ctx context.Context, q record.Querier) error { return read(ctx, q, access.From(ctx)) })
}

func (s *Service) unitNames(ctx context.Context) (map[string]string, error) {
	names := map[string]string{}
	if s.Units == nil {
		return names, nil
	}
	list, err := s.Units.Places(ctx)
	for _, p := range list {
		names[p.ID] = p.Name
	}
	return names, err
}
