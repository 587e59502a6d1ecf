package stat

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestFewUnitsAreNotShrunk(t *testing.T) {
	units := []Unit{{"a", 9, 3, .1}, {"b", 9, 5, .1}, {"c", 9, 4, 4}, {"d", 9, 9, .01}}
	r := Rank(units)
	if r.Trouble != TroubleTooFew || !math.IsNaN(r.Tau2) || r.Units[0].Key != "d" || r.Units[0].Shrunken != 9 || r.Units[0].To != 1 {
		t.Errorf("%+v", r)
	}
	if r := Rank(nil); r.Trouble != TroubleTooFew || len(r.Units) != 0 {
		t.Errorf("no units: %+v", r)
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for a variance of 0")
		}
	}()
	Rank([]Unit{{V: 0}})
}

func TestUnitsSayTheirTrouble(t *testing.T) {
	fill := func(n int, x float64) Group {
		var m Moments
		for range n {
			m.Add(x, 1)
		}
		return Group{Total: m}
	}
	few := related(seeded(400), populations()[0], 90, 9, .2)
	cases := []struct {
		name string
		kind Kind
		g    Group
		want Trouble
	}{
		{"nobody", KindNPS, Group{}, TroubleNoAnswers},
		{"four", KindNPS, fill(4, 100), TroubleTooFew},
		{"nine accounts", KindNPS, few, TroubleTooFew},
		{"equal scores", KindMean, fill(9, 4), TroubleNoVariance},
		{"all promoters", KindNPS, fill(9, 100), TroubleNone},
		{"all good", KindShare, fill(9, 1), TroubleNone},
		{"accounts", KindNPS, related(seeded(401), populations()[0], 500, 100, .2), TroubleNone},
	}
	for _, c := range cases {
		units, left := UnitsOf(c.kind, []NamedGroup{{"u", c.g}})
		if c.want == TroubleNone && (len(units) != 1 || !(units[0].V > 0) || len(left) > 0) ||
			c.want != TroubleNone && (len(units) > 0 || left[0] != Unranked{"u", c.want}) {
			t.Errorf("%s: %+v, %+v", c.name, units, left)
		}
	}
}

func randomUnits(r *rand.Rand) []Unit {
	units := make([]Unit, MinUnits+r.IntN(30))
	for i := range units {
		v := .1 + 3*r.Float64()
		units[i] = Unit{Key: fmt.Sprint(i), Value: 50 + 2*r.NormFloat64() + math.Sqrt(v)*r.NormFloat64(), V: v}
	}
	return units
}

// Shrinking draws each unit to the mean and never past it; order does not
// matter; other units of measurement change the figures and nothing else.
func TestRankingHasItsProperties(t *testing.T) {
	r := seeded(402)
	for range rounds {
		units := randomUnits(r)
		a := Rank(units)
		scaled := make([]Unit, len(units))
		for i, u := range units {
			scaled[i] = Unit{Key: u.Key, Value: 7 + 10*u.Value, V: 100 * u.V}
		}
		r.Shuffle(len(scaled), func(i, j int) { scaled[i], scaled[j] = scaled[j], scaled[i] })
		b := Rank(scaled)
		if math.Abs(a.Real-b.Real) > 1e-8 || math.Abs(100*a.Tau2-b.Tau2) > 1e-6*(1+b.Tau2) || a.Distinct != b.Distinct {
			t.Fatalf("%+v, scaled %+v", a, b)
		}
		if a.RealLow > a.Real || a.Real > a.RealHigh || a.RealLow < 0 || a.RealHigh > 1 {
			t.Fatalf("I^2 %v in %v..%v", a.Real, a.RealLow, a.RealHigh)
		}
		for i, u := range a.Units {
			if (u.Shrunken-a.Mean)*(u.Shrunken-u.Value) > 1e-9 {
				t.Fatalf("%v is not between %v and the mean %v", u.Shrunken, u.Value, a.Mean)
			}
			if i > 0 && u.Shrunken > a.Units[i-1].Shrunken {
				t.Fatal("not in order")
			}
			checkRanks(t, a.Units, i)
		}
	}
}

// checkRanks counts the ranks of a unit the plain way.
func checkRanks(t *testing.T, units []RankedUnit, i int) {
	t.Helper()
	above, below := 0, 0
	for _, o := range units {
		if o.Low > units[i].High {
			above++
		}
		if o.High < units[i].Low {
			below++
		}
	}
	if units[i].From != 1+above || units[i].To != len(units)-below {
		t.Fatalf("ranks %d to %d, want %d to %d", units[i].From, units[i].To, 1+above, len(units)-below)
	}
}

// Equal units with equal variances and no spread have no tau^2 and all tie.
func TestUnitsWithoutSpreadTie(t *testing.T) {
	var units []Unit
	for i := range 12 {
		units = append(units, Unit{Key: fmt.Sprint(i), Value: 4 + .001*float64(i), V: 1})
	}
	r := Rank(units)
	if r.Tau2 != 0 || r.Real != 0 || r.Distinct != 0 || r.P < .99 {
		t.Errorf("%+v", r)
	}
	for _, u := range r.Units {
		if u.From != 1 || u.To != 12 || math.Abs(u.Shrunken-r.Mean) > 1e-12 {
			t.Errorf("%+v", u)
		}
	}
}

