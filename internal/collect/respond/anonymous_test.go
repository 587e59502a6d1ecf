package respond

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// nameless is a survey that promises to lead back to nobody.
func (a *asked) nameless() *questionnaire.Document {
	d := a.crossing()
	d.Settings.Consent = questionnaire.ConsentAnonymous
	d.Pages[1].Questions = d.Pages[1].Questions[:3] // without an address
	d.Settings.Cuts = []questionnaire.Cut{{Code: "boat", Label: both("Boat", "Bateau"), Of: "boat", Classes: []questionnaire.CutClass{
		{Code: "new", Label: both("New", "Neuf"), Values: []string{"Astrid"}}, {Code: "old", Label: both("Old", "Ancien"), Values: []string{"Birk"}},
	}}}
	return d
}

// rows are all rows of a table as text.
func (a *asked) rows(table string) string {
	a.t.Helper()
	var out []map[string]any
	err := a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT * FROM "+table).Scan(ctx, &out)
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return fmt.Sprint(out)
}

var receiptShown = regexp.MustCompile(`<output>([a-z02-9]{4} [a-z02-9]{4} [a-z02-9]{4})</output>`)

// TestAnAnonymousAnswerLeavesNothingBehind but what waits to be added up, with its
// class and its day.
func TestAnAnonymousAnswerLeavesNothingBehind(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.nameless())
		status, page := a.get("/s/crossing?boat=Astrid")
		a.see("before the first question", status, page, 200, "no list, file or figure", "at least four others", "New · Old")
		before, err := a.Store.Position(a.ctx)
		if err != nil {
			t.Fatal(err)
		}
		to := a.begun("crossing", "?boat=Astrid")
		a.post(to, "page", "one", "q.told", "3", "go", "next")
		a.post(to, "page", "one.2", "q.why", "The fog horn", "go", "next")
		if got := a.rows("answering"); !strings.Contains(got, "fog horn") || strings.Contains(got, fmt.Sprint(record.Micros(a.Now()))) {
			t.Errorf("while it is answered: %s", got)
		}
		status, page = a.post(to, "page", "two", "q.places", "deck", "q.care.bar", "4", "go", "next")
		a.see("the end", status, page, 200, "Thank you", "Your receipt", "can no longer be taken out")
		if after, err := a.Store.Position(a.ctx); err != nil || after != before {
			t.Errorf("the change log went from %d to %d, %v", before, after, err)
		}
		if got := a.responses(); len(got) != 0 {
			t.Errorf("it is a response as others are: %v", got)
		}
		left := a.rows("answering")
		for _, word := range []string{"fog horn", "deck", "told", "Astrid", fmt.Sprint(record.Micros(a.Now()))} {
			if strings.Contains(left, word) {
				t.Errorf("%q is left: %s", word, left)
			}
		}
		if got := a.rows("anonymous_waiting"); strings.Count(got, `["new"]`) != 3 || strings.Contains(got, "Astrid") {
			t.Errorf("what waits: %s", got)
		}
		if status, page := a.get(to); status != http.StatusOK || !strings.Contains(page, "Thank you") {
			t.Errorf("a second visit: %d %s", status, page)
		}
		code := receiptShown.FindStringSubmatch(page)[1]
		status, page = a.post("/s/crossing/receipt", "code", code, "go", "withdraw")
		a.see("taken back", status, page, 200, "removed")
		if got := a.rows("anonymous_waiting") + a.rows("anonymous_text"); got != "[][]" {
			t.Errorf("after it was taken back: %s", got)
		}
		if status, _ = a.post("/s/crossing/receipt", "code", code, "go", "withdraw"); status != http.StatusNotFound {
			t.Errorf("taken back twice: %d", status)
		}
	})
}

// TestWhoIsScreenedOutOfAnAnonymousSurvey leaves nothing either.
func TestWhoIsScreenedOutOfAnAnonymousSurvey(t *testing.T) {
	each(t, func(a *asked) {
		d := a.nameless()
		d.Ends = append(d.Ends, questionnaire.End{Code: "sorry", Outcome: questionnaire.OutcomeScreened, Title: both("Not for you", "Pas pour vous")})
		d.Pages[0].Branches = []questionnaire.Branch{{If: "told <= 1", End: "sorry"}}
		a.publish(d)
		to := a.begun("crossing", "?boat=Birk")
		a.post(to, "page", "one", "q.told", "1", "go", "next")
		status, page := a.post(to, "page", "one.2", "q.why", "fog", "go", "next")
		a.see("the end", status, page, 200, "Not for you")
		if got := a.rows("answering"); strings.Contains(got, "fog") || strings.Contains(got, "Birk") {
			t.Errorf("left: %s", got)
		}
		if got := a.rows("anonymous_waiting") + a.rows("anonymous_text"); got != "[][]" {
			t.Errorf("kept: %s", got)
		}
	})
}

// TestAnonymousAnswersGoWithTheirProgram, those that wait and those that are added up.
func TestAnonymousAnswersGoWithTheirProgram(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.nameless())
		for i := range 6 {
			to := a.begun("crossing", map[bool]string{true: "?boat=Birk", false: "?boat=Astrid"}[i == 5])
			a.post(to, "page", "one", "q.told", "3", "go", "next")
			a.post(to, "page", "one.2", "q.why", "fog", "go", "next")
			a.post(to, "page", "two", "q.places", "deck", "go", "next")
		}
		if err := a.Anonymous.Release(a.ctx); err != nil {
			t.Fatal(err)
		}
		tables := []string{"anonymous_waiting", "anonymous_sum", "anonymous_text"}
		for _, table := range tables {
			if a.rows(table) == "[]" {
				t.Errorf("%s has nothing to remove", table)
			}
		}
		if err := a.Collect.RemoveProgram(a.ctx, a.program); err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			if got := a.rows(table); got != "[]" {
				t.Errorf("left in %s: %s", table, got)
			}
		}
	})
}
