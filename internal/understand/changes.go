package understand

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The bounds of a list of changes, and the q value up to which a change is
// said to be distinguishable from noise.
const (
	defaultChanges = 50
	maxChanges     = maxGroupRows
	signalUpTo     = 0.05
)

// Changes compares the last complete period with the one before (or the
// running one with the same days of the one before): overall, and for every
// value of every cut, with q values over all of these comparisons.
func (s *Service) Changes(ctx context.Context, query ChangesQuery) (*ChangesResult, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	if query.Period == "" {
		query.Period = PeriodAuto
	}
	if err := query.Period.check("period"); err != nil {
		return nil, err
	}
	if query.Period == PeriodNone {
		return nil, fault.Invalid("period", "Changes compare two periods: auto, day, week, month, quarter or year.")
	}
	if query.From != "" {
		return nil, fault.Invalid("from", "Changes compare whole periods. Leave out the first day; the last day may say until when to look.")
	}
	if err := checkCrossed(query.By, query.Cross); err != nil {
		return nil, err
	}
	m, err := s.measure(ctx, query.Measure, reach)
	if err != nil {
		return nil, err
	}
	var result *ChangesResult
	err = s.o.Facts.View(ctx, query.Position, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, m, query.Filter, reach)
		if err == nil {
			result, err = q.changes(ctx, query)
		}
		return err
	})
	return result, err
}

// twoSpans are the periods compared.
type twoSpans struct{ now, before DaySpan }

// side is the SQL that tells the newer period (1) from the older (0).
func (t twoSpans) side() string {
	return "CASE WHEN " + t.newer() + " THEN 1 ELSE 0 END"
}

// newer is true for rows of the newer period. The day is the program's own.
func (t twoSpans) newer() string { return "day >= DATE '" + t.now.From + "'" }

func (t twoSpans) older() string { return "day < DATE '" + t.now.From + "'" }

// inSpans are the answers of two spans.
func (q *inquiry) inSpans(spans twoSpans) *condition {
	return q.cond.with("(day >= CAST(? AS DATE) AND day <= CAST(? AS DATE) OR day >= CAST(? AS DATE) AND day <= CAST(? AS DATE))",
		spans.now.From, spans.now.To, spans.before.From, spans.before.To)
}

func (q *inquiry) changes(ctx context.Context, query ChangesQuery) (*ChangesResult, error) {
	if err := q.settle(ctx, &query.Period); err != nil {
		return nil, err
	}
	spans, moved, err := q.lastTwo(ctx, query)
	if err != nil {
		return nil, err
	}
	q.filter.From, q.filter.To = "", ""
	cuts, err := q.changeCuts(ctx, query.By, query.Cross)
	if err != nil {
		return nil, err
	}
	cond := q.inSpans(spans)
	if err := q.classify(ctx, cuts, cond); err != nil {
		return nil, err
	}
	overall, err := q.pairs(ctx, nil, spans, cond)
	if err != nil {
		return nil, err
	}
	parent := newPair()
	if len(overall) > 0 {
		parent = overall[0]
	}
	changes, err := q.compareCuts(ctx, crossings(cuts, query.Cross), spans, cond, parent)
	if err != nil {
		return nil, err
	}
	all := &tally{group: stat.Group{Repeated: parent.now.group.Repeated || parent.before.group.Repeated || parent.shared}}
	origin, err := q.origin(ctx, all)
	if err != nil {
		return nil, err
	}
	if moved {
		origin.Notes = append(origin.Notes, "latest_period_with_answers")
	}
	result := &ChangesResult{FigureOrigin: origin, Period: string(query.Period), Now: spans.now, Before: spans.before,
		Overall: q.change(parent, nil, spans, parent)}
	result.judge(changes, query.Limit)
	return result, nil
}

// lastTwo picks the spans. Until a day is given that is the last complete
// period; where it has no answers, the latest complete one that has, and moved
// says so.
func (q *inquiry) lastTwo(ctx context.Context, query ChangesQuery) (spans twoSpans, moved bool, err error) {
	today := q.calendar.today
	if !q.to.IsZero() && q.to.Before(today) {
		today = q.to.AddDate(0, 0, 1)
		if query.Running {
			today = q.to
		}
	}
	set := func(day time.Time) {
		spans.now, spans.before = query.Period.lastTwo(day, q.calendar.begin, query.Running)
	}
	set(today)
	if query.Running || !q.to.IsZero() {
		return spans, false, nil
	}
	until, err := time.Parse(dayLayout, spans.now.To)
	if err != nil {
		return spans, false, fault.Wrap(err, fault.CodeInternal, "read a period")
	}
	var last sql.NullString
	c := q.inDays(time.Time{}, until)
	err = each(ctx, q.snap, "SELECT CAST(max(day) AS VARCHAR) FROM answer WHERE "+c.sql(), c.args, func(r Rows) error { return r.Scan(&last) })
	if err != nil || !last.Valid || last.String >= spans.now.From {
		return spans, false, fault.Wrap(err, fault.CodeInternal, "find the latest answer")
	}
	latest, err := time.Parse(dayLayout, last.String)
	if err != nil {
		return spans, false, fault.Wrap(err, fault.CodeInternal, "read the day of the latest answer")
	}
	set(query.Period.step(query.Period.start(latest, q.calendar.begin), 1))
	return spans, true, nil
}

