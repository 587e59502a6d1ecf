package collect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
)

const feedback = `Response ID,Date,How likely are you to recommend us? (0-10),Why?,Region,Store,Customer ID
r1,2026-01-05,9,Quick and friendly service,North,Lille,c1
r2,2026-01-06,3,"Waited an hour, nobody came",South,Nice,c2
r3,2026-01-07,11,,South,Nice,c3
r4,2026-01-08,10,Très bon accueil,North,Lille,c1
`

func TestImport(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		i := f.takeIn(t, "feedback.csv", feedback, nil)
		if got := counts(i); got != "done new 4 same 0 changed 0 rejected 0" {
			t.Fatal(got, i.Problem)
		}
		again := f.takeIn(t, "feedback.csv", feedback, nil)
		if got := counts(again); got != "done new 0 same 4 changed 0 rejected 0" {
			t.Errorf("the same file again: %s", got)
		}
		if n := f.count(t, "SELECT count(*) FROM response"); n != 4 {
			t.Errorf("%d responses", n)
		}
		changed := strings.Replace(strings.Replace(feedback, "r2,2026-01-06,3", "r2,2026-01-06,4", 1), "r3,2026-01-07,11", "r3,2026-01-07,7", 1) + "r5,2026-01-09,8,Fine,North,Lille,c5\n"
		third := f.takeIn(t, "feedback.csv", changed, nil)
		if got := counts(third); got != "done new 1 same 2 changed 2 rejected 0" {
			t.Errorf("a changed file: %s", got)
		}
		checkHistory(t, f, third.ID)
		f.checkUndo(t, i, again, third)
	})
}

