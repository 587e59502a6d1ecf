package table

import (
	"fmt"
	"testing"
	"time"
)

// A column whose values stand in order is known to hold no value twice, also
// where there is no room to remember them all; any other is not.
func TestValuesInOrderAreDifferent(t *testing.T) {
	const rows = 500
	for name, tc := range map[string]struct {
		value  func(i int) string
		unique bool
	}{
		"running":            {func(i int) string { return fmt.Sprint(i + 1) }, true},
		"falling":            {func(i int) string { return fmt.Sprint(rows - i) }, true},
		"padded":             {func(i int) string { return fmt.Sprintf("A-%06d", 7*i) }, true},
		"one comes again":    {func(i int) string { return fmt.Sprint(i - i/(rows-1)) }, false},
		"the first at last":  {func(i int) string { return fmt.Sprint(i % (rows - 1)) }, false},
		"up and down":        {func(i int) string { return fmt.Sprint((i * 7) % rows) }, false},
		"with a gap in cell": {func(i int) string { return fmt.Sprint(i + 1)[:i%2*len(fmt.Sprint(i+1))] }, false},
	} {
		s, c := &scan{zone: time.UTC, budget: 10}, newColumnScan(name)
		for i := range rows {
			c.add(tc.value(i), s)
		}
		got := c.finish(0, rows, ',', time.UTC)
		if got.Unique() != tc.unique {
			t.Errorf("%s: unique %v, of %d values %d different, more %v", name, got.Unique(), got.Filled(), got.Distinct, got.More)
		}
	}
}
