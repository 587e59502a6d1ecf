package stat

import (
	"math/rand/v2"
	"testing"
)

// Null worlds: nothing differs, and yet a true 5 % test alarms in 50 of 1,000.
// At most 72 of 1,000 may alarm (one chance in a thousand for a true 5 %), and
// in make prove, over 20,000 worlds, at most 60 in 1,000: with 15 answers against
// 20 a share of .3 has so few possible results that the test sits at 56.

func nullWorlds() (worlds int, most float64) {
	if proving() {
		return 20_000, .06
	}
	return 1_000, .072
}

type comparison struct {
	name string
	draw func(r *rand.Rand, p population) (a, b Group, shared bool)
}

func comparisons() []comparison {
	return []comparison{
		{"15 against 20 unrelated", func(r *rand.Rand, p population) (Group, Group, bool) {
			return unrelated(r, p, 15), unrelated(r, p, 20), false
		}},
		{"60 against 300 unrelated", func(r *rand.Rand, p population) (Group, Group, bool) {
			return unrelated(r, p, 60), unrelated(r, p, 300), false
		}},
		{"500 against 500 unrelated", func(r *rand.Rand, p population) (Group, Group, bool) {
			return unrelated(r, p, 500), unrelated(r, p, 500), false
		}},
		{"80 accounts against 80", func(r *rand.Rand, p population) (Group, Group, bool) {
			return related(r, p, 400, 80, .25), related(r, p, 400, 80, .25), false
		}},
		{"25 accounts against 25", func(r *rand.Rand, p population) (Group, Group, bool) {
			return related(r, p, 150, 25, .25), related(r, p, 150, 25, .25), false
		}},
		{"weighted", func(r *rand.Rand, p population) (Group, Group, bool) {
			return weighted(r, p, 250), weighted(r, p, 250), false
		}},
		{"the same 120 accounts twice", func(r *rand.Rand, p population) (Group, Group, bool) {
			a, b := twice(r, p, 400, 120, .25)
			return a, b, true
		}},
	}
}

// twice draws two periods of the same accounts, which keep their ways.
func twice(r *rand.Rand, p population, n, accounts int, icc float64) (a, b Group) {
	first, second := newSampler(), newSampler()
	shares, bucket := make([][]float64, accounts), make([]int, accounts)
	for i := range accounts {
		shares[i], bucket[i] = account(r, p, icc), r.IntN(BucketCount)
	}
	for range n {
		i, j := r.IntN(accounts), r.IntN(accounts)
		first.add(i, bucket[i], draw(r, p, shares[i]), 1)
		second.add(j, bucket[j], draw(r, p, shares[j]), 1)
	}
	return first.group(false), second.group(false)
}

func TestProveDifferencesRarelyAlarmInNullWorlds(t *testing.T) {
	for i, c := range comparisons() {
		for j, p := range populations() {
			t.Run(c.name+"/"+p.name, func(t *testing.T) {
				t.Parallel()
				worlds, most := nullWorlds()
				r, alarms := seeded(uint64(50_000+100*i+j)), 0
				for range worlds {
					a, b, shared := c.draw(r, p)
					if d := Compare(p.kind, a, b, shared); d.P <= .05 {
						alarms++
					}
				}
				if rate := float64(alarms) / float64(worlds); rate > most {
					t.Errorf("%.1f %% of null worlds alarm, at most %.1f %% may", 100*rate, 100*most)
				}
			})
		}
	}
}

// A family of twelve comparisons: groups of one world, period against period.
func TestProveFamiliesRarelyAlarmInNullWorlds(t *testing.T) {
	worlds, most := nullWorlds()
	r, alarms := seeded(60_000), 0
	p := populations()[1]
	for range worlds {
		ps := make([]float64, 12)
		for i := range ps {
			n := 20 + 15*i
			ps[i] = Compare(p.kind, unrelated(r, p, n), unrelated(r, p, n), false).P
		}
		for _, q := range BenjaminiHochberg(ps) {
			if q <= .05 {
				alarms++
				break
			}
		}
	}
	if rate := float64(alarms) / float64(worlds); rate > most {
		t.Errorf("%.1f %% of null families alarm, at most %.1f %% may", 100*rate, 100*most)
	}
}
