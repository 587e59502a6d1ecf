package record_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestPostgreSQLNeverShowsALaterNumberFirst has two processes' worth of stores
// write transactions that overlap, while a reader goes through the log and
// must meet every id although it never looks back.
func TestPostgreSQLNeverShowsALaterNumberFirst(t *testing.T) {
	url := recordtest.Database(t)
	one := recordtest.Open(t, record.Options{DatabaseURL: url, Migrations: notes})
	two := recordtest.Open(t, record.Options{DatabaseURL: url, Migrations: notes})
	const writers, each = 6, 30
	var wg sync.WaitGroup
	var done atomic.Bool
	for w := range writers {
		s := []*record.Store{one, two}[w%2]
		wg.Go(func() {
			for i := range each {
				id := fmt.Sprintf("%d-%d", w, i)
				var err error
				if w < 4 {
					_, err = s.Write(t.Context(), writes(id))
				} else {
					_, err = s.Join(t.Context(), 1, writes(id))
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	go func() { wg.Wait(); done.Store(true) }()
	seen := map[string]bool{}
	after := log.Position(0)
	for last := false; ; {
		events, err := two.Events(t.Context(), after, 5)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Position <= after {
				t.Fatalf("position %d after %d", e.Position, after)
			}
			after = e.Position
			for _, id := range e.IDs {
				seen[id] = true
			}
		}
		if len(events) == 0 {
			if last {
				break
			}
			last = done.Load()
		}
	}
	if len(seen) != writers*each {
		t.Errorf("the reader met %d ids, want %d", len(seen), writers*each)
	}
}

// TestPostgreSQLWritersOverlap: the lock is taken as the last step, so long
// transactions run side by side and only their ends queue up.
func TestPostgreSQLWritersOverlap(t *testing.T) {
	s := recordtest.PostgreSQL(t, notes)
	inside := make(chan struct{})
	var wg sync.WaitGroup
	for i := range 2 {
		wg.Go(func() {
			_, err := s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
				tx.Log("note.written", fmt.Sprint(i))
				select { // both must be in here at once
				case inside <- struct{}{}:
				case <-inside:
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestPostgreSQLWriterKilledBeforeItsCommit ends a writer's connection after
// it drew its number under the lock: the lock goes with it, nothing of it is
// seen, and readers pass the hole in the numbers.
func TestPostgreSQLWriterKilledBeforeItsCommit(t *testing.T) {
	url := recordtest.Database(t)
	s := recordtest.Open(t, record.Options{DatabaseURL: url, Migrations: notes})
	before := logOne(t, s, "before")
	for _, name := range []string{"Write", "Join"} {
		record.BeforeCommit(s, func() error { return killLockHolder(url) })
		var err error
		if name == "Write" {
			_, err = s.Write(t.Context(), writes("killed"))
		} else {
			_, err = s.Join(t.Context(), 1, writes("killed"))
		}
		if err == nil {
			t.Errorf("%s: acknowledged although its connection was killed", name)
		}
		record.BeforeCommit(s, nil)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		p, err := s.Write(ctx, writes("after "+name))
		cancel()
		if err != nil {
			t.Fatalf("after %s: %v", name, err)
		}
		if p <= before+1 {
			t.Errorf("%s: position %d after %d: the killed writer had drawn no number, so nothing was tried", name, p, before)
		}
		events, err := s.Events(t.Context(), before, 10)
		if err != nil || len(events) != 1 || events[0].Position != p {
			t.Errorf("%s: events %+v %v", name, events, err)
		}
		before = p
	}
	if got := fmt.Sprint(noteIDs(t, s)); got != "[after Join after Write]" {
		t.Errorf("notes %s", got)
	}
}

// killLockHolder ends the connection that holds the log's lock.
func killLockHolder(url string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var killed int
	err = conn.QueryRow(ctx, `SELECT count(pg_terminate_backend(pid)) FROM pg_locks
		WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`).Scan(&killed)
	if err == nil && killed != 1 {
		err = fmt.Errorf("%d connections held the log's lock, want 1", killed)
	}
	if err != nil {
		panic(err) // an error would make the commit fail for another reason
	}
	return nil
}

// TestPostgreSQLTellsOtherProcesses: a commit in one store wakes the followers
// of another well before the poll would.
func TestPostgreSQLTellsOtherProcesses(t *testing.T) {
	url := recordtest.Database(t)
	one := recordtest.Open(t, record.Options{DatabaseURL: url, Migrations: notes})
	two := recordtest.Open(t, record.Options{DatabaseURL: url, Migrations: notes})
	wake, stop := two.Follow()
	defer stop()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var p log.Position
	for record.Notifications(two) == 0 { // once it listens, the next commit is told
		p = logOne(t, one, "a")
		select {
		case <-wake:
		case <-ctx.Done():
			t.Fatal("no notification came")
		}
	}
	if now, err := two.Position(ctx); err != nil || now != p {
		t.Errorf("position %d %v, want %d", now, err, p)
	}
	if err := two.SavePosition(t.Context(), "two", p); err != nil {
		t.Error(err)
	}
}

// TestPostgreSQLPasswordStaysSecret: the URL must not come back in an error.
func TestPostgreSQLPasswordStaysSecret(t *testing.T) {
	for _, url := range []string{"postgres://u:s3cret@127.0.0.1:1/x?sslmode=disable", "postgres://u:s3cret@[::bad/x"} {
		_, err := record.Open(t.Context(), record.Options{DatabaseURL: url})
		if err == nil {
			t.Fatal("opened")
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if text := e.Error(); strings.Contains(text, "s3cret") {
				t.Errorf("the password is in %q", text)
			}
		}
	}
}
