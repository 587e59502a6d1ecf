package people

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// KeepApart says that two customers are not the same, however alike they look:
// they are not offered for merging again. Together takes that back. Whoever says
// it may write both.
func (s *Service) KeepApart(ctx context.Context, id, other string) (log.Position, error) {
	return s.sayApart(ctx, id, other, mayPartCustomers, s.keepApart("customer.kept_apart"))
}

// Together takes back that two customers are not the same.
func (s *Service) Together(ctx context.Context, id, other string) (log.Position, error) {
	return s.sayApart(ctx, id, other, mayPartCustomers, s.together("customer.apart_undone"))
}

// KeepAccountsApart says that two accounts are not one firm, as KeepApart does
// of customers.
func (s *Service) KeepAccountsApart(ctx context.Context, id, other string) (log.Position, error) {
	return s.sayApart(ctx, id, other, mayPartAccounts, s.keepApart("account.kept_apart"))
}

// AccountsTogether takes back that two accounts are not one firm.
func (s *Service) AccountsTogether(ctx context.Context, id, other string) (log.Position, error) {
	return s.sayApart(ctx, id, other, mayPartAccounts, s.together("account.apart_undone"))
}

// saying writes something about two, the one with the lower id first.
type saying func(ctx context.Context, tx *record.Tx, a, b string) error

func (s *Service) keepApart(audited string) saying {
	return func(ctx context.Context, tx *record.Tx, a, b string) error {
		_, err := tx.Exec(ctx, "INSERT INTO party_apart (customer_id, other_id, at, by_user) VALUES (?, ?, ?, ?) ON CONFLICT (customer_id, other_id) DO NOTHING",
			a, b, record.Micros(s.now()), access.From(ctx).UserID)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "keep two apart")
		}
		return s.journal.Audit(ctx, tx, audited, a, map[string]string{"other": b})
	}
}

func (s *Service) together(audited string) saying {
	return func(ctx context.Context, tx *record.Tx, a, b string) error {
		if _, err := tx.Exec(ctx, "DELETE FROM party_apart WHERE customer_id = ? AND other_id = ?", a, b); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "take back that two are apart")
		}
		return s.journal.Audit(ctx, tx, audited, a, map[string]string{"other": b})
	}
}

func (s *Service) sayApart(ctx context.Context, id, other string, may func(ctx context.Context, q record.Querier, id, other string) error, say saying) (log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := may(ctx, tx, id, other); err != nil {
			return err
		}
		return say(ctx, tx, min(id, other), max(id, other))
	})
}

// mayPartCustomers makes sure that who asks may write two customers.
func mayPartCustomers(ctx context.Context, q record.Querier, id, other string) error {
	reach := personReach(ctx, access.PersonWrite)
	a, err := getCustomer(ctx, q, reach, id)
	if err != nil {
		return err
	}
	b, err := getCustomer(ctx, q, reach, other)
	switch {
	case err != nil:
		return err
	case a.ID == b.ID:
		return fault.Invalid("other", "Name two customers.").Keyed("merge.one_already")
	case a.RestrictedAt != nil || b.RestrictedAt != nil:
		return errRestricted()
	}
	return nil
}

// mayPartAccounts makes sure that who asks may write two accounts.
func mayPartAccounts(ctx context.Context, q record.Querier, id, other string) error {
	for _, one := range []string{id, other} {
		if _, err := getAccount(ctx, q, personReach(ctx, access.PersonWrite), one); err != nil {
			return err
		}
	}
	if id == other {
		return fault.Invalid("other", "Name two accounts.").Keyed("merge.one_firm_already")
	}
	return nil
}
