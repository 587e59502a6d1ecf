package record_test

import (
	"context"
	"runtime"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestWanted: a long writer hears that another one waits, and no longer once
// nobody does.
func TestWanted(t *testing.T) {
	s := recordtest.SQLite(t, nil) // one writer at a time
	nothing := func(context.Context, *record.Tx) error { return nil }
	second := make(chan error, 1)
	_, err := s.Write(t.Context(), func(ctx context.Context, _ *record.Tx) error {
		if s.Wanted() {
			t.Error("wanted by nobody")
		}
		go func() {
			_, err := s.Write(t.Context(), nothing)
			second <- err
		}()
		for !s.Wanted() && ctx.Err() == nil {
			runtime.Gosched()
		}
		return ctx.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-second; err != nil || s.Wanted() {
		t.Errorf("still wanted, or failed: %v", err)
	}
}
