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
		s.People = known{"kim": "Kim"}
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
			{"start without an outcome", owner, "POST", path + "/start", "", "", 422, `"program.no_outcome"`, ""},
			{"returns only", owner, "PATCH", path, "", `{"returns":["inbound","churn","inbound"]}`, 200, `"returns":["churn","inbound"]`, "program.changed"},
			{"start with returns only", owner, "POST", path + "/start", "", "", 422, `"program.only_returns"`, ""},
			{"an unknown outcome", owner, "PATCH", path, "", `{"outcomes":["growth"]}`, 422, `"field":"outcomes[0]"`, ""},
			{"an owner nobody knows", owner, "PATCH", path, "", `{"owner_id":"stranger"}`, 422, `"program.owner_unknown"`, ""},
			{"an owner, asked by a viewer", as(access.Viewer, access.Whole()), "PATCH", path, "", `{"owner_id":"stranger"}`, 403, "", ""},
			{"for customers", owner, "PATCH", path, "", `{"outcomes":["loyalty","satisfaction"],"wants":["easier"],"population":" All who fly ","why":""}`, 200, `"outcomes":["satisfaction","loyalty"]`, "program.changed"},
			{"start without a reason", owner, "POST", path + "/start", "", "", 422, `"program.no_why"`, ""},
			{"a reason", owner, "PATCH", path, "", `{"why":"They wait too long","owner_id":"kim"}`, 200, `"owner_name":"Kim"`, "program.changed"},
			{"start as lead of another", as(access.Lead, access.Program("x")), "POST", path + "/start", "", "", 403, "", ""},
			{"start an old version", owner, "POST", path + "/start", `"1"`, "", 409, `"changed_meanwhile"`, ""},
			{"start", as(access.Lead, access.Program(p.ID)), "POST", path + "/start", "", "", 200, `"started_at":"2026-11-20T12:00:00Z"`, "program.started"},
			{"without outcomes while under way", owner, "PATCH", path, "", `{"outcomes":[]}`, 422, `"program.only_returns"`, ""},
			{"at first answers are anonymised", owner, "GET", path, "", "", 200, `"on_erasure":"anonymise","erasure_keeps":[]`, ""},
			{"another way to erase", owner, "PATCH", path, "", `{"on_erasure":"forget"}`, 422, `"field":"on_erasure"`, ""},
			{"something else to keep", owner, "PATCH", path, "", `{"erasure_keeps":["names"]}`, 422, `"field":"erasure_keeps`, ""},
			{"keep at erasure", owner, "PATCH", path, "", `{"erasure_keeps":["times","texts","times"]}`, 200, `"erasure_keeps":["texts","times"]`, "program.changed"},
			{"remove at erasure", owner, "PATCH", path, "", `{"on_erasure":"remove"}`, 200, `"on_erasure":"remove"`, "program.changed"},
			{"get", owner, "GET", path, "", "", 200, `"population":"All who fly","owner_id":"kim","owner_name":"Kim"`, ""},
			{"stop", owner, "POST", path + "/stop", "", "", 200, `"owner_id":"kim"`, "program.stopped"},
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

// known are people who sign in, by id.
type known map[string]string

func (k known) Person(_ context.Context, id string) (access.Who, bool, error) {
	name, there := k[id]
	return access.Who{UserID: id, Name: name}, there, nil
}

// TestProgramsFromBefore: a program made before there was more than a name and
// a reason has no outcome, wants and returns.
func TestProgramsFromBefore(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		_, err := store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO program (id, name, name_key, why, created_at) VALUES ('0197', 'Old', 'old', 'Why', 1)")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s := NewService(store, time.Now, uuid.NewString)
		p, err := s.Get(access.System(t.Context(), "test"), "0197")
		if err != nil || p.Outcomes == nil || len(p.Outcomes)+len(p.Wants)+len(p.Returns) > 0 || p.StartedAt != nil || p.Why != "Why" {
			t.Errorf("%+v %v", p, err)
		}
	})
}
