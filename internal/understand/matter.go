package understand

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The columns of score and outcome side by side.
const outcomeColumns = 2

// pairsBy sums up scores (turned so that more is better) and outcomes by the
// values of a key, split by bucket.
func (q *inquiry) pairsBy(ctx context.Context, o *outcome, k *cut) (map[string][]stat.CrossMoments, error) {
	var dims []dimension
	if k != nil {
		dims = append(dims, k.dimension())
	}
	w := "1.0"
	if q.weighted {
		w = weight
	}
	sum := func(x string) string { return ", CAST(sum(" + x + ") AS DOUBLE PRECISION)" }
	text := question{from: o.table, dims: dims, extra: "bucket", inner: []string{turned(q.measure, o.score) + " AS x", "1.0 * (" + o.expr + ") AS y", w + " AS w"},
		columns: "count(*)" + sum("w") + sum("w * w") + sum("w * x") + sum("w * y") + sum("w * x * y") + sum("w * x * x") + sum("w * y * y")}.sql(o.cond)
	found := map[string][]stat.CrossMoments{}
	key := make([]sql.NullString, len(dims))
	err := each(ctx, q.snap, text, o.cond.args, func(r Rows) error {
		var bucket int
		var n int64
		var w, w2, x, y, xy, xx, yy float64
		if err := r.Scan(scanTargets(key, &bucket, &n, &w, &w2, &x, &y, &xy, &xx, &yy)...); err != nil {
			return err
		}
		if bucket < 0 || bucket >= stat.BucketCount {
			return fmt.Errorf("bucket %d is out of range", bucket)
		}
		m := stat.NewCrossMoments(outcomeColumns)
		m.Count[0], m.Count[1], m.W2[0], m.W2[1] = n, n, w2, w2
		m.SetPair(0, 0, w, x, x, xx, xx, xx)
		m.SetPair(1, 1, w, y, y, yy, yy, yy)
		m.SetPair(0, 1, w, x, y, xy, xx, yy)
		if found[keyOf(key)] == nil {
			found[keyOf(key)] = make([]stat.CrossMoments, stat.BucketCount)
		}
		found[keyOf(key)][bucket] = m
		return nil
	})
	return found, fault.Wrap(err, fault.CodeInternal, "sum scores and outcomes")
}

// matter says what the segments of all keys matter: share of answers and of
// value, metric, and how much the outcome moves with the score inside.
func (s *splitter) matter(ctx context.Context, keys []splitKey, valued *splitter, o *outcome) ([]SegmentMatter, error) {
	var segments []stat.Segment
	var shown []SegmentMatter
	var wholeValues *stat.Group
	if valued != nil {
		w, err := valued.ofWorth(ctx)
		if err != nil {
			return nil, err
		}
		if w != nil && w.valued.Total.W > 0 {
			w.valued.Clusters = nil
			wholeValues = &w.valued
		}
	}
	for _, k := range keys {
		if len(k.segments) == 0 {
			continue
		}
		worths, outcomes, err := s.besides(ctx, k, valued, wholeValues != nil, o)
		if err != nil {
			return nil, err
		}
		for i, f := range k.segments {
			at := keyOf(k.parts[k.of[i]].key)
			segment := stat.Segment{Answers: k.beside[k.of[i]].own, Outcome: outcomes[at]}
			if wholeValues != nil {
				segment.Values = &stat.Group{Buckets: new(stat.Buckets), Weighted: true, Repeated: wholeValues.Repeated}
				if w := worths[at]; w != nil {
					segment.Values = &w.valued
				}
			}
			segments = append(segments, segment)
			shown = append(shown, SegmentMatter{Key: f.Key, KeyLabel: f.KeyLabel, N: f.N, Metric: f.Figure, AgainstRest: f.AgainstRest, Answers: f.Answers})
		}
	}
	whole := s.whole.group
	whole.Clusters = nil
	for i, f := range stat.SegmentsThatMatter(s.q.measure.kind(), whole, wholeValues, segments) {
		shown[i].fill(f)
	}
	return shown, nil
}

// besides are the sums of values and outcomes by the values of a key.
func (s *splitter) besides(ctx context.Context, k splitKey, valued *splitter, byValue bool, o *outcome) (worths map[string]*worth, outcomes map[string][]stat.CrossMoments, err error) {
	if byValue {
		if worths, err = s.q.worths(ctx, []dimension{k.cut.dimension()}, valued.cond); err != nil {
			return nil, nil, err
		}
	}
	if o != nil {
		outcomes, err = s.q.pairsBy(ctx, o, &k.cut)
	}
	return worths, outcomes, err
}
