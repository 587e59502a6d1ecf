package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/app/sample"
	"github.com/balcony-cx/balcony/internal/record"
)

// rowsOf counts the rows of every table of the record, but of those that only
// grow (logs, audit, the slots of traits), and of how an index of words is packed.
func rowsOf(t *testing.T, a *App) map[string]int64 {
	t.Helper()
	var names []string
	query := "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
	if a.record.Engine() == record.SQLite {
		query = "SELECT name FROM sqlite_master WHERE type = 'table'"
	}
	counts := map[string]int64{}
	err := a.record.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		if err := q.NewRaw(query).Scan(ctx, &names); err != nil {
			return err
		}
		for _, name := range names {
			if strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, "river_") || strings.HasPrefix(name, "change_log") || strings.HasPrefix(name, "goose") ||
				strings.HasSuffix(name, "_idx") || strings.HasSuffix(name, "_data") || slices.Contains([]string{"access_audit", "trait"}, name) {
				continue
			}
			var n int64
			if err := q.NewRaw("SELECT count(*) FROM "+name).Scan(ctx, &n); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			counts[name] = n
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

func sampleState(t *testing.T, a *App, key string) sample.Sample {
	t.Helper()
	all, err := a.samples.List(access.System(t.Context(), "test"))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(s sample.Sample) bool { return s.Key == key })
	return all[i]
}

// breaking works on samples until nothing is left to do, broken off after every
// few steps; the next run is a new process, when the hold of the last is over.
func breaking(t *testing.T, a *App, key string, while sample.State) {
	t.Helper()
	for run := 0; sampleState(t, a, key).State == while; run++ {
		if run > 200 {
			t.Fatalf("%s does not come to its end: %+v", while, sampleState(t, a, key))
		}
		ctx, kill := context.WithCancel(access.System(t.Context(), "sample"))
		o, steps := a.samples.Options, 5+run%25
		o.Now = func() time.Time {
			if steps--; steps == 0 {
				kill()
			}
			return time.Now().Add(time.Duration(run) * 2 * time.Minute)
		}
		if err := sample.New(o).Run(ctx); err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		kill()
	}
}

// TestTheFirmIsLoadedAndRemoved: broken off again and again it comes in once,
// and goes without a trace; what was there before stays.
func TestTheFirmIsLoadedAndRemoved(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b := newBare(a)
		newFirm(t, a, b)
		ctx := access.System(t.Context(), "test")
		before := rowsOf(t, a)
		b.must(t, ctx, "POST", "/api/samples/firm", nil)
		if status, _ := b.ask(ctx, "POST", "/api/samples/firm", nil); status != 409 {
			t.Errorf("loaded twice at once: %d", status)
		}
		breaking(t, a, "firm", sample.StateLoading)
		if one := sampleState(t, a, "firm"); one.State != sample.StateLoaded || one.Done != one.Total || one.ProgramID == "" {
			t.Fatalf("%+v", one)
		}
		f := sample.Invent(sample.Seed, time.Now(), "en")
		loaded := rowsOf(t, a)
		for table, want := range map[string]int{
			"account": len(f.Accounts), "customer": len(f.Contacts), "unit": len(f.Units), "event": len(f.Events), "response": len(f.Answers),
			"objective": 4, "indicator": 3, "segment": 2, "touchpoint": 19, "expectation": 7, "program_question": 5, "trait_definition": 8, "measure": 5,
			"study": 1, "interview": 14, "document": 8, "code": 8, "finding": 5, "study_guide": 1, "measure_finding": 3, "expectation_finding": 2, "ground_reason": 1,
		} {
			if n := loaded[table] - before[table]; n != int64(want) {
				t.Errorf("%d rows more in %s, want %d", n, table, want)
			}
		}
		b.must(t, ctx, "DELETE", "/api/samples/firm", nil)
		breaking(t, a, "firm", sample.StateRemoving)
		after := rowsOf(t, a)
		for table, n := range before {
			if after[table] != n {
				t.Errorf("%d rows of %s are left, %d were there", after[table], table, n)
			}
		}
		if status, _ := b.ask(ctx, "DELETE", "/api/samples/firm", nil); status != 422 && status != 400 {
			t.Errorf("removed twice: %d", status)
		}
	})
}
