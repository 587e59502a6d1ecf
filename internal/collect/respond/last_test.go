package respond

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// keeps sends a page that is only kept, and gives what it says of where the page leads.
func (a *asked) keeps(path string, pairs ...string) string {
	a.t.Helper()
	form := url.Values{"go": {"keep"}, "page": {"one"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode())).WithContext(a.ctx)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	a.mux.ServeHTTP(w, r)
	return w.Header().Get("Last-Page")
}

// TestAScriptIsToldWhereAPageLeads: as answers take away the pages behind it or bring
// them, on every kind of page, whole or never cut.
func TestAScriptIsToldWhereAPageLeads(t *testing.T) {
	for _, whole := range []string{"", "1"} {
		each(t, func(a *asked) {
			d := a.crossing()
			d.Pages[1].ShowIf = "told <= 6"
			if whole == "" {
				d.Pages[0].Questions = d.Pages[0].Questions[:1]
			}
			s := a.publish(d)
			link, _, err := a.Trial.MakeLink(a.ctx, s.ID, 1)
			if err != nil {
				t.Fatal(err)
			}
			_, test := a.post(link.Path)
			for what, to := range map[string]string{"an answering": a.begun(s.Slug, ""), "a test": test, "a preview": "/preview/" + s.ID} {
				for _, c := range [][2]string{{"9", "1"}, {"3", "0"}, {"10", "1"}} {
					if got := a.keeps(to, "state", "{}", "whole", whole, "q.told", c[0]); got != c[1] {
						t.Errorf("%s, whole %q, told %s: last page %q, want %q", what, whole, c[0], got, c[1])
					}
				}
				if got := a.keeps(to, "state", "{}", "page", "nowhere", "whole", whole); got != "" {
					t.Errorf("%s: a page that is nowhere is the last: %q", what, got)
				}
			}
		})
	}
}
