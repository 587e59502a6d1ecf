package understand

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// condition is a growing WHERE with its arguments. Its texts are the program's
// own; whatever a user wrote is an argument.
type condition struct {
	parts []string
	args  []any
}

func (c *condition) add(sql string, args ...any) {
	c.parts = append(c.parts, sql)
	c.args = append(c.args, args...)
}

func (c *condition) sql() string { return strings.Join(c.parts, " AND ") }

// with is a copy of c with one more part.
func (c *condition) with(sql string, args ...any) *condition {
	w := &condition{parts: append([]string{}, c.parts...), args: append([]any{}, c.args...)}
	w.add(sql, args...)
	return w
}

// within narrows to the rows that the one who asks may see.
func (c *condition) within(r access.Reach) {
	if r.All {
		return
	}
	sql, args := r.Where(access.Columns{Program: "program", Unit: "unit", Account: "account", Cast: "UUID"})
	c.add(sql, args...)
}

// between narrows to whole days; zero is no bound.
func (c *condition) between(from, to time.Time) {
	if !from.IsZero() {
		c.add("day >= CAST(? AS DATE)", from.Format(dayLayout))
	}
	if !to.IsZero() {
		c.add("day <= CAST(? AS DATE)", to.Format(dayLayout))
	}
}

// scores narrows to a range of scores, and always to answers with one.
func (c *condition) scores(low, high *float64) {
	c.add("score IS NOT NULL")
	if low != nil {
		c.add("score >= ?", *low)
	}
	if high != nil {
		c.add("score <= ?", *high)
	}
}

// pick narrows to the values of a cut; units bring those below them.
func (c *condition) pick(ctx context.Context, tree access.Tree, k cut, values []string) error {
	var either []string
	var marks []string
	var args []any
	for _, value := range values {
		if value == "" {
			either = append(either, c.missing(k))
			continue
		}
		found, err := k.arguments(ctx, tree, value)
		if err != nil {
			return err
		}
		for _, a := range found {
			marks = append(marks, k.mark())
			args = append(args, a)
		}
	}
	if len(marks) > 0 {
		list := strings.Join(marks, ",")
		in := k.column + " IN (" + list + ")"
		if k.kind == cutText {
			in = fmt.Sprintf("%s IN (SELECT code FROM trait_value WHERE slot = %d AND value IN (%s))", k.column, k.slot, list)
		}
		either = append(either, in)
	}
	c.add("("+strings.Join(either, " OR ")+")", args...)
	return nil
}

// missing finds rows without a value; an empty text is none.
func (c *condition) missing(k cut) string {
	if k.kind == cutPlain {
		return "(" + k.column + " IS NULL OR " + k.column + " = '')"
	}
	return k.column + " IS NULL"
}

func (k cut) mark() string {
	switch k.kind {
	case cutID:
		return "CAST(? AS UUID)"
	case cutDate:
		return "CAST(? AS DATE)"
	}
	return "?"
}

// arguments checks a value as a user wrote it against the cut's kind.
func (k cut) arguments(ctx context.Context, tree access.Tree, value string) ([]any, error) {
	switch k.kind {
	case cutID:
		if !isID(value) {
			return nil, fault.Invalid("where", "The value of "+k.key+" must be an id.")
		}
		if k.key == "unit" {
			return unitsUnder(ctx, tree, value)
		}
	case cutNumber:
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fault.Invalid("where", "The value of "+k.key+" must be a number.")
		}
		return []any{x}, nil
	case cutDate:
		if _, err := time.Parse(dayLayout, value); err != nil {
			return nil, fault.Invalid("where", "The value of "+k.key+" must be a day like 2026-11-21.")
		}
	}
	return []any{value}, nil
}

func unitsUnder(ctx context.Context, tree access.Tree, unit string) ([]any, error) {
	ids, err := tree.UnitsUnder(ctx, unit)
	if err != nil && !fault.Is(err, fault.CodeNotFound) {
		return nil, fault.Wrap(err, fault.CodeInternal, "look up the units below a unit")
	}
	args := []any{unit}
	for _, id := range ids {
		if id != unit {
			args = append(args, id)
		}
	}
	return args, nil
}

// sums are the SQL of the additive moments of a measure's contributions.
type sums struct{ y, w string }

func (m measured) sums(weighted bool) sums {
	s := sums{w: "1", y: "score"}
	if weighted {
		s.w = "coalesce(weight, 1)"
	}
	switch m.kind() {
	case stat.KindNPS:
		s.y = fmt.Sprintf("CASE WHEN score >= %g THEN 100 WHEN score <= %g THEN -100 ELSE 0 END", promoterFrom, detractorUntil)
	case stat.KindShare:
		s.y = "CASE WHEN " + goodList(m.Scale.Good) + " THEN 1 ELSE 0 END"
	}
	return s
}

// goodList is the condition for a good score. Its numbers come from a measure,
// parsed as numbers, so they may stand in the text.
func goodList(good []float64) string {
	if len(good) == 0 {
		return "1 = 0"
	}
	list := make([]string, len(good))
	for i, g := range good {
		list[i] = strconv.FormatFloat(g, 'f', -1, 64)
	}
	return "score IN (" + strings.Join(list, ",") + ")"
}

// columns are count, sum w, sum w^2, sum wy and sum wy^2, all as doubles but
// the count. Without weights the first stands for the next two.
func (s sums) columns() string {
	if s.w == "1" {
		return "count(*), CAST(count(*) AS DOUBLE PRECISION), CAST(count(*) AS DOUBLE PRECISION), CAST(sum(y) AS DOUBLE PRECISION), CAST(sum(y * y) AS DOUBLE PRECISION)"
	}
	return "count(*), sum(w), sum(w * w), sum(w * y), sum(w * y * y)"
}
