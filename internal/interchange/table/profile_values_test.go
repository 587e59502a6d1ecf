package table

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Equal cells are read once and count as often as they stand there, whether
// the column's values stay few or get too many on the way.
func TestProfileCountsEqualCells(t *testing.T) {
	for _, different := range []int{3, MaxValues, MaxValues + 1, 3 * MaxValues} {
		text := "number,date,words\n"
		for range 4 {
			for i := range different {
				text += fmt.Sprintf("%d.5,2026-01-%02d,%s\n", i, 1+i%28, strings.Repeat("ab ", 1+i%3)+fmt.Sprint(i))
			}
		}
		f, err := Detect(strings.NewReader(text), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		p, err := Scan(strings.NewReader(text), f, DefaultLimits(), time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		rows := int64(4 * different)
		n, d, w := p.Columns[0], p.Columns[1], p.Columns[2]
		if n.Numbers != rows || n.Distinct != int64(different) || *n.Max != float64(different)-.5 || n.Whole || n.Kind != KindNumber {
			t.Errorf("%d values: numbers %+v", different, n)
		}
		if d.Dates != rows || d.Kind != KindDate || d.Earliest.Day() != 1 {
			t.Errorf("%d values: dates %+v", different, d)
		}
		words := 0
		for i := range different {
			words += 2 + i%3
		}
		if want := float64(words) / float64(different); w.Words < want-1e-9 || w.Words > want+1e-9 {
			t.Errorf("%d values: %v words on average, want %v", different, w.Words, want)
		}
		if (n.Values == nil) != (different > MaxValues) {
			t.Errorf("%d values: listed %d", different, len(n.Values))
		}
	}
}
