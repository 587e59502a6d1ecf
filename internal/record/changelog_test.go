package record_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func logOne(t *testing.T, s *record.Store, ids ...string) log.Position {
	t.Helper()
	p, err := s.Write(t.Context(), func(_ context.Context, tx *record.Tx) error {
		tx.Log("note.written", ids...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPruneKeepsWhatAReaderStillNeeds(t *testing.T) {
	recordtest.Each(t, nil, func(t *testing.T, s *record.Store) {
		ctx := t.Context()
		var at []log.Position
		for i := range 5 {
			at = append(at, logOne(t, s, fmt.Sprint(i)))
		}
		if n, err := s.Prune(ctx); n != 0 || err != nil {
			t.Fatalf("without readers: %d %v", n, err)
		}
		save(t, s, "facts", at[3])
		save(t, s, "jobs", at[1])
		if n, err := s.Prune(ctx); n != 2 || err != nil {
			t.Errorf("pruned %d %v, want 2", n, err)
		}
		if events, err := s.Events(ctx, at[1], 10); err != nil || len(events) != 3 {
			t.Errorf("the slower reader gets %d events, %v", len(events), err)
		}
		if _, err := s.Events(ctx, at[0], 10); !errors.Is(err, log.ErrPruned) {
			t.Errorf("a reader too far back: %v", err)
		}
		if err := s.ForgetReader(ctx, "jobs"); err != nil {
			t.Fatal(err)
		}
		save(t, s, "facts", at[4])
		if n, err := s.Prune(ctx); n != 2 || err != nil { // the newest row stays
			t.Errorf("pruned %d %v, want 2", n, err)
		}
		if p, err := s.Position(ctx); p != at[4] || err != nil {
			t.Errorf("position %d %v, want %d", p, err, at[4])
		}
		if p := logOne(t, s, "next"); p <= at[4] {
			t.Errorf("position %d after %d", p, at[4])
		}
	})
}

// TestPruneForgetsAReaderThatIsGone: an app process that never comes back must
// not keep the log for ever.
func TestPruneForgetsAReaderThatIsGone(t *testing.T) {
	now := time.Now()
	s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Now: func() time.Time { return now }})
	old := logOne(t, s, "a")
	save(t, s, "gone", old)
	logOne(t, s, "b")
	logOne(t, s, "c")
	now = now.Add(31 * 24 * time.Hour)
	p := logOne(t, s, "d")
	save(t, s, "facts", p)
	if n, err := s.Prune(t.Context()); n != 3 || err != nil {
		t.Errorf("pruned %d %v, want 3", n, err)
	}
	if _, known, err := s.SavedPosition(t.Context(), "gone"); known || err != nil {
		t.Errorf("the reader is still known: %v %v", known, err)
	}
}

func save(t *testing.T, s *record.Store, reader string, p log.Position) {
	t.Helper()
	if err := s.SavePosition(t.Context(), reader, p); err != nil {
		t.Fatal(err)
	}
	if got, known, err := s.SavedPosition(t.Context(), reader); got != p || !known || err != nil {
		t.Fatalf("saved %d, read %d %v %v", p, got, known, err)
	}
}

func TestPositionsGrowAcrossARestart(t *testing.T) {
	eachPlace(t, func(t *testing.T, at record.Options) {
		s, err := record.Open(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		before := logOne(t, s, "a", "b")
		save(t, s, "facts", before)
		if _, err := s.Prune(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		again := recordtest.Open(t, at)
		if after := logOne(t, again, "c"); after <= before {
			t.Errorf("position %d after %d", after, before)
		}
	})
}

func TestFollowersWakeAfterTheCommit(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		wake, stop := s.Follow()
		defer stop()
		for i := range 3 {
			logOne(t, s, fmt.Sprint(i))
			events := 0
			for events <= i { // a token may be an older one: look again at the next
				<-wake
				seen, err := s.Events(t.Context(), 0, 10)
				if err != nil {
					t.Fatal(err)
				}
				events = len(seen)
			}
		}
	})
}

func TestNothingIsLoggedByWhatFails(t *testing.T) {
	recordtest.Each(t, nil, func(t *testing.T, s *record.Store) {
		_, err := s.Write(t.Context(), func(_ context.Context, tx *record.Tx) error {
			tx.Log("note.written", "a")
			return errors.New("no")
		})
		if err == nil {
			t.Error("no error")
		}
		if p, err := s.Write(t.Context(), func(_ context.Context, tx *record.Tx) error {
			tx.Log("note.written")
			return nil
		}); p != 0 || err != nil {
			t.Errorf("without ids: %d %v", p, err)
		}
		if events, err := s.Events(t.Context(), 0, 10); len(events) != 0 || err != nil {
			t.Errorf("%v %v", events, err)
		}
	})
}

// TestEventsHoldAnyID: ids of others may hold anything.
func TestEventsHoldAnyID(t *testing.T) {
	s := recordtest.SQLite(t, nil)
	want := []string{"", "a b", `"`, `\`, "\x00", "\u00e9", "</script>", "a,b"}
	logOne(t, s, want...)
	events, err := s.Events(t.Context(), 0, 1)
	if err != nil || fmt.Sprintf("%q", events[0].IDs) != fmt.Sprintf("%q", want) {
		t.Errorf("%q %v", events[0].IDs, err)
	}
}

func TestEventsOfSomeKinds(t *testing.T) {
	recordtest.Each(t, nil, func(t *testing.T, s *record.Store) {
		var all []log.Position
		for _, kind := range []string{"a", "b", "c", "a", "b"} {
			p, err := s.Write(t.Context(), func(_ context.Context, tx *record.Tx) error {
				tx.Log(kind, "of "+kind)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, p)
		}
		events, upTo, err := s.EventsOf(t.Context(), []string{"a", "c"}, 0, 2)
		if err != nil || len(events) != 2 || events[1].Kind != "c" || events[1].IDs[0] != "of c" || upTo != all[2] {
			t.Errorf("%+v up to %d, %v", events, upTo, err)
		}
		events, upTo, err = s.EventsOf(t.Context(), []string{"a", "c"}, upTo, 2)
		if err != nil || len(events) != 1 || events[0].Position != all[3] || upTo != all[4] {
			t.Errorf("%+v up to %d, %v", events, upTo, err)
		}
		events, upTo, err = s.EventsOf(t.Context(), []string{"a", "c"}, upTo, 2)
		if err != nil || len(events) != 0 || upTo != all[4] {
			t.Errorf("%+v up to %d, %v", events, upTo, err)
		}
	})
}
