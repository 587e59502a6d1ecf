package answers

import (
	"context"

	"github.com/balcony-cx/balcony/internal/record"
)

// Seen is not found where the caller may not see a response of a survey, and tells
// nobody that it was looked for.
func (s *Service) Seen(ctx context.Context, survey, response string) error {
	of, err := s.of(ctx, survey)
	if err != nil {
		return err
	}
	return s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		_, err := readRow(ctx, q, of.seen, response)
		return err
	})
}
