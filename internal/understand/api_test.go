package understand

import (
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// api is the room's API on a world; the header X-Test-As says who asks.
func api(t *testing.T, w *world) http.Handler {
	t.Helper()
	s := w.service()
	s.o.Record = recordtest.SQLite(t, []fs.FS{Migrations()})
	mux := http.NewServeMux()
	Register(web.NewAPI(mux, "test", slog.New(slog.DiscardHandler)), s)
	people := map[string][]access.Grant{
		"owner":  {{Role: access.Owner, Scope: access.Whole()}},
		"lille":  {{Role: access.Viewer, Scope: access.Unit(id("lille"))}},
		"other":  {{Role: access.Analyst, Scope: access.Program(programB)}},
		"nobody": nil,
	}
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if user := r.Header.Get("X-Test-As"); user != "" {
			r = r.WithContext(as(t, user, people[user]...))
		}
		mux.ServeHTTP(rw, r)
	})
}

func call(h http.Handler, who, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if who != "" {
		r.Header.Set("X-Test-As", who)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

func TestFiguresOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(20, id("nps"), 3000, 800))
	h := api(t, w)
	nps := "/api/metrics?measure=" + id("nps")
	cases := []struct {
		name, who, path string
		status          int
		body            string // must be in the answer
	}{
		{"total", "owner", nps, 200, `"method":"adjusted_wald_deff_jackknife"`},
		{"by month and segment", "owner", nps + "&period=month&by=t1", 200, `"cuts":[{"key":"t1","label":"Segment"}]`},
		{"filtered", "owner", nps + "&where=t2:A:1&where=channel:&score_min=2&from=2026-03-01", 200, `"label":"Plan","values":[{"value":"A:1","label":"A:1"}]`},
		{"unit with those below", "owner", nps + "&where=unit:" + id("north") + "&by=unit", 200, `"label":"Lille"`},
		{"weighted", "owner", nps + "&weighted=true", 200, `"weights_fixed"`},
		{"within reach", "lille", nps, 200, `"within_reach"`},
		{"reach without rows", "other", "/api/metrics?measure=" + id("foreign"), 200, `"trouble":"no_answers"`},
		{"nobody", "", nps, 401, `"code":"unauthenticated"`},
		{"without a role", "nobody", nps, 403, `"code":"forbidden"`},
		{"another program's", "other", nps, 404, `"code":"not_found"`},
		{"unknown measure", "owner", "/api/metrics?measure=" + uuid.NewString(), 404, `"code":"not_found"`},
		{"no id", "owner", "/api/metrics?measure=x'--", 404, `"code":"not_found"`},
		{"no measure", "owner", "/api/metrics", 422, `"field":"measure"`},
		{"unknown period", "owner", nps + "&period=decade", 422, `"field":"period"`},
		{"unknown cut", "owner", nps + "&by=instant", 422, `"field":"by"`},
		{"undeclared trait", "owner", nps + "&by=t77", 422, `"field":"by"`},
		{"another program's trait", "owner", nps + "&by=t9", 422, `"field":"by"`},
		{"bad filter", "owner", nps + "&where=channel", 422, `"field":"where"`},
		{"bad day", "owner", nps + "&from=2026-02-30", 422, `from`},
		{"days the wrong way", "owner", nps + "&from=2026-03-01&to=2026-02-01", 422, `"field":"to"`},
		{"bad score", "owner", nps + "&score_max=NaN", 422, `"field":"score_max"`},
		{"bad cursor", "owner", nps + "&period=day&cursor=!", 422, `"field":"cursor"`},
		{"quotes are values", "owner", nps + "&where=t1:" + `x')%20OR%201=1--`, 200, `"trouble":"no_answers"`},
		{"changes", "owner", "/api/metrics/changes?measure=" + id("nps"), 200, `"period":"week"`},
		{"changes of a unit", "lille", "/api/metrics/changes?measure=" + id("nps") + "&by=channel", 200, `"within_reach"`},
		{"changes without period", "owner", "/api/metrics/changes?measure=" + id("nps") + "&period=none", 422, `"field":"period"`},
		{"changes of another program", "other", "/api/metrics/changes?measure=" + id("nps"), 404, `"code":"not_found"`},
		{"traits", "owner", "/api/traits?measure=" + id("nps"), 200, `"key":"t1","label":"Segment","kind":"text"`},
		{"traits of another program", "other", "/api/traits?program=" + programA, 404, `"code":"not_found"`},
		{"traits for nobody", "", "/api/traits", 401, `"code":"unauthenticated"`},
	}
	for _, c := range cases {
		got := call(h, c.who, http.MethodGet, c.path, "")
		if got.Code != c.status || !strings.Contains(got.Body.String(), c.body) {
			t.Errorf("%s: %d, want %d with %s in %.600s", c.name, got.Code, c.status, c.body, got.Body)
		}
	}
}

