package record

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Tx is a write transaction, or a member's part of one. It is good until the
// function it was given to returns, and for one goroutine only.
type Tx struct {
	Querier
	session  *session
	entries  []entry
	erasures []Erasure
}

// querier refuses a transaction inside the transaction.
type querier struct{ bun.Conn }

// BeginTx always fails: there is a transaction already.
func (querier) BeginTx(context.Context, *sql.TxOptions) (bun.Tx, error) { return bun.Tx{}, errNested }

// RunInTx always fails: there is a transaction already.
func (querier) RunInTx(context.Context, *sql.TxOptions, func(context.Context, bun.Tx) error) error {
	return errNested
}

// Engine says which database is below.
func (tx *Tx) Engine() Engine { return tx.session.engine }

// Exec runs a fixed statement, with ? for arguments, prepared once for each
// connection: the cheap way for what happens for every answer. It gives the
// number of rows changed. Texts made up at run time go through the Querier.
func (tx *Tx) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	return tx.session.exec(ctx, text, args...)
}

// Get runs a fixed query the same cheap way and scans its first row into dest
// (*string, *int64, *int, *float64, *bool, *[]byte or sql.Scanner). It gives
// false, and leaves dest alone, when there is no row.
func (tx *Tx) Get(ctx context.Context, text string, args []any, dest ...any) (bool, error) {
	return tx.session.get(ctx, text, args, dest)
}

// Log says that the things with these ids changed. The row is written as the
// last step before the commit; entries of one kind that follow each other
// become one row. Without ids nothing is logged.
func (tx *Tx) Log(kind string, ids ...string) {
	if len(ids) > 0 {
		tx.entries = append(tx.entries, entry{kind: kind, ids: ids})
	}
}

// inside is the context that a transaction's function gets: it remembers the
// store so that reaching for the pool is refused.
type inside struct {
	context.Context
	store  *Store
	steady bool // nothing cancels it
}

type insideKey struct{}

func (c *inside) Value(key any) any {
	if key == (insideKey{}) {
		return c.store
	}
	return c.Context.Value(key)
}

func (c *inside) Done() <-chan struct{} {
	if c.steady {
		return nil
	}
	return c.Context.Done()
}

func (c *inside) Err() error {
	if c.steady {
		return nil
	}
	return c.Context.Err()
}

func (c *inside) Deadline() (time.Time, bool) {
	if c.steady {
		return time.Time{}, false
	}
	return c.Context.Deadline()
}

// refuseNested fails when ctx comes from a transaction of this store.
func (s *Store) refuseNested(ctx context.Context) error {
	if in, _ := ctx.Value(insideKey{}).(*Store); in == s {
		return fault.Wrap(errPool, fault.CodeInternal, "begin a transaction")
	}
	return nil
}

// Write runs fn in a transaction of its own and returns when it is durable,
// with the position of what it logged (or, when it logged nothing, the newest
// position known). An error of fn, a panic or a cancelled context undoes all.
// Long work is many Writes of at most 5,000 rows and 50 ms each.
func (s *Store) Write(ctx context.Context, fn func(ctx context.Context, tx *Tx) error) (log.Position, error) {
	if err := s.refuseNested(ctx); err != nil {
		return 0, err
	}
	se, err := s.takeSession(ctx)
	if err != nil {
		return 0, err
	}
	defer s.giveBack(se)
	if err := se.begin(ctx); err != nil {
		return 0, err
	}
	over := false
	defer func() {
		if !over {
			se.rollback(ctx)
		}
	}()
	tx := &Tx{Querier: querier{se.conn}, session: se}
	if err := fn(&inside{Context: ctx, store: s}, tx); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, fault.Wrap(err, fault.CodeUnavailable, "write")
	}
	position, err := s.finish(ctx, se, tx.entries)
	over = err == nil
	if over {
		err = s.logErasures(tx.erasures)
	}
	return position, err
}

// finish writes the log, commits, and wakes who follows.
func (s *Store) finish(ctx context.Context, se *session, entries []entry) (log.Position, error) {
	position, err := s.append(ctx, se, entries)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeUnavailable, "write the change log")
	}
	if s.hooks.beforeCommit != nil {
		if err := s.hooks.beforeCommit(); err != nil {
			return 0, fault.Wrap(err, fault.CodeUnavailable, "commit")
		}
	}
	if err := se.control(ctx, "COMMIT"); err != nil {
		return 0, fault.Wrap(err, fault.CodeUnavailable, "commit")
	}
	s.commits.Add(1)
	if len(entries) == 0 {
		return log.Position(s.last.Load()), nil
	}
	s.advance(position)
	s.wake.all()
	return position, nil
}

// View runs fn on one snapshot: everything it reads is of one moment. It
// cannot write.
func (s *Store) View(ctx context.Context, fn func(ctx context.Context, q Querier) error) error {
	if err := s.refuseNested(ctx); err != nil {
		return err
	}
	if s.one {
		return s.viewOnWriter(ctx, fn)
	}
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "open a snapshot")
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Conn.ExecContext(ctx, s.snapshotText()); err != nil {
		return fault.Wrap(broken(ctx, err), fault.CodeUnavailable, "open a snapshot")
	}
	defer func() {
		if _, err := conn.Conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); err != nil {
			drop(conn) // never hand an open snapshot to the next
		}
	}()
	return broken(ctx, fn(&inside{Context: ctx, store: s}, querier{conn}))
}

// broken says that it was the caller who went away where the PostgreSQL driver
// says "bad connection": so it answers to a query under a cancelled context.
func broken(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && errors.Is(err, driver.ErrBadConn) {
		return fault.Wrap(ctx.Err(), fault.CodeUnavailable, "read a snapshot")
	}
	return err
}

func (s *Store) snapshotText() string {
	if s.engine == SQLite {
		return "BEGIN"
	}
	return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
}

// viewOnWriter is View when there is one connection for everything.
func (s *Store) viewOnWriter(ctx context.Context, fn func(ctx context.Context, q Querier) error) error {
	se, err := s.takeSession(ctx)
	if err != nil {
		return err
	}
	defer s.giveBack(se)
	if err := se.ensure(ctx); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "open a snapshot")
	}
	if s.engine == SQLite {
		if err := se.control(ctx, "PRAGMA query_only = ON"); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "open a snapshot")
		}
		defer func() { _ = se.control(ctx, "PRAGMA query_only = OFF") }()
	}
	if err := se.control(ctx, s.snapshotText()); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "open a snapshot")
	}
	defer se.rollback(ctx)
	return fn(&inside{Context: ctx, store: s}, querier{se.conn})
}
