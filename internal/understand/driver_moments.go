package understand

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// driverPart is the moments of one part of the responses, by group.
type driverPart struct {
	key    sql.NullString
	groups []stat.DriverMoments
	// below is, for each group, the weight of the answers under the target of
	// each driver; nil where nobody asked.
	below [][]float64
	at    map[string]int // group -> its place
}

// driverParts are parts by their key.
type driverParts map[sql.NullString]*driverPart

// parts asks for the sums of an analysis by part and group, parts in the order
// of their keys.
func (q driverQuery) parts(ctx context.Context, snap Snapshot, c *condition) ([]*driverPart, error) {
	sum := q.sum
	if q.few {
		sum = q.read
	}
	found, err := sum(ctx, snap, c)
	if err != nil {
		return nil, err
	}
	parts := make([]*driverPart, 0, len(found))
	for _, p := range found {
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b *driverPart) int { return strings.Compare(a.key.String, b.key.String) })
	return parts, nil
}

// sum has the store sum up an analysis.
func (q driverQuery) sum(ctx context.Context, snap Snapshot, c *condition) (driverParts, error) {
	found := driverParts{}
	for _, gaps := range []bool{false, true} {
		if err := q.linear(ctx, snap, c, gaps, found); err != nil {
			return nil, err
		}
		if err := q.shape(ctx, snap, c, gaps, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// group is the place of a group in its part, which is made where it is new.
func (q driverQuery) group(found driverParts, of driverGroup) (p *driverPart, at int) {
	p = found[of.part]
	if p == nil {
		p = &driverPart{key: of.part, at: map[string]int{}}
		found[of.part] = p
	}
	at, ok := p.at[of.group]
	if !ok {
		at = len(p.groups)
		p.at[of.group] = at
		p.groups = append(p.groups, q.empty())
		if q.below {
			p.below = append(p.below, make([]float64, len(q.drivers)))
		}
	}
	return p, at
}

func (q driverQuery) empty() stat.DriverMoments {
	plan := make(stat.DriverPlan, len(q.drivers))
	return plan.New()
}

func (q driverQuery) linear(ctx context.Context, snap Snapshot, c *condition, gaps bool, found driverParts) error {
	s := newDriverSums(q.weighted)
	fills := s.cross(q.linearTerms(gaps), nil)
	shortfall, below := make([]int, len(q.drivers)), make([]int, len(q.drivers))
	for i := range q.drivers {
		shortfall[i] = s.sum("t" + strconv.Itoa(i))
		if q.below {
			below[i] = s.sum("b" + strconv.Itoa(i))
		}
	}
	return q.ask(ctx, snap, q.inner(c, gaps, false), s, c, func(of driverGroup, v []float64) {
		m := q.empty()
		for _, f := range fills {
			f(&m.Linear, v)
		}
		p, at := q.group(found, of)
		p.groups[at].Linear.Absorb(m.Linear)
		for i := range q.drivers {
			p.groups[at].Shortfall[i] += v[shortfall[i]]
			if q.below {
				p.below[at][i] += v[below[i]]
			}
		}
	})
}

func (q driverQuery) shape(ctx context.Context, snap Snapshot, c *condition, gaps bool, found driverParts) error {
	s := newDriverSums(q.weighted)
	fills := s.cross(q.shapeTerms(gaps), sameDriver)
	return q.ask(ctx, snap, q.inner(c, gaps, true), s, c, func(of driverGroup, v []float64) {
		m := q.empty()
		for _, f := range fills {
			f(&m.Shape, v)
		}
		p, at := q.group(found, of)
		p.groups[at].Shape.Absorb(m.Shape)
	})
}

// mostSums is how many sums one statement asks for: PostgreSQL gives at most
// 1,664 columns.
const mostSums = 1600

// driverGroup names a group of a part.
type driverGroup struct {
	part  sql.NullString
	group string
}

// ask runs a statement, or as many as its sums call for, and hands over the
// sums of each group.
func (q driverQuery) ask(ctx context.Context, snap Snapshot, inner string, s *driverSums, c *condition, take func(of driverGroup, sums []float64)) error {
	groups := map[driverGroup][]float64{}
	keys := []string{"g"}
	if q.part != "" {
		keys = []string{"k", "g"}
	}
	done := 0
	for part := range slices.Chunk(s.list, mostSums) {
		text := "SELECT CAST(" + strings.Join(keys, " AS VARCHAR), CAST(") + " AS VARCHAR), " + strings.Join(part, ", ") +
			" FROM (" + inner + ") r GROUP BY " + strings.Join(keys, ", ")
		err := each(ctx, snap, text, c.args, func(r Rows) error {
			var of driverGroup
			sums := make([]float64, len(part))
			targets := make([]any, 0, len(part)+len(keys))
			if q.part != "" {
				targets = append(targets, &of.part)
			}
			targets = append(targets, &of.group)
			for i := range sums {
				targets = append(targets, &sums[i])
			}
			if err := r.Scan(targets...); err != nil {
				return err
			}
			if groups[of] == nil {
				groups[of] = make([]float64, len(s.list))
			}
			copy(groups[of][done:], sums)
			return nil
		})
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "sum up drivers")
		}
		done += len(part)
	}
	order := slices.SortedFunc(maps.Keys(groups), func(a, b driverGroup) int {
		return cmp.Or(strings.Compare(a.part.String, b.part.String), strings.Compare(a.group, b.group))
	})
	for _, of := range order {
		take(of, groups[of])
	}
	return nil
}
