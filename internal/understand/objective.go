package understand

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/stat"
)

// Verdict is what an objective's figure says by a day.
type Verdict string

// The verdicts. Cannot tell is one of them.
const (
	VerdictReached    Verdict = "reached"
	VerdictOnTheWay   Verdict = "on_the_way"
	VerdictOff        Verdict = "off"
	VerdictCannotTell Verdict = "cannot_tell"
)

// ObjectiveProgress is how far an objective has come.
type ObjectiveProgress struct {
	FigureOrigin
	ObjectiveID string           `json:"objective_id" format:"uuid"`
	Now         MetricCell       `json:"now" doc:"The figure over as many days as the baseline has, up to today or the day by which, none of the baseline's among them"`
	Difference  FigureDifference `json:"difference" doc:"Now less the answers of the baseline's days"`
	Planned     *float64         `json:"planned" doc:"Where it would stand on the straight way from the baseline to the target; null without a baseline"`
	Verdict     Verdict          `json:"verdict" enum:"reached,on_the_way,off,cannot_tell"`
	Why         string           `json:"why" enum:",too_early,no_answers,no_baseline,broken_series,noise" doc:"Why nothing can be told"`
}

// Baseline is where an objective's measure stood among its customers in its
// days, and what values the metric may take.
func (s *Service) Baseline(ctx context.Context, o purpose.Objective) (purpose.Baseline, purpose.Range, error) {
	unknown := fault.Invalid("measure_id", "There is no such measure in the program.").Keyed("measure.unknown")
	picks, err := parseWhere(o.Where)
	if err != nil {
		return purpose.Baseline{}, purpose.Range{}, err
	}
	result, err := s.Metric(ctx, Query{Measure: o.MeasureID, Filter: Filter{From: o.BaselineFrom, To: o.BaselineTo, Where: picks}})
	if fault.CodeOf(err) == fault.CodeNotFound {
		return purpose.Baseline{}, purpose.Range{}, unknown
	}
	if err != nil {
		return purpose.Baseline{}, purpose.Range{}, err
	}
	m, err := s.o.Measures.Measure(ctx, o.MeasureID)
	if err != nil || m.ProgramID != o.ProgramID {
		return purpose.Baseline{}, purpose.Range{}, unknown.Because(err)
	}
	f := result.Total.Figure
	return purpose.Baseline{Value: f.Value, Low: f.Low, High: f.High, N: f.N, Unit: f.Unit, Method: f.Method}, rangeOf(m), nil
}

// rangeOf are the least and the most that a measure's metric can be, and which
// is better: of a mean what the scale says, of the others always more.
func rangeOf(m measure.Measure) purpose.Range {
	switch m.Metric {
	case measure.NPS:
		return purpose.Range{Least: -100, Most: 100, Better: purpose.More}
	case measure.Share:
		return purpose.Range{Least: 0, Most: 1, Better: purpose.More}
	}
	better := purpose.More
	if m.Scale.Direction == measure.Down {
		better = purpose.Less
	}
	return purpose.Range{Least: m.Scale.Min, Most: m.Scale.Max, Better: better}
}

// Progress is how far an objective has come, within the reach of whoever asks:
// a unit is set beside its own baseline. An objective of a program beyond reach
// is not found.
func (s *Service) Progress(ctx context.Context, id string) (*ObjectiveProgress, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	o, err := s.o.Objectives(ctx, id)
	if err != nil {
		return nil, err
	}
	if !touches(reach, o.ProgramID) {
		return nil, fault.NotFound("objective")
	}
	picks, err := parseWhere(o.Where)
	if err != nil {
		return nil, err
	}
	var p *ObjectiveProgress
	err = s.ask(ctx, o.MeasureID, Filter{Where: picks}, func(ctx context.Context, q *inquiry) (err error) {
		p, err = q.progress(ctx, o)
		return err
	})
	return p, err
}

func (q *inquiry) progress(ctx context.Context, o purpose.Objective) (*ObjectiveProgress, error) {
	c, err := courseOf(o, q.calendar.today)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read the days of an objective")
	}
	spans := twoSpans{now: c.now(), before: DaySpan{From: o.BaselineFrom, To: o.BaselineTo, Complete: true}}
	pairs, err := q.pairs(ctx, nil, spans, q.inSpans(spans))
	if err != nil {
		return nil, err
	}
	both := newPair()
	if len(pairs) > 0 {
		both = pairs[0]
	}
	origin, err := q.origin(ctx, &tally{group: stat.Group{Repeated: both.now.group.Repeated || both.before.group.Repeated || both.shared}})
	if err != nil {
		return nil, err
	}
	change := q.change(both, nil, spans, both)
	if !q.reach.Covers(o.ProgramID, "", "") {
		c.start = change.Before.Figure.Value
	}
	p := &ObjectiveProgress{FigureOrigin: origin, ObjectiveID: o.ID, Now: change.Now, Difference: change.Difference}
	up := q.measure.Metric != measure.Mean || q.measure.Scale.Direction == measure.Up
	c.judge(p, up, q.brokenSince(c.baselineTo))
	return p, nil
}

// brokenSince tells that the measure was asked otherwise after a day.
func (q *inquiry) brokenSince(day time.Time) bool {
	for _, b := range q.measure.Breaks {
		if b.At.After(day) {
			return true
		}
	}
	return false
}