// changeCuts are the cuts asked for, or channel, unit and every text trait;
// where keys are to be crossed, none stands for none.
func (q *inquiry) changeCuts(ctx context.Context, by []string, cross bool) ([]cut, error) {
	if len(by) > 0 || cross {
		return q.cutsOf(ctx, by)
	}
	keys := []string{"channel", "unit"}
	slots := make([]int, 0, len(q.traits))
	for slot, t := range q.traits {
		if t.kind == cutText {
			slots = append(slots, slot)
		}
	}
	slices.Sort(slots)
	for _, slot := range slots {
		keys = append(keys, fmt.Sprintf("t%d", slot))
	}
	return q.cutsOf(ctx, keys)
}

func (q *inquiry) compareCuts(ctx context.Context, crossed [][]cut, spans twoSpans, cond *condition, parent *pair) ([]PeriodChange, error) {
	var changes []PeriodChange
	for _, cuts := range crossed {
		pairs, err := q.pairs(ctx, cuts, spans, cond)
		if err != nil {
			return nil, err
		}
		l, err := q.service.loadLabels(ctx, q.snap, cuts, idsIn(cuts, pairs))
		if err != nil {
			return nil, err
		}
		for _, p := range pairs {
			if p.n() == parent.n() { // one value has it all: that is the overall comparison
				continue
			}
			changes = append(changes, q.change(p, l.parts(cuts, p.key), spans, parent))
		}
	}
	return changes, nil
}

func idsIn(cuts []cut, pairs []*pair) namedIDs {
	list := make([]*tally, len(pairs))
	for i, p := range pairs {
		list[i] = &tally{key: p.key}
	}
	return idsOf(list, PeriodNone, cuts)
}

// change is a pair as it is shown; q comes later, with the whole family.
func (q *inquiry) change(p *pair, key []CutPart, spans twoSpans, parent *pair) PeriodChange {
	if key == nil {
		key = []CutPart{}
	}
	cell := func(t, above *tally, span DaySpan) MetricCell {
		var from *stat.Estimate
		if above != t {
			e := q.estimate(above, nil)
			from = &e
		}
		return MetricCell{Period: &span, Key: key, Figure: figureOf(q.estimate(t, from)), Distribution: distribution(t.group.Total.Counts), Answers: q.answers(&span, key)}
	}
	return PeriodChange{Key: key, Now: cell(p.now, parent.now, spans.now), Before: cell(p.before, parent.before, spans.before),
		Difference: q.difference(p.now.group, p.before.group, p.shared)}
}

// judge takes q over the family (the overall comparison and all changes),
// sorts by evidence and gives the verdict.
func (r *ChangesResult) judge(changes []PeriodChange, limit int) {
	p := []float64{orNaN(r.Overall.Difference.P)}
	for _, c := range changes {
		p = append(p, orNaN(c.Difference.P))
	}
	qs := stat.BenjaminiHochberg(p)
	r.Overall.Difference.Q = finite(qs[0])
	for i := range changes {
		changes[i].Difference.Q = finite(qs[i+1])
	}
	for _, q := range qs {
		if !math.IsNaN(q) {
			r.Considered++
		}
		if q <= signalUpTo {
			r.Distinct++
		}
	}
	slices.SortStableFunc(changes, func(a, b PeriodChange) int {
		return compare(orInf(a.Difference.P), orInf(b.Difference.P))
	})
	switch {
	case r.Considered == 0:
		r.Verdict = "cannot_tell"
	case r.Distinct == 0:
		r.Verdict = "noise"
	default:
		r.Verdict = "changed"
	}
	if limit <= 0 {
		limit = defaultChanges
	}
	r.Count = len(changes)
	if limit = min(limit, maxChanges); len(changes) > limit {
		changes, r.Truncated = changes[:limit], true
	}
	r.Changes = append([]PeriodChange{}, changes...)
}

func orNaN(p *float64) float64 {
	if p == nil {
		return math.NaN()
	}
	return *p
}

func orInf(p *float64) float64 {
	if p == nil {
		return math.Inf(1)
	}
	return *p
}
