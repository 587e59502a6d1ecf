package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// mostCounted is how far responses are counted for a list.
const mostCounted = 10_000

// countListed counts the responses that a list goes through, for its first
// page: exactly where that page is all, else up to mostCounted (more is true
// where there are further ones). It gives nil where only reading through the
// record could tell.
func (s *Service) countListed(ctx context.Context, f Filter, onPage int, all bool) (total *int64, more bool, err error) {
	n := int64(onPage)
	if all {
		return &n, false, nil
	}
	reach := access.From(ctx).Reach(access.AnswerRead)
	if !f.indexed() || !wholePrograms(reach) {
		return nil, false, nil
	}
	_, outer, err := f.where(s.Store.Engine(), s.Zone(), keysMeant{})
	if err != nil {
		return nil, false, err
	}
	within, args := reach.Where(reachColumns())
	outer.and(within, args...)
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT count(*) FROM (SELECT 1 FROM response r WHERE "+outer.text()+" LIMIT ?) AS counted", append(outer.args, mostCounted+1)...).Scan(ctx, &n)
	})
	if err != nil {
		return nil, false, fault.Wrap(err, fault.CodeInternal, "count responses")
	}
	if n > mostCounted {
		n, more = mostCounted, true
	}
	return &n, more, nil
}

// indexed tells that all the filter says is found by an index, so that counting
// stops early or ends soon.
func (f Filter) indexed() bool {
	return f.Measure == "" && len(f.Where) == 0 && f.ScoreMin == "" && f.ScoreMax == "" && !f.HasText && f.Words == ""
}

// wholePrograms tells that reach is not cut by units or accounts.
func wholePrograms(reach access.Reach) bool {
	for _, r := range reach.Any {
		if r.ByUnit || r.ByAccount {
			return false
		}
	}
	return true
}
