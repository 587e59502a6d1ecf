package facts

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// View is one snapshot of the facts. It is used by one goroutine at a time.
type View struct {
	s        *Store
	conn     *sql.Conn
	position log.Position
	asOf     time.Time
}

// AsOf is the position in the change log up to which the snapshot holds every
// event, and the instant at which the record was in that state.
func (v *View) AsOf() (log.Position, time.Time) { return v.position, v.asOf }

// Query asks the snapshot; `?` stands for an argument. Close the rows before
// the next query.
func (v *View) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := v.conn.QueryContext(ctx, query, args...) //nolint:rowserrcheck // the caller reads the rows and asks Err
	if err != nil {
		return nil, v.s.readFault(ctx, err)
	}
	return rows, nil
}

// View calls fn with one read-only snapshot of the facts. Where the file is
// being made the fault is unavailable and tells the progress.
func (s *Store) View(ctx context.Context, fn func(ctx context.Context, v *View) error) error {
	v, leave, err := s.look(ctx)
	if err != nil {
		return err
	}
	defer leave()
	err = fn(ctx, v)
	if fault.CodeOf(err) == fault.CodeInternal {
		return s.readFault(ctx, err)
	}
	return err
}

// Cursor is the rows of a query of its own; use and close it like sql.Rows.
// Until it is closed, a rebuilt file cannot take the place of the one it reads.
type Cursor struct {
	*sql.Rows
	s     *Store
	ctx   context.Context //nolint:containedctx // the query's own, to tell a cancelled read from a broken file
	once  sync.Once
	leave func()
}

// Query asks the facts in a snapshot of its own; `?` stands for an argument.
func (s *Store) Query(ctx context.Context, query string, args ...any) (*Cursor, error) {
	v, leave, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := v.Query(ctx, query, args...) //nolint:rowserrcheck // the reader of the cursor asks Err
	if err != nil {
		leave()
		return nil, err
	}
	return &Cursor{Rows: rows, s: s, ctx: ctx, leave: leave}, nil
}

// Next moves to the next row; at the end it closes the cursor.
func (c *Cursor) Next() bool {
	if c.Rows.Next() {
		return true
	}
	_ = c.Close()
	return false
}

// Err is what ended the rows, nil at their end.
func (c *Cursor) Err() error {
	if err := c.Rows.Err(); err != nil {
		return c.s.readFault(c.ctx, err)
	}
	return nil
}

// Close lets go of the snapshot. It may be called more than once.
func (c *Cursor) Close() error {
	err := c.Rows.Close()
	c.once.Do(c.leave)
	return err
}

// look enters the gate and begins a read-only transaction; leave ends both.
func (s *Store) look(ctx context.Context) (v *View, leave func(), err error) {
	f, err := s.gate.enter(ctx)
	if err != nil {
		return nil, nil, err
	}
	if f == nil {
		return nil, nil, s.unavailable()
	}
	conn, err := f.db.Conn(ctx)
	if err != nil {
		s.gate.leave()
		return nil, nil, s.readFault(ctx, err)
	}
	leave = func() {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		if err != nil {
			// The connection is not to be used again; Raw with ErrBadConn drops it.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
		_ = conn.Close()
		s.gate.leave()
	}
	v = &View{s: s, conn: conn}
	if err := v.begin(ctx); err != nil {
		leave()
		return nil, nil, s.readFault(ctx, err)
	}
	return v, leave, nil
}

func (v *View) begin(ctx context.Context) error {
	if _, err := v.conn.ExecContext(ctx, "BEGIN TRANSACTION READ ONLY"); err != nil {
		return err
	}
	var asOf time.Time
	if err := v.conn.QueryRowContext(ctx, "SELECT position, as_of FROM meta").Scan(&v.position, &asOf); err != nil {
		return err
	}
	v.asOf = v.s.status.asOf(v.position, asOf)
	return nil
}

// readFault gives an error of a query its code. One that speaks of damage has
// the file looked at.
func (s *Store) readFault(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "query the facts")
	}
	if speaksOfDamage(err) {
		s.doubtFile()
		return fault.New(fault.CodeUnavailable, "The figures are being checked. Nothing was lost; try again shortly.").
			Keyed("facts.checking").Because(err)
	}
	return fault.Wrap(err, fault.CodeInternal, "query the facts")
}

// doubtFile asks the projector to look at the file.
func (s *Store) doubtFile() {
	select {
	case s.doubt <- struct{}{}:
	default:
	}
}

// speaksOfDamage tells errors that a sound file does not give.
func speaksOfDamage(err error) bool {
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Type {
	case duckdb.ErrorTypeIO, duckdb.ErrorTypeFatal, duckdb.ErrorTypeInternal, duckdb.ErrorTypeSerialization:
		return true
	default:
		return false
	}
}
