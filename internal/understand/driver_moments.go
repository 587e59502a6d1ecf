package understand

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// moments asks for the sums of an analysis by group.
func (q driverQuery) moments(ctx context.Context, snap Snapshot, c *condition) ([]stat.DriverMoments, error) {
	groups := map[string]*stat.DriverMoments{}
	var order []string
	group := func(key string) *stat.DriverMoments {
		if groups[key] == nil {
			m := q.empty()
			groups[key] = &m
			order = append(order, key)
		}
		return groups[key]
	}
	for _, gaps := range []bool{false, true} {
		if err := q.linear(ctx, snap, c, gaps, group); err != nil {
			return nil, err
		}
		if err := q.shape(ctx, snap, c, gaps, group); err != nil {
			return nil, err
		}
	}
	out := make([]stat.DriverMoments, len(order))
	for i, key := range order {
		out[i] = *groups[key]
	}
	return out, nil
}

func (q driverQuery) empty() stat.DriverMoments {
	plan := make(stat.DriverPlan, len(q.drivers))
	return plan.New()
}

func (q driverQuery) linear(ctx context.Context, snap Snapshot, c *condition, gaps bool, group func(string) *stat.DriverMoments) error {
	s := newDriverSums(q.weighted)
	fills := s.cross(q.linearTerms(gaps), nil)
	shortfall := make([]int, len(q.drivers))
	for i := range q.drivers {
		shortfall[i] = s.sum("t" + strconv.Itoa(i))
	}
	return q.ask(ctx, snap, q.inner(c, gaps, false), s, c, func(key string, v []float64) {
		m := q.empty()
		for _, f := range fills {
			f(&m.Linear, v)
		}
		for i, at := range shortfall {
			m.Shortfall[i] = v[at]
		}
		to := group(key)
		to.Linear.Absorb(m.Linear)
		for i := range shortfall {
			to.Shortfall[i] += m.Shortfall[i]
		}
	})
}

func (q driverQuery) shape(ctx context.Context, snap Snapshot, c *condition, gaps bool, group func(string) *stat.DriverMoments) error {
	s := newDriverSums(q.weighted)
	fills := s.cross(q.shapeTerms(gaps), sameDriver)
	return q.ask(ctx, snap, q.inner(c, gaps, true), s, c, func(key string, v []float64) {
		m := q.empty()
		for _, f := range fills {
			f(&m.Shape, v)
		}
		group(key).Shape.Absorb(m.Shape)
	})
}

// mostSums is how many sums one statement asks for: PostgreSQL gives at most
// 1,664 columns.
const mostSums = 1600

// ask runs a statement, or as many as its sums call for, and hands over the
// sums of each group.
func (q driverQuery) ask(ctx context.Context, snap Snapshot, inner string, s *driverSums, c *condition, take func(key string, sums []float64)) error {
	groups := map[string][]float64{}
	done := 0
	for part := range slices.Chunk(s.list, mostSums) {
		text := "SELECT CAST(g AS VARCHAR), " + strings.Join(part, ", ") + " FROM (" + inner + ") r GROUP BY g"
		err := each(ctx, snap, text, c.args, func(r Rows) error {
			var key string
			sums := make([]float64, len(part))
			targets := append(make([]any, 0, len(part)+1), &key)
			for i := range sums {
				targets = append(targets, &sums[i])
			}
			if err := r.Scan(targets...); err != nil {
				return err
			}
			if groups[key] == nil {
				groups[key] = make([]float64, len(s.list))
			}
			copy(groups[key][done:], sums)
			return nil
		})
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "sum up drivers")
		}
		done += len(part)
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		take(key, groups[key])
	}
	return nil
}
