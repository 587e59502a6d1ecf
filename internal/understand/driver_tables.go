package understand

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The bounds of an analysis by tables of codes: beyond them the store sums up.
const (
	maxLevels     = 31        // different values of a score
	maxTableBytes = 128 << 20 // of all parts in one pass
)

// coded is an analysis whose scores are whole numbers of small ranges: it is
// made from tables of codes, which cost one step a pair of columns and response.
type coded struct {
	codes stat.DriverCodes
	least []float64 // least score of each column as it was asked: the drivers', then the score's
	batch int       // rows counted at once
	found map[string][]codedPart
}

// codedPart is one part of a partition by bucket.
type codedPart struct {
	value  string
	tables *stat.DriverTables
}

// code finds out whether all columns of an analysis are whole numbers of small
// ranges, and numbers them.
func (a *analysis) code(ctx context.Context) (*coded, error) {
	columns := a.query.columns()
	var text []string
	for _, c := range columns {
		text = append(text, "min("+c+")", "max("+c+")", "sum("+c+" - floor("+c+"))")
	}
	ends, parts := make([]sql.NullFloat64, 2*len(columns)), make([]sql.NullFloat64, len(columns)) // parts of points, never below 0
	var targets []any
	for i := range columns {
		targets = append(targets, &ends[2*i], &ends[2*i+1], &parts[i])
	}
	err := each(ctx, a.snap, "SELECT "+strings.Join(text, ", ")+" FROM response_wide WHERE "+a.cond.sql(), a.cond.args,
		func(r Rows) error { return r.Scan(targets...) })
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "look at the scores of an analysis")
	}
	c := &coded{batch: batchRows, found: map[string][]codedPart{}}
	for i := range columns {
		low, high := ends[2*i].Float64, ends[2*i+1].Float64
		if parts[i].Float64 > 0 || high-low >= maxLevels {
			return nil, nil
		}
		var values []float64
		for x := low; ends[2*i].Valid && x <= high; x++ {
			values = append(values, x)
		}
		c.least = append(c.least, low)
		a.query.number(&c.codes, i, values)
	}
	if stat.BucketCount*c.bytes(a.query.weighted) > maxTableBytes/2 {
		return nil, nil
	}
	return c, nil
}

// columns are those of the drivers, then that of the score.
func (q driverQuery) columns() []string {
	var list []string
	for _, d := range q.drivers {
		list = append(list, d.column)
	}
	return append(list, q.score)
}

// number says what the codes of a column stand for.
func (q driverQuery) number(c *stat.DriverCodes, column int, values []float64) {
	if column == len(q.drivers) {
		c.Scores = values
		for _, x := range values {
			c.Contributions = append(c.Contributions, q.outcome.driverContribution(x))
		}
		return
	}
	d := q.drivers[column]
	ratings := make([]float64, len(values))
	for i, x := range values {
		ratings[i] = d.measure.turned(x)
	}
	c.Plan, c.Ratings = append(c.Plan, d.plan), append(c.Ratings, ratings)
}

// turned is a score with the good end high.
func (m measured) turned(x float64) float64 {
	if m.Scale.Direction == measure.Down {
		return m.Scale.Min + m.Scale.Max - x
	}
	return x
}

// driverContribution is what driverContributionSQL is in SQL.
func (m measured) driverContribution(score float64) float64 {
	switch m.kind() {
	case stat.KindShare:
		return 100 * m.contribution(score)
	case stat.KindMean:
		return m.turned(score)
	}
	return m.contribution(score)
}

// bytes is about what the tables of a group take.
func (c *coded) bytes(weighted bool) int {
	if weighted {
		return 8 * c.codes.Cells()
	}
	return 4 * c.codes.Cells()
}

// ahead makes the tables of partitions that will be asked for, as many as fit,
// so that one pass does for them.
func (a *analysis) ahead(ctx context.Context, list []partition) error {
	if a.coded == nil {
		return nil
	}
	return a.tabulate(ctx, list)
}

// tabulate makes the tables of as many of these partitions as fit, in one pass
// over the responses.
func (a *analysis) tabulate(ctx context.Context, list []partition) error {
	room := maxTableBytes
	var some []partition
	for _, p := range list {
		if room -= p.parts() * stat.BucketCount * a.coded.bytes(a.query.weighted); room < 0 && len(some) > 0 {
			break
		}
		some = append(some, p)
	}
	r := newCodedReader(a, some)
	if err := r.read(ctx, a); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read the responses of an analysis")
	}
	for i, p := range some {
		a.coded.found[p.key()] = r.parts[i]
	}
	return nil
}

// tabled are the parts of a partition from tables, by bucket.
func (a *analysis) tabled(ctx context.Context, p partition) ([]*driverPart, error) {
	parts, ok := a.coded.found[p.key()]
	if !ok {
		if err := a.tabulate(ctx, []partition{p}); err != nil {
			return nil, err
		}
		parts = a.coded.found[p.key()]
	}
	delete(a.coded.found, p.key()) // each is asked for once, and they are large
	var list []*driverPart
	for _, part := range parts {
		made := &driverPart{key: sql.NullString{String: part.value, Valid: p.expr != ""}}
		for bucket := range stat.BucketCount {
			if part.tables.Answers(bucket) == 0 {
				continue
			}
			made.groups = append(made.groups, part.tables.Moments(bucket))
			if a.query.below {
				made.below = append(made.below, part.tables.Below(bucket))
			}
		}
		if len(made.groups) > 0 {
			list = append(list, made)
		}
	}
	return list, nil
}

// literalCode is the code of a part in SQL: its place among the values from 1,
// or 0 for none of them.
func (p partition) literalCode() (text string, args []any) {
	var b strings.Builder
	b.WriteString("CASE CAST(" + p.expr + " AS VARCHAR)")
	for i := range p.values {
		b.WriteString(" WHEN ? THEN " + strconv.Itoa(i+1))
	}
	b.WriteString(" ELSE 0 END")
	return b.String(), asArgs(p.values)
}

// scoreCode is the code of a score in SQL: from 1, or 0 where there is none.
func scoreCode(column string, least float64) string {
	return fmt.Sprintf("coalesce(%s - %g, 0)", column, least-1)
}
