package stat

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Level is the confidence level of every interval.
const Level = 0.95

// NormalQuantile is z with P(Z <= z) = p, for 0 < p < 1.
func NormalQuantile(p float64) float64 { return distuv.UnitNormal.Quantile(p) }

// TQuantile is the quantile of Student's t with df > 0 degrees of freedom.
func TQuantile(p, df float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(p)
}

// criticalZ is the two-sided normal value of the level.
func criticalZ() float64 { return NormalQuantile(1 - (1-Level)/2) }

// criticalT is the two-sided t value of the level.
func criticalT(df float64) float64 { return TQuantile(1-(1-Level)/2, df) }

// twoSidedZ is P(|Z| > |z|).
func twoSidedZ(z float64) float64 { return 2 * distuv.UnitNormal.CDF(-math.Abs(z)) }

// twoSidedT is P(|T| > |t|) with df degrees of freedom.
func twoSidedT(t, df float64) float64 {
	return 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.CDF(-math.Abs(t))
}

// WilsonInterval is the score interval for a proportion.
//
//	centre = (p + c^2/2n) / (1 + c^2/n)
//	half   = c sqrt(p(1-p)/n + c^2/4n^2) / (1 + c^2/n)
//
// p in 0..1 is the share seen, n > 0 the number of answers (or n / design
// effect, need not be whole), c the critical value. Bounds stay in 0..1; at
// p = 0 the lower and at p = 1 the upper bound is exact.
//
// Source: E. B. Wilson 1927, JASA 22; with n / deff: Korn & Graubard 1998,
// Survey Methodology 24.
func WilsonInterval(p, n, c float64) (low, high float64) {
	c2 := c * c
	centre := (p + c2/(2*n)) / (1 + c2/n)
	half := c * math.Sqrt(p*(1-p)/n+c2/(4*n*n)) / (1 + c2/n)
	low, high = math.Max(0, centre-half), math.Min(1, centre+half)
	if p <= 0 {
		low = 0
	}
	if p >= 1 {
		high = 1
	}
	return low, high
}

// AdjustedWaldNPS is the interval for a net promoter score: 3/4 of a promoter,
// 3/4 of a detractor and 3/2 of a passive are added before the plain formula.
//
//	P = (p n + 3/4)/(n+3), D = (d n + 3/4)/(n+3)
//	100 (P - D +- c sqrt((P + D - (P-D)^2)/(n+3))), clipped to -100..100
//
// p and d are the shares of promoters and detractors, n > 0 the number of
// answers (or n / design effect), c the critical value.
//
// Source: Rocks 2016, The American Statistician 70(4); Sauro & Lewis.
func AdjustedWaldNPS(p, d, n, c float64) (low, high float64) {
	centre, variance := adjustedNPS(p, d, n)
	half := c * math.Sqrt(variance)
	return 100 * math.Max(-1, centre-half), 100 * math.Min(1, centre+half)
}

// adjustedNPS gives centre and variance of the adjusted score, on -1..1.
func adjustedNPS(p, d, n float64) (centre, variance float64) {
	pa, da := (p*n+.75)/(n+3), (d*n+.75)/(n+3)
	centre = pa - da
	return centre, (pa + da - centre*centre) / (n + 3)
}

// promotersDetractors are the (weighted) shares behind NPS moments, whose
// contributions are 100, 0 and -100.
func promotersDetractors(m Moments) (p, d float64) {
	net, either := m.WX/(100*m.W), m.WX2/(1e4*m.W)
	return clip((either+net)/2, 0, 1), clip((either-net)/2, 0, 1)
}

func clip(x, low, high float64) float64 { return math.Min(high, math.Max(low, x)) }
