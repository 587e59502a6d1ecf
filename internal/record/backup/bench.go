package backup

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
)

// Times are how long a backup takes of a record that is idle and of one that
// is being written to.
type Times struct {
	Idle, Loaded time.Duration
	Bytes        int64 // size of the backup under load
	Writes       int64 // that were durable while it was made
}

// Ratio is the time under load for each unit of idle time.
func (t Times) Ratio() float64 { return t.Loaded.Seconds() / t.Idle.Seconds() }

// Measure makes a backup while nothing happens and one while writers call
// write over and over, and throws both away. write gets numbers that grow.
func Measure(ctx context.Context, s *record.Store, writers int, write func(ctx context.Context, n int64) error) (Times, error) {
	var times Times
	began := time.Now()
	if _, err := Write(ctx, s, io.Discard, Options{}); err != nil {
		return times, err
	}
	times.Idle = time.Since(began)

	loaded, stop := context.WithCancel(ctx)
	defer stop()
	var group sync.WaitGroup
	var n, done atomic.Int64
	failed := make(chan error, writers)
	for range writers {
		group.Go(func() {
			for loaded.Err() == nil {
				if err := write(loaded, n.Add(1)); err != nil {
					if loaded.Err() == nil {
						failed <- err
					}
					return
				}
				done.Add(1)
			}
		})
	}
	out := &counter{w: io.Discard}
	began = time.Now()
	_, err := Write(ctx, s, out, Options{})
	times.Loaded, times.Writes, times.Bytes = time.Since(began), done.Load(), out.n
	stop()
	group.Wait()
	close(failed)
	for f := range failed {
		err = errors.Join(err, f)
	}
	return times, err
}
