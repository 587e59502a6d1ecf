package stat

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

func TestDriversSayTheirTrouble(t *testing.T) {
	w := fewMissing()
	few := ComputeDrivers(w.kind, partsFor(w.plan(), w.sample(seeded(300), 25)))
	if few.Trouble != TroubleTooFew || !math.IsNaN(few.R2.Value) || few.Items[0].Weight.Trouble != TroubleTooFew || few.Items[0].N == 0 {
		t.Errorf("25 answers: %+v", few)
	}
	if none := ComputeDrivers(w.kind, DriverParts{}); none.Trouble != TroubleNoAnswers {
		t.Errorf("no answers: %+v", none)
	}
	rows := w.sample(seeded(301), 400)
	for i := range rows {
		rows[i].answer.Score, rows[i].answer.Contribution = 9, 100
	}
	if equal := ComputeDrivers(w.kind, partsOf(w.plan(), rows)); equal.Trouble != TroubleNoVariance || equal.Fitted != 4 {
		t.Errorf("all equal: %+v", equal)
	}
}

// A driver that nobody varies on, one that few answered, and two that were
// never asked together: each in trouble, the others as if they were not there.
func TestDriversInTroubleAreLeftOut(t *testing.T) {
	w, r := fewMissing(), seeded(302)
	rows := w.sample(r, 800)
	var two []ratedRow
	for i := range rows {
		a := rows[i].answer
		few, constant, half, other := math.NaN(), 3.0, math.NaN(), math.NaN()
		if i < 20 {
			few = float64(i%5 + 1)
		}
		if i%5 < 2 {
			half = float64(1 + i%3)
		} else {
			other = float64(1 + i%4)
		}
		rows[i].answer.Ratings = append([]float64{few, constant, half, other}, a.Ratings...)
		a.Ratings = append([]float64{other}, a.Ratings...)
		two = append(two, ratedRow{bucket: rows[i].bucket, answer: a})
	}
	all, without := ComputeDrivers(w.kind, partsOf(fivePoints(8), rows)), ComputeDrivers(w.kind, partsOf(fivePoints(5), two))
	want := []Trouble{TroubleTooFew, TroubleNoVariance, TroubleTooFew, "", "", "", "", ""}
	for j, item := range all.Items {
		if item.Trouble != want[j] || item.Weight.HasInterval() != (want[j] == "") || item.Shaped.Shape != ShapeUnclear && want[j] != "" {
			t.Errorf("driver %d: %+v", j, item)
		}
	}
	if all.Fitted != 5 {
		t.Errorf("%d fitted", all.Fitted)
	}
	near(t, "R squared", all.R2.Value, without.R2.Value)
	for j, item := range without.Items {
		near(t, "weight", all.Items[j+3].Weight.Value, item.Weight.Value)
		near(t, "gain error", all.Items[j+3].Gain.SE, item.Gain.SE)
	}
}

// Two drivers that always say the same share what they have, and it is said
// that the correlations were mended.
func TestTwinsShareTheirWeight(t *testing.T) {
	w := driverWorld{"twins", KindShare, []float64{.5, .5, .2}, 0, .3, 0}
	rows := w.sample(seeded(303), 900)
	alone := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
	for i := range rows {
		rows[i].answer.Ratings = append(rows[i].answer.Ratings, rows[i].answer.Ratings[0])
	}
	d := ComputeDrivers(w.kind, partsOf(fivePoints(4), rows))
	if !d.Repaired || alone.Repaired {
		t.Errorf("repaired %v, without the twin %v", d.Repaired, alone.Repaired)
	}
	a, b := d.Items[0], d.Items[3]
	if math.Abs(a.Weight.Value-b.Weight.Value) > 1e-6 || math.Abs(a.Slope.Value-b.Slope.Value) > 1e-3 || math.Abs(d.R2.Value-alone.R2.Value) > 1e-5 {
		t.Errorf("twins: weights %v and %v, slopes %v and %v, R squared %v, alone %v", a.Weight.Value, b.Weight.Value, a.Slope.Value, b.Slope.Value, d.R2.Value, alone.R2.Value)
	}
	if math.Abs(a.Slope.Value+b.Slope.Value-alone.Items[0].Slope.Value) > 1e-3*math.Abs(alone.Items[0].Slope.Value) {
		t.Errorf("slopes %v and %v, alone %v", a.Slope.Value, b.Slope.Value, alone.Items[0].Slope.Value)
	}
}

