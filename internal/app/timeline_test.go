package app

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
)

// TestTimelines: pages put together give everything once, newest first; merged
// customers' items are there; what was said in confidence stands on the
// account's page only, and without the person.
func TestTimelines(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		k := newKnown(t, a)
		k.must(t, k.owner, "POST", "/api/responses", map[string]any{"id": newID(), "program_id": k.program, "customer_key": whoKey, "account_key": "acme", "consent": "firm",
			"answers": []any{map[string]any{"question": "Why?", "text": "between us"}}})
		k.must(t, k.owner, "POST", "/api/customers/"+k.customer+"/notes", map[string]any{"text": "called back"})
		k.must(t, k.owner, "PUT", "/api/customers/"+k.customer+"/traits", map[string]any{"traits": []any{map[string]any{"trait": "value", "since": "2026-04-01", "value": "1200"}}})
		k.must(t, k.owner, "POST", "/api/customers/"+k.find(t, "other")+"/merge", map[string]any{"into": k.customer})

		all := k.pages(t, "/api/customers/"+k.customer+"/timeline", 3)
		count := map[people.TimelineKind]int{}
		for i, item := range all {
			count[item.Kind]++
			if i > 0 && (item.At.After(all[i-1].At) || item.ID == all[i-1].ID) {
				t.Errorf("item %d does not follow: %+v after %+v", i, item, all[i-1])
			}
			if item.Consent == "firm" || item.Words["text"] == "between us" {
				t.Errorf("said in confidence: %+v", item)
			}
		}
		want := map[people.TimelineKind]int{people.TimelineAnswer: 4, people.TimelineEvent: 3, people.TimelineNote: 1, people.TimelineTrait: 1, people.TimelineMerge: 1}
		if fmt.Sprint(count) != fmt.Sprint(want) {
			t.Errorf("items %v, want %v", count, want)
		}
		if notes := k.pages(t, "/api/customers/"+k.customer+"/timeline?kinds=note", 3); len(notes) != 1 || notes[0].Words["text"] != "called back" {
			t.Errorf("notes: %+v", notes)
		}
		acme, err := a.people.ListAccounts(k.owner, people.AccountFilter{Search: "acme"}, people.ListPlace{}, 1)
		if err != nil || len(acme) == 0 {
			t.Fatal(err)
		}
		onAccount := k.pages(t, "/api/accounts/"+acme[0].ID+"/timeline", 4)
		if i := slices.IndexFunc(onAccount, func(i people.TimelineItem) bool { return i.Words["text"] == "between us" }); i < 0 || onAccount[i].Customer != nil {
			t.Errorf("on the account: %+v", onAccount)
		}
		viewer := access.With(t.Context(), access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}}})
		if status, _ := k.ask(viewer, "GET", "/api/customers/"+k.customer+"/timeline", nil); status != 403 {
			t.Errorf("a viewer: %d", status)
		}
	})
}

// pages reads a timeline to its end.
func (k *known) pages(t *testing.T, path string, size int) (all []people.TimelineItem) {
	t.Helper()
	mark := "?"
	if strings.Contains(path, "?") {
		mark = "&"
	}
	for cursor := ""; ; {
		var page struct {
			Items []people.TimelineItem `json:"items"`
			Next  string                `json:"next"`
		}
		decode(t, k.read(t, fmt.Sprint(path, mark, "limit=", size, "&cursor=", url.QueryEscape(cursor))), &page)
		all = append(all, page.Items...)
		if cursor = page.Next; cursor == "" || len(all) > 100 {
			return all
		}
	}
}
