package people

import (
	"context"
	"maps"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// UpsertAccountsIn makes or changes accounts by key inside a caller's
// transaction, as UpsertCustomersIn does customers. After the commit the caller
// calls Touched, since accounts decide who sees what.
func (s *Service) UpsertAccountsIn(ctx context.Context, tx *record.Tx, inputs []AccountInput) ([]Upserted, error) {
	u := &upsertAccounts{upsert: s.newUpsert(ctx, tx)}
	out := make([]Upserted, len(inputs))
	good := slices.Clone(inputs)
	keys := make([]string, 0, len(inputs))
	for i, in := range inputs {
		if good[i], out[i].Err = in.checked(); out[i].Err == nil {
			keys = append(keys, good[i].Key)
		}
	}
	known, err := accountsByKey(ctx, tx, keys)
	if err != nil {
		return nil, err
	}
	before := maps.Clone(known)
	for i, in := range good {
		if out[i].Err != nil {
			continue
		}
		old, there := known[in.Key]
		var a Account
		if a, out[i].Status, out[i].Err = u.account(ctx, old, in, there); out[i].Err == nil {
			out[i].ID, known[in.Key] = a.ID, a
			continue
		}
		if out[i], _, err = leftOut(out[i].Err, customerRow{}); err != nil {
			return nil, err
		}
	}
	if err := u.insertFresh(ctx); err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].Err == nil {
			out[i].Before, out[i].After = before[good[i].Key].asIs(), known[good[i].Key].asIs()
		}
	}
	return out, nil
}

// Touched is called after a commit that changed accounts.
func (s *Service) Touched() { s.changed() }

// upsertAccounts is the work of one call that makes and changes accounts.
type upsertAccounts struct {
	*upsert
	made    []Account // not inserted yet
	audited []bool    // of each of them
}

// account takes one input; old is the account of its key where there is one.
func (u *upsertAccounts) account(ctx context.Context, old Account, in AccountInput, there bool) (Account, Status, error) {
	if there && !u.reach.All && !u.reach.Covers("", old.unitID(), old.ID) {
		return old, "", errOutside()
	}
	a, audited, err := u.appliedAccount(ctx, old, in, there)
	if err != nil {
		return old, "", err
	}
	// An account that is new has no id yet, so it is nobody's own.
	if !u.reach.All && !u.reach.Covers("", a.unitID(), a.ID) {
		return old, "", errOutside()
	}
	if !there {
		a.ID, a.CreatedAt, a.Version = u.s.newID(), u.s.now().UTC(), 1
		a.UpdatedAt = a.CreatedAt
		u.made, u.audited = append(u.made, a), append(u.audited, audited)
		return a, Made, nil
	}
	if a.Name == old.Name && a.OwnerUserID == old.OwnerUserID && a.unitID() == old.unitID() {
		return old, Same, nil
	}
	if err := u.insertFresh(ctx); err != nil { // it may be one of them
		return old, "", err
	}
	return a, Changed, u.s.writeAccount(ctx, u.tx, &a, audited)
}

// insertFresh inserts the accounts that were made, in few statements.
func (u *upsertAccounts) insertFresh(ctx context.Context) error {
	if len(u.made) == 0 {
		return nil
	}
	all, err := insertAccounts(ctx, u.tx, u.made)
	if err == nil && !all { // on PostgreSQL somebody else was first
		err = fault.New(fault.CodeUnavailable, "Somebody made this account at the same moment. Send it again.").Keyed("account.at_once")
	}
	if err != nil {
		return err
	}
	words := make([]wordsOf, len(u.made))
	for i, a := range u.made {
		words[i] = wordsOf{a.ID, a.indexed()}
		u.tx.Log(AccountChanged, a.ID)
		if u.audited[i] {
			if err := u.s.auditAccount(ctx, u.tx, a); err != nil {
				return err
			}
		}
	}
	u.made, u.audited = u.made[:0], u.audited[:0]
	return accountIndex().addAll(ctx, u.tx, u.s.store.Engine(), words)
}

// appliedAccount is an account with what an input says; audited where that
// decides who sees it.
func (u *upsert) appliedAccount(ctx context.Context, a Account, in AccountInput, there bool) (Account, bool, error) {
	audited := false
	if !there {
		a = Account{Key: in.Key, Name: in.Key}
	}
	if in.Name != nil {
		a.Name = *in.Name
	}
	if in.OwnerUserID != nil && *in.OwnerUserID != a.OwnerUserID {
		if err := access.From(ctx).Require(access.UnitWrite, access.Whole()); err != nil {
			return a, false, err
		}
		a.OwnerUserID, audited = *in.OwnerUserID, true
	}
	if in.Unit != nil {
		id, err := u.unit(ctx, *in.Unit, in.MakeUnits)
		if err != nil {
			return a, false, err
		}
		if id != a.unitID() {
			audited = true
			a.Unit, err = unitNamed(ctx, u.tx, id)
		}
		return a, audited, err
	}
	return a, audited, nil
}

// UpsertAccounts makes or changes accounts by key, in one transaction.
func (s *Service) UpsertAccounts(ctx context.Context, inputs []AccountInput) (UpsertReceipt, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return UpsertReceipt{}, 0, err
	}
	var all []Upserted
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		all, err = s.UpsertAccountsIn(ctx, tx, inputs)
		return err
	})
	if err == nil {
		s.Touched()
	}
	return receiptOf(all), position, err
}
