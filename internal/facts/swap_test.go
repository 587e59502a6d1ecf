package facts

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// While files are exchanged over and over, every reader gets an answer, what a
// client wrote is there once it has waited, and nothing ever goes back.
func TestReadersAndWritersDoNotNoticeAnExchange(t *testing.T) {
	rec := openRecord(t)
	s := open(t, options(t, rec))
	until(t, s, "live", func(st Status) bool { return st.State == Live })
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	for reader := range 2 {
		group.Add(1)
		go func() {
			defer group.Done()
			watch(ctx, t, s, reader)
		}()
	}
	group.Add(1)
	go func() {
		defer group.Done()
		for i := 0; ctx.Err() == nil; i++ {
			writeAndWait(t, s, rec, i)
		}
	}()
	for range 8 {
		if err := s.Rebuild(t.Context(), nil); err != nil {
			t.Errorf("rebuild: %v", err)
		}
	}
	stop()
	group.Wait()
}

// watch asks again and again and compares with what it saw before.
func watch(ctx context.Context, t *testing.T, s *Store, reader int) {
	var lastRows int64
	var lastPosition log.Position
	for asked := 0; ctx.Err() == nil; asked++ {
		err := s.View(t.Context(), func(ctx context.Context, v *View) error {
			p, _ := v.AsOf()
			rows, err := v.Query(ctx, "SELECT count(*) FROM answer")
			if err != nil {
				return err
			}
			defer rows.Close()
			var n int64
			for rows.Next() {
				if err := rows.Scan(&n); err != nil {
					return err
				}
			}
			if p < lastPosition || n < lastRows {
				t.Errorf("reader %d: position %d with %d rows after position %d with %d", reader, p, n, lastPosition, lastRows)
			}
			lastPosition, lastRows = p, n
			return rows.Err()
		})
		if err != nil {
			t.Errorf("reader %d, question %d: %v", reader, asked, err)
			return
		}
	}
}

// writeAndWait writes a thing and looks for it.
func writeAndWait(t *testing.T, s *Store, rec *record.Store, i int) {
	th := fixedThing(i)
	p, err := put(t.Context(), rec, recorded, th)
	if err != nil {
		t.Error(err)
		return
	}
	if err := s.WaitFor(t.Context(), p); err != nil {
		t.Errorf("wait for thing %d: %v", i, err)
		return
	}
	rows, err := s.Query(t.Context(), "SELECT count(*) FROM answer WHERE response = ?", th.ID)
	if err != nil {
		t.Error(err)
		return
	}
	defer rows.Close()
	var n int
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			t.Error(err)
		}
	}
	if err := rows.Err(); err != nil || n != len(th.Scores) {
		t.Errorf("thing %d has %d rows at position %d, want %d (%v)", i, n, p, len(th.Scores), err)
	}
}

func TestAnOpenCursorHoldsItsFile(t *testing.T) {
	rec := openRecord(t)
	s := open(t, options(t, rec))
	until(t, s, "live", func(st Status) bool { return st.State == Live })
	rows, err := s.Query(t.Context(), "SELECT range FROM range(100000)")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	done := make(chan error, 1)
	go func() { done <- s.Rebuild(t.Context(), nil) }()
	until(t, s, "the exchange is due", func(Status) bool {
		s.gate.mu.Lock()
		defer s.gate.mu.Unlock()
		return s.gate.changing
	})
	select {
	case err := <-done:
		t.Fatalf("exchanged under a reader: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	n := 0
	for rows.Next() {
		n++
	}
	if err := rows.Err(); err != nil || n != 100_000 {
		t.Fatalf("%d rows, %v", n, err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestAfterAQuietWhileTheMemoryIsGivenBackAndWorkGoesOn(t *testing.T) {
	rec := openRecord(t)
	o := options(t, rec)
	o.rest = time.Millisecond
	s := open(t, o)
	until(t, s, "live", func(st Status) bool { return st.State == Live })
	for i := range 3 {
		writeAndWait(t, s, rec, i)
		before := s.gate.current()
		until(t, s, "the file is opened again", func(Status) bool {
			now := s.gate.current()
			return now != nil && now != before
		})
	}
	if got := answersOf(t, s); len(got) != 3 {
		t.Errorf("facts hold %v, want three things", got)
	}
}
