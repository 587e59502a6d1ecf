package people

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Said is what a customer said of a purpose, at an instant.
type Said struct {
	CustomerID  string
	Purpose     Purpose
	State       ConsentState
	TextVersion string // of the wording that was agreed to
	Channel     string
	At          time.Time
}

// RecordSaidIn writes down what customers said, inside a caller's transaction,
// at most 5,000 at a time; what is written down already stays as it is. The
// caller has checked the permission, and that the wordings exist.
func (s *Service) RecordSaidIn(ctx context.Context, tx *record.Tx, all []Said) error {
	now := s.now().UTC()
	for _, said := range all {
		c, err := ConsentInput{Purpose: said.Purpose, State: said.State, TextVersion: said.TextVersion, Channel: said.Channel, At: &said.At}.checked(now)
		if err != nil {
			return err
		}
		var one int64
		there, err := tx.Get(ctx, "SELECT 1 FROM party_consent WHERE customer_id = ? AND purpose = ? AND at = ? LIMIT 1", []any{said.CustomerID, string(said.Purpose), record.Micros(c.At)}, &one)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find what was said")
		}
		if there {
			continue
		}
		c.ID, c.CustomerID, c.ByUserID = s.newID(), said.CustomerID, access.From(ctx).UserID
		if err := insertConsent(ctx, tx, c); err != nil {
			return err
		}
		tx.Log(CustomerChanged, said.CustomerID)
	}
	return nil
}
