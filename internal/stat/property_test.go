package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

const rounds = 200

type response struct {
	cluster, bucket int
	x, w            float64
}

func randomResponses(r *rand.Rand, p population, equalWeights bool) []response {
	list := make([]response, 20+r.IntN(600))
	for i := range list {
		c := r.IntN(150)
		list[i] = response{c, c * 7 % BucketCount, draw(r, p, p.shares), 1}
		if !equalWeights {
			list[i].w = .2 + 3*r.Float64()
		}
	}
	return list
}

func groupOf(list []response, weighted bool) Group {
	s := newSampler()
	for _, a := range list {
		s.add(a.cluster, a.bucket, a.x, a.w)
	}
	return s.group(weighted)
}

func sameEstimate(a, b Estimate) bool {
	return a.N == b.N && a.Trouble == b.Trouble && a.Method == b.Method &&
		close9(a.Value, b.Value) && close9(a.Low, b.Low) && close9(a.High, b.High) && close9(a.NEff, b.NEff)
}

func close9(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b))
}

func TestOrderDoesNotMatter(t *testing.T) {
	r := seeded(100)
	for range rounds {
		for _, p := range populations() {
			list := randomResponses(r, p, false)
			before := Compute(p.kind, groupOf(list, true), 0)
			r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			if after := Compute(p.kind, groupOf(list, true), 0); !sameEstimate(before, after) {
				t.Fatalf("%s: %+v, shuffled %+v", p.name, before, after)
			}
		}
	}
}

// Weights all equal to one change no sum; any common factor changes no figure.
func TestEqualWeightsChangeNothing(t *testing.T) {
	r := seeded(101)
	for range rounds {
		for _, p := range populations() {
			list := randomResponses(r, p, true)
			plain := Compute(p.kind, groupOf(list, false), 0)
			ones := Compute(p.kind, groupOf(list, true), 0)
			if !sameEstimate(plain, ones) {
				t.Fatalf("%s: %+v, with weights of 1 %+v", p.name, plain, ones)
			}
			for i := range list {
				list[i].w = 2.5
			}
			if scaled := Compute(p.kind, groupOf(list, true), 0); !sameEstimate(plain, scaled) {
				t.Fatalf("%s: %+v, with weights of 2.5 %+v", p.name, plain, scaled)
			}
		}
	}
}

func TestMergingMomentsIsPooling(t *testing.T) {
	r := seeded(102)
	for range rounds {
		for _, p := range populations() {
			list := randomResponses(r, p, false)
			cut := r.IntN(len(list))
			left, right := groupOf(list[:cut], true), groupOf(list[cut:], true)
			left.Buckets.Merge(right.Buckets)
			pooled := groupOf(list, true)
			merged := Group{Total: left.Total.Merge(right.Total), Buckets: left.Buckets, Clusters: pooled.Clusters, Repeated: pooled.Repeated, Weighted: true}
			if a, b := Compute(p.kind, merged, 0), Compute(p.kind, pooled, 0); !sameEstimate(a, b) {
				t.Fatalf("%s: merged %+v, pooled %+v", p.name, a, b)
			}
			back := left.Total.Merge(right.Total).Without(right.Total)
			if back.N != left.Total.N || !close9(back.WX, left.Total.WX) || !close9(back.W2, left.Total.W2) {
				t.Fatalf("%s: taking a part out leaves %+v of %+v", p.name, back, left.Total)
			}
		}
	}
}

func TestCountsMergeAndLeave(t *testing.T) {
	a, b := Moments{Counts: Counts{}}, Moments{Counts: Counts{}}
	for _, x := range []float64{1, 2, 2, 3} {
		a.Add(x, 1)
	}
	b.Add(3, 1)
	b.Add(9, 1)
	both := a.Merge(b)
	if both.Counts[2] != 2 || both.Counts[3] != 2 || both.Counts[9] != 1 || a.Counts[9] != 0 {
		t.Errorf("merged %v", both.Counts)
	}
	if back := both.Without(b); len(back.Counts) != 3 || back.Counts[3] != 1 {
		t.Errorf("taken apart %v", back.Counts)
	}
	a.Absorb(b)
	if a.N != both.N || a.Counts[9] != 1 {
		t.Errorf("absorbed %+v", a)
	}
}

// Swapping the sides of a comparison turns the sign and nothing else.
func TestComparisonsAreAntisymmetric(t *testing.T) {
	r := seeded(103)
	for range rounds {
		for _, p := range populations() {
			a, b := groupOf(randomResponses(r, p, true), false), groupOf(randomResponses(r, p, true), false)
			x, y := Compare(p.kind, a, b, true), Compare(p.kind, b, a, true)
			if !close9(x.Value, -y.Value) || !close9(x.Low, -y.High) || !close9(x.P, y.P) || x.Trouble != y.Trouble {
				t.Fatalf("%s: %+v and %+v", p.name, x, y)
			}
			if excludes := x.Low > 0 || x.High < 0; !math.IsNaN(x.P) && excludes != (x.P < 1-Level) {
				t.Fatalf("%s: interval %v..%v and p %v disagree", p.name, x.Low, x.High, x.P)
			}
		}
	}
}
