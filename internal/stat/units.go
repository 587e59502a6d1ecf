package stat

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// MinUnits is the fewest units whose spread can be told from noise.
const MinUnits = 5

// Unit is one of the units that are ranked: a shop, a team, a route.
type Unit struct {
	Key   string
	N     int64
	Value float64 // the unit's own metric
	V     float64 // its sampling variance, above 0
}

// smoothing is how many answers the common variance counts for in a unit's own.
const smoothing = 50

// NamedGroup is a group with the key it is shown by.
type NamedGroup struct {
	Key   string
	Group Group
}

// Unranked is a group that cannot be ranked, and why.
type Unranked struct {
	Key     string
	Trouble Trouble
}

// UnitsOf makes units of groups, in their order. The variance of an answer in
// a unit is its own (by the design of the group, and for NPS and shares never
// under that of the small-sample adjustment), drawn to that of all units as if
// 50 more answers had it:
//
//	V_i = (n_i s_i^2 + 50 s^2) / (n_i + 50) / n_i,  s^2 = sum n s_i^2 / sum n
//
// for units with few answers guess their own variance badly, and where it goes
// with the value (a share near 1 varies little) that would draw the mean.
// Clusters must be there where NeedsClusters says so.
//
// Left out: TroubleTooFew under MinCompared answers or where a group's design
// has too few clusters, TroubleNoVariance where the answers of a mean are all
// equal, TroubleNoAnswers.
//
// Source: smoothed sampling variances, e.g. Rao & Molina 2015, Small Area
// Estimation, ch. 6.
func UnitsOf(k Kind, groups []NamedGroup) (units []Unit, left []Unranked) {
	var all, square float64
	for _, g := range groups {
		u, trouble := unitOf(g.Key, k, g.Group)
		if trouble != TroubleNone {
			left = append(left, Unranked{g.Key, trouble})
			continue
		}
		n := float64(u.N)
		all += n
		square += n * u.V * n
		units = append(units, u)
	}
	for i, u := range units {
		n := float64(u.N)
		units[i].V = (n*u.V*n + smoothing*square/all) / (n + smoothing) / n
	}
	return units, left
}

// unitOf is a group as a unit with its own variance.
func unitOf(key string, k Kind, g Group) (Unit, Trouble) {
	u := Unit{Key: key, N: g.Total.N, Value: g.Total.Mean()}
	switch {
	case math.IsNaN(u.Value):
		return u, TroubleNoAnswers
	case g.Total.N < MinCompared:
		return u, TroubleTooFew
	}
	v, trouble := g.samplingVariance(k)
	if trouble == TroubleNone && v <= 1e-18*math.Max(1, u.Value*u.Value) {
		trouble = TroubleNoVariance
	}
	u.V = v
	return u, trouble
}

func (g Group) samplingVariance(k Kind) (float64, Trouble) {
	n := float64(g.Total.N)
	plain := g.Total.Spread() / (n - 1)
	least := plain
	switch k {
	case KindNPS:
		_, least = adjustedNPSMoments(g.Total)
	case KindShare:
		_, least = agrestiCaffo(g.Total)
	}
	design := g.Design()
	switch design {
	case DesignTooFew:
		return 0, TroubleTooFew
	case DesignSimple:
		return math.Max(plain, least), TroubleNone
	}
	v := g.variance(design)
	if v.Trouble != TroubleNone {
		return 0, v.Trouble
	}
	if plain <= 0 { // all agree: each cluster or bucket counts as one answer
		return least * math.Max(1, n/float64(v.Groups)), TroubleNone
	}
	return v.V * math.Max(1, least/plain), TroubleNone
}

// RankedUnit is a unit with its shrunken value.
type RankedUnit struct {
	Unit
	Shrunken  float64 // the unit's value drawn to the mean of all units
	Low, High float64 // of the shrunken value
	// From and To are the ranks the unit may hold, 1 the highest value: from 1 +
	// the units that lie above it to the number of units less those below it. A
	// unit lies above another where their intervals do not overlap; units whose
	// intervals overlap are tied.
	From, To int
}

// Ranking is units under random effects.
type Ranking struct {
	Units []RankedUnit // by shrunken value, the highest first
	Mean  float64      // of the units' true values
	SE    float64      // standard error of Mean
	Tau2  float64      // variance of the units' true values
	// Real is I^2 as a proportion: the share of the spread between units that is
	// real, with RealLow and RealHigh its interval. Noise makes the rest.
	Real, RealLow, RealHigh float64
	Q                       float64 // Cochran's Q, weighted sum of squares about the common mean
	P                       float64 // chance of so large a Q if all units were alike
	Distinct                int     // pairs of units whose intervals do not overlap
	Trouble                 Trouble

	typical float64 // V~, see Rank
	shared  float64 // covariance of the errors of two units
}

