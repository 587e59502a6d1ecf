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
	var args, ends []any
	for _, value := range values {
		if value == "" {
			either = append(either, c.missing(k))
			continue
		}
		if text, found, ok, err := k.between(value); ok {
			if err != nil {
				return err
			}
			either, ends = append(either, text), append(ends, found...)
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
	c.add("("+strings.Join(either, " OR ")+")", append(ends, args...)...)
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
	if k.key == doubtfulKey && value != doubtfulYes && value != doubtfulNo {
		return nil, fault.Invalid("where", "The value of doubtful is yes or no.")
	}
	switch k.kind {
	case cutID:
		if !isID(value) {
			return nil, fault.Invalid("where", "The value of "+k.key+" must be an id.")
		}
		if k.key == "unit" {
			return unitsUnder(ctx, tree, value)
		}
	case cutNumber, cutDate:
		x, err := k.ordinal(value)
		return []any{x}, err
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

// sums are the SQL of additive moments of a measure's contributions.
type sums struct {
	columns []string // n, w, w2, wy, wy2 in terms of the columns below
	inner   []string // columns of a row they need
}

// weight is the weight of a row; one without a weight counts as 1.
const weight = "coalesce(weight, 1)"

// sums by bucket or cluster. Without weights counts stand for sums: of
// promoters and detractors, or of good answers; they are the cheapest there is.
func (m measured) sums(weighted bool) sums {
	if weighted {
		return sums{
			columns: []string{"count(*)", "sum(w)", "sum(w * w)", "sum(w * y)", "sum(w * y * y)"},
			inner:   []string{m.contributionSQL() + " AS y", weight + " AS w"},
		}
	}
	n := "CAST(count(*) AS DOUBLE PRECISION)"
	s := sums{columns: []string{"count(*)", n, n}, inner: []string{"score"}}
	switch m.kind() {
	case stat.KindNPS:
		p, d := fmt.Sprintf("count(*) FILTER (WHERE score >= %g)", promoterFrom), fmt.Sprintf("count(*) FILTER (WHERE score <= %g)", detractorUntil)
		s.columns = append(s.columns, "100.0 * ("+p+" - "+d+")", "10000.0 * ("+p+" + "+d+")")
	case stat.KindShare:
		good := "CAST(count(*) FILTER (WHERE " + goodList("score", m.Scale.Good) + ") AS DOUBLE PRECISION)"
		s.columns = append(s.columns, good, good)
	default:
		s.columns = append(s.columns, "sum(score)", "sum(score * score)")
	}
	return s
}

func (s sums) sql() string {
	cast := make([]string, len(s.columns))
	for i, c := range s.columns {
		cast[i] = c
		if i > 0 {
			cast[i] = "CAST(" + c + " AS DOUBLE PRECISION)"
		}
	}
	return strings.Join(cast, ", ")
}

// contributionSQL is what contribution is in Go.
func (m measured) contributionSQL() string {
	switch m.kind() {
	case stat.KindNPS:
		return fmt.Sprintf("CASE WHEN score >= %g THEN 100 WHEN score <= %g THEN -100 ELSE 0 END", promoterFrom, detractorUntil)
	case stat.KindShare:
		return "CASE WHEN " + goodList("score", m.Scale.Good) + " THEN 1 ELSE 0 END"
	}
	return "score"
}

// goodList is the condition for a good score in a column. Its numbers come from a measure,
// parsed as numbers, so they may stand in the text.
func goodList(column string, good []float64) string {
	if len(good) == 0 {
		return "1 = 0"
	}
	list := make([]string, len(good))
	for i, g := range good {
		list[i] = strconv.FormatFloat(g, 'f', -1, 64)
	}
	return column + " IN (" + strings.Join(list, ",") + ")"
}
