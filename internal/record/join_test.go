package record_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// eachOne runs a test on stores with one connection, so that it can say who
// shares a group with whom.
func eachOne(t *testing.T, test func(t *testing.T, s *record.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes, OneConnection: true}))
	})
	t.Run("postgresql", func(t *testing.T) {
		test(t, recordtest.Open(t, record.Options{DatabaseURL: recordtest.Database(t), Migrations: notes, OneConnection: true}))
	})
}

// answer is how one member of a group fared.
type answer struct {
	position log.Position
	err      error
}

// joinTogether makes the calls share a group: while a Write holds the only
// connection they queue up, one after the other.
func joinTogether(t *testing.T, s *record.Store, calls ...func()) {
	t.Helper()
	queued := make(chan struct{})
	record.Patient(s)
	record.Queued(s, func() { queued <- struct{}{} })
	var wg sync.WaitGroup
	_, err := s.Write(t.Context(), func(context.Context, *record.Tx) error {
		for _, call := range calls {
			wg.Go(call)
			<-queued
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	record.Queued(s, nil)
}

// joinAll is joinTogether for members with nothing special about their calls.
func joinAll(t *testing.T, s *record.Store, bytes int, members ...func(ctx context.Context, tx *record.Tx) error) []answer {
	t.Helper()
	answers := make([]answer, len(members))
	calls := make([]func(), len(members))
	for i, do := range members {
		calls[i] = func() { answers[i].position, answers[i].err = s.Join(context.Background(), bytes, do) }
	}
	joinTogether(t, s, calls...)
	return answers
}

func writes(id string) func(ctx context.Context, tx *record.Tx) error {
	return func(ctx context.Context, tx *record.Tx) error {
		tx.Log("note.written", id)
		return insertNote(ctx, tx, id)
	}
}

func TestMembersShareATransactionAndFailAlone(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		refused := fault.New(fault.CodeInvalid, "no")
		var cancelled context.Context
		answers := joinAll(t, s, 1,
			writes("a"),
			func(ctx context.Context, tx *record.Tx) error { return errors.Join(writes("b")(ctx, tx), refused) },
			writes("c"),
			func(ctx context.Context, tx *record.Tx) error { return writes("c")(ctx, tx) }, // not unique
			func(ctx context.Context, tx *record.Tx) error {
				if err := writes("p")(ctx, tx); err != nil {
					return err
				}
				panic("a programmer's error")
			},
			func(ctx context.Context, tx *record.Tx) error {
				cancelled = ctx
				_, err := tx.NewRaw(`INSERT INTO note (id, text) VALUES (?, ?)`, "d", "by bun").Exec(ctx)
				return err
			},
			writes("e"),
		)
		if got := strings.Join(noteIDs(t, s), " "); got != "a c d e" {
			t.Errorf("notes %q, want a c d e", got)
		}
		for i, wantErr := range []bool{false, true, false, true, true, false, false} {
			if (answers[i].err != nil) != wantErr {
				t.Errorf("member %d: %v", i, answers[i].err)
			}
			if !wantErr && answers[i].position != answers[0].position {
				t.Errorf("member %d at %d, member 0 at %d: not one group", i, answers[i].position, answers[0].position)
			}
		}
		if !errors.Is(answers[1].err, refused) || !fault.Is(answers[4].err, fault.CodeInternal) {
			t.Errorf("errors %v and %v", answers[1].err, answers[4].err)
		}
		if cancelled.Done() != nil {
			t.Error("a member's context can be cancelled while it writes")
		}
		events, err := s.Events(t.Context(), 0, 10)
		if err != nil || len(events) != 1 || strings.Join(events[0].IDs, " ") != "a c e" {
			t.Errorf("events %+v %v", events, err)
		}
	})
}

// TestMemberWithABadStatementFailsAlone: the statement is refused before it
// runs, on PostgreSQL while it is being prepared.
func TestMemberWithABadStatementFailsAlone(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		answers := joinAll(t, s, 1,
			writes("a"),
			func(ctx context.Context, tx *record.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO nonsense (id) VALUES (?)`, "x")
				return err
			},
			writes("b"),
			func(ctx context.Context, tx *record.Tx) error {
				_, err := tx.Get(ctx, `SELECT nothing FROM note WHERE id = ?`, []any{"x"})
				return err
			},
			func(ctx context.Context, tx *record.Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO note (id, text) VALUES (?, ?)`, "x") // one argument too few
				return err
			},
			writes("c"),
		)
		for i, wantErr := range []bool{false, true, false, true, true, false} {
			if (answers[i].err != nil) != wantErr {
				t.Errorf("member %d: %v", i, answers[i].err)
			}
		}
		if got := strings.Join(noteIDs(t, s), " "); got != "a b c" {
			t.Errorf("notes %q, want a b c", got)
		}
	})
}

