package collect

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
)

const log3 = "case id,activity,time,channel,cost\nC1,Ask,2026-01-05 10:00,web,1.5\nC1,Answer,2026-01-05 11:00,web,2\nC2,Ask,2026-01-06 10:00,phone,\nC2,Ask,2026-01-06 10:00,phone,\n"

// storedEvents writes the events of the record, one a line, in the order of time.
func (f *fixture) storedEvents(t testing.TB) string {
	t.Helper()
	var rows []struct {
		At         int64
		Name       string
		Customer   string
		Touchpoint string
		Properties string
	}
	err := f.Store.View(context.Background(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`SELECT e.at, e.name, COALESCE(c.key, '') AS customer, e.touchpoint_key AS touchpoint, e.properties FROM event e LEFT JOIN customer c ON c.id = e.customer_id ORDER BY e.at, e.name, c.key`).Scan(ctx, &rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %s %s %s %s\n", record.Time(r.At).Format("01-02 15:04"), r.Name, r.Customer, r.Touchpoint, r.Properties)
	}
	return b.String()
}

// TestEventImport: a file of events is known for one, the same again changes
// nothing, and all of it can be taken back.
func TestEventImport(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		i := f.upload(t, "log.csv", log3)
		if i.Kind != KindEvents || i.KindReason == nil || i.KindReason.Key != "guess.kind_happened" {
			t.Fatalf("taken for %s: %+v", i.Kind, i.KindReason)
		}
		first := f.takeIn(t, "log.csv", log3, nil)
		if got := counts(first); got != "done new 4 same 0 changed 0 rejected 0" {
			t.Fatalf("%s %s", got, first.Problem)
		}
		want := "01-05 10:00 Ask C1  {\"channel\":\"web\",\"cost\":\"1.5\"}\n01-05 11:00 Answer C1  {\"channel\":\"web\",\"cost\":\"2\"}\n" + strings.Repeat("01-06 10:00 Ask C2  {\"channel\":\"phone\"}\n", 2)
		if got := f.storedEvents(t); got != want {
			t.Errorf("stored\n%swant\n%s", got, want)
		}
		if n := len(f.logged(t, EventRecorded)); n != 4 {
			t.Errorf("%d events in the change log", n)
		}
		again := f.takeIn(t, "log.csv", log3+"C3,Ask,2026-01-07 09:00,web,\n,,2026-01-07 09:00,,\nC3,Ask,soon,,\n", nil)
		if got := counts(again); got != "done new 1 same 4 changed 0 rejected 2" {
			t.Errorf("again: %s", got)
		}
		for _, id := range []string{again.ID, first.ID} {
			if _, _, err := f.UndoImport(owner(t), id); err != nil {
				t.Fatal(faultText(err))
			}
			f.run(t, id)
		}
		if got := f.storedEvents(t); got != "" {
			t.Errorf("left after undo:\n%s", got)
		}
		if n := len(f.logged(t, EventRemoved)); n != 5 {
			t.Errorf("%d events removed in the change log", n)
		}
	})
}

// TestEventImportKeyed: rows with a key of their own are recognised by it, a
// changed one is written again, and undo makes it what it was.
func TestEventImportKeyed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const one = "event id,customer id,event,at\nE1,A,Ask,2026-01-05 10:00\nE2,B,Ask,2026-01-05 11:00\nE3,B,Ask,2026-01-05 12:00\n"
		first := f.takeIn(t, "keyed.csv", one, nil)
		if got := counts(first); got != "done new 3 same 0 changed 0 rejected 0" || first.Mapping.KeyColumn == nil {
			t.Fatalf("%s %+v", got, first.Mapping)
		}
		before := f.storedEvents(t)
		two := strings.Replace(one, "E2,B,Ask", "E2,B,Close", 1)
		p, err := f.PreviewImport(owner(t), f.upload(t, "keyed.csv", strings.Replace(two, "E3,B,Ask,2026-01-05 12:00\n", "", 1)).ID)
		if err != nil || p.Counts != (Counts{Same: 1, Changed: 1}) || p.Gone == nil || *p.Gone != 1 || len(p.Rows[1].Events) != 1 || p.Rows[1].Events[0].Name != "Close" {
			t.Errorf("preview %+v %v", p, err)
		}
		second := f.takeIn(t, "keyed.csv", two, nil)
		if got := counts(second); got != "done new 0 same 2 changed 1 rejected 0" {
			t.Fatal(got)
		}
		if got := f.storedEvents(t); !strings.Contains(got, "11:00 Close B") {
			t.Errorf("changed:\n%s", got)
		}
		if _, _, err := f.UndoImport(owner(t), second.ID); err != nil {
			t.Fatal(faultText(err))
		}
		f.run(t, second.ID)
		if got := f.storedEvents(t); got != before {
			t.Errorf("after undo\n%swant\n%s", got, before)
		}
		if n := len(f.logged(t, EventChanged)); n != 2 {
			t.Errorf("%d changes in the change log", n)
		}
	})
}

