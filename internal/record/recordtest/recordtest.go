package recordtest

import (
	"io/fs"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
)

// Each runs test on an empty store on SQLite and on PostgreSQL. Without
// PostgreSQL programs the test fails and names what to install.
func Each(t *testing.T, migrations []fs.FS, test func(t *testing.T, s *record.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, migrations)) })
	t.Run("postgresql", func(t *testing.T) { test(t, PostgreSQL(t, migrations)) })
}

// SQLite opens an empty store in a folder of the test.
func SQLite(t testing.TB, migrations []fs.FS) *record.Store {
	t.Helper()
	return Open(t, record.Options{Dir: t.TempDir(), Migrations: migrations})
}

// PostgreSQL opens an empty store in a database of the test.
func PostgreSQL(t testing.TB, migrations []fs.FS) *record.Store {
	t.Helper()
	return Open(t, record.Options{DatabaseURL: Database(t), Migrations: migrations})
}

// Open opens a store that is closed when the test ends.
func Open(t testing.TB, o record.Options) *record.Store {
	t.Helper()
	s, err := record.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open record: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close record: %v", err)
		}
	})
	return s
}
