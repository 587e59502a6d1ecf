package listen

import (
	"slices"
	"testing"
)

// TestEachCountsForOneGroup: the first with room, else the first that fits.
func TestEachCountsForOneGroup(t *testing.T) {
	wanted := []Wanted{
		{Side: "any", Role: "Buyer", Count: 1}, {Side: "against", Role: "buyer", Count: 1}, {Side: "any", SegmentID: "s1", Count: 2},
	}
	for _, c := range []struct {
		name  string
		asked []askedPlace
		of    []int
		held  int
	}{
		{"nobody", nil, []int{}, 0},
		{"accents and case do not matter", []askedPlace{{Role: "BUYER", Held: true}}, []int{0}, 1},
		{"the next with room", []askedPlace{{Role: "buyer", Side: Against}, {Role: "buyer", Side: Against}}, []int{0, 1}, 0},
		{"over what is wanted", []askedPlace{{Role: "buyer", Side: For}, {Role: "buyer", Side: For}}, []int{0, 0}, 0},
		{"by segment", []askedPlace{{Role: "user", SegmentID: "s1"}, {Role: "user", SegmentID: "s2"}}, []int{2, -1}, 0},
	} {
		groups, of := quotas(wanted, c.asked)
		planned, held := 0, 0
		for _, g := range groups {
			planned, held = planned+g.Planned, held+g.Held
		}
		if !slices.Equal(of, c.of) || planned != len(slices.DeleteFunc(of, func(g int) bool { return g < 0 })) || held != c.held {
			t.Errorf("%s: %v, %d planned, %d held", c.name, of, planned, held)
		}
	}
}
