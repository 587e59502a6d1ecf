package respond

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// raw is a page as a script sees it.
func (a *asked) raw(method, path string, pairs ...string) (int, string) {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode())).WithContext(a.ctx)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	a.mux.ServeHTTP(w, r)
	if to := w.Header().Get("Location"); to != "" {
		return w.Code, to
	}
	return w.Code, styles.ReplaceAllString(w.Body.String(), "")
}

var waits = regexp.MustCompile(`<div data-q="([^"]*)" data-as="([^"]*)"( hidden)?>`)

// standing are the questions that wait for others: a - stands before those that are hidden.
func standing(page string) (out string) {
	for _, m := range waits.FindAllStringSubmatch(page, -1) {
		out += map[string]string{" hidden": "-", "": ""}[m[3]] + m[1] + " "
	}
	return strings.TrimSpace(out)
}

func (a *asked) chain() *questionnaire.Document {
	d := a.crossing()
	d.Pages[0].Questions = append(d.Pages[0].Questions, questionnaire.Question{Code: "when", Kind: questionnaire.KindText, ShowIf: `why != ""`, Required: questionnaire.RequiredHard, Text: both("When was that?", "Quand ?")},
		questionnaire.Question{Code: "name", Kind: questionnaire.KindText, Text: both("The boat?", "Le bateau ?")})
	return d
}

// TestWithAScriptAPageIsWhole: its questions come as answers bring them, and nobody
// passes one by that was not seen.
func TestWithAScriptAPageIsWhole(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.chain())
		to := a.begun("crossing", "")
		_, page := a.raw("GET", to)
		if got := standing(page); got != "-why -when" || !strings.Contains(page, `<template data-go="Continue"><input type="hidden" name="whole" value="1">`) || !strings.Contains(page, "The boat?") || !strings.Contains(page, "Part 1 of 2") {
			t.Fatalf("%q in %s", got, page)
		}
		whole := func(how string, pairs ...string) (int, string) {
			return a.raw("POST", to, append([]string{"whole", "1", "page", "one", "go", how}, pairs...)...)
		}
		status, page := whole("keep", "q.told", "3", "q.name", "Astrid")
		if got := standing(page); status != 200 || got != "why -when" || !strings.Contains(page, "Why 3?") || strings.Contains(page, "<html") {
			t.Errorf("%d %q: %s", status, got, page)
		}
		first := waits.FindStringSubmatch(page)[2]
		_, page = whole("keep", "q.told", "4", "q.why", "fog")
		second := waits.FindStringSubmatch(page)[2]
		if standing(page) != "why when" || second == first {
			t.Errorf("%q; as %s before, as %s now", standing(page), first, second)
		}
		_, page = whole("keep", "q.told", "4", "q.why", "rain")
		if again := waits.FindStringSubmatch(page)[2]; again != second {
			t.Errorf("what is answered makes the question another one")
		}
		if _, page = whole("keep", "q.told", "9", "q.why", "rain"); standing(page) != "-why -when" {
			t.Errorf("taken away: %q", standing(page))
		}

		// Sent before it was seen, it is not passed by.
		status, page = whole("next", "q.told", "3", "seen", "")
		a.see("not seen", status, page, 422, "Your answer brings this question.", `href="#q.why"`, "<template")
		status, page = whole("next", "q.told", "3", "seen", "why", "q.why", "fog")
		a.see("needed", status, page, 422, "This needs an answer.", `href="#q.when"`)
		status, page = whole("next", "q.told", "3", "seen", "why when", "q.why", "fog", "q.when", "Monday")
		a.see("all of it", status, page, 303, "page=two")
		status, page = a.raw("POST", to, "page", "two", "go", "back")
		a.see("back", status, page, 303, "page=one.3") // without a script it is cut still
		status, page = a.get(to + "?page=one.2")
		a.see("a part of a page", status, page, 200, `data-whole="one"`, "fog", "Part 1 of 2")
		status, page = whole("next", "q.told", "9", "q.why", "fog", "q.when", "Monday", "seen", "")
		a.see("nothing brought", status, page, 303, "page=two")
		_, page = a.raw("GET", to+"?page=one")
		if standing(page) != "-why -when" || strings.Contains(page, "fog") {
			t.Errorf("what is not shown is kept: %s", page)
		}
	})
}

// TestThePreviewIsWholeToo, and keeps nothing.
func TestThePreviewIsWholeToo(t *testing.T) {
	each(t, func(a *asked) {
		d := a.chain()
		d.Ends = append(d.Ends, questionnaire.End{Code: "full", Outcome: questionnaire.OutcomeQuotaFull, Title: both("Full", "Complet")})
		d.Quotas = []questionnaire.Quota{{Code: "happy", If: "told >= 9", Count: 1, End: "full"}}
		s, _, err := a.Measure.CreateSurvey(a.ctx, measure.NewSurvey{ProgramID: a.program, Name: "Crossing", Document: d})
		if err != nil {
			t.Fatal(err)
		}
		status, page := a.raw("POST", "/preview/"+s.ID+"?lang=en", "whole", "1", "page", "one", "state", "{}", "go", "keep", "q.told", "2")
		if status != http.StatusOK || standing(page) != "why -when" {
			t.Errorf("%d %q", status, page)
		}
		status, page = a.raw("POST", "/preview/"+s.ID+"?lang=en", "whole", "1", "page", "one", "state", "{}", "go", "next", "q.told", "2")
		a.see("not seen", status, page, 200, "Your answer brings this question.", "<template")
	})
}
