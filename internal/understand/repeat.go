package understand

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Whether some party or account answers more than once decides between closed
// forms and variances over clusters. The answer is exact, and cheap:
//
//   - where no answer of the query has a known customer or an account, each
//     answer is its own cluster;
//   - up to exactRepeats answers, distinct clusters are counted group by group;
//   - above that the measure as a whole is asked: what is not repeated in the
//     whole is not repeated in a part. A few thousand answers of one bucket,
//     which holds all answers of its clusters, mostly show a repetition; only
//     where they do not is the bucket, and at last the measure, counted.
//
// "Yes" is remembered for good: where the repeated answers were removed since,
// the figures take variances over clusters, which stay right, only wider. "No"
// is remembered for ten minutes: among more than 200,000 answers the first
// repetitions of some minutes do not move an interval, and counting all
// clusters for every figure while answers stream in would.

// repeatCache keeps the last answers for whole measures.
type repeatCache struct {
	mu      sync.Mutex
	entries map[string]repeatEntry // by measure
}

type repeatEntry struct {
	found    time.Time // instant of the facts it was found in
	repeated bool
}

// maxRepeatEntries bounds the cache.
const maxRepeatEntries = 1_000

func newRepeatCache() *repeatCache { return &repeatCache{entries: map[string]repeatEntry{}} }

// noLasts is how long "no" is remembered.
const noLasts = 10 * time.Minute

func (c *repeatCache) get(measure string, at time.Time) (repeated, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[measure]
	return e.repeated, ok && (e.repeated || at.Sub(e.found) < noLasts)
}

func (c *repeatCache) put(measure string, at time.Time, repeated bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.entries) >= maxRepeatEntries {
		clear(c.entries)
	}
	c.entries[measure] = repeatEntry{at, repeated}
}

// measureRepeats tells whether any cluster answers the measure more than once.
func (a asker) measureRepeats(ctx context.Context) (bool, error) {
	_, at := a.snap.AsOf()
	if repeated, ok := a.repeated.get(a.measure.ID, at); ok {
		return repeated, nil
	}
	c := &condition{}
	c.add("measure = CAST(? AS UUID)", a.measure.ID)
	c.scores(nil, nil)
	bucket := c.with("bucket = 0")
	repeated, err := a.repeats(ctx, bucket, fmt.Sprintf(" LIMIT %d", repeatSample))
	if err == nil && !repeated {
		repeated, err = a.repeats(ctx, bucket, "")
	}
	if err == nil && !repeated {
		repeated, err = a.repeats(ctx, c, "")
	}
	if err == nil {
		a.repeated.put(a.measure.ID, at, repeated)
	}
	return repeated, err
}

// repeatSample is how many answers of a bucket are looked at first.
const repeatSample = 5_000

func (a asker) repeats(ctx context.Context, c *condition, limit string) (bool, error) {
	var n, distinct int64
	text := "SELECT count(*), count(DISTINCT cluster) FROM (SELECT cluster FROM answer WHERE " + c.sql() + limit + ") a"
	err := each(ctx, a.snap, text, c.args,
		func(r Rows) error { return r.Scan(&n, &distinct) })
	return distinct < n, fault.Wrap(err, fault.CodeInternal, "count distinct clusters")
}

// relate says of each tally, and of the whole, whether a cluster repeats in it.
func (a asker) relate(ctx context.Context, dims []dimension, c *condition, list []*tally, all *tally) error {
	if related, err := a.related(ctx, c, all); err != nil || !related {
		return err
	}
	if all.group.Total.N > exactRepeats {
		repeated, err := a.measureRepeats(ctx)
		all.group.Repeated = repeated
		for _, t := range list {
			t.group.Repeated = repeated
		}
		return err
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

// related tells whether any answer has a known customer or an account. The
// accounts, a wide column, are looked at only where nobody is known.
func (a asker) related(ctx context.Context, c *condition, all *tally) (bool, error) {
	if all.known > 0 || all.group.Total.N == 0 {
		return all.known > 0, nil
	}
	found := false
	err := each(ctx, a.snap, "SELECT 1 FROM answer WHERE "+c.sql()+" AND account IS NOT NULL LIMIT 1", c.args, func(Rows) error {
		found = true
		return nil
	})
	return found, fault.Wrap(err, fault.CodeInternal, "look for accounts")
}

// distinct counts the clusters of each group.
func (a asker) distinct(ctx context.Context, dims []dimension, c *condition, index map[string]*tally) error {
	text := question{dims: dims, inner: []string{"cluster"}, columns: "count(DISTINCT cluster)"}.sql(c)
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