// Twins are mended in the weights and in the slopes, each by itself.
func TestTwinsAreMended(t *testing.T) {
	r := symmetric([][]float64{{1, 1, .3, .5}, {1, 1, .3, .5}, {.3, .3, 1, .4}, {.5, .5, .4, 1}})
	if _, _, repaired := RelativeWeights(r); !repaired {
		t.Error("weights of twins were not mended")
	}
	if beta, repaired := standardized(r); !repaired || math.Abs(beta.AtVec(0)-beta.AtVec(1)) > 1e-6 {
		t.Errorf("slopes of twins: %v, mended %v", beta, repaired)
	}
	near := symmetric([][]float64{{1, 1 - 1e-10, .5}, {1 - 1e-10, 1, .5}, {.5, .5, 1}})
	if _, repaired := standardized(near); !repaired {
		t.Error("slopes of near twins were not mended")
	}
}

// The noise is one more driver: its weight is what a driver's must exceed.
func TestNoiseIsOneMoreDriver(t *testing.T) {
	w := fewMissing()
	rows := w.sample(seeded(306), 500)
	d := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
	for i := range rows {
		rows[i].answer.Ratings = append(rows[i].answer.Ratings, rows[i].answer.Noise)
	}
	all := ComputeDrivers(w.kind, partsOf(fivePoints(5), rows))
	if noise := all.Items[4].Weight.Value; noise <= 0 {
		t.Fatalf("the noise weighs %v", noise)
	}
	for j, item := range d.Items {
		near(t, "weight over noise", item.OverNoise.Value, all.Items[j].Weight.Value-all.Items[4].Weight.Value)
	}
}

// Correlations of different answers need not fit together.
func TestCorrelationsAreRepaired(t *testing.T) {
	r := symmetric([][]float64{{1, .9, -.9, .5}, {.9, 1, .9, .5}, {-.9, .9, 1, .5}, {.5, .5, .5, 1}})
	weights, r2, repaired := RelativeWeights(r)
	if !repaired || r2 <= 0 || r2 > 1+1e-6 {
		t.Errorf("R squared %v, repaired %v", r2, repaired)
	}
	for _, w := range weights {
		if w < 0 || math.IsNaN(w) {
			t.Errorf("weights %v", weights)
		}
	}
	fixed := RepairCorrelations(r)
	var e mat.EigenSym
	if !e.Factorize(fixed, false) || e.Values(nil)[0] < 1e-10 {
		t.Errorf("eigenvalues %v", e.Values(nil))
	}
	for i := range 4 {
		if fixed.At(i, i) != 1 {
			t.Errorf("diagonal %v", fixed.At(i, i))
		}
	}
	// An outcome that fits its drivers too well is mended too.
	if _, r2, repaired = RelativeWeights(symmetric([][]float64{{1, 0, .9}, {0, 1, .9}, {.9, .9, 1}})); !repaired || r2 > 1+1e-6 {
		t.Errorf("R squared %v, repaired %v", r2, repaired)
	}
	// A sum of its drivers is explained in full, and nothing needs mending.
	half := math.Sqrt(.5)
	if weights, r2, repaired = RelativeWeights(symmetric([][]float64{{1, 0, half}, {0, 1, half}, {half, half, 1}})); repaired || math.Abs(r2-1) > 1e-9 || math.Abs(weights[0]-.5) > 1e-9 {
		t.Errorf("R squared %v of a sum, weights %v, repaired %v", r2, weights, repaired)
	}
}

// The same figures whether every answer is a bucket or a cluster of its own;
// with accounts in few buckets the clusters must be asked for.
func TestFewClustersAreAskedFor(t *testing.T) {
	w := fewMissing()
	w.missing = 0
	rows := w.sampleAccounts(seeded(304), 600, 30)
	byBucket := partsOf(w.plan(), rows)
	byBucket.Repeated = true
	if !byBucket.NeedsClusters() {
		t.Fatal("30 accounts in buckets pass")
	}
	d := ComputeDrivers(w.kind, byBucket)
	if d.Items[0].Gain.Trouble != TroubleTooFew || math.IsNaN(d.Items[0].Gain.Value) || d.Items[0].Gain.HasInterval() || !math.IsNaN(d.Items[0].Gain.P) {
		t.Errorf("without clusters: %+v", d.Items[0].Gain)
	}
	byCluster := byBucket
	byCluster.ByCluster = true
	if d = ComputeDrivers(w.kind, byCluster); byCluster.NeedsClusters() || d.Items[0].Gain.Method != MethodClusters || !d.Items[0].Gain.HasInterval() {
		t.Errorf("with clusters: %+v", d.Items[0].Gain)
	}
	byCluster.Groups = byCluster.Groups[:0:0]
	for _, g := range byBucket.Groups {
		if g.Drivers() > 0 && len(byCluster.Groups) < 9 {
			byCluster.Groups = append(byCluster.Groups, g)
		}
	}
	if d = ComputeDrivers(w.kind, byCluster); d.Items[0].Gain.Trouble != TroubleTooFew {
		t.Errorf("nine clusters: %+v", d.Items[0].Gain)
	}
	byBucket.ClusterCount = 120
	if byBucket.NeedsClusters() == (len(byBucket.occupied()) >= JackknifeBuckets) {
		t.Errorf("120 clusters in %d buckets: %v", len(byBucket.occupied()), byBucket.NeedsClusters())
	}
}

