package app

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"context"
	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/understand"
)

// TestFieldworkByPart: who answered by channel and by segment, with interval; parts
// under the smallest group are not told, nor is anything of anonymous surveys.
func TestFieldworkByPart(t *testing.T) {
	onMailing(t, func(t *testing.T, m *mailWorld) {
		var keys []string
		for i := range 12 {
			keys = append(keys, fmt.Sprint(person(markNice), "-", i), fmt.Sprint(person(markNorth), "-", i))
		}
		wave := m.must(t, m.ctx, "POST", "/api/waves", map[string]any{"survey_id": m.f.survey, "name": "By hand", "keys": keys,
			"settings": map[string]any{"people": map[string]any{}, "sample": map[string]any{"by": "unit", "count": 100}, "reminders": []int{}, "by": "links", "exempt": true, "exempt_why": "A trial."}})
		m.step(t, m.a, wave, "plan", "start")
		_, err := m.a.record.Write(m.ctx, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE invitation SET state = 'answered' WHERE wave_id = ? AND customer_id IN (SELECT id FROM customer WHERE key LIKE ? ORDER BY key LIMIT 6)", wave, person(markNice)+"-%")
			return err
		})
		position, err2 := m.a.record.Position(m.ctx)
		if err == nil && err2 == nil {
			err = m.a.facts.WaitFor(m.ctx, position)
		}
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		path := "/api/surveys/" + m.f.survey + "/fieldwork"
		var all understand.FieldworkResult
		if _, body := m.ask(m.ctx, "GET", path, nil); json.Unmarshal([]byte(body), &all) != nil || len(all.Channels) != 1 || all.Channels[0].Part != "links" || all.Channels[0].Answered != 6 || all.Channels[0].Rate.N != 24 {
			t.Errorf("channels %+v", all.Channels)
		}
		for _, w := range all.Waves {
			if w.StratumBy != "unit" || w.StratumName != "Nice" && w.StratumName != "North" {
				t.Errorf("a stratum of units without its name: %+v", w)
			}
		}
		segment := func(name string, values ...string) string {
			return m.must(t, m.ctx, "POST", "/api/segments", map[string]any{"name": name, "shared": true, "rule": map[string]any{"is": map[string]any{"field": "customer.unit", "one_of": values}}})
		}
		read := func(id string) (out understand.FieldworkSegment) {
			t.Helper()
			code, body := m.ask(m.ctx, "GET", path+"/segments/"+id, nil)
			if err := json.Unmarshal([]byte(body), &out); err != nil || code != 200 {
				t.Fatalf("%d %s", code, body)
			}
			return out
		}
		got := read(segment("In Nice", m.f.nice))
		if len(got.Parts) != 2 || got.Parts[0].Answered != 6 || got.Parts[0].Rate.N != 12 || *got.Parts[0].Rate.Value != 0.5 || got.Parts[0].Rate.Low == nil || got.Parts[1].Answered != 0 || got.Parts[1].Rate.N != 12 || got.Small {
			t.Errorf("%+v", got)
		}
		// All but four of those in the north are gone: four are too few to be told, and so are the others' complement.
		_, err = m.a.record.Write(m.ctx, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE invitation SET state = 'bounced' WHERE wave_id = ? AND customer_id IN (SELECT id FROM customer WHERE key LIKE ? ORDER BY key LIMIT 8)", wave, person(markNorth)+"-%")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{segment("Nice again", m.f.nice), segment("North", m.f.north)} {
			if got := read(id); !got.Small || len(got.Parts) != 0 {
				t.Errorf("four are told: %+v", got)
			}
		}
		viewer := access.With(t.Context(), access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}}})
		if code, body := m.ask(viewer, "GET", path+"/segments/"+got.SegmentID, nil); code < 400 {
			t.Errorf("a viewer is told: %s", body)
		}
		nameless := "/api/surveys/" + namelessSurvey(t, m.a, m.f.a).ID + "/fieldwork"
		if code, body := m.ask(m.ctx, "GET", nameless+"/segments/"+got.SegmentID, nil); code != 409 || !strings.Contains(body, "whole waves") {
			t.Errorf("an anonymous survey: %d %s", code, body)
		}
	})
}
