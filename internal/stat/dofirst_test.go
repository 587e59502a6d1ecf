package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

// gained is a candidate with a known standard error.
func gained(value, se float64, shape Shape) Candidate {
	c := missing(TroubleNone)
	c.Value = value
	return Candidate{Gain: c.byVariance(Variance{V: se * se, DF: math.Inf(1)}, MethodJackknife, criticalZ()), Shape: shape}
}

func TestDoFirstChoosesRanksAndCounts(t *testing.T) {
	untested := Candidate{Gain: missing(TroubleTooFew)}
	candidates := []Candidate{
		gained(2, .5, ShapeLinear),          // p .00006
		gained(9, 1, ShapeNotMonotone),      // never
		gained(-5, 1, ShapeUnclear),         // the wrong way
		gained(4, 1, ShapeMustBe),           // p .00006, more gain
		gained(1, .6, ShapeUnclear),         // p .096
		untested,                            // counted apart
		gained(3, .5, ShapeUnclear),         // not monotone among everybody
		gained(2.1, 1, ShapeAttractive),     // p .036, q over .05
		gained(3, math.Inf(1), ShapeMustBe), // knows nothing
	}
	candidates[6].Overall = ShapeNotMonotone
	a := DoFirst(candidates)
	if a.Considered != 8 || a.Untested != 1 || len(a.Actions) != 2 {
		t.Fatalf("%+v", a)
	}
	if a.Actions[0].Candidate != 3 || a.Actions[1].Candidate != 0 {
		t.Errorf("order %+v", a.Actions)
	}
	near(t, "level", a.Level, 1-2*.05/8)
	near(t, "q", a.Actions[0].Q, candidates[3].Gain.P*8/2)
	near(t, "low", a.Actions[1].Low, 2-NormalQuantile(1-.05/8)*.5)
	near(t, "high", a.Actions[1].High, 2+NormalQuantile(1-.05/8)*.5)
	if a.Q[1] != 1 || a.Q[2] != 1 || a.Q[6] != 1 || !math.IsNaN(a.Q[5]) || a.Q[7] <= .05 {
		t.Errorf("q %v", a.Q)
	}
	if none := DoFirst(nil); none.Considered != 0 || none.Actions != nil || none.Level != Level {
		t.Errorf("of nothing: %+v", none)
	}
}

// Of the intervals that are shown at most .05 miss on average, though they were
// chosen for being large; plain 95 % intervals of the same candidates miss more.
// And each action's interval lies above 0.
func TestChosenIntervalsHoldTheirTruth(t *testing.T) {
	r := seeded(500)
	const m = 40
	missed, plain, worlds := 0.0, 0.0, 0.0
	for range 3000 {
		var truth [m]float64
		candidates := make([]Candidate, m)
		for i := range truth {
			if i%4 == 0 {
				truth[i] = 1.5 * r.Float64()
			}
			candidates[i] = gained(truth[i]+.5*r.NormFloat64(), .5, ShapeUnclear)
		}
		a := DoFirst(candidates)
		worlds++
		for _, action := range a.Actions {
			if action.Low <= 0 || action.Q > ActionLevel {
				t.Fatalf("action %+v", action)
			}
			v, c := truth[action.Candidate], candidates[action.Candidate].Gain
			missed += flag(v < action.Low || v > action.High) / float64(len(a.Actions))
			plain += flag(v < c.Low || v > c.High) / float64(len(a.Actions))
		}
	}
	t.Logf("adjusted intervals miss %.3f, plain ones %.3f", missed/worlds, plain/worlds)
	if missed/worlds > .05 || plain/worlds < .06 {
		t.Errorf("adjusted intervals miss %.3f of the chosen, plain ones %.3f", missed/worlds, plain/worlds)
	}
}

