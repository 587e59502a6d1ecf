package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// spending is a world of answers with a customer's value, whose score moves
// with it or does not: a customer's value is lognormal with this spread, times
// factor for a score that contributes the most.
type spending struct {
	p              population
	spread, factor float64
}

func (s spending) value(r *rand.Rand, x float64) float64 {
	v := math.Exp(s.spread * r.NormFloat64())
	if x == s.p.values[0] {
		v *= s.factor
	}
	return v
}

// weighted is the true value-weighted metric.
func (s spending) weighted() float64 {
	var sum, weight float64
	for i, share := range s.p.shares {
		if i == 0 {
			share *= s.factor
		}
		sum += share * s.p.values[i]
		weight += share
	}
	return sum / weight
}

func TestSharesOfASegmentAddUp(t *testing.T) {
	r, p := seeded(500), populations()[1]
	for range 50 {
		whole, part := straddling(r, p, p, 600, 150, .3)
		rest := Rest(whole, part)
		a, b := ShareOf(whole, part), ShareOf(whole, rest)
		if !close9(a.Value+b.Value, 1) || !close9(a.Low, 1-b.High) || !close9(a.Value, float64(part.Total.N)/600) {
			t.Fatalf("%+v and %+v", a, b)
		}
		if all := ShareOf(whole, whole); all.Value != 1 || all.High != 1 {
			t.Fatalf("the whole of itself: %+v", all)
		}
	}
}

// The slope is that of the plain formula, moves with the units of both, and
// does not care for the order of answers.
func TestSlopesHaveTheirProperties(t *testing.T) {
	r := seeded(501)
	for range rounds {
		n := 60 + r.IntN(300)
		x, y := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i] = float64(r.IntN(11))
			y[i] = 2*x[i] + 5*r.NormFloat64()
		}
		build := func(scale, shift float64) []CrossMoments {
			b := emptyOutcome()
			for i := range x {
				b[i%BucketCount].Add([]float64{x[i], shift + scale*y[i]}, 1)
			}
			return b
		}
		var mx, my, sxx, sxy float64
		for i := range x {
			mx, my = mx+x[i]/float64(n), my+y[i]/float64(n)
		}
		for i := range x {
			sxx, sxy = sxx+(x[i]-mx)*(x[i]-mx), sxy+(x[i]-mx)*(y[i]-my)
		}
		a, b := ComputeSlope(build(1, 0), int64(n)), ComputeSlope(build(-3, 7), int64(n))
		if math.Abs(a.Value-sxy/sxx) > 1e-9 || math.Abs(b.Value+3*a.Value) > 1e-9 || math.Abs(b.Low+3*a.High) > 1e-7 || math.Abs(a.P-b.P) > 1e-6 {
			t.Fatalf("%+v, scaled %+v, plain %v", a, b, sxy/sxx)
		}
	}
}

func emptyOutcome() []CrossMoments {
	b := make([]CrossMoments, BucketCount)
	for i := range b {
		b[i] = NewCrossMoments(outcomeColumns)
	}
	return b
}

