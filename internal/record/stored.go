package record

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Stored is what can be told of a record without opening it as a Store.
type Stored struct {
	Versions []int64   // migrations it holds, none when there is no record
	Erasures []Erasure // what it knows to be erased
	Servers  int       // on PostgreSQL: connections of other Balconies
	Broken   bool      // on PostgreSQL: a restore into it is under way or broke off
}

// Look reads what is stored where the options point, and changes nothing. On
// SQLite the caller holds the folder's lock.
func Look(ctx context.Context, o Options) (*Stored, error) {
	engine, db, err := lookAt(o)
	if err != nil || db == nil {
		return &Stored{}, err
	}
	defer func() { _ = db.Close() }()
	stored := &Stored{}
	if stored.Versions, err = schemaVersions(ctx, db, engine); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "look at the record")
	}
	if stored.Erasures, err = storedErasures(ctx, db, stored.Versions); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "look at the erasures")
	}
	if engine == PostgreSQL {
		pending, broken, err := pendingErasures(ctx, db)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, "look at the erasures")
		}
		stored.Broken, stored.Erasures = broken, append(stored.Erasures, pending...)
		stored.Servers, err = othersOn(ctx, db)
		return stored, fault.Wrap(err, fault.CodeUnavailable, "look at the database's connections")
	}
	return stored, nil
}

// othersOn counts the connections of other Balconies. PostgreSQL takes a moment
// to let go of those that were closed: for up to two seconds it is asked again.
func othersOn(ctx context.Context, db *sql.DB) (n int, err error) {
	for range 20 {
		err = db.QueryRowContext(ctx, `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'balcony' AND pid <> pg_backend_pid()`).Scan(&n)
		if err != nil || n == 0 {
			return n, err
		}
		if _, err := db.ExecContext(ctx, "SELECT pg_sleep(0.1)"); err != nil {
			return n, err
		}
	}
	return n, nil
}

// lookAt opens a database without migrating it; nil where there is no file.
func lookAt(o Options) (Engine, *sql.DB, error) {
	if o.DatabaseURL == "" {
		file := databaseFile(o.Dir)
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return SQLite, nil, nil
		}
		return SQLite, openSQLiteFile(file, false), nil
	}
	config, err := pgx.ParseConfig(o.DatabaseURL)
	if err != nil {
		return PostgreSQL, nil, badURL()
	}
	return PostgreSQL, stdlib.OpenDB(*config), nil
}

// erasureStep is the migration that made the table of erasures, howStep the one
// since which it says how.
const (
	erasureStep = 3
	howStep     = 4
)

func storedErasures(ctx context.Context, db *sql.DB, versions []int64) ([]Erasure, error) {
	if !slices.Contains(versions, erasureStep) {
		return nil, nil
	}
	how := "''"
	if slices.Contains(versions, howStep) {
		how = "how"
	}
	rows, err := db.QueryContext(ctx, `SELECT kind, subject, at, `+how+` FROM erasure ORDER BY at, kind, subject`)
	if err != nil {
		return nil, err
	}
	return scanErasures(rows)
}
