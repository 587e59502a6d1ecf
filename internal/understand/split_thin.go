package understand

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// A part that fills few buckets needs the sums of its clusters, and so does its
// comparison with the rest. Of the rest only the clusters that stand on both
// sides are told apart; its others are taken together by bucket. A bucket is
// whole clusters, so the variance over these is as honest as over clusters, and
// nothing grows with the number of customers.

// withRest is a part and the whole it is cut from, ready to be compared. own is
// the part with all its clusters, where its own figure needs them.
type withRest struct{ own, part, whole stat.Group }

func (w withRest) comparison() stat.Comparison { return stat.WithRest("", w.whole, w.part) }

// needsClusters tells that the figure of the part or the comparison does.
func (w withRest) needsClusters() bool {
	c := w.comparison()
	return w.own.NeedsClusters() || stat.NeedsClusters(c.A, c.B, c.Shared)
}

// beside sets each part beside the whole, with the clusters of those that need
// them.
func (s *splitter) beside(ctx context.Context, cuts []cut, parts []*tally) ([]withRest, error) {
	whole := s.whole.group
	whole.Clusters = nil // those of each part are told apart instead
	list := make([]withRest, len(parts))
	need := false
	for i, t := range parts {
		list[i] = withRest{t.group, t.group, whole}
		need = need || t.group.Total.N >= stat.MinCompared && list[i].needsClusters()
	}
	if !need {
		return list, nil
	}
	thin, err := s.thin(ctx, cuts)
	if err != nil {
		return nil, err
	}
	for i, t := range parts {
		if t.group.Total.N >= stat.MinCompared && list[i].needsClusters() {
			list[i] = thin.tellApart(t, whole)
		}
	}
	return list, nil
}

// thinClusters are the sums of the clusters that any thin part of a key has, by
// part and in the whole.
type thinClusters struct {
	byPart map[string]map[string]placed
	whole  map[string]placed
}

// placed is a cluster with the bucket it is in.
type placed struct {
	stat.Cluster
	bucket int
	w2     float64
}

func (p *placed) absorb(o placed) {
	p.N, p.W, p.WX, p.WX2, p.w2 = p.N+o.N, p.W+o.W, p.WX+o.WX, p.WX2+o.WX2, p.w2+o.w2
}

// thin fetches the clusters of all thin parts of a key, wherever they answer.
func (s *splitter) thin(ctx context.Context, cuts []cut) (*thinClusters, error) {
	dims := dimensionsOf(cuts)
	few := (&thinness{dims: dims}).condition(s.cond)
	c := s.cond.with("cluster IN (SELECT cluster FROM answer WHERE "+few.sql()+")", few.args...)
	sums := s.q.measure.sums(s.q.weighted)
	text := question{dims: append(dims, dimension{name: "bucket", expr: "bucket"}), extra: "cluster", inner: sums.inner, columns: sums.sql()}.sql(c) +
		fmt.Sprintf(" LIMIT %d", maxClusterRows+1)
	found := &thinClusters{byPart: map[string]map[string]placed{}, whole: map[string]placed{}}
	rows := 0
	err := each(ctx, s.q.snap, text, c.args, func(r Rows) error {
		if rows++; rows > maxClusterRows {
			return fault.Invalid("by", "This needs the sums of too many customers at once. Choose fewer keys, fewer days, or filter.")
		}
		var l placed
		key := make([]sql.NullString, len(cuts))
		if err := r.Scan(append(scanTargets(key), &l.bucket, &l.ID, &l.N, &l.W, &l.w2, &l.WX, &l.WX2)...); err != nil {
			return err
		}
		found.add(keyOf(key), l)
		return nil
	})
	return found, fault.Wrap(err, fault.CodeInternal, "sum answers by cluster")
}

func (f *thinClusters) add(part string, l placed) {
	if f.byPart[part] == nil {
		f.byPart[part] = map[string]placed{}
	}
	f.byPart[part][l.ID] = l
	all, ok := f.whole[l.ID]
	if !ok {
		f.whole[l.ID] = l
		return
	}
	all.absorb(l)
	f.whole[l.ID] = all
}

// tellApart gives a part and the whole the clusters of the thin side of the
// two, and the others by bucket.
func (f *thinClusters) tellApart(t *tally, whole stat.Group) withRest {
	mine := f.byPart[keyOf(t.key)]
	rest := stat.Rest(whole, t.group)
	apart := mine
	if rest.Buckets.Occupied() < t.group.Buckets.Occupied() {
		apart = map[string]placed{}
		for id, all := range f.whole {
			if own := mine[id]; all.N > own.N {
				apart[id] = all
			}
		}
	}
	w := withRest{t.group, t.group, whole}
	if t.group.Buckets.Occupied() < stat.JackknifeClusters { // thin, so all its clusters are here
		w.own.Clusters = grouped(mine, mine, t.group.Buckets)
	}
	w.part.Clusters = grouped(apart, mine, t.group.Buckets)
	w.whole.Clusters = grouped(apart, f.whole, whole.Buckets)
	return w
}

// grouped are the clusters to be told apart, as far as they are in from, then
// the others by bucket.
func grouped(apart, from map[string]placed, buckets *stat.Buckets) []stat.Cluster {
	others := *buckets
	list := make([]stat.Cluster, 0, len(apart)+stat.BucketCount)
	for id := range apart {
		c, ok := from[id]
		if !ok {
			continue
		}
		list = append(list, c.Cluster)
		others[c.bucket] = others[c.bucket].Without(stat.Moments{N: c.N, W: c.W, W2: c.w2, WX: c.WX, WX2: c.WX2})
	}
	for i, m := range others {
		if m.N > 0 {
			list = append(list, stat.Cluster{ID: fmt.Sprintf("bucket %d", i), N: m.N, W: m.W, WX: m.WX, WX2: m.WX2})
		}
	}
	return list
}
