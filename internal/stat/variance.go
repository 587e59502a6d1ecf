package stat

import "math"

// Variance is a variance of an estimate with the degrees of freedom of the t
// distribution that belongs to it.
type Variance struct {
	V       float64
	DF      float64
	Groups  int     // buckets or clusters it was taken over
	Trouble Trouble // not empty: V means nothing
}

// Jackknife is the delete-a-group jackknife of any function of the data.
//
//	v = (G-1)/G sum_g (theta_g - theta)^2,  G-1 degrees of freedom
//
// over the G non-empty groups; groups lists their numbers. f(g) computes the
// figure from all data without group g, f(-1) from all data; it may give NaN
// where it cannot, and then the trouble is TroubleTooFew. Groups must be made
// of whole clusters, or the answers' likeness is lost.
//
// Source: Kott 2001, Journal of Official Statistics 17(4).
func Jackknife(groups []int, f func(without int) float64) (theta float64, v Variance) {
	theta = f(-1)
	count := len(groups)
	v = Variance{DF: float64(count - 1), Groups: count}
	if count < 2 || math.IsNaN(theta) {
		v.Trouble = TroubleTooFew
		return theta, v
	}
	sum := 0.0
	for _, g := range groups {
		d := f(g) - theta
		if math.IsNaN(d) {
			v.Trouble = TroubleTooFew
			return theta, v
		}
		sum += d * d
	}
	v.V = sum * float64(count-1) / float64(count)
	return theta, v
}

// JackknifeMoments is Jackknife for a function of one group's moments.
func JackknifeMoments(b *Buckets, f func(Moments) float64) (theta float64, v Variance) {
	total := b.Total()
	return Jackknife(occupied(b, nil), func(without int) float64 {
		if without < 0 {
			return f(total)
		}
		return f(total.Without(b[without]))
	})
}

// occupied lists the buckets where a or b (which may be nil) holds answers.
func occupied(a, b *Buckets) []int {
	groups := make([]int, 0, BucketCount)
	for i := range a {
		if a[i].N > 0 || b != nil && b[i].N > 0 {
			groups = append(groups, i)
		}
	}
	return groups
}

// Cluster is one cluster's share in a group: its answers, its weight and the
// weighted sum of its contributions.
type Cluster struct {
	ID string // the same id on both sides of a comparison is the same cluster
	N  int64
	W  float64
	WX float64
	// WX2 is the weighted sum of squared contributions; only classes of an NPS
	// need it.
	WX2 float64
}

// ClusterVariance is the variance of a weighted mean over clusters: the
// linearised residual of each cluster, grown by its leverage, which for a mean
// is the same as leaving out one cluster after the other.
//
//	v = (m-1)/m sum_c (e_c / (1 - W_c/W))^2,  e_c = (WX_c - theta W_c) / W
//
// with m-1 degrees of freedom. Holds for independent clusters. One cluster is
// TroubleTooFew.
//
// Source: Liang & Zeger 1986, Biometrika 73; Bell & McCaffrey 2002, Survey
// Methodology 28 (the jackknife form, also called CR3).
func ClusterVariance(clusters []Cluster) Variance {
	m := float64(len(clusters))
	v := Variance{DF: m - 1, Groups: len(clusters)}
	if v.Trouble = clusterTrouble(clusters); v.Trouble != TroubleNone {
		return v
	}
	sum := 0.0
	for _, e := range residuals(clusters) {
		sum += e * e
	}
	v.V = (m - 1) / m * sum
	return v
}

// clusterTrouble is TroubleTooFew unless at least two clusters carry weight.
func clusterTrouble(clusters []Cluster) Trouble {
	carrying := 0
	for _, c := range clusters {
		if c.W > 0 {
			carrying++
		}
	}
	if carrying < 2 {
		return TroubleTooFew
	}
	return TroubleNone
}

// residuals are the clusters' leverage-grown residuals, in their order.
func residuals(clusters []Cluster) []float64 {
	var w, wx float64
	for _, c := range clusters {
		w += c.W
		wx += c.WX
	}
	r := make([]float64, len(clusters))
	for i, c := range clusters {
		r[i] = (c.WX - wx/w*c.W) / (w - c.W)
	}
	return r
}
