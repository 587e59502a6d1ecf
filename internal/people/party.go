package people

import (
	"context"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Keys name who an answer or event is about. Empty ones name nobody.
type Keys struct {
	Customer, Account, Unit string
	MakeUnit                bool // make a unit that is not known yet, at the top of the tree
}

// Party is who they are. Empty ids stand for nobody known.
type Party struct {
	CustomerID, AccountID, UnitID string
	// MovedFrom is the account that the customer belonged to until the keys named
	// another one; "" where that is not so. Who may not reach both has to take
	// the transaction back.
	MovedFrom string
}

// Resolve finds the customer, account and unit of these keys inside a caller's
// transaction, and makes a customer or account that is not known yet. A
// customer's account is given also where only the customer is named. A unit
// that is not known is an invalid "unit_key" unless MakeUnit is set. It runs
// for every answer: a prepared look-up a key, no more.
func (s *Service) Resolve(ctx context.Context, tx *record.Tx, k Keys) (Party, error) {
	var p Party
	var err error
	if key := strings.TrimSpace(k.Unit); key != "" {
		if p.UnitID, err = s.resolveUnit(ctx, tx, key, k.MakeUnit); err != nil {
			return p, err
		}
	}
	if key := strings.TrimSpace(k.Account); key != "" {
		if p.AccountID, err = s.resolveAccount(ctx, tx, key); err != nil {
			return p, err
		}
	}
	if key := strings.TrimSpace(k.Customer); key != "" {
		p, err = s.resolveCustomer(ctx, tx, key, p)
	}
	return p, err
}

func (s *Service) resolveUnit(ctx context.Context, tx *record.Tx, key string, makeIt bool) (string, error) {
	var id string
	found, err := tx.Get(ctx, "SELECT id FROM unit WHERE key = ?"+s.held(), []any{key}, &id)
	if err != nil || found {
		return id, fault.Wrap(err, fault.CodeInternal, "find unit")
	}
	if !makeIt {
		return "", fault.Invalid("unit_key", "There is no unit with this key. Add it under Settings > Units first.").Keyed("unit.unknown")
	}
	u, err := Unit{ID: s.newID(), Key: key, Name: key, CreatedAt: s.now().UTC(), Version: 1}.checked()
	if err != nil {
		return "", err
	}
	tx.Log(UnitChanged, u.ID)
	return u.ID, insertUnit(ctx, tx, u)
}

// held is what keeps a unit that was read from being deleted before the
// transaction ends. SQLite has one writer anyway.
func (s *Service) held() string {
	if s.store.Engine() == record.SQLite {
		return ""
	}
	return " FOR KEY SHARE"
}

// HoldUnit keeps a unit that an earlier transaction resolved from being deleted
// until this one ends; false where it is gone already.
func (s *Service) HoldUnit(ctx context.Context, tx *record.Tx, id string) (bool, error) {
	var found string
	there, err := tx.Get(ctx, "SELECT id FROM unit WHERE id = ?"+s.held(), []any{id}, &found)
	return there, fault.Wrap(err, fault.CodeInternal, "find unit")
}

func (s *Service) resolveAccount(ctx context.Context, tx *record.Tx, key string) (string, error) {
	var id string
	found, err := tx.Get(ctx, "SELECT id FROM account WHERE key = ?", []any{key}, &id)
	if err != nil || found {
		return id, fault.Wrap(err, fault.CodeInternal, "find account")
	}
	id = s.newID()
	now := record.Micros(s.now())
	made, err := tx.Exec(ctx, "INSERT INTO account (id, key, name, sort_key, firm_key, owner_user_id, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, '', ?, ?, 1) ON CONFLICT (key) DO NOTHING",
		id, key, key, sortKey("", key), firmKey(key), now, now)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "insert account")
	}
	if made > 0 {
		tx.Log(AccountChanged, id)
		return id, accountIndex().add(ctx, tx, s.store.Engine(), id, Account{Key: key, Name: key}.indexed())
	}
	// On PostgreSQL another transaction may have been first.
	_, err = tx.Get(ctx, "SELECT id FROM account WHERE key = ?", []any{key}, &id)
	return id, fault.Wrap(err, fault.CodeInternal, "find account")
}

