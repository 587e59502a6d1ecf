package respond

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/web"
)

var styleNonce = regexp.MustCompile(`style-src [^;]*'nonce-([^']+)'`)

// TestTheLastPageIsKept: what is the same for everybody is written once; the receipt and
// the nonce are each one's own, and another version, language or end is another page.
func TestTheLastPageIsKept(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Pages = d.Pages[:1]
		d.Pages[0].Questions = d.Pages[0].Questions[:1]
		s := a.publish(d)
		end := func(lang string) string {
			form := url.Values{"page": {"one"}, "q.told": {"9"}, "go": {"next"}}
			r := httptest.NewRequest(http.MethodPost, a.begun(s.Slug, "?lang="+lang), strings.NewReader(form.Encode())).WithContext(a.ctx)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			web.Guard(slog.New(slog.DiscardHandler), a.mux).ServeHTTP(w, r)
			page := w.Body.String()
			a.see("the end", w.Code, page, 200, "</html>")
			nonce := styleNonce.FindStringSubmatch(w.Header().Get("Content-Security-Policy"))
			if nonce == nil || !strings.Contains(page, `<style nonce="`+nonce[1]+`"`) {
				t.Errorf("the page has not the nonce of its head %v: %.400s", nonce, page)
			}
			if strings.Contains(page, holes.nonce) || strings.Contains(page, holes.receipt) {
				t.Error("a hole is not filled")
			}
			return page
		}
		receipts := map[string]bool{}
		for i, c := range []struct{ lang, said string }{{"en", "Thank you"}, {"en", "Thank you"}, {"fr", "Merci"}, {"en", "Thank you"}} {
			page := end(c.lang)
			code := receiptForm.FindStringSubmatch(page)
			if code == nil || receipts[code[1]] || !strings.Contains(page, ">"+c.said+"<") {
				t.Fatalf("page %d: %v of %v: %s", i, code, receipts, page)
			}
			receipts[code[1]] = true
		}
		d.Ends[0].Title = both("So long", "À bientôt")
		_, _, err := a.Measure.SaveDraft(a.ctx, s.ID, "", d)
		if err == nil {
			s, _, _, err = a.Measure.PublishSurvey(a.ctx, s.ID, "", measure.Publishing{Reasons: map[string]string{a.measure: "The board has followed it since 2019."}})
		}
		if err != nil {
			t.Fatal(err)
		}
		if page := end("en"); !strings.Contains(page, ">So long<") {
			t.Errorf("a new version ends as the old one did: %s", page)
		}
	})
}
