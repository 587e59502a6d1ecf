package stat

import "math"

// Kind says how answers become a metric.
type Kind string

// The kinds of metric.
const (
	KindNPS   Kind = "nps"   // contributions 100, 0, -100; points from -100 to 100
	KindShare Kind = "share" // contributions 1, 0; a proportion from 0 to 1
	KindMean  Kind = "mean"  // contributions are the scores themselves
)

// Unit is what the kind's values are counted in.
func (k Kind) Unit() string {
	switch k {
	case KindNPS:
		return "points"
	case KindShare:
		return "share"
	}
	return "score"
}

// Method names how an interval was made.
type Method string

// The methods. Those with a design effect replace n by n / deff and z by t.
const (
	MethodNone                Method = ""
	MethodWilson              Method = "wilson"
	MethodWilsonJackknife     Method = "wilson_deff_jackknife"
	MethodWilsonClusters      Method = "wilson_deff_clusters"
	MethodAdjustedWald        Method = "adjusted_wald"
	MethodAdjustedWaldJack    Method = "adjusted_wald_deff_jackknife"
	MethodAdjustedWaldCluster Method = "adjusted_wald_deff_clusters"
	MethodT                   Method = "t"
	MethodJackknife           Method = "jackknife"
	MethodClusters            Method = "clusters"

	MethodWaldDifference         Method = "difference_wald"
	MethodAdjustedWaldDifference Method = "difference_adjusted_wald"
	MethodAgrestiCaffo           Method = "difference_agresti_caffo"
	MethodWelch                  Method = "difference_welch"
	MethodJackknifeDifference    Method = "difference_jackknife"
	MethodClusterDifference      Method = "difference_clusters"
	MethodStandardised           Method = "difference_standardised_jackknife"
	MethodRankJackknife          Method = "spearman_jackknife"
)

// Label is the method in words, in English.
func (m Method) Label() string {
	switch m {
	case MethodWilson:
		return "Wilson"
	case MethodWilsonJackknife:
		return "Wilson with design effect (jackknife over 64 groups)"
	case MethodWilsonClusters:
		return "Wilson with design effect (over customers and accounts)"
	case MethodAdjustedWald:
		return "adjusted Wald"
	case MethodAdjustedWaldJack:
		return "adjusted Wald with design effect (jackknife over 64 groups)"
	case MethodAdjustedWaldCluster:
		return "adjusted Wald with design effect (over customers and accounts)"
	case MethodT:
		return "Student's t"
	case MethodJackknife:
		return "jackknife over 64 groups"
	case MethodClusters:
		return "cluster-robust, over customers and accounts"
	case MethodWaldDifference:
		return "difference, normal approximation"
	case MethodAdjustedWaldDifference:
		return "difference, adjusted Wald"
	case MethodAgrestiCaffo:
		return "difference, Agresti-Caffo"
	case MethodWelch:
		return "difference, Welch's t"
	case MethodJackknifeDifference:
		return "difference, jackknife over 64 groups"
	case MethodClusterDifference:
		return "difference, cluster-robust over customers and accounts"
	case MethodLogistic:
		return "logistic regression, normal approximation"
	case MethodStandardised:
		return "difference at the same make-up, jackknife over 64 groups"
	case MethodRankJackknife:
		return "Spearman's rank correlation, jackknife over 64 groups"
	}
	return ""
}

// Trouble says why a figure is missing or has no interval. It is shown in the
// figure's place.
type Trouble string

// The troubles.
const (
	TroubleNone       Trouble = ""
	TroubleNoAnswers  Trouble = "no_answers"  // nothing to estimate from
	TroubleTooFew     Trouble = "too_few"     // the value stands, an interval would be a guess
	TroubleNoVariance Trouble = "no_variance" // all answers equal: the spread cannot be estimated
)

// Estimate is a figure as it is shown. Value is NaN where there is none, Low
// and High are NaN where there is no interval; Trouble then says why. The
// value is the plain one, and the interval need not be centred on it.
type Estimate struct {
	Value   float64
	Low     float64
	High    float64
	N       int64   // answers
	NEff    float64 // (sum w)^2 / sum w^2; equals N without weights
	Deff    float64 // design effect the interval was widened by; 1 for closed forms
	Method  Method
	Unit    string
	Trouble Trouble
}

// bare is the estimate of m without an interval.
func bare(k Kind, m Moments) Estimate {
	e := Estimate{Value: m.Mean(), Low: math.NaN(), High: math.NaN(), N: m.N, NEff: m.EffectiveN(), Deff: 1, Unit: k.Unit()}
	if math.IsNaN(e.Value) {
		e.Trouble = TroubleNoAnswers
	}
	return e
}

// around is an interval extended to the value where that lies beyond it.
func (e Estimate) around(low, high float64) (float64, float64) {
	return math.Min(low, e.Value), math.Max(high, e.Value)
}

// HasInterval tells whether Low and High are there.
func (e Estimate) HasInterval() bool { return !math.IsNaN(e.Low) && !math.IsNaN(e.High) }
