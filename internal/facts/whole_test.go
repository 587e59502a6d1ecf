package facts

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// wholeTable draws responses of a table: measures come in turn, some scores and
// traits are missing, some rows cannot be stored, some have one score only.
func wholeTable(seed uint64, n int) (traits []row.Trait, responses []row.Response) {
	r := rand.New(rand.NewPCG(seed, 6)) //nolint:gosec // made-up content
	traits = []row.Trait{{Slot: 1, Name: "plan", Kind: row.Text}, {Slot: 2, Name: "age", Kind: row.Number}, {Slot: 3, Name: "since", Kind: row.Date}}
	programs := []uuid.UUID{{15: 1}, {15: 2}}
	for i := range n {
		x := row.Response{Answer: row.Answer{
			Response: uuid.UUID{0: 0xba, 14: byte(i >> 8), 15: byte(i)}, Program: programs[i*2/n], At: time.Date(2026, 1, 1+r.IntN(300), r.IntN(24), 0, 0, 0, time.UTC),
			Consent: 1, Language: []string{"", "fr"}[r.IntN(2)],
		}}
		x.Party, x.Cluster = x.Response, x.Response
		if i%3 == 0 {
			x.Party, x.Known = uuid.UUID{1: 9, 15: byte(i % 50)}, true
			if x.Cluster = x.Party; i%6 == 0 {
				x.Account = uuid.UUID{2: 9, 15: byte(i % 20)}
				x.Cluster = x.Account
			}
		}
		if i > n/2 { // a column that the first pieces do without
			w := .5 + r.Float64()
			x.Weight, x.Channel = &w, "web"
		}
		for m := range 2 + 4*i/n {
			s := row.Score{Measure: uuid.UUID{14: x.Program[15], 15: byte(m + 1)}, Score: float64(r.IntN(11)) / 2, Beside: m > 1}
			if r.IntN(4) == 0 {
				s.Score = math.NaN()
			}
			x.Scores = append(x.Scores, s)
		}
		if i%7 == 0 {
			slices.Reverse(x.Scores)
		}
		if x.Scored() == 0 {
			x.Scores[0].Score = 3
		}
		if r.IntN(3) > 0 {
			x.Values = append(x.Values, row.Value{Slot: 1, Value: fmt.Sprint("p", r.IntN(4))}, row.Value{Slot: 2, Value: float64(r.IntN(80))})
		}
		if r.IntN(3) == 0 {
			x.Values = append(x.Values, row.Value{Slot: 3, Value: time.Date(2020, 1, 1+r.IntN(28), 0, 0, 0, 0, time.UTC)})
		}
		switch i % 97 {
		case 5:
			x.At = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
		case 6:
			x.Values = []row.Value{{Slot: 2, Value: "no number"}}
		case 7:
			x.Values = []row.Value{{Slot: 9, Value: "no such slot"}}
		case 8:
			x.Language = "\xff"
		}
		responses = append(responses, x)
	}
	return traits, responses
}

// built makes a file of what a feed gives in pieces.
func built(t *testing.T, traits []row.Trait, responses []row.Response, whole bool) *file {
	t.Helper()
	feed := row.Feed{Name: "table", All: func(_ context.Context, _ record.Querier, yield func(row.Rows) error) error {
		rows := row.Rows{Traits: traits}
		for piece := range slices.Chunk(responses, 100) {
			if rows.Whole = piece; !whole {
				rows.Spread()
			}
			if err := yield(rows); err != nil {
				return err
			}
			rows = row.Rows{}
		}
		return nil
	}}
	f, err := createFile(t.Context(), t.TempDir()+"/f.duckdb", limits{"256MB", 2, t.TempDir()}, time.UTC, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.close() })
	b := &builder{f: f, tell: func(int64, int64) {}, now: time.Now}
	if err := b.stage(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := feed.All(t.Context(), nil, func(rows row.Rows) error { return b.add(t.Context(), rows) }); err != nil {
		t.Fatal(err)
	}
	if err := b.sort(t.Context()); err != nil {
		t.Fatal(err)
	}
	return f
}

