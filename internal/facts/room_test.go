package facts

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

//go:embed testdata/migrations/*.sql
var thingTables embed.FS

// thing is what the room of these tests stores: a response with some answers
// and perhaps an event.
type thing struct {
	ID      uuid.UUID
	At      time.Time
	Survey  uuid.UUID
	Cluster uuid.UUID
	Scores  []float64
	Segment string
	Spend   *float64
	Event   bool
	Fault   string // "panic" or "invalid": the feed cannot understand it; "row": its row is refused
}

const (
	recorded = "thing.recorded"
	changed  = "thing.changed"
	removed  = "thing.removed"
)

var testTraits = []row.Trait{{Slot: 3, Program: uuid.UUID{0: 8}, Name: "spend", Kind: row.Number}, {Slot: 1, Name: "segment", Kind: row.Text}}

// rows are the rows of a thing.
func (t thing) rows() row.Rows {
	var out row.Rows
	for i := range t.Scores {
		a := row.Answer{
			Response: t.ID, Survey: t.Survey, Measure: uuid.UUID{15: byte(i + 1)}, Party: t.ID, Cluster: t.Cluster,
			At: t.At, Score: &t.Scores[i], Channel: "web", Language: "en", Traits: map[int]any{},
		}
		if t.Segment != "" {
			a.Traits[1] = t.Segment
		}
		if t.Spend != nil {
			a.Traits[3] = *t.Spend
		}
		if t.Fault == "row" {
			a.Traits[77] = "nobody declared this"
		}
		out.Answers = append(out.Answers, a)
	}
	if t.Event {
		out.Events = append(out.Events, row.Event{ID: t.ID, At: t.At, Name: "call", Party: t.ID, Cluster: t.Cluster})
		out.Parties = append(out.Parties, row.Party{ID: t.ID, Account: t.Cluster, Created: t.At, Roles: []string{"decides", "uses"}})
		out.Accounts = append(out.Accounts, row.Account{ID: t.ID, Created: t.At})
	}
	if t.Segment != "" && t.Fault == "" {
		out.Held = append(out.Held, row.Held{Trait: uuid.UUID{0: 9}, Subject: t.ID, Since: t.At, Until: t.At.Add(time.Hour), Text: t.Segment},
			row.Held{Trait: uuid.UUID{0: 9}, Subject: t.ID, Since: t.At.Add(time.Hour), Text: "later"})
	}
	return out
}

// addTo puts its rows to those there are.
func (t thing) addTo(out *row.Rows) {
	r := t.rows()
	out.Answers, out.Events = append(out.Answers, r.Answers...), append(out.Events, r.Events...)
	out.Parties, out.Accounts, out.Held = append(out.Parties, r.Parties...), append(out.Accounts, r.Accounts...), append(out.Held, r.Held...)
}

func (t thing) trouble() error {
	switch t.Fault {
	case "panic":
		panic("a thing like this was not expected")
	case "invalid":
		return fault.New(fault.CodeInvalid, "not to be understood")
	}
	return nil
}

func thingFeed() row.Feed {
	return row.Feed{
		Name: "thing", Kinds: []string{recorded, changed, removed},
		Load: loadThings, All: allThings,
		Count: func(ctx context.Context, q bun.IDB) (n int64, err error) {
			return n, q.NewRaw("SELECT count(*) FROM thing").Scan(ctx, &n)
		},
	}
}

func loadThings(ctx context.Context, q bun.IDB, events []log.Event) (d row.Delta, err error) {
	d.Traits = testTraits
	seen := map[string]bool{}
	var ids []string
	for _, e := range events {
		for _, id := range e.IDs {
			if e.Kind != recorded {
				u := uuid.MustParse(id)
				d.Responses, d.Events = append(d.Responses, u), append(d.Events, u)
				d.Parties, d.Accounts, d.Subjects = append(d.Parties, u), append(d.Accounts, u), append(d.Subjects, u)
			}
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return d, eachThing(ctx, q, func(t thing) error {
		t.addTo(&d.Rows)
		return t.trouble()
	}, "SELECT doc FROM thing WHERE id IN (?)", bun.List(ids))
}

func allThings(ctx context.Context, q bun.IDB, yield func(row.Rows) error) error {
	piece := row.Rows{Traits: testTraits}
	err := eachThing(ctx, q, func(t thing) error {
		t.addTo(&piece)
		if piece.Len() < 100 {
			return nil
		}
		full := piece
		piece = row.Rows{}
		return yield(full)
	}, "SELECT doc FROM thing ORDER BY id")
	return errors.Join(err, yield(piece))
}

func eachThing(ctx context.Context, q bun.IDB, do func(thing) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var doc string
		var t thing
		if err := rows.Scan(&doc); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(doc), &t); err != nil {
			return err
		}
		if err := do(t); err != nil {
			return err
		}
	}
	return rows.Err()
}

// put stores things and logs them as one event.
func put(ctx context.Context, s *record.Store, kind string, things ...thing) (log.Position, error) {
	return s.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		ids := make([]string, len(things))
		for i, t := range things {
			ids[i] = t.ID.String()
			doc, err := json.Marshal(t)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "DELETE FROM thing WHERE id = ?", ids[i]); err != nil {
				return err
			}
			if kind == removed {
				continue
			}
			if _, err := tx.Exec(ctx, "INSERT INTO thing (id, doc) VALUES (?, ?)", ids[i], string(doc)); err != nil {
				return err
			}
		}
		tx.Log(kind, ids...)
		return nil
	})
}

