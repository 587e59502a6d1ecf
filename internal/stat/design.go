package stat

import "math"

// The bounds of the methods. Under MinClusters a variance over clusters is a
// guess; from JackknifeClusters and JackknifeBuckets on, buckets carry it.
const (
	MinClusters       = 10
	JackknifeClusters = 50
	JackknifeBuckets  = 20
)

// Design says which family of intervals a group of answers calls for.
type Design int

// The designs.
const (
	DesignSimple   Design = iota // unrelated parties, no weights: closed forms
	DesignBuckets                // jackknife over buckets
	DesignClusters               // cluster-robust, from sums per cluster
	DesignTooFew                 // under MinClusters clusters
)

// Choose picks the design of a group.
//
// repeated tells that a cluster may hold more than one answer, weighted that
// weights differ from 1, occupied is the number of non-empty buckets, and
// clusters the number of clusters, or -1 where nobody counted them. Buckets are
// hashes of clusters, so there are at least as many clusters as occupied
// buckets: from 50 occupied buckets on the count is not needed. In between the
// answer is DesignClusters, and the sums per cluster then give the count.
func Choose(repeated, weighted bool, occupied int, clusters int64) Design {
	switch {
	case !repeated && !weighted:
		return DesignSimple
	case clusters >= 0 && clusters < MinClusters:
		return DesignTooFew
	case occupied >= JackknifeClusters,
		occupied >= JackknifeBuckets && clusters >= JackknifeClusters:
		return DesignBuckets
	}
	return DesignClusters
}

// fewGroups tells whether a jackknife over buckets still says something where
// Choose finds too few clusters for it, and with how many degrees of freedom:
// at least MinClusters buckets hold answers (so there are at least as many
// clusters), and at least JackknifeClusters answers. It is then nearly a
// jackknife that leaves out one cluster at a time, with one degree of freedom
// less than there are occupied buckets, which are at most as many as clusters.
func fewGroups(occupied int, n, clusters int64) (df float64, ok bool) {
	if clusters >= 0 && clusters < MinClusters || occupied < MinClusters || n < JackknifeClusters {
		return 0, false
	}
	return float64(occupied - 1), true
}

// enoughGroups tells whether a jackknife over all occupied buckets says
// something, for many clusters or for few.
func enoughGroups(occupied int, n, clusters int64) bool {
	_, few := fewGroups(occupied, n, clusters)
	return few || Choose(true, false, occupied, clusters) == DesignBuckets
}

// Group is what is known of one group of answers. Buckets and Clusters are nil
// where they were not asked; at least one is needed unless the group is of
// unrelated parties without weights. Total must be their sum.
type Group struct {
	Total    Moments
	Buckets  *Buckets
	Clusters []Cluster
	// ClusterCount is the number of clusters where it was counted without
	// listing them, and 0 where nobody counted.
	ClusterCount int64
	Repeated     bool // a cluster may hold more than one answer
	Weighted     bool // weights were used
}

// Design is the group's design, as far as its parts allow.
func (g Group) Design() Design {
	return Choose(g.Repeated, g.weighs(), g.occupied(), g.clusterCount())
}

// weighs tells that weights really differ; equal ones change no figure.
func (g Group) weighs() bool {
	n := float64(g.Total.N)
	return g.Weighted && math.Abs(g.Total.EffectiveN()-n) > 1e-9*n
}

func (g Group) occupied() int {
	if g.Buckets == nil {
		return 0
	}
	return g.Buckets.Occupied()
}

// clusterCount is the number of clusters, or -1 where it is not known.
func (g Group) clusterCount() int64 {
	switch {
	case g.Clusters != nil:
		return int64(len(g.Clusters))
	case g.ClusterCount > 0:
		return g.ClusterCount
	}
	return -1
}

// NeedsClusters tells that the sums per cluster must be fetched before the
// group can be estimated.
func (g Group) NeedsClusters() bool {
	return g.Clusters == nil && g.Total.N > 0 && g.Design() == DesignClusters
}

// Compute is the figure of a group with the interval its design calls for.
//
// Unrelated parties without weights get the closed forms. Otherwise the
// variance v comes from the jackknife or from clusters; a mean gets theta +- t
// sqrt(v). Shares and NPS never do: their design effect deff = max(1, v /
// v_srs) turns n into n / deff in the Wilson or adjusted Wald form, with t for
// z. Where v_srs is 0 (all answers equal) parentDeff, the design effect of the
// group this one is cut from, is used; with none (0) each cluster counts as one
// answer. Under 10 clusters: TroubleTooFew.
//
// Source: Korn & Graubard 1998, Survey Methodology 24.
func Compute(k Kind, g Group, parentDeff float64) Estimate {
	e := bare(k, g.Total)
	if e.Trouble != TroubleNone {
		return e
	}
	design := g.Design()
	switch design {
	case DesignSimple:
		return Simple(k, g.Total)
	case DesignTooFew:
		e.Trouble = TroubleTooFew
		return e
	}
	v := g.variance(design)
	if v.Trouble != TroubleNone {
		e.Trouble = v.Trouble
		return e
	}
	if k == KindMean {
		return meanByVariance(e, v, design)
	}
	return shareByDeff(k, e, g.Total, v, design, parentDeff)
}

func (g Group) variance(d Design) Variance {
	if d == DesignBuckets {
		_, v := JackknifeMoments(g.Buckets, Moments.Mean)
		return v
	}
	if g.Clusters == nil {
		panic("stat: this group needs its clusters")
	}
	return ClusterVariance(g.Clusters)
}

func meanByVariance(e Estimate, v Variance, d Design) Estimate {
	e.Method = MethodClusters
	if d == DesignBuckets {
		e.Method = MethodJackknife
	}
	if v.V <= 1e-18*math.Max(1, e.Value*e.Value) {
		e.Trouble = TroubleNoVariance
		return e
	}
	half := criticalT(v.DF) * math.Sqrt(v.V)
	e.Low, e.High = e.Value-half, e.Value+half
	return e
}

func shareByDeff(k Kind, e Estimate, m Moments, v Variance, d Design, parentDeff float64) Estimate {
	n := float64(m.N)
	e.Deff = DesignEffect(v.V, m.Spread()/n)
	if math.IsNaN(e.Deff) {
		e.Deff = parentDeff
		if parentDeff < 1 {
			e.Deff = math.Max(1, n/float64(v.Groups))
		}
	}
	c := criticalT(v.DF)
	if k == KindNPS {
		p, dt := promotersDetractors(m)
		e.Low, e.High = e.around(AdjustedWaldNPS(p, dt, n/e.Deff, c))
		e.Method = pick(d, MethodAdjustedWaldJack, MethodAdjustedWaldCluster)
		return e
	}
	e.Low, e.High = WilsonInterval(clip(e.Value, 0, 1), n/e.Deff, c)
	e.Method = pick(d, MethodWilsonJackknife, MethodWilsonClusters)
	return e
}

func pick(d Design, buckets, clusters Method) Method {
	if d == DesignBuckets {
		return buckets
	}
	return clusters
}

// DesignEffect is max(1, v / vSimple): how many times wider the variance is
// than that of as many unrelated answers. NaN where vSimple is 0, which says
// nothing about the design.
func DesignEffect(v, vSimple float64) float64 {
	if vSimple <= 0 {
		return math.NaN()
	}
	return math.Max(1, v/vSimple)
}
