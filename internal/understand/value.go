package understand

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// worth is a group of answers twice: with the weights of the query, and with
// that weight times what the customer is worth.
type worth struct{ plain, valued stat.Group }

func newWorth(weighted bool) *worth {
	return &worth{
		plain:  stat.Group{Buckets: new(stat.Buckets), Weighted: weighted},
		valued: stat.Group{Buckets: new(stat.Buckets), Weighted: true},
	}
}

// ofValue narrows to the answers whose customer has a value, of 0 or more.
func ofValue(c *condition) *condition { return c.with("value >= 0") }

// worthSums is a question for both sums of each group.
func (a asker) worthSums(dims []dimension, extra string) question {
	w := "1.0"
	if a.weighted {
		w = weight
	}
	sum := func(x string) string { return ", CAST(sum(" + x + ") AS DOUBLE PRECISION)" }
	return question{dims: dims, extra: extra, inner: []string{a.measure.contributionSQL() + " AS y", w + " AS w", w + " * value AS v"},
		columns: "count(*)" + sum("w") + sum("w * w") + sum("w * y") + sum("w * y * y") + sum("v") + sum("v * v") + sum("v * y") + sum("v * y * y")}
}

// worths sums up the answers of known value by key, split by bucket.
func (a asker) worths(ctx context.Context, dims []dimension, c *condition) (map[string]*worth, error) {
	found := map[string]*worth{}
	key := make([]sql.NullString, len(dims))
	err := each(ctx, a.snap, a.worthSums(dims, "bucket").sql(c), c.args, func(r Rows) error {
		var bucket int
		var p, v stat.Moments
		if err := r.Scan(scanTargets(key, &bucket, &p.N, &p.W, &p.W2, &p.WX, &p.WX2, &v.W, &v.W2, &v.WX, &v.WX2)...); err != nil {
			return err
		}
		if bucket < 0 || bucket >= stat.BucketCount {
			return fmt.Errorf("bucket %d is out of range", bucket)
		}
		v.N = p.N
		w := found[keyOf(key)]
		if w == nil {
			w = newWorth(a.weighted)
			found[keyOf(key)] = w
		}
		w.plain.Total.Absorb(p)
		w.plain.Buckets[bucket].Absorb(p)
		w.valued.Total.Absorb(v)
		w.valued.Buckets[bucket].Absorb(v)
		return nil
	})
	return found, fault.Wrap(err, fault.CodeInternal, "sum answers by value")
}

// worthClusters fills in the sums per cluster of all answers.
func (a asker) worthClusters(ctx context.Context, c *condition, w *worth) error {
	text := a.worthSums(nil, "cluster").sql(c) + fmt.Sprintf(" LIMIT %d", maxClusterRows+1)
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		if len(w.plain.Clusters) == maxClusterRows {
			return fault.Invalid("measure", "This needs the sums of too many customers at once. Choose fewer days, or filter.")
		}
		var p, v stat.Cluster
		var w2, v2 float64
		err := r.Scan(&p.ID, &p.N, &p.W, &w2, &p.WX, &p.WX2, &v.W, &v2, &v.WX, &v.WX2)
		v.ID, v.N = p.ID, p.N
		w.plain.Clusters, w.valued.Clusters = append(w.plain.Clusters, p), append(w.valued.Clusters, v)
		return err
	})
	return fault.Wrap(err, fault.CodeInternal, "sum answers by value and cluster")
}

// ofWorth is the splitter's answers of known value, as a whole; nil without
// any.
func (s *splitter) ofWorth(ctx context.Context) (*worth, error) {
	found, err := s.q.worths(ctx, nil, s.cond)
	w := found[""]
	if err != nil || w == nil {
		return nil, err
	}
	for _, g := range []*stat.Group{&w.plain, &w.valued} {
		g.Repeated, g.ClusterCount = s.whole.group.Repeated, s.whole.group.ClusterCount
		if !g.Repeated {
			g.ClusterCount = g.Total.N
		}
	}
	if stat.NeedsValueClusters(w.plain, w.valued) {
		return w, s.q.worthClusters(ctx, s.cond, w)
	}
	return w, nil
}
