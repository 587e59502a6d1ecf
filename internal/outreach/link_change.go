package outreach

import (
	"context"

	"github.com/balcony-cx/balcony/internal/record"
)

// Opens tells whether the wave of an invitation still takes answers, so that one that
// was given may be changed; false where the invitation is gone.
func (s *Service) Opens(ctx context.Context, invitation string) (opens bool, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := invitationsOf(ctx, q, []string{invitation})
		opens = err == nil && len(found) == 1 && WaveState(found[0].WaveState).opens()
		return err
	})
	return opens, err
}
