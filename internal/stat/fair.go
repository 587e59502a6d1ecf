package stat

import "math"

// FairPart is the answers of a group that fall in one cell of a raking.
type FairPart struct {
	Cell    int
	Buckets *Buckets
}

// FairGroup is a group of answers under fair weights, cell by cell. It may be
// all the answers that were raked, or any part of them.
type FairGroup struct {
	Parts []FairPart
	// Clusters is the number of clusters, or -1 where nobody counted.
	Clusters int64
}

// Moments are the group's sums under the fair weights, of all answers (without
// = -1) or without a bucket, then raked without it too unless Fixed.
func (r *Raking) Moments(g FairGroup, without int) Moments {
	return r.sum(g, g.totals(), without)
}

// totals are the group's moments by part.
func (g FairGroup) totals() []Moments {
	totals := make([]Moments, len(g.Parts))
	for i, part := range g.Parts {
		totals[i] = part.Buckets.Total()
	}
	return totals
}

func (r *Raking) sum(g FairGroup, totals []Moments, without int) Moments {
	factors := r.Factors
	if without >= 0 && r.without[without] != nil {
		factors = r.without[without]
	}
	var sum Moments
	for i, part := range g.Parts {
		f := factors[part.Cell]
		if math.IsNaN(f) {
			continue
		}
		m := totals[i]
		if without >= 0 {
			m = m.Without(part.Buckets[without])
		}
		sum.Absorb(Moments{N: m.N, W: f * m.W, W2: f * f * m.W2, WX: f * m.WX, WX2: f * m.WX2})
	}
	return sum
}

// Compute is the figure of a group under fair weights. The interval is that of
// the weighted design (see Compute), its variance a jackknife that rakes again
// without each bucket, or takes the weights as fixed where r.Fixed says so. It
// takes 50 clusters in 20 buckets, else TroubleTooFew: the value stands.
func (r *Raking) Compute(k Kind, g FairGroup) Estimate {
	totals := g.totals()
	total := r.sum(g, totals, -1)
	e := bare(k, total)
	if e.Trouble != TroubleNone {
		return e
	}
	groups := r.groups(g)
	if Choose(true, true, len(g.occupied(r)), g.Clusters) != DesignBuckets {
		e.Trouble = TroubleTooFew
		return e
	}
	_, v := Jackknife(groups, func(without int) float64 { return r.sum(g, totals, without).Mean() })
	if v.Trouble != TroubleNone {
		e.Trouble = v.Trouble
		return e
	}
	if k == KindMean {
		return meanByVariance(e, v, DesignBuckets)
	}
	return shareByDeff(k, e, total, v, DesignBuckets, 0)
}

// Compare is the difference of two groups under fair weights that have no
// answer in common, by the same jackknife.
func (r *Raking) Compare(k Kind, a, b FairGroup) Difference {
	totalsA, totalsB := a.totals(), b.totals()
	ta, tb := r.sum(a, totalsA, -1), r.sum(b, totalsB, -1)
	d := bareDifference(k, ta, tb)
	if d.Trouble != TroubleNone {
		return d
	}
	if Choose(true, true, min(len(a.occupied(r)), len(b.occupied(r))), fewer(a.Clusters, b.Clusters)) != DesignBuckets {
		d.Trouble = TroubleTooFew
		return d
	}
	both := FairGroup{Parts: append(append([]FairPart{}, a.Parts...), b.Parts...)}
	_, v := Jackknife(r.groups(both), func(without int) float64 {
		return r.sum(a, totalsA, without).Mean() - r.sum(b, totalsB, without).Mean()
	})
	d.Method = MethodJackknifeDifference
	return d.byVariance(k, ta, tb, v)
}

// groups are the buckets whose leaving out can move the group's figure: those
// it holds answers in, and those that the weights are made of.
func (r *Raking) groups(g FairGroup) []int {
	own := map[int]bool{}
	for _, b := range g.occupied(r) {
		own[b] = true
	}
	groups := make([]int, 0, BucketCount)
	for b := range BucketCount {
		if own[b] || r.without[b] != nil {
			groups = append(groups, b)
		}
	}
	return groups
}

// occupied lists the buckets where the group holds answers that have weights.
func (g FairGroup) occupied(r *Raking) []int {
	groups := make([]int, 0, BucketCount)
	for b := range BucketCount {
		for _, part := range g.Parts {
			if part.Buckets[b].N > 0 && !math.IsNaN(r.Factors[part.Cell]) {
				groups = append(groups, b)
				break
			}
		}
	}
	return groups
}
