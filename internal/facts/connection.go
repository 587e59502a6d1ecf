package facts

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"
)

// connector opens connections that let go of everything when they are closed.
type connector struct{ *duckdb.Connector }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	opened, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := opened.(*duckdb.Conn)
	if !ok {
		return nil, fmt.Errorf("unexpected connection %T", opened)
	}
	return connection{conn}, nil
}

// connection is one of DuckDB's. A statement that was cancelled between its
// planning and its execution stays the active query of its connection and
// keeps the database open even after the connection is closed; the next one
// who opens the same file then waits for ever. Any further statement clears
// it away.
type connection struct{ *duckdb.Conn }

// Close implements driver.Conn.
func (c connection) Close() error {
	// What this says does not matter: a transaction may have failed before.
	_, _ = c.ExecContext(context.Background(), "SELECT 1", nil)
	return c.Conn.Close()
}
