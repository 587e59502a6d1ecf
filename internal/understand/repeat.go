package understand

import (
	"context"
	"database/sql"
	"sync"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Whether some party or account answers more than once decides between closed
// forms and variances over clusters. The answer is exact, and cheap:
//
//   - where no answer of the query has a known customer or an account, each
//     answer is its own cluster;
//   - up to exactRepeats answers, distinct clusters are counted group by group;
//   - above that the measure as a whole is asked, once for each position of the
//     facts: what is not repeated in the whole is not repeated in a part. One
//     bucket holds all answers of its clusters, so a repetition is mostly found
//     in the first 64th of them; only where none is there are all counted.

// repeatCache keeps the last answers for whole measures.
type repeatCache struct {
	mu      sync.Mutex
	entries map[string]repeatEntry // by measure
}

type repeatEntry struct {
	position int64
	repeated bool
}

// maxRepeatEntries bounds the cache.
const maxRepeatEntries = 1_000

func newRepeatCache() *repeatCache { return &repeatCache{entries: map[string]repeatEntry{}} }

func (c *repeatCache) get(measure string, position int64) (repeated, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[measure]
	return e.repeated, ok && e.position == position
}

func (c *repeatCache) put(measure string, position int64, repeated bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.entries) >= maxRepeatEntries {
		clear(c.entries)
	}
	c.entries[measure] = repeatEntry{position, repeated}
}

// measureRepeats tells whether any cluster answers the measure more than once.
func (a asker) measureRepeats(ctx context.Context) (bool, error) {
	position, _ := a.snap.AsOf()
	if repeated, ok := a.repeated.get(a.measure.ID, position); ok {
		return repeated, nil
	}
	c := &condition{}
	c.add("measure = CAST(? AS UUID)", a.measure.ID)
	c.scores(nil, nil)
	repeated, err := a.repeats(ctx, c.with("bucket = 0"))
	if err == nil && !repeated {
		repeated, err = a.repeats(ctx, c)
	}
	if err == nil {
		a.repeated.put(a.measure.ID, position, repeated)
	}
	return repeated, err
}

func (a asker) repeats(ctx context.Context, c *condition) (bool, error) {
	var n, distinct int64
	err := each(ctx, a.snap, "SELECT count(*), count(DISTINCT cluster) FROM answer WHERE "+c.sql(), c.args,
		func(r Rows) error { return r.Scan(&n, &distinct) })
	return distinct < n, fault.Wrap(err, fault.CodeInternal, "count distinct clusters")
}

// relate says of each tally, and of the whole, whether a cluster repeats in it.
func (a asker) relate(ctx context.Context, dims []dimension, c *condition, list []*tally, all *tally) error {
	if all.related == 0 {
		return nil
	}
	if all.group.Total.N > exactRepeats {
		repeated, err := a.measureRepeats(ctx)
		if err != nil {
			return err
		}
		all.group.Repeated = repeated
		for _, t := range list {
			t.group.Repeated = repeated && t.related > 0
		}
		return nil
	}
	if err := a.distinct(ctx, dims, c, byKey(list)); err != nil {
		return err
	}
	if len(dims) == 0 && len(list) == 1 {
		all.group.Repeated, all.group.ClusterCount = list[0].group.Repeated, list[0].group.ClusterCount
		return nil
	}
	return a.distinct(ctx, nil, c, map[string]*tally{"": all})
}

// distinct counts the clusters of each group.
func (a asker) distinct(ctx context.Context, dims []dimension, c *condition, index map[string]*tally) error {
	text := a.statement(dims, "", "count(DISTINCT cluster)", c)
	key := make([]sql.NullString, len(dims))
	err := each(ctx, a.snap, text, c.args, func(r Rows) error {
		var clusters int64
		if err := r.Scan(scanTargets(key, &clusters)...); err != nil {
			return err
		}
		if t := index[keyOf(key)]; t != nil {
			t.group.ClusterCount = clusters
			t.group.Repeated = clusters < t.group.Total.N
		}
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "count distinct clusters by group")
}
