package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TakeAwayIn takes customers and accounts out with all that this room keeps of
// them, inside a caller's transaction, at most 500 together; the caller has
// checked the permission and that nothing outside this room refers to them. An
// account that still has customers stays. It is no erasure: files and indexes of
// words are not overwritten, and nothing is kept for backups.
func (s *Service) TakeAwayIn(ctx context.Context, tx *record.Tx, customers, accounts []string) error {
	if len(customers) > 0 {
		for _, t := range parts() {
			if t.table == "party_merge" { // RemoveIn undoes merges first
				continue
			}
			if _, err := t.eraseWhere(ctx, tx, t.where, t.args(Person{IDs: customers})...); err != nil {
				return err
			}
		}
		if _, err := tx.NewRaw("UPDATE right_request SET customer_id = NULL WHERE customer_id IN (?)", bun.List(customers)).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "leave requests of customers")
		}
	}
	if err := s.RemoveIn(ctx, tx, customers, nil, nil); err != nil {
		return err
	}
	if len(accounts) == 0 {
		return nil
	}
	const free = " IN (SELECT a.id FROM account a WHERE a.id IN (?) AND NOT EXISTS (SELECT 1 FROM customer c WHERE c.account_id = a.id))"
	for _, text := range []string{"DELETE FROM party_note WHERE subject = 'account' AND subject_id" + free, "DELETE FROM trait_value WHERE subject_id" + free} {
		if _, err := tx.NewRaw(text, bun.List(accounts)).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove what is kept of accounts")
		}
	}
	return s.RemoveIn(ctx, tx, nil, accounts, nil)
}

// RemoveConsentTextIn takes a wording out that nobody agreed to or refused,
// inside a caller's transaction; the caller has checked the permission.
func RemoveConsentTextIn(ctx context.Context, tx *record.Tx, version string) error {
	_, err := tx.Exec(ctx, "DELETE FROM consent_text WHERE version = ? AND NOT EXISTS (SELECT 1 FROM party_consent WHERE text_version <> '' AND text_version = consent_text.version)", version)
	return fault.Wrap(err, fault.CodeInternal, "remove a consent text")
}