// content is every row of a query as text, in order; columns of scores and
// traits stand under what they hold, as their numbers may differ.
func content(t *testing.T, f *file, query string) []string {
	t.Helper()
	rows, err := f.db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for rows.Next() {
		cells, targets := make([]sql.NullString, len(names)), make([]any, len(names))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for i, name := range names {
			fmt.Fprintf(&b, "%s=%v ", name, cells[i])
		}
		out = append(out, b.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

// TestWholeResponsesAreStoredAsTheirAnswers: row by row, whichever way they
// are handed over.
func TestWholeResponsesAreStoredAsTheirAnswers(t *testing.T) {
	for seed := range uint64(3) {
		traits, responses := wholeTable(seed, 900)
		whole, spread := built(t, traits, responses, true), built(t, traits, responses, false)
		long := "SELECT * EXCLUDE (t001), (SELECT value FROM trait_value v WHERE v.slot = 1 AND v.code = a.t001) AS plan FROM answer a"
		queries := []string{long, "SELECT CAST(slot AS VARCHAR) || name || kind FROM trait", "SELECT value, slot FROM trait_value"}
		for p := range 2 {
			columns := []string{"r.response, r.party, r.cluster, r.bucket, r.known, r.instant, r.day, r.month, r.channel, r.language, r.consent, r.unit, r.account, r.value, r.weight, r.noise, r.t002, r.t003"}
			query := func(f *file) string {
				list := slices.Clone(columns)
				for m := range 6 {
					slot := count(t, f, fmt.Sprintf("SELECT coalesce(max(slot), 0) FROM score_slot WHERE measure = UUID '%s'", uuid.UUID{14: byte(p + 1), 15: byte(m + 1)}))
					if slot > 0 {
						list = append(list, fmt.Sprintf("r.%s AS m%d", scoreColumn(slot), m))
					}
				}
				return "SELECT " + strings.Join(list, ", ") + fmt.Sprintf(" FROM response_wide r WHERE program = UUID '%s'", uuid.UUID{15: byte(p + 1)})
			}
			same(t, content(t, whole, query(whole)), content(t, spread, query(spread)), 100)
		}
		for i, q := range queries {
			same(t, content(t, whole, q), content(t, spread, q), []int{1000, 3, 4}[i])
		}
		// A response whose scores all stand beside others has no answer that
		// could be refused; whole, it is.
		const refused = "SELECT DISTINCT id FROM reject"
		got := content(t, whole, refused)
		want := slices.DeleteFunc(content(t, spread, refused), func(id string) bool { return slices.Contains(got, id) })
		if len(want) > 0 || len(got) < 20 || len(got) > 4*(1+len(responses)/97) {
			t.Errorf("%d responses are refused; not so: %v", len(got), want)
		}
	}
}

func same(t *testing.T, got, want []string, least int) {
	t.Helper()
	if len(got) != len(want) || len(want) < least {
		t.Fatalf("%d rows, want %d, and at least %d\n%v\n%v", len(got), len(want), least, got[:min(3, len(got))], want[:min(3, len(want))])
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("row %d is\n%s\nwant\n%s", i, got[i], want[i])
		}
	}
}

// TestAFileOfWholeResponsesMayBeAbandoned while rows are being written.
func TestAFileOfWholeResponsesMayBeAbandoned(t *testing.T) {
	traits, responses := wholeTable(2, 900)
	f, err := createFile(t.Context(), t.TempDir()+"/f.duckdb", limits{"256MB", 2, t.TempDir()}, time.UTC, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	b := &builder{f: f, tell: func(int64, int64) {}, now: time.Now}
	if err := b.stage(t.Context()); err != nil {
		t.Fatal(err)
	}
	for piece := range slices.Chunk(responses, 300) {
		if err := b.add(t.Context(), row.Rows{Traits: traits, Whole: piece}); err != nil {
			t.Fatal(err)
		}
	}
	b.whole.abandon()
	if err := f.close(); err != nil {
		t.Error(err)
	}
	if b.whole.appenders.flushing != nil || b.whole.appenders.pair[0] != nil {
		t.Error("something is left behind")
	}
}

// TestEventsMayBringWholeResponses: the projector stores their answers.
func TestEventsMayBringWholeResponses(t *testing.T) {
	_, responses := wholeTable(1, 90)
	feed := row.Feed{Name: "table", Load: func(context.Context, record.Querier, []log.Event) (row.Delta, error) {
		return row.Delta{Rows: row.Rows{Whole: responses}}, nil
	}}
	d, err := call(t.Context(), nil, feed, nil)
	scored := 0
	for i := range responses {
		scored += responses[i].Scored()
	}
	if err != nil || len(d.Whole) > 0 || len(d.Answers) != scored || scored < 90 {
		t.Errorf("%d whole, %d answers of %d, %v", len(d.Whole), len(d.Answers), scored, err)
	}
}
