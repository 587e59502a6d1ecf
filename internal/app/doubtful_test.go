package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/understand"
)

// TestDoubtfulAnswersAreToldApart: an answer that says word for word what another
// said is flagged as it comes, counts, and is told apart in figures and in the list
// of answers, which a survey's own answers are found in too; also after the facts
// were made anew.
func TestDoubtfulAnswersAreToldApart(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		ctx := access.System(t.Context(), "test")
		m, _, err := a.measure.Create(ctx, measure.Measure{ProgramID: f.a, Name: "Told of delays", Intent: measure.Satisfaction, Scale: measure.Numbered(0, 10, measure.Up), Metric: measure.Mean})
		if err != nil {
			t.Fatal(err)
		}
		d := &questionnaire.Document{
			Title: said("After the crossing"), Languages: []string{"en"}, Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
				{Code: "told", Kind: questionnaire.KindScale, Text: said("How well were you told?"), MeasureID: m.ID, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Points: 11}},
				{Code: "why", Kind: questionnaire.KindLongText, Text: said("Why?")},
			}}},
			Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: said("Thank you")}},
			Settings: questionnaire.Settings{Consent: questionnaire.ConsentPerson, Privacy: said("Two years."), Controller: "Halden"},
		}
		survey, _, err := a.measure.CreateSurvey(ctx, measure.NewSurvey{ProgramID: f.a, Name: "After the crossing", Document: d})
		if err == nil {
			survey, _, _, err = a.measure.PublishSurvey(ctx, survey.ID, "", measure.Publishing{Reasons: map[string]string{m.ID: "It is asked here."}})
		}
		if err != nil {
			t.Fatal(err)
		}
		const same = "The crossing was late by an hour and nobody on board could tell us why that was so"
		for i, why := range []string{"Calm", "On time", "The crew was kind", same, same} {
			at := to.ask(t, "POST", "/s/"+survey.Slug, nil).Header().Get("Location")
			sent := to.ask(t, "POST", at, url.Values{"page": {"one"}, "go": {"next"}, "q.told": {strconv.Itoa(2 * i)}, "q.why": {why}})
			if sent.Code != http.StatusOK {
				t.Fatalf("%d %s", sent.Code, sent.Body)
			}
		}
		check := func(when string) {
			t.Helper()
			position, err := a.record.Position(ctx)
			if err != nil {
				t.Fatal(err)
			}
			status, body := b.ask(ctx, "GET", fmt.Sprintf("/api/metrics?measure=%s&position=%d", m.ID, position), nil)
			var got understand.MetricResult
			if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK {
				t.Fatalf("%s: %d %s", when, status, body)
			}
			if got.Total.Figure.N != 5 || *got.Total.Figure.Value != 4 || got.Without == nil || got.Without.Doubtful != 1 || got.Without.Figure.N != 4 || *got.Without.Figure.Value != 3 {
				t.Errorf("%s: %s", when, body)
			}
			for where, want := range map[string]int{"doubtful:yes": 1, "doubtful:no": 4, "survey:" + survey.ID: 5, "survey:" + m.ID: 0, "survey:": 0} {
				status, body := b.ask(ctx, "GET", "/api/responses?program_id="+f.a+"&measure="+m.ID+"&where="+url.QueryEscape(where), nil)
				var list struct{ Items []any }
				if err := json.Unmarshal([]byte(body), &list); err != nil || status != http.StatusOK || len(list.Items) != want {
					t.Errorf("%s: %s gives %d, want %d: %d %.300s", when, where, len(list.Items), want, status, body)
				}
			}
			for lang, want := range map[string]int{"en": 1, "fr": 1} {
				word, title := map[string]string{"en": "duplicate", "fr": "doublon"}[lang], map[string]string{"en": "Doubts", "fr": "Doutes"}[lang]
				status, body := b.ask(ctx, "GET", "/api/responses/export?format=csv&lang="+lang+"&program_id="+f.a, nil)
				if status != http.StatusOK || strings.Count(body, ","+word) != want || !strings.Contains(strings.SplitN(body, "\r\n", 2)[0], title) {
					t.Errorf("%s: the file in %s: %d %s", when, lang, status, body)
				}
			}
			if status, body := b.ask(ctx, "GET", "/api/responses?where=doubtful:yes", nil); status != http.StatusOK || strings.Count(body, `"doubts":["duplicate"]`) != 1 {
				t.Errorf("%s: the list does not say what is doubted: %d %s", when, status, body)
			}
			for _, path := range []string{"/api/responses?", "/api/metrics?measure=" + m.ID + "&"} {
				if status, body := b.ask(ctx, "GET", path+"where=doubtful:odd", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "yes or no") {
					t.Errorf("%s: neither yes nor no: %d %s", path, status, body)
				}
			}
			status, body = b.ask(ctx, "GET", "/api/metrics?measure="+m.ID+"&by=survey", nil)
			if err := json.Unmarshal([]byte(body), &got); err != nil || status != http.StatusOK || len(got.Cells) != 1 || got.Cells[0].Key[0].Label != "After the crossing" {
				t.Errorf("%s: by survey %d %s", when, status, body)
			}
		}
		check("as they come")
		if err := a.facts.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		check("made anew")
	})
}
