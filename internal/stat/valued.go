package stat

import "math"

// MinValueBehind is the effective number of answers, (sum v)^2 / sum v^2, under
// which a value-weighted figure hangs on a handful of customers.
const MinValueBehind = 20

// ByValue is a metric counted by head and by what the customers are worth.
type ByValue struct {
	Plain      Estimate
	Weighted   Estimate   // value-weighted; NEff says on how many it rests
	Difference Difference // weighted - plain
}

// WeighByValue sets the value-weighted metric beside the plain one.
//
// Both groups hold the same answers, those whose customer has a value: plain
// with the weights they would have anyway, valued with that weight times the
// value (0 or more). Their difference is of two figures of the same answers, so
// the same bucket is left out of both (or the same clusters carry both), which
// brings in how closely they move together; see Compare. Where the effective
// number of answers is under MinValueBehind the weighted figure and the
// difference are TroubleTooFew: a few large customers are the figure.
// Clusters must be there where NeedsValueClusters says so.
func WeighByValue(k Kind, plain, valued Group) ByValue {
	plain, valued = sameAnswers(plain, valued)
	r := ByValue{Plain: Compute(k, plain, 0)}
	if valued.Total.N > 0 && valued.Total.EffectiveN() < MinValueBehind {
		nan := math.NaN()
		r.Weighted = bare(k, valued.Total)
		r.Difference = bareDifference(k, valued.Total, plain.Total)
		if r.Difference.Trouble == TroubleNone {
			r.Difference.Trouble = TroubleTooFew
		}
		if r.Weighted.Trouble == TroubleNone {
			r.Weighted.Trouble, r.Weighted.Low, r.Weighted.High = TroubleTooFew, nan, nan
		}
		return r
	}
	r.Weighted = Compute(k, valued, 0)
	r.Difference = Compare(k, valued, plain, true)
	return r
}

// NeedsValueClusters tells that WeighByValue must have the sums per cluster of
// both groups.
func NeedsValueClusters(plain, valued Group) bool {
	plain, valued = sameAnswers(plain, valued)
	return plain.NeedsClusters() || valued.NeedsClusters() || NeedsClusters(valued, plain, true)
}

// sameAnswers lets the count of clusters known of one group speak for both.
func sameAnswers(plain, valued Group) (Group, Group) {
	valued.Weighted = true
	count := max(plain.ClusterCount, valued.ClusterCount)
	if !plain.Repeated && plain.Clusters == nil {
		count = plain.Total.N // each answer is a cluster of its own
	}
	plain.ClusterCount, valued.ClusterCount = count, count
	return plain, valued
}
