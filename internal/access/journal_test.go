package access_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func TestAuditLog(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner, lead := h.owner(), h.with(access.Lead, access.Whole())
		start := h.clock.Now()
		h.clock.push(time.Hour)
		ctx, err := h.service.As(access.System(t.Context(), "test"), lead.Email)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 5 {
			if err := h.service.Saw(ctx, "answer.seen", fmt.Sprint("answer-", i), map[string]string{"count": "1"}); err != nil {
				t.Fatal(err)
			}
		}
		middle := h.clock.Now()
		h.clock.push(time.Hour)
		h.ask(owner, "PUT", "/api/organisation", settingsBody("Lac")).want(200)

		type page struct {
			Items []access.Entry
			Next  string
		}
		read := func(query string) (p page) {
			h.ask(owner, "GET", "/api/audit?"+query, "").want(200).read(&p)
			return p
		}
		if p := read("limit=1"); len(p.Items) != 1 || p.Items[0].Kind != "organisation.changed" || p.Items[0].UserID != owner.ID || p.Items[0].Address != "192.0.2.1" {
			t.Errorf("newest: %+v", p.Items)
		}
		p := read("kind=answer.seen&limit=2")
		if len(p.Items) != 2 || p.Items[0].Object != "answer-4" || p.Items[0].Details["count"] != "1" || p.Items[0].UserID != lead.ID || p.Next == "" {
			t.Errorf("%+v", p)
		}
		if q := read("kind=answer.seen&limit=200&cursor=" + p.Next); len(q.Items) != 3 || q.Next != "" {
			t.Errorf("second page: %+v", q)
		}
		for query, want := range map[string]int{
			"kind=answer.":                  5,
			"kind=answer":                   0,
			"kind=session.&user=" + lead.ID: 1,
			"user=" + lead.ID:               6,
			"kind=answer.seen&from=" + stamp(start) + "&to=" + stamp(start.Add(30*time.Minute)): 0,
			"kind=answer.seen&from=" + stamp(start) + "&to=" + stamp(middle.Add(time.Minute)):   5,
		} {
			if p := read(query); len(p.Items) != want {
				t.Errorf("%s: %d lines, want %d", query, len(p.Items), want)
			}
		}
		h.ask(lead, "GET", "/api/audit", "").want(403)
		h.ask(owner, "GET", "/api/audit?cursor=nonsense", "").want(422, `"field":"cursor"`)
	})
}

func stamp(t time.Time) string { return url.QueryEscape(t.UTC().Format(time.RFC3339Nano)) }

func TestAuditLogIsOnlyAddedTo(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		h.owner()
		before := len(h.kinds())
		for _, text := range []string{"DELETE FROM access_audit", "UPDATE access_audit SET kind = 'x'"} {
			_, err := h.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
				_, err := tx.NewRaw(text).Exec(ctx)
				return err
			})
			if err == nil || !strings.Contains(err.Error(), "only ever added to") {
				t.Errorf("%s: %v", text, err)
			}
		}
		if before == 0 || len(h.kinds()) != before {
			t.Errorf("%d lines were, %d are", before, len(h.kinds()))
		}
	})
}
