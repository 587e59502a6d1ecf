package stat

import "math"

// Stratum is one value of a trait, with the answers of both sides that have it.
type Stratum struct {
	Key  string
	A, B Buckets
}

// Restandardised is a difference A - B before and after both sides are given
// the same make-up by another trait.
type Restandardised struct {
	Crude    Difference
	Standard Difference
	Levels   []string // compared
	LeftOut  []string // too few answers on a side
	Covered  float64  // share of the answers (by weight) in the levels compared
	Turned   bool     // the sign turns and both intervals exclude 0 (Simpson)
}

// Restandardise compares A with B as they are and as they would be if both had
// the make-up of the two together.
//
//	crude = mean(A) - mean(B)
//	standard = sum_z share_z (mean(A in z) - mean(B in z)),
//	share_z = W_z / sum W, of A and B together
//
// Both over the levels z that hold at least MinCompared answers in two buckets
// or more on each side; the others are left out of both, and Covered says how
// much remains. Intervals and p by the jackknife, which leaves the same bucket
// out of everything, the shares included. clusters is the number of clusters
// on the side that has fewer, or -1 where nobody counted: at least 50 in 20
// buckets on each side. With fewer clusters, in 10 buckets or more and of 50
// answers or more on each side, t has one degree of freedom less than the side
// with fewer has buckets; else TroubleTooFew. Without two levels to compare there
// is nothing to standardise by, and the trouble is TroubleTooFew too.
//
// Source: direct standardisation, e.g. Fleiss, Levin & Paik 2003, Statistical
// Methods for Rates and Proportions, ch. 19; Simpson 1951, JRSS B 13.
func Restandardise(k Kind, levels []Stratum, clusters int64) Restandardised {
	var r Restandardised
	kept := make([]compared, 0, len(levels))
	all := 0.0
	for i := range levels {
		l := compared{a: &levels[i].A, b: &levels[i].B}
		l.totalA, l.totalB = l.a.Total(), l.b.Total()
		all += l.totalA.W + l.totalB.W
		if min(l.totalA.N, l.totalB.N) < MinCompared || min(l.a.Occupied(), l.b.Occupied()) < 2 {
			r.LeftOut = append(r.LeftOut, levels[i].Key)
			continue
		}
		r.Levels = append(r.Levels, levels[i].Key)
		r.Covered += l.totalA.W + l.totalB.W
		kept = append(kept, l)
	}
	if all > 0 {
		r.Covered /= all
	}
	var a, b Buckets
	for _, l := range kept {
		a.Merge(l.a)
		b.Merge(l.b)
	}
	groups := occupied(&a, &b)
	ta, tb := a.Total(), b.Total()
	r.Crude, r.Standard = bareDifference(k, ta, tb), bareDifference(k, ta, tb)
	r.Crude.Method, r.Standard.Method = MethodJackknifeDifference, MethodStandardised
	r.Standard.Value = standardised(kept, -1)
	fewer, df := min(a.Occupied(), b.Occupied()), math.Inf(1)
	enough := Choose(true, false, fewer, clusters) == DesignBuckets
	if !enough {
		df, enough = fewGroups(fewer, min(ta.N, tb.N), clusters)
	}
	if r.Crude.Trouble == TroubleNone && (len(kept) < 2 || !enough) {
		r.Crude.Trouble, r.Standard.Trouble = TroubleTooFew, TroubleTooFew
	}
	if r.Crude.Trouble != TroubleNone {
		return r
	}
	_, crude := Jackknife(groups, func(without int) float64 {
		if without < 0 {
			return r.Crude.Value
		}
		return ta.Without(a[without]).Mean() - tb.Without(b[without]).Mean()
	})
	_, standard := Jackknife(groups, func(without int) float64 { return standardised(kept, without) })
	crude.DF, standard.DF = math.Min(crude.DF, df), math.Min(standard.DF, df)
	r.Crude = r.Crude.byVariance(k, ta, tb, crude)
	r.Standard = r.Standard.byVariance(k, ta, tb, standard)
	r.Turned = r.Crude.Low > 0 && r.Standard.High < 0 || r.Crude.High < 0 && r.Standard.Low > 0
	return r
}

// compared is a level that is compared, with its totals.
type compared struct {
	a, b           *Buckets
	totalA, totalB Moments
}

// standardised is the difference without one bucket (or with all, -1).
func standardised(levels []compared, without int) float64 {
	var sum, weight float64
	for _, l := range levels {
		a, b := l.totalA, l.totalB
		if without >= 0 {
			a, b = a.Without(l.a[without]), b.Without(l.b[without])
		}
		w := a.W + b.W
		sum += w * (a.Mean() - b.Mean())
		weight += w
	}
	if weight <= 0 {
		return math.NaN()
	}
	return sum / weight
}
