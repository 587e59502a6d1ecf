package stat

import "math"

// Coefficient is a figure with what is needed to test it and to widen its
// interval later on. SE, DF and P are NaN where there is no interval; Trouble
// then says why.
type Coefficient struct {
	Estimate
	SE float64 // standard error
	DF float64 // degrees of freedom of its t distribution; +Inf for the normal one
	P  float64 // two-sided, against 0
}

// Interval is value +- t SE at a level between 0 and 1; NaN where the figure
// has no interval. At Level it is Low and High, but for figures that are shown
// with an interval of another form (weights and shares).
func (c Coefficient) Interval(level float64) (low, high float64) {
	if c.Trouble != TroubleNone || math.IsNaN(c.SE) {
		return math.NaN(), math.NaN()
	}
	half := c.critical(level) * c.SE
	return c.Value - half, c.Value + half
}

func (c Coefficient) critical(level float64) float64 {
	if math.IsInf(c.DF, 1) {
		return NormalQuantile(1 - (1-level)/2)
	}
	return TQuantile(1-(1-level)/2, c.DF)
}

// Above tells that the whole interval lies above 0, Below that it lies below.
func (c Coefficient) Above() bool { return c.HasInterval() && c.Low > 0 }

// Below tells that the whole interval lies below 0.
func (c Coefficient) Below() bool { return c.HasInterval() && c.High < 0 }

// byVariance fills interval and p by a variance; critical is the two-sided
// critical value of Level that belongs to it.
func (c Coefficient) byVariance(v Variance, method Method, critical float64) Coefficient {
	c.Method = method
	switch {
	case v.Trouble != TroubleNone:
		c.Trouble = v.Trouble
		return c
	case v.V <= 1e-18*math.Max(1, c.Value*c.Value):
		c.Trouble = TroubleNoVariance
		return c
	}
	c.SE, c.DF = math.Sqrt(v.V), v.DF
	if math.IsInf(c.DF, 1) {
		c.P = twoSidedZ(c.Value / c.SE)
	} else {
		c.P = twoSidedT(c.Value/c.SE, c.DF)
	}
	c.Low, c.High = c.Value-critical*c.SE, c.Value+critical*c.SE
	return c
}

// of says how many answers the figure rests on and what it is counted in.
func (c Coefficient) of(n int64, effective float64, unit string) Coefficient {
	c.N, c.NEff, c.Unit = n, effective, unit
	return c
}

// missing is a figure that cannot be given.
func missing(t Trouble) Coefficient {
	nan := math.NaN()
	return Coefficient{Estimate: Estimate{Value: nan, Low: nan, High: nan, Deff: 1, Trouble: t}, SE: nan, DF: nan, P: nan}
}
