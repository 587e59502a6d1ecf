package collect

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// allFacts is everything the feed yields for a rebuild.
func (f *fixture) allFacts(t *testing.T) row.Rows {
	t.Helper()
	var all row.Rows
	err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return Feed().All(ctx, q, func(r row.Rows) error {
			all.Answers = append(all.Answers, r.Answers...)
			all.Events = append(all.Events, r.Events...)
			all.Traits = append(all.Traits, r.Traits...)
			all.Rejects = append(all.Rejects, r.Rejects...)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// follow keeps rows as the column store would: by what the change log says.
// It tells whether they have to be made anew.
func (f *fixture) follow(t *testing.T, kept map[uuid.UUID][]row.Answer, position *log.Position) (anew bool) {
	t.Helper()
	events, err := f.Store.Events(t.Context(), *position, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(events); n > 0 {
		*position = events[n-1].Position
	}
	for part := range slices.Chunk(events, 2) {
		part = slices.DeleteFunc(slices.Clone(part), func(e log.Event) bool { return !slices.Contains(f.Feed().Kinds, e.Kind) })
		err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			d, err := f.Feed().Load(ctx, q, part)
			if err != nil {
				return err
			}
			anew = anew || d.Anew
			for _, id := range d.Responses {
				delete(kept, id)
			}
			for _, a := range d.Answers { // the column store has no keys: what is not removed first stands twice
				kept[a.Response] = append(kept[a.Response], a)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return anew
}

// TestFeed: after each step following the log gives what a rebuild gives,
// through import, change, undo and answers of the API.
func TestFeed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		kept, position := map[uuid.UUID][]row.Answer{}, log.Position(0)
		var all row.Rows
		rebuilt := map[uuid.UUID][]row.Answer{}
		anew := false
		agree := func(step string) {
			t.Helper()
			anew = f.follow(t, kept, &position)
			all, rebuilt = f.allFacts(t), map[uuid.UUID][]row.Answer{}
			for _, a := range all.Answers {
				rebuilt[a.Response] = append(rebuilt[a.Response], a)
			}
			if !anew && !reflect.DeepEqual(kept, rebuilt) {
				t.Errorf("%s: following gives %d responses, a rebuild %d, or other rows", step, len(kept), len(rebuilt))
			}
		}
		undo := func(i Import) {
			t.Helper()
			if _, _, err := f.UndoImport(owner(t), i.ID); err != nil {
				t.Fatal(err)
			}
			f.run(t, i.ID)
		}
		first := f.takeIn(t, "feedback.csv", feedback, nil)
		agree("import")
		second := f.takeIn(t, "feedback.csv", feedback+"r5,2026-01-09,8,Fine,North,Lille,c5\n", nil)
		agree("second import")
		third := f.takeIn(t, "feedback.csv", feedback+"r5,2026-01-09,2,Not fine,North,Lille,c5\n", nil)
		agree("change")
		undo(third)
		agree("undo of a change")
		undo(second)
		agree("undo of a new row")
		f.takeIn(t, "feedback.csv", feedback+"r5,2026-01-09,8,Fine,North,Lille,c5\n", nil)
		agree("import after undo")
		body := fmt.Sprintf(`{"id":%q,"program_id":%q,"account_key":"a1","answers":[{"measure":"How likely are you to recommend us? (0-10)","score":6}],"traits":{"Region":"East"}}`, idOne, first.ProgramID)
		if status, got := f.call(t, as("owner"), "POST", "/api/responses", body); status != 201 {
			t.Fatal(status, got)
		}
		agree("an answer of the API")
		if len(all.Traits) != 1 || all.Traits[0].Name != "Region" || all.Traits[0].Slot != 1 {
			t.Errorf("traits %+v", all.Traits)
		}
		checkFacts(t, rebuilt)
		if anew {
			t.Error("traits that nobody had before make the facts anew")
		}
		// A trait that an answer had before it was declared; its name is a pattern.
		body = fmt.Sprintf(`{"id":%q,"program_id":%q,"answers":[{"measure":"How likely are you to recommend us? (0-10)","score":7}],"traits":{"100%%_\"Plan\"":"pro"}}`, idTwo, first.ProgramID)
		if status, got := f.call(t, as("owner"), "POST", "/api/responses", body); status != 201 {
			t.Fatal(status, got)
		}
		agree("an answer with a trait that is not declared")
		f.takeIn(t, "plans.csv", "Response ID,Date,How likely are you to recommend us? (0-10),\"100%_\"\"Plan\"\"\"\np1,2026-02-01,9,pro\np2,2026-02-02,8,basic\np3,2026-02-03,4,pro\np4,2026-02-04,4,basic\n", func(m *Mapping) {
			for i := range m.Columns {
				if m.Columns[i].Name == `100%_"Plan"` {
					m.Columns[i].Role, m.Columns[i].Kind = "segment", "text"
				}
			}
		})
		agree("a declaration")
		if !anew {
			t.Errorf("an earlier answer has the trait, and the facts are not made anew; traits %+v", all.Traits)
		}
	})
}

func checkFacts(t *testing.T, all map[uuid.UUID][]row.Answer) {
	t.Helper()
	scores := map[string]string{}
	for id, rows := range all {
		if len(rows) != 1 {
			t.Errorf("%d rows of one response", len(rows))
		}
		a := rows[0]
		text := "none"
		if a.Score != nil {
			text = fmt.Sprint(*a.Score)
		}
		who := "response"
		switch {
		case a.Known && a.Cluster == a.Party:
			who = "customer"
		case a.Cluster == a.Account && a.Party == id:
			who = "account"
		}
		scores[text] = fmt.Sprintf("%s %v", who, a.Traits[1])
	}
	want := map[string]string{"9": "customer North", "3": "customer South", "none": "customer South", "10": "customer North", "8": "customer North", "6": "account East"}
	if !reflect.DeepEqual(scores, want) {
		t.Errorf("facts %v\nwant %v", scores, want)
	}
}
