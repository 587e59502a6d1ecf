package understand

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/stat"
)

// objectives gives one objective to whoever asks.
func objectives(o purpose.Objective) func(context.Context, string) (purpose.Objective, error) {
	return func(context.Context, string) (purpose.Objective, error) { return o, nil }
}

// TestObjectiveProgressOfAnswers: from answers in the store to baseline and
// verdict, among everybody and among some, with another program's measure, and
// with a measure that was asked otherwise since.
func TestObjectiveProgressOfAnswers(t *testing.T) {
	w := newWorld(t)
	r := rand.New(rand.NewPCG(20261122, 1))
	w.load(autumn(r, id("nps"), 6000, 3000, func(m time.Month, segment string) float64 {
		if m == time.October && segment == "Gold" {
			return .7
		}
		return .4
	}))
	s := w.service()
	o := purpose.Objective{ID: id("objective"), ProgramID: programA, MeasureID: id("nps"), BaselineFrom: "2026-09-01", BaselineTo: "2026-09-30", Due: "2026-12-31"}
	asked := func(where []string, target float64) *ObjectiveProgress {
		t.Helper()
		o.Where, o.Target = where, target
		base, span, err := s.Baseline(owner(t), o)
		if err != nil || span != (purpose.Range{Least: -100, Most: 100, Better: purpose.More}) {
			t.Fatalf("%+v %v", span, err)
		}
		o.Baseline = &base
		s.o.Objectives = objectives(o)
		p, err := s.Progress(owner(t), o.ID)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	gold := asked([]string{"t1:Gold"}, 80)
	want, err := s.Metric(owner(t), Query{Measure: id("nps"), Filter: Filter{From: "2026-10-22", To: "2026-11-20", Where: []Pick{{Key: "t1", Values: []string{"Gold"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if gold.Now.Period.From != "2026-10-22" || gold.Now.Period.To != "2026-11-20" || *gold.Now.Figure.Value != *want.Total.Figure.Value || gold.Now.Figure.N != want.Total.Figure.N {
		t.Errorf("looks at %+v: %+v, by hand %+v", gold.Now.Period, gold.Now.Figure, want.Total.Figure)
	}
	if gold.Verdict != VerdictOnTheWay || *gold.Difference.Low <= 0 || gold.Planned == nil {
		t.Errorf("gold: %s %s, %+v", gold.Verdict, gold.Why, gold.Difference)
	}
	if got := asked([]string{"t1:Gold"}, *o.Baseline.Value+5); got.Verdict != VerdictReached {
		t.Errorf("a target far below: %s", got.Verdict)
	}
	if got := asked([]string{"t1:Tin"}, 100); got.Verdict != VerdictOff {
		t.Errorf("a target far above: %s, planned %v, now %+v", got.Verdict, *got.Planned, got.Now.Figure)
	}
	lille := as(t, "lille", access.Grant{Role: access.Viewer, Scope: access.Unit(id("lille")), Rows: access.RowsAll})
	o.Baseline.Value = ptr(-99.0) // of the whole, which Lille does not see
	s.o.Objectives = objectives(o)
	own, err := s.Progress(lille, o.ID)
	if err != nil || *own.Planned < -50 || own.Now.Figure.N >= gold.Now.Figure.N {
		t.Errorf("a unit sees %+v %v", own, err)
	}
	elsewhere := as(t, "elsewhere", access.Grant{Role: access.Viewer, Scope: access.Program(programB), Rows: access.RowsAll})
	if _, err := s.Progress(elsewhere, o.ID); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("another program's viewer: %v", err)
	}
	o.MeasureID = id("foreign")
	if _, _, err := s.Baseline(owner(t), o); fault.CodeOf(err) != fault.CodeInvalid {
		t.Errorf("another program's measure: %v", err)
	}
	o.MeasureID = id("nps")
	m := w.measures[id("nps")]
	m.Breaks = []measure.Break{{At: time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)}}
	w.measures[id("nps")] = m
	if got := asked([]string{"t1:Gold"}, 80); got.Verdict != VerdictCannotTell || got.Why != "broken_series" {
		t.Errorf("after a break: %s %s", got.Verdict, got.Why)
	}
	if _, err := s.Progress(access.With(t.Context(), access.Who{}), o.ID); fault.CodeOf(err) != fault.CodeUnauthenticated {
		t.Errorf("nobody: %v", err)
	}
}

// TestVerdicts: by hand, upwards and, where less is better, downwards.
func TestVerdicts(t *testing.T) {
	const none = 1e9
	for _, c := range []struct {
		name            string
		start, target   float64
		low, high       float64 // of now
		least, most     float64 // of the difference
		today           string
		verdict         Verdict
		why             string
		planned         float64
		broken, unknown bool
	}{
		{name: "the day after the baseline", start: 20, target: 40, low: 50, high: 60, today: "2026-07-01", verdict: VerdictCannotTell, why: "too_early", planned: 20},
		{name: "reached", start: 20, target: 40, low: 40, high: 50, least: 15, most: 25, today: "2026-10-01", verdict: VerdictReached, planned: 25},
		{name: "half way, as planned", start: 20, target: 40, low: 26, high: 34, least: 4, most: 16, today: "2027-01-01", verdict: VerdictOnTheWay, planned: 30},
		{name: "half way, nothing yet", start: 20, target: 40, low: 16, high: 24, least: -5, most: 5, today: "2027-01-01", verdict: VerdictOff, planned: 30},
		{name: "half way, too few answers", start: 20, target: 40, low: 5, high: 45, least: -20, most: 20, today: "2027-01-01", verdict: VerdictCannotTell, why: "noise", planned: 30},
		{name: "at the end, short", start: 20, target: 40, low: 30, high: 38, least: 5, most: 20, today: "2027-08-01", verdict: VerdictOff, planned: 40},
		{name: "at the end, perhaps", start: 20, target: 40, low: 35, high: 45, least: 10, most: 30, today: "2027-08-01", verdict: VerdictCannotTell, why: "noise", planned: 40},
		{name: "less is better: reached", start: 40, target: 20, low: 10, high: 20, least: -30, most: -15, today: "2026-10-01", verdict: VerdictReached, planned: 35},
		{name: "less is better: on the way", start: 40, target: 20, low: 26, high: 34, least: -16, most: -4, today: "2027-01-01", verdict: VerdictOnTheWay, planned: 30},
		{name: "less is better: off", start: 40, target: 20, low: 36, high: 44, least: -5, most: 5, today: "2027-01-01", verdict: VerdictOff, planned: 30},
		{name: "asked otherwise since", start: 20, target: 40, low: 40, high: 50, today: "2027-01-01", broken: true, verdict: VerdictCannotTell, why: "broken_series", planned: 30},
		{name: "no answers since", start: 20, target: 40, low: none, high: none, today: "2027-01-01", verdict: VerdictCannotTell, why: "no_answers", planned: 30},
		{name: "without a baseline, reached", target: 40, unknown: true, low: 41, high: 50, today: "2027-01-01", verdict: VerdictReached},
		{name: "without a baseline", target: 40, unknown: true, low: 20, high: 30, today: "2027-01-01", verdict: VerdictCannotTell, why: "no_baseline"},
		{name: "without a baseline, at the end", target: 40, unknown: true, low: 20, high: 30, today: "2027-08-01", verdict: VerdictOff},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := purpose.Objective{BaselineFrom: "2026-01-01", BaselineTo: "2026-06-30", Due: "2027-07-01", Target: c.target}
			if !c.unknown {
				o.Baseline = &purpose.Baseline{Value: &c.start}
			}
			today, err := time.Parse(dayLayout, c.today)
			if err != nil {
				t.Fatal(err)
			}
			way, err := courseOf(o, today)
			if err != nil {
				t.Fatal(err)
			}
			p := &ObjectiveProgress{Difference: FigureDifference{Low: &c.least, High: &c.most}}
			if c.low != none {
				p.Now.Figure = Figure{Low: &c.low, High: &c.high}
			}
			way.judge(p, true, c.broken)
			if p.Verdict != c.verdict || p.Why != c.why {
				t.Errorf("%s %q, want %s %q", p.Verdict, p.Why, c.verdict, c.why)
			}
			switch {
			case c.unknown && p.Planned != nil:
				t.Errorf("planned %g without a baseline", *p.Planned)
			case !c.unknown && (*p.Planned < c.planned-.6 || *p.Planned > c.planned+.6):
				t.Errorf("planned %g, want about %g", *p.Planned, c.planned)
			}
		})
	}
}

// TestVerdictsWithoutChange: where nothing changes, an objective is said to be
// on the way or reached no more often than the intervals allow.
func TestVerdictsWithoutChange(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 2))
	draw := func(n int) stat.Group {
		var m stat.Moments
		for range n {
			m.Add([...]float64{100, 100, 100, 0, 0, -100, -100}[r.IntN(7)], 1)
		}
		return stat.Group{Total: m}
	}
	today := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	wrong := 0
	const worlds = 1000
	for range worlds {
		before, now := draw(400), draw(300)
		start := stat.Compute(stat.KindNPS, before, 0).Value
		o := purpose.Objective{BaselineFrom: "2026-01-01", BaselineTo: "2026-06-30", Due: "2027-06-30", Target: start + 30, Baseline: &purpose.Baseline{Value: &start}}
		way, err := courseOf(o, today)
		if err != nil {
			t.Fatal(err)
		}
		p := &ObjectiveProgress{Now: MetricCell{Figure: figureOf(stat.Compute(stat.KindNPS, now, 0))}, Difference: differenceOf(stat.Compare(stat.KindNPS, now, before, false))}
		way.judge(p, true, false)
		if p.Verdict == VerdictOnTheWay || p.Verdict == VerdictReached {
			wrong++
		}
	}
	if wrong > 40 { // 2.5 % expected: 25, and three standard deviations more
		t.Errorf("%d of %d objectives are said to get on where nothing changed", wrong, worlds)
	}
	t.Logf("%d of %d", wrong, worlds)
}