// Rank orders units by their values under a random effects model: unit i has a
// true value drawn around the mean with variance tau^2, and shows it with the
// sampling variance V_i.
//
//	w_i = 1 / (V_i + tau^2),  mu = sum w y / sum w,  sum w (y - mu)^2 = k - 1
//	lambda_i = tau^2 / (V_i + tau^2),  shrunken_i = lambda_i y_i + (1 - lambda_i) mu
//	I^2 = tau^2 / (tau^2 + V~),  V~ = (k-1) / (sum 1/V - sum 1/V^2 / sum 1/V)
//
// tau^2 solves the first line (Paule and Mandel), and is 0 where the units
// spread no more than noise would. The interval of a shrunken value takes in
// that mu and tau^2 are estimates: it is mean +- z sd of the unit's true value,
// over all tau^2 as likely as the units make them, none preferred beforehand
// (and mu likewise). Averaged over the units it holds the true value in 95 %,
// in more where there are few units that hardly spread; not for each single
// unit, least for the most extreme of few. The interval of I^2 comes from the
// values of tau^2 at which Q is a quantile of chi squared (Q-profile).
//
// Units must not share parties, or see RankShared; variances above 0. Under MinUnits units:
// TroubleTooFew, own values with their own intervals, nothing shrunken. Panics
// on a variance that is not above 0.
//
// Source: Paule & Mandel 1982, J. Res. Natl. Bur. Stand. 87; Higgins & Thompson
// 2002, Statistics in Medicine 21; Viechtbauer 2007, ibid. 26; the intervals:
// Morris & Tang 2011, Statistical Science 26 (flat prior on tau^2). Values are
// those of R's metafor, rma(method = "PM") and blup(); its intervals take tau^2
// as known and are shorter.
func Rank(units []Unit) Ranking { return RankShared(units, 0) }

// RankShared is Rank where the same parties answer in several units: shared is
// the covariance of the errors of two units (see SharedVariance), 0 or above.
// It moves all units alike, and so the mean:
//
//	SE^2 = 1 / sum w + shared,
//	var(shrunken_i) grows by (1 - lambda_i^2) shared
//
// tau^2, p, I^2 and ranks go by the V_i alone, which is on the safe side: an
// error that units share does not set them apart.
func RankShared(units []Unit, shared float64) Ranking {
	for _, u := range units {
		if !(u.V > 0) {
			panic("stat: a ranked unit needs a variance above 0")
		}
	}
	nan := math.NaN()
	r := Ranking{Mean: nan, SE: nan, Tau2: nan, Real: nan, RealLow: nan, RealHigh: nan, Q: nan, P: nan, shared: shared}
	if len(units) < MinUnits {
		r.Trouble = TroubleTooFew
		for _, u := range units {
			half := criticalZ() * math.Sqrt(u.V)
			r.Units = append(r.Units, RankedUnit{Unit: u, Shrunken: u.Value, Low: u.Value - half, High: u.Value + half})
		}
		r.order()
		return r
	}
	r.model(units)
	grid := spreadGrid(units, r.typical)
	for _, u := range units {
		r.Units = append(r.Units, r.shrink(u, grid))
	}
	r.order()
	return r
}

// model fills the figures that all units share.
func (r *Ranking) model(units []Unit) {
	k := float64(len(units))
	chi := distuv.ChiSquared{K: k - 1}
	r.Q, _, _ = generalisedQ(units, 0)
	r.P = chi.Survival(r.Q)
	r.Tau2 = tauAt(units, k-1)
	_, mean, w := generalisedQ(units, r.Tau2)
	r.Mean, r.SE = mean, math.Sqrt(1/w+r.shared)
	var w1, w2 float64
	for _, u := range units {
		w1 += 1 / u.V
		w2 += 1 / (u.V * u.V)
	}
	r.typical = (k - 1) / (w1 - w2/w1)
	share := func(tau2 float64) float64 { return tau2 / (tau2 + r.typical) }
	r.Real = share(r.Tau2)
	r.RealLow = share(tauAt(units, chi.Quantile(1-(1-Level)/2)))
	r.RealHigh = share(tauAt(units, chi.Quantile((1-Level)/2)))
}

