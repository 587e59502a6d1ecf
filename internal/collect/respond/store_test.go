package respond

import (
	"context"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
)

// TestNothingIsLookedForInAllAnswerings: what happens for every answer goes by an
// index, however many there are.
func TestNothingIsLookedForInAllAnswerings(t *testing.T) {
	each(t, func(a *asked) {
		if a.Store.Engine() != record.SQLite {
			return // it scans tables as small as this one, rightly
		}
		for _, text := range []string{oneAnswering, endText, keepText, byReceipt} {
			var plan []struct {
				ID, Parent, Notused int64
				Detail              string
			}
			filled := strings.ReplaceAll(text, "?", "'x'")
			err := a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
				return q.NewRaw("EXPLAIN QUERY PLAN "+filled).Scan(ctx, &plan)
			})
			if err != nil || len(plan) == 0 {
				t.Fatalf("%d steps of %s: %v", len(plan), text, err)
			}
			for _, step := range plan {
				if strings.HasPrefix(step.Detail, "SCAN ") && step.Detail != "SCAN CONSTANT ROW" {
					t.Errorf("%s in %s", step.Detail, text)
				}
			}
		}
	})
}
