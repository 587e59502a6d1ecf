package record_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func erased(id string) func(ctx context.Context, tx *record.Tx) error {
	return func(ctx context.Context, tx *record.Tx) error {
		return tx.Erased(ctx, "note", time.UnixMicro(1), id)
	}
}

// TestErasureLogIsMadeWholeAtOpen: a crash between commit and log, and a line
// that was cut short, are mended from the record.
func TestErasureLogIsMadeWholeAtOpen(t *testing.T) {
	at := record.Options{Dir: t.TempDir()}
	path := filepath.Join(at.Dir, record.ErasureLog)
	s, err := record.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "a"} {
		if _, err := s.Write(t.Context(), erased(id)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Join(t.Context(), 1, erased("c")); !fault.Is(err, fault.CodeInternal) {
		t.Errorf("erased inside Join: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"", `{"kind":"note","subject":"a","at":"1970-01-01T00:00:00Z"}` + "\n" + `{"kind":"no`} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := openAndClose(t, at, nil); err != nil {
			t.Fatal(err)
		}
		all, err := record.ReadErasures(path)
		if missing := record.Missing([]record.Erasure{{Kind: "note", Subject: "a"}, {Kind: "note", Subject: "b"}}, all); err != nil || len(missing) > 0 {
			t.Errorf("from %q: missing %v, %v", content, missing, err)
		}
	}
}

// TestOpenSweepsWhatAKilledProcessLeft: half-made things go, data stays.
func TestOpenSweepsWhatAKilledProcessLeft(t *testing.T) {
	at := record.Options{Dir: t.TempDir()}
	for _, name := range []string{".backup-1/record.db", ".restore-2/record.db", ".socket-3/s", "files/.upload-4/x", "files/aa/kept", "before-restore-5/record.db", "own.txt/x"} {
		path := filepath.Join(at.Dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	recordtest.Open(t, at)
	for name, want := range map[string]bool{
		".backup-1": false, ".restore-2": false, ".socket-3": false, "files/.upload-4": false,
		"files/aa/kept": true, "before-restore-5/record.db": true, "own.txt/x": true,
	} {
		if _, err := os.Stat(filepath.Join(at.Dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
}
