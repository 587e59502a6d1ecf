package app

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
)

// TestFactsFollowImportsOfAllKinds: customers with a trait, then answers of
// them, then events; figures are cut by what the file said, events come and go
// with their import, and the facts never stand still.
func TestFactsFollowImportsOfAllKinds(t *testing.T) {
	onEngines(t, followImports)
}

func followImports(t *testing.T, a *App) {
	t.Helper()
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Support"})
	measure := b.must(t, ctx, "POST", "/api/measures", map[string]any{
		"program_id": program, "name": "Recommend", "intent": "advocacy", "metric": "nps", "scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
	})
	takeIn := func(name, content string, kind collect.ImportKind) string {
		t.Helper()
		i, err := a.collect.Upload(ctx, name, "", strings.NewReader(content))
		if err != nil || i.Kind != kind {
			t.Fatalf("%s is taken for %s: %v", name, i.Kind, err)
		}
		if _, _, err := a.collect.StartImport(ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		if err := a.collect.RunImport(ctx, i.ID); err != nil {
			t.Fatal(err)
		}
		if i, err = a.collect.GetImport(ctx, i.ID); err != nil || i.State != collect.StateDone || i.Counts.Rejected > 0 {
			t.Fatalf("%s: %+v %v", name, i.Counts, err)
		}
		return i.ID
	}
	takeIn("contacts.csv", "Contact ID,Full name,Email,Account ID,Account name,Region\nc0,Ann,a@example.com,A1,Acme,North\nc1,Bob,b@example.com,A1,Acme,South\nc2,Cy,c@example.com,A2,Bolt,South\n", collect.KindCustomers)
	for i, score := range []int{9, 2, 9} {
		b.must(t, ctx, "POST", "/api/responses", map[string]any{
			"id": newID(), "program_id": program, "customer_key": fmt.Sprint("c", i), "answers": []any{map[string]any{"measure_id": measure, "score": score}},
		})
	}
	followed(t, a)
	if got, want := cellsBy(t, b, ctx, measure, "t1"), map[string]string{"North": "1 at 100", "South": "2 at 0"}; !maps.Equal(got, want) {
		t.Errorf("by region %v, want %v", got, want)
	}
	events := takeIn("log.csv", "client id,activity,time,channel\nc0,Ask,2026-01-05 10:00,web\nc0,Answer,2026-01-05 11:00,web\nc1,Ask,2026-01-06 10:00,phone\nc1,Ask,2026-01-06 12:00,phone\n", collect.KindEvents)
	followed(t, a)
	if n := eventsInFacts(t, a); n != 4 {
		t.Errorf("%d events in the facts, want 4", n)
	}
	if _, _, err := a.collect.UndoImport(ctx, events); err != nil {
		t.Fatal(err)
	}
	if err := a.collect.RunImport(ctx, events); err != nil {
		t.Fatal(err)
	}
	followed(t, a)
	if n := eventsInFacts(t, a); n != 0 {
		t.Errorf("%d events in the facts after undo", n)
	}
}

// followed waits until the facts know all that is in the record.
func followed(t *testing.T, a *App) {
	t.Helper()
	p, err := a.record.Position(t.Context())
	if err == nil {
		err = a.facts.WaitFor(t.Context(), p)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func eventsInFacts(t *testing.T, a *App) (n int) {
	t.Helper()
	rows, err := a.facts.Query(context.Background(), "SELECT count(*) FROM event")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if !rows.Next() || rows.Scan(&n) != nil {
		t.Fatal("no count")
	}
	return n
}
