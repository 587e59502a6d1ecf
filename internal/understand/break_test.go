package understand

import (
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
)

// TestAFigureTellsTheBreaksOfItsMeasure: in their order, and none as an empty list.
func TestAFigureTellsTheBreaksOfItsMeasure(t *testing.T) {
	at := time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)
	m := measured{measure.Measure{ID: "m", Metric: measure.Mean}}
	if got := infoOf(m).Breaks; got == nil || len(got) != 0 {
		t.Errorf("of none: %v", got)
	}
	m.Breaks = []measure.Break{{At: at, Changed: []string{"scale"}}, {At: at.AddDate(0, -1, 0), Changed: []string{"wording", "metric"}}}
	got := infoOf(m).Breaks
	if len(got) != 2 || !got[0].At.Equal(at) || got[0].Changed[0] != "scale" || len(got[1].Changed) != 2 {
		t.Errorf("%+v", got)
	}
}
