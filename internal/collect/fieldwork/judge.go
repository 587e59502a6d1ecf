package fieldwork

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// judgedAtOnce is how many answers are flagged, or no longer, in a transaction.
const judgedAtOnce = 500

// Judge keeps, with the answers to all surveys, whether they were given too fast:
// under a share of the median of their version as it is now, see quality.Fast. What
// that changes is in the change log, so that figures follow; it tells of how many.
// Only answers near the bound are read, and none where nothing has moved.
func Judge(ctx context.Context, store *record.Store, factor float64) (changed int, err error) {
	var all []Version
	err = store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT survey_id AS survey, number FROM survey_version ORDER BY survey_id, number").Scan(ctx, &all)
	})
	for i := 0; i < len(all) && err == nil; i++ {
		var fast float64
		err = store.View(ctx, func(ctx context.Context, q record.Querier) error {
			median, n, err := Pace(ctx, q, all[i])
			fast = quality.Fast(median, n, factor)
			return err
		})
		for n := judgedAtOnce; n == judgedAtOnce && err == nil; changed += n {
			n, err = judge(ctx, store, all[i], fast)
		}
	}
	return changed, fault.Wrap(err, fault.CodeUnavailable, "judge how fast surveys were answered")
}

// judge flags some of a version that are under the bound, and no longer those that
// are not, and tells how many.
func judge(ctx context.Context, store *record.Store, v Version, fast float64) (n int, err error) {
	_, err = store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		n = 0
		for _, side := range []struct{ where, set string }{
			{"pace > 0 AND pace < ? AND flags & 16 = 0", "flags + 16"},
			{"flags > 0 AND flags & 16 <> 0 AND pace >= ?", "flags - 16"},
		} {
			var found []string
			err := tx.NewRaw("SELECT response_id FROM answering WHERE survey_id = ? AND number = ? AND outcome = 'complete' AND receipt <> '' AND "+side.where+" LIMIT ?",
				v.Survey, v.Number, fast, judgedAtOnce-n).Scan(ctx, &found)
			if err != nil || len(found) == 0 {
				if err != nil {
					return err
				}
				continue
			}
			if _, err := tx.NewRaw("UPDATE answering SET flags = "+side.set+" WHERE response_id IN (?)", bun.List(found)).Exec(ctx); err != nil {
				return err
			}
			tx.Log(collect.ResponseChanged, found...)
			if n += len(found); n == judgedAtOnce {
				return nil
			}
		}
		return nil
	})
	return n, err
}
