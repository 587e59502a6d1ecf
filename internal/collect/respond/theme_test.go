package respond

import (
	"bytes"
	"image"
	"image/color"
	encode "image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/web"
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

// TestLogoOfAPage: published, it is one request beside the page, in which the script
// stands then; a draft's stands in the page and is shown to nobody outside.
func TestLogoOfAPage(t *testing.T) {
	each(t, func(a *asked) {
		var picture bytes.Buffer
		navy := image.NewNRGBA(image.Rect(0, 0, 300, 90))
		for x := range 300 {
			navy.Set(x, 45, color.NRGBA{11, 42, 91, 255})
		}
		if err := encode.Encode(&picture, navy); err != nil {
			t.Fatal(err)
		}
		d := a.crossing()
		s, _, err := a.Measure.CreateSurvey(a.ctx, measure.NewSurvey{ProgramID: a.program, Name: "Crossing", Document: d})
		if err != nil {
			t.Fatal(err)
		}
		l, _, err := a.Measure.PutLogo(a.ctx, s.ID, picture.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		d.Settings.Theme = questionnaire.Theme{LogoID: l.ID, LogoAlt: both("Halden, the ferries", "Halden, les ferries")}
		if _, _, err := a.Measure.SaveDraft(a.ctx, s.ID, "", d); err != nil {
			t.Fatal(err)
		}
		open := func(r *http.Request) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			web.Guard(a.Log, a.mux).ServeHTTP(w, r)
			return w
		}
		get := func(path string) *httptest.ResponseRecorder {
			return open(httptest.NewRequest(http.MethodGet, path, nil))
		}
		preview := open(httptest.NewRequest(http.MethodGet, "/preview/"+s.ID+"?lang=fr", nil).WithContext(a.ctx)).Body.String()
		if !strings.Contains(preview, `<img src="data:image/png;base64,`) || !strings.Contains(preview, `alt="Halden, les ferries" width="186" height="56"`) {
			t.Errorf("a preview: %.3000s", preview)
		}
		at := "/s/" + s.Slug + "/logo/" + l.ID
		if w := get(at); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("a draft's logo is shown: %d %v", w.Code, w.Header())
		}
		if _, _, _, err = a.Measure.PublishSurvey(a.ctx, s.ID, "", measure.Publishing{Reasons: map[string]string{a.measure: "The board has followed it since 2019."}}); err != nil {
			t.Fatal(err)
		}
		w := get(at)
		h := w.Header()
		if w.Code != http.StatusOK || h.Get("Content-Type") != "image/png" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Cache-Control"), "immutable") || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || len(h.Values("Set-Cookie")) > 0 {
			t.Errorf("the logo: %d %v", w.Code, h)
		}
		for _, path := range []string{"/s/" + s.Slug, a.begun(s.Slug, ""), "/s/" + s.Slug + "/receipt"} {
			w := get(path)
			page, policy := w.Body.String(), w.Header().Get("Content-Security-Policy")
			_, nonce, _ := strings.Cut(policy, "script-src 'self' 'nonce-")
			nonce, _, _ = strings.Cut(nonce, "'")
			if len(nonce) < 20 || !strings.Contains(page, `<script nonce="`+nonce+`">`) || strings.Contains(page, "<script src=") || !strings.Contains(page, `<img src="`+at+`" alt="Halden, the ferries" width="186" height="56">`) {
				t.Errorf("%s, policy %s: %.400s", path, policy, page)
			}
			if !strings.Contains(page, "--plate:#ffffff") || !strings.Contains(page, "--plate:#0000") {
				t.Errorf("%s: a navy word on a dark page has nothing behind it", path)
			}
		}
		d.Settings.Theme = questionnaire.Theme{}
		if _, _, err = a.Measure.SaveDraft(a.ctx, s.ID, "", d); err == nil {
			_, _, _, err = a.Measure.PublishSurvey(a.ctx, s.ID, "", measure.Publishing{})
		}
		if err != nil {
			t.Fatal(err)
		}
		if page := get("/s/" + s.Slug); strings.Contains(page.Body.String(), "<img") || !strings.Contains(page.Body.String(), "<script src=") || strings.Contains(page.Header().Get("Content-Security-Policy"), "script-src 'self' 'nonce") {
			t.Errorf("a page without a logo: %v %.400s", page.Header(), page.Body)
		}
	})
}
