package stat

import "math"

// The bounds of a driver analysis.
const (
	// MinDriverAnswers is the fewest answers two drivers must have in common.
	MinDriverAnswers = 30
	// answersPerDriver is how many answers each fitted column needs.
	answersPerDriver = 5
)

// Drivers is what goes with the score, driver by driver.
type Drivers struct {
	N       int64       // answers with a score
	R2      Coefficient // share of the score's variance that the drivers explain together, 0 to 1
	Items   []Driver    // one for each driver asked for, in their order
	Fitted  int         // drivers in the model; those in trouble are left out
	Trouble Trouble     // nothing could be fitted
	// Repaired tells that the correlations of the drivers had to be made
	// positive definite first; see RepairCorrelations.
	Repaired bool
	Shapes   Trouble // why there are no penalties and rewards
}

// Driver is one driver. A share is its importance in company with the others,
// not an effect: a driver with no slope of its own may have a large one.
type Driver struct {
	N       int64   // answers that have it
	Mean    float64 // of its ratings
	Weight  Coefficient
	Share   Coefficient // of R^2, 0 to 1
	Slope   Coefficient // change of the metric that goes with a point more, the others held
	Gain    Coefficient
	Shaped  Shaped
	Skipped Skipped
	Trouble Trouble // why it is not in the model
	// OverNoise is its weight less that of a column of noise in the same model.
	OverNoise Coefficient
}

// Noise tells that the driver cannot be told from noise: the interval of its
// weight less that of a random column does not lie above 0.
//
// Source: Tonidandel, LeBreton & Johnson 2009, Psychological Methods 14.
func (d Driver) Noise() bool { return !d.OverNoise.Above() }

// ContributionUnit is what slopes, penalties, rewards and gains of a kind of
// metric are counted in: points of an NPS, percentage points of a share, points
// of the score for a mean.
func ContributionUnit(k Kind) string {
	if k == KindShare {
		return "percent"
	}
	return k.Unit()
}

// ComputeDrivers makes relative weights, slopes, gains, penalties and rewards
// out of moments.
//
// Weights explain the score as given; slopes and what follows from them explain
// the contribution, so they are in the unit of the metric. Slopes are those of
// the joint regression on all fitted drivers,
//
//	b_j = beta_j s_y / s_j,  beta = Rxx^-1 rxy
//
// which on complete answers are those of least squares; with missing ratings
// every correlation is that of the answers with both. All intervals are
// delete-a-group jackknives, value +- t sqrt(v), over buckets or clusters;
// those of weights, shares and R^2 are made on the arcsine scale and stay
// between 0 and 1.
//
// A driver that does not vary is left out with TroubleNoVariance, one that has
// fewer than 30 answers in common with the score or another driver (or 5 for
// each driver, if that is more) with TroubleTooFew. With fewer answers than
// that altogether there is nothing but the trouble. Where buckets or clusters
// are too few for an interval the values stand without one.
func ComputeDrivers(k Kind, p DriverParts) Drivers {
	total, ok := p.total()
	if !ok {
		return Drivers{Trouble: TroubleNoAnswers}
	}
	model := newDriverModel(total)
	d := model.bare(total)
	d.skips(p, total, ContributionUnit(k))
	if d.Trouble != TroubleNone {
		return d
	}
	list, repaired := model.figures(total)
	d.Repaired = repaired
	if math.IsNaN(list[0]) {
		d.Trouble = TroubleTooFew
		return d
	}
	r := p.replicate(total, func(m DriverMoments) []float64 { f, _ := model.figures(m); return f })
	model.fill(&d, total.Linear, r, ContributionUnit(k))
	d.shapes(p, total, ContributionUnit(k))
	return d
}

// AnswersNeeded is how many answers a model of k drivers takes at least.
func AnswersNeeded(k int) float64 { return math.Max(MinDriverAnswers, answersPerDriver*float64(k+2)) }

// driverModel knows which drivers are fitted.
type driverModel struct {
	k       int
	kept    []int // columns of drivers
	trouble []Trouble
	whole   Trouble
}

func newDriverModel(total DriverMoments) driverModel {
	k, m := total.Drivers(), total.Linear
	model := driverModel{k: k, trouble: make([]Trouble, k)}
	need := AnswersNeeded(k)
	score := scoreColumn(k)
	switch {
	case m.Count[score] == 0:
		model.whole = TroubleNoAnswers
	case m.spreadGiven(score, score) == 0 || m.spreadGiven(contributionColumn(k), contributionColumn(k)) == 0:
		model.whole = TroubleNoVariance
	case float64(m.Count[score]) < need:
		model.whole = TroubleTooFew
	}
	for j := range k {
		switch {
		case m.answersWith(j, score) < need:
			model.trouble[j] = TroubleTooFew
		case m.spreadGiven(j, j) == 0:
			model.trouble[j] = TroubleNoVariance
		default:
			model.kept = append(model.kept, j)
		}
	}
	model.dropStrangers(m, need)
	if len(model.kept) == 0 && model.whole == TroubleNone {
		model.whole = TroubleTooFew
	}
	return model
}

