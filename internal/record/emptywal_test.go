package record_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestNothingIsLeftOfWhatWasDeleted: neither the pages of the database nor the
// WAL hold a deleted row any more.
func TestNothingIsLeftOfWhatWasDeleted(t *testing.T) {
	for _, one := range []bool{false, true} {
		s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes, OneConnection: one})
		secret := []byte("the words of Rosalind Quartermaine")
		put := func(statement string, args ...any) {
			if _, err := s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
				_, err := tx.Exec(ctx, statement, args...)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		put("INSERT INTO note (id, text) VALUES ('a', ?)", string(secret))
		put("INSERT INTO note (id, text) VALUES ('b', ?)", string(bytes.Repeat(secret, 5000))) // pages of its own
		if err := s.EmptyWAL(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !holds(t, s, secret) {
			t.Fatal("the words are looked for in the wrong place")
		}
		put("DELETE FROM note")
		if err := s.EmptyWAL(t.Context()); err != nil {
			t.Fatal(err)
		}
		if holds(t, s, secret) {
			t.Error("deleted words are still in the files of the record")
		}
	}
}

// holds tells whether a file of the record has these bytes.
func holds(t *testing.T, s *record.Store, what []byte) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.Dir(), "record.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	found := false
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(content, what)
	}
	return found
}

// TestEmptyingWaitsForNoReaderForEver: while a snapshot is open the WAL stays,
// writers go on, and the one who asked is told.
func TestEmptyingWaitsForNoReaderForEver(t *testing.T) {
	s := recordtest.SQLite(t, notes)
	if _, err := s.Write(t.Context(), writes("a")); err != nil {
		t.Fatal(err)
	}
	err := s.View(t.Context(), func(_ context.Context, q record.Querier) error {
		var n int
		if err := q.NewRaw("SELECT count(*) FROM note").Scan(t.Context(), &n); err != nil {
			return err
		}
		if _, err := s.Write(t.Context(), writes("b")); err != nil {
			return err
		}
		done, err := record.TruncateWAL(t.Context(), s)
		if err != nil || done {
			t.Errorf("under a reader: done %v, %v", done, err)
		}
		_, err = s.Write(t.Context(), writes("c"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.EmptyWAL(t.Context()); err != nil {
		t.Error(err)
	}
}
