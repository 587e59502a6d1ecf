package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// fewFlagged are so few flagged answers that looking each up is faster than going
// through the list until a page of them is found. Where there are more, a page of the
// list is never far.
const fewFlagged = 4000

// onlyDoubtful tells that the filter asks for flagged answers and no others.
func (f Filter) onlyDoubtful() bool {
	picks, err := f.picks()
	for _, p := range picks {
		if p.key == "doubtful" {
			return err == nil && len(p.values) == 1 && p.values[0] == "yes"
		}
	}
	return false
}

// findFlagged fills a page from the index of flagged answers; done is false, and nothing
// is read, where they are too many for that.
func (p *search) findFlagged(ctx context.Context, after *Candidate, most int) (done bool, err error) {
	var ids []string
	err = p.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT response_id FROM answering WHERE flags > 0 LIMIT ?", most+1).Scan(ctx, &ids)
	})
	if err != nil || len(ids) > most {
		return false, fault.Wrap(err, fault.CodeInternal, "find flagged answers")
	}
	return true, p.take(ctx, after, nil, true, ids)
}
