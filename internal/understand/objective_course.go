package understand

import (
	"errors"
	"time"

	"github.com/balcony-cx/balcony/internal/purpose"
)

// course is the way of an objective from its baseline to its target.
type course struct {
	baselineFrom, baselineTo, due time.Time
	until                         time.Time // the last day looked at: yesterday, or the day by which
	start                         *float64  // where it stood; nil: unknown
	target                        float64
}

func courseOf(o purpose.Objective, today time.Time) (course, error) {
	c := course{target: o.Target}
	var errs [3]error
	c.baselineFrom, errs[0] = time.Parse(dayLayout, o.BaselineFrom)
	c.baselineTo, errs[1] = time.Parse(dayLayout, o.BaselineTo)
	c.due, errs[2] = time.Parse(dayLayout, o.Due)
	if o.Baseline != nil {
		c.start = o.Baseline.Value
	}
	if c.until = today.AddDate(0, 0, -1); c.until.After(c.due) {
		c.until = c.due
	}
	return c, errors.Join(errs[:]...)
}

// now are as many days as the baseline has, up to the last looked at, none of
// them in the baseline. Before there is one, it ends before it begins.
func (c course) now() DaySpan {
	from := c.until.Add(-c.baselineTo.Sub(c.baselineFrom))
	if !from.After(c.baselineTo) {
		from = c.baselineTo.AddDate(0, 0, 1)
	}
	return DaySpan{From: from.Format(dayLayout), To: c.until.Format(dayLayout), Complete: true}
}

// begun tells that a day has passed since the baseline.
func (c course) begun() bool { return c.until.After(c.baselineTo) }

// over tells that the day by which has been looked at.
func (c course) over() bool { return !c.until.Before(c.due) }

// planned is where it would stand on the straight way; nil where that is not
// known.
func (c course) planned() *float64 {
	if c.start == nil {
		return nil
	}
	part := 1.0
	if !c.over() {
		part = max(0, c.until.Sub(c.baselineTo).Hours()/c.due.Sub(c.baselineTo).Hours())
	}
	at := *c.start + part*(c.target-*c.start)
	return &at
}

// judge gives the verdict. Reached: the interval lies at the target or beyond.
// Off: it lies short of the straight way from baseline to target, after the day
// by which short of the target. On the way: neither, and better than the
// baseline by an interval that leaves out none. Else nobody can tell. up says
// where better lies when there is no baseline to tell it.
func (c course) judge(p *ObjectiveProgress, up, broken bool) {
	p.Planned, p.Verdict = c.planned(), VerdictCannotTell
	if c.start != nil {
		up = c.target > *c.start
	}
	worst, best := towards(up, p.Now.Figure.Low, p.Now.Figure.High)
	least, _ := towards(up, p.Difference.Low, p.Difference.High)
	bound := p.Planned
	if bound == nil && c.over() {
		bound = &c.target
	}
	switch {
	case !c.begun():
		p.Why = "too_early"
	case broken:
		p.Why = "broken_series"
	case worst == nil:
		p.Why = "no_answers"
	case ahead(up, *worst, c.target) >= 0:
		p.Verdict = VerdictReached
	case bound != nil && ahead(up, *best, *bound) < 0:
		p.Verdict = VerdictOff
	case c.start == nil || least == nil:
		p.Why = "no_baseline"
	case !c.over() && ahead(up, *least, 0) > 0:
		p.Verdict = VerdictOnTheWay
	default:
		p.Why = "noise"
	}
}

// towards orders the ends of an interval: the one farther from the good side
// first.
func towards(up bool, low, high *float64) (worst, best *float64) {
	if low == nil || high == nil {
		return nil, nil
	}
	if up {
		return low, high
	}
	return high, low
}

// ahead is by how much x lies beyond y on the good side.
func ahead(up bool, x, y float64) float64 {
	if up {
		return x - y
	}
	return y - x
}
