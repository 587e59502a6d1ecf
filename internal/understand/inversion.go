package understand

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The size of the table of scores by value classes.
const (
	valueClasses = 100
	fewClasses   = 20  // where there are more scores than a list
	mostScores   = 400 // beyond these no table is made
)

// valueBounds are the classes of about equal size that the values of the
// answers are put in. Equal values are in one class.
func (q *inquiry) valueBounds(ctx context.Context, c *condition, classes int) ([]stat.ValueClass, error) {
	text := fmt.Sprintf("SELECT min(value), max(value) FROM (SELECT value, floor(%d.0 * (upto - n / 2.0) / whole) AS class FROM ("+
		"SELECT value, n, sum(n) OVER (ORDER BY value) AS upto, sum(n) OVER () AS whole FROM ("+
		"SELECT value, count(*) AS n FROM answer WHERE %s GROUP BY value) v) u) t GROUP BY class ORDER BY 1", classes, c.sql())
	var list []stat.ValueClass
	err := each(ctx, q.snap, text, c.args, func(r Rows) error {
		var v stat.ValueClass
		err := r.Scan(&v.From, &v.To)
		list = append(list, v)
		return err
	})
	return list, fault.Wrap(err, fault.CodeInternal, "cut the values of customers into classes")
}

// classTree is the number of a value's class, found by halving: a list of a
// hundred conditions would be looked through for every row.
func classTree(classes []stat.ValueClass, from, to int) string {
	if to-from == 1 {
		return fmt.Sprint(from)
	}
	middle := (from + to) / 2
	return fmt.Sprintf("CASE WHEN value < CAST('%g' AS DOUBLE PRECISION) THEN %s ELSE %s END", classes[middle].From,
		classTree(classes, from, middle), classTree(classes, middle, to))
}

// crosstab counts the answers by score, better ones later, and value class. ok
// is false where there are too many scores for a table, or no answers.
func (s *splitter) crosstab(ctx context.Context) (t *stat.Crosstab, ok bool, err error) {
	scores := make([]float64, 0, len(s.whole.group.Total.Counts))
	for score := range s.whole.group.Total.Counts {
		scores = append(scores, s.q.measure.turn(score))
	}
	slices.Sort(scores)
	if len(scores) == 0 || len(scores) > mostScores {
		return nil, false, nil
	}
	most := valueClasses
	if len(scores) > maxBins {
		most = fewClasses
	}
	classes, err := s.q.valueBounds(ctx, s.cond, most)
	if err != nil {
		return nil, false, err
	}
	t = stat.NewCrosstab(scores, classes)
	t.Repeated = s.whole.group.Repeated
	switch g := s.whole.group; {
	case !g.Repeated:
		t.Clusters = g.Total.N
	case g.ClusterCount > 0:
		t.Clusters = g.ClusterCount
	}
	text := "SELECT bucket, score, class, count(*) FROM (SELECT bucket, score, " + classTree(classes, 0, len(classes)) +
		" AS class FROM answer WHERE " + s.cond.sql() + ") a GROUP BY bucket, score, class"
	err = each(ctx, s.q.snap, text, s.cond.args, func(r Rows) error {
		var bucket, class int
		var score float64
		var n int64
		if err := r.Scan(&bucket, &score, &class, &n); err != nil {
			return err
		}
		at, found := slices.BinarySearch(scores, s.q.measure.turn(score))
		if !found || bucket < 0 || bucket >= stat.BucketCount {
			return fmt.Errorf("score %g of bucket %d is not in the table", score, bucket)
		}
		t.Add(bucket, at, class, float64(n))
		return nil
	})
	return t, true, fault.Wrap(err, fault.CodeInternal, "count answers by score and value")
}

// turn puts the good end of the scale high, and back again.
func (m measured) turn(score float64) float64 {
	if m.Scale.Direction == measure.Down {
		return m.Scale.Min + m.Scale.Max - score
	}
	return score
}

// inversion tells whether those who are worth most are the least satisfied.
func (s *splitter) inversion(ctx context.Context) (*InversionFigure, error) {
	t, ok, err := s.crosstab(ctx)
	if err != nil || !ok {
		return nil, err
	}
	found := stat.Invert(s.q.measure.kind(), t, func(turned float64) float64 { return s.q.measure.contribution(s.q.measure.turn(turned)) })
	out := &InversionFigure{Rho: figureOf(found.Rho), Classes: len(t.Classes), Flagged: found.Flagged, Deciles: []DecileFigure{}}
	for _, d := range found.Deciles {
		out.Deciles = append(out.Deciles, DecileFigure{Number: d.Number, From: d.From, To: d.To, Figure: figureOf(s.q.measure.clip(d.Metric))})
	}
	return out, nil
}

// sortedKeys joins the values of a map for a stable order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
