package people

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// WithdrawIn writes down, inside a caller's transaction, that customers do not
// want to be asked any more, for whatever purpose, unless that is what they said
// last. It gives the ids of what it wrote, by customer; those of none are left
// out. The caller has checked the permission.
func (s *Service) WithdrawIn(ctx context.Context, tx *record.Tx, customers []string, at time.Time, channel, source string) (map[string][]string, error) {
	wrote := map[string][]string{}
	if len(customers) == 0 {
		return wrote, nil
	}
	for _, purpose := range Purposes() {
		states := map[string]ConsentState{}
		if err := statesOf(ctx, tx, customers, purpose, states); err != nil {
			return nil, err
		}
		for _, id := range customers {
			if states[id] == Withdrawn {
				continue
			}
			c := Consent{ID: s.newID(), CustomerID: id, Purpose: purpose, State: Withdrawn, Channel: channel, Source: source, At: at.UTC(), NotedAt: s.now().UTC(), ByUserID: access.From(ctx).UserID}
			if err := insertConsent(ctx, tx, c); err != nil {
				return nil, err
			}
			states[id] = Withdrawn // the same customer may stand here twice
			wrote[id] = append(wrote[id], c.ID)
		}
	}
	for id := range wrote {
		tx.Log(CustomerChanged, id)
	}
	return wrote, nil
}

// OpenTo gives for which of customers WithdrawIn would write something.
func (s *Service) OpenTo(ctx context.Context, q record.Querier, customers []string) (map[string]bool, error) {
	open := map[string]bool{}
	if len(customers) == 0 {
		return open, nil
	}
	for _, purpose := range Purposes() {
		states := map[string]ConsentState{}
		if err := statesOf(ctx, q, customers, purpose, states); err != nil {
			return nil, err
		}
		for _, id := range customers {
			open[id] = open[id] || states[id] != Withdrawn
		}
	}
	return open, nil
}

// forgetConsents takes entries out that an import wrote and that is taken back.
func forgetConsents(ctx context.Context, tx *record.Tx, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.NewRaw("DELETE FROM party_consent WHERE id IN (?)", bun.List(ids)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "take consents back")
}
