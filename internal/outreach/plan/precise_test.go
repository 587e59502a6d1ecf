package plan

import (
	"math"
	"testing"
)

// TestPrecision: what Answers asks for comes to the width wanted, one answer less
// does not; worked cases by hand.
func TestPrecision(t *testing.T) {
	for _, spread := range []float64{0.5, 1} {
		for _, h := range []float64{0.02, 0.05, 0.1, 0.2} {
			for _, n := range []int{2, 10, 50, 333, 5000, 1_000_000} {
				s := Size{HalfWidth: h, Spread: spread}
				answers := s.Answers(n)
				if got, ok := s.Precision(Part{n, answers}); !ok || got > h+1e-9 {
					t.Errorf("%d of %d: %v wider than %v", answers, n, got, h)
				}
				if got, ok := s.Precision(Part{n, answers - 1}); ok && got <= h-1e-9 {
					t.Errorf("%d of %d would do for %v: %v", answers-1, n, h, got)
				}
			}
		}
	}
	for _, c := range []struct {
		p    Part
		want float64
		ok   bool
	}{
		{Part{1000, 100}, 1.959963984540054 * 0.5 * math.Sqrt(900.0/(100*999)), true}, {Part{10, 10}, 0, true}, {Part{10, 12}, 0, true}, {Part{1, 1}, 0, true}, {Part{10, 0}, 0, false}, {Part{0, 0}, 0, false},
	} {
		if got, ok := (Size{}).Precision(c.p); ok != c.ok || math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%+v: %v %v", c.p, got, ok)
		}
	}
}

// TestTogether: two halves with the same share of answers are nearly as one; one
// without answers leaves all untold, one without people does not.
func TestTogether(t *testing.T) {
	s := Size{}
	one, _ := s.Precision(Part{2000, 400})
	two, ok := s.Together([]Part{{1000, 200}, {1000, 200}})
	if !ok || math.Abs(one-two) > 1e-4 {
		t.Errorf("%v, %v", one, two)
	}
	if _, ok := s.Together([]Part{{1000, 200}, {10, 0}}); ok {
		t.Error("a stratum that says nothing is passed over")
	}
	if got, ok := s.Together([]Part{{2000, 400}, {0, 0}}); !ok || math.Abs(got-one) > 1e-12 {
		t.Errorf("%v %v", got, ok)
	}
	if _, ok := s.Together(nil); ok {
		t.Error("nobody has an interval")
	}
}
