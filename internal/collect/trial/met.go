package trial

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// Places are the touchpoints that an invented guest of a questionnaire may have used: the
// first of its program's register, in their order, as customers call them. None where
// no page is shown for each.
func (s *Service) Places(ctx context.Context, asked measure.AskedSurvey, most int) (out questionnaire.Met, err error) {
	if !asked.Document.LoopsOverTouchpoints() {
		return nil, nil
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		var rows []questionnaire.MetAt
		err := q.NewRaw("SELECT id, COALESCE(NULLIF(customer_name, ''), name) AS name FROM touchpoint WHERE program_id = ? AND removed_at IS NULL ORDER BY position, id LIMIT ?",
			asked.Survey.ProgramID, most).Scan(ctx, &rows)
		out = rows
		return fault.Wrap(err, fault.CodeInternal, "find touchpoints for a test")
	})
	return out, err
}

// Chosen are those of some places that have these ids; others there are not.
func Chosen(places questionnaire.Met, ids []string) questionnaire.Met {
	out := questionnaire.Met{}
	for _, at := range places {
		if slices.Contains(ids, at.ID) {
			out = append(out, at)
		}
	}
	return out
}

// someOf are some of the places by chance, each as likely as not; the same seed gives
// the same.
func someOf(places questionnaire.Met, seed uint64) questionnaire.Met {
	chance, out := rand.New(rand.NewPCG(seed, 21)), questionnaire.Met{} //nolint:gosec // no secret
	for _, at := range places {
		if chance.IntN(2) == 0 {
			out = append(out, at)
		}
	}
	return out
}
