package understand

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// sizedSegment is a value of a key with enough responses.
type sizedSegment struct {
	cut      int // its place among the keys
	key      sql.NullString
	n        int64
	clusters int64 // 0 where nobody counted
}

// counted tells that the clusters of segments are counted.
func (a *analysis) counted() bool { return a.related && a.n <= exactRepeats }

// sizes counts the responses by value of a key. Answers without a value are no
// segment to act on, nor is a value that everybody has.
func (a *analysis) sizes(ctx context.Context, number int, k cut) (SegmentKey, []sizedSegment, error) {
	key := SegmentKey{Key: k.asked(), Label: k.label}
	columns := "count(*), 0"
	if a.counted() {
		columns = "count(*), count(DISTINCT cluster)"
	}
	expr := k.dimension().expr
	text := "SELECT CAST(k AS VARCHAR), " + columns + " FROM (SELECT " + expr + " AS k, cluster FROM response_wide WHERE " + a.cond.sql() +
		" AND " + expr + " IS NOT NULL) r GROUP BY k ORDER BY 1" + fmt.Sprintf(" LIMIT %d", maxParts+1)
	need := int64(stat.AnswersNeeded(len(a.query.drivers)))
	var found []sizedSegment
	values, all := 0, false
	err := each(ctx, a.snap, text, a.cond.args, func(r Rows) error {
		s := sizedSegment{cut: number}
		err := r.Scan(&s.key, &s.n, &s.clusters)
		values++
		all = all || s.n == a.n
		switch {
		case s.n < need:
			key.Small++
		default:
			key.Values++
			found = append(found, s)
		}
		return err
	})
	switch {
	case err != nil:
		return key, nil, fault.Wrap(err, fault.CodeInternal, "count the responses of segments")
	case values > maxParts:
		return SegmentKey{Key: key.Key, Label: key.Label, LeftOut: "too_many_values"}, nil, nil
	case all || values == 0:
		return SegmentKey{Key: key.Key, Label: key.Label, LeftOut: "one_value"}, nil, nil
	}
	return key, found, nil
}

// atOnce is how many segments one pass sums up: many drivers have large sums.
func (a *analysis) atOnce() int {
	const floats = 8_000_000 // some 64 MB
	k := len(a.query.drivers)
	linear, shape := k+3, 2*k+1
	return max(1, floats/(stat.BucketCount*4*(linear*linear+shape*shape)))
}

// segmentParts sums up some segments of a key, each in groups, in one pass.
func (a *analysis) segmentParts(ctx context.Context, p partition, of map[string]sizedSegment) (map[string]summedPart, error) {
	list, err := a.byGroups(ctx, p, func(p *driverPart) stat.DriverParts {
		s := of[p.key.String]
		return stat.DriverParts{Weighted: a.query.weighted, ClusterCount: s.clusters, Repeated: a.related && (!a.counted() || s.clusters < s.n)}
	})
	if err != nil {
		return nil, err
	}
	found := map[string]summedPart{}
	for _, p := range list {
		found[p.key] = p
	}
	return found, nil
}

// textIn compares an expression, as text, with a list.
func textIn(expr string, n int) string {
	return "CAST(" + expr + " AS VARCHAR) IN (" + strings.TrimSuffix(strings.Repeat("?,", n), ",") + ")"
}

func asArgs(list []string) []any {
	args := make([]any, len(list))
	for i, s := range list {
		args[i] = s
	}
	return args
}

// weight of the responses of a part. The last column, the contribution, is
// never missing.
func (p summedPart) weight() float64 {
	sum := 0.0
	for _, m := range p.parts.Groups {
		sum += m.Linear.W[len(m.Linear.W)-1]
	}
	return sum
}

// belowTarget is, by driver, the share of its answers that lie under the target.
func (p summedPart) belowTarget() []stat.Estimate {
	if len(p.parts.Groups) == 0 {
		return nil
	}
	out := make([]stat.Estimate, p.parts.Groups[0].Drivers())
	for i := range out {
		g := stat.Group{Repeated: p.parts.Repeated, Weighted: p.parts.Weighted, ClusterCount: p.parts.ClusterCount, Buckets: new(stat.Buckets)}
		for at, m := range p.parts.Groups {
			x, k := p.below[at][i], m.Linear.K
			part := stat.Moments{N: m.Linear.Count[i], W: m.Linear.W[i*k+i], W2: m.Linear.W2[i], WX: x, WX2: x}
			if part.N == 0 {
				continue
			}
			g.Total.Absorb(part)
			if p.parts.ByCluster {
				g.Clusters = append(g.Clusters, stat.Cluster{ID: fmt.Sprint(at), N: part.N, W: part.W, WX: x, WX2: x})
				continue
			}
			g.Buckets[at].Absorb(part)
		}
		if !p.parts.ByCluster && g.ClusterCount == 0 && !g.Repeated {
			g.ClusterCount = g.Total.N
		}
		if g.NeedsClusters() {
			g.Clusters = []stat.Cluster{} // nobody listed them: too few to say
		}
		out[i] = stat.Compute(stat.KindShare, g, 0)
	}
	return out
}
