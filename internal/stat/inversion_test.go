package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// joint is a true distribution over scores 0 to 10 and value classes, with a
// rank correlation that grows with lean.
type joint struct {
	scores  []float64
	classes []ValueClass
	shares  []float64 // of each cell, scores side by side with classes
}

func jointOf(classes int, lean float64) joint {
	j := joint{shares: make([]float64, 11*classes)}
	for c := range classes {
		j.classes = append(j.classes, ValueClass{From: float64(c), To: float64(c) + .9})
	}
	sum := 0.0
	for s := range 11 {
		j.scores = append(j.scores, float64(s))
		for c := range classes {
			w := math.Exp(lean*(float64(s)-5)*(float64(c)/float64(classes)-.5)) * float64(1+s) // more high scores
			j.shares[s*classes+c] = w
			sum += w
		}
	}
	for i := range j.shares {
		j.shares[i] /= sum
	}
	return j
}

// cumulative are the running sums of the shares, to draw from.
func (j joint) cumulative() []float64 {
	sums, sum := make([]float64, len(j.shares)), 0.0
	for i, s := range j.shares {
		sum += s
		sums[i] = sum
	}
	return sums
}

func (j joint) draw(r *rand.Rand, sums []float64, n int) *Crosstab {
	t := NewCrosstab(j.scores, j.classes)
	t.Clusters = int64(n)
	for range n {
		u, low, high := r.Float64(), 0, len(sums)-1
		for low < high {
			if middle := (low + high) / 2; sums[middle] < u {
				low = middle + 1
			} else {
				high = middle
			}
		}
		t.Add(r.IntN(BucketCount), low/len(j.classes), low%len(j.classes), 1)
	}
	return t
}

// Mid-ranks: the plain formula on every answer by itself.
func TestSpearmanIsPearsonOfMidRanks(t *testing.T) {
	r := seeded(700)
	for range rounds {
		rows, columns := 2+r.IntN(6), 2+r.IntN(6)
		counts := make([]float64, rows*columns)
		var x, y []float64
		for range 40 {
			i := r.IntN(len(counts))
			counts[i]++
			x, y = append(x, float64(i/columns)), append(y, float64(i%columns))
		}
		got, want := Spearman(counts, rows, columns), pearson(midRanks(x), midRanks(y))
		if math.Abs(got-want) > 1e-9 && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("got %v, want %v", got, want)
		}
		turned := make([]float64, len(counts)) // values upside down
		for i, n := range counts {
			turned[i/columns*columns+columns-1-i%columns] = n
		}
		if other := Spearman(turned, rows, columns); math.Abs(other+got) > 1e-9 {
			t.Fatalf("turned round: %v and %v", got, other)
		}
	}
}

func midRanks(x []float64) []float64 {
	ranks := make([]float64, len(x))
	for i, a := range x {
		for _, b := range x {
			switch {
			case b < a:
				ranks[i]++
			case b == a:
				ranks[i] += .5
			}
		}
	}
	return ranks
}

func pearson(x, y []float64) float64 {
	n, mx, my := float64(len(x)), 0.0, 0.0
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	var sxx, syy, sxy float64
	for i := range x {
		sxx, syy, sxy = sxx+(x[i]-mx)*(x[i]-mx), syy+(y[i]-my)*(y[i]-my), sxy+(x[i]-mx)*(y[i]-my)
	}
	return sxy / math.Sqrt(sxx*syy)
}

func TestInversionSaysItsTrouble(t *testing.T) {
	j := jointOf(20, -1)
	small := j.draw(seeded(701), j.cumulative(), 40)
	flat := NewCrosstab([]float64{7}, j.classes)
	lone := NewCrosstab(j.scores, j.classes)
	for i := range 100 {
		flat.Add(i%BucketCount, 0, i%20, 1)
		lone.Add(i%BucketCount, i%11, 3, 1)
	}
	cases := []struct {
		name string
		t    *Crosstab
		want Trouble
	}{
		{"nobody", NewCrosstab(j.scores, j.classes), TroubleNoAnswers},
		{"forty", small, TroubleTooFew},
		{"one score", flat, TroubleNoVariance},
		{"one value", lone, TroubleNoVariance},
	}
	for _, c := range cases {
		if r := Invert(KindNPS, c.t, promoter); r.Rho.Trouble != c.want || r.Flagged || r.Rho.HasInterval() {
			t.Errorf("%s: %+v", c.name, r.Rho)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic outside the table")
		}
	}()
	flat.Add(0, 1, 0, 1)
}

// The satisfied spend least: flagged, with ten tenths that fall and hold all.
func TestInversionIsSeen(t *testing.T) {
	j := jointOf(100, -1.2)
	r := Invert(KindNPS, j.draw(seeded(702), j.cumulative(), 3000), promoter)
	if !r.Flagged || r.Rho.Value > -.3 || len(r.Deciles) != 10 {
		t.Fatalf("%+v", r)
	}
	j = jointOf(20, 0)
	if by := Invert(KindNPS, j.draw(seeded(703), j.cumulative(), 300), promoter); by.Flagged || by.Rho.Low >= 0 || by.Rho.High <= 0 {
		t.Errorf("no bearing, and flagged: %+v", by.Rho)
	}
	n := int64(0)
	for i, d := range r.Deciles {
		n += d.Metric.N
		if d.Number != i+1 || !d.Metric.HasInterval() || d.From >= d.To || i > 0 && d.From <= r.Deciles[i-1].To {
			t.Errorf("%+v", d)
		}
	}
	if n != 3000 || r.Deciles[0].Metric.Low < r.Deciles[9].Metric.High {
		t.Errorf("%d answers, first %+v, last %+v", n, r.Deciles[0], r.Deciles[9])
	}
}

func TestProveRankCorrelationsCover(t *testing.T) {
	var cases []coverCase
	for i, lean := range []float64{-.6, .1, .9} {
		j := jointOf(20, lean)
		truth, sums := Spearman(j.shares, 11, 20), j.cumulative()
		for k, n := range []int{50, 200, 2000} {
			cases = append(cases, coverCase{fmt.Sprintf("rho %.2f/%d", truth, n), uint64(710_000 + 10*i + k), func(r *rand.Rand) interval {
				e := j.draw(r, sums, n).correlation()
				return interval{e.Low, e.High, truth}
			}})
		}
	}
	checkCoverage(t, cases)
}

// Where value has no bearing, the flag may fly in one half of 5 %.
func TestProveInversionRarelyAlarms(t *testing.T) {
	j := jointOf(20, 0)
	sums := j.cumulative()
	var cases []alarmCase
	for i, n := range []int{60, 400} {
		cases = append(cases, alarmCase{name: fmt.Sprint(n), seed: uint64(720_000 + i), draw: func(r *rand.Rand) bool {
			e := j.draw(r, sums, n).correlation()
			return e.Low > 0 || e.High < 0
		}})
	}
	checkAlarms(t, cases)
}
