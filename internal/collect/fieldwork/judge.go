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

// sides are the answers whose flag is wrong, and how it is put right: too fast and
// not flagged, and flagged while no longer too fast.
var sides = [2]struct{ where, set string }{
	{"pace > 0 AND pace < ? AND flags & 16 = 0", "flags + 16"},
	{"flags > 0 AND flags & 16 <> 0 AND pace >= ?", "flags - 16"},
}

// judge flags some of a version that are under the bound, and no longer those that
// are not, and tells how many. It writes nothing where nothing is to be changed, so
// that answers which come in do not wait for it.
func judge(ctx context.Context, store *record.Store, v Version, fast float64) (n int, err error) {
	wrong := false
	err = store.View(ctx, func(ctx context.Context, q record.Querier) error {
		for i := 0; i < len(sides) && !wrong; i++ {
			found, err := misjudged(ctx, q, v, fast, i, 1)
			if err != nil {
				return err
			}
			wrong = len(found) > 0
		}
		return nil
	})
	if err != nil || !wrong {
		return 0, err
	}
	_, err = store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		n = 0
		for i := 0; i < len(sides) && n < judgedAtOnce; i++ {
			found, err := misjudged(ctx, tx, v, fast, i, judgedAtOnce-n)
			if err != nil {
				return err
			}
			if len(found) == 0 {
				continue
			}
			if _, err := tx.NewRaw("UPDATE answering SET flags = "+sides[i].set+" WHERE response_id IN (?)", bun.List(found)).Exec(ctx); err != nil {
				return err
			}
			tx.Log(collect.ResponseChanged, found...)
			n += len(found)
		}
		return nil
	})
	return n, err
}

// misjudged are up to limit answers of a version on one of the sides.
func misjudged(ctx context.Context, q record.Querier, v Version, fast float64, side, limit int) (responses []string, err error) {
	err = q.NewRaw("SELECT response_id FROM answering WHERE survey_id = ? AND number = ? AND outcome = 'complete' AND receipt <> '' AND "+sides[side].where+" LIMIT ?",
		v.Survey, v.Number, fast, limit).Scan(ctx, &responses)
	return responses, err
}
