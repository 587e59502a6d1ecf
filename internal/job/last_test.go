package job

import (
	"context"
	"errors"
	"testing"

	"github.com/riverqueue/river"

	"github.com/balcony-cx/balcony/internal/record"
)

// TestLastTry: a handler is told when its job is not run again.
func TestLastTry(t *testing.T) {
	eachQueue(t, func(t *testing.T, _ *record.Store, o Options) {
		last := make(chan bool, 2)
		q := start(t, o, withWork(func(ctx context.Context, _ work) error {
			last <- LastTry(ctx)
			return errors.New("no")
		}))
		for _, c := range []struct {
			id   string
			most int
		}{{"one try", 1}, {"two tries", 2}} {
			if _, err := q.client.Insert(t.Context(), work{ID: c.id}, &river.InsertOpts{MaxAttempts: c.most}); err != nil {
				t.Fatal(err)
			}
			select {
			case got := <-last:
				if got != (c.most == 1) {
					t.Errorf("%s: last %v", c.id, got)
				}
			case <-t.Context().Done():
				t.Fatal("the job did not run")
			}
		}
	})
}
