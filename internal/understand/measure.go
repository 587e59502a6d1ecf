package understand

import (
	"context"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// Measure is what a figure needs to know of a measure.
type Measure struct {
	ID        string
	ProgramID string
	Name      string
	Metric    stat.Kind
	Scale     measure.Scale
}

// MeasureSource finds measures; a measure that is not there is a not_found
// fault.
type MeasureSource interface {
	Measure(ctx context.Context, id string) (Measure, error)
}

// The borders of the net promoter score on its scale of 0 to 10.
const (
	promoterFrom   = 9.0
	detractorUntil = 6.0
)

// contribution is what an answer with this score adds to the metric, whose
// value is the mean of the contributions.
func (m Measure) contribution(score float64) float64 {
	switch m.Metric {
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
