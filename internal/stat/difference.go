package stat

import "math"

// plainWaldFrom is the number of answers on each side from which the plain
// normal approximation is used for a difference of two scores.
const plainWaldFrom = 100

// smallSide is the number of answers under which a side's own variance is not
// trusted to be small.
const smallSide = 30

// MinCompared is the fewest answers a side of a comparison may have.
const MinCompared = 5

// Difference is a comparison A - B as it is shown. Low and High are NaN and P
// is NaN where Trouble says why.
type Difference struct {
	Value   float64
	Low     float64
	High    float64
	P       float64 // two-sided, against no difference
	NA, NB  int64
	Method  Method
	Unit    string
	Trouble Trouble
}

// Compare is the difference of two groups of answers that have no answer in
// common.
//
// sharedParties tells that a party or account may stand on both sides. Where
// it does not, and both sides are of unrelated parties without weights, the
// closed forms hold (see SimpleDifference). Otherwise the jackknife leaves the
// same bucket out on both sides and so carries the covariance, or the clusters
// of both sides do where there are few. Under 10 clusters, or under 5 answers
// on a side: TroubleTooFew.
func Compare(k Kind, a, b Group, sharedParties bool) Difference {
	d := bareDifference(k, a.Total, b.Total)
	if d.Trouble != TroubleNone {
		return d
	}
	switch CompareDesign(a, b, sharedParties) {
	case DesignSimple:
		return SimpleDifference(k, a.Total, b.Total)
	case DesignBuckets:
		_, v := Jackknife(occupied(a.Buckets, b.Buckets), func(without int) float64 {
			x, y := a.Total, b.Total
			if without >= 0 {
				x, y = x.Without(a.Buckets[without]), y.Without(b.Buckets[without])
			}
			return x.Mean() - y.Mean()
		})
		d.Method = MethodJackknifeDifference
		return d.byVariance(k, a.Total, b.Total, v)
	case DesignClusters:
		if a.Clusters == nil || b.Clusters == nil {
			panic("stat: this comparison needs the clusters of both sides")
		}
		d.Method = MethodClusterDifference
		return d.byVariance(k, a.Total, b.Total, clusterDifferenceVariance(a.Clusters, b.Clusters))
	}
	d.Trouble = TroubleTooFew
	return d
}

// CompareDesign picks the design of a comparison from both sides together.
func CompareDesign(a, b Group, sharedParties bool) Design {
	repeated := a.Repeated || b.Repeated || sharedParties
	// Each side must fill enough buckets and clusters: a side in few has few to
	// vary by, whatever the other side has. One unknown count (-1) is unknown
	// for both, unless the other is too few already.
	return Choose(repeated, a.weighs() || b.weighs(), min(a.occupied(), b.occupied()), fewer(a.clusterCount(), b.clusterCount()))
}

func fewer(a, b int64) int64 {
	known := max(a, b)
	if (a < 0 || b < 0) && known >= MinClusters {
		return -1
	}
	if a < 0 || b < 0 {
		return known
	}
	return min(a, b)
}

// NeedsClusters tells that a comparison must fetch the sums per cluster of
// both sides first.
func NeedsClusters(a, b Group, sharedParties bool) bool {
	return (a.Clusters == nil || b.Clusters == nil) && a.Total.N > 0 && b.Total.N > 0 &&
		CompareDesign(a, b, sharedParties) == DesignClusters
}

// SimpleDifference is the closed form for two groups of unrelated parties
// without weights and with no party on both sides.
//
// NPS: d +- z sqrt(va + vb), v = 100^2 (P + D - (P-D)^2) / n, from 100 answers
// a side on; under that, or where one side has no variance, each side is first
// adjusted by 3/4, 3/2, 3/4 answers. Shares: Agresti & Caffo 2000, The American
// Statistician 54(4): one good and one other answer added to each side. Means:
// Welch 1947, Biometrika 34, with Satterthwaite's degrees of freedom; no
// variance on either side is TroubleNoVariance. Under 5 answers on a side:
// TroubleTooFew. In all of them a side of under 30 answers takes at least the
// variance of both sides pooled. An adjusted interval is extended to the plain
// difference where that lies beyond it; this never touches whether it holds 0.
func SimpleDifference(k Kind, a, b Moments) Difference {
	d := bareDifference(k, a, b)
	if d.Trouble != TroubleNone {
		return d
	}
	switch k {
	case KindNPS:
		return d.simpleNPS(a, b)
	case KindShare:
		ca, va := agrestiCaffo(a)
		cb, vb := agrestiCaffo(b)
		va, vb = atLeastPooled(va, a, b, 2, agrestiCaffo), atLeastPooled(vb, b, a, 2, agrestiCaffo)
		d.Method = MethodAgrestiCaffo
		return d.normal(ca-cb, va+vb, -1, 1)
	case KindMean:
		return d.welch(a, b)
	}
	panic("stat: unknown kind of metric " + string(k))
}

func bareDifference(k Kind, a, b Moments) Difference {
	nan := math.NaN()
	d := Difference{Value: a.Mean() - b.Mean(), Low: nan, High: nan, P: nan, NA: a.N, NB: b.N, Unit: k.Unit()}
	switch {
	case math.IsNaN(d.Value):
		d.Trouble = TroubleNoAnswers
	case min(a.N, b.N) < MinCompared:
		d.Trouble = TroubleTooFew
	}
	return d
}

