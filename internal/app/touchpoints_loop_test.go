package app

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
)

// TestAPageForEachTouchpointUsed: whom a personal link invites is asked about each
// touchpoint of the register that they used within a year, the last first, by its
// name; who used none is asked about none. The answers name the touchpoint, in the
// response, on its page and in the file.
func TestAPageForEachTouchpointUsed(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		ctx := access.System(t.Context(), "test")
		en := func(s string) map[string]string { return map[string]string{"en": s} }
		for _, p := range []string{"bag", "desk", "gone"} {
			b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": f.a, "name": "Use the " + p, "key": p, "channel_id": f.channel})
		}
		ann, bob := person(markNice)+"-1", person(markNice)+"-2"
		for i, e := range []struct {
			key  string
			days int
		}{{"bag", 40}, {"desk", 3}, {"desk", 90}, {"gone", 800}, {"elsewhere", 1}} {
			b.must(t, ctx, "POST", "/api/events", map[string]any{
				"id": newID(), "name": fmt.Sprint("used ", i), "at": time.Now().AddDate(0, 0, -e.days).Format(time.RFC3339), "customer_key": ann, "touchpoint_key": e.key,
			})
		}
		scale := map[string]any{"look": "numbers", "min": 1, "points": 5}
		survey := b.must(t, ctx, "POST", "/api/surveys", map[string]any{"program_id": f.a, "name": "Where you were", "document": map[string]any{
			"title": en("Where you were"), "languages": []string{"en"}, "settings": map[string]any{"consent": "person", "privacy": en("Two years."), "controller": "The airline"},
			"pages": []any{
				map[string]any{"code": "each", "loop": map[string]any{"over": "touchpoints"}, "questions": []any{map[string]any{"code": "how", "kind": "scale", "text": en("How was it to {{item}}?"), "scale": scale}}},
				map[string]any{"code": "last", "questions": []any{map[string]any{"code": "why", "kind": "long_text", "text": en("Anything else?")}}},
			},
			"ends": []any{map[string]any{"code": "thanks", "outcome": "complete", "title": en("Thank you")}},
		}})
		if status, body := b.ask(ctx, "POST", "/api/surveys/"+survey+"/versions", map[string]any{}); status != http.StatusCreated {
			t.Fatalf("%d %s", status, body)
		}
		wave := b.must(t, ctx, "POST", "/api/waves", map[string]any{"survey_id": survey, "name": "Autumn", "settings": linksOnly, "keys": []string{ann, bob}})
		b.step(t, a, wave, "plan", "start")
		links := b.links(t, wave)

		at := to.ask(t, "POST", links[ann], nil).Header().Get("Location")
		var asked []string
		for range 3 {
			page := to.ask(t, "GET", at, nil).Body.String()
			key := between(page, `name="page" value="`, `"`)
			form := url.Values{"page": {key}, "go": {"next"}, "q.why": {"No"}}
			if _, item, looped := strings.Cut(key, "@"); looped {
				asked = append(asked, between(page, "How was it to ", "?"))
				form = url.Values{"page": {key}, "go": {"next"}, "q.how@" + item: {"4"}}
			}
			sent := to.ask(t, "POST", at, form)
			if sent.Code >= 400 {
				t.Fatalf("%s: %d %s", key, sent.Code, sent.Body)
			}
		}
		if got := strings.Join(asked, ", "); got != "Use the desk, Use the bag" {
			t.Errorf("asked about %q", got)
		}
		none := to.ask(t, "POST", links[bob], nil).Header().Get("Location")
		if page := to.ask(t, "GET", none, nil).Body.String(); !strings.Contains(page, "Anything else?") || strings.Contains(page, "How was it") {
			t.Errorf("who used none: %s", page)
		}
		_, list := b.ask(ctx, "GET", "/api/surveys/"+survey+"/responses?outcome=complete", nil)
		id := between(list, `"items":[{"id":"`, `"`)
		_, one := b.ask(ctx, "GET", "/api/surveys/"+survey+"/responses/"+id, nil)
		_, response := b.ask(ctx, "GET", "/api/responses/"+id, nil)
		_, file := b.ask(ctx, "GET", "/api/surveys/"+survey+"/responses/export?format=csv", nil)
		for what, text := range map[string]string{"its page": one, "the response": response, "the file": file} {
			if !strings.Contains(text, "Use the desk") || !strings.Contains(text, "Use the bag") || strings.Contains(text, "Use the gone") {
				t.Errorf("%s: %.900s", what, text)
			}
		}
		triedAt(t, a, b, to, survey)
	})
}

// triedAt tries the survey out by a link: whoever does says which touchpoints were used,
// and is asked about those; chance uses some.
func triedAt(t *testing.T, a *App, b bare, to respondent, survey string) {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	link, _, err := a.trial.MakeLink(ctx, survey, 0)
	if err != nil {
		t.Fatal(err)
	}
	intro := to.ask(t, "GET", link.Path+"?lang=en", nil).Body.String()
	desk := between(intro[:strings.Index(intro, "Use the desk")], "<form", "~")
	desk = desk[strings.LastIndex(desk, `name="used" value="`)+len(`name="used" value="`):]
	desk = desk[:36]
	if !strings.Contains(intro, "did the guest of this test use?") || !strings.Contains(intro, "Use the gone") {
		t.Fatalf("%s", intro)
	}
	for _, c := range []struct {
		used []string
		want string
	}{{[]string{desk, newID(), "x"}, "How was it to Use the desk?"}, {nil, "Anything else?"}} {
		at := to.ask(t, "POST", link.Path+"?lang=en", url.Values{"used": c.used}).Header().Get("Location")
		page := to.ask(t, "GET", at, nil).Body.String()
		if !strings.Contains(page, c.want) || strings.Contains(page, "Use the bag") {
			t.Errorf("used %v: %.1500s", c.used, page)
		}
		for range 2 {
			key := between(page, `name="page" value="`, `"`)
			_, item, _ := strings.Cut(key, "@")
			to.ask(t, "POST", at, url.Values{"page": {key}, "go": {"next"}, "q.why": {"No"}, "q.how@" + item: {"4"}})
			page = to.ask(t, "GET", at, nil).Body.String()
		}
		if !strings.Contains(page, "Thank you") {
			t.Errorf("used %v, in the end: %.1500s", c.used, page)
		}
	}
	if status, found := b.ask(ctx, "POST", "/api/surveys/"+survey+"/tests/fill", map[string]any{"number": 1, "n": 60, "seed": 7}); status != http.StatusOK || strings.Contains(found, `"code":"each","reached":0`) {
		t.Errorf("by chance nobody used any: %d %s", status, found)
	}
	if _, file := b.ask(ctx, "GET", "/api/surveys/"+survey+"/tests/export?format=csv", nil); !strings.Contains(file, "(Use the desk)") || strings.Contains(file, "("+desk) {
		t.Errorf("the file: %.900s", file)
	}
}

func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	found, _, _ := strings.Cut(rest, to)
	return found
}
