package understand

import (
	"fmt"
	"strings"

	"github.com/balcony-cx/balcony/internal/stat"
)

// thinness finds the groups that fill too few buckets for the jackknife, so
// that the sums per cluster are fetched for them and for no others.
type thinness struct {
	dims []dimension
	// sides are conditions on the rows; a group is thin where any of them
	// leaves it in few buckets. Empty: the whole group counts.
	sides []string
}

// condition narrows c to the rows of thin groups. A group is named by the same
// expressions inside and outside; outside they are those of the row at hand.
func (t thinness) condition(c *condition) *condition {
	counts := []string{"count(DISTINCT bucket)"}
	if len(t.sides) > 0 {
		counts = counts[:0]
		for _, side := range t.sides {
			counts = append(counts, "count(DISTINCT bucket) FILTER (WHERE "+side+")")
		}
	}
	few := make([]string, len(counts))
	for i, count := range counts {
		few[i] = fmt.Sprintf("%s < %d", count, stat.JackknifeClusters)
	}
	having := strings.Join(few, " OR ")
	if len(t.dims) == 0 {
		return c.with("EXISTS (SELECT 1 FROM answer WHERE "+c.sql()+" HAVING "+having+")", c.args...)
	}
	var selects, groups, same []string
	for i, d := range t.dims {
		selects = append(selects, fmt.Sprintf("%s AS h%d", d.expr, i))
		groups = append(groups, d.expr)
		same = append(same, fmt.Sprintf("thin.h%d IS NOT DISTINCT FROM %s", i, d.expr))
	}
	return c.with("EXISTS (SELECT 1 FROM (SELECT "+strings.Join(selects, ", ")+" FROM answer WHERE "+c.sql()+
		" GROUP BY "+strings.Join(groups, ", ")+" HAVING "+having+") thin WHERE "+strings.Join(same, " AND ")+")", c.args...)
}
