package access_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// clock is a wall clock that a test may push forward.
type clock struct {
	mu      sync.Mutex
	ahead   time.Duration
	stopped time.Time // where set, the time stands still
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stopped.IsZero() {
		return c.stopped
	}
	return time.Now().Add(c.ahead)
}

func (c *clock) push(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// post is a mailer that keeps what it was given.
type post struct {
	off  bool
	sent []access.Mail
}

func (p *post) Ready(context.Context, record.Querier) (bool, error) { return !p.off, nil }

func (p *post) Queue(_ context.Context, _ *record.Tx, m access.Mail) error {
	p.sent = append(p.sent, m)
	return nil
}

// tree has the unit north with the unit shop below it, and the unit south.
type tree struct{}

func (tree) UnitsUnder(_ context.Context, unit string) ([]string, error) {
	switch unit {
	case "north":
		return []string{"north", "shop"}, nil
	case "shop", "south":
		return []string{unit}, nil
	}
	return nil, fault.NotFound("unit")
}

func (tree) AccountsOf(context.Context, string) ([]string, error) { return nil, nil }

// house is the service behind its API, as the server runs it.
type house struct {
	t       *testing.T
	store   *record.Store
	service *access.Service
	handler http.Handler
	clock   *clock
	post    *post
	logged  *bytes.Buffer
	dir     string
	address string // of the client
}

func migrations() []fs.FS { return []fs.FS{access.Migrations()} }

// newHouse builds a house on an empty SQLite store with one connection, so
// that whatever reaches for a second one inside a transaction fails.
func newHouse(t *testing.T) *house {
	t.Helper()
	return houseOn(t, recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: migrations(), OneConnection: true}))
}

func houseOn(t *testing.T, store *record.Store) *house {
	t.Helper()
	h := &house{t: t, store: store, clock: &clock{}, post: &post{}, logged: &bytes.Buffer{}, dir: t.TempDir(), address: "192.0.2.1"}
	h.service, h.handler = h.open()
	return h
}

// open builds the service and its API; a second time it is a second process.
func (h *house) open() (*access.Service, http.Handler) { return h.openWith(h.post) }

func (h *house) openWith(mailer access.Mailer) (*access.Service, http.Handler) {
	h.t.Helper()
	vault, err := access.OpenVault(h.dir, "", rand.Reader)
	if err != nil {
		h.t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(h.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	service, err := access.New(access.Options{
		Store: h.store, Now: h.clock.Now, Random: rand.Reader, Mailer: mailer, Tree: tree{}, Vault: vault, Dir: h.dir,
		PublicURL: "http://balcony.example.org/", Log: log, Cost: accesstest.Cost(),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	mux := http.NewServeMux()
	access.Register(web.NewAPI(mux, "test", log), service)
	return service, web.WithClient(nil, web.Guard(log, service.Middleware(mux)))
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	t *testing.T
}

// ask sends a request as somebody; body is JSON text, or "" for none.
func (h *house) ask(as accesstest.Person, method, path, body string, headers ...string) answer {
	h.t.Helper()
	r := as.Ask(httptest.NewRequest(method, path, strings.NewReader(body)))
	r.RemoteAddr = h.address + ":4000"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return answer{w, h.t}
}

// want checks the status and that the body contains each text.
func (a answer) want(status int, texts ...string) answer {
	a.t.Helper()
	if a.Code != status {
		a.t.Fatalf("status %d, want %d: %s", a.Code, status, a.Body)
	}
	for _, text := range texts {
		if !strings.Contains(a.Body.String(), text) {
			a.t.Errorf("no %s in %s", text, a.Body)
		}
	}
	return a
}

// without checks that the body contains none of the texts.
func (a answer) without(texts ...string) answer {
	a.t.Helper()
	for _, text := range texts {
		if text != "" && strings.Contains(a.Body.String(), text) {
			a.t.Errorf("%s is in %s", text, a.Body)
		}
	}
	return a
}

// read decodes the body.
func (a answer) read(into any) {
	a.t.Helper()
	if err := json.Unmarshal(a.Body.Bytes(), into); err != nil {
		a.t.Fatalf("%s: %v", a.Body, err)
	}
}

// person is who the answer's cookie signs in.
func (a answer) person() accesstest.Person {
	a.t.Helper()
	for _, c := range a.Result().Cookies() {
		if c.Name == "balcony_session" && c.Value != "" {
			return accesstest.Person{Cookie: c}
		}
	}
	a.t.Fatalf("no session cookie in %v", a.Header())
	return accesstest.Person{}
}

// owner makes an owner of the whole, signed in.
func (h *house) owner() accesstest.Person {
	h.t.Helper()
	return accesstest.New(h.t, h.service, access.Grant{Role: access.Owner, Scope: access.Whole()})
}

// with makes a person with one role, signed in.
func (h *house) with(role access.Role, scope access.Scope) accesstest.Person {
	h.t.Helper()
	return accesstest.New(h.t, h.service, access.Grant{Role: role, Scope: scope})
}

// kinds are the kinds in the audit log, oldest first.
func (h *house) kinds() []string {
	h.t.Helper()
	var kinds []string
	err := h.store.View(h.t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT kind FROM access_audit ORDER BY id").Scan(ctx, &kinds)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return kinds
}

// fired runs do and checks that exactly these lines came into the audit log.
func (h *house) fired(want []string, do func()) {
	h.t.Helper()
	before := len(h.kinds())
	do()
	if got := h.kinds()[before:]; !slices.Equal(got, want) {
		h.t.Errorf("audit log has %v, want %v", got, want)
	}
}
