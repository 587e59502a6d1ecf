package people

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// instantLayout is how the engines read a TIMESTAMP.
const instantLayout = "2006-01-02 15:04:05.999999"

// Negated tells whether the condition is met where nothing is known.
func (c Condition) Negated() bool { return c.Known != nil && !*c.Known }

// Values is the clause for a text column that is one of some values, or is
// known; of a Negated condition the caller denies it. The column is the
// program's own text, and so is the mark that stands for a value, such as ?.
func (c Condition) Values(column, mark string) (Clause, error) {
	if err := c.only("one_of", "known"); err != nil {
		return Clause{}, err
	}
	switch {
	case c.Known != nil && len(c.OneOf) > 0:
		return Clause{}, eitherKnown()
	case c.Known != nil:
		return Clause{SQL: "(" + column + " IS NOT NULL)"}, nil
	case len(c.OneOf) == 0:
		return Clause{}, fault.Invalid("one_of", "Name at least one value.").Keyed("segment.value_missing")
	}
	args := make([]any, len(c.OneOf))
	for i, v := range c.OneOf {
		args[i] = v
	}
	return Clause{"(" + column + " IN (" + strings.TrimSuffix(strings.Repeat(mark+",", len(args)), ",") + "))", args}, nil
}

// Numbers is the same for a column of numbers between two bounds.
func (c Condition) Numbers(column string) (Clause, error) {
	return c.span(column, "?", func(part, text string) (any, error) {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || x-x != 0 {
			return nil, fault.Invalid(part, "Write a number, such as 3 or 0.5.").Keyed("segment.number")
		}
		return x, nil
	})
}

// DayTexts is the same for a text column of days like 2026-11-21.
func (c Condition) DayTexts(column string) (Clause, error) {
	return c.span(column, "?", func(part, text string) (any, error) {
		_, err := c.day(part, text, time.UTC)
		return text, err
	})
}

// Instants is the same for a column of instants; days begin in the zone.
func (c Condition) Instants(column string, zone *time.Location) (Clause, error) {
	return c.span(column, "CAST(? AS TIMESTAMP)", func(part, text string) (any, error) {
		day, err := c.day(part, text, zone)
		if part == "to" {
			day = day.AddDate(0, 0, 1).Add(-time.Microsecond)
		}
		return day.UTC().Format(instantLayout), err
	})
}

func (c Condition) span(column, mark string, read func(part, text string) (any, error)) (Clause, error) {
	if err := c.only("from", "to", "known"); err != nil {
		return Clause{}, err
	}
	if c.From == "" && c.To == "" {
		if c.Known == nil {
			return Clause{}, fault.Invalid("from", "Say from what, up to what, or both.").Keyed("segment.range_missing")
		}
		return Clause{SQL: "(" + column + " IS NOT NULL)"}, nil
	}
	if c.Known != nil {
		return Clause{}, eitherKnown()
	}
	var parts []string
	var args []any
	for _, end := range []struct{ part, text, sign string }{{"from", c.From, " >= "}, {"to", c.To, " <= "}} {
		if end.text == "" {
			continue
		}
		value, err := read(end.part, end.text)
		if err != nil {
			return Clause{}, err
		}
		parts, args = append(parts, column+end.sign+mark), append(args, value)
	}
	return Clause{"(" + strings.Join(parts, " AND ") + ")", args}, nil
}

// Window is the clause for things at an instant that lie before the one that is
// asked for, within the condition's days; the columns are the program's own.
func (c Condition) Window(instant, day string, asked Asked) (Clause, error) {
	parts, args := []string{instant + " <= " + asked.Instant}, []any(nil)
	if c.Days < 0 {
		return Clause{}, fault.Invalid("days", "Write a number of days.").Keyed("segment.days")
	}
	if c.Days > 0 {
		parts = append(parts, instant+" > "+asked.Instant+" - INTERVAL '"+strconv.Itoa(c.Days)+" days'")
	}
	for _, end := range []struct{ part, text, sign string }{{"since", c.Since, " >= "}, {"until", c.Until, " <= "}} {
		if end.text == "" {
			continue
		}
		if _, err := c.day(end.part, end.text, time.UTC); err != nil {
			return Clause{}, err
		}
		parts, args = append(parts, day+end.sign+"CAST(? AS DATE)"), append(args, end.text)
	}
	return Clause{strings.Join(parts, " AND "), args}, nil
}

// Counted is the clause for how many rows there are of a table of which are
// given by what; one where nothing is said. Distinct is a column by which rows
// are told apart, "" for each by itself.
func (c Condition) Counted(from string, what Clause, distinct string) (Clause, error) {
	least, most := int64(1), int64(-1)
	if c.AtMost != nil {
		least, most = 0, *c.AtMost
	}
	if c.AtLeast != nil {
		least = *c.AtLeast
	}
	if least < 0 || c.AtMost != nil && most < 0 {
		return Clause{}, fault.Invalid("at_least", "Write how many there are at least or at most, 0 for none.").Keyed("segment.count")
	}
	if most >= 0 && most < least {
		return Clause{}, fault.Invalid("at_most", "This is less than the least.").Keyed("segment.count_order")
	}
	rows := from + " WHERE " + what.SQL
	switch {
	case most == 0:
		return Clause{"(NOT EXISTS (SELECT 1 FROM " + rows + "))", what.Args}, nil
	case least == 1 && most < 0:
		return Clause{"(EXISTS (SELECT 1 FROM " + rows + "))", what.Args}, nil
	case least == 0 && most < 0:
		return Clause{SQL: "(1 = 1)"}, nil
	}
	count := "count(*)"
	if distinct != "" {
		count = "count(DISTINCT " + distinct + ")"
	}
	number := "(SELECT " + count + " FROM " + rows + ")"
	if most < 0 {
		return Clause{"(" + number + " >= " + strconv.FormatInt(least, 10) + ")", what.Args}, nil
	}
	return Clause{"(" + number + " BETWEEN " + strconv.FormatInt(least, 10) + " AND " + strconv.FormatInt(most, 10) + ")", what.Args}, nil
}

// CountedOnly refuses the parts that things that are counted do not take, and
// keys of Of that are not among these.
func (c Condition) CountedOnly(of ...string) error {
	if err := c.only("at_least", "at_most", "of", "days", "since", "until"); err != nil {
		return err
	}
	for key := range c.Of {
		if !slices.Contains(of, key) {
			return notForField("of." + key)
		}
	}
	return nil
}

// only refuses parts of the condition other than these.
func (c Condition) only(parts ...string) error {
	for _, part := range []struct {
		name  string
		given bool
	}{
		{"one_of", len(c.OneOf) > 0}, {"from", c.From != ""}, {"to", c.To != ""}, {"known", c.Known != nil},
		{"at_least", c.AtLeast != nil}, {"at_most", c.AtMost != nil}, {"of", len(c.Of) > 0}, {"days", c.Days != 0},
		{"since", c.Since != ""}, {"until", c.Until != ""},
	} {
		if part.given && !slices.Contains(parts, part.name) {
			return notForField(part.name)
		}
	}
	return nil
}

func (c Condition) day(part, text string, zone *time.Location) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return day, fault.Invalid(part, "Write a day like 2026-11-21.").Keyed("segment.day")
	}
	return day, nil
}

func notForField(part string) error {
	return fault.Invalid(part, "This field does not take this. See GET /api/segment-fields.").Keyed("segment.not_for_field")
}

func eitherKnown() error {
	return fault.Invalid("known", "Say what it is, or only whether it is known.").Keyed("segment.known")
}
