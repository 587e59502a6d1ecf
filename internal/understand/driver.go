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

// maxDrivers is how many drivers one analysis takes.
const maxDrivers = 30

// DriversQuery asks what goes with a score. Without drivers it is the measures
// that were answered most often together with it.
type DriversQuery struct {
	Measure string
	Drivers []string
	Filter
}

// Drivers says what goes with a measure's score, within the reach of whoever
// asks: relative weights, slopes, gains, penalties and rewards of the other
// measures that the same responses have.
func (s *Service) Drivers(ctx context.Context, query DriversQuery) (*DriversResult, error) {
	var result *DriversResult
	err := s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) (err error) {
		result, err = q.drivers(ctx, query.Drivers)
		return err
	})
	return result, err
}

func (q *inquiry) drivers(ctx context.Context, wanted []string) (*DriversResult, error) {
	a, err := q.analysis(ctx, wanted)
	if err != nil {
		return nil, err
	}
	found := noDrivers()
	whole := emptyTally()
	if len(a.query.drivers) > 0 {
		summed, err := a.whole(ctx)
		if err != nil {
			return nil, err
		}
		whole.group.Repeated = summed.parts.Repeated
		found = stat.ComputeDrivers(q.measure.kind(), summed.parts)
	}
	origin, err := q.origin(ctx, whole)
	if err != nil {
		return nil, err
	}
	return a.driversOf(found, origin), nil
}

func noDrivers() stat.Drivers {
	return stat.Drivers{Trouble: stat.TroubleNoAnswers, Shapes: stat.TroubleNoAnswers}
}

// driversOf is the figure of an analysis.
func (a *analysis) driversOf(found stat.Drivers, origin FigureOrigin) *DriversResult {
	result := &DriversResult{FigureOrigin: origin, N: found.N, Unit: stat.ContributionUnit(a.query.outcome.kind()), R2: coefficientOf(found.R2), Drivers: []DriverFigure{},
		Fitted: found.Fitted, Considered: a.considered, Repaired: found.Repaired, Trouble: string(found.Trouble), Shapes: string(found.Shapes)}
	for i, d := range found.Items {
		result.Drivers = append(result.Drivers, driverFigureOf(d, a.query.drivers[i]))
	}
	slices.SortStableFunc(result.Drivers, func(a, b DriverFigure) int { return compare(shareOf(b), shareOf(a)) })
	return result
}

func shareOf(d DriverFigure) float64 {
	if d.Share.Value == nil {
		return -1
	}
	return *d.Share.Value
}

// analysis is a question about drivers on one snapshot.
type analysis struct {
	snap       Snapshot
	query      driverQuery
	cond       *condition
	n          int64 // responses with the score
	related    bool  // some are of known customers or accounts
	considered int
	coded      *coded // nil where the scores are not whole numbers of small ranges, or the responses few
}

// analysis finds the columns of the score and its drivers.
func (q *inquiry) analysis(ctx context.Context, wanted []string) (*analysis, error) {
	slots, err := q.slots(ctx)
	if err != nil {
		return nil, err
	}
	a := &analysis{snap: q.snap, query: driverQuery{outcome: q.measure, weighted: q.weighted}}
	a.query.score = slots[q.measure.ID]
	delete(slots, q.measure.ID)
	if a.query.score == "" {
		return a, checkDrivers(wanted, slots)
	}
	if err := q.wide(ctx, a); err != nil {
		return nil, err
	}
	counts, err := a.count(ctx, slots)
	if err != nil {
		return nil, err
	}
	a.considered = len(counts)
	a.query.few = a.n <= q.service.few
	named := len(wanted) > 0
	if !named {
		wanted = most(counts)
	}
	if err := checkDrivers(wanted, slots); err != nil {
		return nil, err
	}
	for _, id := range wanted {
		m, err := q.service.o.Measures.Measure(ctx, id)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find a driver")
		}
		if !named && m.Intent == measure.Outcome { // what came of it drives nothing
			continue
		}
		scale := stat.DriverScale{Min: m.Scale.Min, Max: m.Scale.Max}
		a.query.drivers = append(a.query.drivers, rated{measured{m}, slots[id], stat.DriverColumn{Scale: scale, Target: scale.Target()}})
	}
	if !a.query.few && len(a.query.drivers) > 0 {
		a.coded, err = a.code(ctx)
	}
	return a, err
}

