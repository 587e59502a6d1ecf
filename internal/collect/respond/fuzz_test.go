package respond

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// FuzzWhatIsSent: whatever is sent to a survey, in whichever form, is answered without a
// fault of the server, and comes back as no markup.
func FuzzWhatIsSent(f *testing.F) {
	a := over(f, recordtest.SQLite(f, migrations()))
	a.publish(a.damage())
	f.Add("?page=one", "application/x-www-form-urlencoded", "page=one&go=next&q.deck=3&whole=1&seen=x")
	f.Add("", "application/x-www-form-urlencoded", "page=one&go=keep&q.photo=../x&q.photo@a=1&again.photo=1")
	f.Add("?lang=%ff", "application/x-www-form-urlencoded", "%zz=1&q.%00=<marker>")
	f.Add("/receipt", "application/x-www-form-urlencoded", "code=aaaa+aaaa+aaaa")
	f.Add("", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"q.photo\"; filename=\"<marker>.png\"\r\n\r\n\x89PNG\r\n\x1a\n\r\n--b\r\nContent-Disposition: form-data; name=\"page\"\r\n\r\none\r\n--b--")
	f.Add("", "multipart/form-data", "--b")
	token, err := a.Begin(a.ctx, "fuzz", "crossing", "en", nil, "")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, rest, kind, body string) {
		path, query, _ := strings.Cut(rest, "?")
		at := url.URL{Path: "/s/crossing/" + token, RawQuery: query}
		if path != "" {
			at.Path = "/s/crossing/" + strings.TrimPrefix(path, "/")
		}
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			r := httptest.NewRequest(method, "/", strings.NewReader(body))
			r.URL = &at
			r.Header.Set("Content-Type", kind)
			w := httptest.NewRecorder()
			a.mux.ServeHTTP(w, r)
			if w.Code >= http.StatusInternalServerError {
				t.Fatalf("%s %s: %d %.500s", method, at.String(), w.Code, w.Body.String())
			}
			if strings.Contains(w.Body.String(), "<marker>") {
				t.Fatalf("%s %s: what was sent came back as markup", method, at.String())
			}
		}
	})
}
