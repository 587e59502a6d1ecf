package record

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

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
		return nil, fmt.Errorf("unexpected PostgreSQL connection %T", conn)
	}
	return &steadyPostgreSQL{Conn: pg, texts: map[string]string{}}, nil
}

// steadyPostgreSQL is a connection that writes. Statements that steer the
// transaction wait in pending and travel with the next one.
type steadyPostgreSQL struct {
	*stdlib.Conn
	pending []string
	texts   map[string]string // ? to $1, by text
}

// ExecContext is how bun's statements come in.
func (c *steadyPostgreSQL) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.flush(ctx); err != nil {
		return nil, err
	}
	return c.Conn.ExecContext(context.WithoutCancel(ctx), query, args)
}

// QueryContext is how bun's queries come in.
func (c *steadyPostgreSQL) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.flush(ctx); err != nil {
		return nil, err
	}
	return c.Conn.QueryContext(context.WithoutCancel(ctx), query, args)
}

// flush runs what is pending.
func (c *steadyPostgreSQL) flush(ctx context.Context) error {
	if len(c.pending) == 0 {
		return nil
	}
	text := strings.Join(c.pending, ";")
	c.pending = c.pending[:0]
	_, err := c.Conn.Conn().Exec(context.WithoutCancel(ctx), text)
	return err
}

// run runs a statement without arguments, and what is pending before it.
func (c *steadyPostgreSQL) run(ctx context.Context, text string) error {
	c.pending = append(c.pending, text)
	return c.flush(ctx)
}

// exec runs a statement with what is pending before it, in one round trip.
func (c *steadyPostgreSQL) exec(ctx context.Context, text string, args []any) (n int64, err error) {
	results, err := c.send(ctx, text, args)
	defer func() { err = errors.Join(err, results.Close()) }()
	if err != nil {
		return 0, err
	}
	tag, err := results.Exec()
	return tag.RowsAffected(), err
}

// get is exec for a query of which the first row is wanted.
func (c *steadyPostgreSQL) get(ctx context.Context, text string, args, dest []any) (found bool, err error) {
	results, err := c.send(ctx, text, args)
	defer func() { err = errors.Join(err, results.Close()) }()
	if err != nil {
		return false, err
	}
	err = results.QueryRow().Scan(dest...)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// send puts pending statements and this one on their way and takes in the
// results of the pending ones.
func (c *steadyPostgreSQL) send(ctx context.Context, text string, args []any) (pgx.BatchResults, error) {
	var batch pgx.Batch
	for _, p := range c.pending {
		batch.Queue(p)
	}
	batch.Queue(c.dollars(text), args...)
	before := len(c.pending)
	c.pending = c.pending[:0]
	results := c.Conn.Conn().SendBatch(context.WithoutCancel(ctx), &batch)
	for range before {
		if _, err := results.Exec(); err != nil {
			return results, err
		}
	}
	return results, nil
}

// dollars turns ? into $1, $2 ... outside of quotes.
func (c *steadyPostgreSQL) dollars(text string) string {
	done, known := c.texts[text]
	if known {
		return done
	}
	if len(c.texts) >= statements {
		clear(c.texts)
	}
	var b strings.Builder
	n, quote := 0, byte(0)
	for i := range len(text) {
		char := text[i]
		switch {
		case quote != 0:
			if char == quote {
				quote = 0
			}
		case char == '\'' || char == '"':
			quote = char
		case char == '?':
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
			continue
		}
		b.WriteByte(char)
	}
	c.texts[text] = b.String()
	return b.String()
}