func checkDrivers(wanted []string, slots map[string]string) error {
	if len(wanted) > maxDrivers {
		return fault.Invalid("driver", "An analysis takes at most 30 drivers.")
	}
	for i, id := range wanted {
		if slots[id] == "" || slices.Contains(wanted[:i], id) {
			return fault.Invalid("driver", "Drivers are other measures of the program, each once, that were answered together with the score.")
		}
	}
	return nil
}

// slots are the columns of the program's measures in response_wide.
func (q *inquiry) slots(ctx context.Context) (map[string]string, error) {
	slots := map[string]string{}
	err := each(ctx, q.snap, "SELECT CAST(measure AS VARCHAR), slot FROM score_slot WHERE program = CAST(? AS UUID)", []any{q.measure.ProgramID}, func(r Rows) error {
		var id string
		var slot int
		err := r.Scan(&id, &slot)
		slots[id] = fmt.Sprintf("s%03d", slot)
		return err
	})
	return slots, fault.Wrap(err, fault.CodeInternal, "find the scores of a program")
}

// wide is the question's filter on response_wide.
func (q *inquiry) wide(ctx context.Context, a *analysis) error {
	c := &condition{}
	c.add("program = CAST(? AS UUID)", q.measure.ProgramID)
	c.add(a.query.score + " IS NOT NULL")
	if q.filter.ScoreMin != nil {
		c.add(a.query.score+" >= ?", *q.filter.ScoreMin)
	}
	if q.filter.ScoreMax != nil {
		c.add(a.query.score+" <= ?", *q.filter.ScoreMax)
	}
	c.within(q.reach)
	c.between(q.from, q.to)
	for i, p := range q.filter.Where {
		if err := q.narrow(ctx, c, q.picks[i], p.Values); err != nil {
			return err
		}
	}
	a.cond = c
	return nil
}

// count is how many responses have each other score too; those that none has
// are left out.
func (a *analysis) count(ctx context.Context, slots map[string]string) (map[string]int64, error) {
	columns := []string{"count(*)", "count(*) FILTER (WHERE known OR account IS NOT NULL)"}
	ids := make([]string, 0, len(slots))
	for id := range slots {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		columns = append(columns, "count("+slots[id]+")")
	}
	counts := make([]int64, len(ids))
	var related int64
	targets := []any{&a.n, &related}
	for i := range counts {
		targets = append(targets, &counts[i])
	}
	err := each(ctx, a.snap, "SELECT "+strings.Join(columns, ", ")+" FROM response_wide WHERE "+a.cond.sql(), a.cond.args,
		func(r Rows) error { return r.Scan(targets...) })
	out := map[string]int64{}
	for i, id := range ids {
		if counts[i] > 0 {
			out[id] = counts[i]
		}
	}
	a.related = related > 0
	return out, fault.Wrap(err, fault.CodeInternal, "count the scores of a program")
}

// most are the measures that were answered most often, in an order that does
// not depend on chance.
func most(counts map[string]int64) []string {
	ids := make([]string, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if counts[a] != counts[b] {
			return int(min(1, max(-1, counts[b]-counts[a])))
		}
		return strings.Compare(a, b)
	})
	return ids[:min(len(ids), maxDrivers)]
}

// whole sums up all responses.
func (a *analysis) whole(ctx context.Context) (summedPart, error) {
	p := stat.DriverParts{Weighted: a.query.weighted}
	if a.related {
		if err := a.clusters(ctx, &p); err != nil {
			return summedPart{}, err
		}
	}
	list, err := a.byGroups(ctx, partition{}, func(*driverPart) stat.DriverParts { return p })
	if err != nil || len(list) == 0 {
		return summedPart{parts: p}, err
	}
	return list[0], nil
}

// clusters counts them up to a number of responses; beyond it they are taken
// for repeated, and for many.
func (a *analysis) clusters(ctx context.Context, p *stat.DriverParts) error {
	if a.n > exactRepeats {
		p.Repeated = true
		return nil
	}
	err := each(ctx, a.snap, "SELECT count(DISTINCT cluster) FROM response_wide WHERE "+a.cond.sql(), a.cond.args,
		func(r Rows) error { return r.Scan(&p.ClusterCount) })
	p.Repeated = p.ClusterCount < a.n
	return fault.Wrap(err, fault.CodeInternal, "count distinct clusters")
}
