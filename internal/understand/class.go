package understand

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// maxClasses is how many classes a number or a date is cut into.
const maxClasses = 5

// classesOf marks a key that is to be cut into classes: t3.classes.
const classesOf = ".classes"

// rangeMark stands between the ends of a range as filters write it: 20..35.
const rangeMark = ".."

// class is a run of values of a number or date, both ends included, written as
// in a filter.
type class struct{ from, to string }

// value is the class as a filter finds it: a range, or the one value in it.
func (c class) value() string {
	if c.from == c.to {
		return c.from
	}
	return c.from + rangeMark + c.to
}

func (c class) label() string {
	if c.from == c.to {
		return c.from
	}
	return c.from + " \u2013 " + c.to
}

// asked is the cut's key as a query names it.
func (k cut) asked() string {
	if k.classed {
		return k.key + classesOf
	}
	return k.key
}

// ordered tells that a cut's values are numbers or dates.
func (k cut) ordered() bool { return k.kind == cutNumber || k.kind == cutDate }

// literal is a bound as SQL. It was read from the facts and is written anew
// from what it was parsed to, so it may stand in the text.
func (k cut) literal(bound string) (string, error) {
	if k.kind == cutDate {
		t, err := time.Parse(dayLayout, bound)
		return "DATE '" + t.Format(dayLayout) + "'", err
	}
	x, err := strconv.ParseFloat(bound, 64)
	return "CAST('" + strconv.FormatFloat(x, 'g', -1, 64) + "' AS DOUBLE PRECISION)", err
}

// classify finds the classes of each cut that is to be cut into some, among the
// answers of a condition.
func (q *inquiry) classify(ctx context.Context, cuts []cut, c *condition) error {
	for i := range cuts {
		if !cuts[i].classed {
			continue
		}
		found, err := q.quantiles(ctx, cuts[i], c)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "cut a trait into classes")
		}
		cuts[i].classes = found
	}
	return nil
}

// quantiles cuts the values of a number or date into at most maxClasses classes:
// each its own where there are so few, else by fifths of the answers. A value
// is never in two classes, so where many answers share one there are fewer.
func (q *inquiry) quantiles(ctx context.Context, k cut, c *condition) ([]class, error) {
	known := c.with(k.column + " IS NOT NULL")
	own, err := q.column(ctx, k, "SELECT CAST(x AS VARCHAR) FROM (SELECT DISTINCT "+k.column+" AS x FROM answer WHERE "+known.sql()+
		fmt.Sprintf(" LIMIT %d) v ORDER BY x", maxClasses+1), known.args)
	if err != nil {
		return nil, err
	}
	if len(own) <= maxClasses {
		list := make([]class, len(own))
		for i, x := range own {
			list[i] = class{x, x}
		}
		return list, nil
	}
	columns := []string{}
	for i := 1; i < maxClasses; i++ {
		columns = append(columns, fmt.Sprintf("percentile_disc(%g) WITHIN GROUP (ORDER BY x)", float64(i)/maxClasses))
	}
	ends, err := q.row(ctx, k, append(columns, "max(x)"), known)
	if err != nil {
		return nil, err
	}
	ends = slices.Compact(ends)
	columns = []string{"min(x)"}
	for _, end := range ends[:len(ends)-1] {
		bound, err := k.literal(end)
		if err != nil {
			return nil, err
		}
		columns = append(columns, "min(x) FILTER (WHERE x > "+bound+")")
	}
	starts, err := q.row(ctx, k, columns, known)
	if err != nil {
		return nil, err
	}
	list := make([]class, len(ends))
	for i := range ends {
		list[i] = class{starts[i], ends[i]}
	}
	return list, nil
}

// column reads a list of values of a cut as filters write them.
func (q *inquiry) column(ctx context.Context, k cut, text string, args []any) ([]string, error) {
	var values []string
	err := each(ctx, q.snap, text, args, func(r Rows) error {
		var v sql.NullString
		err := r.Scan(&v)
		values = append(values, k.written(v.String))
		return err
	})
	return values, err
}

// row reads some figures of a cut's values, called x, side by side.
func (q *inquiry) row(ctx context.Context, k cut, columns []string, c *condition) ([]string, error) {
	cast := make([]string, len(columns))
	for i, text := range columns {
		cast[i] = "CAST(" + text + " AS VARCHAR)"
	}
	values, targets := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	text := "SELECT " + strings.Join(cast, ", ") + " FROM (SELECT " + k.column + " AS x FROM answer WHERE " + c.sql() + ") v"
	err := each(ctx, q.snap, text, c.args, func(r Rows) error { return r.Scan(targets...) })
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = k.written(v.String)
	}
	return out, err
}

// written is a value as it comes from the facts as filters write it.
func (k cut) written(text string) string {
	switch k.kind {
	case cutNumber:
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			return strconv.FormatFloat(x, 'f', -1, 64)
		}
	case cutDate:
		text, _, _ = strings.Cut(text, " ")
	}
	return text
}

// classExpr is the number of a row's class, from 0; NULL without a value.
func (k cut) classExpr() string {
	if len(k.classes) == 0 {
		return "CAST(NULL AS INTEGER)"
	}
	var b strings.Builder
	b.WriteString("CASE WHEN " + k.column + " IS NULL THEN NULL")
	for i, c := range k.classes[:len(k.classes)-1] {
		bound, err := k.literal(c.to)
		if err != nil {
			panic("understand: a class whose bound is none: " + c.to) // it was parsed before
		}
		fmt.Fprintf(&b, " WHEN %s <= %s THEN %d", k.column, bound, i)
	}
	fmt.Fprintf(&b, " ELSE %d END", len(k.classes)-1)
	return b.String()
}

// class of a key that classExpr made.
func (k cut) class(key string) (class, bool) {
	i, err := strconv.Atoi(key)
	if err != nil || i < 0 || i >= len(k.classes) {
		return class{}, false
	}
	return k.classes[i], true
}

// between is the SQL and the arguments of a range of a number or date; ok is
// false where the value is none. An end that is left out has no bound.
func (k cut) between(value string) (text string, args []any, ok bool, err error) {
	from, to, isRange := strings.Cut(value, rangeMark)
	if !k.ordered() || !isRange {
		return "", nil, false, nil
	}
	var parts []string
	for _, end := range []struct{ sign, text string }{{" >= ", from}, {" <= ", to}} {
		if end.text == "" {
			continue
		}
		found, err := k.ordinal(end.text)
		if err != nil {
			return "", nil, true, err
		}
		parts, args = append(parts, k.column+end.sign+k.mark()), append(args, found)
	}
	if len(parts) == 0 {
		parts = []string{k.column + " IS NOT NULL"}
	}
	return "(" + strings.Join(parts, " AND ") + ")", args, true, nil
}

// ordinal checks a number or day as a user wrote it.
func (k cut) ordinal(value string) (any, error) {
	if k.kind == cutDate {
		if _, err := time.Parse(dayLayout, value); err != nil {
			return nil, fault.Invalid("where", "The value of "+k.key+" must be a day like 2026-11-21, or a range like 2026-01-01..2026-11-21.")
		}
		return value, nil
	}
	x, err := strconv.ParseFloat(value, 64)
	if err != nil || x-x != 0 {
		return nil, fault.Invalid("where", "The value of "+k.key+" must be a number, or a range like 20..35.")
	}
	return x, nil
}
