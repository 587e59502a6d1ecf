package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/optimize"
)

// chosenSets is what people with these utilities choose out of the sets.
func chosenSets(random *rand.Rand, utilities []float64, sets [][]int, people int) ChoiceParts {
	p := ChoiceParts{Items: len(utilities), Answers: int64(people), Clusters: int64(people)}
	for person := range people {
		own := slices.Clone(utilities)
		for i := range own {
			own[i] += 0.3 * random.NormFloat64() // what a person thinks carries over from set to set
		}
		for _, set := range sets {
			best := drawOf(random, own, set, -1, 1)
			p.Rows = append(p.Rows, ChoiceRow{Shown: set, Best: best, Worst: drawOf(random, own, set, best, -1), Group: person % BucketCount, N: 1, W: 1})
		}
	}
	return p
}

func drawOf(random *rand.Rand, u []float64, set []int, gone int, sign float64) int {
	sum := 0.0
	for _, i := range set {
		if i != gone {
			sum += math.Exp(sign * u[i])
		}
	}
	x := random.Float64() * sum
	for _, i := range set {
		if i == gone {
			continue
		}
		if x -= math.Exp(sign * u[i]); x <= 0 {
			return i
		}
	}
	return set[len(set)-1]
}

var fiveItems = [][]int{{0, 1, 2}, {1, 2, 3}, {2, 3, 4}, {3, 4, 0}, {4, 0, 1}}

// The fit must be where an optimiser that knows nothing of derivatives ends.
func TestChoicesAgreeWithAnotherFit(t *testing.T) {
	p := chosenSets(rand.New(rand.NewPCG(7, 1)), []float64{0, 1, -0.5, 0.3, -1}, fiveItems, 300)
	minus := func(x []float64) float64 {
		u, sum := append([]float64{0}, x...), 0.0
		for _, r := range p.Rows {
			var best, worst float64
			for _, i := range r.Shown {
				best += math.Exp(u[i])
				if i != r.Best {
					worst += math.Exp(-u[i])
				}
			}
			sum -= u[r.Best] - math.Log(best) - u[r.Worst] - math.Log(worst)
		}
		return sum
	}
	found, err := optimize.Minimize(optimize.Problem{Func: minus}, make([]float64, 4), &optimize.Settings{FuncEvaluations: 20000,
		Converger: &optimize.FunctionConverge{Absolute: 1e-13, Iterations: 400}}, &optimize.NelderMead{})
	if err != nil {
		t.Fatal(err)
	}
	c := ComputeChoices(p)
	for i := range c.Items {
		want := share(append([]float64{0}, found.X...), i)
		if got := c.Items[i].Share.Value; math.Abs(got-want) > 1e-4*want {
			t.Errorf("item %d: share %.6f, another fit says %.6f", i, got, want)
		}
	}
}

func TestChoicesByHand(t *testing.T) {
	// Three items, one set: of 12 people 6 take 0, 4 take 1, 2 take 2 as the best.
	rows := []ChoiceRow{
		{Shown: []int{0, 1, 2}, Best: 0, Worst: 2, N: 4, W: 4}, {Shown: []int{0, 1, 2}, Best: 0, Worst: 1, N: 2, W: 2, Group: 1},
		{Shown: []int{0, 1, 2}, Best: 1, Worst: 2, N: 3, W: 3, Group: 2}, {Shown: []int{0, 1, 2}, Best: 1, Worst: 0, N: 1, W: 1, Group: 3},
		{Shown: []int{0, 1, 2}, Best: 2, Worst: 0, N: 2, W: 2, Group: 4},
	}
	c := ComputeChoices(ChoiceParts{Items: 3, Rows: rows, Answers: 12, Clusters: 12})
	if c.Sets != 12 || c.Items[0].Best != 6 || c.Items[0].Worst != 3 || c.Items[2].Shown != 12 {
		t.Errorf("counted %+v", c)
	}
	for i, want := range []float64{0.25, 2.0 / 12, -5.0 / 12} {
		if got := c.Items[i].Score; math.Abs(got.Value-want) > 1e-12 || got.Trouble != TroubleTooFew {
			t.Errorf("item %d: score %v (%s), want %v", i, got.Value, got.Trouble, want)
		}
	}
}

