package understand

import "github.com/balcony-cx/balcony/internal/stat"

// Coefficient is a figure of a driver on the wire.
type Coefficient struct {
	Value       *float64 `json:"value"`
	Low         *float64 `json:"low" doc:"Lower bound of the 95 % interval"`
	High        *float64 `json:"high" doc:"Upper bound of the 95 % interval"`
	P           *float64 `json:"p" doc:"Two-sided p value against 0"`
	N           int64    `json:"n"`
	Unit        string   `json:"unit" enum:",points,percent,score,share"`
	Method      string   `json:"method"`
	MethodLabel string   `json:"method_label" doc:"The method in words, in English"`
	Trouble     string   `json:"trouble" enum:",no_answers,too_few,no_variance"`
}

func coefficientOf(c stat.Coefficient) Coefficient {
	out := Coefficient{Value: finite(c.Value), Low: finite(c.Low), High: finite(c.High), P: finite(c.P), N: c.N, Unit: c.Unit, Trouble: string(c.Trouble)}
	if c.HasInterval() {
		out.Method, out.MethodLabel = string(c.Method), c.Method.Label()
	}
	return out
}

// DriverFigure is what is known of one driver.
type DriverFigure struct {
	Measure MeasureInfo `json:"measure"`
	N       int64       `json:"n" doc:"Answers that have the score and the driver"`
	Mean    *float64    `json:"mean" doc:"Of its scores, turned so that more is better"`
	Weight  Coefficient `json:"weight" doc:"Relative weight: its part of R squared"`
	Share   Coefficient `json:"share" doc:"Its part of what all drivers explain, 0 to 1: importance in company with the others, not an effect"`
	Noise   bool        `json:"noise" doc:"True where it cannot be told from a random column"`
	Over    Coefficient `json:"over_noise" doc:"Its weight less that of a random column"`
	Slope   Coefficient `json:"slope" doc:"Change of the metric that goes with a point more, the other drivers held"`
	Gain    Coefficient `json:"gain" doc:"Change of the metric if the shortfall below the target were halved, the other drivers held"`
	Target  float64     `json:"target" doc:"Lowest good score, on the turned scale"`
	Penalty Coefficient `json:"penalty" doc:"What low scores cost against those in the middle"`
	Reward  Coefficient `json:"reward" doc:"What high scores bring against those in the middle"`
	Excess  Coefficient `json:"excess" doc:"Penalty less reward"`
	Shape   string      `json:"shape" enum:"must_be,attractive,linear,not_monotone,unclear"`
	Classes []ShapeMean `json:"classes" nullable:"false" doc:"Mean contribution of low, middle and high scores"`
	Skipped SkippedBy   `json:"skipped"`
	Trouble string      `json:"trouble" enum:",no_answers,too_few,no_variance" doc:"Why it is not in the model"`
}

// ShapeMean is the mean contribution of one class of scores.
type ShapeMean struct {
	Key  string      `json:"key" enum:"low,middle,high"`
	Mean Coefficient `json:"mean"`
}

// SkippedBy compares those without the driver with those who rated it.
type SkippedBy struct {
	N          int64            `json:"n" doc:"Answers without the driver"`
	Difference FigureDifference `json:"difference" doc:"Their contribution less that of those who rated it"`
	Warn       bool             `json:"warn" doc:"True where they differ (q of at most 0.05): the driver's figures speak for those who rated it"`
}

// DriversResult is what goes with a score.
type DriversResult struct {
	FigureOrigin
	N          int64          `json:"n" doc:"Responses with the score and at least one more"`
	Unit       string         `json:"unit" enum:"points,percent,score" doc:"Unit of slopes, gains, penalties and rewards"`
	R2         Coefficient    `json:"r2" doc:"Share of the score's variance that the drivers explain together"`
	Drivers    []DriverFigure `json:"drivers" nullable:"false" doc:"The largest share first; those that are not in the model last"`
	Fitted     int            `json:"fitted" doc:"Drivers in the model"`
	Considered int            `json:"considered" doc:"Measures answered together with the score, in the model or not"`
	Repaired   bool           `json:"repaired" doc:"True where the correlations of the drivers had to be made positive definite"`
	Trouble    string         `json:"trouble" enum:",no_answers,too_few,no_variance" doc:"Why nothing could be fitted"`
	Shapes     string         `json:"shapes_trouble" enum:",no_answers,too_few,no_variance" doc:"Why there are no penalties and rewards"`
}

func driverFigureOf(d stat.Driver, of rated) DriverFigure {
	out := DriverFigure{
		Measure: infoOf(of.measure), N: d.N, Mean: finite(d.Mean), Weight: coefficientOf(d.Weight), Share: coefficientOf(d.Share),
		Noise: d.Noise(), Over: coefficientOf(d.OverNoise), Slope: coefficientOf(d.Slope), Gain: coefficientOf(d.Gain), Target: of.plan.Target,
		Penalty: coefficientOf(d.Shaped.Penalty), Reward: coefficientOf(d.Shaped.Reward), Excess: coefficientOf(d.Shaped.Excess),
		Shape: string(d.Shaped.Shape), Classes: []ShapeMean{}, Trouble: string(d.Trouble),
		Skipped: SkippedBy{N: d.Skipped.N, Difference: differenceOf(d.Skipped.Difference), Warn: d.Skipped.Warn},
	}
	out.Skipped.Difference.Q = finite(d.Skipped.Q)
	for i, key := range []string{"low", "middle", "high"} {
		out.Classes = append(out.Classes, ShapeMean{Key: key, Mean: coefficientOf(d.Shaped.Means[i])})
	}
	return out
}
