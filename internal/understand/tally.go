package understand

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// dimension is one thing that groups are split by: an expression over the
// columns of answer, from the program's own text.
type dimension struct {
	name string
	expr string
}

// tally is what is known of one group of answers.
type tally struct {
	key     []sql.NullString
	group   stat.Group
	related int64 // answers of known customers or of accounts
}

// The bounds of one query.
const (
	maxGroupRows   = 100_000 // groups x scores
	maxClusterRows = 500_000
	exactRepeats   = 200_000 // up to so many answers distinct clusters are counted in each group
)

// asker asks one snapshot about one measure's answers.
type asker struct {
	snap     Snapshot
	measure  measured
	weighted bool
	repeated *repeatCache
}

// keyOf joins a key to one text, so that it can index a map.
func keyOf(key []sql.NullString) string {
	var b strings.Builder
	for _, k := range key {
		if k.Valid {
			b.WriteString("=" + k.String)
		}
		b.WriteByte(0)
	}
	return b.String()
}

// statement is SELECT keys, columns over the rows of a condition, grouped by
// the keys and by extra (bucket, score, cluster). Keys arrive as text; the
// cast stands outside, where there are only groups left. y and w are the
// contribution and the weight of a row.
func (a asker) statement(dims []dimension, extra string, columns string, c *condition) string {
	s := a.measure.sums(a.weighted)
	inner := make([]string, 0, len(dims)+4)
	outer := make([]string, 0, len(dims)+1)
	group := make([]string, 0, len(dims)+1)
	for i, d := range dims {
		inner = append(inner, fmt.Sprintf("%s AS k%d", d.expr, i))
		outer = append(outer, fmt.Sprintf("CAST(k%d AS VARCHAR)", i))
		group = append(group, fmt.Sprintf("k%d", i))
	}
	if extra != "" {
		inner = append(inner, extra)
		cast := extra
		if extra == "cluster" {
			cast = "CAST(cluster AS VARCHAR)"
		}
		outer, group = append(outer, cast), append(group, extra)
	}
	inner = append(inner, s.y+" AS y", s.w+" AS w", "(known OR account IS NOT NULL) AS kin")
	if extra != "cluster" {
		inner = append(inner, "cluster")
	}
	text := "SELECT " + strings.Join(append(outer, columns), ", ") +
		" FROM (SELECT " + strings.Join(inner, ", ") + " FROM answer WHERE " + c.sql() + ") a"
	if len(group) > 0 {
		text += " GROUP BY " + strings.Join(group, ", ")
	}
	return text
}

// tallies gives the groups with their moments and distribution, from one pass
// by group and score.
func (a asker) tallies(ctx context.Context, dims []dimension, c *condition) ([]*tally, error) {
	columns := a.measure.sums(a.weighted).columns() + ", count(*) FILTER (WHERE kin)"
	text := a.statement(dims, "score", columns, c) + fmt.Sprintf(" LIMIT %d", maxGroupRows+1)
	index := map[string]*tally{}
	var list []*tally
	rows := 0
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		if rows++; rows > maxGroupRows {
			return fault.Invalid("by", "This splits the answers into too many groups to show. Choose fewer cuts, a longer period, or filter.")
		}
		key := make([]sql.NullString, len(dims))
		var score float64
		var m stat.Moments
		var kin int64
		if err := r.Scan(scanTargets(key, &score, &m.N, &m.W, &m.W2, &m.WX, &m.WX2, &kin)...); err != nil {
			return err
		}
		m.Counts = stat.Counts{score: m.N}
		t := index[keyOf(key)]
		if t == nil {
			t = &tally{key: key}
			index[keyOf(key)] = t
			list = append(list, t)
			t.group.Total.Counts = stat.Counts{}
		}
		t.group.Total.Absorb(m)
		t.related += kin
		return nil
	})
	return list, fault.Wrap(err, fault.CodeInternal, "count answers by group")
}

func scanTargets(key []sql.NullString, rest ...any) []any {
	targets := make([]any, 0, len(key)+len(rest))
	for i := range key {
		targets = append(targets, &key[i])
	}
	return append(targets, rest...)
}

// whole is the tally of all groups together, without buckets and clusters.
func whole(list []*tally) *tally {
	t := &tally{}
	t.group.Total.Counts = stat.Counts{}
	for _, part := range list {
		t.group.Total.Absorb(part.group.Total)
		t.related += part.related
	}
	return t
}

// byKey finds tallies by their key.
func byKey(list []*tally) map[string]*tally {
	index := make(map[string]*tally, len(list))
	for _, t := range list {
		index[keyOf(t.key)] = t
	}
	return index
}

// buckets fetches the moments by bucket and puts them into the tallies and,
// merged, into the whole.
func (a asker) buckets(ctx context.Context, dims []dimension, c *condition, list []*tally, all *tally) error {
	index := byKey(list)
	if all.group.Buckets == nil {
		all.group.Buckets = new(stat.Buckets)
	}
	text := a.statement(dims, "bucket", a.measure.sums(a.weighted).columns(), c)
	key := make([]sql.NullString, len(dims))
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		var bucket int
		var m stat.Moments
		if err := r.Scan(scanTargets(key, &bucket, &m.N, &m.W, &m.W2, &m.WX, &m.WX2)...); err != nil {
			return err
		}
		if bucket < 0 || bucket >= stat.BucketCount {
			return fmt.Errorf("bucket %d is out of range", bucket)
		}
		all.group.Buckets[bucket].Absorb(m)
		t := index[keyOf(key)]
		if t == nil {
			return nil
		}
		if t.group.Buckets == nil {
			t.group.Buckets = new(stat.Buckets)
		}
		t.group.Buckets[bucket].Absorb(m)
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "sum answers by bucket")
}

// clusters fetches the sums per cluster of groups that fill few buckets. few
// names the dimensions over which a group must be thin in every part; the
// groups of all dims below such a one are fetched.
func (a asker) clusters(ctx context.Context, dims []dimension, c *condition, thin *thinness, index map[string]*tally) error {
	columns := a.measure.sums(a.weighted).columns()
	narrowed := c
	if thin != nil {
		narrowed = thin.condition(c)
	}
	text := a.statement(dims, "cluster", columns, narrowed) + fmt.Sprintf(" LIMIT %d", maxClusterRows+1)
	rows := 0
	key := make([]sql.NullString, len(dims))
	err := each(ctx, a.snap, text, narrowed.args, func(r Rows) error {
		if rows++; rows > maxClusterRows {
			return fault.Invalid("by", "This needs the sums of too many customers at once. Choose fewer cuts, a longer period, or filter.")
		}
		var l stat.Cluster
		var w2 float64
		if err := r.Scan(scanTargets(key, &l.ID, &l.N, &l.W, &w2, &l.WX, &l.WX2)...); err != nil {
			return err
		}
		if t := index[keyOf(key)]; t != nil {
			t.group.Clusters = append(t.group.Clusters, l)
		}
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "sum answers by cluster")
}
