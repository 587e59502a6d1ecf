package stat

import "math"

// DistinctUpTo is the q value up to which a comparison is said to be
// distinguishable from noise.
const DistinctUpTo = 0.05

// Comparison is one question of a query: do the answers of A differ from those
// of B? The two have no answer in common.
type Comparison struct {
	Key    string
	A, B   Group
	Shared bool // a party or account may stand on both sides
}

// Compared is a comparison with its answer. Q is NaN where no test was
// possible.
type Compared struct {
	Key string
	Difference
	Q float64
}

// Family holds all comparisons of one query, in the order they were asked.
type Family struct {
	Items      []Compared
	Considered int // comparisons with a p value: those that q is taken over
	Distinct   int // comparisons with q <= DistinctUpTo
}

// CompareFamily makes all comparisons of a query, each by Compare, and takes q
// (see BenjaminiHochberg) over all of them that could be tested: also over
// those that a screen then leaves out. Clusters must be there where
// NeedsClusters says so. An empty list gives an empty family.
func CompareFamily(k Kind, list []Comparison) Family {
	f := Family{Items: make([]Compared, len(list))}
	p := make([]float64, len(list))
	for i, c := range list {
		f.Items[i] = Compared{Key: c.Key, Difference: Compare(k, c.A, c.B, c.Shared)}
		p[i] = f.Items[i].P
	}
	for i, q := range BenjaminiHochberg(p) {
		f.Items[i].Q = q
		if !math.IsNaN(q) {
			f.Considered++
		}
		if q <= DistinctUpTo {
			f.Distinct++
		}
	}
	return f
}

// WithRest compares a part of the answers with the rest of the whole that it
// is cut from. The rest is the whole less the part (see Rest); a party may
// stand on both sides as soon as anyone in the whole answers twice, unless the
// clusters of both are known and have nobody in common.
func WithRest(key string, whole, part Group) Comparison {
	rest := Rest(whole, part)
	return Comparison{Key: key, A: part, B: rest, Shared: shared(whole, part, rest)}
}

// Rest is the whole less one of its parts. Its clusters are known where both
// have theirs. Where they are not, it repeats if the whole does, which can only
// widen its intervals.
func Rest(whole, part Group) Group {
	rest := Group{Total: whole.Total.Without(part.Total), Repeated: whole.Repeated, Weighted: whole.Weighted}
	if whole.Buckets != nil && part.Buckets != nil {
		rest.Buckets = new(Buckets)
		for i := range rest.Buckets {
			rest.Buckets[i] = whole.Buckets[i].Without(part.Buckets[i])
		}
	}
	if whole.Clusters != nil && part.Clusters != nil {
		rest.Clusters = clustersWithout(whole.Clusters, part.Clusters)
		rest.Repeated = int64(len(rest.Clusters)) < rest.Total.N
	}
	return rest
}

func clustersWithout(whole, part []Cluster) []Cluster {
	inside := make(map[string]Cluster, len(part))
	for _, c := range part {
		inside[c.ID] = c
	}
	rest := make([]Cluster, 0, len(whole))
	for _, c := range whole {
		p := inside[c.ID]
		if c.N > p.N {
			rest = append(rest, Cluster{ID: c.ID, N: c.N - p.N, W: c.W - p.W, WX: c.WX - p.WX, WX2: c.WX2 - p.WX2})
		}
	}
	return rest
}

// shared tells that a cluster may stand in both parts of the whole.
func shared(whole, part, rest Group) bool {
	if !whole.Repeated {
		return false
	}
	if part.Clusters == nil || rest.Clusters == nil || whole.Clusters == nil {
		return true
	}
	return len(part.Clusters)+len(rest.Clusters) > len(whole.Clusters)
}
