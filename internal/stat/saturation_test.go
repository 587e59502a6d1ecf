package stat

import (
	"math"
	"slices"
	"testing"
)

func TestSaturationInOrder(t *testing.T) {
	codes := [][]int{{1, 2, 2}, {1}, {}, {7, 2}, {7}, {1, 2}, {7}, {9}}
	s := ComputeSaturation(codes, 3, 0, nil)
	if want := []int{2, 0, 0, 1, 0, 0, 0, 1}; !slices.Equal(s.New, want) {
		t.Errorf("new %v, want %v", s.New, want)
	}
	if want := []int{2, 2, 2, 3, 3, 3, 3, 4}; !slices.Equal(s.Found, want) {
		t.Errorf("found %v, want %v", s.Found, want)
	}
	if s.Stop != 7 || s.Quiet != 0 || s.Low != nil {
		t.Errorf("stop after %d, quiet %d, band %v", s.Stop, s.Quiet, s.Low)
	}
	for running, want := range map[int]int{0: 0, 1: 2, 2: 3, 3: 7, 4: 0} {
		if got := ComputeSaturation(codes, running, 0, nil).Stop; got != want {
			t.Errorf("%d running: stop after %d, want %d", running, got, want)
		}
	}
	if none := ComputeSaturation(nil, 3, 10, seeded(1)); none.Stop != 0 || len(none.Mean) != 0 {
		t.Errorf("no interviews: %+v", none)
	}
}

// TestSaturationMeanIsThatOfAllOrders: the closed form equals the average over
// every order of five interviews, and the band holds it.
func TestSaturationMeanIsThatOfAllOrders(t *testing.T) {
	codes := [][]int{{1, 2}, {2}, {3}, {1, 4}, {}}
	sums, orders := make([]float64, len(codes)), 0.0
	var permute func(left, taken [][]int)
	permute = func(left, taken [][]int) {
		if len(left) == 0 {
			interviews, carried := distinct(taken)
			for i, found := range accumulate(interviews, len(carried)) {
				sums[i] += float64(found)
			}
			orders++
		}
		for i := range left {
			rest := append(slices.Clone(left[:i]), left[i+1:]...)
			permute(rest, append(slices.Clone(taken), left[i]))
		}
	}
	permute(codes, nil)
	s := ComputeSaturation(codes, 0, 2000, seeded(2))
	for i := range sums {
		if math.Abs(s.Mean[i]-sums[i]/orders) > 1e-12 {
			t.Errorf("after %d interviews %.6f codes, over all orders %.6f", i+1, s.Mean[i], sums[i]/orders)
		}
		if s.Low[i] > s.Mean[i] || s.High[i] < s.Mean[i] {
			t.Errorf("after %d the band %v to %v does not hold %v", i+1, s.Low[i], s.High[i], s.Mean[i])
		}
	}
	if last := len(codes) - 1; s.Low[last] != 4 || s.High[last] != 4 {
		t.Errorf("all interviews give %v to %v codes, want 4", s.Low[last], s.High[last])
	}
	again := ComputeSaturation(codes, 0, 2000, seeded(2))
	if !slices.Equal(again.Low, s.Low) || !slices.Equal(again.High, s.High) {
		t.Error("the same seed gives another band")
	}
	forward := slices.Clone(codes)
	slices.Reverse(forward)
	if other := ComputeSaturation(forward, 0, 0, nil); !slices.Equal(other.Mean, s.Mean) && math.Abs(other.Mean[2]-s.Mean[2]) > 1e-12 {
		t.Error("the mean depends on the order")
	}
}
