package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/understand"
)

// five is what is promised; not the constant, which may be wrong.
const five = 5

func said(w string) questionnaire.Words { return questionnaire.Words{"en": w} }

// namelessSurvey publishes an anonymous survey of a hierarchy: sites in regions, and roles.
func namelessSurvey(t *testing.T, a *App, program string) measure.Survey {
	t.Helper()
	cut := func(code string, classes ...string) questionnaire.Cut {
		c := questionnaire.Cut{Code: code, Label: said(code), Of: code}
		for _, class := range classes {
			c.Classes = append(c.Classes, questionnaire.CutClass{Code: class, Label: said(class), Values: []string{class}})
		}
		return c
	}
	var sites []string
	for i := range 12 {
		sites = append(sites, fmt.Sprintf("r%ds%d", i/3, i%3))
	}
	d := &questionnaire.Document{
		Title: said("How is work?"), Languages: []string{"en"},
		Hidden: []questionnaire.Hidden{{Code: "region", From: questionnaire.HiddenLink, Kind: questionnaire.ValueText}, {Code: "site", From: questionnaire.HiddenLink, Kind: questionnaire.ValueText}, {Code: "role", From: questionnaire.HiddenLink, Kind: questionnaire.ValueText}},
		Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
			{Code: "work", Kind: questionnaire.KindScale, Text: said("How is it?"), Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Points: 11}},
			{Code: "why", Kind: questionnaire.KindLongText, Text: said("Why?")},
		}}},
		Ends: []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: said("Thank you")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentAnonymous, Privacy: said("Added up."), Controller: "Halden", Cuts: []questionnaire.Cut{
			cut("region", "r0", "r1", "r2", "r3"), cut("site", sites...), cut("role", "staff", "lead", "director"),
		}},
	}
	ctx := access.System(t.Context(), "test")
	s, _, err := a.measure.CreateSurvey(ctx, measure.NewSurvey{ProgramID: program, Name: "Work", Document: d})
	if err == nil {
		s, _, _, err = a.measure.PublishSurvey(ctx, s.ID, "", measure.Publishing{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// answersPage fills the page of a survey in, as somebody does, and gives the receipt.
func answersPage(t *testing.T, a *App, slug, class, score, why string) string {
	t.Helper()
	mux := http.NewServeMux()
	a.respond.Register(mux)
	send := func(path string, form url.Values) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		return w
	}
	begun := send("/s/"+slug+"?"+class, nil)
	done := send(begun.Header().Get("Location"), url.Values{"page": {"one"}, "q.work": {score}, "q.why": {why}, "go": {"next"}})
	receipt := regexp.MustCompile(`<output>([a-z0-9 ]{14})</output>`).FindStringSubmatch(done.Body.String())
	if receipt == nil {
		t.Fatalf("no receipt: %d %s", done.Code, done.Body.String())
	}
	return receipt[1]
}

// release lets out what can be.
func release(t *testing.T, a *App) {
	t.Helper()
	if err := a.anonymous.Release(access.System(t.Context(), "test")); err != nil {
		t.Fatal(err)
	}
}

// TestOneAnonymousAnswerMovesNothing asks every route that reads, as the owner, with
// all its filters, before an anonymous answer came and after: nothing that is
// answered differs, until five have come that are alike; nor when one is taken back.
func TestOneAnonymousAnswerMovesNothing(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b := newBare(a)
		f := newFirm(t, a, b)
		survey := namelessSurvey(t, a, f.a)
		ids := map[string]string{"programs": f.a, "measures": f.measureA, "units": f.nice, "responses": f.responses[markNice], "accounts": f.acme, "customers": f.customer, "segments": f.segment, "objectives": f.objective, "surveys": survey.ID}
		paths := b.readings(f, ids)
		b.all(t, paths) // what is noted as seen
		position, err := a.record.Position(t.Context())
		if err == nil {
			err = a.facts.WaitFor(t.Context(), position)
		}
		if err != nil {
			t.Fatal(err)
		}
		first, second := b.all(t, paths), b.all(t, paths)
		if moving := differ(first, second); len(moving) > 0 || len(first) < 150 {
			t.Fatalf("%d of %d answers move of themselves: %v", len(moving), len(first), moving)
		}
		still := func(what string, before map[string]string) map[string]string {
			t.Helper()
			release(t, a)
			now := b.all(t, paths)
			for _, path := range differ(before, now) {
				t.Errorf("%s moves %s:\n%.600s\n%.600s", what, path, before[path], now[path])
			}
			return now
		}
		for i := range 4 {
			answersPage(t, a, survey.Slug, "region=r0&site=r0s0&role=staff", "9", "Marigold "+fmt.Sprint(i))
			second = still("an answer", second)
		}
		receipt := answersPage(t, a, survey.Slug, "region=r1&site=r1s0&role=director", "0", "Marigold alone")
		second = still("an answer of another", second)
		answersPage(t, a, survey.Slug, "region=r0&site=r0s0&role=staff", "9", "Marigold 5")
		release(t, a)
		third := b.all(t, paths)
		told := differ(second, third)
		if len(told) == 0 || slices.ContainsFunc(told, func(path string) bool { return !strings.Contains(path, "/anonymous") }) {
			t.Errorf("the fifth answer is told by %v", told)
		}
		if err := a.respond.Withdraw(t.Context(), "127.0.0.1", receipt); err != nil {
			t.Fatal(err)
		}
		third = still("an answer taken back", third)
		for path, answer := range third {
			if strings.Contains(answer, "Marigold") {
				t.Errorf("%s tells a text of five", path)
			}
		}
		for i := range 6 {
			answersPage(t, a, survey.Slug, "", "5", "Marigold late "+fmt.Sprint(i))
		}
		release(t, a)
		texts := b.all(t, paths)["/api/surveys/"+survey.ID+"/anonymous/texts?question=why"]
		if strings.Count(texts, "Marigold") != 11 || strings.Contains(texts, "alone") {
			t.Errorf("eleven texts, without the one taken back: %s", texts)
		}
	})
}

