package record

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
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
		return fault.Invalid("database_url", "The database URL cannot be read. It looks like postgres://user:password@host:5432/database.")
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
	err = migrate(ctx, migrator, PostgreSQL, migrations, s.log)
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

// steadyConnector opens PostgreSQL connections whose statements a cancelled
// context does not break off: the driver would close the connection, and with
// it end the transaction of all neighbours.
type steadyConnector struct{ driver.Connector }

func (c steadyConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	pg, ok := conn.(*stdlib.Conn)
	if !ok {
		_ = conn.Close()
		return nil, errors.New("unexpected PostgreSQL driver")
	}
	return steadyPostgreSQL{pg}, nil
}

type steadyPostgreSQL struct{ *stdlib.Conn }

func (c steadyPostgreSQL) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.Conn.ExecContext(context.WithoutCancel(ctx), query, args)
}

func (c steadyPostgreSQL) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.Conn.QueryContext(context.WithoutCancel(ctx), query, args)
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
		s.wake.all()
	}
}
