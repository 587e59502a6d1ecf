package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// twoMargins are a margin of two and one of three levels.
func twoMargins(a [2]float64, b [3]float64) []Margin {
	return []Margin{
		{Name: "region", Levels: []string{"north", "south"}, Targets: a[:]},
		{Name: "plan", Levels: []string{"basic", "plus", "pro"}, Targets: b[:]},
	}
}

// cellsOf are the six cells with so many answers each, dealt over the buckets.
func cellsOf(counts [6]int) []RakeCell {
	cells := make([]RakeCell, 6)
	for i, n := range counts {
		cells[i] = RakeCell{Levels: []int{i / 3, i % 3}, Buckets: new(Buckets)}
		for j := range n {
			cells[i].Buckets[(i+j*37)%BucketCount].Add(float64(boolInt(j%(i+2) == 0)), 1)
		}
	}
	return cells
}

// The shares of each level under the weights are its target, whatever the
// order of cells, margins' scale, and the unit of the answers' own weights.
func TestRakingReachesItsMargins(t *testing.T) {
	r := seeded(900)
	for range rounds {
		var counts [6]int
		for i := range counts {
			counts[i] = 80 + r.IntN(150)
		}
		target := .3 + .4*r.Float64()
		margins := twoMargins([2]float64{target, 1 - target}, [3]float64{3, 4, 5})
		cells := cellsOf(counts)
		a := Rake(cells, margins)
		var level [2]float64
		all := 0.0
		for i, c := range cells {
			w := a.Factors[i] * c.Buckets.Total().W
			level[i/3] += w
			all += w
		}
		if math.Abs(level[0]/all-target) > 1e-9 || a.MarginError > 1e-9 || a.Rounds > 0 || a.EffectiveN > float64(a.N) || a.Least > 1 || a.Most < 1 {
			t.Fatalf("%v of %v: %+v", level[0]/all, target, a)
		}
		for i := range cells {
			for j, b := range cells[i].Buckets {
				cells[i].Buckets[j] = Moments{N: b.N, W: 3 * b.W, W2: 9 * b.W2, WX: 3 * b.WX, WX2: 3 * b.WX2}
			}
		}
		slices.Reverse(cells)
		b := Rake(cells, margins)
		x, y := a.Compute(KindShare, everyone(cellsOf(counts), a.N)), b.Compute(KindShare, everyone(cells, b.N))
		if math.Abs(x.Value-y.Value) > 1e-9 || math.Abs(x.Low-y.Low) > 1e-9 || math.Abs(a.EffectiveN-b.EffectiveN) > 1e-6 {
			t.Fatalf("%+v, turned round %+v", x, y)
		}
	}
}

// Answers that already have the make-up of the customers keep their weights,
// and a second raking changes nothing.
func TestFairAnswersStayAsTheyAre(t *testing.T) {
	counts := [6]int{30, 40, 50, 60, 80, 100}
	cells := cellsOf(counts)
	r := Rake(cells, twoMargins([2]float64{120, 240}, [3]float64{90, 120, 150}))
	if math.Abs(r.Least-1) > 1e-9 || math.Abs(r.Most-1) > 1e-9 || math.Abs(r.EffectiveN-360) > 1e-6 {
		t.Errorf("%+v", r)
	}
}

func TestRakingTrims(t *testing.T) {
	cells := cellsOf([6]int{400, 400, 400, 10, 10, 10}) // the south is a fortieth, and should be a half
	r := Rake(cells, twoMargins([2]float64{1, 1}, [3]float64{1, 1, 1}))
	if r.Rounds != TrimRounds || r.Most > TrimAt*r.Median*(1+1e-9) || r.Trimmed != 30 {
		t.Errorf("%+v", r)
	}
	// 30 answers of 5 against 1,200 of 1 are a ninth, not a half.
	if want := .5 - 150.0/1350; math.Abs(r.MarginError-want) > 1e-6 {
		t.Errorf("margin error %v, want %v", r.MarginError, want)
	}
}