// readings are all ways to read through the API; places without an id get one of nothing.
func (b bare) readings(f firm, ids map[string]string) (out []string) {
	for _, path := range slices.Sorted(maps.Keys(b.api.OpenAPI().Paths)) {
		op := b.api.OpenAPI().Paths[path].Get
		if op == nil {
			continue
		}
		if slices.Contains(noted, path) {
			continue
		}
		at := fill(path, ids)
		out = append(out, questions(op, at, f, "")...)
		if strings.Contains(path, "/anonymous") {
			out = append(out, at+"?by=role", at+"?by=site&where=region:r0&where=role:director", at+"?number=7", at+"?by=name", at+"?question=why", at+"?question=work")
		}
	}
	return out
}

// noted are readings that move of themselves: what a person may ask for, which is
// noted each time, the log of who read what, and a workbook, in which files stand in any order.
var noted = []string{"/api/customers/{id}/data", "/api/audit", "/api/register/export"}

// looked is when facts or traits were looked at last, which the clock moves; the
// position stays.
var looked = regexp.MustCompile(`("as_of":\{"position":\d+),"at":"[^"]*"|"as_of":"[^"]*"|^\{"at":"[^"]*"`)

// all asks all of them as the owner.
func (b bare) all(t *testing.T, paths []string) map[string]string {
	t.Helper()
	owner := access.System(t.Context(), "test")
	out := map[string]string{}
	for _, path := range paths {
		status, body := b.ask(owner, http.MethodGet, path, nil)
		out[path] = fmt.Sprint(status, " ", looked.ReplaceAllString(body, `$1`))
	}
	return out
}

