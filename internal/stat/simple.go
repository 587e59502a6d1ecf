package stat

import "math"

// NPS is the net promoter score of plain counts, 100 (promoters - detractors)
// / n, with the adjusted Wald interval at every n.
//
// Holds for answers of unrelated parties, each counted once. Without answers:
// TroubleNoAnswers. Panics on a negative count. Of a single answer the plain
// value can lie beyond the adjusted interval, which is then extended to it.
//
// Source: see AdjustedWaldNPS.
func NPS(promoters, passives, detractors int64) Estimate {
	if promoters < 0 || passives < 0 || detractors < 0 {
		panic("stat: negative count")
	}
	n := promoters + passives + detractors
	return Simple(KindNPS, Moments{N: n, W: float64(n), W2: float64(n),
		WX: 100 * float64(promoters-detractors), WX2: 1e4 * float64(promoters+detractors)})
}

// Share is k of n with the Wilson interval, as a proportion from 0 to 1.
//
// Holds for answers of unrelated parties, each counted once. n = 0 is
// TroubleNoAnswers. Panics unless 0 <= k <= n.
//
// Source: see WilsonInterval.
func Share(k, n int64) Estimate {
	if k < 0 || k > n {
		panic("stat: share needs 0 <= k <= n")
	}
	return Simple(KindShare, Moments{N: n, W: float64(n), W2: float64(n), WX: float64(k), WX2: float64(k)})
}

// Mean is the mean of m's contributions with Student's t interval,
//
//	mean +- t(n-1) s / sqrt(n),  s^2 = sum (x - mean)^2 / (n-1)
//
// Used for means and customer effort scores. Holds for answers of unrelated
// parties with weights of 1. One answer is TroubleTooFew, answers that are all
// equal TroubleNoVariance: the value stands without an interval.
//
// Source: Student 1908, Biometrika 6.
func Mean(m Moments) Estimate { return Simple(KindMean, m) }

// Simple is the closed form of a kind for unrelated parties with weights of 1:
// adjusted Wald, Wilson or t. See NPS, Share and Mean.
func Simple(k Kind, m Moments) Estimate {
	e := bare(k, m)
	if e.Trouble != TroubleNone {
		return e
	}
	n := float64(m.N)
	switch k {
	case KindNPS:
		p, d := promotersDetractors(m)
		e.Low, e.High = e.around(AdjustedWaldNPS(p, d, n, criticalZ()))
		e.Method = MethodAdjustedWald
	case KindShare:
		e.Low, e.High = WilsonInterval(clip(e.Value, 0, 1), n, criticalZ())
		e.Method = MethodWilson
	case KindMean:
		e.Method = MethodT
		if e.Trouble = meanTrouble(m); e.Trouble == TroubleNone {
			half := criticalT(n-1) * math.Sqrt(m.Spread()/(n-1))
			e.Low, e.High = e.Value-half, e.Value+half
		}
	default:
		panic("stat: unknown kind of metric " + string(k))
	}
	return e
}

func meanTrouble(m Moments) Trouble {
	switch {
	case m.N < 2:
		return TroubleTooFew
	case m.Spread() == 0:
		return TroubleNoVariance
	}
	return TroubleNone
}
