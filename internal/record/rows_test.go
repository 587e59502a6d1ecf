package record_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

var noteRow = record.NewInsert("note", "id", "text")

// rowAnswer is how a caller of JoinRow fared.
type rowAnswer struct {
	answer
	alone bool
}

// joinRow gives a call of JoinRow; text may be nil, which the table refuses.
// The function by itself takes an id that is there already for the same note.
func joinRow(s *record.Store, ctx context.Context, to *rowAnswer, id string, text any) func() {
	return func() {
		row := record.Row{Insert: noteRow, Args: []any{id, text}, Kind: "note.written", ID: id}
		to.position, to.alone, to.err = s.JoinRow(ctx, 1, row, func(ctx context.Context, tx *record.Tx) error {
			var n int64
			if there, err := tx.Get(ctx, `SELECT 1 FROM note WHERE id = ?`, []any{id}, &n); there || err != nil {
				return err
			}
			tx.Log("note.written", id)
			_, err := tx.Exec(ctx, `INSERT INTO note (id, text) VALUES (?, ?)`, id, text)
			return err
		})
	}
}

func rowsTogether(t *testing.T, s *record.Store, ids ...string) []rowAnswer {
	t.Helper()
	answers, calls := make([]rowAnswer, len(ids)), make([]func(), len(ids))
	for i, id := range ids {
		calls[i] = joinRow(s, context.Background(), &answers[i], id, "text of "+id)
	}
	joinTogether(t, s, calls...)
	for i, a := range answers {
		if a.err != nil || a.position != answers[0].position {
			t.Errorf("row %s: %v at %d, the first at %d", ids[i], a.err, a.position, answers[0].position)
		}
	}
	return answers
}

// loggedIDs are the ids of the change log, sorted, as often as they stand there.
func loggedIDs(t *testing.T, s *record.Store) []string {
	t.Helper()
	events, err := s.Events(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, e := range events {
		ids = append(ids, e.IDs...)
	}
	slices.Sort(ids)
	return ids
}

// same compares what is in the table and in the log with what was acknowledged.
func same(t *testing.T, s *record.Store, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := noteIDs(t, s); !slices.Equal(got, want) {
		t.Errorf("notes %v, want %v", got, want)
	}
	if got := loggedIDs(t, s); !slices.Equal(got, want) {
		t.Errorf("log %v, want %v", got, want)
	}
}

func TestRowsOfAGroupGoInOneStatement(t *testing.T) {
	for _, n := range []int{1, 2, 3, 64, 65, 200} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			eachOne(t, func(t *testing.T, s *record.Store) {
				ids := make([]string, n)
				for i := range ids {
					ids[i] = fmt.Sprintf("%03d", n-i)
				}
				for i, a := range rowsTogether(t, s, ids...) {
					if a.alone != (n == 1) {
						t.Errorf("row %d of %d by itself: %v", i, n, a.alone)
					}
				}
				same(t, s, ids...)
			})
		})
	}
}

func TestARowInTheWayMakesEachGoByItself(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		rowsTogether(t, s, "b", "d")
		for _, ids := range [][]string{{"a", "b", "c"}, {"e", "f", "e"}} { // one known before, one twice
			for i, a := range rowsTogether(t, s, ids...) {
				if !a.alone {
					t.Errorf("%s went with the others", ids[i])
				}
			}
		}
		same(t, s, "a", "b", "c", "d", "e", "f")
	})
}

func TestARowThatIsRefusedFailsAlone(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		var answers [5]rowAnswer
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		joinTogether(t, s,
			joinRow(s, t.Context(), &answers[0], "a", "a"),
			joinRow(s, t.Context(), &answers[1], "b", nil),
			joinRow(s, t.Context(), &answers[2], "c", "c"),
			func() { answers[3].position, answers[3].err = s.Join(t.Context(), 1, writes("d")) },
			joinRow(s, t.Context(), &answers[4], "e", "e"),
		)
		for i, a := range answers {
			if (a.err != nil) != (i == 1) {
				t.Errorf("member %d: %v", i, a.err)
			}
		}
		same(t, s, "a", "c", "d", "e")
		var gone rowAnswer
		joinRow(s, cancelled, &gone, "x", "x")()
		if !fault.Is(gone.err, fault.CodeUnavailable) {
			t.Errorf("a cancelled caller: %v", gone.err)
		}
	})
}

func TestRowsOfALostTransactionAreNotAcknowledged(t *testing.T) {
	eachOne(t, func(t *testing.T, s *record.Store) {
		record.BeforeCommit(s, func() error { return fault.New(fault.CodeUnavailable, "the disk is full") })
		var answers [3]rowAnswer
		var calls []func()
		for i := range answers {
			calls = append(calls, joinRow(s, context.Background(), &answers[i], fmt.Sprint(i), "x"))
		}
		queued := make(chan struct{}, len(calls))
		record.Queued(s, func() { queued <- struct{}{} })
		var wg sync.WaitGroup
		for _, call := range calls {
			wg.Go(call)
		}
		wg.Wait()
		record.BeforeCommit(s, nil)
		for i, a := range answers {
			if !fault.Is(a.err, fault.CodeUnavailable) {
				t.Errorf("row %d: %v", i, a.err)
			}
		}
		same(t, s)
	})
}

// TestCallsWithOneNameAreNeverInTwoGroups: each takes rows in an order of its
// own, over which PostgreSQL would break groups off that ran at once.
func TestCallsWithOneNameAreNeverInTwoGroups(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		const callers, rounds = 32, 8
		var wg sync.WaitGroup
		errs := make(chan error, callers*rounds)
		for c := range callers {
			wg.Go(func() {
				for r := range rounds {
					pair := []string{"one", "two"}
					if (c+r)%2 == 1 {
						slices.Reverse(pair)
					}
					_, err := s.JoinBeside(t.Context(), "they", 1, func(ctx context.Context, tx *record.Tx) error {
						for _, id := range pair {
							_, err := tx.Exec(ctx, `INSERT INTO note (id, text) VALUES (?, '1') ON CONFLICT (id) DO UPDATE SET text = note.text || '1'`, id)
							if err != nil {
								return err
							}
						}
						return nil
					})
					errs <- err
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		var texts []string
		err := s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw(`SELECT text FROM note ORDER BY id`).Scan(ctx, &texts)
		})
		want := strings.Repeat("1", callers*rounds)
		if err != nil || !slices.Equal(texts, []string{want, want}) {
			t.Errorf("%v, %d and %d marks of %d", err, len(texts[0]), len(texts[1]), len(want))
		}
	})
}
