package collect

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// joinedTable is where the joined table of a fixture stands.
func (f *fixture) joinedTable(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(f.Scratch, "*.rows"))
	if err != nil || len(found) != 1 {
		t.Fatalf("joined tables %v, %v", found, err)
	}
	return found[0]
}

// wantPreview asks for a preview that has to be refused with a key, or, where
// there is none, to show four rows.
func (f *fixture) wantPreview(t *testing.T, step, id, key string) {
	t.Helper()
	p, err := f.PreviewImport(owner(t), id)
	if key == "" {
		if err != nil || p.Counts.New != 4 {
			t.Errorf("%s: %+v %v", step, p.Counts, err)
		}
		return
	}
	if !keyed(err, key) {
		t.Errorf("%s: %v", step, err)
	}
}

// keyed tells whether err says that something cannot be had now, by this key.
func keyed(err error, key string) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Key == key && e.Code == fault.CodeUnavailable
}

// TestPreviewOfALostTable: a preview whose joined table is lost does not wait
// until that is made anew, and says what to do; another try finds it made. One
// that cannot be made, or is not as it was written, is said as well.
func TestPreviewOfALostTable(t *testing.T) {
	f := sqlite(t)
	f.Scratch, f.JoinWait = t.TempDir(), 10*time.Millisecond
	id := f.joined(t).ID
	path := f.joinedTable(t)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	slow := &making{done: make(chan struct{}), cancel: func() {}}
	f.spools.making = map[string]*making{path: slow}
	f.wantPreview(t, "being made", id, "join.again")
	close(slow.done)
	delete(f.spools.making, path)

	f.JoinWait = time.Minute
	f.wantPreview(t, "made", id, "")

	kept := f.Scratch
	f.Scratch = filepath.Join(f.joinedTable(t), "no folder")
	f.wantPreview(t, "nowhere to put it", id, "join.lost")
	f.Scratch = kept
	f.wantPreview(t, "with a place again", id, "")

	f.cutOff(t)
	f.wantPreview(t, "cut off", id, "join.lost")
	f.wantPreview(t, "made anew", id, "")
}

// cutOff takes the end off the joined table.
func (f *fixture) cutOff(t *testing.T) {
	t.Helper()
	path := f.joinedTable(t)
	whole, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, whole.Size()-3)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestImportOfACutTable: a run that finds its joined table cut off fails for
// this time and takes all in the next.
func TestImportOfACutTable(t *testing.T) {
	f := sqlite(t)
	f.Scratch = t.TempDir()
	id := f.joined(t).ID
	if _, _, err := f.StartImport(owner(t), id); err != nil {
		t.Fatal(faultText(err))
	}
	f.cutOff(t)
	if err := f.RunImport(t.Context(), id); !keyed(err, "join.lost") {
		t.Fatalf("a cut table is taken in: %v", err)
	}
	if got := counts(f.run(t, id)); got != "done new 4 same 0 changed 0 rejected 0" {
		t.Error(got)
	}
}
