package record

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// How EmptyWAL goes about it: a try waits for readers and holds writers for at
// most tryWAL milliseconds, and tries are restWAL apart.
const (
	tryWAL  = "50"
	restWAL = 200 * time.Millisecond
	waitWAL = 30 * time.Second
)

// EmptyWAL carries all that was committed into the database file of SQLite and
// cuts the WAL to nothing: until then pages stand in it as they were before
// something was erased. Readers of older snapshots keep it from doing so; after
// 30 seconds of them it gives up with an unavailable fault. On PostgreSQL there
// is nothing to do: its own clean-up drops what was.
func (s *Store) EmptyWAL(ctx context.Context) error {
	if s.engine != SQLite {
		return nil
	}
	if err := s.refuseNested(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, waitWAL)
	defer cancel()
	for {
		done, err := s.tryEmptyWAL(ctx)
		if err != nil || done {
			return fault.Wrap(err, fault.CodeUnavailable, "empty the WAL")
		}
		select {
		case <-ctx.Done():
			return fault.Wrap(errors.New("a reader keeps an old snapshot open"), fault.CodeUnavailable, "empty the WAL")
		case <-time.After(restWAL):
		}
	}
}

// tryEmptyWAL tries once; false where readers or a writer stand in the way.
func (s *Store) tryEmptyWAL(ctx context.Context) (done bool, err error) {
	if s.carrier == nil {
		se, err := s.takeSession(ctx)
		if err != nil {
			return false, err
		}
		defer s.giveBack(se)
		if err := se.ensure(ctx); err != nil {
			return false, err
		}
		return truncateWAL(ctx, se.conn)
	}
	conn, err := s.carrier.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	return truncateWAL(ctx, conn)
}

// pragmas is a connection of SQLite.
type pragmas interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func truncateWAL(ctx context.Context, conn pragmas) (done bool, err error) {
	var before string
	if err := conn.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&before); err != nil {
		return false, err
	}
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = "+tryWAL); err != nil {
		return false, err
	}
	var busy, frames, carried int64
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &carried)
	_, back := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA busy_timeout = "+before)
	return err == nil && busy == 0, errors.Join(err, back)
}
