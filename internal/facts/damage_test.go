package facts

import (
	"bytes"
	"context"
	"database/sql"
	"math/rand/v2"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// closedFile makes facts of a history and closes them.
func closedFile(t *testing.T) (o Options, alive map[string]thing, last log.Position) {
	t.Helper()
	rec := openRecord(t)
	o = options(t, rec)
	o.Log = nil
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	alive = map[string]thing{}
	last = history(t, rec, rand.New(rand.NewPCG(3, 3)), 60, alive)
	untilAt(t, s, last)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return o, alive, last
}

func TestADamagedMissingOrForeignFileIsMadeAnew(t *testing.T) {
	damages := map[string]func(path string, whole []byte) error{
		"missing": func(path string, _ []byte) error { return os.Remove(path) },
		"empty":   func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) },
		"garbage": func(path string, _ []byte) error {
			return os.WriteFile(path, bytes.Repeat([]byte("garbage!"), 20_000), 0o600)
		},
		"cut":         func(path string, whole []byte) error { return os.WriteFile(path, whole[:len(whole)/2], 0o600) },
		"cut by one":  func(path string, whole []byte) error { return os.WriteFile(path, whole[:len(whole)-1], 0o600) },
		"headers cut": func(path string, whole []byte) error { return os.WriteFile(path, whole[:5000], 0o600) },
		"header overwritten": func(path string, whole []byte) error {
			copy(whole[4096:], bytes.Repeat([]byte{0xa5}, 8192))
			return os.WriteFile(path, whole, 0o600)
		},
		"blocks overwritten": func(path string, whole []byte) error {
			for at := headerBytes + 100; at+64 < len(whole); at += 4096 {
				copy(whole[at:], bytes.Repeat([]byte{0x5a}, 64))
			}
			return os.WriteFile(path, whole, 0o600)
		},
		"log of garbage": func(path string, _ []byte) error {
			return os.WriteFile(path+".wal", bytes.Repeat([]byte("garbage!"), 2_000), 0o600)
		},
		"other schema": func(path string, _ []byte) error { return tamper(path, "UPDATE meta SET version = 999") },
		"unfinished":   func(path string, _ []byte) error { return tamper(path, "UPDATE meta SET complete = false") },
		"old copy":     func(path string, _ []byte) error { return tamper(path, "UPDATE meta SET position = 1, ahead = 1") },
		"ahead of the record": func(path string, _ []byte) error {
			return tamper(path, "UPDATE meta SET position = 1000000")
		},
		"table gone":   func(path string, _ []byte) error { return tamper(path, "DROP TABLE answer") },
		"no meta row":  func(path string, _ []byte) error { return tamper(path, "DELETE FROM meta") },
		"trait column": func(path string, _ []byte) error { return tamper(path, "ALTER TABLE answer DROP COLUMN t003") },
	}
	o, alive, last := closedFile(t)
	whole, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Record.SavePosition(t.Context(), "facts", last); err != nil {
		t.Fatal(err)
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			o := o
			o.Path = t.TempDir() + "/facts.duckdb"
			if err := os.WriteFile(o.Path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := damage(o.Path, bytes.Clone(whole)); err != nil {
				t.Fatal(err)
			}
			s := open(t, o)
			untilSums(t, s, alive)
			// A file that was kept although its position is wrong would now
			// double rows, or wait for numbers that come much later.
			until(t, s, "the end of the log", func(st Status) bool { return st.State == Live && st.Position == last })
			if err := sameSums(readSums(t, s), wantSums(alive)); err != nil {
				t.Error(err)
			}
		})
	}
}

