package respond

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
)

var stateForm = regexp.MustCompile(`name="state" value="([^"]*)"`)

// TestADraftIsWalkedThrough as a customer would, and nothing of it is kept.
func TestADraftIsWalkedThrough(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		s, _, err := a.Measure.CreateSurvey(a.ctx, measure.NewSurvey{ProgramID: a.program, Name: "Draft", Document: d})
		if err != nil {
			t.Fatal(err)
		}
		as := func(ctx context.Context, method string, pairs ...string) (int, string) {
			form := url.Values{}
			for i := 0; i+1 < len(pairs); i += 2 {
				form.Add(pairs[i], pairs[i+1])
			}
			r := httptest.NewRequest(method, "/preview/"+s.ID+"?lang=en", strings.NewReader(form.Encode())).WithContext(ctx)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			return a.do(r)
		}
		status, page := as(a.ctx, http.MethodGet)
		a.see("first page", status, page, 200, "How well were you told?", `action="/preview/`+s.ID)
		state := func() string { return html.UnescapeString(stateForm.FindStringSubmatch(page)[1]) }
		status, page = as(a.ctx, http.MethodPost, "state", state(), "page", "one", "go", "next")
		a.see("nothing chosen", status, page, 200, "This needs an answer.")
		status, page = as(a.ctx, http.MethodPost, "state", state(), "page", "one", "q.told", "2", "go", "next")
		a.see("its second part", status, page, 200, "Why 2?")
		status, page = as(a.ctx, http.MethodPost, "state", state(), "page", "one.2", "q.why", "so", "go", "next")
		a.see("the second page", status, page, 200, "On deck")
		status, page = as(a.ctx, http.MethodPost, "state", state(), "page", "two", "go", "back")
		a.see("back", status, page, 200, "Why 2?", ">so</textarea>")
		status, page = as(a.ctx, http.MethodPost, "state", state(), "page", "two", "go", "next")
		a.see("the end", status, page, 200, "Thank you")
		if status, page = as(a.ctx, http.MethodPost, "state", "{", "page", "one"); status != http.StatusUnprocessableEntity {
			t.Errorf("a broken state: %d %s", status, page)
		}
		elsewhere := access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(newID()), Rows: access.RowsAll}}})
		if status, page = as(elsewhere, http.MethodGet); status != http.StatusNotFound || strings.Contains(page, "told") {
			t.Errorf("of another program: %d %s", status, page)
		}
		if status, page = as(t.Context(), http.MethodGet); status != http.StatusUnauthorized || strings.Contains(page, "told") {
			t.Errorf("nobody: %d %s", status, page)
		}
		var kept int
		err = a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT (SELECT count(*) FROM answering) + (SELECT count(*) FROM response)").Scan(ctx, &kept)
		})
		if err != nil || kept != 0 {
			t.Errorf("%d kept: %v", kept, err)
		}
		d.Pages[0].Questions[1].ShowIf = "later == 1"
		if _, _, err := a.Measure.SaveDraft(a.ctx, s.ID, "", d); err != nil {
			t.Fatal(err)
		}
		status, page = as(a.ctx, http.MethodGet)
		a.see("what does not fit", status, page, 422, "This cannot be shown")
	})
}
