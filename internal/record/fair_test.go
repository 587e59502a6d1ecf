package record_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestLongWriterLetsOthersIn: an import writes piece after piece without a
// pause; an answer waits for the piece under way and at most one more, and on
// a machine that is busy for a few others until its goroutine gets its turn.
// A writer that was not made to queue would keep answers out for hundreds.
func TestLongWriterLetsOthersIn(t *testing.T) {
	s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes})
	var pieces atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for ctx.Err() == nil {
			_, err := s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
				n := pieces.Add(1)
				for i := range 200 {
					if err := insertNote(ctx, tx, fmt.Sprintf("import-%d-%d", n, i)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
				return
			}
		}
	})
	const answers = 30
	waited := int64(0)
	for i := range answers {
		before := pieces.Load()
		var inside int64
		_, err := s.Join(t.Context(), 1, func(ctx context.Context, tx *record.Tx) error {
			inside = pieces.Load()
			return insertNote(ctx, tx, fmt.Sprint("answer-", i))
		})
		if err != nil {
			t.Fatal(err)
		}
		waited += inside - before
	}
	if waited > 4*answers {
		t.Errorf("%d answers waited for %d pieces", answers, waited)
	}
	cancel()
	wg.Wait()
}

// TestCloseAnswersEverybody: nobody hangs when the server stops under load,
// and what was confirmed is there.
func TestCloseAnswersEverybody(t *testing.T) {
	eachPlace(t, func(t *testing.T, at record.Options) {
		at.Migrations = notes
		s, err := record.Open(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		var confirmed atomic.Int64
		var wg sync.WaitGroup
		started := make(chan struct{}, 1000)
		for c := range 16 {
			wg.Go(func() {
				for i := 0; ; i++ {
					_, err := s.Join(t.Context(), 1, writes(fmt.Sprintf("%d-%d", c, i)))
					if err != nil {
						if !fault.Is(err, fault.CodeUnavailable) {
							t.Error(err)
						}
						return
					}
					confirmed.Add(1)
					select {
					case started <- struct{}{}:
					default:
					}
				}
			})
		}
		for range 100 {
			<-started
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		wg.Wait()
		if _, err := s.Write(t.Context(), writes("late")); !fault.Is(err, fault.CodeUnavailable) {
			t.Errorf("after Close: %v", err)
		}
		if got := int64(len(noteIDs(t, recordtest.Open(t, at)))); got != confirmed.Load() {
			t.Errorf("%d notes, %d confirmed", got, confirmed.Load())
		}
	})
}
