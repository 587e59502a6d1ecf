package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// traceless checks that nothing leads to the person any more: no byte of the
// files, and on PostgreSQL no row of any table.
func (k *known) traceless(t *testing.T) {
	t.Helper()
	if k.a.config.DatabaseURL == "" {
		if found := tracesInRecord(t, k.a.config.Dir); len(found) > 0 {
			t.Errorf("bytes left: %v", found)
		}
		return
	}
	if found := tracesInTables(t, k.a); len(found) > 0 {
		t.Errorf("rows left: %v", found)
	}
}

// tracesInTables looks through every row of every table of PostgreSQL.
func tracesInTables(t *testing.T, a *App) (found []string) {
	t.Helper()
	err := a.record.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		var tables []string
		if err := q.NewRaw("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'").Scan(ctx, &tables); err != nil {
			return err
		}
		if len(tables) < 20 {
			t.Fatalf("only %d tables found", len(tables))
		}
		for _, table := range tables {
			var rows []string
			if err := q.NewRaw("SELECT CAST(x AS TEXT) FROM "+table+" x").Scan(ctx, &rows); err != nil {
				return err
			}
			for _, word := range tracesIn(strings.Join(rows, "\n")) {
				found = append(found, table+": "+word)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// ways are what a program may say of the answers of the erased, and how many
// of the person's two scores stay in figures.
var ways = map[string]struct {
	says map[string]any
	stay int
}{
	"anonymise": {map[string]any{"on_erasure": "anonymise"}, 2},
	"remove":    {map[string]any{"on_erasure": "remove"}, 0},
	"keep all":  {map[string]any{"erasure_keeps": []string{"texts", "times"}}, 2},
}

// TestProgramSaysWhatBecomesOfAnswers: they are made nobody's, go, or keep
// their texts and times.
func TestProgramSaysWhatBecomesOfAnswers(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			onEngines(t, func(t *testing.T, a *App) {
				k := newKnown(t, a)
				k.must(t, k.owner, "PATCH", "/api/programs/"+k.program, way.says)
				before := k.n(t)
				k.erase(t)
				k.became(t, name, before-2+way.stay)
			})
		})
	}
}

// became checks what an erasure made of the answers: how many the figure
// counts, and which words are kept.
func (k *known) became(t *testing.T, name string, n int) {
	t.Helper()
	if got := k.n(t); got != n {
		t.Errorf("%d answers in the figure, want %d", got, n)
	}
	kept := k.read(t, "/api/responses?limit=200")
	want := map[string]int{"anonymise": 3, "keep all": 3}[name]
	if got := strings.Count(kept, `"consent":"anonymous"`); got != want || strings.Contains(kept, "quartermaine") {
		t.Errorf("%d anonymous answers, want %d: %.300s", got, want, kept)
	}
	found := k.read(t, "/api/responses?q=kettlebell")
	if name == "keep all" {
		if strings.Count(found, `"consent":"anonymous"`) != 3 || !strings.Contains(found, whoText) {
			t.Errorf("kept with texts: %.300s", found)
		}
		return
	}
	if !strings.Contains(found, `"items":[]`) {
		t.Errorf("words are found: %.300s", found)
	}
	k.traceless(t)
}

// TestRestoredBackupForgetsAgain: a backup from before the erasure holds the
// person; restored beside the log of erasures, which lies elsewhere, it does
// not, and answers became what the program said at the time, whatever it says
// in the backup.
func TestRestoredBackupForgetsAgain(t *testing.T) {
	for name, way := range ways {
		t.Run(name+" on sqlite", func(t *testing.T) { restoreErased(t, name, way.says, way.stay, func(testing.TB) string { return "" }) })
		t.Run(name+" on postgresql", func(t *testing.T) { restoreErased(t, name, way.says, way.stay, recordtest.Database) })
	}
}

