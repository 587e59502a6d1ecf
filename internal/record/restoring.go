package record

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/balcony-cx/balcony/internal/fault"
)

// A PostgreSQL database that is being restored has the table restore_pending,
// which belongs to no backup: the erasures to be done again. While it is there
// nobody opens the record but the restore itself, so nothing is served that was
// erased, and a restore that broke off keeps what it knew.

// BeginRestore shuts a PostgreSQL database and keeps the erasures in it until
// EndRestore. Doing so again adds to them.
func BeginRestore(ctx context.Context, databaseURL string, erasures []Erasure) error {
	return restoring(ctx, databaseURL, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS restore_pending (kind TEXT NOT NULL, subject TEXT NOT NULL, at BIGINT NOT NULL, how TEXT NOT NULL DEFAULT '', PRIMARY KEY (kind, subject))`)
		if err == nil { // an older program may have left the table
			_, err = tx.ExecContext(ctx, `ALTER TABLE restore_pending ADD COLUMN IF NOT EXISTS how TEXT NOT NULL DEFAULT ''`)
		}
		for _, e := range erasures {
			if err == nil {
				_, err = tx.ExecContext(ctx, `INSERT INTO restore_pending (kind, subject, at, how) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, e.Kind, e.Subject, Micros(e.At), e.How)
			}
		}
		return err
	})
}

// EndRestore opens the database to everybody.
func EndRestore(ctx context.Context, databaseURL string) error {
	return restoring(ctx, databaseURL, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS restore_pending`)
		return err
	})
}

func restoring(ctx context.Context, databaseURL string, do func(*sql.Tx) error) error {
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return badURL()
	}
	db := stdlib.OpenDB(*config)
	defer func() { _ = db.Close() }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "reach the database")
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback()
		return fault.Wrap(err, fault.CodeUnavailable, "mark the restore")
	}
	return fault.Wrap(tx.Commit(), fault.CodeUnavailable, "mark the restore")
}

// pendingErasures are those a restore that is not over has still to do; false
// where none is under way.
func pendingErasures(ctx context.Context, db *sql.DB) ([]Erasure, bool, error) {
	var there bool
	if err := db.QueryRowContext(ctx, isRestoring).Scan(&there); err != nil || !there {
		return nil, false, err
	}
	rows, err := db.QueryContext(ctx, `SELECT kind, subject, at, COALESCE(to_jsonb(p)->>'how', '') FROM restore_pending p ORDER BY at, kind, subject`)
	if err != nil {
		return nil, true, err
	}
	all, err := scanErasures(rows)
	return all, true, err
}

// isRestoring asks whether a restore of the database is not over.
const isRestoring = `SELECT to_regclass('restore_pending') IS NOT NULL`

// notRestoring refuses a database whose restore is not over. It is asked on a
// connection that stays, so that a restore that begins later sees us.
func (s *Store) notRestoring(ctx context.Context) error {
	if s.engine != PostgreSQL || s.restoring {
		return nil
	}
	var pending bool
	err := s.View(ctx, func(ctx context.Context, q Querier) error {
		return q.NewRaw(isRestoring).Scan(ctx, &pending)
	})
	if err == nil && pending {
		return restoreUnderWay()
	}
	return fault.Wrap(err, fault.CodeUnavailable, "look for a restore")
}

func restoreUnderWay() error {
	return fault.New(fault.CodeConflict, "A restore into this database is under way or broke off. Let it end, or run balcony restore again; until then nothing is served from it.").Keyed("record.restoring")
}

// beforeMigrating refuses a database that is being restored before anything in
// it is changed.
func (s *Store) beforeMigrating(ctx context.Context, db *sql.DB) error {
	if s.restoring {
		return nil
	}
	_, pending, err := pendingErasures(ctx, db)
	if err == nil && pending {
		return restoreUnderWay()
	}
	return err
}
