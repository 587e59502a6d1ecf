package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Member is a customer as a list of them shows it.
type Member struct {
	ID          string `json:"id" format:"uuid" bun:"id"`
	Key         string `json:"key" bun:"key"`
	Name        string `json:"name" bun:"name"`
	AccountID   string `json:"account_id,omitempty" bun:"account_id"`
	AccountName string `json:"account_name,omitempty" bun:"account_name"`
}

// Members are customers by id, in the order of the ids, without asking who
// reads them; one that is gone or restricted is left out.
func (s *Service) Members(ctx context.Context, ids []string) (out []Member, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`SELECT c.id, c.key, c.name, COALESCE(a.id, '') AS account_id, COALESCE(a.name, '') AS account_name
			FROM customer c LEFT JOIN account al ON al.id = c.account_id LEFT JOIN account a ON a.id = COALESCE(al.party_id, al.id) WHERE c.id IN (?) AND c.restricted_at IS NULL ORDER BY c.id`, bun.List(ids)).Scan(ctx, &out)
	})
	return out, fault.Wrap(err, fault.CodeInternal, "name the customers of a segment")
}
