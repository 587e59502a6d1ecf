package understand

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// scoreClasses are the classes of scores in the order in which they are shown.
var scoreClasses = []string{"promoter", "passive", "detractor", "good", "other", "high", "middle", "low", "none"}

// classOf is the class of a score as SQL: by the borders of NPS, the good scores of a
// share, and thirds of any other scale.
func (m measured) classOf(score string) string {
	rest := " ELSE 'passive' END"
	when := fmt.Sprintf(" WHEN %s >= %g THEN 'promoter' WHEN %s <= %g THEN 'detractor'", score, promoterFrom, score, detractorUntil)
	switch m.kind() {
	case stat.KindNPS:
	case stat.KindShare:
		when, rest = " WHEN "+goodList(score, m.Scale.Good)+" THEN 'good'", " ELSE 'other' END"
	default:
		least, most := min(m.Scale.Min, m.Scale.Max), max(m.Scale.Min, m.Scale.Max)
		third := (most - least) / 3
		when = fmt.Sprintf(" WHEN %s > %g THEN 'high' WHEN %s < %g THEN 'low'", score, most-third, score, least+third)
		rest = " ELSE 'middle' END"
	}
	return "CASE WHEN " + score + " IS NULL THEN 'none'" + when + rest
}

// reasonTally is what is known of one group of answers.
type reasonTally struct {
	key       sql.NullString
	all       stat.Group // every answer, with nothing that counts
	clusters  map[string]*stat.Cluster
	byReason  map[string]*reasonCount
	clustered int64
}

// reasonCount is one reason in a group.
type reasonCount struct {
	chosen, read int64
	named        stat.Moments // W and W2 of those who name it
	buckets      stat.Buckets // the same by bucket
	clusters     map[string]float64
}

func newReasonTally(key sql.NullString) *reasonTally {
	return &reasonTally{key: key, all: stat.Group{Buckets: new(stat.Buckets)}, byReason: map[string]*reasonCount{}}
}

func (t *reasonTally) repeated() bool { return t.clustered < t.all.Total.N }

func (t *reasonTally) reason(code string) *reasonCount {
	c := t.byReason[code]
	if c == nil {
		c = &reasonCount{}
		t.byReason[code] = c
	}
	return c
}

// named is a reason that some may name, or nobody.
func (t *reasonTally) named(code string) *reasonCount {
	if c := t.byReason[code]; c != nil {
		return c
	}
	return &reasonCount{}
}

// add puts in the answers of a bucket that name a reason.
func (t *reasonTally) add(bucket int, kept string, m stat.Moments) {
	code, read := collect.ReadReason(kept)
	c := t.reason(code)
	if read {
		c.read += m.N
	} else {
		c.chosen += m.N
	}
	t.all.Total.Absorb(m)
	t.all.Buckets[bucket].Absorb(m)
	c.named.Absorb(m)
	c.buckets[bucket].Absorb(m)
}

// share is the group in which those count who name a reason.
func (t *reasonTally) share(code string, weighted bool) stat.Group {
	c := t.named(code)
	g := stat.Group{Total: namedOf(t.all.Total, c.named), Buckets: new(stat.Buckets), ClusterCount: t.clustered, Repeated: t.repeated(), Weighted: weighted}
	for i := range g.Buckets {
		g.Buckets[i] = namedOf(t.all.Buckets[i], c.buckets[i])
	}
	for id, l := range t.clusters {
		one := *l
		one.ID, one.WX, one.WX2 = id, c.clusters[id], c.clusters[id]
		g.Clusters = append(g.Clusters, one)
	}
	slices.SortFunc(g.Clusters, func(a, b stat.Cluster) int { return cmp.Compare(a.ID, b.ID) })
	return g
}

// namedOf are the moments of all, in which some count as one and the others as none.
func namedOf(all, some stat.Moments) stat.Moments {
	all.Counts, all.WX, all.WX2 = nil, some.W, some.W
	return all
}

