package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// draws gives n answers of n customers, by head and by value.
func (s spending) draws(r *rand.Rand, n int) (plain, valued Group) {
	plain.Buckets, valued.Buckets = new(Buckets), new(Buckets)
	for range n {
		x, bucket := draw(r, s.p, s.p.shares), r.IntN(BucketCount)
		plain.Buckets[bucket].Add(x, 1)
		valued.Buckets[bucket].Add(x, s.value(r, x))
	}
	plain.Total, valued.Total = plain.Buckets.Total(), valued.Buckets.Total()
	return plain, valued
}

func TestEqualValuesChangeNoMetric(t *testing.T) {
	r := seeded(600)
	for range rounds {
		for _, p := range populations() {
			plain, valued := spending{p, 0, 1}.draws(r, 60+r.IntN(200))
			v := WeighByValue(p.kind, plain, valued)
			if !close9(v.Plain.Value, v.Weighted.Value) || v.Difference.Trouble != TroubleNoVariance || !close9(v.Difference.Value, 0) {
				t.Fatalf("%s: %+v", p.name, v)
			}
		}
	}
}

// Values in another currency change no figure.
func TestTheCurrencyDoesNotMatter(t *testing.T) {
	r := seeded(601)
	for range rounds {
		for _, p := range populations() {
			plain, valued := spending{p, .8, 1.5}.draws(r, 60+r.IntN(200))
			other := valued
			other.Buckets = new(Buckets)
			for i, b := range valued.Buckets {
				other.Buckets[i] = Moments{N: b.N, W: 7 * b.W, W2: 49 * b.W2, WX: 7 * b.WX, WX2: 7 * b.WX2}
			}
			other.Total = other.Buckets.Total()
			a, b := WeighByValue(p.kind, plain, valued), WeighByValue(p.kind, plain, other)
			if !sameEstimate(a.Weighted, b.Weighted) || !close9(a.Difference.Low, b.Difference.Low) || !close9(a.Difference.P, b.Difference.P) {
				t.Fatalf("%s: %+v and %+v", p.name, a, b)
			}
		}
	}
}

// One customer who is worth as much as a hundred is not a figure.
func TestAFewLargeCustomersAreTooFew(t *testing.T) {
	r, p := seeded(602), populations()[1]
	plain, valued := spending{p, 0, 1}.draws(r, 300)
	valued.Buckets[5].Add(100, 500)
	plain.Buckets[5].Add(100, 1)
	plain.Total, valued.Total = plain.Buckets.Total(), valued.Buckets.Total()
	v := WeighByValue(p.kind, plain, valued)
	if v.Weighted.Trouble != TroubleTooFew || v.Difference.Trouble != TroubleTooFew || v.Weighted.HasInterval() || !v.Plain.HasInterval() || math.IsNaN(v.Weighted.Value) {
		t.Errorf("%+v", v)
	}
	if none := WeighByValue(p.kind, Group{}, Group{}); none.Plain.Trouble != TroubleNoAnswers || none.Difference.Trouble != TroubleNoAnswers {
		t.Errorf("nobody: %+v", none)
	}
}

func TestProveValueWeightedDifferencesCover(t *testing.T) {
	var cases []coverCase
	for j, p := range populations() {
		s := spending{p, .6, 1.5}
		for k, n := range []int{50, 200, 2000} {
			if n == 50 && p.name == "share .3" {
				continue // see the boundary report
			}
			cases = append(cases, coverCase{fmt.Sprintf("difference/%s/%d", p.name, n), uint64(610_000 + 10*j + k), func(r *rand.Rand) interval {
				plain, valued := s.draws(r, n)
				d := WeighByValue(p.kind, plain, valued).Difference
				return interval{d.Low, d.High, s.weighted() - p.truth()}
			}})
		}
		cases = append(cases, coverCase{fmt.Sprintf("weighted/%s/200", p.name), uint64(620_000 + j), func(r *rand.Rand) interval {
			plain, valued := s.draws(r, 200)
			e := WeighByValue(p.kind, plain, valued).Weighted
			return interval{e.Low, e.High, s.weighted()}
		}})
	}
	checkCoverage(t, cases)
}

// Where few answers are good and those are worth more, a handful of customers
// carries the weighted share of 50.
func TestProveBoundaryOfValueIsReported(t *testing.T) {
	if !testing.Verbose() && !proving() {
		return // a report that nobody reads
	}
	for i, spread := range []float64{.3, .6, 1} {
		s := spending{populations()[3], spread, 1.5}
		for j, n := range []int{50, 100, 200} {
			covered, shown := ofShown(coverCase{seed: uint64(640_000 + 10*i + j), draw: func(r *rand.Rand) interval {
				plain, valued := s.draws(r, n)
				d := WeighByValue(s.p.kind, plain, valued).Difference
				return interval{d.Low, d.High, s.weighted() - s.p.truth()}
			}})
			t.Logf("%s, n = %d, log values spread %v: of %.1f %% with an interval covers %.1f %%", s.p.name, n, spread, 100*shown, 100*covered)
		}
	}
}

func TestProveValuesWithoutBearingRarelyAlarm(t *testing.T) {
	var cases []alarmCase
	for j, p := range populations() {
		cases = append(cases, alarmCase{name: p.name, seed: uint64(630_000 + j), draw: func(r *rand.Rand) bool {
			plain, valued := spending{p, 1, 1}.draws(r, 300)
			return WeighByValue(p.kind, plain, valued).Difference.P <= .05
		}})
	}
	checkAlarms(t, cases)
}