// unitsWorld draws k units with true values around 30, and what they show.
func unitsWorld(r *rand.Rand, k int, tau float64) (units []Unit, truth map[string]float64) {
	units, truth = make([]Unit, k), make(map[string]float64, k)
	for i := range units {
		v, value := 10+90*r.Float64(), 30+tau*r.NormFloat64()
		units[i] = Unit{Key: clusterIDs[i], Value: value + math.Sqrt(v)*r.NormFloat64(), V: v}
		truth[clusterIDs[i]] = value
	}
	return units, truth
}

// oneOf is the interval of one unit drawn by chance: over many worlds that is
// the coverage averaged over units.
func oneOf(r *rand.Rand, ranking Ranking, truth map[string]float64) interval {
	u := ranking.Units[r.IntN(len(ranking.Units))]
	return interval{u.Low, u.High, truth[u.Key]}
}

func TestProveShrunkenValuesCover(t *testing.T) {
	var cases []coverCase
	for j, tau := range []float64{3, 6, 12} {
		for i, k := range []int{10, 33, 100} {
			if k <= 33 && tau == 3 {
				continue // covers 97 to 99 %: see the boundary report
			}
			cases = append(cases, coverCase{fmt.Sprintf("%d units/tau %v", k, tau), uint64(410_000 + 10*j + i), func(r *rand.Rand) interval {
				units, truth := unitsWorld(r, k, tau)
				return oneOf(r, Rank(units), truth)
			}})
		}
	}
	checkCoverage(t, cases)
}

// plainly draws n unrelated answers without buckets and clusters.
func plainly(r *rand.Rand, p population, n int) Group {
	var g Group
	for range n {
		g.Total.Add(draw(r, p, p.shares), 1)
	}
	return g
}

// The same from answers: units of 15 to 150 answers, each with its own ways.
func TestProveShrunkenValuesOfAnswersCover(t *testing.T) {
	var cases []coverCase
	for j, p := range populations() {
		cases = append(cases, coverCase{p.name, uint64(420_000 + j), func(r *rand.Rand) interval {
			truth, groups := map[string]float64{}, []NamedGroup{}
			for i := range 20 {
				shares := account(r, p, .02)
				own := population{kind: p.kind, values: p.values, shares: shares}
				truth[clusterIDs[i]] = own.truth()
				groups = append(groups, NamedGroup{clusterIDs[i], plainly(r, own, 15+r.IntN(136))})
			}
			units, _ := UnitsOf(p.kind, groups)
			return oneOf(r, Rank(units), truth)
		}})
	}
	checkCoverage(t, cases)
}

// Few units that hardly spread get intervals that are wider than need be.
func TestProveBoundaryOfFewAlikeUnitsIsReported(t *testing.T) {
	if !testing.Verbose() && !proving() {
		return // a report that nobody reads
	}
	for i, k := range []int{5, 10, 33} {
		for j, tau := range []float64{0, 3} {
			covered, _ := ofShown(coverCase{seed: uint64(450_000 + 10*i + j), draw: func(r *rand.Rand) interval {
				units, truth := unitsWorld(r, k, tau)
				return oneOf(r, Rank(units), truth)
			}})
			t.Logf("%d units, tau %v, variances 10 to 100: covers %.1f %%", k, tau, 100*covered)
		}
	}
}

// The interval of I^2 holds the value that tau^2 and the variances make.
func TestProveShareOfSpreadCovers(t *testing.T) {
	var cases []coverCase
	for j, tau := range []float64{3, 6, 12} {
		for i, k := range []int{10, 33, 100} {
			cases = append(cases, coverCase{fmt.Sprintf("%d units/tau %v", k, tau), uint64(430_000 + 10*j + i), func(r *rand.Rand) interval {
				units, _ := unitsWorld(r, k, tau)
				var ranking Ranking
				ranking.model(units)
				var w1, w2 float64
				for _, u := range units {
					w1, w2 = w1+1/u.V, w2+1/(u.V*u.V)
				}
				typical := float64(k-1) / (w1 - w2/w1)
				return interval{ranking.RealLow, ranking.RealHigh, tau * tau / (tau*tau + typical)}
			}})
		}
	}
	checkCoverage(t, cases)
}

// Units that are all alike: neither the test of heterogeneity nor a pair of
// units without overlap may alarm more often than 5 % tests do.
func TestProveAlikeUnitsRarelyAlarm(t *testing.T) {
	var cases []alarmCase
	for i, k := range []int{6, 33} {
		cases = append(cases,
			alarmCase{name: fmt.Sprintf("spread of %d units", k), seed: uint64(440_000 + i), draw: func(r *rand.Rand) bool {
				units, _ := unitsWorld(r, k, 0)
				return Rank(units).P <= .05
			}},
			alarmCase{name: fmt.Sprintf("pairs of %d units", k), seed: uint64(441_000 + i), draw: func(r *rand.Rand) bool {
				units, _ := unitsWorld(r, k, 0)
				return Rank(units).Distinct > 0
			}})
	}
	checkAlarms(t, cases)
}