// read sums up by group, bucket and reason: as many rows as there are of those,
// however many answers.
func (w *reasonWork) read(ctx context.Context) error {
	columns, inner := "choice, count(*), CAST(count(*) AS DOUBLE PRECISION), CAST(count(*) AS DOUBLE PRECISION)", []string{"choice"}
	if w.q.weighted {
		columns, inner = "choice, count(*), CAST(sum(w) AS DOUBLE PRECISION), CAST(sum(w * w) AS DOUBLE PRECISION)", append(inner, weight+" AS w")
	}
	text := question{from: w.from, dims: w.dims, extra: "bucket", inner: inner, columns: columns}.sql(w.cond) + fmt.Sprintf(", choice LIMIT %d", maxClusterRows+1)
	index, rows := map[string]*reasonTally{}, 0
	key := make([]sql.NullString, len(w.dims))
	err := each(ctx, w.q.snap, text, w.cond.args, func(r Rows) error {
		if rows++; rows > maxClusterRows {
			return fault.Invalid("by", "This splits the answers into too many groups to show. Choose fewer cuts, a longer period, or filter.")
		}
		var bucket int
		var kept string
		var m stat.Moments
		if err := r.Scan(scanTargets(key, &bucket, &kept, &m.N, &m.W, &m.W2)...); err != nil {
			return err
		}
		if bucket < 0 || bucket >= stat.BucketCount {
			return fmt.Errorf("bucket %d is out of range", bucket)
		}
		w.whole.add(bucket, kept, m)
		if len(w.dims) > 0 {
			t := index[keyOf(key)]
			if t == nil {
				t = newReasonTally(key[0])
				index[keyOf(key)] = t
				w.groups = append(w.groups, t)
			}
			t.add(bucket, kept, m)
		}
		return nil
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "sum up reasons")
	}
	return w.count(ctx, index)
}

// count counts the clusters of each group and of all.
func (w *reasonWork) count(ctx context.Context, index map[string]*reasonTally) error {
	for _, dims := range [][]dimension{nil, w.dims} {
		text := question{from: w.from, dims: dims, inner: []string{"cluster"}, columns: "count(DISTINCT cluster)"}.sql(w.cond)
		key := make([]sql.NullString, len(dims))
		err := each(ctx, w.q.snap, text, w.cond.args, func(r Rows) error {
			var n int64
			err := r.Scan(scanTargets(key, &n)...)
			if t := index[keyOf(key)]; len(dims) > 0 && t != nil {
				t.clustered = n
			} else if len(dims) == 0 {
				w.whole.clustered = n
			}
			return err
		})
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "count who named reasons")
		}
		if len(w.dims) == 0 {
			break
		}
	}
	return w.clusters(ctx, index)
}

// fewClusters is up to how many answers the sums per cluster are fetched, where some
// group fills too few buckets.
const fewClusters = 20_000

// clusters fetches the sums per cluster where a figure or a comparison needs them.
func (w *reasonWork) clusters(ctx context.Context, index map[string]*reasonTally) error {
	need := w.needs(w.whole)
	for _, t := range w.groups {
		need = need || w.needs(t)
	}
	if !need || w.whole.all.Total.N > fewClusters {
		return nil
	}
	columns, inner := "choice, count(*), CAST(count(*) AS DOUBLE PRECISION)", []string{"choice"}
	if w.q.weighted {
		columns, inner = "choice, count(*), CAST(sum(w) AS DOUBLE PRECISION)", append(inner, weight+" AS w")
	}
	text := question{from: w.from, dims: w.dims, extra: "cluster", inner: inner, columns: columns}.sql(w.cond) + ", choice"
	key := make([]sql.NullString, len(w.dims))
	err := each(ctx, w.q.snap, text, w.cond.args, func(r Rows) error {
		var cluster, kept string
		var n int64
		var sum float64
		if err := r.Scan(scanTargets(key, &cluster, &kept, &n, &sum)...); err != nil {
			return err
		}
		w.whole.cluster(cluster, kept, n, sum)
		if t := index[keyOf(key)]; len(w.dims) > 0 && t != nil {
			t.cluster(cluster, kept, n, sum)
		}
		return nil
	})
	return fault.Wrap(err, fault.CodeInternal, "sum up reasons by cluster")
}

// needs tells whether the sums per cluster are needed for a group or beside the rest.
func (w *reasonWork) needs(t *reasonTally) bool {
	part := t.share("", w.q.weighted)
	if part.NeedsClusters() || t == w.whole {
		return part.NeedsClusters()
	}
	c := stat.WithRest("", w.whole.share("", w.q.weighted), part)
	return stat.NeedsClusters(c.A, c.B, c.Shared)
}

func (t *reasonTally) cluster(id, kept string, n int64, sum float64) {
	if t.clusters == nil {
		t.clusters = map[string]*stat.Cluster{}
	}
	l := t.clusters[id]
	if l == nil {
		l = &stat.Cluster{}
		t.clusters[id] = l
	}
	l.N, l.W = l.N+n, l.W+sum
	code, _ := collect.ReadReason(kept)
	c := t.reason(code)
	if c.clusters == nil {
		c.clusters = map[string]float64{}
	}
	c.clusters[id] += sum
}
