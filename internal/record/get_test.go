package record_test

import (
	"context"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func TestGetReadsOneRowByItself(t *testing.T) {
	test := func(t *testing.T, s *record.Store) {
		const text = "SELECT id, text FROM note WHERE text = ? AND id <> '?'"
		id, said := "before", "before"
		if found, err := s.Get(t.Context(), text, []any{"it's ?"}, &id, &said); found || err != nil || id != "before" {
			t.Fatalf("of no row: %v %v %s", found, err, id)
		}
		if _, err := s.Join(t.Context(), 1, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO note (id, text) VALUES (?, ?)", "a", "it's ?")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time it is prepared
			if found, err := s.Get(t.Context(), text, []any{"it's ?"}, &id, &said); !found || err != nil || id != "a" || said != "it's ?" {
				t.Fatalf("%v %v %s %s", found, err, id, said)
			}
		}
		if _, err := s.Get(t.Context(), "SELECT nothing FROM note", nil, &id); err == nil {
			t.Error("a column that is not there was read")
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Get(gone, text, []any{"x"}, &id, &said); !fault.Is(err, fault.CodeUnavailable) {
			t.Errorf("for who has gone: %v", err)
		}
		_, err := s.Write(t.Context(), func(ctx context.Context, _ *record.Tx) error {
			_, err := s.Get(ctx, text, []any{"x"}, &id, &said)
			return err
		})
		if err == nil {
			t.Error("the pool was reached for inside a transaction")
		}
	}
	recordtest.Each(t, notes, test)
	t.Run("one connection", func(t *testing.T) { eachOne(t, test) })
}
