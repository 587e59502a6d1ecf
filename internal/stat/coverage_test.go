package stat

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

// The rule: 95 % intervals cover the truth in 93.5 to 97 % of the samples, at
// n = 50, 200 and 2,000 and for three true values of each kind.
const (
	leastCoverage = .935
	mostCoverage  = .97
)

type scenario struct {
	name string
	draw func(r *rand.Rand, p population, n int) Group
}

func scenarios() []scenario {
	return []scenario{
		{"unrelated", unrelated},
		{"80 accounts, ICC .25", func(r *rand.Rand, p population, n int) Group { return related(r, p, n, 80, .25) }},
		{"weighted", weighted},
	}
}

func TestProveCoverage(t *testing.T) {
	for i, s := range scenarios() {
		for j, p := range populations() {
			for k, n := range []int{50, 200, 2000} {
				seed := uint64(10_000*i + 100*j + k)
				t.Run(fmt.Sprintf("%s/%s/%d", s.name, p.name, n), func(t *testing.T) {
					t.Parallel()
					r, truth := seeded(seed), p.truth()
					judgeCoverage(t, func() bool {
						e := Compute(p.kind, s.draw(r, p, n), 0)
						return e.Low <= truth && truth <= e.High
					})
				})
			}
		}
	}
}

// coverage is the share of samples whose interval holds the truth; a sample
// without an interval misses it. shown is the share that has an interval.
func coverage(s scenario, p population, n int, seed uint64) (covered, shown float64) {
	r, truth := seeded(seed), p.truth()
	for range samples() {
		e := Compute(p.kind, s.draw(r, p, n), 0)
		if e.HasInterval() {
			shown++
		}
		if e.Low <= truth && truth <= e.High {
			covered++
		}
	}
	return covered / float64(samples()), shown / float64(samples())
}

// Boundary cases are reported, not judged: near the ends of a scale, with few
// clusters and with few answers a discrete distribution cannot cover exactly.
func TestProveBoundaryCoverageIsReported(t *testing.T) {
	if !testing.Verbose() && !proving() {
		return // a report that nobody reads
	}
	yes, nps := []float64{1, 0}, []float64{100, 0, -100}
	extreme := []population{
		{"share .02", KindShare, yes, []float64{.02, .98}},
		{"share .98", KindShare, yes, []float64{.98, .02}},
		{"NPS 90", KindNPS, nps, []float64{.92, .06, .02}},
		{"NPS -90", KindNPS, nps, []float64{.02, .06, .92}},
	}
	var wait sync.WaitGroup
	for i, p := range extreme {
		for j, n := range []int{10, 50, 200} {
			for k, s := range append(scenarios(), scenario{"12 accounts, ICC .25", func(r *rand.Rand, p population, n int) Group {
				return related(r, p, n, 12, .25)
			}}) {
				wait.Go(func() {
					covered, shown := coverage(s, p, n, uint64(90_000+1_000*i+100*j+k))
					t.Logf("%s, %s, n = %d: of %.1f %% with an interval covers %.1f %%", p.name, s.name, n, 100*shown, 100*covered/shown)
				})
			}
		}
	}
	wait.Wait()
}
