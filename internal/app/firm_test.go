package app

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

// TestFiguresFollowMergedAccounts: answers and events of two accounts count under
// the one that stands for both, with what is known of either; whoever looks after
// one sees all; undoing it gives every figure back, followed and made anew.
func TestFiguresFollowMergedAccounts(t *testing.T) { onEngines(t, followMergedAccounts) }

func followMergedAccounts(t *testing.T, a *App) {
	t.Helper()
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Support"})
	measure := b.must(t, ctx, "POST", "/api/measures", map[string]any{
		"program_id": program, "name": "Recommend", "intent": "advocacy", "metric": "nps", "scale": map[string]any{"min": 0, "max": 10, "direction": "up"},
	})
	branch := b.must(t, ctx, "POST", "/api/traits/people", map[string]any{"of": "account", "name": "Branch", "kind": "text", "in_analysis": true})
	answer := func(customer, account string, score int) {
		b.must(t, ctx, "POST", "/api/responses", map[string]any{
			"id": newID(), "program_id": program, "customer_key": customer, "account_key": account, "at": "2026-04-15T12:00:00Z", "consent": "person",
			"answers": []any{map[string]any{"measure_id": measure, "score": score}},
		})
	}
	answer("p", "north", 9)
	answer("q", "nord", 2)
	ids := map[string]string{}
	for _, key := range []string{"north", "nord"} {
		ids[key] = accountID(t, b, key)
	}
	status, body := b.ask(ctx, "PUT", "/api/accounts/"+ids["nord"]+"/traits", map[string]any{"traits": []any{map[string]any{"trait": branch, "since": "always", "value": "steel"}}})
	if status >= http.StatusMultipleChoices {
		t.Fatalf("%d %s", status, body)
	}
	expect := func(step string, want, branches map[string]string) {
		t.Helper()
		for _, how := range []string{"followed", "rebuilt"} {
			p, err := a.record.Position(ctx)
			if err == nil {
				err = a.facts.WaitFor(ctx, p)
			}
			if err == nil && how == "rebuilt" {
				err = a.facts.Rebuild(ctx, nil)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := cellsBy(t, b, ctx, measure, "account"); !maps.Equal(got, want) {
				t.Errorf("%s, %s: %v, want %v", step, how, got, want)
			}
			if got := cellsBy(t, b, ctx, measure, "t1"); !maps.Equal(got, branches) {
				t.Errorf("%s, %s, by branch: %v, want %v", step, how, got, branches)
			}
			for account, figure := range want {
				n := 0
				_, _ = fmt.Sscan(figure, &n)
				if got := listed(t, b, ctx, "measure="+measure+"&where=account:"+account); got != n {
					t.Errorf("%s, %s: %d answers of %s are listed, want %d", step, how, got, account, n)
				}
			}
		}
	}
	apart := map[string]string{ids["north"]: "1 at 100", ids["nord"]: "1 at -100"}
	expect("before", apart, map[string]string{"steel": "1 at -100", "": "1 at 100"})
	merge := b.must(t, ctx, "POST", "/api/accounts/"+ids["nord"]+"/merge", map[string]any{"into": ids["north"]})
	expect("merged", map[string]string{ids["north"]: "2 at 0"}, map[string]string{"steel": "2 at 0"})
	answer("r", "nord", 10) // under the key of the one that went
	expect("answered since", map[string]string{ids["north"]: "3 at 33"}, map[string]string{"steel": "3 at 33"})
	for path, want := range map[string]string{
		"/timeline?kind=answer": `"r"`, "/contacts": `"key":"q"`, "/scores?measure=" + measure: `"n":3`,
	} {
		if status, got := b.ask(ctx, "GET", "/api/accounts/"+ids["north"]+path, nil); status != http.StatusOK || !strings.Contains(got, want) {
			t.Errorf("%s: %d, no %s in %s", path, status, want, got)
		}
	}
	for query, want := range map[string]string{
		"/api/metrics?measure=" + measure + "&where=account:" + ids["nord"]:                                           `"n":3,`, // by the one that went
		"/api/account-scores?measure=" + measure + "&trait=" + branch + ":steel":                                      `"count":1}`,
		"/api/account-scores?measure=" + measure + "&trait=" + branch + ":wood":                                       `"count":0}`,
		"/api/account-scores?measure=" + measure + "&where=account:" + ids["nord"] + "&where=account:" + ids["north"]: `"n":3,"n_eff":3`,
	} {
		if status, got := b.ask(ctx, "GET", query, nil); status != http.StatusOK || !strings.Contains(got, want) {
			t.Errorf("%s: %d, no %s in %s", query, status, want, got)
		}
	}
	if _, got := b.ask(ctx, "GET", "/api/responses?where=account:"+ids["nord"], nil); strings.Contains(got, `"nord"`) || !strings.Contains(got, `"north"`) {
		t.Errorf("the answers name %s", got)
	}
	b.must(t, ctx, "POST", "/api/merges/"+merge+"/undo", nil)
	expect("undone", map[string]string{ids["north"]: "1 at 100", ids["nord"]: "2 at 0"}, map[string]string{"steel": "2 at 0", "": "1 at 100"})
}

func accountID(t *testing.T, b bare, key string) string {
	t.Helper()
	status, answer := b.ask(access.System(t.Context(), "test"), "GET", "/api/accounts?q="+key, nil)
	var list struct {
		Items []struct{ ID, Key string }
	}
	decode(t, answer, &list)
	for _, a := range list.Items {
		if a.Key == key {
			return a.ID
		}
	}
	t.Fatalf("no account %s: %d %s", key, status, answer)
	return ""
}
