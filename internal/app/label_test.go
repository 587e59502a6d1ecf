package app

import (
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

// TestFiguresNameWhatTheyAreCutBy: cuts and filters by unit, account and
// touchpoint carry names, and leave the account's out for whoever reads no
// persons.
func TestFiguresNameWhatTheyAreCutBy(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, ctx := newBare(a), access.System(t.Context(), "test")
		program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Flying"})
		measure := b.must(t, ctx, "POST", "/api/measures", map[string]any{
			"program_id": program, "name": "Recommend", "intent": "advocacy", "metric": "nps", "scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
		})
		phone := b.must(t, ctx, "POST", "/api/channels", map[string]any{"program_id": program, "name": "Phone"})
		b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": "Ask about a bag", "key": "bag", "channel_id": phone})
		b.must(t, ctx, "POST", "/api/units", map[string]any{"name": "North"})
		if status, answer := b.ask(ctx, "POST", "/api/accounts", map[string]any{"items": []any{map[string]any{"key": "A1", "name": "Harbour Works"}}}); status != 200 {
			t.Fatalf("%d %s", status, answer)
		}
		for i := range 8 {
			b.must(t, ctx, "POST", "/api/responses", map[string]any{
				"id": newID(), "program_id": program, "unit_key": "North", "account_key": "A1", "touchpoint_key": "bag", "at": "2026-03-15T12:00:00Z",
				"answers": []any{map[string]any{"measure_id": measure, "score": 3 + i%8}},
			})
		}
		a.settle(t)
		for key, name := range map[string]string{"touchpoint": "Ask about a bag · Phone", "account": "Harbour Works", "unit": "North"} {
			cut := figures(t, b, ctx, "/api/metrics?by="+key+"&measure="+measure)
			if len(cut.Cells) != 1 || cut.Cells[0].Key[0].Label != name {
				t.Errorf("by %s: %+v", key, cut.Cells)
				continue
			}
			_, where, _ := strings.Cut(cut.Cells[0].Answers, "where=")
			where, _, _ = strings.Cut(where, "&")
			if _, answer := b.ask(ctx, "GET", "/api/metrics?where="+where+"&measure="+measure, nil); !strings.Contains(answer, `"label":"`+name+`"`) {
				t.Errorf("where %s: %s", where, answer)
			}
			if key == "account" {
				continue // too many for a menu
			}
			if _, answer := b.ask(ctx, "GET", "/api/traits?program="+program, nil); !strings.Contains(answer, `"label":"`+name+`"`) {
				t.Errorf("the menu does not offer %s: %s", name, answer)
			}
		}
		_, viewer := reader(t, a, access.Grant{Role: access.Viewer, Scope: access.Whole()})
		if cut := figures(t, b, viewer, "/api/metrics?by=account&measure="+measure); len(cut.Cells) != 1 || strings.Contains(cut.Cells[0].Key[0].Label, "Harbour") {
			t.Errorf("for a viewer: %+v", cut.Cells)
		}
	})
}
