package stat

import (
	"math"
	"testing"
)

func TestClosedFormsSayTheirTrouble(t *testing.T) {
	equal := Moments{}
	for range 5 {
		equal.Add(3, 1)
	}
	one := Moments{}
	one.Add(3, 1)
	cases := []struct {
		name     string
		got      Estimate
		trouble  Trouble
		interval bool
	}{
		{"NPS of nobody", NPS(0, 0, 0), TroubleNoAnswers, false},
		{"NPS of one", NPS(1, 0, 0), TroubleNone, true},
		{"share of nobody", Share(0, 0), TroubleNoAnswers, false},
		{"share of one", Share(0, 1), TroubleNone, true},
		{"mean of nobody", Mean(Moments{}), TroubleNoAnswers, false},
		{"mean of one", Mean(one), TroubleTooFew, false},
		{"mean of equals", Mean(equal), TroubleNoVariance, false},
	}
	for _, c := range cases {
		if c.got.Trouble != c.trouble || c.got.HasInterval() != c.interval {
			t.Errorf("%s: %+v", c.name, c.got)
		}
		if math.IsNaN(c.got.Value) != (c.trouble == TroubleNoAnswers) {
			t.Errorf("%s: value %v", c.name, c.got.Value)
		}
	}
}

func TestIntervalsStayOnTheScale(t *testing.T) {
	for n := int64(1); n < 40; n++ {
		for k := int64(0); k <= n; k++ {
			share := Share(k, n)
			if share.Low < 0 || share.High > 1 || share.Low > share.Value || share.High < share.Value {
				t.Fatalf("share %d of %d: %v..%v", k, n, share.Low, share.High)
			}
			nps := NPS(k, 0, n-k)
			if nps.Low < -100 || nps.High > 100 || nps.Low > nps.Value || nps.High < nps.Value {
				t.Fatalf("NPS %d of %d: %v..%v", k, n, nps.Low, nps.High)
			}
		}
	}
}

func TestImpossibleCountsPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"negative count":   func() { NPS(-1, 0, 0) },
		"more than all":    func() { Share(3, 2) },
		"unknown kind":     func() { Simple("median", Moments{N: 1, W: 1}) },
		"clusters missing": func() { Compute(KindMean, Group{Total: Moments{N: 3, W: 3, WX: 3}, Repeated: true}, 0) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestChooseFollowsTheBounds(t *testing.T) {
	cases := []struct {
		repeated, weighted bool
		occupied           int
		clusters           int64
		want               Design
	}{
		{false, false, 0, -1, DesignSimple},
		{false, true, 64, -1, DesignBuckets},
		{true, false, 64, -1, DesignBuckets},
		{true, false, 50, -1, DesignBuckets}, // 50 buckets hold at least 50 clusters
		{true, false, 49, -1, DesignClusters},
		{true, false, 49, 50, DesignBuckets},
		{true, false, 20, 50, DesignBuckets},
		{true, false, 19, 50, DesignClusters},
		{true, false, 40, 49, DesignClusters},
		{true, false, 10, 10, DesignClusters},
		{true, false, 9, 9, DesignTooFew},
		{false, true, 9, 9, DesignTooFew},
	}
	for _, c := range cases {
		if got := Choose(c.repeated, c.weighted, c.occupied, c.clusters); got != c.want {
			t.Errorf("%+v: design %d", c, got)
		}
	}
}

// Nine accounts with a hundred answers each are nine, not nine hundred.
func TestUnderTenClustersIsTooFew(t *testing.T) {
	for _, accounts := range []int{9, 10} {
		s := newSampler()
		for i := range 100 * accounts {
			s.add(i%accounts, i%accounts, []float64{100, -100, 0}[i%7%3], 1)
		}
		e := Compute(KindNPS, s.group(false), 0)
		if tooFew := e.Trouble == TroubleTooFew; tooFew != (accounts < 10) || math.IsNaN(e.Value) {
			t.Errorf("%d accounts: %+v", accounts, e)
		}
	}
}

// Where all answers agree their own variance says nothing of the design: the
// parent's design effect stands in, and without one each cluster is one answer.
func TestAgreementTakesTheParentsDesign(t *testing.T) {
	s := newSampler()
	for i := range 600 {
		s.add(i%60, i%60, 1, 1)
	}
	alone, below := Compute(KindShare, s.group(false), 0), Compute(KindShare, s.group(false), 3)
	if alone.Deff != 10 || below.Deff != 3 || alone.Value != 1 || alone.High != 1 {
		t.Errorf("alone %+v, below a parent %+v", alone, below)
	}
	low, _ := WilsonInterval(1, 60, criticalT(59))
	near(t, "low of 60 clusters", alone.Low, low)
	low, _ = WilsonInterval(1, 200, criticalT(59))
	near(t, "low with the parent's", below.Low, low)
}

func TestClassesAddUpToTheMetric(t *testing.T) {
	g := related(seeded(7), populations()[1], 900, 90, .2)
	classes := Classes(KindNPS, g)
	sum, e := 0.0, Compute(KindNPS, g, 0)
	for _, c := range classes {
		share := Compute(KindShare, c.Group, 0)
		if !share.HasInterval() || share.Method == MethodWilson {
			t.Errorf("%s: %+v", c.Key, share)
		}
		sum += share.Value
	}
	near(t, "sum of the classes", sum, 1)
	near(t, "promoters less detractors", 100*(classes[0].Group.Total.Mean()-classes[2].Group.Total.Mean()), e.Value)
	if Classes(KindMean, g) != nil {
		t.Error("a mean has classes")
	}
}

func TestDifferencesSayTheirTrouble(t *testing.T) {
	fill := func(n int, x float64) (m Moments) {
		for range n {
			m.Add(x, 1)
		}
		return m
	}
	cases := []struct {
		name    string
		got     Difference
		trouble Trouble
		method  Method
	}{
		{"nobody on a side", SimpleDifference(KindNPS, fill(5, 100), Moments{}), TroubleNoAnswers, ""},
		{"equal on both sides, many", SimpleDifference(KindNPS, fill(500, 100), fill(500, 100)), TroubleNone, MethodAdjustedWaldDifference},
		{"shares", SimpleDifference(KindShare, fill(5, 1), fill(5, 0)), TroubleNone, MethodAgrestiCaffo},
		{"four answers a side", SimpleDifference(KindMean, fill(4, 3), fill(9, 4)), TroubleTooFew, ""},
		{"four of NPS", Compare(KindNPS, Group{Total: fill(4, 100)}, Group{Total: fill(900, -100)}, false), TroubleTooFew, ""},
		{"no variance", SimpleDifference(KindMean, fill(9, 3), fill(9, 4)), TroubleNoVariance, MethodWelch},
	}
	for _, c := range cases {
		if c.got.Trouble != c.trouble || c.got.Method != c.method || math.IsNaN(c.got.P) != (c.trouble != TroubleNone) {
			t.Errorf("%s: %+v", c.name, c.got)
		}
	}
}

// A group against itself, cluster by cluster: the covariance takes all away.
func TestSharedClustersCarryTheCovariance(t *testing.T) {
	g := related(seeded(8), populations()[1], 1200, 300, .3)
	apart := Compare(KindNPS, g, g, true)
	if apart.Trouble != TroubleNoVariance || apart.Value != 0 {
		t.Errorf("a group against itself: %+v", apart)
	}
	few := related(seeded(11), populations()[1], 300, 30, .3)
	if d := Compare(KindNPS, few, few, true); d.Trouble != TroubleNoVariance || d.Method != MethodClusterDifference {
		t.Errorf("few clusters against themselves: %+v", d)
	}
	other := related(seeded(9), populations()[1], 1200, 300, .3)
	if d := Compare(KindNPS, g, other, false); d.Method != MethodJackknifeDifference || math.IsNaN(d.P) {
		t.Errorf("two groups: %+v", d)
	}
}

// On unrelated answers the variance over clusters is close to the closed form.
func TestClusterAndBucketVarianceAgreeWithTheClosedForm(t *testing.T) {
	g := unrelated(seeded(10), populations()[0], 4000)
	simple := g.Total.Spread() / 4000
	_, jack := JackknifeMoments(g.Buckets, Moments.Mean)
	robust := ClusterVariance(g.Clusters)
	if r := robust.V / simple; r < .999 || r > 1.001 {
		t.Errorf("clusters give %.4f times the closed variance", r)
	}
	if r := jack.V / simple; r < .6 || r > 1.5 {
		t.Errorf("the jackknife gives %.4f times the closed variance", r)
	}
}

func TestDifferencesHoldThePlainOne(t *testing.T) {
	for n := int64(MinCompared); n < 30; n++ {
		for k := int64(0); k <= n; k++ {
			a, b := Moments{}, Moments{}
			for i := range n {
				a.Add(map[bool]float64{true: 100, false: -100}[i < k], 1)
			}
			for range 40 {
				b.Add(-100, 1)
			}
			d := SimpleDifference(KindNPS, a, b)
			if d.Low > d.Value || d.High < d.Value || (d.Low > 0) != (d.P < .05) {
				t.Fatalf("%d of %d against none of 40: %+v", k, n, d)
			}
		}
	}
}
