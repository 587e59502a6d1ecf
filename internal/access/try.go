package access

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// try takes one of a key's tries: nil, too_many where none is left, or a fault
// of the record. With PostgreSQL several processes count together; each asks
// its own memory first, so a flood never becomes a flood of writes.
func (s *Service) try(ctx context.Context, l *limiter, key string) error {
	if !l.allow(key) {
		return errTooMany()
	}
	if s.store.Engine() != record.PostgreSQL {
		return nil
	}
	now, each := record.Micros(s.now()), between(l.every)
	var left int64
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		left, err = tx.Exec(ctx, `INSERT INTO access_try (key, free_at) VALUES (?, ?) ON CONFLICT (key) DO UPDATE
			SET free_at = GREATEST(access_try.free_at, ?) + ? WHERE GREATEST(access_try.free_at, ?) + ? <= ?`,
			l.sharedKey(key), now+each, now, each, now, each, now+int64(l.burst)*each)
		return err
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "count a try")
	}
	if left == 0 {
		return errTooMany()
	}
	return nil
}

// forgive gives a key all its tries back. Where the record does not hear of it
// they come back with time.
func (s *Service) forgive(ctx context.Context, l *limiter, key string) {
	l.reset(key)
	if s.store.Engine() != record.PostgreSQL {
		return
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM access_try WHERE key = ?", l.sharedKey(key))
		return err
	})
	if err != nil {
		s.log.WarnContext(ctx, "tries to sign in were not forgiven; they run out by themselves", "error", err)
	}
}

// sharedKey tells neither addresses nor people to whoever reads the table.
func (l *limiter) sharedKey(key string) string { return l.name + ":" + hashOf(key) }

// between is the time after which one more try is free, in microseconds.
func between(every rate.Limit) int64 {
	return int64(float64(time.Second.Microseconds()) / float64(every))
}
