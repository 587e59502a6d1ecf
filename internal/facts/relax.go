package facts

import (
	"context"
	"runtime/debug"
	"time"
)

// restAfter is how long nothing is written and nobody asks before the memory
// of the work done is given back.
const restAfter = 30 * time.Second

// quietness is since when nothing was written and nobody asked.
type quietness struct {
	since  time.Time
	visits int64
	used   bool // since the file was opened
}

// long says once that it has been quiet for a while after some work.
func (q *quietness) long(s *Store, moved bool) bool {
	now, visits := s.o.Now(), s.gate.visited()
	if moved || visits != q.visits {
		*q = quietness{since: now, visits: visits, used: true}
		return false
	}
	if !q.used || now.Sub(q.since) < s.o.rest {
		return false
	}
	q.used = false
	return true
}

// relax gives memory back: DuckDB keeps what it has read and written up to its
// limit, so the file is closed, which also folds its log into it, and opened
// again. It takes some tens of milliseconds, and readers wait for it. While a
// rebuild runs nothing is done.
func (s *Store) relax(ctx context.Context) {
	select {
	case <-s.build:
		defer func() { s.build <- struct{}{} }()
	default:
		return
	}
	s.stepMu.Lock()
	defer s.stepMu.Unlock()
	err := s.gate.exchange(func(old *file) (*file, error) {
		if old != nil {
			if err := old.close(); err != nil {
				s.o.Log.Warn("closing the facts file", "cause", err)
			}
		}
		f, err := reopenFile(context.WithoutCancel(ctx), s.o.Path, s.limits)
		if f == nil {
			s.status.change(func(st *Status) { st.State = Rebuilding })
		}
		return f, err
	})
	if err != nil {
		s.trouble(err, 1) // the next turn of the projector makes a file anew
	}
	debug.FreeOSMemory()
}
