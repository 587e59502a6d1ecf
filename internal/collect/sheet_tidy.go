package collect

import (
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// guessTime judges a column of dates: one says when it was answered, others
// are left out, as classes of days seldom tell anything. What computers write
// where they know no day is no answer.
func (s *FactSheet) guessTime(i int, c *SheetColumn) {
	if s.guess.Mapping.TimeColumn == nil || *s.guess.Mapping.TimeColumn != i {
		c.Role, c.mapping.Role = SheetIgnore, RoleIgnore
		c.Why = append(c.Why, reason("another_date", "It does not say when the answer was given; name it with --segments to compare by it."))
		return
	}
	v := &s.views[i]
	if v.Earliest == nil || v.Latest == nil || v.Earliest.UTC().Format(time.DateOnly) != zeroDay || v.Latest.Year() < zeroDayFrom {
		return
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04:05", "2006-01-02 15:04", time.RFC3339, "2006/01/02", "02/01/2006", "2/1/2006", "02-01-2006", "02.01.2006", "02/01/2006 00:00", "02/01/2006 00:00:00"} {
		c.mapping.NoAnswer = append(slices.Clip(c.mapping.NoAnswer), time.Unix(0, 0).UTC().Format(layout))
	}
	c.Missing = []string{zeroDay}
	c.Why = append(c.Why, reason("zero_day", "{day} is what computers write for no day; rows with it are left out.", "day", zeroDay))
}

// The day from which computers count, and how late dates go where it cannot be
// meant.
const (
	zeroDay     = "1970-01-01"
	zeroDayFrom = 1990
)

// sameAs is an earlier column to compare by that divides the answers alike, ""
// for none. Where few values differ in number that may be chance.
func (s *FactSheet) sameAs(i int) string {
	const least = 5 // different numbers
	v := &s.views[i]
	counts := map[int64]bool{}
	for _, value := range v.Values {
		counts[value.Count] = true
	}
	if len(counts) < least || int64(len(v.Values)) != v.Distinct {
		return ""
	}
	for j := range i {
		w := &s.views[j]
		switch s.Columns[j].Role {
		case SheetSegment, SheetUnit, SheetChannel, SheetLanguage:
			if w.Distinct == v.Distinct && w.Missing == v.Missing && len(w.Values) == len(v.Values) && sameDivision(w.Values, v.Values) {
				return w.Name
			}
		}
	}
	return ""
}

// tidy leaves out what a report has no use for, and single roles that two
// columns would have.
func (s *FactSheet) tidy() {
	for i := range s.Columns {
		c := &s.Columns[i]
		switch c.Role {
		case SheetResult, SheetIgnore:
			c.mapping.Role = RoleIgnore
		case SheetSegment:
			if c.Guessed && s.views[i].Distinct < 2 && s.views[i].Missing == 0 {
				s.drop(i, reason("one_value", "Every row has the same value; there is nothing to compare."))
				continue
			}
			if c.Guessed && s.views[i].running() {
				s.drop(i, reason("row_number", "A running number that says nothing about the answer."))
				continue
			}
			if twin := s.sameAs(i); c.Guessed && twin != "" {
				s.drop(i, reason("same_as", "It divides the answers as {column} does.", "column", twin))
				continue
			}
			c.mapping.Role = RoleSegment
			if c.mapping.Kind == "" {
				c.mapping.Kind = s.views[i].traitKind()
			}
		case SheetScore, SheetDriver:
			c.mapping.Role = RoleScore
		}
		if c.mapping.Role != RoleScore && c.mapping.Role != RoleOutcome {
			c.mapping.Score = nil
		}
		if c.Role != SheetIgnore || c.mapping.Mark != "" {
			continue
		}
		c.mapping.Mark = string(table.Point)
	}
}

// running tells that the column only counts the rows.
func (c *columnView) running() bool {
	return c.Unique() && c.Whole && c.Numbers == c.Filled() && *c.Max-*c.Min == float64(c.Rows-1)
}
