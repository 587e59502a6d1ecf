package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/understand"
)

// sharedTable reads a table of the shared data by the names of its columns.
func sharedTable(t *testing.T, path ...string) []map[string]string {
	t.Helper()
	raw, err := os.ReadFile(sharedFile(t, path...))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := make([]map[string]string, len(rows)-1)
	for i, row := range rows[1:] {
		out[i] = map[string]string{}
		for j, name := range rows[0] {
			out[i][name] = row[j]
		}
	}
	return out
}

// TestRegisterOfReceipts: a municipality confirms what people handed in. Its
// register has stages, channels from the log, and two expectations by time,
// each held against a count of its own.
func TestRegisterOfReceipts(t *testing.T) {
	var events []logged
	channels := map[string]bool{}
	var sent []any
	for _, row := range sharedTable(t, "data", "event-logs", "receipt.csv") {
		at, _, ok := table.ParseTime(row["time:timestamp"], table.DayFirst, time.UTC)
		if !ok {
			t.Fatalf("no time: %q", row["time:timestamp"])
		}
		e := logged{row["case:concept:name"], row["concept:name"], at.Truncate(time.Second)}
		events = append(events, e)
		channels[row["case:channel"]] = true
		sent = append(sent, map[string]any{"id": newID(), "name": e.name, "at": e.at.Format(time.RFC3339), "customer_key": e.ticket, "properties": map[string]any{"case": e.ticket, "channel": row["case:channel"]}})
	}
	if len(events) != 8577 || len(channels) != 5 {
		t.Fatalf("%d events on %v", len(events), channels)
	}
	a := openApp(t)
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Permits"})
	stages := map[string]string{}
	for _, name := range []string{"Hand in", "Be confirmed"} {
		stages[name] = b.must(t, ctx, "POST", "/api/stages", map[string]any{"program_id": program, "name": name})
	}
	on := ""
	for name := range channels {
		id := b.must(t, ctx, "POST", "/api/channels", map[string]any{"program_id": program, "name": name, "nature": "virtual"})
		if name == "Internet" {
			on = id
		}
	}
	const received, confirmed, checked = "Confirmation of receipt", "T05 Print and send confirmation of receipt", "T02 Check confirmation of receipt"
	expectations := map[string]time.Duration{confirmed: 2 * 24 * time.Hour, checked: 4 * time.Hour}
	b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": "Hand in a request", "key": received, "channel_id": on, "stage_ids": []string{stages["Hand in"]}})
	for key, limit := range expectations {
		id := b.must(t, ctx, "POST", "/api/touchpoints", map[string]any{"program_id": program, "name": "Hear of it: " + key, "key": key, "channel_id": on, "stage_ids": []string{stages["Be confirmed"]}})
		b.must(t, ctx, "POST", "/api/touchpoints/"+id+"/expectations", map[string]any{"words": "I know soon that it has come.",
			"standard": map[string]any{"kind": "time", "target": 0.8, "from": received, "until": key, "match": "case", "hours": limit.Hours()}})
	}
	b.sendEvents(t, ctx, sent)
	a.settle(t)
	var m journey.Matrix
	b.get(t, ctx, "/api/register?program="+program, &m)
	if m.Coverage.Total != 3 || m.Coverage.Expectation != 2 || len(m.Stages) != 2 || len(m.Channels) != 5 {
		t.Errorf("%+v, %d stages, %d channels", m.Coverage, len(m.Stages), len(m.Channels))
	}
	for _, l := range m.Touchpoints {
		if limit, promised := expectations[l.Key]; promised {
			var got understand.Conformance
			b.get(t, ctx, "/api/touchpoints/"+l.ID+"/conformance?days=3660", &got)
			heldInLog(events, received, l.Key, limit).same(t, got)
		}
	}
}

// TestFiguresOfStaff: what people of a firm say of their work, cut by their
// department, which is a unit, against counts of its own; a viewer of one
// department sees that one alone.
func TestFiguresOfStaff(t *testing.T) {
	a := openApp(t)
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Working here"})
	measure := b.must(t, ctx, "POST", "/api/measures", map[string]any{"program_id": program, "name": "Content with the job", "intent": "satisfaction", "metric": "share",
		"scale": map[string]any{"min": 1, "max": 4, "direction": "up", "good": []float64{3, 4}}})
	units, good, all := map[string]string{}, map[string]int{}, map[string]int{}
	var responses []any
	for _, row := range sharedTable(t, "data", "hr-attrition", "hr_attrition-dev.csv") {
		unit := row["Department"]
		if units[unit] == "" {
			units[unit] = b.must(t, ctx, "POST", "/api/units", map[string]any{"name": unit})
		}
		score := int(row["JobSatisfaction"][0] - '0')
		if all[unit]++; score >= 3 {
			good[unit]++
		}
		responses = append(responses, map[string]any{"id": newID(), "program_id": program, "customer_key": row["EmployeeNumber"], "unit_key": unit, "answers": []any{map[string]any{"measure_id": measure, "score": score}}})
	}
	for from := 0; from < len(responses); from += 500 {
		b.must(t, ctx, "POST", "/api/responses", map[string]any{"responses": responses[from:min(from+500, len(responses))]})
	}
	a.settle(t)
	want := map[string]string{}
	for unit, id := range units {
		want[id] = fmt.Sprintf("%d of %d", good[unit], all[unit])
	}
	if got := sharesByUnit(t, b, ctx, measure); len(got) != 3 || !maps.Equal(got, want) {
		t.Errorf("by department %v, want %v", got, want)
	}
	who, err := access.Resolve(ctx, a.people, access.Who{UserID: "u-sales", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Unit(units["Sales"]), Rows: access.RowsAll}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := sharesByUnit(t, b, access.With(t.Context(), who), measure); len(got) != 1 || got[units["Sales"]] != want[units["Sales"]] {
		t.Errorf("Sales sees %v", got)
	}
}

// sharesByUnit is how many are good of how many, by unit.
func sharesByUnit(t *testing.T, b bare, ctx context.Context, measure string) map[string]string {
	t.Helper()
	var out struct {
		Cells []struct {
			Key []struct {
				Value *string `json:"value"`
			} `json:"key"`
			Figure struct {
				Value *float64 `json:"value"`
				N     int      `json:"n"`
			} `json:"figure"`
		} `json:"cells"`
	}
	b.get(t, ctx, "/api/metrics?measure="+measure+"&by=unit", &out)
	shares := map[string]string{}
	for _, c := range out.Cells {
		if len(c.Key) == 1 && c.Key[0].Value != nil && c.Figure.Value != nil {
			shares[*c.Key[0].Value] = fmt.Sprintf("%.0f of %d", *c.Figure.Value*float64(c.Figure.N), c.Figure.N)
		}
	}
	return shares
}
