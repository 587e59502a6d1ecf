package respond

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/collect/reply"
	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// asked is a server that asks surveys, over a store with a program and a measure.
type asked struct {
	*Service
	t                testing.TB
	mux              *http.ServeMux
	ctx              context.Context // as the owner
	program, measure string
}

func migrations() []fs.FS {
	return []fs.FS{access.Migrations(), people.Migrations(), purpose.Migrations(), journey.Migrations(), listen.Migrations(), measure.Migrations(), collect.Migrations()}
}

func each(t *testing.T, test func(a *asked)) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) { test(over(t, store)) })
}

// over is a server over a store.
func over(t testing.TB, store *record.Store) *asked {
	now := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	a := &asked{t: t, mux: http.NewServeMux(), ctx: access.System(t.Context(), "test")}
	programs, m := purpose.NewService(store, now, newID), measure.NewService(store, now, newID)
	c := collect.NewService(collect.Options{
		Store: store, Audit: quiet{}, People: people.NewService(people.Options{Store: store, Now: now, NewID: newID}), Purpose: programs, Measure: m,
		Zone: func() *time.Location { return time.UTC }, Now: now, NewID: newID, Log: log,
	})
	kept := anonymous.New(anonymous.Options{Store: store, Surveys: m, Now: now, RandomID: uuid.NewString})
	a.Service = New(Options{Store: store, Measure: m, Collect: c, Anonymous: kept, Trial: trial.New(trial.Options{Store: store, Measure: m, Audit: quiet{}, Now: now, NewID: newID}), Organisation: func(context.Context) (string, error) { return "Halden <Ferries>", nil }, Now: now, NewID: newID, Log: log})
	a.Reply = reply.New(reply.Options{Store: store, Surveys: m, Answers: quiet{}, Audit: quiet{}, Now: now, RandomID: uuid.NewString})
	a.Register(a.mux)
	p, _, err := programs.Create(a.ctx, "Crossing", "")
	if err != nil {
		t.Fatal(err)
	}
	made, _, err := m.Create(a.ctx, measure.Measure{ProgramID: p.ID, Name: "Told", Intent: measure.Satisfaction, Scale: measure.Numbered(0, 10, measure.Up), Metric: measure.Mean})
	if err != nil {
		t.Fatal(err)
	}
	a.program, a.measure = p.ID, made.ID
	return a
}

func both(en, fr string) questionnaire.Words { return questionnaire.Words{"en": en, "fr": fr} }

// crossing asks a measure, why where it is low, and on a second page a bit of all.
func (a *asked) crossing() *questionnaire.Document {
	option := func(code, en, fr string) questionnaire.Option {
		return questionnaire.Option{Code: code, Text: both(en, fr)}
	}
	other := option("other", "Elsewhere", "Ailleurs")
	other.Other = true
	return &questionnaire.Document{
		Title: both("After the crossing", "Après la traversée"), Languages: []string{"en", "fr"},
		Hidden: []questionnaire.Hidden{{Code: "boat", From: questionnaire.HiddenLink, Kind: questionnaire.ValueText}},
		Pages: []questionnaire.Page{
			{Code: "one", Questions: []questionnaire.Question{
				{Code: "told", Kind: questionnaire.KindScale, Text: both("How well were you told?", "Avez-vous été bien informé ?"), MeasureID: a.measure, Required: questionnaire.RequiredHard, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 0, Points: 11, Low: both("Not at all", "Pas du tout"), High: both("Fully", "Tout à fait")}},
				{Code: "why", Kind: questionnaire.KindLongText, ShowIf: "told <= 6", Text: both("Why {{told|that}}?", "Pourquoi {{told|cela}} ?")},
			}},
			{Code: "two", Questions: []questionnaire.Question{
				{Code: "places", Kind: questionnaire.KindChoices, Text: both("Where?", "Où ?"), Options: []questionnaire.Option{option("deck", "On deck", "Sur le pont"), option("cabin", "In a cabin", "En cabine"), other}},
				{Code: "care", Kind: questionnaire.KindMatrix, Text: both("Care", "Soin"), Rows: []questionnaire.Row{{Code: "bar", Text: both("At the bar", "Au bar")}, {Code: "door", Text: both("At the door", "À la porte")}}, Scale: &questionnaire.Scale{Look: questionnaire.LookStars, Min: 1, Points: 5, NA: true}},
				{Code: "rank", Kind: questionnaire.KindRanking, Text: both("What counts?", "Qu’est-ce qui compte ?"), Options: []questionnaire.Option{option("price", "Price", "Prix"), option("time", "Time", "Temps")}},
				{Code: "mail", Kind: questionnaire.KindEmail, Text: both("May we write?", "Pouvons-nous écrire ?")},
			}},
		},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: both("Thank you", "Merci")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentFirm, Privacy: both("Kept two years.", "Gardé deux ans."), Controller: "Halden", Progress: true, Back: true},
	}
}

