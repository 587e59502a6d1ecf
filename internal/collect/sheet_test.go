package collect

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
)

// readSheet reads a table by a choice, as a report does.
func readSheet(t *testing.T, text string, c SheetChoice) (*FactSheet, []row.Answer, SheetCount, error) {
	t.Helper()
	src := bytes.NewReader([]byte(text))
	format, err := interchange.Detect(src, table.Choice{}, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	profile, err := interchange.Scan(t.Context(), src, format, table.DefaultLimits(), time.UTC, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := NewFactSheet(format, profile)
	if err := s.Choose(c); err != nil {
		return s, nil, SheetCount{}, err
	}
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	if err := s.Settle(now); err != nil {
		t.Fatal(err)
	}
	rows, err := interchange.Open(src, format, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var answers []row.Answer
	count, err := s.Read(t.Context(), rows, now, func(r row.Rows) error {
		r.Spread()
		answers = append(answers, r.Answers...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, answers, count, nil
}

// rolesOf writes roles as "Column role scale missing", in the table's order.
func rolesOf(s *FactSheet) string {
	var out []string
	for _, c := range s.Columns {
		text := c.Name + " " + string(c.Role)
		if c.Scale != nil && (c.Role == SheetScore || c.Role == SheetDriver || c.Role == SheetOutcome) {
			text += " " + number(c.Scale.Min) + "-" + number(c.Scale.Max)
			if c.Scale.Direction == measure.Down {
				text += " down"
			}
			if len(c.Missing) > 0 {
				text += " without " + strings.Join(c.Missing, ",")
			}
			if c.Role != SheetDriver {
				text += " " + string(c.Metric)
			}
		}
		if !c.Guessed {
			text += " named"
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// survey is a small export: 20 rows, a recommendation, two ratings with 0 for
// not applicable, what was asked of whom, and what became of it.
func survey() string {
	var b strings.Builder
	b.WriteString("Date,How likely are you to recommend us?,Speed,\"Price, value\",Food,Region,Plan,Firm,Spend,W,Left,Comment\n")
	for i := range 20 {
		b.WriteString(strings.Join([]string{
			time.Date(2026, 3, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly),
			number(float64(i % 11)), number(float64(i % 6)), number(float64((i + 2) % 6)), number(float64((i + 4) % 6)),
			[]string{"North", "South"}[i%2], []string{"gold", "basic", "trial"}[i%3], "firm " + number(float64(i%4)),
			number(float64(100 + i*17)), []string{"1.5", "0.5"}[i%2], []string{"No", "Yes"}[i%7/6], "",
		}, ",") + "\n")
	}
	return b.String()
}

func TestSheetRoles(t *testing.T) {
	const nps = "How likely are you to recommend us?"
	for _, tc := range []struct {
		name   string
		choice SheetChoice
		want   []string // parts that rolesOf must have
	}{
		{"guessed", SheetChoice{}, []string{"Date time;", nps + " score 0-10 nps;", "Speed driver 1-5 without 0;", "Price, value driver 1-5 without 0;", "Region segment;", "Plan segment;", "Spend value;", "Left outcome 0-1 down share"}},
		{"another score", SheetChoice{Score: "Food"}, []string{"Food score 1-5 without 0 mean named", nps + " result"}},
		{"a scale", SheetChoice{Score: "food", Scale: "5-0"}, []string{"Food score 0-5 down mean named"}},
		{"good numbers", SheetChoice{Score: "Food", Scale: "0-5", Good: []string{"4,5"}}, []string{"Food score 0-5 share named"}},
		{"an outcome as the score", SheetChoice{Score: "Left"}, []string{"Left score 0-1 down share named"}},
		{"good words", SheetChoice{Score: "Plan", Good: []string{"gold,trial"}}, []string{"Plan score 1-3 share named"}},
		{"drivers named, one with a comma", SheetChoice{Drivers: []string{"Speed,Price, value"}}, []string{"Speed driver 1-5 without 0 named", "Price, value driver 1-5 without 0 named", "Food ignore"}},
		{"scale of drivers", SheetChoice{DriverScale: "0-5"}, []string{"Speed driver 0-5;", "Food driver 0-5;"}},
		{"scale of drivers and a code on it", SheetChoice{DriverScale: "0-5", Missing: []string{"0"}}, []string{"Speed driver 0-5 without 0;", nps + " score 0-10 nps;"}},
		{"codes of one column", SheetChoice{Missing: []string{nps + "=0,10"}}, []string{nps + " score 0-10 without 0,10 nps;", "Speed driver 1-5 without 0;"}},
		{"codes of a driver", SheetChoice{Missing: []string{"Speed=5"}}, []string{"Speed driver 0-4 without 5;"}},
		{"no drivers", SheetChoice{NoDrivers: true}, []string{"Speed ignore;", "Food ignore"}},
		{"segments", SheetChoice{Segments: []string{"Plan"}}, []string{"Plan segment named", "Region ignore"}},
		{"a firm as segment", SheetChoice{Segments: []string{"Firm,Region"}}, []string{"Firm segment named", "Region segment named", "Plan ignore"}},
		{"no segments", SheetChoice{NoSplit: true}, []string{"Plan ignore", "Region ignore"}},
		{"one of each", SheetChoice{Time: "Date", Weight: "W", Value: "Spend", Outcome: "Left", ID: "Comment", Cluster: "Region", Texts: []string{"Comment"}},
			[]string{"Date time named", "Spend value named", "W weight named", "Left outcome 0-1 down share named", "Region cluster named", "Firm segment", "Comment text named"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, _, count, err := readSheet(t, survey(), tc.choice)
			if err != nil {
				t.Fatal(err)
			}
			if count.Rows != 20 || count.Dropped > 0 || count.Cells > 0 {
				t.Errorf("rows were lost: %+v", count)
			}
			got := rolesOf(s) + ";"
			for _, part := range tc.want {
				if !strings.Contains(got, part) {
					t.Errorf("want %q in\n%s", part, got)
				}
			}
		})
	}
}

func TestSheetRefuses(t *testing.T) {
	for _, tc := range []struct {
		choice SheetChoice
		want   string
	}{
		{SheetChoice{Score: "Nothing"}, `--score: there is no column "Nothing". The columns are: Date, `},
		{SheetChoice{Drivers: []string{"Speed,Nothing"}}, `--drivers: there is no column "Nothing"`},
		{SheetChoice{Score: "Plan"}, "Say with --good VALUES which count as good."},
		{SheetChoice{Score: "Plan", Good: []string{"silver"}}, `--good: "silver" is no answer of "Plan".`},
		{SheetChoice{Scale: "0 10"}, `--scale: "0 10" is no scale.`},
		{SheetChoice{Scale: "5-5"}, "two ends that differ"},
		{SheetChoice{DriverScale: "good"}, `--driver-scale: "good" is no scale.`},
		{SheetChoice{Missing: []string{"Speed="}}, "names no code"},
		{SheetChoice{Missing: []string{"Nothing=1"}}, `--missing: there is no column "Nothing"`},
		{SheetChoice{Time: "Plan"}, `--time: "Plan" holds no dates.`},
		{SheetChoice{Weight: "Plan"}, `--weight: "Plan" holds no numbers.`},
		{SheetChoice{Value: "Comment"}, `--value: "Comment" holds no numbers.`},
		{SheetChoice{Score: "Spend", Value: "Spend"}, `"Spend" is the score already`},
		{SheetChoice{Score: "Food", Drivers: []string{"Food"}}, `"Food" is the score itself`},
		{SheetChoice{Outcome: "Plan"}, "neither scores nor yes and no"},
		{SheetChoice{Drivers: []string{"Plan"}}, "neither scores nor yes and no"},
	} {
		_, _, _, err := readSheet(t, survey(), tc.choice)
		if !fault.Is(err, fault.CodeInvalid) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: want %q, got %v", tc.choice, tc.want, err)
		}
	}
	if _, _, _, err := readSheet(t, "a,b\nx,1987\ny,1988\n", SheetChoice{}); !fault.Is(err, fault.CodeInvalid) || !strings.Contains(err.Error(), "Name one with --score") {
		t.Errorf("no score: %v", err)
	}
}

// What cannot be read is left out with its row, column and reason; the good
// part of such a row stays.
func TestSheetKeepsTheGoodPart(t *testing.T) {
	const text = "When,Score,Speed,Spend\n2026-01-02,9,5,10\n2026-01-03,x,4,20\n2026-01-04,10,7,30\nlater,8,3,40\n2026-01-06,7,3,much\n2026-01-07,6\n2026-01-08,,2,60\n"
	s, answers, count, err := readSheet(t, text, SheetChoice{Score: "Score", Scale: "0-10", Drivers: []string{"Speed"}, DriverScale: "1-5", Time: "When", Value: "Spend"})
	if err != nil {
		t.Fatal(err)
	}
	var rejects []string
	for _, r := range count.Rejects {
		rejects = append(rejects, number(float64(r.Row))+" "+r.Column+" "+r.Key)
	}
	want := []string{"3 Score score.off_scale", "4 Speed score.off_scale", "5 When time.unreadable", "6 Spend number.unreadable", "7 Speed table.too_few_cells"}
	if !slices.Equal(rejects, want) {
		t.Errorf("rejects\n%q, want\n%q", rejects, want)
	}
	if count.Rows != 7 || count.Used != 3 || count.Unscored != 1 || count.Dropped != 3 || count.Cells != 2 {
		t.Errorf("counts %+v", count)
	}
	scores := map[string][]float64{}
	for _, a := range answers {
		if a.Score != nil {
			scores[a.Measure.String()] = append(scores[a.Measure.String()], *a.Score)
		}
	}
	if got := scores[s.Columns[1].MeasureID()]; !slices.Equal(got, []float64{9, 10, 7}) {
		t.Errorf("scores %v", got)
	}
	// What was rated without a score is not asked for.
	if got := scores[s.Columns[2].MeasureID()]; !slices.Equal(got, []float64{5, 3}) {
		t.Errorf("ratings %v", got)
	}
}

// A sheet's rows have the same facts as those of an import of the same file.
func TestSheetAnswersAsImportsDo(t *testing.T) {
	s, answers, _, err := readSheet(t, survey(), SheetChoice{ID: "Firm"})
	if err != nil {
		t.Fatal(err)
	}
	first := answers[0]
	if !first.Known || first.Party == first.Response || first.Cluster != first.Party || first.At.Format(time.DateOnly) != "2026-03-01" || *first.Value != 100 {
		t.Errorf("first answer %+v", first)
	}
	parties := map[string]bool{}
	for _, a := range answers {
		parties[a.Party.String()] = true
	}
	if len(parties) != 4 {
		t.Errorf("%d parties, want 4", len(parties))
	}
	declared, err := s.Declared()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range declared {
		c := s.Columns[s.columnOf(d.Slot)]
		if c.Name != d.Name {
			t.Errorf("slot %d is %q, its column %q", d.Slot, d.Name, c.Name)
		}
		if c.Name == "Region" && first.Traits[d.Slot] != "North" {
			t.Errorf("region of the first answer: %v", first.Traits[d.Slot])
		}
	}
}

// Columns that count the rows, or say the same in each, are nothing to compare by.
func TestSheetLeavesOutWhatDividesNothing(t *testing.T) {
	s, _, _, err := readSheet(t, ",Score,Country,Town\n0,9,FR,Lyon\n1,10,FR,Nice\n2,3,FR,Lyon\n3,8,FR,Nice\n", SheetChoice{Score: "Score", Scale: "0-10"})
	if err != nil {
		t.Fatal(err)
	}
	if got := rolesOf(s); got != "Column A ignore; Score score 0-10 nps named; Country ignore; Town segment" {
		t.Error(got)
	}
}
