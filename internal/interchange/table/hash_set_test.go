package table

import (
	"math/rand/v2"
	"testing"
)

func TestHashSetHoldsWhatWasAdded(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8)) //nolint:gosec // no secret
	var s hashSet
	want := map[uint64]bool{}
	for i := range 50_000 {
		h := r.Uint64()
		switch i % 3 {
		case 0:
			h %= 200 // many come again, zero among them
		case 1:
			h = h<<56 + 1<<20 // all begin at one place, and many come again
		}
		if s.has(h) != want[h] {
			t.Fatalf("%d: has %v, want %v", h, s.has(h), want[h])
		}
		if !want[h] {
			s.add(h)
			want[h] = true
		}
		if s.n != len(want) || !s.has(h) {
			t.Fatalf("%d hashes, want %d", s.n, len(want))
		}
	}
	if !s.has(0) || s.has(1<<63+12345) != want[1<<63+12345] {
		t.Error("zero is lost, or something is there that was not added")
	}
}