func (a *asked) publish(d *questionnaire.Document) measure.Survey {
	a.t.Helper()
	s, _, err := a.Measure.CreateSurvey(a.ctx, measure.NewSurvey{ProgramID: a.program, Name: "Crossing", Document: d})
	if err == nil {
		s, _, _, err = a.Measure.PublishSurvey(a.ctx, s.ID, "", measure.Publishing{Reasons: map[string]string{a.measure: "The board has followed it since 2019."}})
	}
	if err != nil {
		a.t.Fatalf("publish: %v", err)
	}
	return s
}

func (a *asked) get(path string) (int, string) {
	return a.do(httptest.NewRequest(http.MethodGet, path, nil))
}

func (a *asked) post(path string, pairs ...string) (int, string) {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return a.do(r)
}

// do gives the status and the page, or where it leads to.
func (a *asked) do(r *http.Request) (int, string) {
	w := httptest.NewRecorder()
	a.mux.ServeHTTP(w, r)
	if to := w.Header().Get("Location"); to != "" {
		return w.Code, to
	}
	if w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Cache-Control") != "no-store" {
		a.t.Errorf("%s: %v", r.URL.Path, w.Header())
	}
	return w.Code, scripted.ReplaceAllString(styles.ReplaceAllString(w.Body.String(), ""), "")
}

// see fails where a page lacks some words.
func (a *asked) see(what string, status int, page string, want int, words ...string) {
	a.t.Helper()
	if status != want {
		a.t.Fatalf("%s: %d, want %d: %.600s", what, status, want, page)
	}
	for _, w := range words {
		if !strings.Contains(page, w) {
			a.t.Errorf("%s lacks %q: %s", what, w, page)
		}
	}
}

// begun is the address of an answering that has begun.
func (a *asked) begun(slug, query string) string {
	a.t.Helper()
	status, to := a.post("/s/" + slug + query)
	if status != http.StatusSeeOther || !regexp.MustCompile(`^/s/`+slug+`/[\w-]{22}$`).MatchString(to) {
		a.t.Fatalf("begin: %d %s", status, to)
	}
	return to
}

// responses are the ids of all there are.
func (a *asked) responses() (ids []string) {
	a.t.Helper()
	err := a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id FROM response ORDER BY id").Scan(ctx, &ids)
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return ids
}

// quiet keeps no audit log.
type quiet struct{}

func (quiet) Audit(context.Context, *record.Tx, string, string, map[string]string) error { return nil }
func (quiet) Saw(context.Context, string, string, map[string]string) error               { return nil }
func (quiet) Seen(context.Context, string, string) error                                 { return nil }

// scripted is what only a script takes out of a page.
var scripted = regexp.MustCompile(`(?s)<template.*?</template>`)

var styles = regexp.MustCompile(`(?s)<style.*</style>`)

var receiptForm = regexp.MustCompile(`<output>([a-z0-9]{4} [a-z0-9]{4} [a-z0-9]{4})</output>`)