// TestKindIsSaid: whoever says the kind has the columns guessed for it, and the
// next file like it is read the same way.
func TestKindIsSaid(t *testing.T) {
	f := sqlite(t)
	const content = "client,date,what\nA,2026-01-05 10:00,Call\nB,2026-01-06 10:00,Visit\nA,2026-01-07 10:00,Call\n"
	i := f.upload(t, "f.csv", content)
	if i.Kind != KindAnswers || !slices.Equal(i.Kinds, importKinds()) {
		t.Fatalf("%s of %v", i.Kind, i.Kinds)
	}
	i, _, err := f.SetReading(owner(t), i.ID, "", Reading{Kind: KindEvents})
	if err != nil || i.Kind != KindEvents || i.Mapping.Columns[0].Role != RoleCustomer || i.Mapping.Columns[2].Role != RoleProperty {
		t.Fatalf("%+v %v", i, err)
	}
	i.Mapping.Columns[2].Role = RoleEvent
	i.Mapping.Kind = KindAnswers
	if _, _, err := f.SetMapping(owner(t), i.ID, "", i.Mapping); err == nil {
		t.Error("columns of events were taken for those of answers")
	}
	i.Mapping.Kind = KindEvents
	if _, _, err := f.SetMapping(owner(t), i.ID, "", i.Mapping); err != nil {
		t.Fatal(faultText(err))
	}
	if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
		t.Fatal(faultText(err))
	}
	f.run(t, i.ID)
	next := f.upload(t, "f.csv", content)
	if next.Kind != KindEvents || next.Mapping.Columns[2].Role != RoleEvent || next.Mapping.SourceID == "" {
		t.Errorf("the next one: %s %+v", next.Kind, next.Mapping)
	}
	if other, _, err := f.SetReading(owner(t), next.ID, "", Reading{Kind: KindAnswers}); err != nil || other.Kind != KindAnswers || other.Mapping.SourceID != "" {
		t.Errorf("as answers after all: %+v %v", other.Mapping, err)
	}
}

// TestEventFilesFromElsewhere takes real logs in as guessed, without a change
// by a person.
func TestEventFilesFromElsewhere(t *testing.T) {
	for _, c := range []struct{ name, file, counts string }{
		{"helpdesk", "event-logs/helpdesk.xes.gz", "done new 21348 same 0 changed 0 rejected 0"},
		{"receipt", "event-logs/receipt.csv", "done new 8577 same 0 changed 0 rejected 0"},
		{"patients", "event-logs/patients.csv", "done new 5442 same 0 changed 0 rejected 0"},
		{"running example", "event-logs/running-example.csv", "done new 42 same 0 changed 0 rejected 0"},
		{"olist orders", "olist-subset/dev/olist_orders.csv", "done new 4068 same 0 changed 0 rejected 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := realFile(t, c.file)
			if file == nil {
				t.Log("left out: the file is not here")
				return
			}
			content, err := io.ReadAll(file)
			if err != nil {
				t.Fatal(err)
			}
			f := sqlite(t)
			i := f.upload(t, filepath.Base(c.file), string(content))
			golden(t, "events_"+strings.ReplaceAll(c.name, " ", "_"), string(i.Kind)+"\n"+describe(Guessed{Mapping: i.Mapping, Questions: i.Questions}))
			got := f.takeIn(t, filepath.Base(c.file), string(content), nil)
			if counts(got) != c.counts {
				t.Errorf("%s, want %s", counts(got), c.counts)
			}
			again := f.takeIn(t, filepath.Base(c.file), string(content), nil)
			if again.Counts.Same != again.Progress.Total {
				t.Errorf("again: %s", counts(again))
			}
		})
	}
}
