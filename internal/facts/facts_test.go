package facts

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func TestWhatIsRecordedShowsOnceTheClientHasWaited(t *testing.T) {
	recordtest.Each(t, tables900(), func(t *testing.T, rec *record.Store) {
		s := open(t, options(t, rec))
		until(t, s, "live", func(st Status) bool { return st.State == Live })
		want := map[string]int{}
		for i := range 20 {
			th := fixedThing(i)
			want[th.ID.String()] = len(th.Scores)
			p, err := put(t.Context(), rec, recorded, th)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.WaitFor(t.Context(), p); err != nil {
				t.Fatalf("wait for %d: %v", p, err)
			}
			if got := answersOf(t, s); !maps.Equal(got, want) {
				t.Fatalf("after %d things the facts hold %v, want %v", i+1, got, want)
			}
		}
	})
}

// answersOf counts the rows of each response.
func answersOf(t testing.TB, s *Store) map[string]int {
	t.Helper()
	rows, err := s.Query(t.Context(), "SELECT CAST(response AS VARCHAR), count(*) FROM answer GROUP BY 1")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var id string
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			t.Fatal(err)
		}
		out[id] = n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// history makes random records, changes, removals and records of what was
// removed before, in events of one to many things.
func history(t testing.TB, rec *record.Store, r *rand.Rand, events int, alive map[string]thing) (last log.Position) {
	t.Helper()
	gone := map[string]thing{}
	for range events {
		kind, things := recorded, []thing{}
		switch n := r.IntN(10); {
		case n < 2 && len(alive) > 0:
			kind = changed
			for id, old := range alive {
				th := someThing(r)
				th.ID = old.ID
				things = append(things, th)
				alive[id] = th
				if len(things) > r.IntN(4) {
					break
				}
			}
		case n < 4 && len(alive) > 0:
			kind = removed
			for id, old := range alive {
				things = append(things, old)
				gone[id] = old
				delete(alive, id)
				if len(things) > r.IntN(8) {
					break
				}
			}
		case n < 5 && len(gone) > 0: // an import that was undone, and comes again
			for id, old := range gone {
				things = append(things, old)
				alive[id] = old
				delete(gone, id)
			}
		default:
			for range 1 + r.IntN(5) {
				th := someThing(r)
				things = append(things, th)
				alive[th.ID.String()] = th
			}
		}
		p, err := put(t.Context(), rec, kind, things...)
		if err != nil {
			t.Fatal(err)
		}
		last = p
	}
	return last
}

func wantSums(alive map[string]thing) sums {
	want := sums{Segments: map[string]int64{}}
	for _, th := range alive {
		want.Responses++
		if len(th.Scores) > 1 {
			want.Wide++
			want.WideScore += total(th.Scores)
			if th.Spend != nil {
				want.WideSpend += *th.Spend
			}
		}
		for _, a := range th.rows().Answers {
			want.Answers++
			want.Score += *a.Score
			want.Segments[th.Segment]++
			if th.Spend != nil {
				want.Spend += *th.Spend
			}
		}
		if th.Event {
			want.Events++
			want.Parties++
			want.Accounts++
		}
		if th.Segment != "" {
			want.Held += 2
		}
	}
	return want
}

func total(scores []float64) (sum float64) {
	for _, v := range scores {
		sum += v
	}
	return sum
}

func sameSums(got, want sums) error {
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b)) }
	if got.Answers != want.Answers || got.Responses != want.Responses || got.Events != want.Events || got.Wide != want.Wide ||
		got.Parties != want.Parties || got.Accounts != want.Accounts || got.Held != want.Held ||
		!near(got.WideScore, want.WideScore) || !near(got.WideSpend, want.WideSpend) ||
		!near(got.Score, want.Score) || !near(got.Spend, want.Spend) || !maps.Equal(got.Segments, want.Segments) {
		return fmt.Errorf("got %+v, want %+v", got, want)
	}
	return nil
}

func TestAnyHistoryGivesTheSumsOfWhatIsLeftAndARebuildTheSame(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			rec := openRecord(t)
			alive := map[string]thing{}
			history(t, rec, r, 40, alive) // before the first file: the snapshot holds it
			s := open(t, options(t, rec))
			last := history(t, rec, r, 120, alive)
			untilAt(t, s, last)
			got := readSums(t, s)
			if err := sameSums(got, wantSums(alive)); err != nil {
				t.Fatalf("projected: %v", err)
			}
			var done, total int64
			if err := s.Rebuild(t.Context(), func(d, n int64) { done, total = d, n }); err != nil {
				t.Fatal(err)
			}
			again := readSums(t, s)
			if err := sameSums(again, got); err != nil {
				t.Fatalf("rebuilt: %v", err)
			}
			if again.Months != got.Months || again.Buckets != got.Buckets {
				t.Fatalf("rebuilt: months and buckets %+v, before %+v", again, got)
			}
			if rows := got.Answers + got.Events + got.Parties + got.Accounts + got.Held; done != rows || total < done {
				t.Fatalf("progress ended at %d of %d, rows are %d", done, total, rows)
			}
			last = history(t, rec, r, 30, alive) // and the new file goes on
			untilAt(t, s, last)
			if err := sameSums(readSums(t, s), wantSums(alive)); err != nil {
				t.Fatalf("after the rebuild: %v", err)
			}
		})
	}
}

func TestQueriesCannotWriteNorReachOutside(t *testing.T) {
	s := open(t, options(t, openRecord(t)))
	until(t, s, "live", func(st Status) bool { return st.State == Live })
	for _, q := range []string{
		"DELETE FROM answer", "UPDATE meta SET position = 7", "CREATE TABLE x (a INTEGER)", "SET threads = 1",
		"COPY (SELECT 1) TO 'x.csv'", "SELECT * FROM read_csv('/etc/passwd')", "ATTACH 'x.duckdb'", "INSTALL httpfs", "LOAD httpfs",
	} {
		rows, err := s.Query(t.Context(), q)
		if err == nil {
			for rows.Next() {
			}
			err = rows.Err()
			rows.Close()
		}
		if err == nil {
			t.Errorf("%s: allowed", q)
		}
	}
	if st := s.Status(); st.State != Live {
		t.Errorf("afterwards %+v", st)
	}
}

func TestWaitForSomethingThatDoesNotComeEndsUnavailable(t *testing.T) {
	s := open(t, options(t, openRecord(t)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.WaitFor(ctx, 1_000_000); !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
}