// TestASurveyIsAnsweredWithoutJavaScript: from the first page to the receipt.
func TestASurveyIsAnsweredWithoutJavaScript(t *testing.T) {
	each(t, func(a *asked) {
		survey := a.publish(a.crossing())
		status, page := a.get("/s/crossing?boat=Astrid")
		a.see("intro", status, page, 200, "Halden &lt;Ferries&gt;", "After the crossing", "6 questions", "Kept two years.", "without your name", `href="?lang=fr&amp;boat=Astrid"`)
		to := a.begun("crossing", "?boat=Astrid&other=x")

		status, page = a.get(to)
		a.see("first page", status, page, 200, "How well were you told?", "Part 1 of", `name="q.told" value="10"`, `<i class="vh"> Fully</i>`)
		if strings.Contains(page, "Why ") && strings.Contains(page, `name="q.why"`) {
			t.Error("a question is asked before the answer that decides whether it is")
		}
		status, page = a.post(to, "page", "one", "go", "next")
		a.see("nothing chosen", status, page, 422, "This needs an answer.", `href="#q.told"`, `aria-describedby="e-q.told"`)
		status, page = a.post(to, "page", "one", "q.told", "3", "go", "next")
		a.see("low", status, page, 303, "page=one.2")
		status, page = a.get(to + "?page=one.2")
		a.see("cut", status, page, 200, "Why 3?", `name="q.why"`)
		status, page = a.post(to, "page", "one.2", "q.why", `<b>nobody</b> said "how long"`, "go", "next")
		a.see("why", status, page, 303, "page=two")

		status, page = a.get(to + "?page=two&lang=fr")
		a.see("in French", status, page, 200, `<html lang="fr">`, "Sur le pont", "Sans objet", "Une réponse par ligne.", "Retour")
		status, page = a.post(to, "page", "two", "q.places", "deck", "q.places", "other", "q.places.other", "The bridge", "q.care.bar", "4", "q.care.door", "na", "q.rank.price", "2", "q.rank.time", "1", "q.mail", "no address", "go", "next")
		a.see("a wrong address", status, page, 422, "Write an address such as", `value="no address"`, `value="The bridge"`, `name="q.care.bar" value="4" checked`)
		status, page = a.post(to, "page", "two", "go", "back")
		a.see("back", status, page, 303, "page=one.2")
		if status, page = a.get(to + "?page=one.2"); !strings.Contains(page, "&lt;b&gt;nobody&lt;/b&gt; said") {
			t.Errorf("%d: what was written before is gone, or markup: %s", status, page)
		}
		if got := a.responses(); len(got) != 0 {
			t.Errorf("%d responses before the end", len(got))
		}
		status, page = a.post(to, "page", "two", "q.places", "deck", "q.places", "other", "q.places.other", "The bridge", "q.care.bar", "4", "q.care.door", "na", "q.rank.price", "2", "q.rank.time", "1", "go", "next")
		a.see("the end", status, page, 200, "Thank you", "Your receipt")
		receipt := receiptForm.FindStringSubmatch(page)
		if receipt == nil {
			t.Fatal("no receipt")
		}
		status, page = a.post(to, "page", "two", "go", "next")
		a.see("sent twice", status, page, 200, "Thank you", receipt[1]) // whoever presses twice sees only this
		status, page = a.get(to)
		a.see("come back", status, page, 200, "Thank you")
		if receiptForm.MatchString(page) {
			t.Error("the receipt is shown to who comes back")
		}
		a.isOneResponse(survey)

		status, page = a.post("/s/crossing/receipt", "code", "zzzz zzzz zzzz", "go", "withdraw")
		a.see("a receipt of nothing", status, page, 404, "No answer has this code.")
		status, page = a.post("/s/crossing/receipt?lang=fr", "code", strings.ToUpper(receipt[1]), "go", "withdraw")
		a.see("taken back", status, page, 200, "Votre réponse est supprimée.")
		if got := a.responses(); len(got) != 0 {
			t.Errorf("%d responses after it was taken back", len(got))
		}
		if status, _ := a.get(to); status != http.StatusNotFound {
			t.Errorf("what was asked stays: %d", status)
		}
	})
}

func (a *asked) isOneResponse(survey measure.Survey) {
	a.t.Helper()
	got := a.responses()
	if len(got) != 1 {
		a.t.Fatalf("%d responses", len(got))
	}
	full, err := a.Collect.GetResponse(a.ctx, got[0])
	if err != nil {
		a.t.Fatal(err)
	}
	text := fmt.Sprintf("%+v", full)
	for _, want := range []string{"boat", "Astrid", "On deck", "Elsewhere", "The bridge", "Care – At the bar", "1. Time", `nobody</b> said`, "survey"} {
		if !strings.Contains(text, want) {
			a.t.Errorf("the response lacks %q: %s", want, text)
		}
	}
	if strings.Contains(text, "At the door") {
		a.t.Error("what does not apply was answered")
	}
	scored := false
	for _, x := range full.Answers {
		scored = scored || x.MeasureID == a.measure && x.Score != nil && *x.Score == 3
	}
	if !scored || full.Consent != "firm" || full.ProgramID != survey.ProgramID {
		a.t.Errorf("%s", text)
	}
}