func (d Difference) simpleNPS(a, b Moments) Difference {
	va, vb := a.Spread()/float64(a.N), b.Spread()/float64(b.N)
	if min(a.N, b.N) >= plainWaldFrom && va > 0 && vb > 0 {
		d.Method = MethodWaldDifference
		return d.normal(d.Value, va+vb, -200, 200)
	}
	ca, wa := adjustedNPSMoments(a)
	cb, wb := adjustedNPSMoments(b)
	wa, wb = atLeastPooled(wa, a, b, 3, adjustedNPSMoments), atLeastPooled(wb, b, a, 3, adjustedNPSMoments)
	d.Method = MethodAdjustedWaldDifference
	return d.normal(ca-cb, wa+wb, -200, 200)
}

func adjustedNPSMoments(m Moments) (centre, variance float64) {
	p, dt := promotersDetractors(m)
	centre, variance = adjustedNPS(p, dt, float64(m.N))
	return 100 * centre, 1e4 * variance
}

func agrestiCaffo(m Moments) (centre, variance float64) {
	n := float64(m.N)
	centre = (m.Mean()*n + 1) / (n + 2)
	return centre, centre * (1 - centre) / (n + 2)
}

// atLeastPooled is the variance v of a side's share or score, and for a side of
// less than smallSide at least that of as many answers of both sides together:
// ten of ten good answers beside a share of .6 happen by chance once in 160, and
// their own variance would have it once in 10,000. added is what the adjustment
// adds to the number of answers.
func atLeastPooled(v float64, m, other Moments, added float64, adjust func(Moments) (centre, variance float64)) float64 {
	if m.N >= smallSide {
		return v
	}
	pooled := m.Merge(other)
	_, all := adjust(pooled)
	return math.Max(v, all*(float64(pooled.N)+added)/(float64(m.N)+added))
}

// normal fills interval and p by the normal distribution.
func (d Difference) normal(centre, v, least, most float64) Difference {
	se := math.Sqrt(v)
	half := criticalZ() * se
	d.Low = math.Min(d.Value, math.Max(least, centre-half))
	d.High = math.Max(d.Value, math.Min(most, centre+half))
	d.P = twoSidedZ(centre / se)
	return d
}

func (d Difference) welch(a, b Moments) Difference {
	d.Method = MethodWelch
	na, nb := float64(a.N), float64(b.N)
	va, vb := meanVariance(a, b), meanVariance(b, a)
	if va+vb <= 0 {
		d.Trouble = TroubleNoVariance
		return d
	}
	df := (va + vb) * (va + vb) / (va*va/(na-1) + vb*vb/(nb-1))
	return d.student(va+vb, df)
}

// meanVariance is the variance of m's mean, beside another side. Few answers at
// the thick end of a skewed scale agree more than they should: a side of less
// than smallSide takes at least the variance of both sides together.
func meanVariance(m, other Moments) float64 {
	n, o := float64(m.N), float64(other.N)
	spread := m.Spread()
	if m.N < smallSide {
		spread = math.Max(spread, (n*m.Spread()+o*other.Spread())/(n+o))
	}
	return spread / (n - 1)
}

func (d Difference) student(v, df float64) Difference {
	se := math.Sqrt(v)
	half := criticalT(df) * se
	d.Low, d.High = d.Value-half, d.Value+half
	d.P = twoSidedT(d.Value/se, df)
	return d
}

// byVariance fills interval and p by a variance over buckets or clusters. For
// NPS and shares v is scaled up by what the small-sample adjustment adds to the
// variance of as many unrelated answers, so that a small side that happens to
// agree with itself does not pass for certain.
func (d Difference) byVariance(k Kind, a, b Moments, v Variance) Difference {
	if v.Trouble != TroubleNone {
		d.Trouble = v.Trouble
		return d
	}
	variance := v.V * smallSample(k, a, b)
	if math.IsInf(variance, 1) || math.IsNaN(variance) || variance <= 1e-18*math.Max(1, d.Value*d.Value) {
		d.Trouble = TroubleNoVariance
		return d
	}
	return d.student(variance, v.DF)
}

func smallSample(k Kind, a, b Moments) float64 {
	if k == KindMean {
		return 1
	}
	adjust := agrestiCaffo
	if k == KindNPS {
		adjust = adjustedNPSMoments
	}
	_, va := adjust(a)
	_, vb := adjust(b)
	plain := a.Spread()/float64(a.N) + b.Spread()/float64(b.N)
	return math.Max(1, (va+vb)/plain)
}

// clusterDifferenceVariance is ClusterVariance for a difference of two means:
// a cluster on both sides brings the sum of its two residuals, sign and all.
func clusterDifferenceVariance(a, b []Cluster) Variance {
	if clusterTrouble(a) != TroubleNone || clusterTrouble(b) != TroubleNone {
		return Variance{Trouble: TroubleTooFew}
	}
	residual := make(map[string]float64, len(a)+len(b))
	for i, e := range residuals(a) {
		residual[a[i].ID] += e
	}
	for i, e := range residuals(b) {
		residual[b[i].ID] -= e
	}
	sum := 0.0
	for _, e := range residual {
		sum += e * e
	}
	m := float64(min(len(a), len(b)))
	return Variance{V: (m - 1) / m * sum, DF: m - 1, Groups: len(residual)}
}
