package measure

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// SurveyNames are the names of those of some surveys that the caller may see, by id.
func (s *Service) SurveyNames(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	where, args := readable(access.From(ctx))
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		var rows []struct {
			ID   string `bun:"id"`
			Name string
		}
		err := q.NewRaw("SELECT id, name FROM survey WHERE "+where+" AND id IN (?)", append(args, bun.List(ids))...).Scan(ctx, &rows)
		for _, r := range rows {
			out[r.ID] = r.Name
		}
		return fault.Wrap(err, fault.CodeInternal, "read the names of surveys")
	})
	return out, err
}
