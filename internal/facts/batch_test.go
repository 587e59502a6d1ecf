package facts

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// A changed thing whose events fall into both halves of a batch that had to be
// split is there once.
func TestAThingToldOfTwiceInASplitBatchIsThereOnce(t *testing.T) {
	rec := openRecord(t)
	o := options(t, rec)
	gate := make(chan struct{})
	o.Feeds = []Feed{gated(thingFeed(), gate)}
	s := open(t, o)
	until(t, s, "live", func(st Status) bool { return st.State == Live })
	good, bad, first := fixedThing(1), fixedThing(2), fixedThing(3)
	bad.Fault = "invalid"
	var last log.Position
	for _, step := range []struct {
		kind string
		of   thing
	}{{recorded, first}, {removed, first}, {recorded, good}, {recorded, bad}, {changed, good}, {changed, good}, {changed, good}} {
		p, err := put(t.Context(), rec, step.kind, step.of)
		if err != nil {
			t.Fatal(err)
		}
		last = p
	}
	close(gate)
	untilAt(t, s, last)
	if err := sameSums(readSums(t, s), wantSums(map[string]thing{"": good})); err != nil {
		t.Error(err)
	}
}

// newFile is an empty facts file of the test, with the test's traits.
func newFile(t *testing.T) *file {
	t.Helper()
	f, err := createFile(t.Context(), t.TempDir()+"/f.duckdb", limits{"128MB", 1, t.TempDir()}, time.UTC, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.close(); err != nil {
			t.Error(err)
		}
	})
	if rejects, err := f.declare(t.Context(), testTraits); err != nil || len(rejects) > 0 {
		t.Fatal(rejects, err)
	}
	return f
}

