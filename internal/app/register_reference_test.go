package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/interchange/xes"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/stat"
	"github.com/balcony-cx/balcony/internal/understand"
)

// sendEvents posts events in pieces.
func (b bare) sendEvents(t *testing.T, ctx context.Context, events []any) {
	t.Helper()
	for part := range slices.Chunk(events, 1000) {
		b.must(t, ctx, "POST", "/api/events", map[string]any{"events": part})
	}
}

// held is the conformance that a test has worked out by itself.
type held struct{ kept, missed, open int64 }

func (h held) same(t *testing.T, got understand.Conformance) {
	t.Helper()
	if got.Kept != h.kept || got.Missed != h.missed || got.Open != h.open || got.Share.Value == nil || got.Share.Low == nil {
		t.Fatalf("kept %d, missed %d, open %d: want %+v (%s)", got.Kept, got.Missed, got.Open, h, got.Why)
	}
	if share := float64(h.kept) / float64(h.kept+h.missed); math.Abs(*got.Share.Value-share) > 1e-12 {
		t.Errorf("share %v, want %v", *got.Share.Value, share)
	}
}

// TestRegisterOfOrders: delivery by the promised date on real orders of a web
// shop, against a count of its own.
func TestRegisterOfOrders(t *testing.T) {
	file, err := os.ReadFile(sharedFile(t, "data", "olist-subset", "dev", "olist_orders.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	a := openApp(t)
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Orders"})
	post := b.must(t, ctx, "POST", "/api/channels", map[string]any{"program_id": program, "name": "Post"})
	receive := b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": "Receive the parcel", "key": "delivered", "channel_id": post})
	b.must(t, ctx, "POST", "/api/touchpoints/"+receive+"/expectations", map[string]any{"words": "It comes by the day they told me.",
		"standard": map[string]any{"kind": "time", "target": 0.95, "until": "delivered", "promise": "estimated"}})
	var events []any
	var want held
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, row := range rows[1:2001] {
		delivered, err := time.Parse(time.DateTime, row[at["order_delivered_customer_date"]])
		if err != nil {
			continue // not delivered
		}
		estimated := row[at["order_estimated_delivery_date"]]
		events = append(events, map[string]any{"id": newID(), "name": "delivered", "customer_key": row[at["customer_id"]], "at": delivered.Format(time.RFC3339), "properties": map[string]any{"estimated": estimated}})
		if delivered.Format(time.DateOnly) <= estimated[:10] {
			want.kept++
		} else {
			want.missed++
		}
	}
	b.sendEvents(t, ctx, events)
	a.settle(t)
	var got understand.Conformance
	b.get(t, ctx, "/api/touchpoints/"+receive+"/conformance?days=3660", &got)
	want.same(t, got)
	low, high := stat.WilsonInterval(*got.Share.Value, float64(want.kept+want.missed), stat.NormalQuantile(0.975))
	if math.Abs(*got.Share.Low-low) > 1e-9 || math.Abs(*got.Share.High-high) > 1e-9 {
		t.Errorf("interval %v..%v, want %v..%v", *got.Share.Low, *got.Share.High, low, high)
	}
}

// logged is an event of a log.
type logged struct {
	ticket, name string
	at           time.Time
}

// readLog reads a log of events.
func readLog(t *testing.T, file string) (out []logged) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	format, err := xes.Detect(bytes.NewReader(content), int64(len(content)), table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := xes.Open(bytes.NewReader(content), format, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	column := func(name string) int { return slices.Index(format.Columns, name) }
	ticket, name, at := column("case:concept:name"), column("concept:name"), column("time:timestamp")
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		moment, _, ok := table.ParseTime(row.Cells[at], table.DayFirst, time.UTC)
		if !ok {
			t.Fatalf("no time: %q", row.Cells[at])
		}
		out = append(out, logged{row.Cells[ticket], row.Cells[name], moment})
	}
}

// TestRegisterOfAHelpDesk: a real log of tickets; what people do there is seen
// and offered, and the time to a solution is held against a standard, with a
// count of its own.
func TestRegisterOfAHelpDesk(t *testing.T) {
	events := readLog(t, sharedFile(t, "data", "event-logs", "helpdesk.xes.gz"))
	a := openApp(t)
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Help desk"})
	mail := b.must(t, ctx, "POST", "/api/channels", map[string]any{"program_id": program, "name": "Mail"})
	solved := b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": "Get a solution", "key": "Resolve ticket", "channel_id": mail})
	const days = 30
	b.must(t, ctx, "POST", "/api/touchpoints/"+solved+"/expectations", map[string]any{"words": "Within a month I know.",
		"standard": map[string]any{"kind": "time", "target": 0.5, "from": "Assign seriousness", "until": "Resolve ticket", "match": "ticket", "hours": 24 * days}})
	var sent []any
	last := time.Time{}
	for _, e := range events {
		sent = append(sent, map[string]any{"id": newID(), "name": e.name, "at": e.at.Format(time.RFC3339), "properties": map[string]any{"ticket": e.ticket}})
		if e.at.After(last) {
			last = e.at
		}
	}
	b.sendEvents(t, ctx, sent)
	a.settle(t)
	var got understand.Conformance
	b.get(t, ctx, "/api/touchpoints/"+solved+"/conformance?days=3660", &got)
	if want := heldInLog(events, "Assign seriousness", "Resolve ticket", days*24*time.Hour); true {
		want.same(t, got)
	}
	var m journey.Matrix
	b.get(t, ctx, "/api/register?program="+program, &m)
	since, counts := last.Truncate(24*time.Hour).AddDate(0, 0, -89), map[string]int64{}
	for _, e := range events {
		if !e.at.Before(since) {
			counts[e.name]++
		}
	}
	solvedTimes := counts["Resolve ticket"]
	delete(counts, "Resolve ticket")
	if m.Touchpoints[0].Times == nil && solvedTimes > 0 || m.Touchpoints[0].Times != nil && *m.Touchpoints[0].Times != solvedTimes {
		t.Errorf("%v solutions, want %d", m.Touchpoints[0].Times, solvedTimes)
	}
	for _, u := range m.Unlisted {
		if counts[u.Key] != u.Count {
			t.Errorf("%s: %d seen, want %d", u.Key, u.Count, counts[u.Key])
		}
		delete(counts, u.Key)
	}
	if len(counts) > 0 {
		t.Errorf("not offered: %v", counts)
	}
}

// heldInLog counts as a standard says: from each beginning to the next end of
// the same ticket; what began less than the limit before the last day's end is
// open.
func heldInLog(events []logged, from, until string, limit time.Duration) (h held) {
	ends, last := map[string][]time.Time{}, time.Time{}
	for _, e := range events {
		if e.name == until {
			ends[e.ticket] = append(ends[e.ticket], e.at)
		}
		if (e.name == from || e.name == until) && e.at.After(last) {
			last = e.at
		}
	}
	end := last.Truncate(24*time.Hour).AddDate(0, 0, 1)
	for _, e := range events {
		if e.name != from {
			continue
		}
		var done time.Time
		for _, at := range ends[e.ticket] {
			if !at.Before(e.at) && (done.IsZero() || at.Before(done)) {
				done = at
			}
		}
		switch {
		case !done.IsZero() && done.Sub(e.at) <= limit:
			h.kept++
		case !done.IsZero() || end.Sub(e.at) > limit:
			h.missed++
		default:
			h.open++
		}
	}
	return h
}

// TestRegistersOfAirports builds the registers of an airport and of an airline
// as they are met, and looks at what stands in them.
func TestRegistersOfAirports(t *testing.T) {
	for file, want := range map[string]struct{ touchpoints, stages, channels int }{"register_airport.csv": {20, 5, 5}, "register_airline.csv": {14, 4, 4}} {
		t.Run(strings.TrimSuffix(file, ".csv"), func(t *testing.T) {
			raw, err := os.ReadFile("testdata/" + file)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			a := openApp(t)
			b, ctx := newBare(a), access.System(t.Context(), "test")
			program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Flying"})
			ids := map[string]string{}
			named := func(path, name string) string {
				if ids[path+name] == "" {
					ids[path+name] = b.must(t, ctx, "POST", path, map[string]any{"program_id": program, "name": name})
				}
				return ids[path+name]
			}
			for _, row := range rows[1:] {
				measure := b.must(t, ctx, "POST", "/api/measures", map[string]any{"program_id": program, "name": row[3], "intent": "satisfaction", "metric": "share", "scale": map[string]any{"min": 1, "max": 5, "direction": "up", "good": []float64{4, 5}}})
				b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": row[1], "channel_id": named("/api/channels", row[2]), "stage_ids": []string{named("/api/stages", row[0])}, "measure_id": measure})
			}
			var m journey.Matrix
			b.get(t, ctx, "/api/register?program="+program, &m)
			if m.Coverage.Total != want.touchpoints || m.Coverage.Measure != want.touchpoints || m.Coverage.Owner != 0 || len(m.Stages) != want.stages || len(m.Channels) != want.channels || len(m.First) != 3 {
				t.Errorf("%+v, %d stages, %d channels", m.Coverage, len(m.Stages), len(m.Channels))
			}
			for i, l := range m.Touchpoints {
				if l.Name != rows[i+1][1] || l.MeasureName != rows[i+1][3] || fmt.Sprint(l.Lacks) != "[owner expectation volume]" {
					t.Errorf("row %d: %+v", i, l)
				}
			}
			b.get(t, ctx, "/api/register?program="+program+"&stage="+m.Stages[0].ID+"&lacks=owner", &m)
			for _, l := range m.Touchpoints {
				if !slices.Contains(l.StageIDs, m.Stages[0].ID) {
					t.Errorf("%s is in another stage", l.Name)
				}
			}
		})
	}
}
