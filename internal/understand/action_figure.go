package understand

import (
	"slices"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// ActionSegment is whom a candidate is about.
type ActionSegment struct {
	Key      *CutPart `json:"key" doc:"null for everybody"`
	KeyLabel string   `json:"key_label" doc:"Name of the trait, or the key itself; empty for everybody"`
	N        int64    `json:"n" doc:"Responses with the score and at least one more"`
	Share    float64  `json:"share" doc:"Of all such responses of the query, by weight where weighted; 0 to 1"`
	Trouble  string   `json:"trouble" enum:",no_answers,too_few,no_variance" doc:"Why nothing could be fitted in it"`
}

// ActionFigure is a driver in a segment that stands out of all candidates.
type ActionFigure struct {
	Rank    int           `json:"rank" doc:"1 brings the whole the most"`
	Segment ActionSegment `json:"segment"`
	Measure MeasureInfo   `json:"measure" doc:"The driver"`
	Gain    Coefficient   `json:"gain" doc:"Change of the metric if the shortfall below the target were halved, the other drivers held; its interval is adjusted for having been chosen, at the level of the result"`
	Whole   Coefficient   `json:"whole" doc:"What that brings to the metric of everybody: the gain times the segment's share; actions are ranked by it"`
	Q       *float64      `json:"q" doc:"Benjamini-Hochberg over all candidates considered"`
	Share   Coefficient   `json:"share" doc:"The driver's part of what all drivers explain in the segment, 0 to 1"`
	Slope   Coefficient   `json:"slope" doc:"Change of the metric that goes with a point more, the other drivers held"`
	Shape   string        `json:"shape" enum:"must_be,attractive,linear,not_monotone,unclear"`
	Mean    *float64      `json:"mean" doc:"Of the driver's scores in the segment, turned so that more is better"`
	Target  float64       `json:"target" doc:"Lowest good score, on the turned scale"`
	Below   Figure        `json:"below" doc:"Share of the segment's answers to the driver that lie below the target"`
	Skipped SkippedBy     `json:"skipped"`
	Answers string        `json:"answers" doc:"Query string with which GET /api/responses lists the segment's answers to the measure"`
	Low     string        `json:"low_answers" doc:"Query string with which GET /api/responses lists the segment's answers to the driver that lie below the target"`
}

// ActionCandidate is one driver in one segment, chosen or not.
type ActionCandidate struct {
	Segment   int      `json:"segment" doc:"Place of the segment in segments, from 0"`
	MeasureID string   `json:"measure_id" doc:"The driver"`
	Gain      *float64 `json:"gain"`
	P         *float64 `json:"p" doc:"Against a gain of 0; null where it could not be tested"`
	Q         *float64 `json:"q" doc:"1 where it may not be advised on: no gain, or not monotone in the segment or among everybody"`
}

// ActionsResult is what to do first.
type ActionsResult struct {
	FigureOrigin
	N          int64             `json:"n" doc:"Responses with the score and at least one more"`
	Unit       string            `json:"unit" enum:"points,percent,score" doc:"Unit of gains and slopes"`
	Actions    []ActionFigure    `json:"actions" nullable:"false" doc:"What brings the whole the most first"`
	Drivers    []MeasureInfo     `json:"drivers" nullable:"false" doc:"The drivers of every segment"`
	Segments   []ActionSegment   `json:"segments" nullable:"false" doc:"Everybody, then the segments looked at, the largest first"`
	Eligible   int               `json:"eligible" doc:"Segments with enough answers, of which the 40 largest were looked at"`
	Candidates []ActionCandidate `json:"candidates" nullable:"false" doc:"Every driver in every segment"`
	Considered int               `json:"considered" doc:"Candidates over which q was taken"`
	Untested   int               `json:"untested" doc:"Candidates that had too few answers to be tested"`
	Level      float64           `json:"level" doc:"Level of the actions' intervals, adjusted for the selection"`
	Keys       []SegmentKey      `json:"keys" nullable:"false" doc:"The keys looked at; values are those with enough answers, small those with fewer"`
	Trouble    string            `json:"trouble" enum:",no_answers,too_few,no_variance" doc:"Why nothing could be fitted among everybody"`
}

// actionSegment is a segment with its drivers.
type actionSegment struct {
	figure  ActionSegment
	drivers stat.Drivers
	weight  float64         // of its responses
	below   []stat.Estimate // by driver
}

func (r *ActionsResult) advise(q *inquiry, a *analysis, segments []actionSegment) {
	names := make([]string, len(a.query.drivers))
	for i, d := range a.query.drivers {
		names[i] = d.measure.ID
		r.Drivers = append(r.Drivers, infoOf(d.measure))
	}
	var candidates []stat.Candidate
	var of []struct{ segment, driver int } // of each candidate
	for i, s := range segments {
		r.Segments = append(r.Segments, s.figure)
		for j, c := range stat.Candidates("", names, s.drivers, segments[0].drivers) {
			candidates, of = append(candidates, c), append(of, struct{ segment, driver int }{i, j})
		}
	}
	advice := stat.DoFirst(candidates)
	r.Considered, r.Untested, r.Level = advice.Considered, advice.Untested, advice.Level
	for i, c := range candidates {
		r.Candidates = append(r.Candidates, ActionCandidate{Segment: of[i].segment, MeasureID: c.Driver, Gain: finite(c.Gain.Value), P: finite(c.Gain.P), Q: finite(advice.Q[i])})
	}
	for _, found := range advice.Actions {
		c := of[found.Candidate]
		r.Actions = append(r.Actions, q.action(found, segments[c.segment], c.driver, a.query.drivers[c.driver]))
	}
	// A driver in a small segment does not stand above the same one among
	// everybody: what counts is what it brings to the whole.
	slices.SortStableFunc(r.Actions, func(a, b ActionFigure) int { return compare(*b.Whole.Value, *a.Whole.Value) })
	for i := range r.Actions {
		r.Actions[i].Rank = i + 1
	}
}

// action is a chosen candidate as it is shown: driver number at of a segment.
func (q *inquiry) action(found stat.Action, s actionSegment, at int, driver rated) ActionFigure {
	d := driverFigureOf(s.drivers.Items[at], driver)
	gain := d.Gain
	gain.Low, gain.High = finite(found.Low), finite(found.High)
	var key []CutPart
	if s.figure.Key != nil {
		key = []CutPart{*s.figure.Key}
	}
	low, high := driver.belowTarget()
	return ActionFigure{Segment: s.figure, Measure: d.Measure, Gain: gain, Whole: gain.times(s.figure.Share), Q: finite(found.Q), Share: d.Share, Slope: d.Slope, Shape: d.Shape,
		Mean: d.Mean, Target: d.Target, Below: figureOf(s.below[at]), Skipped: d.Skipped,
		Answers: q.answers(nil, key), Low: q.answersTo(driver.measure, &low, &high, nil, key)}
}

// times is a figure and its interval multiplied by a share.
func (c Coefficient) times(share float64) Coefficient {
	for _, x := range []**float64{&c.Value, &c.Low, &c.High} {
		if *x != nil {
			y := **x * share
			*x = &y
		}
	}
	return c
}

// belowTarget are the least and the greatest score under the target, on the
// scale as it was asked.
func (r rated) belowTarget() (low, high float64) {
	const short = 1e-3 // of a point; scores are told apart by more
	low, high = r.measure.Scale.Min, r.plan.Target-short
	if r.measure.Scale.Direction == measure.Down {
		low, high = low+r.measure.Scale.Max-high, r.measure.Scale.Max
	}
	return low, high
}
