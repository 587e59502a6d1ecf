package app

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
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

// choosing publishes a survey with one best-worst question.
func choosing(t *testing.T, a *App, program string) measure.Survey {
	t.Helper()
	q := questionnaire.Question{Code: "want", Kind: questionnaire.KindBestWorst, Text: said("What matters?"), Sets: &questionnaire.Sets{Count: 5, Size: 3}}
	for _, code := range []string{"quick", "cheap", "kind", "near", "green"} {
		q.Options = append(q.Options, questionnaire.Option{Code: code, Text: said("It is " + code)})
	}
	d := &questionnaire.Document{
		Title: said("What matters"), Languages: []string{"en"}, Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{q}}},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: said("Thank you")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentPerson, Privacy: said("Added up."), Controller: "Halden"},
	}
	ctx := access.System(t.Context(), "test")
	s, _, err := a.measure.CreateSurvey(ctx, measure.NewSurvey{ProgramID: program, Name: "Wants", Document: d})
	if err == nil {
		s, _, _, err = a.measure.PublishSurvey(ctx, s.ID, "", measure.Publishing{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// chooses answers all sets as somebody who thinks that much of each option, and
// counts what was shown, and chosen as the best less as the worst.
func chooses(t *testing.T, to respondent, slug string, random *rand.Rand, shown, net map[string]int64) (receipt string) {
	t.Helper()
	begun := to.ask(t, "POST", "/s/"+slug, nil)
	at := begun.Header().Get("Location")
	page := to.ask(t, "GET", at, nil).Body.String()
	form := url.Values{"page": {"one"}, "go": {"next"}}
	worth := map[string]float64{"quick": 3, "cheap": 2, "kind": 1, "near": 0.5, "green": 0}
	for set := 1; set <= 5; set++ {
		name := fmt.Sprintf("q.want.%d.best", set)
		best, worst := "", ""
		var high, low float64
		for _, m := range regexp.MustCompile(`name="`+regexp.QuoteMeta(name)+`" value="([a-z]+)"`).FindAllStringSubmatch(page, -1) {
			code, v := m[1], worth[m[1]]+2*random.Float64()
			shown[code]++
			if best == "" || v > high {
				best, high = code, v
			}
			if worst == "" || v < low {
				worst, low = code, v
			}
		}
		if best == "" {
			t.Fatalf("set %d is not on the page: %.2000s", set, page)
		}
		form.Set(name, best)
		form.Set(strings.Replace(name, "best", "worst", 1), worst)
		net[best]++
		net[worst]--
	}
	done := to.ask(t, "POST", at, form)
	told := regexp.MustCompile(`<output>([a-z0-9 ]{14})</output>`).FindStringSubmatch(done.Body.String())
	if told == nil {
		t.Fatalf("sent: %d %.1500s", done.Code, done.Body)
	}
	return told[1]
}

// TestChoicesComeFromTheAnswers: what people choose on the page of a survey is what
// its result counts, with shares of preference, also when facts are made anew, and
// an answer that is taken away is no longer in it.
func TestChoicesComeFromTheAnswers(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		survey := choosing(t, a, f.a)
		ctx := access.System(t.Context(), "test")
		random := rand.New(rand.NewPCG(1, 2))
		shown, net := map[string]int64{}, map[string]int64{}
		receipt := ""
		for range 60 {
			receipt = chooses(t, to, survey.Slug, random, shown, net)
		}
		read := func(query string) (out understand.ChoicesResult) {
			t.Helper()
			position, err := a.record.Position(t.Context())
			if err == nil {
				err = a.facts.WaitFor(t.Context(), position)
			}
			if err != nil {
				t.Fatal(err)
			}
			status, body := b.ask(ctx, "GET", "/api/surveys/"+survey.ID+"/choices"+query, nil)
			if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK {
				t.Fatalf("%d %v %s", status, err, body)
			}
			return out
		}
		check := func(got understand.ChoicesResult, answers int64) {
			t.Helper()
			if got.Question != "want" || got.Total.Answers != answers || got.Total.Sets != 5*answers || len(got.Total.Items) != 5 || got.Options[0].Code != "quick" {
				t.Fatalf("%+v", got)
			}
			sum, before := 0.0, 2.0
			for _, item := range got.Total.Items {
				if answers == 60 && (item.Shown != shown[item.Code] || item.Best-item.Worst != net[item.Code]) {
					t.Errorf("%s: %+v, chosen %d of %d", item.Code, item, net[item.Code], shown[item.Code])
				}
				if item.Share.Value == nil || item.Share.Low == nil || *item.Share.Value >= before || item.Share.N != answers || item.Share.Method == "" {
					t.Fatalf("%s: %+v after %v", item.Code, item.Share, before)
				}
				before = *item.Share.Value
				sum += before
			}
			if sum < 0.999999 || sum > 1.000001 {
				t.Errorf("shares make %v", sum)
			}
		}
		first := read("")
		check(first, 60)
		if by := read("?by=channel"); len(by.Groups) != 1 || by.Groups[0].Answers != 60 || by.Groups[0].Key.Label != "survey" {
			t.Errorf("by channel: %+v", by.Groups)
		}
		if by := read("?period=month"); len(by.Groups) != 1 || by.Groups[0].Period == nil {
			t.Errorf("by month: %+v", by.Groups)
		}
		if err := a.facts.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		check(read(""), 60)
		if err := a.respond.Withdraw(t.Context(), "127.0.0.1", receipt); err != nil {
			t.Fatal(err)
		}
		check(read(""), 59)
		for path, want := range map[string]int{"?question=nothing": 404, "?by=nothing": 422, "?by=channel&period=month": 422} {
			if status, body := b.ask(ctx, "GET", "/api/surveys/"+survey.ID+"/choices"+path, nil); status != want {
				t.Errorf("%s: %d %s", path, status, body)
			}
		}
	})
}