// someThing makes a thing at random.
func someThing(r *rand.Rand) thing {
	t := thing{
		ID: uuid.UUID(seq16(r)), Cluster: uuid.UUID{0: 9, 15: byte(r.IntN(200))}, Survey: uuid.UUID{0: 7, 15: byte(r.IntN(3))},
		At:      time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(r.Int64N(int64(300 * 24 * time.Hour)))),
		Segment: []string{"", "gold", "silver", "tin"}[r.IntN(4)], Event: r.IntN(3) == 0,
	}
	for range 1 + r.IntN(3) {
		t.Scores = append(t.Scores, float64(r.IntN(11))+r.Float64())
	}
	if r.IntN(2) == 0 {
		spend := r.Float64() * 1000
		t.Spend = &spend
	}
	return t
}

func seq16(r *rand.Rand) (b [16]byte) {
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func fixedThing(n int) thing {
	r := rand.New(rand.NewPCG(uint64(n), 5))
	t := someThing(r)
	t.ID = uuid.UUID{0: 1, 12: byte(n >> 24), 13: byte(n >> 16), 14: byte(n >> 8), 15: byte(n)}
	return t
}

// tables900 are the migrations of the room of these tests.
func tables900() []fs.FS {
	sub, err := fs.Sub(thingTables, "testdata/migrations")
	if err != nil {
		panic(err)
	}
	return []fs.FS{sub}
}

func openRecord(t testing.TB) *record.Store { return recordtest.SQLite(t, tables900()) }

// options are those of the tests; the file lies in a folder of the test.
func options(t testing.TB, rec Source) Options {
	return Options{
		Path: filepath.Join(t.TempDir(), "facts.duckdb"), Record: rec, Feeds: []Feed{thingFeed()},
		Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelWarn})), Memory: "256MB", Thread: 2,
	}
}

type testLog struct{ t testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Logf("%s", b)
	return len(b), nil
}

func open(t testing.TB, o Options) *Store {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// until waits for what the store does next until ok, and fails after a while.
func until(t testing.TB, s *Store, what string, ok func(Status) bool) {
	t.Helper()
	limit := time.NewTimer(30 * time.Second)
	defer limit.Stop()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for !ok(s.Status()) {
		select {
		case <-look.C:
		case <-limit.C:
			t.Fatalf("not in time: %s; status %+v", what, s.Status())
		}
	}
}

func untilAt(t testing.TB, s *Store, p log.Position) {
	t.Helper()
	until(t, s, fmt.Sprintf("position %d", p), func(st Status) bool { return st.State == Live && st.Position >= p })
}

// sums are figures in which every row counts.
type sums struct {
	Answers, Responses, Events, Months, Buckets int64
	Parties, Accounts, Held                     int64
	Wide                                        int64 // rows of response_wide
	Score, Spend, WideScore, WideSpend          float64
	Segments                                    map[string]int64
}

func readSums(t testing.TB, s *Store) sums {
	t.Helper()
	var out sums
	err := s.View(t.Context(), func(ctx context.Context, v *View) error {
		err := eachRow(ctx, v, `SELECT count(*), count(DISTINCT response), count(DISTINCT month), count(DISTINCT bucket),
			coalesce(sum(score), 0), coalesce(sum(t003), 0), (SELECT count(*) FROM event) FROM answer`, func(scan func(...any) error) error {
			return scan(&out.Answers, &out.Responses, &out.Months, &out.Buckets, &out.Score, &out.Spend, &out.Events)
		})
		if err != nil {
			return err
		}
		if err := readWideSums(ctx, v, &out); err != nil {
			return err
		}
		err = eachRow(ctx, v, `SELECT (SELECT count(*) FROM party WHERE account IS NOT NULL AND created IS NOT NULL AND roles LIKE '%|uses|%'), (SELECT count(*) FROM account),
			(SELECT count(*) FROM party_trait WHERE until IS NULL AND text = 'later') + (SELECT count(*) FROM party_trait WHERE since < until AND text <> 'later')`,
			func(scan func(...any) error) error { return scan(&out.Parties, &out.Accounts, &out.Held) })
		if err != nil {
			return err
		}
		out.Segments = map[string]int64{}
		return eachRow(ctx, v, `SELECT coalesce(w.value, ''), count(*) FROM answer a LEFT JOIN trait_value w ON w.slot = 1 AND w.code = a.t001 GROUP BY 1`, func(scan func(...any) error) error {
			var name string
			var n int64
			err := scan(&name, &n)
			out.Segments[name] = n
			return err
		})
	})
	if err != nil {
		t.Fatalf("read sums: %v", err)
	}
	return out
}

// readWideSums adds up response_wide by the columns its measures have.
func readWideSums(ctx context.Context, v *View, out *sums) error {
	var slots []int
	err := eachRow(ctx, v, "SELECT DISTINCT slot FROM score_slot", func(scan func(...any) error) error {
		slots = append(slots, 0)
		return scan(&slots[len(slots)-1])
	})
	sum := "0"
	for _, slot := range slots {
		sum += fmt.Sprintf(" + coalesce(%s, 0)", scoreColumn(slot))
	}
	return errors.Join(err, eachRow(ctx, v, "SELECT count(*), coalesce(sum("+sum+"), 0), coalesce(sum(t003), 0) FROM response_wide WHERE noise BETWEEN 0 AND 1",
		func(scan func(...any) error) error { return scan(&out.Wide, &out.WideScore, &out.WideSpend) }))
}

func eachRow(ctx context.Context, v *View, query string, do func(scan func(...any) error) error) error {
	rows, err := v.Query(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}
