package app

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/outreach"
)

// TestEventNames: what happens with people is told with how often, of those
// events that whoever asks may see; an event of nobody is none.
func TestEventNames(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		key, n := person(markNice)+"-0", 0
		for name, times := range map[string]int{"ferry.arrived": 3, "ticket.bought": 2, "heard.of.old": 1} {
			for range times {
				at := time.Now().UTC()
				if name == "heard.of.old" {
					at = at.AddDate(0, 0, -100)
				}
				n++
				m.must(t, m.ctx, "POST", "/api/events", map[string]any{"id": newID(), "at": at.Add(time.Duration(-n) * time.Second).Format(time.RFC3339), "name": name, "customer_key": key})
			}
		}
		position, err := m.a.record.Position(m.ctx)
		if err == nil {
			err = m.a.facts.WaitFor(m.ctx, position)
		}
		if err != nil {
			t.Fatal(err)
		}
		code, body := m.ask(m.ctx, "GET", "/api/triggers/events", nil)
		var got struct{ Items []outreach.EventName }
		if err := json.Unmarshal([]byte(body), &got); err != nil || code != 200 {
			t.Fatalf("%d %s %v", code, body, err)
		}
		found := map[string]int64{}
		for _, e := range got.Items {
			found[e.Name] = e.Count
		}
		if found["ferry.arrived"] != 3 || found["ticket.bought"] != 2 || found["heard.of.old"] != 0 || got.Items[0].Count < got.Items[len(got.Items)-1].Count {
			t.Errorf("%s", body)
		}
		viewer := access.With(t.Context(), access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}}})
		if code, _ := m.ask(viewer, "GET", "/api/triggers/events", nil); code != 403 && code != 404 {
			t.Errorf("a viewer: %d", code)
		}
	})
}
