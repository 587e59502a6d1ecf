package measure

import "testing"

func TestMainStandsForTheProgram(t *testing.T) {
	effort := Measure{ID: "effort", Intent: Effort, Metric: Mean}
	rating := Measure{ID: "rating", Intent: Satisfaction, Metric: Mean}
	satisfied := Measure{ID: "satisfied", Intent: Satisfaction, Metric: Share}
	recommend := Measure{ID: "recommend", Intent: Advocacy, Metric: NPS}
	for want, all := range map[string][]Measure{
		"":          nil,
		"effort":    {effort},
		"rating":    {effort, rating},
		"satisfied": {effort, rating, satisfied},
		"recommend": {effort, rating, satisfied, recommend},
	} {
		if got := Main(all); got != want {
			t.Errorf("of %d measures %q is the main one, want %q", len(all), got, want)
		}
	}
}
