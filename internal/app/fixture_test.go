package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// onEngines runs a test on an application over SQLite and over PostgreSQL.
func onEngines(t *testing.T, test func(t *testing.T, a *App)) {
	t.Run("sqlite", func(t *testing.T) { test(t, openApp(t)) })
	t.Run("postgresql", func(t *testing.T) { test(t, openAppOn(t, recordtest.Database(t))) })
}

// openApp opens everything in a folder of the test.
func openApp(t *testing.T) *App {
	t.Helper()
	return openAppOn(t, "")
}

// openAppOn opens everything with the record in a PostgreSQL database, or in
// the folder where url is empty.
func openAppOn(t *testing.T, url string) *App {
	t.Helper()
	a, err := Open(t.Context(), Config{Dir: t.TempDir(), DatabaseURL: url, Version: "test", Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

type testLog struct{ t *testing.T }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Logf("%s", bytes.TrimSpace(p))
	return len(p), nil
}

// bare is the API without sign-in and gate: who asks is put in by the test, so
// that what the services themselves check is seen.
type bare struct {
	mux *http.ServeMux
	api huma.API
}

func newBare(a *App) bare {
	mux := http.NewServeMux()
	api := web.NewAPI(mux, "test", slog.New(slog.DiscardHandler))
	register(api, a.rooms)
	return bare{mux, api}
}

// picture is a body that is sent as it is.
type picture []byte

// ask calls an operation as who and gives status and body.
func (b bare) ask(ctx context.Context, method, path string, body any) (int, string) {
	w := b.answered(ctx, method, path, body)
	return w.Code, w.Body.String()
}

// answered is the whole answer, headers too.
func (b bare) answered(ctx context.Context, method, path string, body any) *httptest.ResponseRecorder {
	var reader io.Reader
	kind := "application/json"
	switch body := body.(type) {
	case nil:
	case picture:
		reader, kind = bytes.NewReader(body), "image/png"
	default:
		text, err := json.Marshal(body)
		if err != nil {
			panic(err)
		}
		reader = bytes.NewReader(text)
	}
	r := httptest.NewRequestWithContext(ctx, method, path, reader)
	if reader != nil {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	b.mux.ServeHTTP(w, r)
	return w
}

// must is ask that has to succeed; it gives the id in the answer.
func (b bare) must(t *testing.T, ctx context.Context, method, path string, body any) string {
	t.Helper()
	status, answer := b.ask(ctx, method, path, body)
	if status >= 300 {
		t.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	var out struct {
		ID       string `json:"id"`
		Rejected []any  `json:"rejected"`
	}
	_ = json.Unmarshal([]byte(answer), &out)
	if len(out.Rejected) > 0 {
		t.Fatalf("%s %s: %s", method, path, answer)
	}
	return out.ID
}

// firm is an organisation with two programs, three units, two accounts and
// answers in each. What must not be seen by others carries a mark.
type firm struct {
	a, b               string // programs
	measureA, measureB string
	south, nice, north string // units; Nice lies under South
	acme               string // account owned by "owner-of-acme"
	customer           string // of Nice and of Acme
	objective          string // of program A
	channel, stage     string // of program A
	touchpoint         string
	segment            string // shared, of all customers
	indicator          string // of program A, with a value of unit Nice
	study, finding     string // of program A
	survey             string // of program A, published once
	responses          map[string]string
	position           log.Position
}

// The marks stand in texts and keys, by where the answer belongs.
const (
	markNice  = "zephyrine"
	markNorth = "obsidiane"
	markB     = "marjolaine"
)

func newFirm(t *testing.T, a *App, b bare) firm {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	var f firm
	f.a = b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Program A"})
	f.b = b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Program B"})
	measure := func(program, name string) string {
		return b.must(t, ctx, "POST", "/api/measures", map[string]any{
			"program_id": program, "name": name, "intent": "advocacy", "metric": "nps",
			"scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
		})
	}
	f.measureA, f.measureB = measure(f.a, "Recommend A"), measure(f.b, "Recommend B")
	f.south = b.must(t, ctx, "POST", "/api/units", map[string]any{"name": "South"})
	f.nice = b.must(t, ctx, "POST", "/api/units", map[string]any{"name": "Nice", "parent_id": f.south})
	f.north = b.must(t, ctx, "POST", "/api/units", map[string]any{"name": "North"})
	f.responses = map[string]string{}
	for _, w := range []struct{ program, measure, unit, account, mark string }{
		{f.a, f.measureA, "Nice", "acme", markNice}, {f.a, f.measureA, "North", "bolt", markNorth}, {f.b, f.measureB, "North", "bolt", markB},
	} {
		for i := range 12 {
			id := uuid.Must(uuid.NewV7()).String()
			f.responses[w.mark] = id
			b.must(t, ctx, "POST", "/api/responses", map[string]any{
				"id": id, "program_id": w.program, "customer_key": fmt.Sprint(person(w.mark), "-", i), "account_key": w.account, "unit_key": w.unit,
				"answers": []any{map[string]any{"measure_id": w.measure, "score": i % 11}, map[string]any{"question": "Why?", "text": "because " + w.mark}},
			})
		}
	}
	accounts, err := a.people.ListAccounts(ctx, people.AccountFilter{Search: "acme"}, people.ListPlace{}, 1)
	if err != nil || len(accounts) != 1 {
		t.Fatalf("accounts: %+v %v", accounts, err)
	}
	f.acme = accounts[0].ID
	b.must(t, ctx, "PATCH", "/api/accounts/"+f.acme, map[string]any{"owner_user_id": ownerOfAcme})
	f.customer = f.people(t, a, b)
	p, err := a.record.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f.position = p
	if err := a.facts.WaitFor(ctx, p); err != nil {
		t.Fatal(err)
	}
	f.segment = b.must(t, ctx, "POST", "/api/segments", map[string]any{
		"name": "Everybody", "shared": true, "rule": map[string]any{"is": map[string]any{"field": "customer.since", "from": "2000-01-01"}},
	})
	f.objective = b.must(t, ctx, "POST", "/api/programs/"+f.a+"/objectives", map[string]any{
		"name": "More speak for us", "outcome": "advocacy", "measure_id": f.measureA, "baseline_from": "2026-01-01", "baseline_to": "2026-06-30", "target": 40, "due": "2027-06-30",
	})
	f.channel = b.must(t, ctx, "POST", "/api/channels", map[string]any{"program_id": f.a, "name": "App"})
	f.stage = b.must(t, ctx, "POST", "/api/stages", map[string]any{"program_id": f.a, "name": "Book"})
	f.touchpoint = b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": f.a, "name": "Find a flight", "channel_id": f.channel, "stage_ids": []string{f.stage}})
	f.indicator = b.must(t, ctx, "POST", "/api/indicators", map[string]any{"program_id": f.a, "name": "Who left", "kind": "churn", "direction": "down", "period": "month"})
	b.must(t, ctx, "POST", "/api/indicators/"+f.indicator+"/values", map[string]any{"values": []any{map[string]any{"unit": "Nice", "period": "2026-10", "value": 12}}})
	f.study = b.must(t, ctx, "POST", "/api/studies", map[string]any{"program_id": f.a, "name": "Why they fly"})
	f.finding = b.must(t, ctx, "POST", "/api/findings", map[string]any{"program_id": f.a, "claim": "They fly to see their children", "kind": "think"})
	f.survey = b.must(t, ctx, "POST", "/api/surveys", map[string]any{"program_id": f.a, "name": "After a flight", "document": map[string]any{
		"title": en("After a flight"), "languages": []string{"en"}, "settings": map[string]any{"consent": "firm", "privacy": en("Kept two years."), "controller": "The airline"},
		"pages": []any{map[string]any{"code": "one", "questions": []any{map[string]any{
			"code": "recommend", "kind": "scale", "text": en("Would you recommend us?"), "measure_id": f.measureA, "scale": map[string]any{"look": "numbers", "min": 0, "points": 11}}}}},
	}})
	status, answer := b.ask(ctx, "POST", "/api/surveys/"+f.survey+"/versions", map[string]any{"reasons": map[string]any{f.measureA: "The board has followed it since 2019."}})
	if status != http.StatusCreated {
		t.Fatalf("publish: %d %s", status, answer)
	}
	return f
}

func en(text string) map[string]any { return map[string]any{"en": text} }

// person is the mark of a person who gave answers of a mark. Answers belong to
// programs and people do not, so their reach may differ.
func person(mark string) string { return "who-" + mark[:5] }

// people says what is known of those who answered: each belongs to the unit of
// their answers. It gives the id of one of Nice.
func (f firm) people(t *testing.T, a *App, b bare) (id string) {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	var items []any
	for mark, unit := range map[string]string{markNice: "Nice", markNorth: "North", markB: "North"} {
		for i := range 12 {
			items = append(items, map[string]any{"key": fmt.Sprint(person(mark), "-", i), "name": "Person of " + person(mark), "unit_key": unit, "roles": []string{"decides"}})
		}
	}
	b.must(t, ctx, "POST", "/api/customers", map[string]any{"items": items})
	found, err := a.people.ListCustomers(ctx, people.CustomerFilter{Account: f.acme}, people.ListPlace{}, 1)
	if err != nil || len(found) == 0 {
		t.Fatalf("customers: %+v %v", found, err)
	}
	return found[0].ID
}

const ownerOfAcme = "0190b8a0-0000-7000-8000-00000000ac3e"
