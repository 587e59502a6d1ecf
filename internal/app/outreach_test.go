package app

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// respondent uses the page of a survey as a browser without JavaScript uses it.
type respondent struct{ mux *http.ServeMux }

func newRespondent(a *App) respondent {
	mux := http.NewServeMux()
	a.respond.Register(mux)
	return respondent{mux}
}

func (p respondent) ask(t *testing.T, method, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	p.mux.ServeHTTP(w, r)
	return w
}

// linksOnly is a wave by a file of links, of whoever is listed.
var linksOnly = map[string]any{"people": map[string]any{}, "sample": map[string]any{}, "reminders": []int{}, "by": "links", "exempt": true, "exempt_why": "A trial."}

// step has a wave do something, and the job run.
func (b bare) step(t *testing.T, a *App, wave string, steps ...string) {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	for _, step := range steps {
		b.must(t, ctx, "POST", "/api/waves/"+wave+"/steps", map[string]any{"step": step})
		if err := a.outreach.Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// links are the addresses of a wave's file, by the key of the customer.
func (b bare) links(t *testing.T, wave string) map[string]string {
	t.Helper()
	status, file := b.ask(access.System(t.Context(), "test"), "GET", "/api/waves/"+wave+"/links", nil)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if status != http.StatusOK || err != nil {
		t.Fatalf("links: %d %v %s", status, err, file)
	}
	out := map[string]string{}
	for _, row := range rows[1:] {
		at, err := url.Parse(row[5])
		if err != nil {
			t.Fatal(err)
		}
		out[row[0]] = at.Path
	}
	return out
}

// states counts the invitations of a wave by how far they are.
func (b bare) states(t *testing.T, wave string) map[string]int64 {
	t.Helper()
	var counts struct {
		States []struct {
			State string `json:"state"`
			Count int64  `json:"count"`
		} `json:"states"`
	}
	_, body := b.ask(access.System(t.Context(), "test"), "GET", "/api/waves/"+wave+"/counts", nil)
	if err := json.Unmarshal([]byte(body), &counts); err != nil || len(counts.States) == 0 {
		t.Fatalf("%v %s", err, body)
	}
	out := map[string]int64{}
	for _, c := range counts.States {
		out[c.State] = c.Count
	}
	return out
}

// TestAWaveIsAnswered: from the plan over the file of links to the answer, which
// is the customer's, and to a wave that knows who answered.
func TestAWaveIsAnswered(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		ctx := access.System(t.Context(), "test")
		ann, bob := person(markNice)+"-1", person(markNice)+"-2"
		wave := b.must(t, ctx, "POST", "/api/waves", map[string]any{"survey_id": f.survey, "name": "Autumn", "settings": linksOnly, "keys": []string{ann, bob, "nobody"}})
		b.step(t, a, wave, "plan")
		if status, _ := b.ask(ctx, "GET", "/api/waves/"+wave+"/links", nil); status != http.StatusConflict {
			t.Errorf("links of a plan: %d", status)
		}
		b.step(t, a, wave, "start")
		links := b.links(t, wave)
		if len(links) != 2 || links[ann] == "" || links[ann] == links[bob] {
			t.Fatalf("links %v", links)
		}
		if w := to.ask(t, "GET", links[ann], nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "After a flight") {
			t.Fatalf("opened: %d %s", w.Code, w.Body)
		}
		if got := b.states(t, wave); got["started"]+got["answered"] > 0 {
			t.Errorf("looking is taken for answering: %v", got)
		}
		begun := to.ask(t, "POST", links[ann], nil)
		if got := b.states(t, wave); begun.Code != http.StatusSeeOther || got["started"] != 1 {
			t.Fatalf("begun: %d %v %s", begun.Code, got, begun.Body)
		}
		at := begun.Header().Get("Location")
		for range 2 { // sent twice
			if w := to.ask(t, "POST", at, url.Values{"page": {"one"}, "q.recommend": {"9"}, "go": {"next"}}); w.Code >= 400 {
				t.Fatalf("answered: %d %s", w.Code, w.Body)
			}
		}
		if got := b.states(t, wave); got["answered"] != 1 || got["started"] != 0 {
			t.Errorf("answered: %v", got)
		}
		if _, body := b.ask(ctx, "GET", "/api/waves/"+wave+"/invitations", nil); !strings.Contains(body, `"state":"answered"`) || strings.Contains(body, "ended_at") || strings.Contains(body, "started_at") {
			t.Errorf("invitations of a survey that does not name the person: %s", body)
		}
		if again := to.ask(t, "GET", links[ann], nil); again.Code != http.StatusSeeOther || !strings.HasPrefix(again.Header().Get("Location"), at) {
			t.Errorf("a second visit: %d %v", again.Code, again.Header())
		}
		_, body := b.ask(ctx, "GET", "/api/responses?program="+f.a+"&limit=100", nil)
		var list struct {
			Items []struct {
				Customer, Account struct {
					Key string `json:"key"`
				}
				Channel string `json:"channel"`
			} `json:"items"`
		}
		if err := json.Unmarshal([]byte(body), &list); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, r := range list.Items {
			if r.Channel == "survey" && r.Account.Key == "acme" && r.Customer.Key == "" { // the survey names the firm, not the person
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d answers of the guest's account: %.600s", n, body)
		}
		var kept int
		err := a.record.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT count(*) FROM response r JOIN customer c ON c.id = r.customer_id WHERE c.key = ? AND r.channel = 'survey'", ann).Scan(ctx, &kept)
		})
		if err != nil || kept != 1 {
			t.Errorf("%d answers are kept as the guest's: %v", kept, err)
		}
		b.step(t, a, wave, "finish")
		if w := to.ask(t, "GET", links[bob], nil); w.Code != http.StatusGone {
			t.Errorf("after the wave: %d", w.Code)
		}
	})
}

