package collect

import (
	"context"
	"slices"
	"time"

	quick "github.com/go-json-experiment/json"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// AnsweredSince counts for each customer, at most 5,000, how many of the measures
// they answered since a time. It tells of answers under their name only: of one
// in the confidence of their firm nothing is told that names them.
func (s *Service) AnsweredSince(ctx context.Context, q record.Querier, customers, measures []string, since time.Time) (map[string]int, error) {
	seen := map[string]map[string]bool{}
	for part := range slices.Chunk(customers, 500) {
		var rows []struct {
			CustomerID string `bun:"customer_id"`
			Document   string
		}
		err := q.NewRaw("SELECT customer_id, document FROM response WHERE customer_id IN (?) AND at >= ? AND consent = ?", bun.List(part), record.Micros(since), int64(ConsentPerson)).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find what customers answered")
		}
		for _, r := range rows {
			var d struct {
				Scores map[string]float64 `json:"scores"`
			}
			if err := quick.Unmarshal([]byte(r.Document), &d); err != nil {
				return nil, fault.Wrap(err, fault.CodeInternal, "read an answer")
			}
			for id := range d.Scores {
				if slices.Contains(measures, id) {
					if seen[r.CustomerID] == nil {
						seen[r.CustomerID] = map[string]bool{}
					}
					seen[r.CustomerID][id] = true
				}
			}
		}
	}
	out := make(map[string]int, len(seen))
	for id, of := range seen {
		out[id] = len(of)
	}
	return out, nil
}
