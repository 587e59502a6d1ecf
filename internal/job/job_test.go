package job

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

type work struct {
	ID string `json:"id"`
}

func (work) Kind() string { return "work" }

type tick struct{}

func (tick) Kind() string { return "tick" }

// runs counts the runs of each job and lets a test wait for one.
type runs struct {
	mu    sync.Mutex
	count map[string]int
	news  chan string
}

func newRuns() *runs { return &runs{count: map[string]int{}, news: make(chan string, 100)} }

func (r *runs) add(id string) int {
	r.mu.Lock()
	r.count[id]++
	n := r.count[id]
	r.mu.Unlock()
	r.news <- id
	return n
}

func (r *runs) wait(t *testing.T, id string) {
	t.Helper()
	for {
		select {
		case got := <-r.news:
			if got == id {
				return
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s did not run", id)
		}
	}
}

func openFile(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// eachQueue runs a test on the queue of both engines, beside a record of the
// same engine.
func eachQueue(t *testing.T, test func(t *testing.T, s *record.Store, o Options)) {
	t.Run("sqlite", func(t *testing.T) {
		test(t, recordtest.SQLite(t, nil), Options{SQLite: openFile(t, filepath.Join(t.TempDir(), "jobs.db")), Log: slog.New(slog.DiscardHandler)})
	})
	t.Run("postgresql", func(t *testing.T) {
		url := recordtest.Database(t)
		s := recordtest.Open(t, record.Options{DatabaseURL: url})
		test(t, s, Options{PostgresURL: url, Log: slog.New(slog.DiscardHandler)})
	})
}

func start(t *testing.T, o Options, set *Set) *Queue {
	t.Helper()
	q, err := Open(t.Context(), o, set)
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return q
}

func TestJobsComeFromTheChangeLog(t *testing.T) {
	eachQueue(t, func(t *testing.T, s *record.Store, o Options) {
		done := newRuns()
		set := NewSet()
		Handle(set, func(_ context.Context, w work) error { done.add(w.ID); return nil })
		Every(set, time.Hour, tick{}, func(context.Context, tick) error { done.add("tick"); return nil })
		q := start(t, o, set)
		logged := func(kind string, ids ...string) {
			t.Helper()
			if _, err := s.Write(t.Context(), func(_ context.Context, tx *record.Tx) error { tx.Log(kind, ids...); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		logged("import.started", "before")
		ctx, stop := context.WithCancel(t.Context())
		maker := NewMaker(s, q, time.Now, o.Log, map[string]func(log.Event) []Args{
			"import.started": func(e log.Event) []Args {
				var out []Args
				for _, id := range e.IDs {
					out = append(out, work{id})
				}
				return out
			},
		})
		var following sync.WaitGroup
		following.Go(func() { maker.Run(ctx) })
		done.wait(t, "before")
		done.wait(t, "tick")
		logged("response.recorded", "no job of mine")
		logged("import.started", "after")
		done.wait(t, "after")
		stop()
		following.Wait()
		if err := maker.catchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if p, known, err := s.SavedPosition(t.Context(), reader); err != nil || !known || p < 3 {
			t.Errorf("the position did not move: %v %v %v", p, known, err)
		}
		done.mu.Lock()
		defer done.mu.Unlock()
		if done.count["no job of mine"] != 0 {
			t.Error("a change that asks for no job got one")
		}
	})
}

func TestHandlerWithMoreToDoRunsAgain(t *testing.T) {
	eachQueue(t, func(t *testing.T, _ *record.Store, o Options) {
		done := newRuns()
		set := NewSet()
		Handle(set, func(_ context.Context, w work) error {
			if done.add(w.ID) < 3 {
				return ErrAgain
			}
			done.add("finished")
			return nil
		})
		q := start(t, o, set)
		if err := q.Add(t.Context(), work{"long"}); err != nil {
			t.Fatal(err)
		}
		done.wait(t, "finished")
	})
}

func TestEqualJobIsNotAddedTwice(t *testing.T) {
	eachQueue(t, func(t *testing.T, _ *record.Store, o Options) {
		set := NewSet()
		done := newRuns()
		Handle(set, func(_ context.Context, w work) error { done.add(w.ID); return nil })
		q, err := Open(t.Context(), o, set)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []string{"a", "a", "b"} {
			if err := q.Add(t.Context(), work{id}); err != nil {
				t.Fatal(err)
			}
		}
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		done.wait(t, "b")
		if err := q.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if done.count["a"] != 1 {
			t.Errorf("a ran %d times", done.count["a"])
		}
	})
}

// A process that dies leaves its job running in the file; the next one that
// opens the file takes it over at once.
func TestJobLeftRunningIsTakenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "jobs.db")
	quiet := slog.New(slog.DiscardHandler)
	first, err := Open(t.Context(), Options{SQLite: openFile(t, path), Log: quiet}, withWork(func(context.Context, work) error { return nil }))
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Add(t.Context(), work{"orphan"}); err != nil {
		t.Fatal(err)
	}
	db := openFile(t, path)
	if _, err := db.ExecContext(t.Context(), "UPDATE river_job SET state = 'running', attempted_at = CURRENT_TIMESTAMP, attempt = 1"); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Close(), first.close()); err != nil {
		t.Fatal(err)
	}
	done := newRuns()
	start(t, Options{SQLite: openFile(t, path), Log: quiet}, withWork(func(_ context.Context, w work) error { done.add(w.ID); return nil }))
	done.wait(t, "orphan")
}

func withWork(fn func(context.Context, work) error) *Set {
	set := NewSet()
	Handle(set, fn)
	return set
}

type waker struct {
	N int `json:"n"`
}

func (waker) Kind() string { return "waker" }
func (waker) Wakes()       {}

// TestWakers: of those that one look asks for the last stands; other jobs are all made.
func TestWakers(t *testing.T) {
	m := NewMaker(nil, nil, time.Now, nil, map[string]func(log.Event) []Args{
		"happened": func(e log.Event) []Args { return []Args{waker{int(e.Position)}} },
		"came":     func(e log.Event) []Args { return []Args{plainJob{int(e.Position)}} },
	})
	got := m.asked([]log.Event{{Position: 1, Kind: "came"}, {Position: 2, Kind: "happened"}, {Position: 3, Kind: "came"}, {Position: 4, Kind: "happened"}})
	want := []Args{plainJob{1}, waker{4}, plainJob{3}}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

type plainJob struct {
	N int `json:"n"`
}

func (plainJob) Kind() string { return "plain" }
