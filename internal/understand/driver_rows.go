package understand

import (
	"context"
	"database/sql"
	"math"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// fewResponses is up to how many responses an analysis reads one by one. A
// statement with a thousand sums costs its planning, whatever the number of
// rows; from here on the store is faster.
const fewResponses = 25_000

// read sums up an analysis response by response.
func (q driverQuery) read(ctx context.Context, snap Snapshot, c *condition) (driverParts, error) {
	columns := []string{"CAST(" + q.by + " AS VARCHAR)", "noise", q.score, q.outcome.driverContributionSQL(q.score)}
	plan := make(stat.DriverPlan, len(q.drivers))
	for i, d := range q.drivers {
		plan[i] = d.plan
		columns = append(columns, turned(d.measure, d.column))
	}
	if q.weighted {
		columns = append(columns, weight)
	}
	if q.part != "" {
		columns = append(columns, "CAST("+q.part+" AS VARCHAR)")
	}
	found := driverParts{}
	err := each(ctx, snap, "SELECT "+strings.Join(columns, ", ")+" FROM response_wide WHERE "+c.sql(), c.args, func(r Rows) error {
		a, of := stat.DriverAnswer{Ratings: make([]float64, len(q.drivers)), Weight: 1}, driverGroup{}
		ratings := make([]sql.NullFloat64, len(q.drivers))
		targets := []any{&of.group, &a.Noise, &a.Score, &a.Contribution}
		for i := range ratings {
			targets = append(targets, &ratings[i])
		}
		if q.weighted {
			targets = append(targets, &a.Weight)
		}
		if q.part != "" {
			targets = append(targets, &of.part)
		}
		if err := r.Scan(targets...); err != nil {
			return err
		}
		for i, x := range ratings {
			if a.Ratings[i] = math.NaN(); x.Valid {
				a.Ratings[i] = x.Float64
			}
		}
		q.add(found, of, plan, a)
		return nil
	})
	return found, fault.Wrap(err, fault.CodeInternal, "read the responses of an analysis")
}

func (q driverQuery) add(found driverParts, of driverGroup, plan stat.DriverPlan, a stat.DriverAnswer) {
	p, at := q.group(found, of)
	plan.Add(&p.groups[at], a)
	if !q.below {
		return
	}
	for i, x := range a.Ratings {
		if x < plan[i].Target {
			p.below[at][i] += a.Weight
		}
	}
}
