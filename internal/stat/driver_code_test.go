package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// codedWorld draws answers in codes and as they stand.
type codedWorld struct {
	codes   DriverCodes
	missing float64
	r       *rand.Rand
}

func newCodedWorld(seed uint64) *codedWorld {
	w := &codedWorld{r: rand.New(rand.NewPCG(seed, 4))}
	scales := []DriverScale{{1, 5}, {0, 10}, {1, 7}, {1, 2}, {0, 1}}
	for _, s := range scales[:1+w.r.IntN(len(scales))] {
		w.codes.Plan = append(w.codes.Plan, DriverColumn{Scale: s, Target: s.Target()})
		var ratings []float64
		for x := s.Min; x <= s.Max; x++ {
			ratings = append(ratings, x)
		}
		if w.r.IntN(2) == 0 { // the low end is the good one
			for i, j := 0, len(ratings)-1; i < j; i, j = i+1, j-1 {
				ratings[i], ratings[j] = ratings[j], ratings[i]
			}
		}
		w.codes.Ratings = append(w.codes.Ratings, ratings)
	}
	for x := range 11 {
		w.codes.Scores = append(w.codes.Scores, float64(x))
		w.codes.Contributions = append(w.codes.Contributions, [...]float64{-100, -100, -100, -100, -100, -100, -100, 0, 0, 100, 100}[x])
	}
	w.missing = []float64{0, .1, .9}[w.r.IntN(3)]
	return w
}

func (w *codedWorld) answer(weighted bool) (codes []uint8, a DriverAnswer) {
	a = DriverAnswer{Noise: w.r.Float64(), Weight: 1}
	if weighted {
		a.Weight = .2 + w.r.Float64()
	}
	for _, ratings := range w.codes.Ratings {
		if w.r.Float64() < w.missing {
			codes, a.Ratings = append(codes, 0), append(a.Ratings, math.NaN())
			continue
		}
		c := w.r.IntN(len(ratings))
		codes, a.Ratings = append(codes, uint8(c+1)), append(a.Ratings, ratings[c]) //nolint:gosec // few ratings
	}
	s := w.r.IntN(len(w.codes.Scores))
	a.Score, a.Contribution = w.codes.Scores[s], w.codes.Contributions[s]
	return append(codes, uint8(s+1)), a //nolint:gosec // few scores
}

// TestTablesOfCodesGiveTheMomentsOfAnswers: over random scales, gaps and weights.
func TestTablesOfCodesGiveTheMomentsOfAnswers(t *testing.T) {
	for seed := range uint64(60) {
		weighted := seed%2 == 1
		w := newCodedWorld(seed)
		const groups = 3
		tables := w.codes.Tables(groups, weighted)
		want := make([]DriverMoments, groups)
		below := make([][]float64, groups)
		for g := range want {
			want[g], below[g] = w.codes.Plan.New(), make([]float64, len(w.codes.Plan))
		}
		for range w.r.IntN(400) {
			g := w.r.IntN(groups - 1) // the last stays empty
			codes, a := w.answer(weighted)
			tables.Add(g, codes, a.Noise, a.Weight)
			w.codes.Plan.Add(&want[g], a)
			for j, x := range a.Ratings {
				if x < w.codes.Plan[j].Target {
					below[g][j] += a.Weight
				}
			}
		}
		for g := range want {
			got := tables.Moments(g)
			sameCross(t, fmt.Sprintf("seed %d, linear", seed), got.Linear, want[g].Linear)
			sameCross(t, fmt.Sprintf("seed %d, shape", seed), got.Shape, want[g].Shape)
			sameSums(t, fmt.Sprintf("seed %d, shortfall", seed), got.Shortfall, want[g].Shortfall)
			sameSums(t, fmt.Sprintf("seed %d, below", seed), tables.Below(g), below[g])
			if n := tables.Answers(g); n != want[g].Linear.Count[scoreColumn(len(w.codes.Plan))] {
				t.Errorf("seed %d: %d answers", seed, n)
			}
		}
	}
}

func sameCross(t *testing.T, what string, got, want CrossMoments) {
	t.Helper()
	for i := range want.Count {
		if got.Count[i] != want.Count[i] {
			t.Errorf("%s: count of column %d is %d, want %d", what, i, got.Count[i], want.Count[i])
		}
	}
	sameSums(t, what+" W", got.W, want.W)
	sameSums(t, what+" W2", got.W2, want.W2)
	sameSums(t, what+" S", got.S, want.S)
	sameSums(t, what+" P", got.P, want.P)
	sameSums(t, what+" Q", got.Q, want.Q)
}

func sameSums(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d sums, want %d", what, len(got), len(want))
	}
	for i := range want {
		if math.Abs(got[i]-want[i]) > 1e-9*math.Max(1, math.Abs(want[i])) {
			t.Errorf("%s: sum %d is %g, want %g", what, i, got[i], want[i])
			return
		}
	}
}
