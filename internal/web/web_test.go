package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/fault"
)

func TestClientBelievesTrustedProxiesOnly(t *testing.T) {
	trusted, err := ParseProxies([]string{"10.0.0.0/8", " 192.0.2.7 ", ""})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, peer, forwarded, proto, ip string
		https                            bool
	}{
		{"no proxy", "203.0.113.9:1000", "", "", "203.0.113.9", false},
		{"header of a stranger", "203.0.113.9:1000", "198.51.100.1", "https", "203.0.113.9", false},
		{"one proxy", "10.1.1.1:1000", "198.51.100.1", "https", "198.51.100.1", true},
		{"two proxies", "10.1.1.1:1000", "198.51.100.1, 192.0.2.7", "https", "198.51.100.1", true},
		{"client lies before the proxy", "10.1.1.1:1000", "127.0.0.1, 198.51.100.1", "http", "198.51.100.1", false},
		{"garbage", "10.1.1.1:1000", "what", "", "10.1.1.1", false},
		{"mapped address", "[::ffff:10.1.1.1]:1000", "198.51.100.1", "", "198.51.100.1", false},
		{"a socket", "@", "198.51.100.1", "https", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = tc.peer
			r.Header.Set("X-Forwarded-For", tc.forwarded)
			r.Header.Set("X-Forwarded-Proto", tc.proto)
			var got Client
			WithClient(trusted, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = ClientOf(r.Context()) })).
				ServeHTTP(httptest.NewRecorder(), r)
			if got.IP != tc.ip || got.HTTPS != tc.https {
				t.Errorf("got %+v, want %s https=%v", got, tc.ip, tc.https)
			}
		})
	}
	if _, err := ParseProxies([]string{"example"}); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("a name is no proxy: %v", err)
	}
}

func TestCursorAndVersion(t *testing.T) {
	type at struct{ T, ID string }
	var got at
	if err := DecodeCursor(EncodeCursor(at{"5", "x"}), &got); err != nil || got != (at{"5", "x"}) {
		t.Errorf("cursor does not come back: %v %v", got, err)
	}
	for _, bad := range []string{"%%%", "e30x"} {
		if err := DecodeCursor(bad, &got); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
	if l := Listed([]int{1, 2, 3}, 2, func(i int) any { return i }); len(l.Items) != 2 || l.Next == "" {
		t.Errorf("a third row means a next page: %+v", l)
	}
	if l := Listed[int](nil, 2, nil); l.Items == nil || l.Next != "" {
		t.Errorf("an empty list is [] and has no next page: %+v", l)
	}
	for match, ok := range map[string]bool{"": true, "*": true, `"3"`: true, `W/"3"`: true, `"2", "3"`: true, `"2"`: false, "3": false} {
		if err := MatchVersion(match, 3); (err == nil) != ok {
			t.Errorf("If-Match %q against 3: %v", match, err)
		}
	}
}

type echo struct {
	Body struct {
		Score int `json:"score" minimum:"0" maximum:"10"`
	}
}

// api is a small API behind the guard: it validates, fails and panics.
func api(log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	a := NewAPI(mux, "test", log)
	huma.Register(a, Op("echo", "POST", "/api/echo", "answer.write", "Echo"), func(_ context.Context, in *echo) (*echo, error) { return in, nil })
	huma.Register(a, Op("fail", "GET", "/api/fail", Public, "Fail"), func(context.Context, *struct{}) (*echo, error) {
		return nil, fault.Wrap(errors.New("disk is full"), fault.CodeUnavailable, "write answer")
	})
	huma.Register(a, Op("odd", "GET", "/api/odd", Public, "Fail oddly"), func(context.Context, *struct{}) (*echo, error) { return nil, errors.New("secret detail") })
	mux.HandleFunc("GET /api/panic", func(http.ResponseWriter, *http.Request) { panic("boom") })
	mux.Handle("/", Files(fstest.MapFS{"index.html": {Data: []byte("<style nonce=__CSP_NONCE__>")}, "assets/a.js": {Data: []byte("1")}}))
	return Guard(log, mux)
}

func TestErrorsAreProblemsAndLeakNoCause(t *testing.T) {
	var logged strings.Builder
	h := api(slog.New(slog.NewTextHandler(&logged, nil)))
	for _, tc := range []struct {
		method, path, body string
		status             int
		code, field        string
	}{
		{"POST", "/api/echo", `{"score": 11}`, 422, "invalid", "score"},
		{"POST", "/api/echo", `{"score": 1`, 400, "invalid", ""},
		{"GET", "/api/fail", "", 503, "unavailable", ""},
		{"GET", "/api/odd", "", 500, "internal", ""},
		{"GET", "/api/panic", "", 500, "internal", ""},
		{"GET", "/api/nothing", "", 404, "not_found", ""},
	} {
		t.Run(tc.method+" "+tc.path, func(t *testing.T) {
			r := httptest.NewRequest(tc.method, tc.path, strings.NewReader(tc.body))
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			var p fault.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
				t.Fatalf("%s: %v", w.Body, err)
			}
			if w.Code != tc.status || string(p.Code) != tc.code || p.Status != tc.status || p.Detail == "" {
				t.Errorf("got %d %+v", w.Code, p)
			}
			if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
				t.Errorf("content type %q", ct)
			}
			if tc.field != "" && (len(p.Errors) != 1 || p.Errors[0].Field != tc.field) {
				t.Errorf("field %q is not named: %+v", tc.field, p.Errors)
			}
			if s := w.Body.String(); strings.Contains(s, "disk is full") || strings.Contains(s, "secret detail") || strings.Contains(s, "boom") {
				t.Errorf("the cause is shown: %s", s)
			}
		})
	}
	for _, cause := range []string{"disk is full", "boom"} {
		if !strings.Contains(logged.String(), cause) {
			t.Errorf("the cause %q is not in the log", cause)
		}
	}
}