// generalisedQ is sum w (y - mu)^2 at tau^2, with mu and the sum of weights.
func generalisedQ(units []Unit, tau2 float64) (q, mean, weight float64) {
	for _, u := range units {
		w := 1 / (u.V + tau2)
		weight += w
		mean += w * u.Value
	}
	mean /= weight
	for _, u := range units {
		q += (u.Value - mean) * (u.Value - mean) / (u.V + tau2)
	}
	return q, mean, weight
}

// tauAt is the tau^2 at which Q falls to target, by halving; 0 where Q is
// never above it.
func tauAt(units []Unit, target float64) float64 {
	above := func(tau2 float64) bool {
		q, _, _ := generalisedQ(units, tau2)
		return q > target
	}
	if !above(0) {
		return 0
	}
	low, high := 0.0, units[0].V
	for above(high) {
		low, high = high, 2*high
	}
	for high-low > 1e-13*(high+units[0].V) {
		middle := (low + high) / 2
		if above(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// gridPoints is how many values of tau^2 the intervals are averaged over.
const gridPoints = 200

// spreadPoint is a value of tau^2 with what the units say of it.
type spreadPoint struct {
	tau2, mean float64
	weight     float64 // sum of 1 / (V + tau^2)
	chance     float64 // posterior probability under a flat prior; sums to 1
}

// spreadGrid weighs values of tau^2 from 0 to infinity, laid out evenly in b =
// typical / (typical + tau^2), by
//
//	prod (V_i + tau^2)^-1/2 (sum w)^-1/2 exp(-Q/2) dtau^2
func spreadGrid(units []Unit, typical float64) []spreadPoint {
	grid, logs, most := make([]spreadPoint, gridPoints), make([]float64, gridPoints), math.Inf(-1)
	for i := range grid {
		b := (float64(i) + .5) / gridPoints
		tau2 := typical * (1 - b) / b
		q, mean, w := generalisedQ(units, tau2)
		grid[i] = spreadPoint{tau2: tau2, mean: mean, weight: w}
		logs[i] = -q/2 - math.Log(w)/2 - 2*math.Log(b)
		product := 1.0 // logarithms are slow: one for many factors
		for _, u := range units {
			if product *= u.V + tau2; product > 1e200 || product < 1e-200 {
				logs[i] -= math.Log(product) / 2
				product = 1
			}
		}
		logs[i] -= math.Log(product) / 2
		most = math.Max(most, logs[i])
	}
	sum := 0.0
	for i := range grid {
		grid[i].chance = math.Exp(logs[i] - most)
		sum += grid[i].chance
	}
	for i := range grid {
		grid[i].chance /= sum
	}
	return grid
}

// shrink draws a unit to the mean, and averages its interval over the grid.
func (r *Ranking) shrink(u Unit, grid []spreadPoint) RankedUnit {
	var mean, square, within float64
	for _, g := range grid {
		lambda := g.tau2 / (u.V + g.tau2)
		m := lambda*u.Value + (1-lambda)*g.mean - r.Mean
		mean += g.chance * m
		square += g.chance * m * m
		within += g.chance * (lambda*u.V + (1-lambda)*(1-lambda)/g.weight + (1-lambda*lambda)*r.shared)
	}
	lambda := r.Tau2 / (u.V + r.Tau2)
	value := lambda*u.Value + (1-lambda)*r.Mean
	half := criticalZ() * math.Sqrt(within+math.Max(0, square-mean*mean))
	return RankedUnit{Unit: u, Shrunken: value, Low: math.Min(value, r.Mean+mean-half), High: math.Max(value, r.Mean+mean+half)}
}

// order sorts the units and gives them their ranks.
func (r *Ranking) order() {
	slices.SortStableFunc(r.Units, func(a, b RankedUnit) int { return cmp.Compare(b.Shrunken, a.Shrunken) })
	lows, highs := make([]float64, len(r.Units)), make([]float64, len(r.Units))
	for i, u := range r.Units {
		lows[i], highs[i] = u.Low, u.High
	}
	slices.Sort(lows)
	slices.Sort(highs)
	for i := range r.Units {
		u := &r.Units[i]
		notAbove, _ := slices.BinarySearch(lows, math.Nextafter(u.High, math.Inf(1)))
		below, _ := slices.BinarySearch(highs, u.Low)
		above := len(r.Units) - notAbove
		u.From, u.To = 1+above, len(r.Units)-below
		r.Distinct += above
	}
}
