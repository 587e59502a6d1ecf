package facts

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// gated holds Load back until open is closed.
func gated(feed row.Feed, open <-chan struct{}) row.Feed {
	load := feed.Load
	feed.Load = func(ctx context.Context, q bun.IDB, events []log.Event) (row.Delta, error) {
		select {
		case <-open:
		case <-ctx.Done():
			return row.Delta{}, ctx.Err()
		}
		return load(ctx, q, events)
	}
	return feed
}

// A projector far behind reads a record that is ahead of the events it is at:
// what it sees then must not be added again when it gets there.
func TestAProjectorFarBehindDoublesAndLosesNothing(t *testing.T) {
	for seed, batch := range []int{1, 2, 3, 5, 17, 100} {
		rec := openRecord(t)
		o := options(t, rec)
		gate := make(chan struct{})
		o.batch, o.Feeds = batch, []Feed{gated(thingFeed(), gate)}
		s := open(t, o)
		until(t, s, "live", func(st Status) bool { return st.State == Live })
		alive := map[string]thing{}
		last := history(t, rec, rand.New(rand.NewPCG(uint64(seed), 2)), 150, alive)
		close(gate)
		untilAt(t, s, last)
		if err := sameSums(readSums(t, s), wantSums(alive)); err != nil {
			t.Errorf("batches of %d: %v", batch, err)
		}
	}
}

func TestAFailingFeedIsRetriedAndShownNotSkipped(t *testing.T) {
	rec := openRecord(t)
	var failures atomic.Int32
	failures.Store(3)
	feed := thingFeed()
	load := feed.Load
	feed.Load = func(ctx context.Context, q bun.IDB, events []log.Event) (row.Delta, error) {
		if failures.Load() > 0 {
			return row.Delta{}, errors.New("the cellar is flooded")
		}
		return load(ctx, q, events)
	}
	o := options(t, rec)
	o.Feeds, o.Log = []Feed{feed}, nil
	s := open(t, o)
	until(t, s, "live", func(st Status) bool { return st.State == Live })
	p, err := put(t.Context(), rec, recorded, fixedThing(1))
	if err != nil {
		t.Fatal(err)
	}
	until(t, s, "trouble shown", func(st Status) bool {
		return st.Attempts >= 2 && strings.Contains(st.Trouble, "the cellar is flooded")
	})
	if st := s.Status(); st.Position >= p {
		t.Fatalf("the failed event was skipped: %+v", st)
	}
	if behind, age, err := s.Lag(t.Context()); err != nil || behind < 1 || age <= 0 {
		t.Errorf("lag is %d, %v, %v; want something", behind, age, err)
	}
	failures.Store(0)
	untilAt(t, s, p)
	until(t, s, "trouble gone", func(st Status) bool { return st.Trouble == "" && st.Attempts == 0 })
	if got := answersOf(t, s); len(got) != 1 {
		t.Errorf("facts hold %v, want the one thing", got)
	}
}

func TestWhatCannotBeUnderstoodIsSetAsideAlone(t *testing.T) {
	for _, trouble := range []string{"panic", "invalid", "row"} {
		t.Run(trouble, func(t *testing.T) {
			rec := openRecord(t)
			o := options(t, rec)
			gate := make(chan struct{})
			o.Feeds = []Feed{gated(thingFeed(), gate)}
			s := open(t, o)
			until(t, s, "live", func(st Status) bool { return st.State == Live })
			alive := map[string]thing{}
			var last log.Position
			var bad []string
			for i := range 10 {
				pieces := []thing{fixedThing(3 * i), fixedThing(3*i + 1), fixedThing(3*i + 2)}
				if i%4 == 1 {
					pieces[1].Fault, pieces[1].Event = trouble, false
					bad = append(bad, pieces[1].ID.String())
				}
				for _, th := range pieces {
					if th.Fault == "" {
						alive[th.ID.String()] = th
					}
				}
				var err error
				if last, err = put(t.Context(), rec, recorded, pieces...); err != nil {
					t.Fatal(err)
				}
			}
			close(gate)
			untilAt(t, s, last)
			if err := sameSums(readSums(t, s), wantSums(alive)); err != nil {
				t.Error(err)
			}
			rejects, total, err := s.Rejects(t.Context(), 100)
			if err != nil || total == 0 {
				t.Fatalf("rejects: %d, %v", total, err)
			}
			for _, r := range rejects {
				if !slices.Contains(bad, r.ID) || r.Reason == "" || r.Position == 0 {
					t.Errorf("rejected %+v, want only %v with a reason", r, bad)
				}
			}
			for _, id := range bad {
				if !slices.ContainsFunc(rejects, func(r Rejected) bool { return r.ID == id }) {
					t.Errorf("%s was not set aside", id)
				}
			}
		})
	}
}

