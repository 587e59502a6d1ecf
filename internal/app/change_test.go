package app

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/understand"
)

// scored publishes a survey that asks a measure, and whose answers may be changed.
func scored(t *testing.T, a *App, f firm) (measure.Survey, string) {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	m, _, err := a.measure.Create(ctx, measure.Measure{ProgramID: f.a, Name: "Crossing", Intent: measure.Satisfaction, Scale: measure.Numbered(0, 10, measure.Up), Metric: measure.Mean})
	if err != nil {
		t.Fatal(err)
	}
	d := &questionnaire.Document{
		Title: said("After the crossing"), Languages: []string{"en"}, Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{{
			Code: "how", Kind: questionnaire.KindScale, Text: said("How was it?"), MeasureID: m.ID, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 0, Points: 11},
		}}}},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: said("Thank you")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentFirm, ChangeDays: 3, Privacy: said("Added up."), Controller: "Halden"},
	}
	s, _, err := a.measure.CreateSurvey(ctx, measure.NewSurvey{ProgramID: f.a, Name: "Crossing", Document: d})
	if err == nil {
		s, _, _, err = a.measure.PublishSurvey(ctx, s.ID, "", measure.Publishing{Reasons: map[string]string{m.ID: "The board has followed it since 2019."}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s, m.ID
}

// TestFiguresFollowChangesAndNoTests: a changed answer moves its figure as if it had been
// given so at once, counted once, also when facts are made anew; tests, by link and by
// chance, move nothing at all.
func TestFiguresFollowChangesAndNoTests(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		survey, m := scored(t, a, f)
		ctx := access.System(t.Context(), "test")
		figure := func(what string, mean float64, n int64) {
			t.Helper()
			position, err := a.record.Position(t.Context())
			if err == nil {
				err = a.facts.WaitFor(t.Context(), position)
			}
			if err != nil {
				t.Fatal(err)
			}
			status, body := b.ask(ctx, "GET", "/api/metrics?measure="+m, nil)
			var out understand.MetricResult
			if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK {
				t.Fatalf("%d %v %s", status, err, body)
			}
			if out.Total.Figure.N != n || out.Total.Figure.Value == nil || *out.Total.Figure.Value != mean {
				t.Errorf("%s: %.500s", what, body)
			}
		}
		answer := func(score string) (receipt string) {
			t.Helper()
			at := to.ask(t, "POST", "/s/"+survey.Slug, nil).Header().Get("Location")
			done := to.ask(t, "POST", at, url.Values{"page": {"one"}, "q.how": {score}, "go": {"next"}})
			told := regexp.MustCompile(`<output>([a-z0-9 ]{14})</output>`).FindStringSubmatch(done.Body.String())
			if told == nil {
				t.Fatalf("%d %.1500s", done.Code, done.Body)
			}
			return told[1]
		}
		receipt := answer("2")
		answer("6")
		figure("before", 4, 2)
		if status, body := b.ask(ctx, "POST", "/api/surveys/"+survey.ID+"/tests/fill", map[string]any{"number": 1, "n": 200}); status != http.StatusOK {
			t.Fatalf("%d %s", status, body)
		}
		link, _, err := a.trial.MakeLink(ctx, survey.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		at := to.ask(t, "POST", link.Path, nil).Header().Get("Location")
		if done := to.ask(t, "POST", at, url.Values{"page": {"one"}, "q.how": {"10"}, "go": {"next"}}); !strings.Contains(done.Body.String(), "This is a test.") {
			t.Fatalf("%d %.1500s", done.Code, done.Body)
		}
		figure("after 201 tests", 4, 2)
		began := to.ask(t, "POST", "/s/"+survey.Slug+"/receipt", url.Values{"code": {receipt}, "go": {"change"}}).Header().Get("Location")
		change, _, _ := strings.Cut(began, "?")
		figure("while it is changed", 4, 2)
		if done := to.ask(t, "POST", change, url.Values{"page": {"one"}, "q.how": {"10"}, "go": {"next"}}); done.Code != http.StatusOK || !strings.Contains(done.Body.String(), "is changed") {
			t.Fatalf("%s: %d %.1500s", began, done.Code, done.Body)
		}
		figure("changed", 8, 2)
		if err := a.facts.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		figure("made anew", 8, 2)
		status, body := b.ask(ctx, "GET", "/api/surveys/"+survey.ID+"/fieldwork?number=1", nil)
		if status != http.StatusOK || !strings.Contains(body, `"complete":2`) {
			t.Errorf("fieldwork: %d %.600s", status, body)
		}
	})
}

// TestAGuestChangesTheirAnswer: by the link of a wave the answer is shown and changed, and
// neither the wave nor the timeline counts it twice; after the wave it is only shown.
func TestAGuestChangesTheirAnswer(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		survey, _ := scored(t, a, f)
		ctx := access.System(t.Context(), "test")
		ann := person(markNice) + "-1"
		wave := b.must(t, ctx, "POST", "/api/waves", map[string]any{"survey_id": survey.ID, "name": "Autumn", "settings": linksOnly, "keys": []string{ann, person(markNice) + "-2"}})
		b.step(t, a, wave, "plan", "start")
		link := b.links(t, wave)[ann]
		at := to.ask(t, "POST", link, nil).Header().Get("Location")
		to.ask(t, "POST", at, url.Values{"page": {"one"}, "q.how": {"2"}, "go": {"next"}})
		before := b.states(t, wave)
		again := to.ask(t, "GET", to.ask(t, "GET", link, nil).Header().Get("Location"), nil)
		if !strings.Contains(again.Body.String(), "Change my answer") || !strings.Contains(again.Body.String(), "<dd>2</dd>") {
			t.Fatalf("a second visit: %d %.1500s", again.Code, again.Body)
		}
		change, _, _ := strings.Cut(to.ask(t, "POST", at, url.Values{"go": {"change"}}).Header().Get("Location"), "?")
		other, _, _ := strings.Cut(to.ask(t, "POST", at, url.Values{"go": {"change"}}).Header().Get("Location"), "?")
		if done := to.ask(t, "POST", change, url.Values{"page": {"one"}, "q.how": {"9"}, "go": {"next"}}); !strings.Contains(done.Body.String(), "is changed") {
			t.Fatalf("%d %.1500s", done.Code, done.Body)
		}
		if after := b.states(t, wave); !maps.Equal(before, after) || after["answered"] != 1 {
			t.Errorf("the wave counts %v, before %v", after, before)
		}
		var n, changes int
		_, err := a.record.Get(ctx, "SELECT (SELECT count(*) FROM response r JOIN customer c ON c.id = r.customer_id WHERE c.key = ? AND r.channel = 'survey'), (SELECT count(*) FROM answer_revision)", []any{ann}, &n, &changes)
		if err != nil || n != 1 || changes != 1 {
			t.Errorf("%d answers are the guest's, %d changes: %v", n, changes, err)
		}
		b.step(t, a, wave, "finish")
		if late := to.ask(t, "POST", other, url.Values{"page": {"one"}, "q.how": {"5"}, "go": {"next"}}); late.Code != http.StatusGone {
			t.Errorf("after the wave, in the middle: %d %.1500s", late.Code, late.Body)
		}
		shown := to.ask(t, "GET", at, nil).Body.String()
		if strings.Contains(shown, "Change my answer") || !strings.Contains(shown, "<dd>9</dd>") || !strings.Contains(shown, "can no longer be changed") {
			t.Errorf("after the wave: %.1500s", shown)
		}
	})
}