// untilSums asks until the figures are there and right. On the way only an
// unavailable fault is allowed: neither another error nor a wrong figure.
func untilSums(t *testing.T, s *Store, alive map[string]thing) {
	t.Helper()
	want := wantSums(alive)
	until(t, s, "figures", func(Status) bool {
		var score sql.NullFloat64
		var n int64
		err := s.View(t.Context(), func(ctx context.Context, v *View) error {
			rows, err := v.Query(ctx, "SELECT count(*), sum(score), count(t001), sum(t003), count(DISTINCT response), max(instant), max(channel) FROM answer")
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var rest [5]any
				if err := rows.Scan(&n, &score, &rest[0], &rest[1], &rest[2], &rest[3], &rest[4]); err != nil {
					return err
				}
			}
			return rows.Err()
		})
		if err != nil && !fault.Is(err, fault.CodeUnavailable) {
			t.Fatalf("query: %v", err)
		}
		if err == nil && n != want.Answers {
			t.Fatalf("query: %d answers, want %d", n, want.Answers)
		}
		return err == nil
	})
	if err := sameSums(readSums(t, s), want); err != nil {
		t.Error(err)
	}
}

// tamper changes a file behind the store's back.
func tamper(path, statement string) error {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		return err
	}
	if _, err := db.Exec(statement); err != nil {
		return err
	}
	return db.Close()
}

func TestQueriesDuringTheFirstBuildGetTheProgress(t *testing.T) {
	rec := openRecord(t)
	alive := map[string]thing{}
	history(t, rec, rand.New(rand.NewPCG(4, 4)), 80, alive)
	feed := thingFeed()
	all := feed.All
	half, goOn := make(chan struct{}), make(chan struct{})
	feed.All = func(ctx context.Context, q bun.IDB, yield func(row.Rows) error) error {
		first := true
		return all(ctx, q, func(r row.Rows) error {
			err := yield(r)
			if first { // a second build would close half again and panic
				first = false
				close(half)
				<-goOn
			}
			return err
		})
	}
	o := options(t, rec)
	o.Feeds = []Feed{feed}
	s := open(t, o)
	<-half
	_, err := s.Query(t.Context(), "SELECT 1")
	if !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("query while building: %v, want unavailable", err)
	}
	done, total, running := s.Progress()
	if done == 0 || total < done || !running {
		t.Errorf("progress is %d of %d, running %v", done, total, running)
	}
	joined, told := make(chan error, 1), make(chan struct{}, 1)
	go func() {
		joined <- s.Rebuild(t.Context(), func(int64, int64) {
			select {
			case told <- struct{}{}:
			default:
			}
		})
	}()
	<-told // the second rebuild tells of the first
	close(goOn)
	if err := <-joined; err != nil {
		t.Errorf("a rebuild that joined: %v", err)
	}
	untilSums(t, s, alive)
	if _, _, running := s.Progress(); running {
		until(t, s, "rebuild over", func(st Status) bool { return !st.Rebuild })
	}
}

func TestAFileOfAnotherOwnerIsNotRemoved(t *testing.T) {
	o := options(t, openRecord(t))
	if err := os.Mkdir(o.Path, 0o700); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(t.Context(), o); err == nil {
		s.Close()
		t.Fatal("a folder in the place of the file was opened")
	}
	if _, err := os.Stat(o.Path); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	o.Path = t.TempDir() + "/100%/facts.duckdb"
	if _, err := Open(t.Context(), o); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("a path that cannot be opened: %v, want invalid", err)
	}
}

func TestAFeedThatPanicsInARebuildIsShownAndRetried(t *testing.T) {
	rec := openRecord(t)
	alive := map[string]thing{}
	history(t, rec, rand.New(rand.NewPCG(5, 5)), 10, alive)
	var healed atomic.Bool
	feed := thingFeed()
	all := feed.All
	feed.All = func(ctx context.Context, q bun.IDB, yield func(row.Rows) error) error {
		if !healed.Load() {
			panic("the cupboard fell over")
		}
		return all(ctx, q, yield)
	}
	o := options(t, rec)
	o.Feeds, o.Log = []Feed{feed}, nil
	s := open(t, o)
	until(t, s, "trouble shown", func(st Status) bool { return strings.Contains(st.Trouble, "the cupboard fell over") })
	healed.Store(true)
	untilSums(t, s, alive)
}