// One heavy cell is trimmed, and raking again makes up for it elsewhere: less
// is missing at the margins than after trimming alone.
func TestRakingAgainMakesUpForTrimming(t *testing.T) {
	cells := cellsOf([6]int{200, 200, 40, 200, 200, 200})
	margins := twoMargins([2]float64{.6, .4}, [3]float64{.225, .225, .55})
	r := Rake(cells, margins)
	if r.Rounds != TrimRounds || r.Most > TrimAt*r.Median*(1+1e-9) || r.Trimmed != 40 {
		t.Errorf("%+v", r)
	}
	plan, totals, factors := planRaking(cells, margins, new(Raking)), make([]Moments, 6), []float64{1, 1, 1, 1, 1, 1}
	for i, c := range cells {
		totals[i] = c.Buckets.Total()
	}
	plan.sweep(totals, factors)
	factors[2] = TrimAt * medianWeight(totals, factors)
	if once := plan.marginError(totals, factors); r.MarginError > once/3 || r.MarginError == 0 {
		t.Errorf("margin error %v, after trimming alone %v", r.MarginError, once)
	}
}

func TestSmallLevelsAreMergedOrRefused(t *testing.T) {
	cells := cellsOf([6]int{100, 5, 100, 100, 9, 30}) // plus has 14
	r := Rake(cells, twoMargins([2]float64{1, 1}, [3]float64{.5, .2, .3}))
	if len(r.Merged) != 1 || r.Merged[0].Margin != "plan" || !slices.Equal(r.Merged[0].Levels, []string{"plus", "pro"}) || len(r.Refused) != 0 || r.MarginError > 1e-9 {
		t.Errorf("%+v", r)
	}
	if math.Abs(r.Factors[1]-r.Factors[2]) > 1e-12 {
		t.Errorf("merged levels have different weights: %v", r.Factors)
	}
	cells = cellsOf([6]int{100, 100, 100, 5, 5, 5})
	r = Rake(cells, twoMargins([2]float64{1, 1}, [3]float64{1, 1, 1}))
	if !slices.Equal(r.Refused, []string{"region"}) || r.MarginError > 1e-9 {
		t.Errorf("%+v", r)
	}
}

func TestRakingLeavesOutWhatIsNotKnown(t *testing.T) {
	cells := cellsOf([6]int{60, 60, 60, 60, 60, 60})
	stray := RakeCell{Levels: []int{0, -1}, Buckets: new(Buckets)}
	for i := range 40 {
		stray.Buckets[i].Add(1, 1)
	}
	cells = append(cells, stray)
	r := Rake(cells, twoMargins([2]float64{1, 2}, [3]float64{1, 1, 1}))
	e := r.Compute(KindShare, everyone(cells, -1))
	if r.N != 360 || r.LeftOut != 40 || !math.IsNaN(r.Factors[6]) || e.N != 360 || !e.HasInterval() {
		t.Errorf("%+v, %+v", r, e)
	}
	if none := Rake(nil, nil); none.Trouble != TroubleNoAnswers {
		t.Errorf("%+v", none)
	}
	small := cellsOf([6]int{5, 5, 5, 5, 5, 5})
	tiny := Rake(small, twoMargins([2]float64{1, 1}, [3]float64{1, 1, 1}))
	if e := tiny.Compute(KindShare, everyone(small, 30)); e.Trouble != TroubleTooFew || math.IsNaN(e.Value) {
		t.Errorf("thirty: %+v", e)
	}
}

