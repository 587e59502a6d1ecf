package collect

import (
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
)

// TestHeadingsSayWhatAScoreIsAbout: in both languages; what says nothing is
// taken as satisfaction.
func TestHeadingsSayWhatAScoreIsAbout(t *testing.T) {
	for heading, want := range map[string]measure.Intent{
		"How likely are you to recommend us?":   measure.Advocacy,
		"CES":                                   measure.Effort,
		"Intent to renew":                       measure.Loyalty,
		"Was it as you expected?":               measure.Expectation,
		"Par rapport à vos attentes":            measure.Expectation,
		"I felt understood":                     measure.Emotion,
		"Mon ressenti":                          measure.Emotion,
		"Overall rating":                        measure.Satisfaction,
		"How likely to recommend what you feel": measure.Advocacy,
	} {
		v := newColumnView(table.Column{Name: heading})
		if got := intentOf(&v); got != want {
			t.Errorf("%q is about %s, want %s", heading, got, want)
		}
	}
}
