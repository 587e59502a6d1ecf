package record

import (
	"context"
	"database/sql"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/balcony-cx/balcony/internal/fault"
)

const (
	postgresWriters    = 8 // write transactions at once in this process
	postgresReaders    = 16
	postgresCommitters = 3 // groups at once; each commit waits for the log's lock anyway
	listenRetry        = time.Second
)

// openPostgreSQL connects, migrates, and sets up the pools.
func (s *Store) openPostgreSQL(ctx context.Context, migrations []fs.FS) error {
	config, err := pgx.ParseConfig(s.url)
	if err != nil { // the cause may hold the password: it is not passed on
		return badURL()
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "balcony"
	}
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["synchronous_commit"] = "on"
	writers := postgresWriters
	if s.one {
		writers = 1
	}
	migrator := stdlib.OpenDB(*config)
	if err = s.beforeMigrating(ctx, migrator); err == nil {
		err = migrate(ctx, migrator, PostgreSQL, migrations, s.log)
	}
	if closeErr := migrator.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "open PostgreSQL")
	}
	steady := sql.OpenDB(steadyConnector{stdlib.GetConnector(*config)})
	steady.SetMaxOpenConns(writers)
	s.write = bun.NewDB(steady, pgdialect.New())
	s.makeSlots(writers)
	if !s.one {
		reader := stdlib.OpenDB(*config)
		reader.SetMaxOpenConns(postgresReaders)
		reader.SetMaxIdleConns(postgresReaders / 2)
		s.read = bun.NewDB(reader, pgdialect.New())
	}
	s.files = &tableFiles{store: s}
	return nil
}

func badURL() error {
	return fault.Invalid("database_url", "The database URL cannot be read. It looks like postgres://user:password@host:5432/database.")
}

// listen wakes followers when any process on this database commits. Without a
// connection it tries again each second; the poll covers the time between.
func (s *Store) listen(ctx context.Context) {
	for ctx.Err() == nil {
		if err := s.listenOnce(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "record: listening for commits of other processes broke off", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(listenRetry):
		}
	}
}

func (s *Store) listenOnce(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN change_log"); err != nil {
		return err
	}
	s.wake.all() // something may have happened before we listened
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		s.told.Add(1)
		s.wake.all()
	}
}