// nullDrivers are worlds where ratings have much to do with each other and
// nothing with the score: by everybody and by two halves, a candidate for each
// driver.
func nullDrivers(r *rand.Rand, drivers, n, accounts int) []Candidate {
	w := driverWorld{"null", KindNPS, make([]float64, drivers), 0, 0, .05}
	var all []ratedRow
	account := func(i int) int { return i }
	if accounts == 0 {
		all = w.sample(r, n)
	} else {
		// Answers of an account resemble each other in their ratings, and of
		// themselves in their score.
		all = w.sampleAccounts(r, n, accounts)
		mood := make([]float64, accounts)
		for a := range mood {
			mood[a] = .2 + .6*r.Float64()
		}
		account = func(i int) int { return all[i].account }
		for i := range all {
			a := &all[i].answer
			if a.Score, a.Contribution = 4, -100; r.Float64() < mood[account(i)] {
				a.Score, a.Contribution = 10, 100
			}
		}
	}
	halves := [3][]ratedRow{0: all}
	for i, row := range all {
		halves[1+account(i)%2] = append(halves[1+account(i)%2], row)
	}
	var candidates []Candidate
	var overall Drivers
	for s, rows := range halves {
		d := ComputeDrivers(w.kind, partsByAccount(w.plan(), rows, accounts > 0))
		if s == 0 {
			overall = d
		}
		candidates = append(candidates, Candidates("", make([]string, drivers), d, overall)...)
	}
	return candidates
}

// partsByAccount are the parts of a sample: by bucket, and by account (or by
// answer) where there are too few for that.
func partsByAccount(plan DriverPlan, rows []ratedRow, accounts bool) DriverParts {
	p := partsOf(plan, rows)
	p.Repeated = accounts
	if !p.NeedsClusters() {
		return p
	}
	if !accounts {
		return partsFor(plan, rows)
	}
	place := map[int]int{}
	p = DriverParts{ByCluster: true, Repeated: true}
	for _, row := range rows {
		at, ok := place[row.account]
		if !ok {
			at = len(p.Groups)
			place[row.account] = at
			p.Groups = append(p.Groups, plan.New())
		}
		plan.Add(&p.Groups[at], row.answer)
	}
	return p
}

// In a null world nothing should be done first.
func TestProveDoFirstRarelyAlarmsInNullWorlds(t *testing.T) {
	cases := []struct {
		name                 string
		drivers, n, accounts int
		long                 bool
	}{
		{"300 people, 4 drivers", 4, 300, 0, true},
		{"80 accounts, 4 drivers", 4, 400, 80, false},
		{"150 people, 8 drivers", 8, 150, 0, true},
		{"1,000 people, 8 drivers", 8, 1000, 0, true},
		{"30 accounts, 3 drivers", 3, 300, 30, true},
	}
	for i, c := range cases {
		if c.long && !proving() {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			worlds, most := nullWorlds()
			r, alarms, tested := seeded(uint64(510+i)), 0, 0
			for range worlds {
				a := DoFirst(nullDrivers(r, c.drivers, c.n, c.accounts))
				tested += a.Considered
				if len(a.Actions) > 0 {
					alarms++
				}
			}
			rate := float64(alarms) / float64(worlds)
			t.Logf("%.1f %% of null worlds advise something, of %.1f candidates each", 100*rate, float64(tested)/float64(worlds))
			if rate > most || tested < worlds*c.drivers {
				t.Errorf("%.1f %% of null worlds advise something, at most %.1f %% may; %d candidates", 100*rate, 100*most, tested)
			}
		})
	}
}

// Where a driver matters it is found, and first.
func TestDoFirstFindsWhatMatters(t *testing.T) {
	w := driverWorld{"one driver", KindNPS, []float64{0, .9, 0, 0}, 0, 0, .05}
	d := ComputeDrivers(w.kind, partsFor(w.plan(), w.sample(seeded(520), 600)))
	turned := d
	turned.Items = append([]Driver(nil), d.Items...)
	turned.Items[1].Shaped.Shape = ShapeNotMonotone
	names := []string{"a", "b", "c", "d"}
	candidates := Candidates("all", names, d, d)
	if c := candidates[1]; c.Driver != "b" || c.Segment != "all" || c.Gain != d.Items[1].Gain || c.Shape != d.Items[1].Shaped.Shape {
		t.Errorf("candidate %+v", c)
	}
	for _, action := range DoFirst(Candidates("part", names, d, turned)).Actions {
		if action.Candidate == 1 {
			t.Error("advised on, though not monotone among everybody")
		}
	}
	a := DoFirst(candidates)
	if len(a.Actions) == 0 || a.Actions[0].Candidate != 1 || a.Actions[0].Low <= 0 || a.Considered != 4 {
		t.Errorf("%+v", a)
	}
	if d.Items[1].Noise() || !d.Items[2].Noise() || !d.Items[3].Noise() {
		t.Errorf("over noise: %+v, %+v, %+v", d.Items[1].OverNoise, d.Items[2].OverNoise, d.Items[3].OverNoise)
	}
}
