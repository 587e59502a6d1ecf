package app

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/understand"
)

// post sends an event and fails where it is not taken.
func (b bare) happened(t *testing.T, ctx context.Context, name, customer string, at time.Time, more map[string]any) {
	t.Helper()
	body := map[string]any{"id": newID(), "name": name, "customer_key": customer, "at": at.Format(time.RFC3339)}
	for key, value := range more {
		body[key] = value
	}
	b.must(t, ctx, "POST", "/api/events", body)
}

func (b bare) get(t *testing.T, ctx context.Context, path string, out any) {
	t.Helper()
	status, answer := b.ask(ctx, "GET", path, nil)
	if status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, status, answer)
	}
	decode(t, answer, out)
}

func (a *App) settle(t *testing.T) {
	t.Helper()
	p, err := a.record.Position(t.Context())
	if err == nil {
		err = a.facts.WaitFor(t.Context(), p)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestRegisterCountsEvents: volumes, what is seen and not listed, what was done
// on a channel, and only within the reach of whoever asks.
func TestRegisterCountsEvents(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, ctx := newBare(a), access.System(t.Context(), "test")
		program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Flying"})
		phone := b.must(t, ctx, "POST", "/api/channels", map[string]any{"program_id": program, "name": "Phone"})
		list := func(name, key string) string {
			return b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": name, "key": key, "channel_id": phone})
		}
		list("Ask about a bag", "bag")
		list("Never happens", "never")
		north := b.must(t, ctx, "POST", "/api/units", map[string]any{"name": "North"})
		b.must(t, ctx, "POST", "/api/units", map[string]any{"name": "South"})
		now := time.Now().UTC().Add(-time.Hour)
		for i := range 6 {
			unit := []string{"North", "South"}[i%2]
			b.happened(t, ctx, "bag_asked", fmt.Sprint("c", i), now, map[string]any{"touchpoint_key": "bag", "unit_key": unit})
			b.happened(t, ctx, "bag_asked", fmt.Sprint("c", i), now.AddDate(0, 0, -100), map[string]any{"touchpoint_key": "bag", "unit_key": unit})
		}
		for i := range 4 {
			b.happened(t, ctx, "change_booking", fmt.Sprint("c", i), now, map[string]any{"properties": map[string]any{"channel": "Phone"}, "unit_key": "North"})
		}
		b.happened(t, ctx, "bag", "c9", now, map[string]any{"unit_key": "North"}) // by its name
		a.settle(t)
		var m journey.Matrix
		b.get(t, ctx, "/api/register?program="+program, &m)
		if m.Coverage.Volume != 1 || m.Touchpoints[0].Times == nil || *m.Touchpoints[0].Times != 7 || m.Touchpoints[0].TimesFrom != "events" || m.Touchpoints[1].Times != nil {
			t.Errorf("touchpoints %+v, coverage %+v", m.Touchpoints, m.Coverage)
		}
		if len(m.Unlisted) != 1 || m.Unlisted[0].Key != "change_booking" || m.Unlisted[0].Count != 4 || m.Unlisted[0].ChannelID != phone {
			t.Errorf("not listed: %+v", m.Unlisted)
		}
		if len(m.First) != 3 || m.First[0].Key != "bag" || m.First[1].Key != "change_booking" {
			t.Errorf("first: %+v", m.First)
		}
		var q journey.NameQuestion
		b.get(t, ctx, "/api/register/question?name=t%C3%A9l%C3%A9phone&program="+program, &q)
		if !q.IsChannel || q.Nature != journey.Human {
			t.Errorf("asked %+v", q)
		}
		b.get(t, ctx, "/api/register/question?name=by+phone&program="+program, &q)
		if q.ChannelID != phone || q.Total != 10 || len(q.About) != 2 || q.About[0] != (journey.Doing{Name: "bag_asked", Count: 6}) {
			t.Errorf("asked %+v", q)
		}
		who, err := access.Resolve(ctx, a.people, access.Who{UserID: ownerOfAcme, Grants: []access.Grant{{Role: access.Viewer, Scope: access.Unit(north), Rows: access.RowsAll}}})
		if err != nil {
			t.Fatal(err)
		}
		b.get(t, access.With(t.Context(), who), "/api/register?program="+program, &m)
		if n := m.Touchpoints[0].Times; n == nil || *n != 4 {
			t.Errorf("North sees %+v", m.Touchpoints[0])
		}
	})
}

// TestOthersOfTheirProgram: what only customers of another program do is not
// offered here; what both do, and what nobody does who answered, is.
func TestOthersOfTheirProgram(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, ctx := newBare(a), access.System(t.Context(), "test")
		programs := map[string]string{}
		for _, name := range []string{"Flying", "Renting"} {
			program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": name})
			measure := b.must(t, ctx, "POST", "/api/measures", map[string]any{"program_id": program, "name": "Recommend", "intent": "advocacy", "metric": "nps",
				"scale": map[string]any{"min": 0, "max": 10, "direction": "up"}})
			b.must(t, ctx, "POST", "/api/responses", map[string]any{"id": newID(), "program_id": program, "customer_key": "of " + name, "answers": []any{map[string]any{"measure_id": measure, "score": 8}}})
			programs[name] = program
		}
		now := time.Now().UTC().Add(-time.Hour)
		b.happened(t, ctx, "boarded", "of Flying", now, nil)
		b.happened(t, ctx, "keys handed over", "of Renting", now, map[string]any{"touchpoint_key": "keys"})
		b.happened(t, ctx, "complained", "of Flying", now, nil)
		b.happened(t, ctx, "complained", "of Renting", now, nil)
		b.happened(t, ctx, "visited", "nobody who answered", now, nil)
		a.settle(t)
		for name, want := range map[string]string{"Flying": "boarded complained visited", "Renting": "complained keys visited"} {
			var m journey.Matrix
			b.get(t, ctx, "/api/register?program="+programs[name], &m)
			var got []string
			for _, u := range m.Unlisted {
				got = append(got, u.Key)
			}
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("offered to %s: %v, want %s", name, got, want)
			}
		}
	})
}

