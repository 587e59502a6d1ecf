package app

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestFiguresTakeTheValueAtTheTime: a customer moves from North to South
// between two answers, and is worth more; each answer counts under what was so
// when it was given. What becomes known later of the time before, a merge and a
// rebuild change the figures accordingly.
func TestFiguresTakeTheValueAtTheTime(t *testing.T) {
	onEngines(t, takeTheValueAtTheTime)
}

func takeTheValueAtTheTime(t *testing.T, a *App) {
	t.Helper()
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Support"})
	measure := b.must(t, ctx, "POST", "/api/measures", map[string]any{
		"program_id": program, "name": "Recommend", "intent": "advocacy", "metric": "nps", "scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
	})
	region := b.must(t, ctx, "POST", "/api/traits/people", map[string]any{"of": "customer", "name": "Region", "kind": "choice",
		"choices": []any{map[string]any{"key": "North", "label": "The north"}, map[string]any{"key": "South", "label": "The south"}}})
	for i := range 4 { // two of them answer before and after
		for month, score := range []int{9, 2} {
			b.must(t, ctx, "POST", "/api/responses", map[string]any{
				"id": newID(), "program_id": program, "customer_key": fmt.Sprint("c", i), "at": fmt.Sprintf("2026-0%d-15T12:00:00Z", month+3),
				"answers": []any{map[string]any{"measure_id": measure, "score": score}},
			})
		}
	}
	ids := customerIDs(t, a)
	set := func(id string, traits ...map[string]any) {
		t.Helper()
		if status, answer := b.ask(ctx, "PUT", "/api/customers/"+id+"/traits", map[string]any{"traits": traits}); status >= http.StatusMultipleChoices {
			t.Fatalf("set traits: %d %s", status, answer)
		}
	}
	entry := func(trait, since string, value any) map[string]any {
		return map[string]any{"trait": trait, "since": since, "value": value}
	}
	for _, key := range []string{"c0", "c1"} {
		set(ids[key], entry("Region", "always", "the north"), entry(region, "2026-04-01", "South"), entry("value", "2026-04-01", 250))
	}
	status, answer := b.ask(ctx, "PATCH", "/api/traits/people/"+region, map[string]any{"in_analysis": true})
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, answer)
	}
	expect := func(step string, want map[string]string) {
		t.Helper()
		for _, how := range []string{"followed", "rebuilt"} {
			p, err := a.record.Position(ctx)
			if err == nil {
				err = a.facts.WaitFor(ctx, p)
			}
			if err == nil && (how == "rebuilt" || step == beforeAndAfter) { // the trait came after its answers: all is made anew
				err = a.facts.Rebuild(ctx, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := cellsBy(t, b, ctx, measure, "t1"); !maps.Equal(got, want) {
				t.Errorf("%s, %s: %v, want %v", step, how, got, want)
			}
			for region, n := range map[string]int{"North": 0, "South": 0, "": 0} {
				_, _ = fmt.Sscan(want[region], &n)
				if got := listed(t, b, ctx, "measure="+measure+"&where=t1:"+region); got != n {
					t.Errorf("%s, %s: %d answers of %q are listed, want %d", step, how, got, region, n)
				}
			}
		}
	}
	expect(beforeAndAfter, map[string]string{"North": "2 at 100", "South": "2 at -100", "": "4 at 0"})
	checkLabels(t, b, ctx, program, measure)
	set(ids["c0"], entry("Region", "2026-03-01", "South"))
	expect("a correction of the time before", map[string]string{"North": "1 at 100", "South": "3 at -33", "": "4 at 0"})
	set(ids["c2"], entry("Region", "2026-05-01", "South"))
	expect("after all answers", map[string]string{"North": "1 at 100", "South": "3 at -33", "": "4 at 0"})
	set(ids["c0"], map[string]any{"trait": "Region", "since": "2026-03-01", "remove": true}, map[string]any{"trait": "Region", "since": "2026-04-01", "remove": true})
	expect("entries removed", map[string]string{"North": "3 at 33", "South": "1 at -100", "": "4 at 0"})
	merge := b.must(t, ctx, "POST", "/api/customers/"+ids["c3"]+"/merge", map[string]any{"into": ids["c1"]})
	expect("merged with one who moved", map[string]string{"North": "4 at 50", "South": "2 at -100", "": "2 at 0"})
	b.must(t, ctx, "POST", "/api/merges/"+merge+"/undo", nil)
	expect("the merge undone", map[string]string{"North": "3 at 33", "South": "1 at -100", "": "4 at 0"})
	_, answer = b.ask(ctx, "GET", "/api/customers/"+ids["c1"]+"/traits?at=2026-03-31", nil)
	var known knownOfCustomer
	decode(t, answer, &known)
	if len(known.Items) != 2 || known.Items[0].Trait.Name != "value" || known.Items[0].Value != "" || known.Items[1].Value != "North" || len(known.Items[1].History) != 2 {
		t.Errorf("on the last day of March: %s", answer)
	}
}

// checkLabels: cuts, filters and menus call a choice by its label, and filter by
// its key.
func checkLabels(t *testing.T, b bare, ctx context.Context, program, measure string) {
	t.Helper()
	for path, want := range map[string]string{
		"/api/metrics?by=t1&measure=" + measure:          `"value":"South","label":"The south"`,
		"/api/metrics?where=t1:North&measure=" + measure: `"value":"North","label":"The north"`,
		"/api/traits?program=" + program:                 `"value":"North","label":"The north"`,
	} {
		if status, answer := b.ask(ctx, "GET", path, nil); status != http.StatusOK || !strings.Contains(answer, want) {
			t.Errorf("%s: %d, no %s in %s", path, status, want, answer)
		}
	}
}

const beforeAndAfter = "before and after the move"

type knownOfCustomer struct {
	Items []struct {
		Trait struct {
			Name string `json:"name"`
		} `json:"trait"`
		Value   string `json:"value"`
		History []any  `json:"history"`
	} `json:"items"`
}

// cellsBy are the figures of a measure by a key: how many answers, and what
// they come to.
func cellsBy(t *testing.T, b bare, ctx context.Context, measure, key string) map[string]string {
	t.Helper()
	status, answer := b.ask(ctx, "GET", "/api/metrics?measure="+measure+"&by="+key, nil)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, answer)
	}
	var seen struct {
		Cells []struct {
			Key []struct {
				Value *string `json:"value"`
			} `json:"key"`
			Figure struct {
				N     int      `json:"n"`
				Value *float64 `json:"value"`
			} `json:"figure"`
		} `json:"cells"`
	}
	decode(t, answer, &seen)
	out := map[string]string{}
	for _, c := range seen.Cells {
		name, value := "", 0.0
		if c.Key[0].Value != nil {
			name = *c.Key[0].Value
		}
		if c.Figure.Value != nil {
			value = *c.Figure.Value
		}
		out[name] = fmt.Sprintf("%d at %.0f", c.Figure.N, value)
	}
	return out
}

// customerIDs are the ids of all customers by key.
func customerIDs(t *testing.T, a *App) map[string]string {
	t.Helper()
	var rows []struct {
		ID  string `bun:"id"`
		Key string `bun:"key"`
	}
	err := a.record.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id, key FROM customer LIMIT 1000").Scan(ctx, &rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range rows {
		out[r.Key] = r.ID
	}
	return out
}