// TestWhatIsRefused: closed, unknown, hostile, too many.
func TestWhatIsRefused(t *testing.T) {
	each(t, func(a *asked) {
		survey := a.publish(a.crossing())
		for _, path := range []string{"/s/nothing", "/s/crossing/AAAAAAAAAAAAAAAAAAAAAA", "/s/crossing/" + strings.Repeat("x", 5000)} {
			status, page := a.get(path)
			a.see(path, status, page, 404, "There is nothing here")
		}
		if status, to := a.post("/s/crossing", "website", "http://spam.example"); status != http.StatusSeeOther || to != "/s/crossing" {
			t.Errorf("who fills in what nobody sees: %d %s", status, to)
		}
		to := a.begun("crossing", "")
		for _, pairs := range [][]string{
			{"page", "one", "q.told", "11"}, {"page", "one", "q.told", "3.5"}, {"page", "one", "q.told", "<script>"}, {"page", "one", "q.none", "1", "q.told", "3"},
			{"page", "one", "q.told", strings.Repeat("9", 900_000)}, {"page", "nowhere", "q.told", "3"}, {"page", "two", "q.places", "sea"},
		} {
			status, page := a.post(to, append(pairs, "go", "next")...)
			if status != http.StatusUnprocessableEntity || strings.Contains(page, "<script>") {
				t.Errorf("%.60v: %d %.300s", pairs, status, page)
			}
		}
		if status, page := a.post(to, "page", "one", "q.told", strings.Repeat("9", 2<<20)); status != http.StatusUnprocessableEntity && status != http.StatusInternalServerError || strings.Contains(page, "999999") {
			t.Errorf("a huge page: %d", status)
		}
		closed := measure.SurveyClosed
		if _, _, err := a.Measure.ChangeSurvey(a.ctx, survey.ID, "", measure.SurveyChange{State: &closed}); err != nil {
			t.Fatal(err)
		}
		for what, ask := range map[string]func() (int, string){
			"the first page":   func() (int, string) { return a.get("/s/crossing") },
			"beginning":        func() (int, string) { return a.post("/s/crossing") },
			"a page":           func() (int, string) { return a.get(to) },
			"sending one page": func() (int, string) { return a.post(to, "page", "one", "q.told", "9") },
		} {
			status, page := ask()
			a.see(what, status, page, http.StatusGone, "This survey is closed")
		}
	})
}

// TestManyWhoBeginFromOneAddress are slowed down.
func TestManyWhoBeginFromOneAddress(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.crossing())
		last := 0
		for range 260 {
			if last, _ = a.post("/s/crossing"); last != http.StatusSeeOther {
				break
			}
		}
		if last != http.StatusTooManyRequests { // and is told to wait
			t.Errorf("%d", last)
		}
	})
}

// TestQuotasEndTheInterview: the one that fills it counts, the next is told.
func TestQuotasEndTheInterview(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Ends = append(d.Ends, questionnaire.End{Code: "full", Outcome: questionnaire.OutcomeQuotaFull, Title: both("We have asked enough", "Nous avons assez demandé")})
		d.Quotas = []questionnaire.Quota{{Code: "happy", If: "told >= 9", Count: 1, End: "full"}}
		a.publish(d)
		for i, want := range []string{"Thank you", "We have asked enough", "Thank you"} {
			score := []string{"9", "10", "8"}[i]
			to := a.begun("crossing", "")
			status, page := a.post(to, "page", "one", "q.told", score, "go", "next")
			if status == http.StatusSeeOther {
				status, page = a.post(to, "page", "two", "go", "next")
			}
			a.see(score, status, page, 200, want)
		}
		if got := a.responses(); len(got) != 2 {
			t.Errorf("%d responses", len(got))
		}
	})
}

// TestAVersionIsAskedToItsEnd, though another was published meanwhile.
func TestAVersionIsAskedToItsEnd(t *testing.T) {
	each(t, func(a *asked) {
		survey := a.publish(a.crossing())
		to := a.begun("crossing", "")
		d := a.crossing()
		d.Pages[0].Questions[0].Text = both("Were you told?", "Informé ?")
		if _, _, err := a.Measure.SaveDraft(a.ctx, survey.ID, "", d); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := a.Measure.PublishSurvey(a.ctx, survey.ID, "", measure.Publishing{}); err != nil {
			t.Fatal(err)
		}
		status, page := a.get(to)
		a.see("the one begun", status, page, 200, "How well were you told?")
		status, page = a.get(a.begun("crossing", ""))
		a.see("a new one", status, page, 200, "Were you told?")
	})
}
