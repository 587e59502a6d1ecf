package respond

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/web"
)

// TestWhoMayShowASurveyInAFrame: the sites that it names, its pages alone, from the
// first to one that says that it is closed.
func TestWhoMayShowASurveyInAFrame(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Settings.Frames = []string{"https://www.example.org", "https://shop.example.org"}
		survey := a.publish(d)
		server := web.Guard(a.Log, a.mux)
		ask := func(path, dest string) (string, string) {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			if dest != "" {
				r.Header.Set("Sec-Fetch-Dest", dest)
			}
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			_, ancestors, _ := strings.Cut(w.Header().Get("Content-Security-Policy"), "frame-ancestors ")
			return ancestors, w.Header().Get("X-Frame-Options")
		}
		to := a.begun("crossing", "")
		closed := measure.SurveyClosed
		both := "https://www.example.org https://shop.example.org"
		look := func(when string) {
			t.Helper()
			for _, c := range []struct{ path, dest, want, deny string }{
				{"/s/crossing", "iframe", both, ""}, {"/s/crossing", "", both, ""}, {to, "iframe", both, ""}, {"/s/crossing/receipt", "iframe", both, ""}, {"/s/crossing/AAAAAAAAAAAAAAAAAAAAAA", "iframe", both, ""},
				{"/s/crossing", "document", "'none'", "DENY"}, {"/s/nothing", "iframe", "'none'", "DENY"}, {"/s/page.js", "iframe", "'none'", "DENY"},
			} {
				if got, deny := ask(c.path, c.dest); got != c.want || deny != c.deny {
					t.Errorf("%s, %s in %q: %q %q", when, c.path, c.dest, got, deny)
				}
			}
		}
		look("open")
		if _, _, err := a.Measure.ChangeSurvey(a.ctx, survey.ID, "", measure.SurveyChange{State: &closed}); err != nil {
			t.Fatal(err)
		}
		look("closed")
		other := a.crossing()
		if _, _, err := a.Measure.SaveDraft(a.ctx, survey.ID, "", other); err != nil {
			t.Fatal(err)
		}
		look("while only a draft is otherwise")
	})
}

// TestWhatWasDoneStandsBeforeTheFirstQuestion in the language of who reads it.
func TestWhatWasDoneStandsBeforeTheFirstQuestion(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Settings.Since = both("You asked for <calm>: the horn is quieter.", "Vous vouliez du calme : la corne est plus discrète.")
		a.publish(d)
		status, page := a.get("/s/crossing")
		a.see("English", status, page, 200, "What was done with what was said last time", "You asked for &lt;calm&gt;: the horn is quieter.")
		status, page = a.get("/s/crossing?lang=fr")
		a.see("French", status, page, 200, "Ce qui a été fait de ce qui a été dit la dernière fois", "la corne est plus discrète")
	})
}
