package collect

import (
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
)

// chooseDrivers takes the ratings named, or those guessed that do not speak of
// the whole as the score does.
func (s *FactSheet) chooseDrivers(c SheetChoice, codes missingCodes) error {
	if c.NoDrivers {
		s.dropDrivers(nil)
		return nil
	}
	if len(c.Drivers) == 0 {
		return s.guessDrivers(c, codes)
	}
	chosen, err := s.columns("drivers", c.Drivers)
	if err != nil {
		return err
	}
	s.dropDrivers(chosen)
	for _, i := range chosen {
		col := &s.Columns[i]
		if col.Role == SheetScore {
			return fault.Newf(fault.CodeInvalid, "--drivers: %q is the score itself.", col.Name)
		}
		if !col.Guessed {
			return fault.Newf(fault.CodeInvalid, "--drivers: %q was named for something else already.", col.Name)
		}
		notes := col.Why[1:]
		if col.Scale == nil {
			notes = nil
		}
		s.say(i, SheetDriver, RoleScore)
		s.Columns[i].Why = append(s.Columns[i].Why, notes...)
		if err := s.setDriver(i, c, codes); err != nil {
			return err
		}
	}
	return nil
}

// dropDrivers leaves out the guessed drivers that are not wanted.
func (s *FactSheet) dropDrivers(wanted []int) {
	for i := range s.Columns {
		if s.Columns[i].Role == SheetDriver && !slices.Contains(wanted, i) {
			s.drop(i, reason("not_named", "You named others."))
		}
	}
}

func (s *FactSheet) guessDrivers(c SheetChoice, codes missingCodes) error {
	score := slices.IndexFunc(s.Columns, func(c SheetColumn) bool { return c.Role == SheetScore })
	for i := range s.Columns {
		if s.Columns[i].Role != SheetDriver {
			continue
		}
		if s.rank(i) >= resultRank || s.sameQuestion(i, score) || s.views[i].begins("loy", "cusl", "repurchase", "recommend") {
			s.Columns[i].Role = SheetResult
			s.Columns[i].Why = append(s.Columns[i].Why, reason("result", "It speaks of the whole as the score does, so it is no driver of it."))
			continue
		}
		if err := s.setDriver(i, c, codes); err != nil {
			return err
		}
	}
	return nil
}

// sameQuestion tells that two headings differ only in a number: SAT1, SAT2.
func (s *FactSheet) sameQuestion(i, score int) bool {
	a, b := s.views[i].plain, s.views[score].plain
	stem := strings.TrimRight(a, "0123456789 ")
	return a != b && s.rank(score) >= resultRank && stem != "" && stem == strings.TrimRight(b, "0123456789 ")
}

// setDriver gives a driver its scale and its codes for no answer.
func (s *FactSheet) setDriver(i int, c SheetChoice, codes missingCodes) error {
	col := &s.Columns[i]
	named, byColumn := codes.of[i]
	none := slices.Concat(codes.drivers, named)
	scale, err := s.scaleOf("drivers", i, c.DriverScale, nil, none)
	if err != nil {
		if c.DriverScale == "" {
			return err
		}
		return fault.Newf(fault.CodeInvalid, "--driver-scale: %v", err)
	}
	scale.Metric = measure.Mean
	for _, code := range col.Missing {
		if !byColumn && !slices.Contains(none, code) && !onScale(scale.Scale, code, s.views[i].Mark) {
			none = append(none, code)
		}
	}
	if len(codes.drivers) == 0 && !byColumn && c.DriverScale == "" {
		none = col.Missing
	}
	col.scored(scale)
	col.Missing = none
	col.mapping.Score, col.mapping.NoAnswer = scale, none
	return nil
}
