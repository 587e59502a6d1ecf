package purpose

import (
	"testing"
	"time"
)

// TestPeriods: as people write days, weeks, months and quarters.
func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		grain      Grain
		text, want string
	}{
		{Day, "2026-11-20", "2026-11-20"}, {Day, "20/11/2026", "2026-11-20"}, {Day, "2026-11", ""}, {Day, "2026-Q4", ""}, {Day, "2026-02-30", ""},
		{Week, "2026-11-22", "2026-11-16"}, {Week, "2026-11-16", "2026-11-16"}, {Week, "2026-W47", "2026-11-16"}, {Week, "2026S01", "2025-12-29"}, {Week, "2026-W54", ""},
		{Week, "2020-W53", "2020-12-28"}, {Week, "2021-W53", ""}, {Week, "2026-11", ""}, {Week, "2026-W0", ""},
		{Month, "2026-11", "2026-11-01"}, {Month, "11/2026", "2026-11-01"}, {Month, "2026-11-30", "2026-11-01"}, {Month, "2026-13", ""}, {Month, "2026-Q4", ""},
		{Quarter, "2026-Q4", "2026-10-01"}, {Quarter, "T4 2026", "2026-10-01"}, {Quarter, " q1 2026 ", "2026-01-01"}, {Quarter, "2026-12-31", "2026-10-01"}, {Quarter, "2026-Q5", ""},
		{Month, "", ""}, {Month, "soon", ""}, {Month, "0000-01", ""},
	} {
		if got, ok := ParsePeriod(c.grain, c.text); got != c.want || ok != (c.want != "") {
			t.Errorf("%s %q: %q %v, want %q", c.grain, c.text, got, ok, c.want)
		}
	}
}

// FuzzParsePeriod: what is read is the first day of a period, and read again
// gives itself.
func FuzzParsePeriod(f *testing.F) {
	for _, text := range []string{"2026-11-20", "2026-W47", "2026-11", "Q4 2026", "1/2/2026", "31.12.99", "\xff"} {
		f.Add(text, 0)
		f.Add(text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		grain := grains()[(n%4+4)%4]
		first, ok := ParsePeriod(grain, text)
		if !ok {
			return
		}
		if _, err := time.Parse(dayLayout, first); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if again, ok := ParsePeriod(grain, first); !ok || again != first {
			t.Fatalf("%s %q: %q, then %q", grain, text, first, again)
		}
	})
}

// FuzzReadSheet: no file breaks the reading, and each number has its names.
func FuzzReadSheet(f *testing.F) {
	for _, text := range []string{"period,unit,Churn\n2026-11,Nice,3\n", "indicator;unit;period;value\nChurn;;2026-11;1,5\n", "a,b\n1,2\n", "period,\"x\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := readSheet(content)
		if err != nil {
			return
		}
		for _, c := range s.cells {
			if c.row < 1 || c.value == "" {
				t.Fatalf("%+v", c)
			}
		}
	})
}