// differ are the paths that are answered otherwise.
func differ(a, b map[string]string) (out []string) {
	for path, answer := range a {
		if b[path] != answer {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// TestAnonymousFiguresOfAFirm asks for the figures of an invented firm of 10,000 as
// answers come, by every cut within every class of another, and takes from each
// other what one has of them: the same figure earlier, and one, two or three
// classes from the whole they are of. Nothing under five is left.
func TestAnonymousFiguresOfAFirm(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b := newBare(a)
		survey := namelessSurvey(t, a, newFirm(t, a, b).a)
		asked, err := a.measure.AskedVersion(t.Context(), survey.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(5, 13))
		before := map[string]int64{}
		for moment := range 5 {
			for range 4 {
				takeMany(t, a, asked, r, 500)
				release(t, a)
			}
			if moment == 4 {
				closeSurvey(t, a, survey)
				release(t, a)
			}
			before = attackFigures(t, a, survey.ID, before)
		}
		if all := before[" "]; all < 10_000-five+1 {
			t.Errorf("%d of 10,000 are told in the end", all)
		}
	})
}

func closeSurvey(t *testing.T, a *App, survey measure.Survey) {
	t.Helper()
	closed := measure.SurveyClosed
	if _, _, err := a.measure.ChangeSurvey(access.System(t.Context(), "test"), survey.ID, "", measure.SurveyChange{State: &closed}); err != nil {
		t.Fatal(err)
	}
}

func takeMany(t *testing.T, a *App, asked measure.AskedSurvey, r *rand.Rand, n int) {
	t.Helper()
	_, err := a.record.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		for range n {
			region, score := r.IntN(4), float64(r.IntN(11))
			link := map[string]string{"region": fmt.Sprintf("r%d", region), "site": fmt.Sprintf("r%ds%d", region, r.IntN(3)), "role": []string{"staff", "lead", "director", ""}[min(r.IntN(40)/12, 3)]}
			if r.IntN(60) == 0 {
				link["role"] = "director"
			}
			answers := questionnaire.Answers{"work": {Number: &score}}
			if err := a.anonymous.Take(ctx, tx, anonymous.Given{SurveyID: asked.Survey.ID, Number: 1, Document: asked.Document, Answers: answers, Classes: asked.Document.Classed(answers, link, nil), Receipt: fmt.Sprint(r.Uint64())}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// attackFigures asks for all figures and gives how many answers stand in each.
func attackFigures(t *testing.T, a *App, survey string, before map[string]int64) map[string]int64 {
	t.Helper()
	now := map[string]int64{}
	cuts := map[string][]string{"": nil, "region": nil, "site": nil, "role": nil}
	small := func(n int64, what string, names ...any) {
		if n < 0 || n > 0 && n < five {
			t.Fatalf(what+" leaves %d", append(names, n)...)
		}
	}
	wheres := []map[string]string{{}}
	for _, role := range []string{"staff", "lead", "director"} {
		wheres = append(wheres, map[string]string{"role": role})
		for region := range 4 {
			wheres = append(wheres, map[string]string{"role": role, "region": fmt.Sprintf("r%d", region)})
		}
	}
	for region := range 4 {
		wheres = append(wheres, map[string]string{"region": fmt.Sprintf("r%d", region)})
	}
	for by := range cuts {
		for _, where := range wheres {
			out, err := a.understand.Anonymous(access.System(t.Context(), "test"), understand.AnonymousQuery{Survey: survey, By: by, Where: where})
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range out.Questions {
				parts := []int64{q.Untold}
				key, _ := json.Marshal(where) //nolint:errcheck // strings
				name := strings.Trim(string(key), "{}") + " "
				now[name] = q.Total.N
				for _, g := range q.Groups {
					parts = append(parts, g.N)
					now[name+by+g.Class] = g.N
				}
				for i, x := range parts {
					small(x, "a figure by %s in %v", by, where)
					small(q.Total.N-x, "all but one class by %s in %v", by, where)
					for j, y := range parts[:i] {
						small(q.Total.N-x-y, "all but two classes by %s in %v", by, where)
						for _, z := range parts[:j] {
							small(q.Total.N-x-y-z, "all but three classes by %s in %v", by, where)
						}
					}
				}
			}
		}
	}
	for name, n := range now {
		small(n-before[name], "%q, less what it was before,", name)
	}
	return now
}