func TestChoicesThatCannotBeFitted(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	apart := chosenSets(random, []float64{0, 0, 0, 0, 0, 0}, [][]int{{0, 1, 2}, {3, 4, 5}}, 100)
	always := chosenSets(random, []float64{40, 0, 0, 0, 0}, fiveItems, 100)
	for _, c := range []struct {
		name string
		p    ChoiceParts
		want Trouble
	}{{"items that never meet", apart, TroubleCollinear}, {"always the best", always, TroubleSeparation}, {"nobody", ChoiceParts{Items: 3}, TroubleNoAnswers}} {
		got := ComputeChoices(c.p)
		if got.Trouble != c.want || got.Items[0].Share.Trouble != c.want {
			t.Errorf("%s: trouble %q, want %q", c.name, got.Trouble, c.want)
		}
		if c.want != TroubleNoAnswers && !got.Items[0].Score.HasInterval() {
			t.Errorf("%s: no score", c.name)
		}
	}
}

func TestChoicesProperties(t *testing.T) {
	p := chosenSets(rand.New(rand.NewPCG(5, 5)), []float64{0, 0.5, -0.5, 1, 0.2}, fiveItems, 200)
	c := ComputeChoices(p)
	sum, net := 0.0, 0.0
	for _, item := range c.Items {
		sum += item.Share.Value
		net += item.Score.Value * float64(item.Shown)
		if !item.Share.HasInterval() || item.Share.Low < 0 || item.Share.High > 1 || item.Share.Low > item.Share.Value || item.Share.High < item.Share.Value {
			t.Errorf("interval %v to %v around %v", item.Share.Low, item.Share.High, item.Share.Value)
		}
	}
	if math.Abs(sum-1) > 1e-12 || math.Abs(net) > 1e-9 {
		t.Errorf("shares make %v, best less worst %v", sum, net)
	}
	// Neither the order of rows nor weights that are all 2 change a figure.
	q := p
	q.Rows = slices.Clone(p.Rows)
	slices.Reverse(q.Rows)
	for i := range q.Rows {
		q.Rows[i].W = 2
	}
	again := ComputeChoices(q)
	for i := range c.Items {
		if math.Abs(c.Items[i].Share.Low-again.Items[i].Share.Low) > 1e-9 || math.Abs(c.Items[i].Score.High-again.Items[i].Score.High) > 1e-9 {
			t.Errorf("item %d: %v and %v", i, c.Items[i].Share, again.Items[i].Share)
		}
	}
	for i, d := range CompareChoices(p, q) {
		if math.Abs(d.Value) > 1e-12 || math.Abs(d.High) > 1e-9 {
			t.Errorf("item %d differs from itself: %+v", i, d)
		}
	}
}

// Intervals of shares and scores hold their share of samples (METHODS: 93.5 to
// 97 % of 2,000), of differences of like groups alarms stay at most 72 in 1,000.
func TestChoicesCover(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 2026))
	utilities := []float64{0, 0.8, -0.6, 0.3, -0.2}
	const samples = 2000
	// What the model comes to in people who differ is not what they have in the
	// middle: a very large sample says it.
	truth := ComputeChoices(merged(chosenSets(random, utilities, fiveItems, 400_000)))
	held, scored, alarms, few := 0, 0, 0, 0
	for range samples {
		c := ComputeChoices(chosenSets(random, utilities, fiveItems, 130))
		held += covers(c.Items[1].Share, truth.Items[1].Share.Value)
		few += covers(ComputeChoices(chosenSets(random, utilities, fiveItems, 40)).Items[1].Share, truth.Items[1].Share.Value)
		scored += covers(c.Items[2].Score, truth.Items[2].Score.Value)
	}
	for range 1000 {
		if CompareChoices(chosenSets(random, utilities, fiveItems, 130), chosenSets(random, utilities, fiveItems, 100))[1].P < 0.05 {
			alarms++
		}
	}
	t.Logf("of %d samples %d shares, %d of 40 people, and %d scores held; %d alarms in 1,000", samples, held, few, scored, alarms)
	for _, n := range []int{held, few, scored} {
		if share := float64(n) / samples; share < 0.935 || share > 0.97 {
			t.Errorf("%.3f of the intervals hold", share)
		}
	}
	if alarms > 72 {
		t.Errorf("%d alarms in 1,000", alarms)
	}
}

func covers(e Estimate, truth float64) int {
	if e.Low <= truth && truth <= e.High {
		return 1
	}
	return 0
}

// merged puts equal choices of a bucket into one row.
func merged(p ChoiceParts) ChoiceParts {
	type key struct{ set, best, worst, group int }
	at := map[key]int{}
	var rows []ChoiceRow
	for _, r := range p.Rows {
		k := key{r.Shown[0]*100 + r.Shown[1]*10 + r.Shown[2], r.Best, r.Worst, r.Group}
		if i, is := at[k]; is {
			rows[i].N += r.N
			rows[i].W += r.W
			continue
		}
		at[k] = len(rows)
		rows = append(rows, r)
	}
	p.Rows = rows
	return p
}
