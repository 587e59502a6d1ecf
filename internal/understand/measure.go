package understand

import (
	"context"
	"math"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// MeasureSource finds measures, whoever asks; a measure that is not there is a
// not_found fault. Who may see figures of a measure is this room's to check.
type MeasureSource interface {
	Measure(ctx context.Context, id string) (measure.Measure, error)
}

// measured is a measure as figures see it.
type measured struct{ measure.Measure }

func (m measured) kind() stat.Kind { return stat.Kind(m.Metric) }

// The borders of the net promoter score on its scale of 0 to 10.
const (
	promoterFrom   = 9.0
	detractorUntil = 6.0
)

// contribution is what an answer with this score adds to the metric, whose
// value is the mean of the contributions.
func (m measured) contribution(score float64) float64 {
	switch m.kind() {
	case stat.KindNPS:
		switch {
		case score >= promoterFrom:
			return 100
		case score <= detractorUntil:
			return -100
		}
		return 0
	case stat.KindShare:
		for _, good := range m.Scale.Good {
			if score == good {
				return 1
			}
		}
		return 0
	}
	return score
}

// clip keeps the interval of a mean within the measure's scale: few answers
// would else reach where nobody can answer. NPS and shares stay within theirs
// by themselves. A score beyond the declared scale keeps its place.
func (m measured) clip(e stat.Estimate) stat.Estimate {
	if low, high := m.Scale.Min, m.Scale.Max; m.kind() == stat.KindMean && low < high && e.HasInterval() {
		e.Low = math.Min(e.Value, math.Max(e.Low, low))
		e.High = math.Max(e.Value, math.Min(e.High, high))
	}
	return e
}

// clipDifference does the same for a difference of two figures, which is at
// most the length of the scale (for NPS 200 points, for shares 1).
func (m measured) clipDifference(d stat.Difference) stat.Difference {
	most := m.Scale.Max - m.Scale.Min
	switch m.kind() {
	case stat.KindNPS:
		most = 200
	case stat.KindShare:
		most = 1
	}
	if most > 0 && !math.IsNaN(d.Low) && !math.IsNaN(d.High) {
		d.Low = math.Min(d.Value, math.Max(d.Low, -most))
		d.High = math.Max(d.Value, math.Min(d.High, most))
	}
	return d
}
