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

// TestShared: a long writer hears that answers had to wait for one, also once
// they do no longer.
func TestShared(t *testing.T) {
	s := recordtest.SQLite(t, nil)
	nothing := func(context.Context, *record.Tx) error { return nil }
	if _, err := s.Join(t.Context(), 1, nothing); err != nil || s.Shared() {
		t.Fatalf("shared though nobody waited, or failed: %v", err)
	}
	answered := make(chan error, 1)
	_, err := s.Write(t.Context(), func(ctx context.Context, _ *record.Tx) error {
		go func() {
			_, err := s.Join(t.Context(), 1, nothing)
			answered <- err
		}()
		for !s.Wanted() && ctx.Err() == nil {
			runtime.Gosched()
		}
		return ctx.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-answered; err != nil || !s.Shared() {
		t.Errorf("not shared, or failed: %v", err)
	}
}
