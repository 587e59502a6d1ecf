package understand

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

func TestSegmentsOfCrossedKeysAgreeWithPlainLoops(t *testing.T) {
	w := newWorld(t)
	w.load(withRare(crowd(71, id("nps"), 3000, 900)))
	m := measured{w.measures[id("nps")]}
	rows := keep(w.answers, m.ID, func(answerRow) bool { return true })
	for _, weighted := range []bool{false, true} {
		got, err := w.service().Segments(owner(t), SegmentsQuery{Measure: m.ID, By: []string{"t1", "t2"}, Cross: true, Filter: Filter{Weighted: weighted}, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		combinations := map[string]int{}
		for _, r := range rows {
			combinations[r.segment+"|"+r.plan]++
		}
		enough := 0
		for _, n := range combinations {
			if n >= stat.MinCompared {
				enough++
			}
		}
		if len(got.Keys) != 1 || got.Count != enough || len(got.Segments) != enough || got.Keys[0].Small != len(combinations)-enough {
			t.Errorf("%d of %d segments, keys %+v; want %d", len(got.Segments), got.Count, got.Keys, enough)
		}
		for _, s := range got.Segments {
			if len(s.Crossed) != 1 || s.Crossed[0].Cut != "t2" {
				t.Fatalf("%s is crossed with %+v", s.Key.Label, s.Crossed)
			}
			in := func(r answerRow) bool {
				return r.segment == textOf(s.Key.Value) && r.plan == textOf(s.Crossed[0].Value)
			}
			what := s.Key.Label + ", " + s.Crossed[0].Label
			sameFigure(t, what, s.Figure, compute(m, keep(rows, m.ID, in), weighted))
			want := againstRest(m, rows, weighted, in)
			if d := s.AgainstRest; !near(d.Value, want.Value) || !near(d.Low, want.Low) || !near(d.High, want.High) || !near(d.P, want.P) {
				t.Errorf("%s against the rest: %v %v..%v p %v, want %+v", what, show(d.Value), show(d.Low), show(d.High), show(d.P), want)
			}
		}
		checkQ(t, got)
	}
}

func TestChangesOfCrossedKeysAgreeWithPlainLoops(t *testing.T) {
	w := newWorld(t)
	r := rand.New(rand.NewPCG(20261121, 72))
	w.load(autumn(r, id("nps"), 4000, 1500, func(time.Month, string) float64 { return .4 }))
	m := measured{w.measures[id("nps")]}
	got, err := w.service().Changes(owner(t), ChangesQuery{Measure: m.ID, Period: PeriodMonth, By: []string{"t1", "t2"}, Cross: true, Limit: 5})
	if err != nil {
		t.Fatal(err)
	}
	if got.Count != 12 || len(got.Changes) != 5 || !got.Truncated || got.Considered != 13 {
		t.Errorf("%d changes, %d listed, %d considered; want 12, 5 and 13", got.Count, len(got.Changes), got.Considered)
	}
	for _, c := range got.Changes {
		side := func(month time.Month) []answerRow {
			return keep(w.answers, m.ID, func(r answerRow) bool {
				return r.day.Month() == month && r.segment == textOf(c.Key[0].Value) && r.plan == textOf(c.Key[1].Value)
			})
		}
		now, before := sideOf(m, side(time.October), false, nil), sideOf(m, side(time.September), false, nil)
		want := m.clipDifference(stat.Compare(m.kind(), now, before, true))
		what := c.Key[0].Label + ", " + c.Key[1].Label
		if d := c.Difference; !near(d.Value, want.Value) || !near(d.Low, want.Low) || !near(d.High, want.High) || !near(d.P, want.P) {
			t.Errorf("%s: %v %v..%v p %v, want %+v", what, show(d.Value), show(d.Low), show(d.High), show(d.P), want)
		}
	}
}

func TestCrossingNeedsFewKeys(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(73, id("nps"), 100, 50))
	s := w.service()
	five := []string{"t1", "t2", "channel", "unit", "language"}
	for _, by := range [][]string{nil, five} {
		if _, err := s.Segments(owner(t), SegmentsQuery{Measure: id("nps"), By: by, Cross: true}); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("segments crossed by %d keys: %v", len(by), err)
		}
	}
	if _, err := s.Changes(owner(t), ChangesQuery{Measure: id("nps"), By: five, Cross: true}); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("changes crossed by five keys: %v", err)
	}
	got, err := s.Changes(owner(t), ChangesQuery{Measure: id("nps"), Cross: true})
	if err != nil || got.Count != 0 || got.Considered > 1 {
		t.Errorf("changes of all answers alone: %+v, %v", got, err)
	}
}