func TestSlopesSayTheirTrouble(t *testing.T) {
	fill := func(n int, pair func(i int) (x, y float64)) []CrossMoments {
		b := emptyOutcome()
		for i := range n {
			x, y := pair(i)
			b[i%BucketCount].Add([]float64{x, y}, 1)
		}
		return b
	}
	cases := []struct {
		name     string
		b        []CrossMoments
		clusters int64
		want     Trouble
	}{
		{"nobody", nil, -1, TroubleNoAnswers},
		{"one score", fill(100, func(i int) (float64, float64) { return 7, float64(i) }), 100, TroubleNoVariance},
		{"one outcome", fill(100, func(i int) (float64, float64) { return float64(i % 11), 1 }), 100, TroubleNoVariance},
		{"few", fill(30, func(i int) (float64, float64) { return float64(i % 11), float64(i % 3) }), 30, TroubleTooFew},
		{"unknown clusters in 40 buckets", fill(40, func(i int) (float64, float64) { return float64(i % 11), float64(i % 3) }), -1, TroubleTooFew},
		{"enough", fill(100, func(i int) (float64, float64) { return float64(i % 11), float64(i % 3) }), 100, TroubleNone},
	}
	for _, c := range cases {
		if s := ComputeSlope(c.b, c.clusters); s.Trouble != c.want || math.IsNaN(s.P) != (c.want != TroubleNone) {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

func TestSegmentsSayWhatTheyHave(t *testing.T) {
	r, p := seeded(502), populations()[1]
	whole, part := straddling(r, p, p, 800, 200, .4)
	outcome := emptyOutcome()
	for i := range 300 {
		x := float64(i % 11)
		outcome[i%BucketCount].Add([]float64{x, 3*x + r.NormFloat64()}, 1)
	}
	plain := SegmentsThatMatter(p.kind, whole, nil, []Segment{{Key: "a", Answers: part}})[0]
	if plain.ShareValue != nil || plain.Slope != nil || !math.IsNaN(plain.Q) || !plain.Metric.HasInterval() || !plain.ShareAnswers.HasInterval() {
		t.Errorf("%+v", plain)
	}
	full := SegmentsThatMatter(p.kind, whole, &whole, []Segment{{Key: "a", Answers: part, Values: &part, Outcome: outcome}, {Key: "b", Answers: Rest(whole, part)}})
	if full[0].ShareValue == nil || full[0].Slope == nil || full[0].Q != full[0].Slope.P || full[0].Q > 1e-6 || math.Abs(full[0].Slope.Value-3) > .2 || full[1].Slope != nil {
		t.Errorf("%+v", full)
	}
}

// A segment's share of the value, where its customers are worth half as much
// again and answer as accounts.
func TestProveSharesOfValueCover(t *testing.T) {
	var cases []coverCase
	for j, share := range []float64{.2, .4, .7} {
		for k, n := range []int{50, 200, 2000} {
			truth := 1.5 * share / (1.5*share + 1 - share)
			cases = append(cases, coverCase{fmt.Sprintf("share %v/%d", share, n), uint64(510_000 + 10*j + k), func(r *rand.Rand) interval {
				var whole, part Group
				whole.Buckets, part.Buckets = new(Buckets), new(Buckets)
				whole.Weighted, whole.ClusterCount = true, int64(n)
				for range n {
					v, bucket := math.Exp(.5*r.NormFloat64()), r.IntN(BucketCount)
					if r.Float64() < share {
						v *= 1.5
						part.Buckets[bucket].Add(0, v)
					}
					whole.Buckets[bucket].Add(0, v)
				}
				whole.Total, part.Total = whole.Buckets.Total(), part.Buckets.Total()
				e := ShareOf(whole, part)
				return interval{e.Low, e.High, truth}
			}})
		}
	}
	checkCoverage(t, cases)
}

// slopeWorld draws an outcome whose spread grows with the score, about a line;
// noise has mean 0 and variance 1.
func slopeWorld(r *rand.Rand, n int, slope float64, noise func(*rand.Rand) float64) []CrossMoments {
	p, b := populations()[7], emptyOutcome()
	for range n {
		x := draw(r, p, p.shares)
		b[r.IntN(BucketCount)].Add([]float64{x, 10 + slope*x + (1+x/2)*noise(r)}, 1)
	}
	return b
}

func even(r *rand.Rand) float64 { return r.NormFloat64() }

// skewed is noise as of what people spend: many little, few much.
func skewed(r *rand.Rand) float64 { return r.ExpFloat64() - 1 }

func TestProveSlopesCover(t *testing.T) {
	var cases []coverCase
	for j, slope := range []float64{-1, 0, 2} {
		for k, n := range []int{50, 200, 2000} {
			cases = append(cases, coverCase{fmt.Sprintf("slope %v/%d", slope, n), uint64(520_000 + 10*j + k), func(r *rand.Rand) interval {
				s := ComputeSlope(slopeWorld(r, n, slope, skewed), int64(n))
				return interval{s.Low, s.High, slope}
			}})
		}
	}
	checkCoverage(t, cases)
}

// Eight segments in which the outcome does not move with the score.
func eightSlopes(noise func(*rand.Rand) float64) func(r *rand.Rand) bool {
	return func(r *rand.Rand) bool {
		segments := make([]Segment, 8)
		var whole Group
		for i := range segments {
			n := 60 + 30*i
			segments[i] = Segment{Key: clusterIDs[i], Answers: plainly(r, populations()[4], n), Outcome: slopeWorld(r, n, 0, noise)}
			whole.Total.Absorb(segments[i].Answers.Total)
		}
		for _, f := range SegmentsThatMatter(KindShare, whole, nil, segments) {
			if f.Q <= .05 {
				return true
			}
		}
		return false
	}
}

func TestProveSegmentSlopesRarelyAlarm(t *testing.T) {
	checkAlarms(t, []alarmCase{{name: "eight segments", seed: 530_000, draw: eightSlopes(even)}})
}

// Far out in the tail, where q is judged, the slope of a skewed outcome alarms
// more often than it should.
func TestProveBoundaryOfSkewedOutcomesIsReported(t *testing.T) {
	if !testing.Verbose() && !proving() {
		return // a report that nobody reads
	}
	worlds, _ := nullWorlds()
	r, alarms, draw := seeded(540_000), 0, eightSlopes(skewed)
	for range worlds {
		if draw(r) {
			alarms++
		}
	}
	t.Logf("eight segments with skewed outcomes: %d of %d null worlds alarm", alarms, worlds)
}
