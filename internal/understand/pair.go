package understand

import (
	"context"
	"database/sql"

	"github.com/balcony-cx/balcony/internal/stat"
)

// pair is one group in two periods.
type pair struct {
	key         []sql.NullString
	now, before *tally
	shared      bool // a cluster may answer in both periods
}

func newPair() *pair { return &pair{now: emptyTally(), before: emptyTally()} }

// n counts the answers of both periods.
func (p *pair) n() int64 { return p.now.group.Total.N + p.before.group.Total.N }

// needsClusters tells that either figure or the comparison does.
func (p *pair) needsClusters() bool {
	return p.now.group.NeedsClusters() || p.before.group.NeedsClusters() || stat.NeedsClusters(p.now.group, p.before.group, p.shared)
}

// pairs fetches the groups of cuts crossed with each other (none for all
// answers together) in both periods, with what their figures and comparisons
// need.
func (q *inquiry) pairs(ctx context.Context, by []cut, spans twoSpans, cond *condition) ([]*pair, error) {
	rest := dimensionsOf(by)
	dims := append([]dimension{{name: "side", expr: spans.side()}}, rest...)
	list, err := q.tallies(ctx, dims, cond)
	if err != nil {
		return nil, err
	}
	pairs := pairUp(list)
	if err := q.relatePairs(ctx, dims, rest, cond, list, pairs); err != nil {
		return nil, err
	}
	need := q.weighted
	for _, t := range list {
		t.group.Weighted = q.weighted
		need = need || t.group.Repeated
	}
	for _, p := range pairs {
		need = need || p.shared
	}
	if !need {
		return pairs, nil
	}
	if err := q.buckets(ctx, dims, cond, list, &tally{}); err != nil {
		return nil, err
	}
	for _, p := range pairs {
		if p.needsClusters() {
			thin := &thinness{dims: rest, sides: []string{spans.newer(), spans.older()}}
			return pairs, q.clusters(ctx, dims, cond, thin, byKey(list))
		}
	}
	return pairs, nil
}

func pairUp(list []*tally) []*pair {
	index := map[string]*pair{}
	var pairs []*pair
	for _, t := range list {
		id := keyOf(t.key[1:])
		p := index[id]
		if p == nil {
			p = newPair()
			p.key = t.key[1:]
			index[id] = p
			pairs = append(pairs, p)
		}
		if t.key[0].String == "1" {
			p.now = t
		} else {
			p.before = t
		}
	}
	return pairs
}

// relatePairs says of each group whether a cluster repeats in it, and of each
// pair whether a cluster stands on both sides: there are then fewer clusters
// in both together than in the one and the other.
func (q *inquiry) relatePairs(ctx context.Context, dims, rest []dimension, cond *condition, list []*tally, pairs []*pair) error {
	all := whole(list)
	if related, err := q.related(ctx, cond, all); err != nil || !related {
		return err
	}
	if all.group.Total.N > exactRepeats {
		repeated, err := q.measureRepeats(ctx)
		for _, t := range list {
			t.group.Repeated = repeated
		}
		for _, p := range pairs {
			p.shared = repeated
		}
		return err
	}
	if err := q.distinct(ctx, dims, cond, byKey(list)); err != nil {
		return err
	}
	together := map[string]*tally{}
	for _, p := range pairs {
		together[keyOf(p.key)] = &tally{group: stat.Group{Total: stat.Moments{N: p.n()}}}
	}
	if err := q.distinct(ctx, rest, cond, together); err != nil {
		return err
	}
	for _, p := range pairs {
		both := together[keyOf(p.key)]
		p.shared = both.group.ClusterCount < p.now.group.ClusterCount+p.before.group.ClusterCount
	}
	return nil
}