// checkHistory: the changed answer shows what it was.
func checkHistory(t *testing.T, f *fixture, importID string) {
	t.Helper()
	found := f.list(t, Filter{Words: "waited"})
	if len(found) == 0 {
		t.Fatal("the answer about waiting is not found")
	}
	r, err := f.GetResponse(owner(t), found[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if *r.Answers[0].Score != 4 || len(r.History) != 1 || *r.History[0].Answers[0].Score != 3 || r.History[0].ImportID != importID {
		t.Errorf("changed answer %+v, history %+v", r.Answers[0], r.History)
	}
	if r.Origin.Row != 3 || r.Origin.File != "feedback.csv" || r.Answers[0].Question != "How likely are you to recommend us? (0-10)" {
		t.Errorf("as asked: %+v %q", r.Origin, r.Answers[0].Question)
	}
}

// checkUndo: newest first, and each step restores what stood before it.
func (f *fixture) checkUndo(t *testing.T, first, second, third Import) {
	t.Helper()
	if _, _, err := f.UndoImport(owner(t), first.ID); err == nil || !strings.Contains(err.Error(), "later import") {
		t.Errorf("undo of the first below later ones: %v", err)
	}
	for _, step := range []struct {
		id   string
		left int
	}{{third.ID, 4}, {second.ID, 4}, {first.ID, 0}} {
		if _, _, err := f.UndoImport(owner(t), step.id); err != nil {
			t.Fatalf("undo: %s", faultText(err))
		}
		if i := f.run(t, step.id); i.State != StateUndone {
			t.Errorf("state %s", i.State)
		}
		found := f.list(t, Filter{})
		if len(found) != step.left {
			t.Errorf("%d responses left, want %d", len(found), step.left)
		}
		for _, r := range found {
			if r.ImportID != first.ID {
				t.Errorf("response of import %s, want the first", r.ImportID)
			}
		}
		if n := len(f.list(t, Filter{Words: "fine"})); n != 0 {
			t.Errorf("%d answers of the undone import are found by their words", n)
		}
	}
	if n := f.count(t, "SELECT count(*) FROM response_history"); n != 0 {
		t.Errorf("%d rows of history left", n)
	}
	if n := f.count(t, "SELECT count(*) FROM response_text"); n != 0 {
		t.Errorf("%d texts left in the index", n)
	}
}

// TestImportGuessed: what the file says is what the answers are.
func TestImportGuessed(t *testing.T) {
	f := sqlite(t)
	i := f.takeIn(t, "feedback.csv", feedback, nil)
	if got, want := describe(Guessed{Mapping: i.Mapping, Questions: i.Questions}), `Response ID: key [key]
Date: time date [at]
How likely are you to recommend us? (0-10): score nps 0-10 up good [9 10] none=11
Why?: text
Region: segment text
Store: unit
Customer ID: customer
`; got != want {
		t.Errorf("mapping\n%swant\n%s", got, want)
	}
	found := f.list(t, Filter{Where: []string{"t1:South"}})
	if len(found) != 2 {
		t.Fatalf("%d answers of the South", len(found))
	}
	for _, key := range []string{"unit:", "unit_only:"} {
		if n := len(f.list(t, Filter{Where: []string{key + f.idOf(t, "unit", "Nice")}})); n != 2 {
			t.Errorf("%d answers by %s", n, key)
		}
	}
	none, scored := found[0], found[1]
	if none.Answers[0].Score != nil || none.Answers[0].Raw != "11" {
		t.Errorf("the code 11: %+v", none.Answers[0])
	}
	if *scored.Answers[0].Score != 3 || scored.Answers[1].Text != "Waited an hour, nobody came" || scored.Customer.Key != "c2" || scored.Unit.Key != "Nice" {
		t.Errorf("read %+v", scored)
	}
	if at := scored.At; !at.Equal(time.Date(2026, 1, 6, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("at %s", at)
	}
}

// TestImportWithoutKey: rows are recognised by their cells; equal rows are
// told apart by their number.
func TestImportWithoutKey(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		file := "score (0-10),comment here\n9,good thing that\n9,good thing that\n8,it was quite fine\n"
		if got := counts(f.takeIn(t, "a.csv", file, nil)); got != "done new 3 same 0 changed 0 rejected 0" {
			t.Fatal(got)
		}
		if got := counts(f.takeIn(t, "a.csv", file+"9,good thing that\n", nil)); got != "done new 1 same 3 changed 0 rejected 0" {
			t.Error(got)
		}
	})
}

func TestImportRejects(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		file := "id,date,rating (1-5),comment\n1,2026-01-01,5,really good thing\n2,2026-01-32,4,bad day of month\n3,2026-01-03,9,=off the scale\n4,2026-01-03\n5,2026-01-05,3,\"open\n6,2031-01-01,3,far in the future\n7,,3,no date at all here\n1,2026-01-01,2,same key twice\n8,2026-01-08,4,good again today\n"
		i := f.takeIn(t, "r.csv", file, func(m *Mapping) {
			key, when := 0, 1
			m.KeyColumn, m.TimeColumn = &key, &when
			scale := measure.Numbered(1, 5, measure.Up)
			for n, role := range []Role{RoleKey, RoleTime, RoleScore, RoleText} {
				m.Columns[n] = ColumnMapping{Index: n, Role: role}
			}
			m.Columns[2].Score = &ScoreMapping{Name: "Rating", Scale: scale, Metric: measure.Mean, Intent: measure.Satisfaction}
		})
		if got := counts(i); got != "done new 2 same 0 changed 0 rejected 7" {
			t.Fatal(got)
		}
		rejects, err := f.ListRejects(owner(t), i.ID, rejectCursor{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rejects {
			got = append(got, fmt.Sprintf("%d %s %s", r.Row, r.Column, r.Key))
		}
		want := "3 date time.unreadable|4 rating (1-5) score.off_scale|5 rating (1-5) table.too_few_cells|6 comment table.open_quote|7 date response.future|8 date time.missing|9 id key.twice"
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("rejects\n%s\nwant\n%s", s, want)
		}
		status, csv := f.call(t, as("owner"), "GET", "/api/imports/"+i.ID+"/rejects.csv", nil)
		if status != 200 || !strings.Contains(csv, "4,rating (1-5),9,") || strings.Count(csv, "\r\n") != 8 {
			t.Errorf("rejects.csv: %d\n%s", status, csv)
		}
		status, csv = f.call(t, as("owner"), "GET", "/api/imports/"+i.ID+"/rejects.csv?lang=fr", nil)
		if status != 200 || !strings.Contains(csv, "ligne,colonne,valeur,raison") || !strings.Contains(csv, "8,date,,La ligne ne dit pas quand") {
			t.Errorf("rejects.csv in French: %d\n%s", status, csv)
		}
	})
}