func TestCancelledMembersAreUndoneAlone(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		ctx, cancel := context.WithCancel(t.Context())
		var errs [4]error
		join := func(i int, ctx context.Context, do func(context.Context, *record.Tx) error) func() {
			return func() { _, errs[i] = s.Join(ctx, 1, do) }
		}
		joinTogether(t, s,
			join(0, ctx, writes("a")),
			join(1, ctx, func(_ context.Context, tx *record.Tx) error {
				if _, err := tx.Exec(ctx, `INSERT INTO note (id, text) VALUES ('b', 'before')`); err != nil {
					return err
				}
				cancel() // and go on with the cancelled context: it must not reach the connection
				_, _ = tx.NewRaw(`INSERT INTO note (id, text) VALUES ('b2', 'bun')`).Exec(ctx)
				_, err := tx.Exec(ctx, `INSERT INTO note (id, text) VALUES ('b3', 'after')`)
				return err
			}),
			join(2, ctx, writes("c")), // called off before it began
			join(3, t.Context(), writes("d")),
		)
		if errs[0] != nil || !errors.Is(errs[1], context.Canceled) || !errors.Is(errs[2], context.Canceled) || errs[3] != nil {
			t.Errorf("errors %v", errs)
		}
		if got := strings.Join(noteIDs(t, s), " "); got != "a d" {
			t.Errorf("notes %q, want a d", got)
		}
	})
}

// A locked database makes one group wait, not one group for each who waits.
func TestAllWhoWaitAreRefusedWhenAGroupCannotBegin(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		locked, begun := errors.New("database is locked"), 0
		record.BeforeBegin(s, func() error {
			if begun++; begun == 1 {
				return locked
			}
			return nil
		})
		for i, a := range joinAll(t, s, 1, writes("a"), writes("b"), writes("c")) {
			if !errors.Is(a.err, locked) || fault.CodeOf(a.err) != fault.CodeUnavailable {
				t.Errorf("member %d heard %v, want that the database is locked", i, a.err)
			}
		}
		if got := noteIDs(t, s); len(got) > 0 {
			t.Errorf("notes %q, want none", got)
		}
		if a := joinAll(t, s, 1, writes("d")); a[0].err != nil {
			t.Errorf("after the lock: %v", a[0].err)
		}
	})
}

func TestGroupClosesAtItsBounds(t *testing.T) {
	s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes, OneConnection: true})
	var members []func(context.Context, *record.Tx) error
	for i := range 300 {
		members = append(members, writes(fmt.Sprintf("n%03d", i)))
	}
	positions := map[log.Position]int{}
	for _, a := range joinAll(t, s, 1, members...) {
		if a.err != nil {
			t.Fatal(a.err)
		}
		positions[a.position]++
	}
	for p, n := range positions {
		if n > 256 {
			t.Errorf("the group at %d has %d members", p, n)
		}
	}
	if len(positions) < 2 {
		t.Errorf("300 members in %d group", len(positions))
	}
}

func TestBigMembersCloseTheGroup(t *testing.T) {
	s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes, OneConnection: true})
	got := joinAll(t, s, 1<<20, writes("a"), writes("b"), writes("c"))
	if got[0].position == got[1].position || got[1].position == got[2].position {
		t.Errorf("members of 1 MiB share a group: %v", got)
	}
}

func TestNobodyIsAnsweredWhenTheCommitFails(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		record.BeforeCommit(s, func() error { return errors.New("the disk is full") })
		_, err := s.Join(t.Context(), 1, writes("a"))
		if !fault.Is(err, fault.CodeUnavailable) {
			t.Errorf("error %v", err)
		}
		if _, err := s.Write(t.Context(), writes("b")); !fault.Is(err, fault.CodeUnavailable) {
			t.Errorf("error %v", err)
		}
		record.BeforeCommit(s, nil)
		if got := noteIDs(t, s); len(got) != 0 {
			t.Errorf("notes %q", got)
		}
		if _, err := s.Join(t.Context(), 1, writes("a")); err != nil {
			t.Error(err)
		}
	})
}

func TestMemberThatEndsItsGoroutineDoesNotStopTheOthers(t *testing.T) {
	s := recordtest.SQLite(t, notes)
	_, err := s.Join(t.Context(), 1, func(context.Context, *record.Tx) error {
		runtime.Goexit() // what t.FailNow does
		return nil
	})
	if !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("error %v", err)
	}
	if _, err := s.Join(t.Context(), 1, writes("a")); err != nil {
		t.Errorf("the next member: %v", err)
	}
}

func TestManyMembersAtOnce(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		const callers, each = 32, 20
		var wg sync.WaitGroup
		for c := range callers {
			wg.Go(func() {
				for i := range each {
					if _, err := s.Join(t.Context(), 100, writes(fmt.Sprintf("%d-%d", c, i))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if got := len(noteIDs(t, s)); got != callers*each {
			t.Errorf("%d notes, want %d", got, callers*each)
		}
		seen := map[string]bool{}
		for after := log.Position(0); ; {
			events, err := s.Events(t.Context(), after, 7)
			if err != nil {
				t.Fatal(err)
			}
			if len(events) == 0 {
				break
			}
			for _, e := range events {
				after = e.Position
				for _, id := range e.IDs {
					if seen[id] {
						t.Errorf("%s was logged twice", id)
					}
					seen[id] = true
				}
			}
		}
		if len(seen) != callers*each {
			t.Errorf("%d ids logged, want %d", len(seen), callers*each)
		}
	})
}
