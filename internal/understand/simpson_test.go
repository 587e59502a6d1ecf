package understand

import (
	"testing"

	"github.com/balcony-cx/balcony/internal/stat"
)

// q counts every look: what stands out of one look does not stand out of many.
func TestSimpsonCountsItsLooks(t *testing.T) {
	judged := func(looks []look) *SimpsonFigures {
		f := &SimpsonFigures{}
		f.judge(looks)
		return f
	}
	one := look{p: .02, turned: true}
	if got := judged([]look{one}); len(got.Turned) != 1 || !near(got.Turned[0].Standard.Q, .02) {
		t.Errorf("of one look: %+v", got.Turned)
	}
	many := []look{one}
	for i := range 9 {
		many = append(many, look{p: .3 + .05*float64(i)})
	}
	if got := judged(many); len(got.Turned) != 0 {
		t.Errorf("of ten looks: %+v", got.Turned)
	}
	many[0].p = .001
	many[1] = look{p: .0001}
	if got := judged(many); len(got.Turned) != 1 || !near(got.Turned[0].Standard.Q, .005) {
		t.Errorf("of ten looks, for sure: %+v", got.Turned)
	}
}

// All keys of few values are looked at, those that differ most first; large
// tables bound how many pairs.
func TestSimpsonLooksAtAllKeys(t *testing.T) {
	key := func(q float64, values int) splitKey {
		k := splitKey{parts: make([]*tally, values)}
		k.segments = []SegmentFigure{{AgainstRest: FigureDifference{Q: &q}}}
		return k
	}
	got := simpsonKeys([]splitKey{key(.5, 3), key(.01, 2), key(.001, 21), key(.002, 20)})
	if len(got) != 3 || got[0].strongest() != .002 || got[1].strongest() != .01 || got[2].strongest() != .5 {
		t.Errorf("%d keys: %v", len(got), got)
	}
	for _, tc := range []struct {
		n    int64
		want int
	}{{0, 400}, {100_000, 400}, {1_000_000, 50}, {10_000_000, 28}} {
		s := &splitter{whole: &tally{group: stat.Group{Total: stat.Moments{N: tc.n}}}}
		if got := s.simpsonPairs(); got != tc.want {
			t.Errorf("of %d answers %d pairs, want %d", tc.n, got, tc.want)
		}
	}
}

// Forty customers are too few for 64 buckets, and enough for an interval.
func TestSignalsOfFewCustomersHaveIntervals(t *testing.T) {
	w := newWorld(t)
	w.load(withValue(crowd(84, id("ces"), 900, 40), .5))
	got, err := w.service().Signals(owner(t), SignalsQuery{Measure: id("ces"), By: []string{"t1", "t2"}, Outcome: "t2:A:1"})
	if err != nil {
		t.Fatal(err)
	}
	if f := got.Inversion.Rho; f.Low == nil || f.Trouble != "" || *f.Low >= *f.Value {
		t.Errorf("rank correlation: %+v", f)
	}
	if f := got.Slope.Figure; f.Low == nil || f.Trouble != "" {
		t.Errorf("slope: %+v", f)
	}
	if got.Simpson.Untested > 0 && got.Simpson.Considered == 0 {
		t.Errorf("no difference was looked at: %+v", got.Simpson)
	}
}