// TestAnAnonymousWaveTellsNobody: whoever looks at a wave of an anonymous survey
// is told of five at once that they are over, and of nobody before.
func TestAnAnonymousWaveTellsNobody(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		survey := namelessSurvey(t, a, f.a)
		ctx := access.System(t.Context(), "test")
		var keys []string
		for i := range 7 {
			keys = append(keys, person(markNice)+"-"+string(rune('0'+i)))
		}
		wave := b.must(t, ctx, "POST", "/api/waves", map[string]any{"survey_id": survey.ID, "name": "Work", "settings": linksOnly, "keys": keys})
		b.step(t, a, wave, "plan", "start")
		links := b.links(t, wave)
		if len(links) != 7 {
			t.Fatalf("links %v", links)
		}
		told := func() string {
			release(t, a)
			all := ""
			for _, path := range []string{"/counts", "/invitations", "/considered"} {
				_, body := b.ask(ctx, "GET", "/api/waves/"+wave+path, nil)
				all += body
			}
			for _, path := range []string{"/api/customers/" + f.customer + "/timeline", "/api/responses?program=" + f.a} {
				_, body := b.ask(ctx, "GET", path, nil)
				all += body
			}
			return all
		}
		before := told()
		for i, key := range keys[:6] {
			begun := to.ask(t, "POST", links[key], nil)
			to.ask(t, "POST", begun.Header().Get("Location"), url.Values{"page": {"one"}, "q.work": {"3"}, "q.why": {"Fog."}, "go": {"next"}})
			switch now := told(); {
			case i < five-1 && now != before:
				t.Fatalf("%d answered, and it is told:\n%s\n%s", i+1, before, now)
			case i == five-1:
				if got := b.states(t, wave); got["closed"] != five {
					t.Fatalf("%d answered: %v", i+1, got)
				}
				before = now
			case i >= five && now != before:
				t.Fatalf("the sixth is told:\n%s\n%s", before, now)
			}
		}
	})
}
