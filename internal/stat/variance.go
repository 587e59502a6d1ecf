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
}

// ClusterVariance is the linearised variance of a weighted mean over clusters.
//
//	v = m/(m-1) sum_c (WX_c - theta W_c)^2 / W^2,  m-1 degrees of freedom
//
// Holds for independent clusters. One cluster is TroubleTooFew.
//
// Source: Cochran 1977, Sampling Techniques, 6 (ratio estimate); Liang & Zeger
// 1986, Biometrika 73, with the m/(m-1) correction.
func ClusterVariance(clusters []Cluster) Variance {
	var w, wx float64
	for _, c := range clusters {
		w += c.W
		wx += c.WX
	}
	m := float64(len(clusters))
	v := Variance{DF: m - 1, Groups: len(clusters)}
	if m < 2 || w <= 0 {
		v.Trouble = TroubleTooFew
		return v
	}
	theta, sum := wx/w, 0.0
	for _, c := range clusters {
		e := (c.WX - theta*c.W) / w
		sum += e * e
	}
	v.V = m / (m - 1) * sum
	return v
}
