package access

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// hearPause is the least time between two looks at what other processes
// changed. A commit anywhere wakes us, and the record does once a second.
const hearPause = 200 * time.Millisecond

// hear forgets what is remembered of people, sessions and tokens whenever
// another process on the same database changed access, until ctx ends. With
// SQLite there is no other process.
func (s *Service) hear(ctx context.Context) {
	if s.store.Engine() != record.PostgreSQL {
		return
	}
	known := int64(-1)
	s.store.Attend(ctx, hearPause, func(ctx context.Context) {
		changes, err := s.accessChanges(ctx)
		if err == nil && changes != known {
			known = changes
			s.Changed()
			s.kept.readAnew()
		}
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "changes of access by other processes are not heard at the moment", "error", err)
		}
	})
}

// accessChanges counts the changes of access: each passes the guard.
func (s *Service) accessChanges(ctx context.Context) (n int64, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT changes FROM access_guard WHERE id = 1").Scan(ctx, &n)
	})
	return n, fault.Wrap(err, fault.CodeUnavailable, "read changes of access")
}