// Too much to rake again: the weights are taken as fixed, and the interval is
// that of fixed weights.
func TestLargeRakingsTakeWeightsAsFixed(t *testing.T) {
	cells := cellsOf([6]int{60, 60, 60, 60, 60, 60})
	for len(cells)*BucketCount <= RakeAgainEffort {
		cells = append(cells, RakeCell{Levels: []int{0, 0}, Buckets: new(Buckets)})
	}
	margins := twoMargins([2]float64{1, 3}, [3]float64{1, 1, 1})
	fixed := Rake(cells, margins)
	if !fixed.Fixed {
		t.Fatal("raked again")
	}
	again := Rake(cells[:6], margins)
	group := everyone(cells[:6], 360)
	a, b := fixed.Compute(KindMean, group), again.Compute(KindMean, group)
	if again.Fixed || !close9(a.Value, b.Value) || !a.HasInterval() || close9(a.High, b.High) {
		t.Errorf("fixed %+v, again %+v", a, b)
	}
	var weighted Buckets
	for i, c := range cells[:6] {
		f := fixed.Factors[i]
		for j, m := range c.Buckets {
			weighted[j].Absorb(Moments{N: m.N, W: f * m.W, W2: f * f * m.W2, WX: f * m.WX, WX2: f * m.WX2})
		}
	}
	plain := Compute(KindMean, Group{Total: weighted.Total(), Buckets: &weighted, Weighted: true}, 0)
	if !sameEstimate(a, plain) {
		t.Errorf("fixed %+v, plain weights %+v", a, plain)
	}
}

// A level that stands for nobody has no weight, however many of it answered:
// the others keep theirs, and are not cut to a median of nothing.
func TestLevelsThatStandForNobodyWeighNothing(t *testing.T) {
	cells := cellsOf([6]int{200, 200, 200, 30, 40, 50})
	r := Rake(cells, []Margin{{Name: "region", Levels: []string{"north", "south"}, Targets: []float64{0, 1}},
		{Name: "plan", Levels: []string{"basic", "plus", "pro"}, Targets: []float64{.4, .3, .3}}})
	if r.Trouble != TroubleNone || r.MarginError > 1e-9 || r.Least != 0 || r.Rounds > 0 || r.EffectiveN < 100 || r.EffectiveN > 120 {
		t.Errorf("%+v", r.Trouble)
		t.Errorf("error %v, least %v, rounds %v, effective n %v", r.MarginError, r.Least, r.Rounds, r.EffectiveN)
	}
	none := []RakeCell{{Levels: []int{0, 1}, Buckets: cells[0].Buckets}, {Levels: []int{1, 0}, Buckets: cells[1].Buckets}}
	side := []string{"left", "right"}
	if r := Rake(none, []Margin{{Name: "a", Levels: side, Targets: []float64{0, 1}}, {Name: "b", Levels: side, Targets: []float64{0, 1}}}); r.Trouble != TroubleTooFew || math.IsNaN(r.MarginError) {
		t.Errorf("nobody has any weight: %v, error %v", r.Trouble, r.MarginError)
	}
}

func TestImpossibleRakingsPanic(t *testing.T) {
	cells := cellsOf([6]int{60, 60, 60, 60, 60, 60})
	for name, margins := range map[string][]Margin{
		"one margin":      twoMargins([2]float64{1, 1}, [3]float64{1, 1, 1})[:1],
		"negative target": twoMargins([2]float64{-1, 1}, [3]float64{1, 1, 1}),
		"no target":       twoMargins([2]float64{1, 1}, [3]float64{}),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			Rake(cells, margins)
		}()
	}
}

// rakedWorld is customers in six cells whose answers differ by cell, of whom
// the south and the dearer plans answer more often.
type rakedWorld struct {
	base     [6]float64 // shares of the customers
	answers  [6]float64 // shares of those who answer
	levels   [6]population
	north    [2]float64
	plans    [3]float64
	expected float64
}

func rakedWorldOf(p, other population) rakedWorld {
	w := rakedWorld{north: [2]float64{.5, .5}, plans: [3]float64{.4, .35, .25}}
	answers, sum := [2]float64{.8, 1.2}, 0.0
	plans := [3]float64{.8, 1, 1.3}
	for i := range 6 {
		w.base[i] = w.north[i/3] * w.plans[i%3]
		w.answers[i] = w.base[i] * answers[i/3] * plans[i%3]
		sum += w.answers[i]
		part := []float64{.1, .4, .6, .4, .7, .9}[i]
		shares := make([]float64, len(p.shares))
		for j := range shares {
			shares[j] = part*p.shares[j] + (1-part)*other.shares[j]
		}
		w.levels[i] = population{kind: p.kind, values: p.values, shares: shares}
		w.expected += w.base[i] * w.levels[i].truth()
	}
	for i := range w.answers {
		w.answers[i] /= sum
	}
	return w
}

