package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

func allMigrations() []fs.FS {
	return []fs.FS{access.Migrations(), people.Migrations(), purpose.Migrations(), journey.Migrations(), listen.Migrations(), measure.Migrations(), Migrations()}
}

// fixture is the room with those before it over one store, and its API.
type fixture struct {
	*Service
	handler http.Handler
	now     time.Time
	audited audited
}

// audited remembers what was written to the audit log, kind by kind.
type audited struct {
	mu    sync.Mutex
	kinds []string
}

func (a *audited) add(kind string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kinds = append(a.kinds, kind)
	return nil
}

func (a *audited) Audit(_ context.Context, _ *record.Tx, kind, _ string, _ map[string]string) error {
	return a.add(kind)
}

func (a *audited) Saw(_ context.Context, kind, _ string, _ map[string]string) error {
	return a.add(kind)
}

func (a *audited) take() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	kinds := strings.Join(a.kinds, " ")
	a.kinds = nil
	return kinds
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func newFixture(store *record.Store) *fixture {
	f := &fixture{now: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)}
	now := func() time.Time { return f.now }
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	f.Service = NewService(Options{
		Store: store, Audit: &f.audited, Now: now, NewID: newID, Log: log,
		People:  people.NewService(people.Options{Store: store, Now: now, NewID: newID}),
		Purpose: purpose.NewService(store, now, newID), Measure: measure.NewService(store, now, newID),
		Zone: func() *time.Location { return time.UTC },
	})
	mux := http.NewServeMux()
	Register(web.NewAPI(mux, "test", log), f.Service)
	f.handler = mux
	return f
}

// each runs a test on both engines.
func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	recordtest.Each(t, allMigrations(), func(t *testing.T, s *record.Store) { test(t, newFixture(s)) })
}

func sqlite(t testing.TB) *fixture { return newFixture(recordtest.SQLite(t, allMigrations())) }

// as is a person with one role over the whole.
func as(role access.Role, grants ...access.Grant) access.Who {
	if len(grants) == 0 {
		grants = []access.Grant{{Role: role, Scope: access.Whole(), Rows: access.RowsAll}}
	}
	return access.Who{UserID: "user-" + string(role), Name: "Pat", Grants: grants}
}

func owner(t testing.TB) context.Context { return access.With(t.Context(), as(access.Owner)) }

// program makes a program with an NPS measure and gives both ids.
func (f *fixture) program(t testing.TB, name string) (programID, measureID string) {
	t.Helper()
	p, _, err := f.Purpose.Create(owner(t), name, "")
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := f.Measure.Create(owner(t), measure.Measure{
		ProgramID: p.ID, Name: "Recommend", Intent: measure.Advocacy, Scale: measure.Numbered(0, 10, measure.Up), Metric: measure.NPS,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.ID, m.ID
}

// call does a request as who and gives status and body.
func (f *fixture) call(t testing.TB, who access.Who, method, path string, body any) (int, string) {
	t.Helper()
	var r io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		r = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		r = bytes.NewReader(raw)
	}
	req := httptest.NewRequestWithContext(access.With(t.Context(), who), method, path, r)
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, req)
	return w.Code, w.Body.String()
}

// upload sends a file and gives the import.
func (f *fixture) upload(t testing.TB, name, content string) Import {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequestWithContext(owner(t), http.MethodPost, "/api/imports", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, req)
	var i Import
	if w.Code != http.StatusCreated {
		t.Fatalf("upload: %d %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &i); err != nil {
		t.Fatal(err)
	}
	return i
}

// takeIn uploads a file, lets change its mapping, and runs it to the end.
func (f *fixture) takeIn(t testing.TB, name, content string, change func(*Mapping)) Import {
	t.Helper()
	i := f.upload(t, name, content)
	if change != nil {
		change(&i.Mapping)
		if _, _, err := f.SetMapping(owner(t), i.ID, "", i.Mapping); err != nil {
			t.Fatalf("mapping: %s", faultText(err))
		}
	}
	if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
		t.Fatalf("start: %s", faultText(err))
	}
	return f.run(t, i.ID)
}

func (f *fixture) run(t testing.TB, id string) Import {
	t.Helper()
	if err := f.RunImport(t.Context(), id); err != nil {
		t.Fatalf("run: %v", err)
	}
	i, err := f.GetImport(owner(t), id)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func faultText(err error) string {
	raw, merr := json.Marshal(err)
	if merr != nil {
		return err.Error()
	}
	return err.Error() + " " + string(raw)
}

func (f *fixture) count(t testing.TB, sql string, args ...any) int {
	t.Helper()
	var n int
	err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(sql, args...).Scan(ctx, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (f *fixture) list(t testing.TB, filter Filter) []ListedResponse {
	t.Helper()
	found, err := f.ListResponses(owner(t), filter, listCursor{}, 200)
	if err != nil {
		t.Fatalf("list: %v", err)
	}
	return found
}

func counts(i Import) string {
	c := i.Counts
	return fmt.Sprintf("%s new %d same %d changed %d rejected %d", i.State, c.New, c.Same, c.Changed, c.Rejected)
}

// logged are the ids of all changes of a kind.
func (f *fixture) logged(t testing.TB, kind string) []string {
	t.Helper()
	var ids []string
	events, _, err := f.Store.EventsOf(t.Context(), []string{kind}, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		ids = append(ids, e.IDs...)
	}
	return ids
}