func count(t *testing.T, f *file, query string) (n int) {
	t.Helper()
	if err := f.db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFailedTransactionLeavesNothingNotEvenCodes(t *testing.T) {
	f := newFile(t)
	boom := errors.New("boom")
	err := f.transact(t.Context(), func() error {
		th := fixedThing(1)
		th.Segment = "never seen"
		_, err := f.appendRows(inFile, th.rows())
		return errors.Join(err, boom)
	})
	if !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	th := fixedThing(2)
	th.Segment = "first"
	if err := f.write(t.Context(), &step{delta: row.Delta{Rows: th.rows()}, position: 1, ahead: 1}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, f, "SELECT count(DISTINCT response) FROM answer"); n != 1 {
		t.Errorf("%d responses, want 1", n)
	}
	if n := count(t, f, "SELECT count(*) FROM trait_value WHERE value = 'first' AND code = 1"); n != 1 {
		t.Errorf("the text has no code, or not the first one")
	}
}

func TestACancelledWriteLeavesThePositionWhereItWas(t *testing.T) {
	f := newFile(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.write(ctx, &step{delta: row.Delta{Rows: fixedThing(1).rows()}, position: 9, ahead: 9}); err == nil {
		t.Fatal("written although cancelled")
	}
	if f.position != 0 || count(t, f, "SELECT position FROM meta") != 0 || count(t, f, "SELECT count(*) FROM answer") != 0 {
		t.Error("something of the cancelled write is left")
	}
	if err := f.write(t.Context(), &step{delta: row.Delta{Rows: fixedThing(1).rows()}, position: 9, ahead: 9}); err != nil {
		t.Fatalf("the next write: %v", err)
	}
}

func TestRemovalOfFewAndOfManyIDs(t *testing.T) {
	for _, n := range []int{1, fewIDs, fewIDs + 1} {
		f := newFile(t)
		var rows row.Rows
		var gone []uuid.UUID
		for i := range n + 3 {
			th := fixedThing(i)
			r := th.rows()
			rows.Answers = append(rows.Answers, r.Answers[0])
			if i < n {
				gone = append(gone, th.ID)
			}
		}
		for i, d := range []row.Delta{{Rows: rows}, {Responses: gone}} {
			if err := f.write(t.Context(), &step{delta: d, position: log.Position(i + 1)}); err != nil {
				t.Fatal(err)
			}
		}
		if left := count(t, f, "SELECT count(*) FROM answer"); left != 3 {
			t.Errorf("%d removed of %d: %d left, want 3", n, n+3, left)
		}
	}
}

func TestRowsThatCannotBeStoredAreRefusedWithAReason(t *testing.T) {
	good := func() row.Answer { return fixedThing(1).rows().Answers[0] }
	nan, huge := math.NaN(), math.Inf(1)
	for name, spoil := range map[string]func(*row.Answer){
		"no response":       func(a *row.Answer) { a.Response = uuid.Nil },
		"no party":          func(a *row.Answer) { a.Party = uuid.Nil },
		"no cluster":        func(a *row.Answer) { a.Cluster = uuid.Nil },
		"score NaN":         func(a *row.Answer) { a.Score = &nan },
		"value infinite":    func(a *row.Answer) { a.Value = &huge },
		"year 0":            func(a *row.Answer) { a.At = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC) },
		"year 12000":        func(a *row.Answer) { a.At = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"choice not UTF-8":  func(a *row.Answer) { a.Choice = "\xff" },
		"trait not UTF-8":   func(a *row.Answer) { a.Traits = map[int]any{1: "\xc3("} },
		"trait of no slot":  func(a *row.Answer) { a.Traits = map[int]any{2: "x"} },
		"number for a text": func(a *row.Answer) { a.Traits = map[int]any{1: 5.0} },
		"text for a number": func(a *row.Answer) { a.Traits = map[int]any{3: "5"} },
		"number NaN":        func(a *row.Answer) { a.Traits = map[int]any{3: nan} },
	} {
		f := newFile(t)
		bad := good()
		spoil(&bad)
		other := good()
		other.Choice = "kept"
		if err := f.write(t.Context(), &step{delta: row.Delta{Rows: row.Rows{Answers: []row.Answer{bad, other}}}, position: 1}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := count(t, f, "SELECT count(*) FROM answer WHERE choice = 'kept'"); n != 1 {
			t.Errorf("%s: the row beside it was lost", name)
		}
		if n := count(t, f, "SELECT count(*) FROM answer") + count(t, f, "SELECT 10 * count(*) FROM reject WHERE reason <> ''"); n != 11 {
			t.Errorf("%s: not refused with a reason", name)
		}
	}
}

func TestASlotKeepsItsKindForLife(t *testing.T) {
	f := newFile(t)
	rejects, err := f.declare(t.Context(), []row.Trait{
		{Slot: 1, Kind: row.Number}, {Slot: 0, Kind: row.Text}, {Slot: 201, Kind: row.Text}, {Slot: 9, Kind: "colour"},
		{Slot: 1, Kind: row.Text, Name: "'; DROP TABLE answer; --"}, {Slot: 200, Kind: row.Date, Name: "since"},
	})
	if err != nil || len(rejects) != 4 {
		t.Fatalf("%d rejects, want 4: %v, %v", len(rejects), rejects, err)
	}
	if n := count(t, f, "SELECT count(*) FROM trait WHERE slot = 1 AND name LIKE '%DROP TABLE%'"); n != 1 {
		t.Error("the new name is not there")
	}
	a := fixedThing(1).rows().Answers[0]
	a.Traits = map[int]any{200: time.Date(2020, 2, 29, 23, 0, 0, 0, time.FixedZone("", -7200)), 1: "x"}
	if err := f.write(t.Context(), &step{delta: row.Delta{Rows: row.Rows{Answers: []row.Answer{a}}}, position: 1}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, f, "SELECT count(*) FROM answer WHERE t200 = DATE '2020-02-29' AND t001 = 1"); n != 1 {
		t.Error("the date is not the one that was given")
	}
}

func TestPagesOfTheLogStayNearTheBatch(t *testing.T) {
	for _, c := range []struct{ events, ids, batch, want int }{
		{16, 16, 20_000, 4_096},     // single answers: large pages
		{16, 16 * 1000, 20_000, 16}, // pieces of an import: small ones
		{4_112, 4_112, 20_000, 4_096},
		{19_990, 19_990, 20_000, 10},
	} {
		if got := nextPage(c.events, c.ids, c.batch); got != c.want {
			t.Errorf("after %d events with %d ids of %d: %d, want %d", c.events, c.ids, c.batch, got, c.want)
		}
	}
}

func TestABucketIsTheHashOfTheCluster(t *testing.T) {
	// xxhash64 with seed 0 of 16 zero bytes is 0xaf09f71516247c32.
	if b := Bucket(uuid.Nil); b != 0x32 {
		t.Errorf("bucket of zero is %d, want %d", b, 0x32)
	}
	seen := map[int]int{}
	for i := range 64_000 {
		seen[Bucket(uuid.UUID{14: byte(i >> 8), 15: byte(i)})]++
	}
	for b, n := range seen {
		if b < 0 || b >= Buckets || n < 500 || n > 1_500 {
			t.Errorf("bucket %d has %d of 64000", b, n)
		}
	}
}
