package listen

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
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// bench is the room over a store, with a program and people who sign in.
type bench struct {
	*Service
	mux     *http.ServeMux
	program string
}

type staff map[string]string

func (k staff) Person(_ context.Context, id string) (access.Who, bool, error) {
	return access.Who{UserID: id, Name: k[id]}, k[id] != "", nil
}

type journal struct{ access.Journal }

func (journal) Saw(context.Context, string, string, map[string]string) error { return nil }

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func eachBench(t *testing.T, test func(t *testing.T, b bench)) {
	recordtest.Each(t, []fs.FS{access.Migrations(), people.Migrations(), purpose.Migrations(), journey.Migrations(), Migrations()}, func(t *testing.T, store *record.Store) {
		newID := func() string { return uuid.Must(uuid.NewV7()).String() }
		now := func() time.Time { return noon }
		p, _, err := purpose.NewService(store, now, newID).Create(access.System(t.Context(), "test"), "Service", "")
		if err != nil {
			t.Fatal(err)
		}
		b := bench{mux: http.NewServeMux(), program: p.ID, Service: NewService(Options{
			Store: store, Staff: staff{"rita": "Rita", "lea": "Lea", "otto": "Otto", "ana": "Ana"}, Audit: journal{access.Journal{Now: now}}, Now: now,
			Zone: func() *time.Location { return time.UTC }, NewID: newID,
		})}
		Register(web.NewAPI(b.mux, "test", slog.New(slog.DiscardHandler)), b.Service)
		test(t, b)
	})
}

// as is a context in which somebody of a role asks.
func as(ctx context.Context, user string, role access.Role) context.Context {
	return access.With(ctx, access.Who{UserID: user, Name: user, Grants: []access.Grant{{Role: role, Scope: access.Whole(), Rows: access.RowsAll}}})
}

func (b bench) ask(ctx context.Context, method, path, match, body string) (int, string) {
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if match != "" {
		r.Header.Set("If-Match", match)
	}
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// TestStudiesOverHTTP: who, what, status and answer.
func TestStudiesOverHTTP(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, lea, otto, ana := as(t.Context(), "rita", access.Researcher), as(t.Context(), "lea", access.Lead), as(t.Context(), "otto", access.Owner), as(t.Context(), "ana", access.Analyst)
		st, _, err := b.CreateStudy(rita, Study{ProgramID: b.program, Name: "Why they stay", Saturation: 3})
		if err != nil {
			t.Fatal(err)
		}
		path := "/api/studies/" + st.ID
		for _, c := range []struct {
			name                      string
			who                       context.Context
			method, path, match, body string
			status                    int
			want                      string
		}{
			{"nobody", t.Context(), "GET", "/api/studies", "", "", 401, ""},
			{"viewer", as(t.Context(), "vic", access.Viewer), "GET", "/api/studies", "", "", 403, ""},
			{"analyst lists", ana, "GET", "/api/studies", "", "", 200, `"name":"Why they stay"`},
			{"analyst makes", ana, "POST", "/api/studies", "", `{"program_id":"` + b.program + `","name":"Mine"}`, 403, ""},
			{"name taken", rita, "POST", "/api/studies", "", `{"program_id":"` + b.program + `","name":"why THEY stay"}`, 409, "listen.taken"},
			{"maker is a researcher", rita, "GET", path, "", "", 200, `"part":"researcher"`},
			{"rule was set", rita, "GET", path, "", "", 200, `"saturation_set":"2026-11-22T12:00:00Z"`},
			{"lead who is no member", lea, "PATCH", path, "", `{"purpose":"x"}`, 403, "listen.researchers_only"},
			{"owner who is no member", otto, "PATCH", path, "", `{"purpose":"x"}`, 403, "listen.researchers_only"},
			{"lead adds herself", lea, "PUT", path + "/members/lea", "", `{"part":"researcher"}`, 403, "listen.researchers_only"},
			{"owner adds himself", otto, "PUT", path + "/members/otto", "", `{"part":"researcher"}`, 204, ""},
			{"owner is one now", otto, "PATCH", path, `"1"`, `{"purpose":"To know","wanted":[{"role":"buyer","side":"against","count":5}]}`, 200, `"version":2`},
			{"old version", rita, "PATCH", path, `"1"`, `{"purpose":"x"}`, 409, "changed_meanwhile"},
			{"unknown side", rita, "PATCH", path, "", `{"wanted":[{"side":"left","count":1}]}`, 422, "wanted[0].side"},
			{"a stranger as member", rita, "PUT", path + "/members/nobody", "", `{"part":"reviewer"}`, 422, "listen.person_unknown"},
			{"a reviewer", rita, "PUT", path + "/members/lea", "", `{"part":"reviewer"}`, 204, ""},
			{"a reviewer changes nothing", lea, "PATCH", path, "", `{"purpose":"x"}`, 403, "listen.researchers_only"},
			{"members", ana, "GET", path + "/members", "", "", 200, `"name":"Lea","part":"reviewer","added_by":"Rita"`},
			{"one goes", rita, "DELETE", path + "/members/otto", "", "", 204, ""},
			{"who is none goes", rita, "DELETE", path + "/members/otto", "", "", 404, ""},
			{"the last stays", rita, "DELETE", path + "/members/rita", "", "", 409, "listen.last_researcher"},
			{"the last stays one", rita, "PUT", path + "/members/rita", "", `{"part":"reviewer"}`, 409, "listen.last_researcher"},
		} {
			status, answer := b.ask(c.who, c.method, c.path, c.match, c.body)
			if status != c.status || !strings.Contains(answer, c.want) {
				t.Errorf("%s: %d %.300s", c.name, status, answer)
			}
		}
	})
}

// TestWhoJoinsAStudyIsAudited: becoming a reader of originals leaves a trace.
func TestWhoJoinsAStudyIsAudited(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		st, _, err := b.CreateStudy(as(t.Context(), "rita", access.Researcher), Study{ProgramID: b.program, Name: "One"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.PutMember(as(t.Context(), "otto", access.Owner), st.ID, "otto", Researcher); err != nil {
			t.Fatal(err)
		}
		var said []string
		err = b.view(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT user_id || ' ' || kind || ' ' || details FROM access_audit ORDER BY id").Scan(ctx, &said)
		})
		if err != nil || len(said) != 2 || !strings.Contains(said[1], `otto study.member {"part":"researcher","user":"otto"}`) {
			t.Fatalf("%q %v", said, err)
		}
	})
}