func TestThePositionIsSavedSoThatTheLogCanBePruned(t *testing.T) {
	rec := openRecord(t)
	o := options(t, rec)
	var skew atomic.Int64
	o.Now = func() time.Time { return time.Now().Add(time.Duration(skew.Load())) }
	s := open(t, o)
	until(t, s, "live", func(st Status) bool { return st.State == Live })
	first, err := put(t.Context(), rec, recorded, fixedThing(1))
	if err != nil {
		t.Fatal(err)
	}
	untilAt(t, s, first)
	skew.Store(int64(time.Minute))
	last, err := put(t.Context(), rec, recorded, fixedThing(2))
	if err != nil {
		t.Fatal(err)
	}
	untilAt(t, s, last)
	until(t, s, "pruned", func(Status) bool {
		_, err := rec.Events(t.Context(), 0, 10)
		return errors.Is(err, log.ErrPruned)
	})
	if saved, known, err := rec.SavedPosition(t.Context(), "facts"); err != nil || !known || saved < first {
		t.Errorf("saved %d, %v, %v; want at least %d", saved, known, err, first)
	}
}

func TestANewZoneIsShownByARebuild(t *testing.T) {
	rec := openRecord(t)
	var zone atomic.Pointer[time.Location]
	zone.Store(time.UTC)
	o := options(t, rec)
	o.Zone = func() *time.Location { return zone.Load() }
	s := open(t, o)
	th := fixedThing(1)
	th.At = time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC)
	p, err := put(t.Context(), rec, recorded, th)
	if err != nil {
		t.Fatal(err)
	}
	untilAt(t, s, p)
	if got := oneText(t, s, "SELECT CAST(min(month) AS VARCHAR) FROM answer"); got != "2026-03-01" {
		t.Fatalf("month in UTC is %s", got)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	zone.Store(paris)
	until(t, s, "the month in Paris", func(Status) bool {
		return oneText(t, s, "SELECT CAST(min(month) AS VARCHAR) || CAST(min(day) AS VARCHAR) FROM answer") == "2026-04-012026-04-01"
	})
}

func oneText(t testing.TB, s *Store, query string) (out string) {
	t.Helper()
	rows, err := s.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&out); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheProjectorLeavesTheProcessorsToOthers(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{
		0: pace, 5 * time.Millisecond: pace, 20 * time.Millisecond: 320 * time.Millisecond, time.Second: slowest,
	} {
		if got := interval(took); got != want {
			t.Errorf("after a batch of %v the next begins after %v, want %v", took, got, want)
		}
	}
}

// TestRowsThatReadOtherwiseAreMadeAnew has a feed that says so once: the old
// file goes on until the new one is there, and a store that was closed before
// begins with a new one.
func TestRowsThatReadOtherwiseAreMadeAnew(t *testing.T) {
	for _, closed := range []bool{false, true} {
		rec := openRecord(t)
		var said bytes.Buffer // read once the store is closed
		var louder atomic.Bool
		feed := thingFeed()
		load, all := feed.Load, feed.All
		feed.Load = func(ctx context.Context, q bun.IDB, events []log.Event) (row.Delta, error) {
			d, err := load(ctx, q, events)
			d.Anew = louder.Load()
			return d, err
		}
		hold, held := make(chan struct{}), make(chan struct{}, 10)
		feed.All = func(ctx context.Context, q bun.IDB, yield func(row.Rows) error) error {
			if louder.Load() {
				held <- struct{}{}
				select { // the new file takes its time
				case <-hold:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return all(ctx, q, func(rows row.Rows) error {
				for i := range rows.Answers {
					if louder.Load() {
						rows.Answers[i].Channel = "loud"
					}
				}
				return yield(rows)
			})
		}
		o := options(t, rec)
		o.Feeds = []Feed{feed}
		o.Log = slog.New(slog.NewTextHandler(&said, nil))
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		put1, err := put(t.Context(), rec, recorded, fixedThing(1))
		if err != nil {
			t.Fatal(err)
		}
		untilAt(t, s, put1)
		louder.Store(true)
		put2, err := put(t.Context(), rec, recorded, fixedThing(2))
		if err != nil {
			t.Fatal(err)
		}
		untilAt(t, s, put2)
		soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		if err := s.WaitSettled(soon, put2); err == nil {
			t.Error("settled before the rows were made anew")
		}
		cancel()
		if got := oneText(t, s, "SELECT string_agg(DISTINCT channel) FROM answer"); got != "web" {
			t.Errorf("before the new file is there the channel is %q", got)
		}
		if closed {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if s, err = Open(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
		// Said again while a new file is being made: that file is put in place all
		// the same, and another one is made after it.
		<-held
		put3, err := put(t.Context(), rec, recorded, fixedThing(3))
		if err != nil {
			t.Fatal(err)
		}
		if !closed {
			untilAt(t, s, put3)
		}
		close(hold)
		until(t, s, "rows made anew", func(st Status) bool {
			return st.State == Live && oneText(t, s, "SELECT string_agg(DISTINCT channel) FROM answer") == "loud"
		})
		if err := s.WaitSettled(t.Context(), put3); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if strings.Contains(said.String(), "ERROR") {
			t.Errorf("closed meanwhile: %v; the log says:\n%s", closed, said.String())
		}
	}
}
