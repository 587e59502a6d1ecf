package understand

import (
	"context"

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
