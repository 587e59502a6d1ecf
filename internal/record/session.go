package record

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
)

// oneConnectionWait is how long a call waits for the only connection before
// it is said to reach for the pool inside a transaction.
const oneConnectionWait = 5 * time.Second

// statements is how many prepared statements a session keeps.
const statements = 256

// A session is one connection that writes, with its prepared statements. Only
// the goroutine that took it from the slots uses it.
type session struct {
	db     *bun.DB
	engine Engine
	open   bool
	conn   bun.Conn
	raw    *sqlite3.SQLiteConn            // SQLite only
	stmts  map[string]*sqlite3.SQLiteStmt // SQLite only, by text
	pg     *steadyPostgreSQL              // PostgreSQL only
	args   []driver.NamedValue            // reused from call to call
}

// makeSlots sets out n write connections; they are opened when first used.
func (s *Store) makeSlots(n int) {
	s.slots = make(chan *session, n)
	for range n {
		s.slots <- &session{db: s.write, engine: s.engine}
	}
}

// takeSession waits for a free write connection, first come first served.
func (s *Store) takeSession(ctx context.Context) (*session, error) {
	s.waiting.Add(1)
	defer s.waiting.Add(-1)
	var tooLong <-chan time.Time
	if s.one {
		timer := time.NewTimer(s.oneWait)
		defer timer.Stop()
		tooLong = timer.C
	}
	select {
	case se := <-s.slots:
		if s.isClosed.Load() {
			s.slots <- se
			return nil, errClosed()
		}
		return se, nil
	case <-s.closed:
		return nil, errClosed()
	case <-ctx.Done():
		return nil, fault.Wrap(ctx.Err(), fault.CodeUnavailable, "wait for the record")
	case <-tooLong:
		return nil, fault.Wrap(errPool, fault.CodeInternal, "wait for the only connection")
	}
}

// Wanted tells whether somebody waits for a write connection at this moment: a
// long writer should then come to the end of its piece.
func (s *Store) Wanted() bool { return s.waiting.Load() > 0 }

// sharedFor is for how long a group that had to wait is remembered.
const sharedFor = time.Second

// Shared tells whether answers had to wait for a write connection within the last
// second: more will come, and a long writer keeps its pieces short for them, even
// while nobody waits at this moment.
func (s *Store) Shared() bool {
	return time.Since(time.Unix(0, s.waited.Load())) < sharedFor
}

// noteWaiting remembers that a group has to wait, if it has to.
func (s *Store) noteWaiting() {
	if len(s.slots) == 0 {
		s.waited.Store(time.Now().UnixNano())
	}
}

// giveBack makes the session free for the next.
func (s *Store) giveBack(se *session) { s.slots <- se }

// closeSessions waits for the writers that still run and closes their
// connections.
func (s *Store) closeSessions() error {
	var errs []error
	for range cap(s.slots) {
		select {
		case se := <-s.slots:
			errs = append(errs, se.close())
		case <-time.After(2 * oneConnectionWait):
			return errors.Join(append(errs, errors.New("record: a write transaction does not end"))...)
		}
	}
	return errors.Join(errs...)
}

var (
	errPool   = errors.New("record: View, Write or Join was called inside a transaction of this store; use the querier that was handed over")
	errNested = errors.New("record: this is a transaction already; none can be begun inside it")
)

func errClosed() error {
	return fault.New(fault.CodeUnavailable, "The server is stopping. Nothing was stored; try again shortly.")
}

// begin starts a write transaction, with a new connection where the old one broke.
func (se *session) begin(ctx context.Context) error {
	err := se.ensure(ctx)
	if err == nil {
		if err = se.control(ctx, se.beginText()); err != nil && se.engine == PostgreSQL {
			_ = se.close()
			if err = se.ensure(ctx); err == nil {
				err = se.control(ctx, se.beginText())
			}
		}
	}
	return fault.Wrap(err, fault.CodeUnavailable, "begin a transaction")
}

func (se *session) beginText() string {
	if se.engine == SQLite {
		return "BEGIN IMMEDIATE"
	}
	return "BEGIN"
}

// ensure opens the connection unless it is open.
func (se *session) ensure(ctx context.Context) error {
	if se.open {
		return nil
	}
	conn, err := se.db.Conn(ctx)
	if err != nil {
		return err
	}
	se.conn, se.open = conn, true
	return conn.Raw(func(dc any) error {
		switch steady := dc.(type) {
		case steadySQLite:
			se.raw, se.stmts = steady.SQLiteConn, map[string]*sqlite3.SQLiteStmt{}
		case *steadyPostgreSQL:
			se.pg = steady
		default:
			return fmt.Errorf("unexpected connection %T", dc)
		}
		return nil
	})
}

// control runs a statement that steers the transaction.
func (se *session) control(ctx context.Context, text string) error {
	if se.engine == SQLite {
		_, err := se.exec(ctx, text)
		return err
	}
	return se.pg.run(ctx, text)
}

// later runs a statement that steers the transaction and cannot fail by
// itself: on PostgreSQL together with the next one, to save a round trip.
func (se *session) later(ctx context.Context, text string) error {
	if se.engine == PostgreSQL {
		se.pg.pending = append(se.pg.pending, text)
		return nil
	}
	return se.control(ctx, text)
}

// rollback ends the transaction without a trace. A connection on which even
// that fails is dropped, which has the same effect.
func (se *session) rollback(ctx context.Context) {
	if se.engine == SQLite && se.raw.AutoCommit() {
		return // SQLite rolled back by itself
	}
	if se.engine == PostgreSQL && se.open {
		se.pg.pending = nil // it goes with the rest
	}
	if err := se.control(context.WithoutCancel(ctx), "ROLLBACK"); err != nil {
		_ = se.close()
	}
}

// alive tells whether the transaction still stands.
func (se *session) alive() bool {
	if se.engine == PostgreSQL {
		return se.open && !se.pg.Conn.Conn().IsClosed()
	}
	return se.open && !se.raw.AutoCommit()
}

// close drops the connection for good; begin opens another.
func (se *session) close() error {
	if !se.open {
		return nil
	}
	for _, stmt := range se.stmts {
		_ = stmt.Close()
	}
	drop(se.conn)
	se.open, se.raw, se.pg, se.stmts = false, nil, nil, nil
	if err := se.conn.Close(); err != nil && !errors.Is(err, sql.ErrConnDone) {
		return fmt.Errorf("close connection: %w", err)
	}
	return nil
}

// drop makes the pool throw a connection away when it is closed.
func drop(conn bun.Conn) { _ = conn.Raw(func(any) error { return driver.ErrBadConn }) }