func (w rakedWorld) draw(r *rand.Rand, n int) []RakeCell {
	cells := make([]RakeCell, 6)
	for i := range cells {
		cells[i] = RakeCell{Levels: []int{i / 3, i % 3}, Buckets: new(Buckets)}
	}
	for range n {
		i := 0
		for u := r.Float64() - w.answers[0]; u >= 0 && i < 5; u -= w.answers[i] {
			i++
		}
		cells[i].Buckets[r.IntN(BucketCount)].Add(draw(r, w.levels[i], w.levels[i].shares), 1)
	}
	return cells
}

func (w rakedWorld) figure(r *rand.Rand, k Kind, n int) Estimate {
	cells := w.draw(r, n)
	raking := Rake(cells, twoMargins(w.north, w.plans))
	return raking.Compute(k, everyone(cells, int64(n)))
}

// With 50 answers a level often has under 20 and is merged, which is another
// figure: 50 is a boundary case and reported.
func TestProveFairFiguresCover(t *testing.T) {
	var cases []coverCase
	for j, pair := range differing() {
		w := rakedWorldOf(pair[0], pair[1])
		for k, n := range []int{200, 2000} {
			cases = append(cases, coverCase{fmt.Sprintf("%s/%d", pair[0].name, n), uint64(910_000 + 10*j + k), func(r *rand.Rand) interval {
				e := w.figure(r, pair[0].kind, n)
				return interval{e.Low, e.High, w.expected}
			}})
		}
	}
	checkCoverage(t, cases)
}

// Of the same answers the plain figure misses the customers' most of the time:
// who answers is not who buys. It is what fair weights are for.
func TestProvePlainFiguresMissWhereAnswersAreSkewed(t *testing.T) {
	for j, pair := range differing() {
		w := rakedWorldOf(pair[0], pair[1])
		covered, _ := ofShown(coverCase{seed: uint64(940_000 + j), draw: func(r *rand.Rand) interval {
			var b Buckets
			for _, c := range w.draw(r, 2000) {
				for i := range b {
					b[i].Absorb(c.Buckets[i])
				}
			}
			e := Compute(pair[0].kind, Group{Total: b.Total(), Buckets: &b, Repeated: true, ClusterCount: 2000}, 0)
			return interval{e.Low, e.High, w.expected}
		}})
		if covered > .9 {
			t.Errorf("%s: plain intervals cover the customers' figure in %.1f %% of samples; the world is not skewed", pair[0].name, 100*covered)
		}
	}
}

func TestProveBoundaryOfRakingIsReported(t *testing.T) {
	if !testing.Verbose() && !proving() {
		return // a report that nobody reads
	}
	for j, pair := range differing() {
		w := rakedWorldOf(pair[0], pair[1])
		covered, shown := ofShown(coverCase{seed: uint64(920_000 + j), draw: func(r *rand.Rand) interval {
			e := w.figure(r, pair[0].kind, 50)
			return interval{e.Low, e.High, w.expected}
		}})
		t.Logf("%s, n = 50: of %.1f %% with an interval covers %.1f %%", pair[0].name, 100*shown, 100*covered)
	}
}

// North and south answer alike; plans do not, and answer more or less often.
func TestProveFairDifferencesRarelyAlarm(t *testing.T) {
	var cases []alarmCase
	for j, pair := range differing() {
		w := rakedWorldOf(pair[0], pair[1])
		for i := range 3 {
			w.levels[i+3] = w.levels[i]
		}
		cases = append(cases, alarmCase{name: pair[0].name, seed: uint64(930_000 + j), draw: func(r *rand.Rand) bool {
			cells := w.draw(r, 500)
			raking := Rake(cells, twoMargins(w.north, w.plans))
			all := everyone(cells, -1)
			north, south := FairGroup{Parts: all.Parts[:3], Clusters: 200}, FairGroup{Parts: all.Parts[3:], Clusters: 200}
			return raking.Compare(pair[0].kind, north, south).P <= .05
		}})
	}
	checkAlarms(t, cases)
}
