package stat

// GainOf is the change of the metric that goes with halving a driver's
// shortfall below its target, the other drivers held.
//
//	gain_j = 1/2 b_j mean(max(0, t_j - x_j))
//
// slope is b_j, the joint linear slope in units of the metric a point; shortfall
// is the mean of max(0, t_j - x_j) over the answers that have the driver, in
// points, never negative. A negative slope gives a negative gain. What goes with
// a driver in these answers is not yet an effect.
func GainOf(slope, shortfall float64) float64 { return slope * shortfall / 2 }
