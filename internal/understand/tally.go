package understand

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
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
	key   []sql.NullString
	group stat.Group
	known int64 // answers of known customers
}

func emptyTally() *tally {
	return &tally{group: stat.Group{Total: stat.Moments{Counts: stat.Counts{}}}}
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

// question is SELECT keys, columns over the rows of a condition, grouped by the
// keys and by one more column (bucket, score, cluster; "" for none).
type question struct {
	from    string // the table; answer where left out
	dims    []dimension
	extra   string
	inner   []string // what the columns need of a row
	columns string
}

// sql is the statement. Keys arrive as text; the cast stands outside, where
// there are only groups left. Columns that are not needed are not named: wide
// ones, such as ids, cost more than all the rest.
func (q question) sql(c *condition) string {
	inner := slices.Clone(q.inner)
	var outer, group []string
	for i, d := range q.dims {
		inner = append(inner, fmt.Sprintf("%s AS k%d", d.expr, i))
		outer = append(outer, fmt.Sprintf("CAST(k%d AS VARCHAR)", i))
		group = append(group, fmt.Sprintf("k%d", i))
	}
	if q.extra != "" {
		cast := q.extra
		if q.extra == "cluster" {
			cast = "CAST(cluster AS VARCHAR)"
		}
		if !slices.Contains(inner, q.extra) {
			inner = append(inner, q.extra)
		}
		outer, group = append(outer, cast), append(group, q.extra)
	}
	text := "SELECT " + strings.Join(append(outer, q.columns), ", ") +
		" FROM (SELECT " + strings.Join(inner, ", ") + " FROM " + cmp.Or(q.from, "answer") + " WHERE " + c.sql() + ") a"
	if len(group) > 0 {
		text += " GROUP BY " + strings.Join(group, ", ")
	}
	return text
}

// byScore is the question of the first pass: how many answers gave each score,
// how many of them by known customers, and their weights where asked. All
// moments of a group follow from it.
func (a asker) byScore(dims []dimension) question {
	q := question{dims: dims, extra: "score", inner: []string{"score", "known"}, columns: "count(*), count(*) FILTER (WHERE known)"}
	if a.weighted {
		q.inner = append(q.inner, weight+" AS w")
		q.columns += ", sum(w), sum(w * w)"
	}
	return q
}

// tallies gives the groups with their moments and distribution, from one pass
// by group and score.
func (a asker) tallies(ctx context.Context, dims []dimension, c *condition) ([]*tally, error) {
	text := a.byScore(dims).sql(c) + fmt.Sprintf(" LIMIT %d", maxGroupRows+1)
	index := map[string]*tally{}
	var list []*tally
	rows := 0
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		if rows++; rows > maxGroupRows {
			return fault.Invalid("by", "This splits the answers into too many groups to show. Choose fewer cuts, a longer period, or filter.")
		}
		key := make([]sql.NullString, len(dims))
		m, known, err := a.scanScore(r, key)
		if err != nil {
			return err
		}
		t := index[keyOf(key)]
		if t == nil {
			t = emptyTally()
			t.key = key
			index[keyOf(key)] = t
			list = append(list, t)
		}
		t.group.Total.Absorb(m)
		t.known += known
		return nil
	})
	return list, fault.Wrap(err, fault.CodeInternal, "count answers by group")
}

// scanScore reads a row of byScore: the moments of the answers with one score.
func (a asker) scanScore(r Rows, key []sql.NullString) (m stat.Moments, known int64, err error) {
	var score float64
	targets := scanTargets(key, &score, &m.N, &known)
	if a.weighted {
		targets = append(targets, &m.W, &m.W2)
	}
	if err := r.Scan(targets...); err != nil {
		return m, 0, err
	}
	if !a.weighted {
		m.W, m.W2 = float64(m.N), float64(m.N)
	}
	y := a.measure.contribution(score)
	m.WX, m.WX2, m.Counts = m.W*y, m.W*y*y, stat.Counts{score: m.N}
	return m, known, nil
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
	t := emptyTally()
	for _, part := range list {
		t.group.Total.Absorb(part.group.Total)
		t.known += part.known
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
	s := a.measure.sums(a.weighted)
	text := question{dims: dims, extra: "bucket", inner: s.inner, columns: s.sql()}.sql(c)
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

// clusters fetches the sums per cluster of the groups that thin finds, or of
// all where it is nil.
func (a asker) clusters(ctx context.Context, dims []dimension, c *condition, thin *thinness, index map[string]*tally) error {
	s := a.measure.sums(a.weighted)
	narrowed := c
	if thin != nil {
		narrowed = thin.condition(c)
	}
	text := question{dims: dims, extra: "cluster", inner: s.inner, columns: s.sql()}.sql(narrowed) + fmt.Sprintf(" LIMIT %d", maxClusterRows+1)
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
