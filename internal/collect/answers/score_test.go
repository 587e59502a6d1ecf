package answers

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// TestScoreOfAnAnswer: what answers count stands in the list, on their page and in a
// column of the file; a survey without points has no such column. What ended before
// scores were kept has one on its page.
func TestScoreOfAnAnswer(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		d := crossing()
		d.Pages[0].Questions[0].Score = &questionnaire.Score{FromScale: true}
		d.Pages[0].Questions[2].Score = &questionnaire.Score{Points: map[string]float64{"deck": 2.5, "cabin": -4}}
		f.publish(crossing(), d)
		f.answer(answered{n: 1, number: 2, language: "en", outcome: "complete", words: "a", score: 5.5, answers: `{"told":{"n":3},"places":{"c":["deck"]}}`})
		f.answer(answered{n: 2, number: 2, language: "en", outcome: "complete", words: "b", answers: `{"told":{"n":3},"places":{"c":["deck","cabin"]}}`}) // before scores were kept
		f.answer(answered{n: 3, number: 2, language: "en", outcome: "complete", words: "c", answers: `{"told":{"na":true}}`})
		f.answer(answered{n: 4, number: 2, language: "en", answers: `{"told":{"n":3}}`})
		_, body, _ := f.call("/api/surveys/" + f.survey + "/responses")
		if strings.Count(body, `"score"`) != 1 || !strings.Contains(body, `"score":5.5`) {
			t.Errorf("the list: %s", body)
		}
		for n, want := range map[int]any{1: 5.5, 2: 1.5, 3: nil, 4: nil} {
			var one map[string]any
			status, body, _ := f.call("/api/surveys/" + f.survey + "/responses/" + idOf(n))
			if err := json.Unmarshal([]byte(body), &one); err != nil || status != http.StatusOK || one["score"] != want {
				t.Errorf("answer %d: %d %v, want %v: %.300s", n, status, one["score"], want, body)
			}
		}
		if got := f.scores("values=labels&lang=fr", "Total des points"); !slices.Equal(got, []string{"", "", "", "5.5"}) { // the newest begun first
			t.Errorf("the file has scores %q", got)
		}
		if got := f.scores("values=codes&version=1", "score"); got != nil {
			t.Errorf("a version without points has scores %q", got)
		}
	})
}

// scores are the cells of a column of the file of all answers, nil where there is none.
func (f *fixture) scores(query, column string) (out []string) {
	f.t.Helper()
	status, body, _ := f.call("/api/surveys/" + f.survey + "/responses/export?" + query)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil || status != http.StatusOK || len(rows) == 0 {
		f.t.Fatalf("%d %v %s", status, err, body)
	}
	at := slices.Index(rows[0], column)
	for _, row := range rows[1:] {
		if at >= 0 {
			out = append(out, row[at])
		}
	}
	return out
}
