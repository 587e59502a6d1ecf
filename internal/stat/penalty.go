package stat

import "math"

// minShapeAnswers is the fewest answers that must be low, high and between.
const minShapeAnswers = 10

// Shape says how a driver goes with the metric over its scale.
type Shape string

// The shapes, each by the intervals of penalty, reward and their difference.
const (
	ShapeMustBe      Shape = "must_be"      // low answers cost more than high ones bring
	ShapeAttractive  Shape = "attractive"   // high answers bring more than low ones cost
	ShapeLinear      Shape = "linear"       // both, and no difference is seen
	ShapeNotMonotone Shape = "not_monotone" // low answers go with more, or high ones with less: never advised on
	ShapeUnclear     Shape = "unclear"      // the intervals leave it open
)

// Shaped is a driver's penalty and reward in the unit of the metric.
type Shaped struct {
	Penalty Coefficient // P: what low answers cost against those in the middle
	Reward  Coefficient // R: what high answers bring against those in the middle
	Excess  Coefficient // d = P - R
	Shape   Shape
	// Means are the mean contributions of low, middle and high answers, the
	// other drivers not held; NaN where nobody answered so. Counts are the
	// answers behind them.
	Means  [3]Coefficient
	Counts [3]int64
}

func noShape(t Trouble) Shaped {
	none := missing(t)
	return Shaped{Penalty: none, Reward: none, Excess: none, Shape: ShapeUnclear, Means: [3]Coefficient{none, none, none}}
}

// ClassifyShape names the shape by the 95 % intervals of P, R and d = P - R.
//
//	not monotone  P or R below 0
//	must-be       P and d above 0
//	attractive    R above 0 and d below 0
//	linear        P and R above 0, d spans 0
//	unclear       anything else, or an interval is missing
//
// Source: penalty-reward contrast: Brandt 1987; Busacca & Padula 2005,
// Marketing Intelligence & Planning 23(6), made by interval instead of by sign.
func ClassifyShape(penalty, reward, excess Coefficient) Shape {
	switch {
	case penalty.Below() || reward.Below():
		return ShapeNotMonotone
	case !penalty.HasInterval() || !reward.HasInterval() || !excess.HasInterval():
		return ShapeUnclear
	case penalty.Above() && excess.Above():
		return ShapeMustBe
	case reward.Above() && excess.Below():
		return ShapeAttractive
	case penalty.Above() && reward.Above():
		return ShapeLinear
	}
	return ShapeUnclear
}

// shapes fills in penalties and rewards: one regression of the contribution on
// two dummies for each driver, low and high, over all drivers at once.
//
//	P_j = -coefficient of low_j,  R_j = coefficient of high_j,  d_j = P_j - R_j
//
// Fewer than 10 low, high or middle answers: no penalty and reward for the
// driver (TroubleTooFew); what dummies it can have stay in the model as
// controls. With fewer than 5 answers for each dummy nothing is fitted, and
// Shapes says so. On complete answers the coefficients are those of least
// squares.
func (d *Drivers) shapes(p DriverParts, total DriverMoments, unit string) {
	model := newShapeModel(total, d.Items)
	if d.Shapes = model.trouble; d.Shapes != TroubleNone {
		return
	}
	r := p.replicate(total, model.figures)
	for j := range d.Items {
		item := &d.Items[j]
		effective := total.Linear.EffectiveN(j)
		named := func(c Coefficient) Coefficient { return c.of(item.N, effective, unit) }
		at := j * figuresPerShape
		s := &item.Shaped
		s.Penalty, s.Reward = named(r.at(at)), named(r.at(at+1))
		s.Excess = named(r.figure(func(l []float64) float64 { return l[at] - l[at+1] }))
		s.Shape = ClassifyShape(s.Penalty, s.Reward, s.Excess)
		s.Counts = model.counts[j]
		for c := range s.Means {
			s.Means[c] = r.at(at+2+c).of(s.Counts[c], float64(s.Counts[c]), unit)
		}
	}
}

// figuresPerShape are P, R and three means.
const figuresPerShape = 5

type shapeModel struct {
	k       int
	kept    []int // columns of dummies
	full    []bool
	counts  [][3]int64
	trouble Trouble
}

// newShapeModel picks the dummies that can be fitted: those of the drivers in
// the linear model.
func newShapeModel(total DriverMoments, items []Driver) shapeModel {
	m, k := total.Shape, total.Drivers()
	model := shapeModel{k: k, full: make([]bool, k), counts: make([][3]int64, k)}
	if m.K == 0 {
		model.trouble = TroubleNoAnswers
		return model
	}
	for j := range k {
		low, high := m.countOf(2*j), m.countOf(2*j+1)
		middle := m.Count[2*j] - low - high
		model.counts[j] = [3]int64{low, middle, high}
		if items[j].Trouble != TroubleNone {
			continue
		}
		model.full[j] = min(low, middle, high) >= minShapeAnswers
		// Without a middle low and high say the same: one of them is enough.
		if low >= minShapeAnswers && (middle >= minShapeAnswers || high < minShapeAnswers) {
			model.kept = append(model.kept, 2*j)
		}
		if high >= minShapeAnswers && m.Count[2*j]-high >= minShapeAnswers {
			model.kept = append(model.kept, 2*j+1)
		}
	}
	if len(model.kept) == 0 || m.leastShared(model.kept) < answersPerDriver*float64(len(model.kept)+1) {
		model.trouble = TroubleTooFew
	}
	return model
}

// countOf is about how many answers have a 1 in a column of dummies.
func (m CrossMoments) countOf(i int) int64 {
	if m.Count[i] == 0 {
		return 0
	}
	return int64(math.Round(m.Mean(i) * float64(m.Count[i])))
}

// leastShared is the fewest answers any two of these columns have in common.
func (m CrossMoments) leastShared(columns []int) float64 {
	least := math.Inf(1)
	for _, i := range columns {
		for _, j := range columns {
			least = math.Min(least, m.answersWith(i, j))
		}
	}
	return least
}

// figures are P, R and the three means of each driver; NaN where there is none.
func (s shapeModel) figures(m DriverMoments) []float64 {
	list := make([]float64, s.k*figuresPerShape)
	for i := range list {
		list[i] = math.NaN()
	}
	y := 2 * s.k
	for j := range s.k {
		means := m.Shape.classMeans(2*j, 2*j+1, y)
		copy(list[j*figuresPerShape+2:], means[:])
	}
	r, ok := correlations(m.Shape, append(append([]int{}, s.kept...), y))
	if !ok {
		return list
	}
	beta, _ := standardized(r)
	for i, c := range s.kept {
		j, high := c/2, c%2 == 1
		if !s.full[j] {
			continue
		}
		b := beta.AtVec(i) * m.Shape.Deviation(y) / m.Shape.Deviation(c)
		if high {
			list[j*figuresPerShape+1] = b
		} else {
			list[j*figuresPerShape] = -b
		}
	}
	return list
}

// classMeans are the means of y where the dummy low is 1, where neither is, and
// where high is 1.
func (m CrossMoments) classMeans(low, high, y int) [3]float64 {
	at := low*m.K + y
	sums := [3]float64{m.P[low*m.K+y], 0, m.P[high*m.K+y]}
	weights := [3]float64{m.S[at], 0, m.S[high*m.K+y]}
	sums[1] = m.S[y*m.K+low] - sums[0] - sums[2]
	weights[1] = m.W[at] - weights[0] - weights[2]
	var means [3]float64
	for c, w := range weights {
		means[c] = math.NaN()
		if w > 1e-9*m.W[at] {
			means[c] = sums[c] / w
		}
	}
	return means
}
