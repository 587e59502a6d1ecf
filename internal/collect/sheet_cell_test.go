package collect

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// messy is a table with all roles and cells that cannot be read.
func messy(rows int) string {
	r := rand.New(rand.NewPCG(2, 9)) //nolint:gosec // made-up content
	var b strings.Builder
	b.WriteString("Customer,Firm,When,Recommend,Food,Staff,Plan,Renewed,Joined,Spend,Weight,Channel,Lang,Site,Comment\n")
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	for i := range rows {
		fmt.Fprintf(&b, "c%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", r.IntN(90), pick("", "Acme", "Initech"),
			pick("2026-01-05", "2026-02-28", "1970-01-01", " 2026-03-01 ", "2026-04-01", "2026-04-02", "2026-05-01", "2026-05-02"), pick("0", "3", "7", "8", "9", "10", "9", "", "88"),
			pick("1", "2", "3", "4", "5", "", "99", "6"), pick("1", "2", "3", "4", " 5", "99"), pick("Gold", "Silver", "", " Gold"),
			pick("yes", "no", "", " yes"), pick("2020-01-01", "2021-06-30", "soon", ""), pick("12.50", "7", "many", ""), pick("1", "0.5", "-1", ""),
			pick("web", "phone", ""), pick("English", "fr", ""), pick("North", "South"), pick("", fmt.Sprint("it was as it was at number ", i)))
	}
	return b.String()
}

// TestSheetCellsAreReadAsThoseOfAnImport: row by row, with cells that came
// before and cells that cannot be read.
func TestSheetCellsAreReadAsThoseOfAnImport(t *testing.T) {
	src := strings.NewReader(messy(600))
	format, err := interchange.Detect(src, table.Choice{}, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	profile, err := interchange.Scan(t.Context(), src, format, table.DefaultLimits(), time.UTC, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := NewFactSheet(format, profile)
	err = s.Choose(SheetChoice{Score: "Recommend", Scale: "0-10", Drivers: []string{"Food", "Staff"}, DriverScale: "1-5", Missing: []string{"99"}, Segments: []string{"Plan", "Joined", "Spend"},
		Time: "When", Texts: []string{"Comment"}, Weight: "Weight", Outcome: "Renewed", ID: "Customer", Cluster: "Firm"})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	if err := s.Settle(now); err != nil {
		t.Fatal(err)
	}
	var spared, sparedAgain []Reject
	whole := func(to *[]Reject) *reader {
		in := newReader(s.plan, now)
		in.spare = func(column int, why *Reject) bool {
			*to = append(*to, *why)
			return s.Columns[column].Role != SheetScore && s.Columns[column].Role != SheetTime
		}
		return in
	}
	in := whole(&spared)
	cells, none, err := newSheetCells(s, whole(&sparedAgain))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := interchange.Open(src, format, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	r := sheetRow{scores: append(none[:0:0], none...)}
	taken, rejected := 0, 0
	for {
		next, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		want, reject := in.entryOf(next)
		copy(r.scores, none)
		again := cells.read(next, &r)
		if !reflect.DeepEqual(reject, again) || !reflect.DeepEqual(spared, sparedAgain) {
			t.Fatalf("row %d: %+v, want %+v; spared %v, want %v", next.Number, again, reject, sparedAgain, spared)
		}
		if reject != nil {
			rejected++
			continue
		}
		taken++
		sameAsEntry(t, s, next.Number, &r, want)
	}
	if taken < 300 || rejected < 30 || len(spared) < 100 {
		t.Errorf("%d rows taken, %d not, %d cells spared", taken, rejected, len(spared))
	}
}

func sameAsEntry(t *testing.T, s *FactSheet, number int64, r *sheetRow, want *entry) {
	t.Helper()
	scores, texts := map[string]float64{}, 0
	for _, a := range want.answers {
		if a.Score != nil {
			scores[a.MeasureID] = *a.Score
		}
		if a.Text != "" {
			texts++
		}
	}
	for _, x := range r.scores {
		score, known := scores[x.Measure.String()]
		if known == math.IsNaN(x.Score) || known && x.Score != score {
			t.Fatalf("row %d: score %v of %s, want %v", number, x.Score, x.Measure, score)
		}
		delete(scores, x.Measure.String())
	}
	values := map[int]any{}
	for _, v := range want.traits {
		of := s.slots[s.program][v.name]
		if fact := of.fact(v.value); fact != nil {
			values[of.Slot] = fact
		}
	}
	for _, v := range r.values {
		if !reflect.DeepEqual(values[v.Slot], v.Value) {
			t.Fatalf("row %d: trait %d is %v, want %v", number, v.Slot, v.Value, values[v.Slot])
		}
		delete(values, v.Slot)
	}
	e := r.entry
	if len(scores)+len(values) > 0 || len(e.answers) != texts {
		t.Fatalf("row %d: scores %v and traits %v are not there; %d texts of %d", number, scores, values, len(e.answers), texts)
	}
	e.answers, e.traits = want.answers, want.traits
	if !reflect.DeepEqual(e, *want) {
		t.Fatalf("row %d: %+v, want %+v", number, e, *want)
	}
}
