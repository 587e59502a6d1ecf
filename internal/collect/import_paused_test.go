package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
)

// TestPausedGoesOn: a run whose time is over before its rows are goes on in
// the next slice where it stopped, with the file it has open: one that would
// read from the beginning finds no file any more. The keys of the first slice
// are known in the second.
func TestPausedGoesOn(t *testing.T) {
	f := sqlite(t)
	var b strings.Builder
	b.WriteString("id,rating (1-5),comment\n")
	const rows = 4*pieceRows + 1
	for n := range rows {
		fmt.Fprintf(&b, "R%d,%d,comment number %d of many\n", n, n%5+1, n)
	}
	b.WriteString("R7,3,a key of the first slice again\n")
	i := f.upload(t, "big.csv", b.String())
	key := 0
	i.Mapping.KeyColumn, i.Mapping.Columns[0].Role = &key, RoleKey
	if _, _, err := f.SetMapping(owner(t), i.ID, "", i.Mapping); err != nil {
		t.Fatal(faultText(err))
	}
	if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
		t.Fatal(err)
	}
	f.breakOff(t, i.ID)
	f.paused.mu.Lock()
	waits := f.paused.runs[i.ID]
	f.paused.mu.Unlock()
	if waits == nil || waits.done == 0 || waits.done >= rows {
		t.Fatalf("paused: %+v", waits)
	}
	files, err := filepath.Glob(filepath.Join(f.Store.Dir(), "files", "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	if got := counts(f.run(t, i.ID)); got != fmt.Sprintf("done new %d same 0 changed 0 rejected 1", rows) {
		t.Error(got)
	}
	if len(f.paused.runs) > 0 {
		t.Error("the run is kept after its end")
	}
}

// breakOff runs an import until a piece of it is committed.
func (f *fixture) breakOff(t *testing.T, id string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	wake, stop := f.Store.Follow()
	defer stop()
	go func() {
		<-wake
		cancel()
	}()
	if err := f.RunImport(ctx, id); !errors.Is(err, context.Canceled) && (err == nil || !strings.Contains(err.Error(), "context canceled")) {
		t.Fatal(err)
	}
}

// TestPausedIsDropped: who goes on elsewhere, or begins anew, does not get what
// a paused run remembers; and the end of the room closes what waits.
func TestPausedIsDropped(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*importRow)
		kept   bool
	}{
		{"as it was", func(*importRow) {}, true},
		{"further on", func(r *importRow) { r.Done = 7 }, false},
		{"read by another plan", func(r *importRow) { r.Plan = "{}" }, false},
		{"another import", func(r *importRow) { r.ID = "other" }, false},
	} {
		closed := 0
		p := pausedRuns{}
		if !p.keep(&run{id: "one", done: 5, text: "plan", rows: &opened{also: closers(&closed)}}) {
			t.Fatal("no room")
		}
		from := &importRow{ID: "one", Done: 5, Plan: "plan"}
		c.change(from)
		r, err := p.take(from)
		if err != nil || (r != nil) != c.kept {
			t.Errorf("%s: %v %v", c.name, r, err)
		}
		p.close()
		if want := map[bool]int{true: 0, false: 1}[c.kept]; closed != want {
			t.Errorf("%s: closed %d times", c.name, closed)
		}
		if p.keep(&run{id: "two", rows: &opened{}}) {
			t.Errorf("%s: room after the end", c.name)
		}
	}
}

// TestPausedAreFew: one more run than can be kept takes the place of another;
// a cancelled one is dropped.
func TestPausedAreFew(t *testing.T) {
	closed := 0
	p := pausedRuns{}
	for n := range maxPaused + 3 {
		if !p.keep(&run{id: fmt.Sprint(n), rows: &opened{also: closers(&closed)}}) {
			t.Fatal("not kept")
		}
	}
	if len(p.runs) != maxPaused || closed != 3 || p.runs[fmt.Sprint(maxPaused+2)] == nil {
		t.Errorf("%d runs kept, %d closed", len(p.runs), closed)
	}
	f := sqlite(t)
	i := f.upload(t, "big.csv", tenColumns(2*pieceRows))
	if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
		t.Fatal(err)
	}
	f.breakOff(t, i.ID)
	if _, _, err := f.CancelImport(owner(t), i.ID); err != nil || len(f.paused.runs) > 0 {
		t.Errorf("%v, %d runs kept of a cancelled import", err, len(f.paused.runs))
	}
}

// TestFirstFilesAtOnce: two files of a source that had none, at the same time:
// the rows that the other one has taken in are known to the one that comes
// second, although it began before there were any.
func TestFirstFilesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		begun := func() *run {
			i := f.upload(t, "feedback.csv", feedback)
			if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
				t.Fatal(faultText(err))
			}
			var row *importRow
			err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) (err error) {
				row, err = getImport(ctx, q, i.ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			r, err := f.beginRun(t.Context(), row)
			if err != nil || !r.begins {
				t.Fatal("the source is not new", err)
			}
			t.Cleanup(func() { _ = r.rows.Close() })
			return r
		}
		first, second := begun(), begun()
		if first.plan.Source != second.plan.Source {
			t.Fatal("two sources")
		}
		for n, r := range []*run{second, first} {
			if err := r.all(t.Context()); err != nil {
				t.Fatal(err)
			}
			if want := []Counts{{New: 4}, {Same: 4}}[n]; r.counts != want {
				t.Errorf("run %d: %+v", n, r.counts)
			}
		}
	})
}

type closer func()

func (c closer) Close() error {
	c()
	return nil
}

func closers(n *int) []io.Closer { return []io.Closer{closer(func() { *n++ })} }
