package understand

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
)

// isSound narrows to answers that are not flagged as doubtful.
const isSound = "(flags IS NULL OR flags = 0)"

// WithoutDoubtful is what a figure is without the answers that are flagged as
// doubtful.
type WithoutDoubtful struct {
	Doubtful int64  `json:"doubtful" doc:"Answers of the total that are flagged."`
	Figure   Figure `json:"figure" doc:"The total without them."`
}

// withoutDoubtful is the total without flagged answers, nil where there are none or
// the question speaks of them itself.
func (q *inquiry) withoutDoubtful(ctx context.Context, query Query) (*WithoutDoubtful, error) {
	if slices.ContainsFunc(query.Where, func(p Pick) bool { return p.Key == doubtfulKey }) || slices.Contains(query.By, doubtfulKey) {
		return nil, nil
	}
	cond, doubtful := q.inDays(q.from, q.to), int64(0)
	flagged := cond.with("flags > 0") // the engine skips all rows without any
	err := each(ctx, q.snap, "SELECT count(*) FROM answer WHERE "+flagged.sql(), flagged.args, func(r Rows) error { return r.Scan(&doubtful) })
	if err != nil || doubtful == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "count doubtful answers")
	}
	cond = cond.with(isSound)
	list, err := q.tallies(ctx, nil, cond)
	if err != nil {
		return nil, err
	}
	all := whole(list)
	if err := q.complete(ctx, nil, cond, list, all); err != nil {
		return nil, err
	}
	return &WithoutDoubtful{Doubtful: doubtful, Figure: figureOf(q.estimate(all, nil))}, nil
}

// onlySound tells that a key says nothing but that no answer is doubtful.
func (t TraitInfo) onlySound() bool {
	return t.Key == doubtfulKey && !slices.ContainsFunc(t.Values, func(v TraitValue) bool { return v.Value != nil && *v.Value == doubtfulYes })
}
