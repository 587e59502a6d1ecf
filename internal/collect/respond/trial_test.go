package respond

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// counted is how many rows there are of whatever counts as an answer.
func (a *asked) counted() map[string]int64 {
	a.t.Helper()
	out := map[string]int64{}
	err := a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
		for _, table := range []string{"answering", "response", "survey_quota", "answer_file", "anonymous_waiting", "anonymous_sum", "anonymous_text", "anonymous_closing"} {
			var n int64
			if err := q.NewRaw("SELECT count(*) FROM "+table).Scan(ctx, &n); err != nil {
				return err
			}
			out[table] = n
		}
		var logged int64
		err := q.NewRaw("SELECT count(*) FROM change_log WHERE kind LIKE 'response%' OR kind LIKE 'anonymous%'").Scan(ctx, &logged)
		out["log"] = logged
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

// TestATest: whoever has a test link walks through the draft as it stands, every page
// says that it is a test, it is kept as one, and nothing that counts has changed.
func TestATest(t *testing.T) {
	each(t, func(a *asked) {
		for _, consent := range []questionnaire.Consent{questionnaire.ConsentFirm, questionnaire.ConsentAnonymous} {
			d := a.crossing()
			d.Settings.Consent = consent
			d.Quotas = []questionnaire.Quota{{Code: "few", If: "told >= 0", Count: 1, End: "full"}}
			d.Ends = append(d.Ends, questionnaire.End{Code: "full", Outcome: questionnaire.OutcomeQuotaFull, Title: both("Full", "Complet")})
			s, _, err := a.Measure.CreateSurvey(a.ctx, measure.NewSurvey{ProgramID: a.program, Name: "Crossing " + string(consent), Document: d})
			if err != nil {
				t.Fatal(err)
			}
			link, _, err := a.Trial.MakeLink(a.ctx, s.ID, 0)
			if err != nil {
				t.Fatal(err)
			}
			before := a.counted()
			for range 2 { // a quota of one does not stop the second
				a.testOnce(link.Path)
			}
			after := a.counted()
			for table, n := range before {
				if after[table] != n {
					t.Errorf("%s: %d %s, before %d", consent, after[table], table, n)
				}
			}
			found, total, err := a.Trial.List(a.ctx, s.ID, trial.Place{}, 1)
			if err != nil || total != 2 || len(found) != 2 || found[0].Outcome != "complete" || found[0].Number != 0 || found[0].Random {
				t.Fatalf("%d %+v %v", total, found, err)
			}
			_, kept, asked, err := a.Trial.Get(a.ctx, s.ID, found[0].ID)
			if err != nil || *kept.Answers["told"].Number != 3 || kept.Answers["why"].Text != "Nobody told" || asked.Title["en"] != "After the crossing" {
				t.Fatalf("%+v %v", kept, err)
			}
			a.testEnds(s, link)
		}
	})
}

// testOnce walks a test to its end.
func (a *asked) testOnce(path string) {
	a.t.Helper()
	status, page := a.get(path + "?boat=vega")
	if status != http.StatusOK || !strings.Contains(page, "This is a test.") || strings.Contains(page, "/receipt") {
		a.t.Fatalf("%d %s", status, page)
	}
	status, at := a.post(path + "?boat=vega&lang=en")
	if status != http.StatusSeeOther || !strings.HasPrefix(at, path+"/") {
		a.t.Fatalf("%d %s", status, at)
	}
	step := func(want int, pairs ...string) string {
		a.t.Helper()
		status, page := a.post(at, append(pairs, "go", "next")...)
		if status != want || want != http.StatusSeeOther && !strings.Contains(page, "This is a test.") {
			a.t.Fatalf("%v: %d %s", pairs, status, page)
		}
		return page
	}
	if page := step(http.StatusUnprocessableEntity, "page", "one"); !strings.Contains(page, "This needs an answer.") {
		a.t.Fatal(page)
	}
	step(http.StatusSeeOther, "page", "one", "q.told", "3")
	if _, page := a.get(at); !strings.Contains(page, "This is a test.") || !strings.Contains(page, "Why 3?") {
		a.t.Fatal(page)
	}
	step(http.StatusSeeOther, "page", "one.2", "q.why", "Nobody told")
	if page := step(http.StatusOK, "page", "two", "q.places", "deck"); !strings.Contains(page, "Thank you") || strings.Contains(page, "receipt") || !strings.Contains(page, "Test again") {
		a.t.Fatal(page)
	}
	if page := step(http.StatusOK, "page", "two", "q.places", "cabin"); !strings.Contains(page, "Thank you") {
		a.t.Fatal(page)
	}
}

// testEnds: a test keeps what it was asked; a revoked link leads nowhere; all tests are
// removed at once; what is old goes by itself.
func (a *asked) testEnds(s measure.Survey, link trial.NewTestLink) {
	a.t.Helper()
	_, at := a.post(link.Path)
	other := a.crossing()
	other.Pages = other.Pages[1:]
	other.Pages[0].Code = "only"
	if _, _, err := a.Measure.SaveDraft(a.ctx, s.ID, "", other); err != nil {
		a.t.Fatal(err)
	}
	if _, page := a.get(at); !strings.Contains(page, "How well were you told?") {
		a.t.Errorf("a test goes on with what it was asked: %s", page)
	}
	if status, _ := a.get("/s/other/test/" + link.Path[strings.LastIndex(link.Path, "/")+1:]); status != http.StatusNotFound {
		a.t.Errorf("by the link of another survey: %d", status)
	}
	if _, err := a.Trial.RevokeLink(a.ctx, s.ID, link.ID); err != nil {
		a.t.Fatal(err)
	}
	for _, path := range []string{link.Path, at} {
		if status, _ := a.get(path); status != http.StatusNotFound {
			a.t.Errorf("%s after it was revoked: %d", path, status)
		}
	}
	if n, _, err := a.Trial.Remove(a.ctx, s.ID); err != nil || n != 3 {
		a.t.Errorf("%d removed: %v", n, err)
	}
	link, _, err := a.Trial.MakeLink(a.ctx, s.ID, 0)
	if err != nil {
		a.t.Fatal(err)
	}
	a.post(link.Path)
	now := a.Now()
	a.Trial.Now = func() time.Time { return now.Add(trial.Kept + 1000) }
	if err := a.Trial.Forget(a.ctx); err != nil {
		a.t.Fatal(err)
	}
	a.Trial.Now = a.Now
	if _, total, err := a.Trial.List(a.ctx, s.ID, trial.Place{}, 1); err != nil || total != 0 {
		a.t.Errorf("%d tests are old: %v", total, err)
	}
}