func TestGuard(t *testing.T) {
	h := api(slog.New(slog.DiscardHandler))
	do := func(method, path string, header map[string]string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(`{"score":1}`))
		for k, v := range header {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	if w := do("POST", "/api/echo", map[string]string{"Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}); w.Code != 403 {
		t.Errorf("a write from another site: %d", w.Code)
	}
	if w := do("POST", "/api/echo", map[string]string{"Content-Type": "application/json"}); w.Code != 200 {
		t.Errorf("a write by a program: %d %s", w.Code, w.Body)
	}
	page := do("GET", "/some/room", nil)
	policy := page.Header().Get("Content-Security-Policy")
	_, after, _ := strings.Cut(page.Body.String(), "nonce=")
	nonce := strings.TrimSuffix(after, ">")
	if len(nonce) < 20 || !strings.Contains(policy, "'nonce-"+nonce+"'") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("page %s with policy %s", page.Body, policy)
	}
	if again := do("GET", "/", nil).Body.String(); again == page.Body.String() {
		t.Error("two pages share a nonce")
	}
	if w := do("GET", "/assets/a.js", nil); w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("asset: %d %v", w.Code, w.Header())
	}
	if w := do("GET", "/assets/gone.js", nil); w.Code != 404 {
		t.Errorf("a missing asset is not the page: %d", w.Code)
	}
}

// TestBreakOff: what is cut in the middle is never taken for the whole, and is
// no panic in the log.
func TestBreakOff(t *testing.T) {
	var logged bytes.Buffer
	server := httptest.NewServer(Guard(slog.New(slog.NewTextHandler(&logged, nil)), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("a part of the file\n", 1000))
		BreakOff()
	})))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer server.Close()
	response, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	part, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err == nil || response.StatusCode != http.StatusOK {
		t.Errorf("status %d with %d bytes came whole", response.StatusCode, len(part))
	}
	if logged.Len() > 0 {
		t.Errorf("logged: %s", &logged)
	}
}

func TestEveryOperationNamesItsPermission(t *testing.T) {
	op := Op("x", "GET", "/api/things/{id}", "figure.read", "X")
	if p, ok := PermissionOf(&op); !ok || p != "figure.read" || op.Tags[0] != "things" || len(op.Security) != 2 {
		t.Errorf("%+v", op)
	}
	if _, ok := PermissionOf(&huma.Operation{}); ok {
		t.Error("an operation not made by Op has no permission")
	}
}
