package stat

import "math"

// SharedVariance is the covariance of the errors of two units, on average over
// pairs, where the same parties answer in several of them; 0 where it is not
// above 0, or where there are too few buckets to tell.
//
//	y. = sum w_i y_i / sum w_i,  w_i = 1 / V_i,  with v its jackknife variance
//	shared = (v - sum w_i^2 V_i / W^2) / (1 - sum w_i^2 / W^2)
//
// The jackknife leaves the same bucket out of every unit, so it sees that their
// errors go together; what is above the sum of the units' own variances is the
// covariances. The groups are those that the units were made of; a unit without
// buckets makes it 0.
//
// Source: the variance of a sum; see Jackknife.
func SharedVariance(groups []NamedGroup, units []Unit) float64 {
	of := make(map[string]*Group, len(groups))
	for i := range groups {
		of[groups[i].Key] = &groups[i].Group
	}
	var all Buckets
	var weight, own, squares float64
	for _, u := range units {
		g := of[u.Key]
		if g == nil || g.Buckets == nil {
			return 0
		}
		all.Merge(g.Buckets)
		w := 1 / u.V
		weight += w
		own += w
		squares += w * w
	}
	occupied := occupied(&all, nil)
	if len(units) < 2 || len(occupied) < JackknifeBuckets {
		return 0
	}
	_, v := Jackknife(occupied, func(without int) float64 {
		sum, rest := 0.0, 0.0
		for _, u := range units {
			m := of[u.Key].Total
			if without >= 0 {
				m = m.Without(of[u.Key].Buckets[without])
			}
			if m.N > 0 { // a unit of one bucket drops out with it
				sum += m.Mean() / u.V
				rest += 1 / u.V
			}
		}
		return sum / rest
	})
	if v.Trouble != TroubleNone {
		return 0
	}
	return math.Max(0, (v.V-own/(weight*weight))/(1-squares/(weight*weight)))
}
