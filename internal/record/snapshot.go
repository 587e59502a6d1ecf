package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Snapshot copies a SQLite record, as of one moment and in one step, into a
// new file while writers go on, and then calls after. From before the copy
// until after returns no uploaded file is deleted, so that every file the copy
// speaks of can be found.
func (s *Store) Snapshot(ctx context.Context, to string, after func() error) error {
	if s.engine != SQLite {
		return fault.New(fault.CodeInvalid, "A PostgreSQL record is copied with pg_dump.")
	}
	files, ok := s.files.(*folderFiles)
	if !ok {
		return fault.New(fault.CodeInternal, "This record keeps no files in its folder.")
	}
	files.keep.Lock()
	defer files.keep.Unlock()
	if err := s.vacuumInto(ctx, to); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "copy the record")
	}
	return after()
}

// vacuumInto needs a connection that may write, though it writes only the copy.
func (s *Store) vacuumInto(ctx context.Context, to string) (err error) {
	if s.one {
		se, err := s.takeSession(ctx)
		if err != nil {
			return err
		}
		defer s.giveBack(se)
		if err := se.ensure(ctx); err != nil {
			return err
		}
		_, err = se.conn.Conn.ExecContext(ctx, "VACUUM INTO ?", to)
		return err
	}
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return err
	}
	defer drop(conn) // it is no reader any more
	if _, err := conn.Conn.ExecContext(ctx, "PRAGMA query_only = OFF"); err != nil {
		return err
	}
	_, err = conn.Conn.ExecContext(ctx, "VACUUM INTO ?", to)
	return err
}

// SchemaVersions are the numbers of the migrations that the record holds, in
// order.
func (s *Store) SchemaVersions(ctx context.Context) (versions []int64, err error) {
	err = s.View(ctx, func(ctx context.Context, q Querier) error {
		return q.NewRaw(`SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY version_id`).Scan(ctx, &versions)
	})
	return versions, fault.Wrap(err, fault.CodeUnavailable, "read schema version")
}

// KnownVersions are the numbers of the migrations that a program with these
// folders knows, its own included.
func KnownVersions(e Engine, folders []fs.FS) (map[int64]bool, error) {
	steps, err := readMigrations(e, append([]fs.FS{Migrations()}, folders...))
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read migrations")
	}
	known := make(map[int64]bool, len(steps))
	for _, step := range steps {
		known[step.version] = true
	}
	return known, nil
}

// leftovers are what a process that was killed may leave half-made.
var leftovers = []string{".backup-", ".restore-", ".socket-", ".upload-"}

// sweep removes leftovers from the data folder and its files. Only the owner
// of the lock may call it.
func sweep(dir string) error {
	for _, folder := range []string{dir, filepath.Join(dir, "files")} {
		entries, err := os.ReadDir(folder)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("look for leftovers: %w", err)
		}
		for _, entry := range entries {
			half := slices.ContainsFunc(leftovers, func(prefix string) bool { return strings.HasPrefix(entry.Name(), prefix) })
			if !half {
				continue
			}
			if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
				return fmt.Errorf("remove leftovers: %w", err)
			}
		}
	}
	return nil
}