func restoreErased(t *testing.T, name string, says map[string]any, stay int, database func(testing.TB) string) {
	t.Helper()
	a := openAppOn(t, database(t))
	k := newKnown(t, a)
	before := k.n(t)
	file := filepath.Join(t.TempDir(), "before.tar")
	if err := a.backup(k.owner, map[string][]string{"file": {file}}, io.Discard); err != nil {
		t.Fatal(err)
	}
	k.must(t, k.owner, "PATCH", "/api/programs/"+k.program, says)
	k.erase(t)
	k.must(t, k.owner, "PATCH", "/api/programs/"+k.program, map[string]any{"on_erasure": "anonymise", "erasure_keeps": []string{}})

	fresh := Config{Dir: t.TempDir(), DatabaseURL: database(t), Version: "test"}
	var out bytes.Buffer
	erasures := filepath.Join(a.config.Dir, record.ErasureLog)
	if err := Restore(t.Context(), fresh, file, erasures, &out); err != nil || strings.Contains(out.String(), "erased again: 0") {
		t.Fatalf("%v %s", err, out.String())
	}
	b, err := Open(t.Context(), fresh)
	if err != nil {
		t.Fatal(err)
	}
	restored := &known{bare: newBare(b), a: b, program: k.program, measure: k.measure, owner: access.System(t.Context(), "owner")}
	if err := b.runErasures(restored.owner); err != nil {
		t.Fatal(err)
	}
	restored.became(t, name, before-2+stay)
	again, err := os.ReadFile(filepath.Join(fresh.Dir, record.ErasureLog))
	if err != nil || !strings.Contains(string(again), k.customer) {
		t.Errorf("the log of the restored: %s %v", again, err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
}

// TestErasureWaitsAndGoesOn: it waits for an import that runs, and goes on
// where a process ended between two pieces.
func TestErasureWaitsAndGoesOn(t *testing.T) { onEngines(t, waitAndGoOn) }

func waitAndGoOn(t *testing.T, a *App) {
	k := newKnown(t, a)
	file, err := a.collect.Upload(k.owner, "more.csv", k.program, strings.NewReader("id;customer;day;recommend (0-10)\n1;other;2026-03-01;3\n2;x;2026-03-02;4\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.collect.StartImport(k.owner, file.ID); err != nil {
		t.Fatal(err)
	}
	k.erase(t)
	if log := k.read(t, "/api/rights?open=true"); !strings.Contains(log, `"state":"running"`) {
		t.Errorf("while an import runs: %s", log)
	}
	if err := a.collect.RunImport(k.owner, file.ID); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithCancel(k.owner)
	all, _ := erasers(a.config.Now, a.zone.Load)
	a.people.ConnectRooms(people.Rooms{Erasers: append([]people.Eraser{ending{all[0], cancel, new(int)}}, all[1:]...)})
	if err := a.runErasures(short); err == nil {
		t.Error("it went on after its end")
	}
	a.connectRights()
	if log := k.read(t, "/api/rights?open=true"); !strings.Contains(log, `"state":"running"`) {
		t.Errorf("after the end: %s", log)
	}
	if err := a.runErasures(k.owner); err != nil {
		t.Fatal(err)
	}
	if log := k.read(t, "/api/rights?open=true"); !strings.Contains(log, `"items":[]`) {
		t.Errorf("not done: %s", log)
	}
	k.traceless(t)
}

// TestUntakenUploadsAreForgotten: nothing leads from a person to an upload that
// was never taken in, or was undone; a month later it is gone with its bytes,
// and a younger one is not.
func TestUntakenUploadsAreForgotten(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		ctx := access.System(t.Context(), "test")
		upload := func(name, who, why string) collect.Import {
			t.Helper()
			i, err := a.collect.Upload(ctx, name, "", strings.NewReader(fmt.Sprintf("id,customer,day,score (0-10),why\n1,%s,2026-03-01,3,%s %s\n2,x,2026-03-02,4,fine\n3,y,2026-03-02,9,good\n", who, why, name)))
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		old, undone := upload("old.csv", whoKey, whoText), upload("undone.csv", whoKey, whoText)
		for _, step := range []func() error{
			func() error { _, _, err := a.collect.StartImport(ctx, undone.ID); return err },
			func() error { return a.collect.RunImport(ctx, undone.ID) },
			func() error { _, _, err := a.collect.UndoImport(ctx, undone.ID); return err },
			func() error { return a.collect.RunImport(ctx, undone.ID) },
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		age(t, a, old.ID, undone.ID)
		young := upload("young.csv", "somebody", "all was fine")
		if err := a.forgetUntaken(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := a.collect.GetImport(ctx, old.ID); err == nil {
			t.Error("an old upload is there")
		}
		if i, err := a.collect.GetImport(ctx, undone.ID); err != nil || strings.Contains(fmt.Sprint(i), "kettlebell") {
			t.Errorf("the undone one: %v %v", i, err)
		}
		if _, err := a.collect.GetImport(ctx, young.ID); err != nil {
			t.Errorf("a young upload: %v", err)
		}
		if a.config.DatabaseURL == "" {
			for _, found := range tracesInRecord(t, a.config.Dir) {
				if !strings.Contains(found, "quartermaine") { // the customer whom the import made is a matter of its undoing
					t.Errorf("bytes left: %s", found)
				}
			}
		}
	})
}

// age has imports be uploaded longer ago than they are kept.
func age(t *testing.T, a *App, ids ...string) {
	t.Helper()
	_, err := a.record.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		for _, id := range ids {
			if _, err := tx.Exec(ctx, "UPDATE import_file SET created_at = ? WHERE id = ?", record.Micros(a.config.Now().Add(-collect.UntakenKept-1)), id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
