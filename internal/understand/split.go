package understand

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The bounds of a split: how many values a key may have, and how many
// combinations of values keys that are crossed.
const (
	maxParts   = 120
	maxCrossed = 1000
)

// splitter cuts the answers of a question by one key after the other, each in
// one pass over them, and sets each part beside the rest.
type splitter struct {
	q     *inquiry
	cond  *condition
	whole *tally
	total stat.Estimate
}

// splitBy prepares the answers of the question to be split by the cuts asked
// for, or by all there are.
func (q *inquiry) splitBy(ctx context.Context, by []string) ([]cut, *splitter, error) {
	cuts, err := q.segmentCuts(ctx, by)
	if err != nil {
		return nil, nil, err
	}
	cond := q.inDays(q.from, q.to)
	if err := q.classify(ctx, cuts, cond); err != nil {
		return nil, nil, err
	}
	s, err := q.split(ctx, cond)
	return cuts, s, err
}

// split prepares the answers of a condition for being cut.
func (q *inquiry) split(ctx context.Context, cond *condition) (*splitter, error) {
	list, err := q.tallies(ctx, nil, cond)
	if err != nil {
		return nil, err
	}
	all := whole(list)
	if err := q.complete(ctx, nil, cond, list, all); err != nil {
		return nil, err
	}
	return &splitter{q: q, cond: cond, whole: all, total: q.estimate(all, nil)}, nil
}

// bucketed tells that parts need more than their totals.
func (s *splitter) bucketed() bool { return s.whole.group.Repeated || s.q.weighted }

// counted tells that the clusters of each part are counted along with it.
func (s *splitter) counted() bool {
	return s.whole.group.Repeated && s.whole.group.Total.N <= exactRepeats
}

// parts are the answers by value of a key, or by those of several crossed; many
// is true, and there are none, where there are more values than most.
func (s *splitter) parts(ctx context.Context, cuts []cut, most int) (parts []*tally, many bool, err error) {
	sums := s.q.measure.sums(s.q.weighted)
	text := question{dims: dimensionsOf(cuts), inner: sums.inner, columns: sums.sql()}
	limit := most + 1 // and the answers without a value
	if s.bucketed() {
		text.extra = "bucket"
		limit *= stat.BucketCount
	}
	if s.counted() {
		text.inner, text.columns = append(slices.Clone(text.inner), "cluster"), text.columns+", count(DISTINCT cluster)"
	}
	index, rows, values := map[string]*tally{}, 0, 0
	err = each(ctx, s.q.snap, text.sql(s.cond)+fmt.Sprintf(" LIMIT %d", limit+1), s.cond.args, func(r Rows) error {
		rows++
		key := make([]sql.NullString, len(cuts))
		bucket, m, clusters, err := s.scan(r, key)
		if err != nil {
			return err
		}
		t := index[keyOf(key)]
		if t == nil {
			t = &tally{key: key, group: stat.Group{Weighted: s.q.weighted}}
			if s.bucketed() {
				t.group.Buckets = new(stat.Buckets)
			}
			if slices.ContainsFunc(key, func(k sql.NullString) bool { return k.Valid }) {
				values++
			}
			index[keyOf(key)], parts = t, append(parts, t)
		}
		t.group.Total.Absorb(m)
		t.group.ClusterCount += clusters // a cluster is in one bucket only
		if t.group.Buckets != nil {
			t.group.Buckets[bucket].Absorb(m)
		}
		return nil
	})
	if err != nil {
		return nil, false, fault.Wrap(err, fault.CodeInternal, "split the answers by a key")
	}
	if rows > limit || values > most {
		return nil, true, nil
	}
	s.relateParts(parts)
	slices.SortFunc(parts, func(a, b *tally) int { return compareText(keyOf(a.key), keyOf(b.key)) })
	return parts, false, nil
}

func (s *splitter) scan(r Rows, key []sql.NullString) (bucket int, m stat.Moments, clusters int64, err error) {
	targets := scanTargets(key)
	if s.bucketed() {
		targets = append(targets, &bucket)
	}
	targets = append(targets, &m.N, &m.W, &m.W2, &m.WX, &m.WX2)
	if s.counted() {
		targets = append(targets, &clusters)
	}
	if err = r.Scan(targets...); err == nil && (bucket < 0 || bucket >= stat.BucketCount) {
		err = fmt.Errorf("bucket %d is out of range", bucket)
	}
	return bucket, m, clusters, err
}

// relateParts says of each part whether a cluster repeats in it.
func (s *splitter) relateParts(parts []*tally) {
	for _, t := range parts {
		t.group.Repeated = s.whole.group.Repeated
		switch {
		case s.counted():
			t.group.Repeated = t.group.ClusterCount < t.group.Total.N
		case !s.whole.group.Repeated && s.bucketed():
			t.group.ClusterCount = t.group.Total.N
		}
	}
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