// TestImportStopped: a run that is broken off goes on where it stopped and
// does nothing twice, whatever the piece it was broken off in.
func TestImportStopped(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var b strings.Builder
		b.WriteString("rating (1-5),comment\n")
		for n := range 2*pieceRows + 1 { // three pieces at least
			fmt.Fprintf(&b, "%d,comment number %d of many\n", n%5+1, n%1500)
		}
		i := f.upload(t, "big.csv", b.String())
		if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
			t.Fatal(err)
		}
		stops := f.runBrokenOff(t, i.ID)
		done, err := f.GetImport(owner(t), i.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := counts(done); got != "done new 10001 same 0 changed 0 rejected 0" || done.Progress.Done != 10001 {
			t.Errorf("%s after %d stops, progress %+v", got, stops, done.Progress)
		}
		if n := f.count(t, "SELECT count(*) FROM response"); n != 10001 || stops == 0 {
			t.Errorf("%d responses after %d stops", n, stops)
		}
	})
}

// runBrokenOff runs an import that is broken off after each piece until it is
// through, and tells how often that was.
func (f *fixture) runBrokenOff(t *testing.T, id string) (stops int) {
	t.Helper()
	for {
		ctx, cancel := context.WithCancel(t.Context())
		wake, stop := f.Store.Follow()
		go func() { // after the next commit the run is broken off
			<-wake
			cancel()
		}()
		err := f.RunImport(ctx, id)
		stop()
		cancel()
		if err == nil {
			return stops
		}
		if !errors.Is(err, context.Canceled) && !strings.Contains(err.Error(), "context canceled") {
			t.Fatal(err)
		}
		stops++
	}
}

// TestImportTwice: two runs of one import at the same time take every row in
// once and count it once.
func TestImportTwice(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		var b strings.Builder
		b.WriteString("rating (1-5),comment\n")
		for n := range 4000 {
			fmt.Fprintf(&b, "%d,comment number %d of many\n", n%5+1, n)
		}
		i := f.upload(t, "big.csv", b.String())
		if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				if err := f.RunImport(t.Context(), i.ID); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		// Whoever was in the way of another stopped; the last run ends it.
		if got := counts(f.run(t, i.ID)); got != "done new 4000 same 0 changed 0 rejected 0" {
			t.Error(got)
		}
		if n := f.count(t, "SELECT count(*) FROM response"); n != 4000 {
			t.Errorf("%d responses", n)
		}
	})
}

// TestImportOneConnection: nothing reaches for the pool inside a transaction.
func TestImportOneConnection(t *testing.T) {
	store, err := record.Open(t.Context(), record.Options{Dir: t.TempDir(), Migrations: allMigrations(), OneConnection: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	f := newFixture(store)
	i := f.takeIn(t, "feedback.csv", feedback, func(m *Mapping) {})
	if got := counts(i); got != "done new 4 same 0 changed 0 rejected 0" {
		t.Error(got)
	}
	if p, err := f.PreviewImport(owner(t), f.upload(t, "feedback.csv", feedback).ID); err != nil || p.Counts.Same != 4 || !p.Complete {
		t.Errorf("preview %+v %v", p.Counts, err)
	}
	if _, _, err := f.UndoImport(owner(t), i.ID); err != nil {
		t.Fatal(err)
	}
	if i = f.run(t, i.ID); i.State != StateUndone {
		t.Errorf("state %s", i.State)
	}
	if _, err := f.DeleteImport(owner(t), i.ID); err != nil {
		t.Error(err)
	}
}