func (s *Service) resolveCustomer(ctx context.Context, tx *record.Tx, key string, p Party) (Party, error) {
	var id, account string
	const find = "SELECT id, COALESCE(account_id, '') FROM customer WHERE key = ?"
	found, err := tx.Get(ctx, find, []any{key}, &id, &account)
	if err != nil {
		return p, fault.Wrap(err, fault.CodeInternal, "find customer")
	}
	if !found {
		id = s.newID()
		now := record.Micros(s.now())
		made, err := tx.Exec(ctx, "INSERT INTO customer (id, key, account_id, sort_key, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
			id, key, orNull(p.AccountID), sortKey("", key), now, now)
		if err != nil {
			return p, fault.Wrap(err, fault.CodeInternal, "insert customer")
		}
		if made > 0 {
			p.CustomerID = id
			tx.Log(CustomerChanged, id)
			return p, customerIndex().add(ctx, tx, s.store.Engine(), id, Customer{Key: key}.indexed())
		}
		// On PostgreSQL another transaction was first.
		if _, err = tx.Get(ctx, find, []any{key}, &id, &account); err != nil {
			return p, fault.Wrap(err, fault.CodeInternal, "find customer")
		}
	}
	p.CustomerID = id
	if p.AccountID == "" {
		p.AccountID = account
		return p, nil
	}
	if account == p.AccountID {
		return p, nil
	}
	p.MovedFrom = account
	_, err = tx.Exec(ctx, "UPDATE customer SET account_id = ?, version = version + 1, updated_at = ? WHERE id = ?", p.AccountID, record.Micros(s.now()), id)
	if err != nil {
		return p, fault.Wrap(err, fault.CodeInternal, "move customer")
	}
	tx.Log(CustomerChanged, id)
	return p, s.moved(ctx, tx, id)
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// RemoveIn takes customers, accounts and units out inside a caller's
// transaction; the caller has checked the permission and removed what refers to
// them. Accounts that still have customers, and units that have units below
// them, stay.
func (s *Service) RemoveIn(ctx context.Context, tx *record.Tx, customers, accounts, units []string) error {
	for _, part := range []struct {
		statement string
		words     *index
		ids       []string
		kind      string
	}{
		{"DELETE FROM customer WHERE id = ?", new(customerIndex()), customers, CustomerRemoved},
		{"DELETE FROM account WHERE id = ? AND NOT EXISTS (SELECT 1 FROM customer WHERE account_id = account.id)", new(accountIndex()), accounts, AccountRemoved},
		{`DELETE FROM unit WHERE id = ? AND NOT EXISTS (SELECT 1 FROM unit AS below WHERE below.parent_id = unit.id)
			AND NOT EXISTS (SELECT 1 FROM customer WHERE unit_id = unit.id) AND NOT EXISTS (SELECT 1 FROM account WHERE unit_id = unit.id)`, nil, units, UnitRemoved},
	} {
		for _, id := range part.ids {
			if err := s.unmergeFree(ctx, tx, part.kind, id); err != nil {
				return err
			}
			n, err := tx.Exec(ctx, part.statement, id)
			if err != nil {
				return fault.Wrap(err, fault.CodeInternal, "remove parties")
			}
			if n == 0 {
				continue
			}
			tx.Log(part.kind, id)
			if part.words == nil {
				continue
			}
			if err := s.removeAround(ctx, tx, *part.words, id); err != nil {
				return err
			}
		}
	}
	if len(accounts)+len(units) > 0 {
		s.changed()
	}
	return nil
}

// unmergeFree takes a customer that goes, or an account without customers, out of
// all its merges.
func (s *Service) unmergeFree(ctx context.Context, tx *record.Tx, kind, id string) error {
	switch kind {
	case CustomerRemoved:
		return s.unmerge(ctx, tx, customersTable, id)
	case AccountRemoved:
		stays, err := referred(ctx, tx, id, "SELECT EXISTS (SELECT 1 FROM customer WHERE account_id = ?)")
		if err != nil || stays {
			return err
		}
		return s.unmerge(ctx, tx, accountsTable, id)
	}
	return nil
}

// removeAround takes out what was kept about a customer or account that is gone.
func (s *Service) removeAround(ctx context.Context, tx *record.Tx, words index, id string) error {
	for _, text := range []string{"DELETE FROM party_note WHERE subject_id = ?", "DELETE FROM party_consent WHERE customer_id = ?",
		"DELETE FROM party_apart WHERE customer_id = ?", "DELETE FROM party_apart WHERE other_id = ?"} {
		if _, err := tx.Exec(ctx, text, id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove what was kept about a party")
		}
	}
	if err := removeTraits(ctx, tx, []string{id}); err != nil {
		return err
	}
	return words.forget(ctx, tx, s.store.Engine(), id)
}
