package stat

import "math"

// longScale is the number of points from which on the top two count as high.
const longScale = 8

// DriverScale is the scale a driver is rated on, in whole points; Max is the
// good end. Of a scale whose low end is good, turn the answers round first
// (Min + Max - x), or slopes and shortfalls mean the opposite.
type DriverScale struct{ Min, Max float64 }

// Low tells that x is below the middle of the scale.
func (s DriverScale) Low(x float64) bool { return x < s.LowBelow() }

// LowBelow is the middle of the scale: answers under it are low.
func (s DriverScale) LowBelow() float64 { return (s.Min + s.Max) / 2 }

// High tells that x is the top point, or one of the top two on a scale of more
// than seven points.
func (s DriverScale) High(x float64) bool { return x >= s.HighFrom() }

// HighFrom is the least high answer.
func (s DriverScale) HighFrom() float64 {
	if s.Max-s.Min+1 >= longScale {
		return s.Max - 1
	}
	return s.Max
}

// Target is the lowest good score where no standard says otherwise: the second
// best point.
func (s DriverScale) Target() float64 { return s.Max - 1 }

// DriverColumn is a driver as the moments need it: its scale and its target.
type DriverColumn struct {
	Scale  DriverScale
	Target float64
}

// DriverPlan lists the drivers. It puts single answers into moments where no
// store does, and says how a store must.
type DriverPlan []DriverColumn

// DriverAnswer is one response with a score. Ratings has one value a driver,
// NaN where it was not answered or not applicable; Noise is a number made from
// the response's id (any distribution, the same for ever); Weight is 1 where
// unweighted.
type DriverAnswer struct {
	Ratings                            []float64
	Noise, Score, Contribution, Weight float64
}

// New are empty moments of the plan's drivers.
func (p DriverPlan) New() DriverMoments {
	k := len(p)
	return DriverMoments{Linear: NewCrossMoments(k + 3), Shape: NewCrossMoments(2*k + 1), Shortfall: make([]float64, k)}
}

// Add puts one answer into m, which p.New made.
func (p DriverPlan) Add(m *DriverMoments, a DriverAnswer) {
	k := len(p)
	linear, shape := make([]float64, k+3), make([]float64, 2*k+1)
	copy(linear, a.Ratings)
	linear[noiseColumn(k)], linear[scoreColumn(k)], linear[contributionColumn(k)] = a.Noise, a.Score, a.Contribution
	for j, x := range a.Ratings {
		shape[2*j], shape[2*j+1] = math.NaN(), math.NaN()
		if math.IsNaN(x) {
			continue
		}
		shape[2*j], shape[2*j+1] = flag(p[j].Scale.Low(x)), flag(p[j].Scale.High(x))
		m.Shortfall[j] += a.Weight * math.Max(0, p[j].Target-x)
	}
	shape[2*k] = a.Contribution
	m.Linear.Add(linear, a.Weight)
	m.Shape.Add(shape, a.Weight)
}

func flag(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
