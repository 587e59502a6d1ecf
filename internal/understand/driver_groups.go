package understand

import (
	"context"

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
func (a *analysis) byGroups(ctx context.Context, c *condition, known func(*driverPart) stat.DriverParts) ([]summedPart, error) {
	query := a.query
	query.by = "bucket"
	found, err := query.parts(ctx, a.snap, c)
	if err != nil {
		return nil, err
	}
	list := make([]summedPart, len(found))
	var thin []string
	at := map[string]int{}
	for i, p := range found {
		parts := known(p)
		parts.Groups = p.groups
		list[i] = summedPart{p.key.String, parts, p.below}
		if parts.NeedsClusters() {
			thin, at[p.key.String] = append(thin, p.key.String), i
		}
	}
	if len(thin) == 0 {
		return list, nil
	}
	query.by = "cluster"
	if query.part != "" {
		c = c.with(textIn(query.part, len(thin)), asArgs(thin)...)
	}
	if found, err = query.parts(ctx, a.snap, c); err != nil {
		return nil, err
	}
	for _, p := range found {
		to := &list[at[p.key.String]]
		to.parts.Groups, to.below, to.parts.ByCluster = p.groups, p.below, true
	}
	return list, nil
}
