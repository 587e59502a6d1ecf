package questionnaire

import (
	"reflect"
	"slices"
	"testing"
)

func TestDesignIsBalanced(t *testing.T) {
	for _, c := range []struct{ items, count, size, pairs int }{
		{4, 4, 3, 0}, {7, 7, 3, 0}, {5, 5, 4, 0}, {8, 6, 4, 2}, {10, 8, 4, 2}, {12, 9, 4, 2}, {16, 12, 4, 2}, {20, 15, 4, 2}, {3, 1, 3, 0},
	} {
		for seed := range uint64(5) {
			sets := Design(c.items, c.count, c.size, seed)
			if len(sets) != c.count {
				t.Fatalf("%+v: %d sets", c, len(sets))
			}
			uses, pairs := make([]int, c.items), map[[2]int]int{}
			for _, set := range sets {
				if len(set) != c.size || len(slices.Compact(slices.Sorted(slices.Values(set)))) != c.size {
					t.Fatalf("%+v: set %v", c, set)
				}
				for _, a := range set {
					uses[a]++
					for _, b := range set {
						pairs[[2]int{a, b}]++
					}
				}
			}
			if slices.Max(uses)-slices.Min(uses) > 1 {
				t.Errorf("%+v, seed %d: items come %v times", c, seed, uses)
			}
			low, high := c.count, 0
			for a := range c.items {
				for b := range a {
					low, high = min(low, pairs[[2]int{a, b}]), max(high, pairs[[2]int{a, b}])
				}
			}
			if high-low > c.pairs {
				t.Errorf("%+v, seed %d: pairs come %d to %d times", c, seed, low, high)
			}
		}
	}
}

func TestDesignFollowsItsSeed(t *testing.T) {
	if !reflect.DeepEqual(Design(10, 8, 4, 3), Design(10, 8, 4, 3)) {
		t.Error("one seed gave two designs")
	}
	if reflect.DeepEqual(Design(10, 8, 4, 3), Design(10, 8, 4, 4)) {
		t.Error("two seeds gave one design")
	}
	for _, c := range [][3]int{{3, 1, 4}, {3, 0, 3}, {3, 1, 0}} {
		if got := Design(c[0], c[1], c[2], 1); got != nil {
			t.Errorf("%v: got %v", c, got)
		}
	}
}
