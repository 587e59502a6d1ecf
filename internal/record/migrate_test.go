package record_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func steps(files map[string]string) []fs.FS {
	m := fstest.MapFS{}
	for name, text := range files {
		m["migrations/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return []fs.FS{m}
}

func eachPlace(t *testing.T, test func(t *testing.T, at record.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, record.Options{Dir: t.TempDir()}) })
	t.Run("postgresql", func(t *testing.T) { test(t, record.Options{DatabaseURL: recordtest.Database(t)}) })
}

func openAndClose(t *testing.T, at record.Options, migrations []fs.FS) error {
	t.Helper()
	at.Migrations = migrations
	s, err := record.Open(t.Context(), at)
	if err != nil {
		return err
	}
	return s.Close()
}

func TestSchemaGoesForward(t *testing.T) {
	eachPlace(t, func(t *testing.T, at record.Options) {
		one := map[string]string{"0400_a.sql": `CREATE TABLE a (id {{.Serial}}, body {{.Blob}}, x {{.Double}}, u {{.UUID}});`}
		if err := openAndClose(t, at, steps(one)); err != nil {
			t.Fatal(err)
		}
		one["0300_late.sql"] = `CREATE TABLE late (id TEXT); CREATE INDEX late_id ON late (id);` // a lower number that came later
		if err := openAndClose(t, at, steps(one)); err != nil {
			t.Fatal(err)
		}
		if err := openAndClose(t, at, steps(one)); err != nil {
			t.Fatalf("again: %v", err)
		}
		at.Migrations = steps(one)
		s := recordtest.Open(t, at)
		_, err := s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO late (id) VALUES ('x')`)
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestNewerSchemaIsRefused(t *testing.T) {
	eachPlace(t, func(t *testing.T, at record.Options) {
		newer := map[string]string{"0400_a.sql": `CREATE TABLE a (id TEXT);`, "0401_b.sql": `CREATE TABLE b (id TEXT);`}
		if err := openAndClose(t, at, steps(newer)); err != nil {
			t.Fatal(err)
		}
		delete(newer, "0401_b.sql")
		err := openAndClose(t, at, steps(newer))
		if !fault.Is(err, fault.CodeConflict) || !strings.Contains(err.Error(), "newer version") || !strings.Contains(err.Error(), "401") {
			t.Errorf("error %v", err)
		}
	})
}

func TestBadMigrationsAreRefused(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"way down":     {"0400_a.sql": "CREATE TABLE a (id TEXT);\n-- +goose Down\nDROP TABLE a;"},
		"no number":    {"a.sql": "CREATE TABLE a (id TEXT);"},
		"same number":  {"0400_a.sql": "CREATE TABLE a (id TEXT);", "0400_b.sql": "CREATE TABLE b (id TEXT);"},
		"unknown word": {"0400_a.sql": "CREATE TABLE a (id {{.Nonsense}});"},
		"bad SQL":      {"0400_a.sql": "CREATE TABLE;"},
	} {
		if err := openAndClose(t, record.Options{Dir: t.TempDir()}, steps(files)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestFailedMigrationLeavesNothing: a step is one transaction.
func TestFailedMigrationLeavesNothing(t *testing.T) {
	eachPlace(t, func(t *testing.T, at record.Options) {
		files := map[string]string{"0400_a.sql": "CREATE TABLE a (id TEXT); CREATE TABLE b (id TEXT,);"}
		if err := openAndClose(t, at, steps(files)); err == nil {
			t.Fatal("no error")
		}
		files["0400_a.sql"] = "CREATE TABLE a (id TEXT); CREATE TABLE b (id TEXT);"
		if err := openAndClose(t, at, steps(files)); err != nil {
			t.Errorf("after it was mended: %v", err)
		}
	})
}