// dropStrangers leaves out, one after the other, the driver with the fewest
// answers among those that have too few in common with another (and of several
// the last).
func (d *driverModel) dropStrangers(m CrossMoments, need float64) {
	for {
		worst := -1
		for at, i := range d.kept {
			for _, j := range d.kept {
				if m.answersWith(i, j) < need && (worst < 0 || m.Count[i] <= m.Count[d.kept[worst]]) {
					worst = at
				}
			}
		}
		if worst < 0 {
			return
		}
		d.trouble[d.kept[worst]] = TroubleTooFew
		d.kept = append(d.kept[:worst:worst], d.kept[worst+1:]...)
	}
}

// bare is the result without the figures of the model.
func (d driverModel) bare(total DriverMoments) Drivers {
	result := Drivers{N: total.Linear.Count[scoreColumn(d.k)], Fitted: len(d.kept), Trouble: d.whole, R2: missing(d.whole), Shapes: TroubleTooFew}
	for j := range d.k {
		trouble := d.trouble[j]
		if trouble == TroubleNone {
			trouble = d.whole
		}
		none := missing(trouble)
		result.Items = append(result.Items, Driver{N: total.Linear.Count[j], Mean: total.Linear.Mean(j), Trouble: trouble,
			Weight: none, Share: none, OverNoise: none, Slope: none, Gain: none, Shaped: noShape(trouble)})
	}
	return result
}

// The blocks of figures: R^2, then for each fitted driver these.
const (
	figureWeight = iota
	figureOverNoise
	figureSlope
	figureGain
	figuresPerDriver
)

func figureAt(fitted, what int) int { return 1 + fitted*figuresPerDriver + what }

// figures are all figures of the model from these moments, NaN where they
// cannot be had.
func (d driverModel) figures(m DriverMoments) (list []float64, repaired bool) {
	list = make([]float64, figureAt(len(d.kept), 0))
	for i := range list {
		list[i] = math.NaN()
	}
	columns := append(append([]int{}, d.kept...), 0)
	last := len(d.kept)
	columns[last] = scoreColumn(d.k)
	scores, ok := correlations(m.Linear, columns)
	columns[last] = contributionColumn(d.k)
	contributions, defined := correlations(m.Linear, columns)
	if !ok || !defined {
		return list, false
	}
	weights, r2, repaired := RelativeWeights(scores)
	beta, mended := standardized(contributions)
	over := d.overNoise(m.Linear)
	list[0] = r2
	unit := m.Linear.Deviation(contributionColumn(d.k))
	for i, j := range d.kept {
		slope := beta.AtVec(i) * unit / m.Linear.Deviation(j)
		list[figureAt(i, figureWeight)] = weights[i]
		list[figureAt(i, figureOverNoise)] = over[i]
		list[figureAt(i, figureSlope)] = slope
		if m.Shortfall != nil {
			list[figureAt(i, figureGain)] = GainOf(slope, m.Shortfall[j]/m.Linear.W[j*m.Linear.K+j])
		}
	}
	return list, repaired || mended
}

// overNoise is each fitted driver's weight less the noise's in a model that has
// the noise as one more driver; NaN where the noise is not there.
func (d driverModel) overNoise(m CrossMoments) []float64 {
	over := make([]float64, len(d.kept))
	r, ok := correlations(m, append(append([]int{}, d.kept...), noiseColumn(d.k), scoreColumn(d.k)))
	if !ok {
		for i := range over {
			over[i] = math.NaN()
		}
		return over
	}
	weights, _, _ := RelativeWeights(r)
	for i := range over {
		over[i] = weights[i] - weights[len(d.kept)]
	}
	return over
}

func (d driverModel) fill(result *Drivers, m CrossMoments, r replicates, unit string) {
	result.R2 = r.proportion(func(l []float64) float64 { return l[0] }).of(result.N, m.EffectiveN(scoreColumn(d.k)), "share")
	for i, j := range d.kept {
		item := &result.Items[j]
		named := func(c Coefficient, unit string) Coefficient { return c.of(item.N, m.EffectiveN(j), unit) }
		weight := figureAt(i, figureWeight)
		item.Weight = named(r.proportion(func(l []float64) float64 { return l[weight] }), "share")
		item.Share = named(r.proportion(func(l []float64) float64 { return l[weight] / l[0] }), "share")
		item.OverNoise = named(r.at(figureAt(i, figureOverNoise)), "share")
		item.Slope = named(r.at(figureAt(i, figureSlope)), unit)
		item.Gain = named(r.at(figureAt(i, figureGain)), unit)
	}
}
