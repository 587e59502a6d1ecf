package record

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"

	"github.com/balcony-cx/balcony/internal/fault"
)

// readers is how many SQLite snapshots may be read at once.
const readers = 8

// openSQLite opens the writer, migrates, and opens the readers.
func (s *Store) openSQLite(ctx context.Context, migrations []fs.FS) error {
	file := databaseFile(s.dir)
	migrator := openSQLiteFile(file, true)
	err := requireFTS5(ctx, migrator)
	if err == nil {
		err = migrate(ctx, migrator, SQLite, migrations, s.log)
	}
	if closeErr := migrator.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "open "+file)
	}
	s.write = bun.NewDB(openSQLiteFile(file, true), sqlitedialect.New())
	s.makeSlots(1)
	if !s.one {
		s.read = bun.NewDB(openSQLiteFile(file, false), sqlitedialect.New())
		s.carrier = openSQLiteFile(file, true)
	}
	s.files = newFolderFiles(filepath.Join(s.dir, "files"))
	return nil
}

// requireFTS5 asks SQLite itself whether it can search texts. A build without
// the tag compiles, so that editors and go vet work as they are, and stops here.
func requireFTS5(ctx context.Context, db *sql.DB) error {
	var has bool
	if err := db.QueryRowContext(ctx, "SELECT sqlite_compileoption_used('ENABLE_FTS5')").Scan(&has); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "ask SQLite what it can do")
	}
	if !has {
		return fault.New(fault.CodeUnavailable, "This program was built without SQLite's FTS5: build it with make, or by hand with the tag, as in go build -tags sqlite_fts5 ./cmd/balcony.")
	}
	return nil
}

// openSQLiteFile is the one way in which a connection to a record file is
// made. The writer has one connection that is never interrupted half-way; the
// others cannot write.
func openSQLiteFile(file string, writer bool) *sql.DB {
	q := url.Values{
		"_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_foreign_keys": {"ON"},
		"_busy_timeout": {"10000"}, "_txlock": {"immediate"},
	}
	if !writer {
		q.Set("_query_only", "ON")
		q.Set("_txlock", "deferred")
		q.Set("_stmt_cache_size", "32") // the writer keeps its own, see session
	}
	db := sql.OpenDB(&sqliteConnector{dsn: "file:" + escapePath(file) + "?" + q.Encode(), writer: writer})
	if writer {
		db.SetMaxOpenConns(1)
	} else {
		db.SetMaxOpenConns(readers)
		db.SetMaxIdleConns(readers)
	}
	return db
}

// escapePath keeps what means something in a file: URI out of a path.
func escapePath(file string) string { return (&url.URL{Path: file}).EscapedPath() }

// sqliteConnector opens connections that all have the same settings.
type sqliteConnector struct {
	dsn    string
	writer bool
}

// Connect opens a connection and sets what the connection string cannot.
func (c *sqliteConnector) Connect(context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	raw := conn.(*sqlite3.SQLiteConn)
	// What is deleted is overwritten with zeros, so that an erasure leaves nothing in free pages.
	pragmas := "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384; PRAGMA secure_delete = ON"
	if c.writer {
		pragmas += fmt.Sprintf("; PRAGMA wal_autocheckpoint = %d; PRAGMA journal_size_limit = 67108864", lateCheckpoint)
	}
	if _, err := raw.Exec(pragmas, nil); err != nil {
		_ = raw.Close()
		return nil, fmt.Errorf("set up SQLite: %w", err)
	}
	if c.writer {
		return steadySQLite{raw}, nil
	}
	return raw, nil
}

// Driver is SQLite's.
func (c *sqliteConnector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

// steadySQLite is a connection whose statements a cancelled context does not
// interrupt: SQLite would roll the whole transaction back, neighbours
// included. Callers check their context between statements.
type steadySQLite struct{ *sqlite3.SQLiteConn }

func (c steadySQLite) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.SQLiteConn.ExecContext(context.WithoutCancel(ctx), query, args)
}

func (c steadySQLite) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.SQLiteConn.QueryContext(context.WithoutCancel(ctx), query, args)
}

// PrepareContext hands out a statement without the methods that take a
// context, so that database/sql runs it uninterrupted too.
func (c steadySQLite) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := c.SQLiteConn.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	return steadyStmt{stmt}, nil
}

// steadyStmt hides ExecContext and QueryContext of a statement.
type steadyStmt struct{ driver.Stmt }
