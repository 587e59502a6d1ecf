package record

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/balcony-cx/balcony/internal/fault"
)

// A migration is one rendered step of the schema.
type migration struct {
	version int64
	name    string
	text    string
}

// words are what a migration's template may say differently for each engine.
type words struct {
	SQLite, PostgreSQL bool
	Serial             string // a key the database counts up by itself
	Blob               string // bytes
	UUID               string // an id in its text form
	Double             string // a floating-point number of 8 bytes
}

func wordsOf(e Engine) words {
	if e == PostgreSQL {
		return words{PostgreSQL: true, Serial: "BIGSERIAL PRIMARY KEY", Blob: "BYTEA", UUID: "TEXT", Double: "DOUBLE PRECISION"}
	}
	return words{SQLite: true, Serial: "INTEGER PRIMARY KEY AUTOINCREMENT", Blob: "BLOB", UUID: "TEXT", Double: "DOUBLE PRECISION"}
}

// readMigrations renders every NNNN_noun.sql in the folders, sorted by version.
// Two files with one number, or a file with a way down, are programmers' errors.
func readMigrations(e Engine, folders []fs.FS) ([]migration, error) {
	byVersion := map[int64]migration{}
	for _, folder := range folders {
		err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || path.Ext(name) != ".sql" {
				return err
			}
			m, err := renderMigration(e, folder, name)
			if err != nil {
				return err
			}
			if other, taken := byVersion[m.version]; taken && other != m {
				return fmt.Errorf("migrations %s and %s have the same number", other.name, m.name)
			}
			byVersion[m.version] = m
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	all := make([]migration, 0, len(byVersion))
	for _, m := range byVersion {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b migration) int { return int(a.version - b.version) })
	return all, nil
}

func renderMigration(e Engine, folder fs.FS, name string) (migration, error) {
	raw, err := fs.ReadFile(folder, name)
	if err != nil {
		return migration{}, err
	}
	base := path.Base(name)
	number, _, _ := strings.Cut(base, "_")
	version, err := strconv.ParseInt(number, 10, 64)
	if err != nil || version < 1 {
		return migration{}, fmt.Errorf("migration %s: the name must begin with a number, as in 0201_unit.sql", base)
	}
	if bytes.Contains(raw, []byte("+goose Down")) {
		return migration{}, fmt.Errorf("migration %s: migrations go forward only, remove its way down", base)
	}
	t, err := template.New(base).Option("missingkey=error").Parse(string(raw))
	if err != nil {
		return migration{}, fmt.Errorf("migration %s: %w", base, err)
	}
	var text strings.Builder
	if err := t.Execute(&text, wordsOf(e)); err != nil {
		return migration{}, fmt.Errorf("migration %s: %w", base, err)
	}
	return migration{version: version, name: base, text: text.String()}, nil
}

// migrate brings the schema forward to what the program knows. A schema with a
// step that the program does not know was written by a newer one: refused.
// Several processes on one PostgreSQL take turns.
func migrate(ctx context.Context, db *sql.DB, e Engine, folders []fs.FS, log *slog.Logger) error {
	steps, err := readMigrations(e, folders)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read migrations")
	}
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true), goose.WithSlog(log),
	}
	if e == PostgreSQL {
		dialect = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "lock for migrations")
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	known := make(map[int64]bool, len(steps))
	for _, step := range steps {
		known[step.version] = true
		options = append(options, goose.WithGoMigrations(goose.NewGoMigration(step.version, &goose.GoFunc{
			RunTx: func(ctx context.Context, tx *sql.Tx) error {
				if _, err := tx.ExecContext(ctx, step.text); err != nil {
					return fmt.Errorf("%s: %w", step.name, err)
				}
				return nil
			}}, nil)))
	}
	if err := refuseNewer(ctx, db, e, known); err != nil {
		return err
	}
	provider, err := goose.NewProvider(dialect, db, nil, options...)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "prepare migrations")
	}
	if _, err := provider.Up(ctx); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "migrate")
	}
	return nil
}

// refuseNewer fails with a conflict when the store holds a migration that is
// not among those known.
func refuseNewer(ctx context.Context, db *sql.DB, e Engine, known map[int64]bool) error {
	versions, err := schemaVersions(ctx, db, e)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "read schema version")
	}
	for _, v := range versions {
		if !known[v] {
			return fault.Newf(fault.CodeConflict,
				"The data was written by a newer version of Balcony (its schema has step %d, which this program does not know). Install that version or a later one; nothing was changed.", v).
				Keyed("record.schema_newer")
		}
	}
	return nil
}

// schemaVersions are the migrations a store holds, none for an empty one.
func schemaVersions(ctx context.Context, db *sql.DB, e Engine) ([]int64, error) {
	there := `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`
	if e == PostgreSQL {
		there = `SELECT count(*) FROM pg_class WHERE relkind = 'r' AND oid = to_regclass('goose_db_version')`
	}
	var n int
	if err := db.QueryRowContext(ctx, there).Scan(&n); err != nil || n == 0 {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT version_id FROM goose_db_version WHERE version_id > 0 ORDER BY version_id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var versions []int64
	for rows.Next() {
		var v int64
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		versions = append(versions, v)
	}
	return versions, rows.Err()
}