// TestConformance holds made events and answers against a standard of each
// kind; the counts are worked out by hand.
func TestConformance(t *testing.T) {
	a := openApp(t)
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Orders"})
	channel := b.must(t, ctx, "POST", "/api/channels", map[string]any{"program_id": program, "name": "Post"})
	csat := b.must(t, ctx, "POST", "/api/measures", map[string]any{"program_id": program, "name": "Satisfied", "intent": "satisfaction", "metric": "share",
		"scale": map[string]any{"min": 1, "max": 5, "direction": "up", "good": []float64{4, 5}}})
	names := 0
	hold := func(standard map[string]any) understand.Conformance {
		t.Helper()
		names++
		id := b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": fmt.Sprint("Receive ", names), "channel_id": channel})
		if standard != nil {
			b.must(t, ctx, "POST", "/api/touchpoints/"+id+"/expectations", map[string]any{"words": "It comes when they said.", "standard": standard})
		}
		a.settle(t)
		var c understand.Conformance
		b.get(t, ctx, "/api/touchpoints/"+id+"/conformance", &c)
		return c
	}
	if c := hold(nil); c.Why != "no_expectation" {
		t.Errorf("%+v", c)
	}
	if c := hold(map[string]any{"kind": "share", "target": 0.9, "event": "delivered", "property": "intact", "value": "true"}); c.Why != "no_events" {
		t.Errorf("%+v", c)
	}
	base := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	// Twenty orders: number i is delivered i hours after it was made, and by the
	// promised day where i < 14; the last two come never, one of them too late
	// already at the end of the days, the other made at their end.
	for i := range 20 {
		order, customer := map[string]any{"order": fmt.Sprint(i)}, fmt.Sprint("o", i)
		made := base
		if i == 19 {
			made = base.Add(13*time.Hour + 30*time.Minute)
		}
		b.happened(t, ctx, "made", customer, made, map[string]any{"properties": order})
		if i >= 18 {
			continue
		}
		promised := "2026-03-02"
		if i >= 14 {
			promised = "2026-03-01 00:00:00"
		}
		b.happened(t, ctx, "delivered", customer, base.Add(time.Duration(i)*time.Hour/2), map[string]any{"properties": map[string]any{
			"order": fmt.Sprint(i), "promised": promised, "intact": i%3 > 0}})
	}
	b.happened(t, ctx, "delivered", "nobody promised", base, nil)
	for i := range 12 {
		b.must(t, ctx, "POST", "/api/responses", map[string]any{"id": newID(), "program_id": program, "customer_key": fmt.Sprint("o", i), "at": base.Format(time.RFC3339),
			"answers": []any{map[string]any{"measure_id": csat, "score": 1 + i%5}}})
	}
	for _, c := range []struct {
		name                       string
		standard                   map[string]any
		kept, missed, open, untold int64
		verdict                    string
	}{
		// delivered after 0 .. 8.5 hours: 0 to 4 hours are 9 orders; 18 waits since 14 hours, 19 since half an hour
		{"time", map[string]any{"kind": "time", "target": 0.9, "from": "made", "until": "delivered", "match": "order", "hours": 4}, 9, 10, 1, 0, "missed"},
		{"time of the same customer", map[string]any{"kind": "time", "target": 0.2, "from": "made", "until": "delivered", "hours": 4}, 9, 10, 1, 0, "kept"},
		{"promise", map[string]any{"kind": "time", "target": 0.7, "until": "delivered", "promise": "promised"}, 14, 4, 0, 1, "cannot_tell"},
		{"promise and a day more", map[string]any{"kind": "time", "target": 0.7, "until": "delivered", "promise": "promised", "hours": 24}, 18, 0, 0, 1, "kept"},
		{"share", map[string]any{"kind": "share", "target": 0.99, "event": "delivered", "property": "intact", "value": "true"}, 12, 6, 0, 1, "missed"},
		{"quality", map[string]any{"kind": "quality", "target": 0.5, "measure_id": csat}, 4, 8, 0, 0, "cannot_tell"},
		{"quality from 3 on", map[string]any{"kind": "quality", "target": 0.5, "measure_id": csat, "good": 3}, 6, 6, 0, 0, "cannot_tell"},
	} {
		got := hold(c.standard)
		if got.Why != "" || got.Kept != c.kept || got.Missed != c.missed || got.Open != c.open || got.Untold != c.untold || got.Verdict != c.verdict {
			t.Errorf("%s: %+v", c.name, got)
		}
		if got.Share.Low == nil || got.Share.Value == nil || *got.Share.Value != float64(c.kept)/float64(c.kept+c.missed) {
			t.Errorf("%s: share %+v", c.name, got.Share)
		}
		if c.name == "time" && (got.MedianHours == nil || *got.MedianHours != 4.25 || got.Share.Method != "wilson") {
			t.Errorf("median %v, method %s", *got.MedianHours, got.Share.Method)
		}
	}
}
