package understand

import (
	"context"
	"strings"

	"github.com/balcony-cx/balcony/internal/stat"
)

// summedPart is a part of the responses summed up by group, with what is known
// of its clusters.
type summedPart struct {
	key   string // as the facts give it; "" for all responses
	parts stat.DriverParts
	below [][]float64 // see driverPart
}

// byGroups sums up each part by bucket, and by cluster those that fill too few
// buckets for that.
func (a *analysis) byGroups(ctx context.Context, p partition, known func(*driverPart) stat.DriverParts) ([]summedPart, error) {
	found, err := a.byBuckets(ctx, p)
	if err != nil {
		return nil, err
	}
	list := make([]summedPart, len(found))
	var thin []string
	at := map[string]int{}
	for i, of := range found {
		parts := known(of)
		parts.Groups = of.groups
		list[i] = summedPart{of.key.String, parts, of.below}
		if parts.NeedsClusters() {
			thin, at[of.key.String] = append(thin, of.key.String), i
		}
	}
	if len(thin) == 0 {
		return list, nil
	}
	if p.expr != "" {
		p.values = thin
	}
	if found, err = a.query.grouped("cluster", p.expr).parts(ctx, a.snap, p.among(a.cond)); err != nil {
		return nil, err
	}
	for _, of := range found {
		to := &list[at[of.key.String]]
		to.parts.Groups, to.below, to.parts.ByCluster = of.groups, of.below, true
	}
	return list, nil
}

// byBuckets sums up each part by bucket.
func (a *analysis) byBuckets(ctx context.Context, p partition) ([]*driverPart, error) {
	if a.coded != nil {
		return a.tabled(ctx, p)
	}
	return a.query.grouped("bucket", p.expr).parts(ctx, a.snap, p.among(a.cond))
}

// grouped asks for the groups of a column, in each part of an expression.
func (q driverQuery) grouped(by, part string) driverQuery {
	q.by, q.part = by, part
	return q
}

// partition splits the responses of an analysis into parts by the values of an
// expression over a row's columns, as text; without an expression they are all
// one part.
type partition struct {
	expr   string
	values []string
}

// among narrows to the rows of the parts.
func (p partition) among(c *condition) *condition {
	if p.expr == "" {
		return c
	}
	return c.with(textIn(p.expr, len(p.values)), asArgs(p.values)...)
}

func (p partition) parts() int { return max(1, len(p.values)) }

// key tells partitions apart.
func (p partition) key() string { return p.expr + "\x00" + strings.Join(p.values, "\x00") }
