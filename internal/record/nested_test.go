package record_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestNothingReachesForThePoolInside tries every way into the store from
// inside every kind of transaction.
func TestNothingReachesForThePoolInside(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		ways := map[string]func(ctx context.Context) error{
			"View": func(ctx context.Context) error {
				return s.View(ctx, func(context.Context, record.Querier) error { return nil })
			},
			"Write":  func(ctx context.Context) error { _, err := s.Write(ctx, writes("x")); return err },
			"Join":   func(ctx context.Context) error { _, err := s.Join(ctx, 1, writes("x")); return err },
			"Events": func(ctx context.Context) error { _, err := s.Events(ctx, 0, 1); return err },
		}
		try := func(ctx context.Context, outer string) {
			for name, way := range ways {
				if err := way(ctx); !fault.Is(err, fault.CodeInternal) || !strings.Contains(err.Error(), "inside a transaction") {
					t.Errorf("%s inside %s: %v", name, outer, err)
				}
			}
		}
		_ = s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			try(ctx, "View")
			refusesTransaction(ctx, t, q)
			return nil
		})
		_, _ = s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			try(ctx, "Write")
			refusesTransaction(ctx, t, tx)
			return nil
		})
		_, _ = s.Join(t.Context(), 1, func(ctx context.Context, tx *record.Tx) error {
			try(context.WithValue(ctx, "k", "v"), "Join") //nolint:staticcheck // any derived context
			refusesTransaction(ctx, t, tx)
			return nil
		})
	})
}

func refusesTransaction(ctx context.Context, t *testing.T, q record.Querier) {
	t.Helper()
	if _, err := q.BeginTx(ctx, nil); err == nil {
		t.Error("BeginTx inside a transaction")
	}
	if err := q.RunInTx(ctx, nil, func(context.Context, bun.Tx) error { return nil }); err == nil {
		t.Error("RunInTx inside a transaction")
	}
}

// TestOneConnectionTellsOfAForgottenContext covers the call that the context
// cannot catch: it took the outer one.
func TestOneConnectionTellsOfAForgottenContext(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		record.HurryOne(s)
		outer := t.Context()
		_, err := s.Write(outer, func(context.Context, *record.Tx) error {
			return s.View(outer, func(context.Context, record.Querier) error { return nil })
		})
		if !fault.Is(err, fault.CodeInternal) || !strings.Contains(err.Error(), "inside a transaction") {
			t.Errorf("error %v", err)
		}
		err = s.View(outer, func(_ context.Context, q record.Querier) error {
			if _, err := q.ExecContext(outer, `INSERT INTO note (id, text) VALUES ('v', 'v')`); err == nil {
				t.Error("View can write")
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if _, err := s.Write(outer, writes("after")); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// TestACallerWhoWentAway: a view under a context that ends meanwhile says so,
// and the next one reads.
func TestACallerWhoWentAway(t *testing.T) {
	recordtest.Each(t, nil, func(t *testing.T, s *record.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		err := s.View(ctx, func(ctx context.Context, q record.Querier) error {
			cancel()
			_, err := q.ExecContext(ctx, "SELECT 1")
			return fault.Wrap(err, fault.CodeInternal, "read")
		})
		if (err != nil || s.Engine() == record.PostgreSQL) && !errors.Is(err, context.Canceled) {
			t.Errorf("gone in the middle: %v", err)
		}
		if err := s.View(ctx, func(context.Context, record.Querier) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("gone before: %v", err)
		}
		var one int
		if err := s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.QueryRowContext(ctx, "SELECT 1").Scan(&one)
		}); err != nil || one != 1 {
			t.Errorf("the next reader: %d, %v", one, err)
		}
	})
}
