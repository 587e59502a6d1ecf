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
	return &steadyPostgreSQL{Conn: pg, texts: map[string]*dollarText{}}, nil
}

// steadyPostgreSQL is a connection that writes. Statements that steer the
// transaction wait in pending and travel with the next one.
type steadyPostgreSQL struct {
	*stdlib.Conn
	pending []string
	texts   map[string]*dollarText // by the text with ?
}

// dollarText is a statement as PostgreSQL wants it.
type dollarText struct {
	sql    string // with $1 for ?
	params int
	ran    bool // it ran before and so is prepared
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
	statement := c.dollars(text)
	results, err := c.send(ctx, statement, args)
	if err != nil {
		return 0, closed(results, err)
	}
	tag, err := results.Exec()
	statement.ran = statement.ran || err == nil
	return tag.RowsAffected(), closed(results, err)
}

// get is exec for a query of which the first row is wanted.
func (c *steadyPostgreSQL) get(ctx context.Context, text string, args, dest []any) (found bool, err error) {
	statement := c.dollars(text)
	results, err := c.send(ctx, statement, args)
	if err != nil {
		return false, closed(results, err)
	}
	err = results.QueryRow().Scan(dest...)
	missing := errors.Is(err, pgx.ErrNoRows)
	statement.ran = statement.ran || err == nil || missing
	if missing {
		return false, closed(results, nil)
	}
	return err == nil, closed(results, err)
}

// closed ends a batch; its own error says nothing more when there is one.
func closed(results pgx.BatchResults, err error) error {
	if results == nil {
		return err
	}
	if closing := results.Close(); err == nil {
		return closing
	}
	return err
}

// send puts pending statements and this one on their way and takes in the
// results of the pending ones. A text that never ran goes alone: were it
// refused while it is prepared, what is pending would not run either, and
// there would be no savepoint to go back to.
func (c *steadyPostgreSQL) send(ctx context.Context, text *dollarText, args []any) (pgx.BatchResults, error) {
	if len(args) != text.params { // the driver would drop the connection over it
		return nil, fmt.Errorf("the statement takes %d arguments, %d were given", text.params, len(args))
	}
	if !text.ran {
		if err := c.flush(ctx); err != nil {
			return nil, err
		}
	}
	var batch pgx.Batch
	for _, p := range c.pending {
		batch.Queue(p)
	}
	batch.Queue(text.sql, args...)
	before := c.pending
	c.pending = nil
	results := c.Conn.Conn().SendBatch(context.WithoutCancel(ctx), &batch)
	for i := range before {
		if _, err := results.Exec(); err != nil {
			c.pending = before[i:] // not run
			return results, err
		}
	}
	return results, nil
}

// dollars is a text as PostgreSQL wants it, kept from its first time on.
func (c *steadyPostgreSQL) dollars(text string) *dollarText {
	done, known := c.texts[text]
	if known {
		return done
	}
	if len(c.texts) >= statements {
		clear(c.texts)
	}
	sql, n := numbered(text)
	done = &dollarText{sql: sql, params: n}
	c.texts[text] = done
	return done
}

// numbered is a text with $1, $2 ... for ? outside of quotes, and how many there are.
func numbered(text string) (string, int) {
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
	return b.String(), n
}
