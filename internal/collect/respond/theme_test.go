package respond

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// TestPagesWearTheTheme: in each page of a survey, also one that says that it is over
// and one that takes back; what is no colour never gets into the style of a preview.
func TestPagesWearTheTheme(t *testing.T) {
	each(t, func(a *asked) {
		whole := func(r *http.Request) (int, string) { // with its style
			w := httptest.NewRecorder()
			a.mux.ServeHTTP(w, r)
			return w.Code, w.Body.String()
		}
		d := a.crossing()
		d.Settings.Theme = questionnaire.Theme{Background: "#fdf6e3", Accent: "#ffcc00"}
		s := a.publish(d)
		worn := func(what, path string) {
			t.Helper()
			_, page := whole(httptest.NewRequest(http.MethodGet, path, nil))
			for _, want := range []string{"--bg:#fdf6e3", "--accent:#ffcc00", "--on:#14171d", "@media(prefers-color-scheme:dark){:root{color-scheme:dark;--bg:#14171d"} {
				if !strings.Contains(page, want) {
					t.Errorf("%s has no %s", what, want)
				}
			}
		}
		worn("the welcome", "/s/"+s.Slug)
		worn("the receipt", "/s/"+s.Slug+"/receipt")
		worn("a page", a.begun(s.Slug, ""))
		closed := measure.SurveyClosed
		if _, _, err := a.Measure.ChangeSurvey(a.ctx, s.ID, "", measure.SurveyChange{State: &closed}); err != nil {
			t.Fatal(err)
		}
		worn("a closed survey", "/s/"+s.Slug)

		d.Settings.Theme = questionnaire.Theme{Background: "#000}*{display:none", Accent: "#aabbcc"}
		if _, _, err := a.Measure.SaveDraft(a.ctx, s.ID, "", d); err != nil {
			t.Fatal(err)
		}
		status, page := whole(httptest.NewRequest(http.MethodGet, "/preview/"+s.ID, nil).WithContext(a.ctx))
		if status != http.StatusOK || strings.Contains(page, "display:none}") || strings.Contains(page, "#000}") || !strings.Contains(page, "--accent:#aabbcc") {
			t.Errorf("a preview: %d %s", status, page)
		}
	})
}
