package record

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun"
)

// Queued sets what is called when a member of a group begins to wait.
func Queued(s *Store, hook func()) { s.hooks.queued = hook }

// BeforeBegin sets what runs before a group begins its transaction.
func BeforeBegin(s *Store, hook func() error) { s.hooks.beforeBegin = hook }

// BeforeCommit sets what runs between the last statement and the commit.
func BeforeCommit(s *Store, hook func() error) { s.hooks.beforeCommit = hook }

// Patient lets a group take its time, so that a slow machine does not split it.
func Patient(s *Store) { s.hooks.patience = time.Minute }

// Pools are the store's connection pools: the writer's, then the readers'.
func Pools(s *Store) (write, read *bun.DB) { return s.write, s.read }

// LendWriter runs fn on the connection that writes.
func LendWriter(ctx context.Context, s *Store, fn func(conn bun.Conn) error) error {
	se, err := s.takeSession(ctx)
	if err != nil {
		return err
	}
	defer s.giveBack(se)
	if err := se.ensure(ctx); err != nil {
		return err
	}
	return fn(se.conn)
}

// HurryOne shortens the wait for the only connection.
func HurryOne(s *Store) { s.oneWait = 50 * time.Millisecond }

// Notifications is how many PostgreSQL has sent.
func Notifications(s *Store) int64 { return s.told.Load() }

// StopCheckpoints leaves everything in the WAL.
func StopCheckpoints(s *Store) { s.hooks.noCheckpoint.Store(true) }

// Checkpoint does what the store does once a second.
func Checkpoint(ctx context.Context, s *Store) error { return s.checkpoint(ctx) }

// Carrier is the pool that carries the WAL into the database.
func Carrier(s *Store) *sql.DB { return s.carrier }

// TruncateWAL is one try of EmptyWAL.
func TruncateWAL(ctx context.Context, s *Store) (bool, error) { return s.tryEmptyWAL(ctx) }
