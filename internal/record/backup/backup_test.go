package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/backup"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

var notes = []fs.FS{fstest.MapFS{"0900_note.sql": {Data: []byte(
	`CREATE TABLE note (id TEXT NOT NULL PRIMARY KEY, file TEXT); CREATE TABLE copy (id TEXT NOT NULL PRIMARY KEY);`)}}}

func write(t *testing.T, s *record.Store, id string) {
	t.Helper()
	if err := writeNote(t.Context(), s, id, ""); err != nil {
		t.Fatal(err)
	}
}

// writeNote stores a note and its copy in one transaction.
func writeNote(ctx context.Context, s *record.Store, id, file string) error {
	_, err := s.Join(ctx, 10, func(ctx context.Context, tx *record.Tx) error {
		tx.Log("note.written", id)
		if _, err := tx.Exec(ctx, `INSERT INTO note (id, file) VALUES (?, ?)`, id, file); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO copy (id) VALUES (?)`, id)
		return err
	})
	return err
}

func ids(t *testing.T, s *record.Store) string {
	t.Helper()
	var all []string
	err := s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`SELECT id FROM note ORDER BY id`).Scan(ctx, &all)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func backUp(t *testing.T, s *record.Store, also ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	m, err := backup.Write(t.Context(), s, &out, backup.Options{Also: also})
	if err != nil {
		t.Fatal(err)
	}
	if m.Engine != s.Engine() || len(m.Schema) == 0 || len(m.Entries) == 0 {
		t.Errorf("manifest %+v", m)
	}
	return out.Bytes()
}

func eachPlace(t *testing.T, test func(t *testing.T, place func() record.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, func() record.Options { return record.Options{Dir: t.TempDir(), Migrations: notes} })
	})
	t.Run("postgresql", func(t *testing.T) {
		test(t, func() record.Options {
			return record.Options{Dir: t.TempDir(), DatabaseURL: recordtest.Database(t), Migrations: notes}
		})
	})
}

func TestRecordComesBackWhole(t *testing.T) {
	eachPlace(t, func(t *testing.T, place func() record.Options) {
		from := place()
		s := recordtest.Open(t, from)
		write(t, s, "a")
		write(t, s, "b")
		hash, _, err := s.Files().Put(t.Context(), strings.NewReader("an upload"), 100)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"secret.key": "k", "facts.duckdb": "f", "jobs.db": "j"} {
			if err := os.WriteFile(filepath.Join(from.Dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		before, _ := s.Position(t.Context())
		tarball := backUp(t, s, "secret.key", "not-there")
		write(t, s, "c")

		to := place()
		result, err := backup.Restore(t.Context(), bytes.NewReader(tarball), backup.RestoreOptions{Record: to, Also: []string{"secret.key"}})
		if err != nil || result.SetAside != "" || result.Erased != 0 {
			t.Fatal(result, err)
		}
		again := recordtest.Open(t, to)
		if got := ids(t, again); got != "a b" {
			t.Errorf("notes %q, want a b", got)
		}
		if p, err := again.Position(t.Context()); p != before || err != nil {
			t.Errorf("position %d %v, want %d", p, err, before)
		}
		file, err := again.Files().Open(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(file); string(text) != "an upload" || err != nil {
			t.Errorf("file %q %v", text, err)
		}
		_ = file.Close()
		if key, err := os.ReadFile(filepath.Join(to.Dir, "secret.key")); string(key) != "k" || err != nil {
			t.Errorf("key %q %v", key, err)
		}
		for _, name := range []string{"facts.duckdb", "jobs.db"} {
			if _, err := os.Stat(filepath.Join(to.Dir, name)); err == nil {
				t.Errorf("%s was restored", name)
			}
		}
		write(t, again, "d")
		noLeftovers(t, from.Dir, to.Dir)
	})
}

func noLeftovers(t *testing.T, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".") {
				t.Errorf("left behind in the folder: %s", e.Name())
			}
		}
	}
}

// TestBackupUnderLoadIsOfOneMoment has writers store notes with a file each
// and delete others, while backups are made: in each, notes and copies agree
// and every file that a note names is there.
func TestBackupUnderLoadIsOfOneMoment(t *testing.T) {
	s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	var n atomic.Int64
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := n.Add(1)
				if err := writeAndForget(ctx, s, i); err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 3 {
		for start := n.Load(); n.Load() < start+50 && !t.Failed(); { // some more since the last
			wake, stop := s.Follow()
			<-wake
			stop()
		}
		checkMoment(t, backUp(t, s))
	}
	cancel()
	wg.Wait()
}

// writeAndForget stores a note with a file, and removes the one of 20 ago.
func writeAndForget(ctx context.Context, s *record.Store, i int64) error {
	hash, _, err := s.Files().Put(ctx, strings.NewReader(fmt.Sprint("file ", i)), 100)
	if err != nil {
		return err
	}
	if err := writeNote(ctx, s, fmt.Sprint(i), hash); err != nil {
		return err
	}
	var old []string
	_, err = s.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := tx.NewRaw(`SELECT file FROM note WHERE id = ?`, fmt.Sprint(i-20)).Scan(ctx, &old); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM note WHERE id = ?`, fmt.Sprint(i-20))
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM copy WHERE id = ?`, fmt.Sprint(i-20))
		return err
	})
	if err != nil || len(old) == 0 {
		return err
	}
	return s.Files().Delete(ctx, old[0])
}

func checkMoment(t *testing.T, tarball []byte) {
	t.Helper()
	to := record.Options{Dir: t.TempDir(), Migrations: notes}
	if _, err := backup.Restore(t.Context(), bytes.NewReader(tarball), backup.RestoreOptions{Record: to}); err != nil {
		t.Fatal(err)
	}
	s := recordtest.Open(t, to)
	var files []string
	var odd int
	err := s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return errors.Join(q.NewRaw(`SELECT file FROM note`).Scan(ctx, &files),
			q.NewRaw(`SELECT (SELECT count(*) FROM note WHERE id NOT IN (SELECT id FROM copy)) + (SELECT count(*) FROM copy WHERE id NOT IN (SELECT id FROM note))`).Scan(ctx, &odd))
	})
	if err != nil || odd != 0 || len(files) == 0 {
		t.Errorf("%d notes, %d without their copy, %v", len(files), odd, err)
	}
	for _, hash := range files {
		file, err := s.Files().Open(t.Context(), hash)
		if err != nil {
			t.Errorf("a file of a note is missing: %v", err)
			continue
		}
		_ = file.Close()
	}
}

func TestSavedFileIsWholeOrNotThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.tar")
	err := backup.Save(path, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return errors.New("the line broke")
	})
	if left, _ := os.ReadDir(filepath.Dir(path)); err == nil || len(left) != 0 {
		t.Errorf("%v, left behind: %v", err, left)
	}
	fill := func(w io.Writer) error { _, err := io.WriteString(w, "whole"); return err }
	if err := backup.Save(path, fill); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 5 {
		t.Errorf("%v %v", info, err)
	}
	if err := backup.Save(path, fill); !fault.Is(err, fault.CodeConflict) {
		t.Errorf("written over: %v", err)
	}
}