// Those to whom a driver does not apply are other people: they are counted, and
// where their score differs it is said.
func TestSkippersAreWarnedOf(t *testing.T) {
	w := driverWorld{"skips", KindNPS, []float64{.5, .3, .2}, 0, 1, 0}
	rows := w.sample(seeded(305), 1500)
	for i := range rows {
		a := &rows[i].answer
		if a.Contribution < 0 && i%2 == 0 {
			a.Ratings[1] = math.NaN()
		}
		if i%4 == 0 {
			a.Ratings[2] = math.NaN()
		}
	}
	d := ComputeDrivers(w.kind, partsOf(w.plan(), rows))
	first, second, third := d.Items[0].Skipped, d.Items[1].Skipped, d.Items[2].Skipped
	if first.N != 0 || first.Warn || !math.IsNaN(first.Q) {
		t.Errorf("nobody skipped: %+v", first)
	}
	if !second.Warn || second.Difference.Value != -100-d.contributionOf(rows, 1) || second.N != 1500-d.Items[1].N {
		t.Errorf("detractors skipped: %+v", second)
	}
	if second.Difference.Unit != "points" || first.Difference.Unit != "points" {
		t.Errorf("units %q and %q", first.Difference.Unit, second.Difference.Unit)
	}
	if third.Warn || third.N != 375 || math.IsNaN(third.Q) || third.Difference.Method != MethodWelch {
		t.Errorf("skipped at random: %+v", third)
	}
}

// The comparison of skippers with the others is that of two groups, whether
// answers come by bucket or by account.
func TestSkippersAreComparedLikeGroups(t *testing.T) {
	w := fewMissing()
	w.missing = .3
	for _, accounts := range []int{120, 30} {
		rows := w.sampleAccounts(seeded(307), 900, accounts)
		p := partsByAccount(w.plan(), rows, true)
		p.ClusterCount = int64(accounts)
		rated, skipped := newSampler(), newSampler()
		for _, row := range rows {
			side := rated
			if math.IsNaN(row.answer.Ratings[1]) {
				side = skipped
			}
			side.add(row.account, row.bucket, row.answer.Contribution, 1)
		}
		got, want := ComputeDrivers(w.kind, p).Items[1].Skipped.Difference, Compare(KindMean, skipped.group(false), rated.group(false), true)
		if got.Method != want.Method || got.Trouble != TroubleNone || got.NA != want.NA {
			t.Errorf("%d accounts: %+v, want %+v", accounts, got, want)
		}
		near(t, "difference", got.Value, want.Value)
		near(t, "low", got.Low, want.Low)
		near(t, "p", got.P, want.P)
	}
}

// contributionOf is the mean contribution of those who rated driver j.
func (d Drivers) contributionOf(rows []ratedRow, j int) float64 {
	sum, n := 0.0, 0.0
	for _, r := range rows {
		if !math.IsNaN(r.answer.Ratings[j]) {
			sum, n = sum+r.answer.Contribution, n+1
		}
	}
	return sum / n
}

// Where nothing has to do with the score, hardly a world has a driver that is
// told from noise.
func TestProveNoiseIsRarelyTakenForADriver(t *testing.T) {
	w := driverWorld{"null", KindNPS, make([]float64, 4), 0, 0, .05}
	worlds, most := nullWorlds()
	worlds /= 4
	r, alarms := seeded(308), 0
	for range worlds {
		for _, item := range ComputeDrivers(w.kind, partsOf(w.plan(), w.sample(r, 300))).Items {
			if !item.OverNoise.HasInterval() {
				t.Fatalf("%+v", item)
			}
			if !item.Noise() {
				alarms++
				break
			}
		}
	}
	rate := float64(alarms) / float64(worlds)
	t.Logf("%.2f %% of null worlds have a driver above noise", 100*rate)
	if rate > most {
		t.Errorf("%.1f %% of null worlds have a driver above noise, at most %.1f %% may", 100*rate, 100*most)
	}
}
