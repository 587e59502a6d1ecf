package stat

import (
	"math"
	"strconv"
)

// skipAlarm is the q value up to which skipping a driver is warned of.
const skipAlarm = .05

// Skipped compares those who skipped a driver (or to whom it did not apply)
// with those who rated it, by their contribution to the metric.
type Skipped struct {
	N          int64      // answers without the driver
	Difference Difference // skipped less rated
	Q          float64    // over all drivers; NaN where it was not tested
	// Warn tells that they differ (q <= .05): the driver is not missing at
	// random, and its figures speak for those who rated it.
	Warn bool
}

// skips fills in who skipped. The interval and p value are those of a
// comparison of two means; where the design would need sums by cluster and the
// groups are buckets, or a side has fewer than 5 answers, nothing is tested.
func (d *Drivers) skips(p DriverParts, total DriverMoments, unit string) {
	ps := make([]float64, len(d.Items))
	for j := range d.Items {
		s := &d.Items[j].Skipped
		s.N = d.N - d.Items[j].N
		s.Difference = bareDifference(KindMean, Moments{}, Moments{})
		s.Difference.Unit = unit
		ps[j] = math.NaN()
		if s.N == 0 {
			continue
		}
		rated, skipped := p.sides(total, j)
		if NeedsClusters(skipped, rated, p.Repeated) {
			s.Difference = bareDifference(KindMean, skipped.Total, rated.Total)
			s.Difference.Trouble = TroubleTooFew
		} else {
			s.Difference = Compare(KindMean, skipped, rated, p.Repeated)
		}
		s.Difference.Unit = unit
		ps[j] = s.Difference.P
	}
	for j, q := range BenjaminiHochberg(ps) {
		d.Items[j].Skipped.Q, d.Items[j].Skipped.Warn = q, q <= skipAlarm
	}
}

// sides are the contributions of those who rated driver j and of the others.
func (p DriverParts) sides(total DriverMoments, j int) (rated, skipped Group) {
	y := contributionColumn(total.Drivers())
	part := func(m DriverMoments) (with, without Moments) {
		with = m.Linear.moments(y, j)
		return with, m.Linear.moments(y, y).Without(with)
	}
	rated = Group{Repeated: p.Repeated, Weighted: p.Weighted, ClusterCount: p.ClusterCount}
	skipped = rated
	rated.Total, skipped.Total = part(total)
	if p.ByCluster {
		rated.ClusterCount, skipped.ClusterCount = 0, 0
		rated.Clusters, skipped.Clusters = p.clusterSides(part)
		return rated, skipped
	}
	rated.Buckets, skipped.Buckets = new(Buckets), new(Buckets)
	for i, g := range p.Groups {
		if g.Drivers() > 0 {
			with, without := part(g)
			rated.Buckets[i%BucketCount].Absorb(with)
			skipped.Buckets[i%BucketCount].Absorb(without)
		}
	}
	return rated, skipped
}

// clusterSides lists the clusters on both sides.
func (p DriverParts) clusterSides(part func(DriverMoments) (with, without Moments)) (rated, skipped []Cluster) {
	for i, g := range p.Groups {
		if g.Drivers() == 0 {
			continue
		}
		with, without := part(g)
		for _, side := range []struct {
			m  Moments
			to *[]Cluster
		}{{with, &rated}, {without, &skipped}} {
			if side.m.N > 0 {
				*side.to = append(*side.to, Cluster{ID: strconv.Itoa(i), N: side.m.N, W: side.m.W, WX: side.m.WX})
			}
		}
	}
	return rated, skipped
}