// A figure for one unit must not change what another may list.
func TestTraitsListOnlyWhatIsWithinReach(t *testing.T) {
	w := newWorld(t)
	rows := crowd(21, id("nps"), 300, 200)
	for i := range rows {
		if rows[i].unit != id("lille") && i%2 == 0 {
			rows[i].segment = "Secret"
		} else if rows[i].segment == "" {
			rows[i].segment = "Gold"
		}
	}
	w.load(rows)
	h := api(t, w)
	if all := call(h, "owner", http.MethodGet, "/api/traits", "").Body.String(); !strings.Contains(all, "Secret") {
		t.Errorf("the owner finds no secret segment: %s", all)
	}
	if some := call(h, "lille", http.MethodGet, "/api/traits", "").Body.String(); strings.Contains(some, "Secret") || !strings.Contains(some, "Gold") {
		t.Errorf("Lille finds %s", some)
	}
}

func TestViewsOverHTTP(t *testing.T) {
	h := api(t, newWorld(t))
	made := call(h, "owner", http.MethodPost, "/api/views", `{"program_id":"`+programA+`","name":"October","path":"/","params":{"where":["t1:Gold"]},"shared":"roles","roles":["viewer"]}`)
	var v SavedView
	if err := json.Unmarshal(made.Body.Bytes(), &v); err != nil || made.Code != 201 || made.Header().Get("ETag") != web.ETag(1) {
		t.Fatalf("%d %s %v", made.Code, made.Body, err)
	}
	one := "/api/views/" + v.ID
	cases := []struct {
		name, who, method, path, body, match string
		status                               int
		want                                 string
	}{
		{"listed by role", "lille", "GET", "/api/views", "", "", 200, `"name":"October"`},
		{"not listed elsewhere", "other", "GET", "/api/views", "", "", 200, `"items":[]`},
		{"opened by role", "lille", "GET", one, "", "", 200, `"mine":false`},
		{"hidden elsewhere", "other", "GET", one, "", "", 404, `"code":"not_found"`},
		{"nobody", "", "GET", one, "", "", 401, `"code":"unauthenticated"`},
		{"a viewer cannot save", "lille", "POST", "/api/views", `{"program_id":"` + programA + `","name":"x","path":"/"}`, "", 403, `"code":"forbidden"`},
		{"unknown role", "owner", "PATCH", one, `{"roles":["king"]}`, "", 422, `roles`},
		{"older version", "owner", "PATCH", one, `{"name":"x"}`, web.ETag(9), 409, `"code":"conflict"`},
		{"changed", "owner", "PATCH", one, `{"shared":"private"}`, web.ETag(1), 200, `"roles":[]`},
		{"private now", "lille", "GET", one, "", "", 404, `"code":"not_found"`},
		{"a stranger cannot remove", "other", "DELETE", one, "", "", 404, `"code":"not_found"`},
		{"removed", "owner", "DELETE", one, "", web.ETag(2), 204, ``},
		{"gone", "owner", "GET", one, "", "", 404, `"code":"not_found"`},
	}
	for _, c := range cases {
		got := call(h, c.who, c.method, c.path, c.body, "If-Match", c.match)
		if got.Code != c.status || !strings.Contains(got.Body.String(), c.want) {
			t.Errorf("%s: %d, want %d with %s in %.500s", c.name, got.Code, c.status, c.want, got.Body)
		}
	}
}

func TestEveryPathParameterIsDeclared(t *testing.T) {
	mux := http.NewServeMux()
	a := web.NewAPI(mux, "test", slog.New(slog.DiscardHandler))
	Register(a, New(Options{Now: time.Now, NewID: uuid.NewString}))
	for path, item := range a.OpenAPI().Paths {
		if !strings.Contains(path, "{id}") {
			continue
		}
		raw, err := json.Marshal(item)
		if err != nil || !strings.Contains(string(raw), `"in":"path"`) {
			t.Errorf("%s does not declare its parameter (%v)", path, err)
		}
	}
	raw, err := json.Marshal(a.OpenAPI().Paths["/api/metrics"].Get.Parameters)
	for _, name := range []string{"measure", "by", "where", "from", "to", "score_min", "weighted", "position", "limit", "cursor"} {
		if err != nil || !strings.Contains(string(raw), `"name":"`+name+`"`) {
			t.Errorf("get-metric does not declare %s", name)
		}
	}
}
