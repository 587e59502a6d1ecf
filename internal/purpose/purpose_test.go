package purpose

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// TestProgramsOverHTTP: who, what, status, body, and what was logged.
func TestProgramsOverHTTP(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		mux := http.NewServeMux()
		s := NewService(store, func() time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC) }, func() string { return uuid.Must(uuid.NewV7()).String() })
		Register(web.NewAPI(mux, "test", slog.New(slog.DiscardHandler)), s)
		as := func(role access.Role, at access.Scope) access.Who {
			return access.Who{UserID: "u", Grants: []access.Grant{{Role: role, Scope: at, Rows: access.RowsAll}}}
		}
		owner := as(access.Owner, access.Whole())
		p, _, err := s.Create(access.With(t.Context(), owner), "First", "Because")
		if err != nil {
			t.Fatal(err)
		}
		path := "/api/programs/" + p.ID
		for _, c := range []struct {
			name                      string
			who                       access.Who
			method, path, match, body string
			status                    int
			want, logged              string
		}{
			{"nobody", access.Who{}, "GET", "/api/programs", "", "", 401, "", ""},
			{"list", as(access.Viewer, access.Whole()), "GET", "/api/programs", "", "", 200, p.ID, ""},
			{"list of another", as(access.Viewer, access.Program("x")), "GET", "/api/programs", "", "", 200, `"items":[]`, ""},
			{"list of its own", as(access.Viewer, access.Program(p.ID)), "GET", "/api/programs", "", "", 200, p.ID, ""},
			{"get of another", as(access.Viewer, access.Program("x")), "GET", path, "", "", 404, "", ""},
			{"create as an analyst", as(access.Analyst, access.Whole()), "POST", "/api/programs", "", `{"name":"Second"}`, 403, "", ""},
			{"create as lead of one", as(access.Lead, access.Program(p.ID)), "POST", "/api/programs", "", `{"name":"Second"}`, 403, "", ""},
			{"create", owner, "POST", "/api/programs", "", `{"name":"  Second   one "}`, 201, `"name":"Second one"`, "program.created"},
			{"name taken", owner, "POST", "/api/programs", "", `{"name":"second ONE"}`, 409, `"program.name_taken"`, ""},
			{"no name", owner, "POST", "/api/programs", "", `{"name":"  "}`, 422, `"field":"name"`, ""},
			{"change as lead of another", as(access.Lead, access.Program("x")), "PATCH", path, "", `{"why":"New"}`, 403, "", ""},
			{"change", as(access.Lead, access.Program(p.ID)), "PATCH", path, `"1"`, `{"why":"New"}`, 200, `"version":2`, "program.changed"},
			{"old version", owner, "PATCH", path, `"1"`, `{"why":"Newer"}`, 409, `"changed_meanwhile"`, ""},
			{"name of another", owner, "PATCH", path, "", `{"name":"Second one"}`, 409, `"program.name_taken"`, ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				before, err := store.Position(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				req := httptest.NewRequestWithContext(access.With(context.Background(), c.who), c.method, c.path, strings.NewReader(c.body))
				req.Header.Set("If-Match", c.match)
				req.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				mux.ServeHTTP(w, req)
				if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
					t.Errorf("%d %s", w.Code, w.Body)
				}
				events, err := store.Events(t.Context(), before, 10)
				if err != nil {
					t.Fatal(err)
				}
				logged := ""
				for _, e := range events {
					logged += e.Kind
				}
				if logged != c.logged {
					t.Errorf("logged %q, want %q", logged, c.logged)
				}
			})
		}
	})
}
