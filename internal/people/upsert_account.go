package people

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// UpsertAccountsIn makes or changes accounts by key inside a caller's
// transaction, as UpsertCustomersIn does customers. After the commit the caller
// calls Touched, since accounts decide who sees what.
func (s *Service) UpsertAccountsIn(ctx context.Context, tx *record.Tx, inputs []AccountInput) ([]Upserted, error) {
	u := s.newUpsert(ctx, tx)
	out := make([]Upserted, len(inputs))
	for i, in := range inputs {
		in, err := in.checked()
		if err == nil {
			out[i], err = u.account(ctx, in)
		}
		if err == nil {
			continue
		}
		if out[i], _, err = leftOut(err, customerRow{}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Touched is called after a commit that changed accounts.
func (s *Service) Touched() { s.changed() }

func (u *upsert) account(ctx context.Context, in AccountInput) (Upserted, error) {
	old, there, err := accountByKey(ctx, u.tx, in.Key)
	if err != nil {
		return Upserted{}, err
	}
	if there && !u.reach.All && !u.reach.Covers("", old.unitID(), old.ID) {
		return Upserted{}, errOutside()
	}
	a, audited, err := u.appliedAccount(ctx, old, in, there)
	if err != nil {
		return Upserted{}, err
	}
	// An account that is new has no id yet, so it is nobody's own.
	if !u.reach.All && !u.reach.Covers("", a.unitID(), a.ID) {
		return Upserted{}, errOutside()
	}
	status := Changed
	switch {
	case !there:
		if a, err = u.makeAccount(ctx, a); err != nil {
			return Upserted{}, err
		}
		status = Made
	case a.Name == old.Name && a.OwnerUserID == old.OwnerUserID && a.unitID() == old.unitID():
		return Upserted{ID: a.ID, Status: Same}, nil
	}
	return Upserted{ID: a.ID, Status: status}, u.s.writeAccount(ctx, u.tx, &a, audited)
}

// makeAccount makes the row of an account and gives it as it stands, with what
// is to be written of it.
func (u *upsert) makeAccount(ctx context.Context, a Account) (Account, error) {
	if _, err := u.s.resolveAccount(ctx, u.tx, a.Key); err != nil {
		return a, err
	}
	made, there, err := accountByKey(ctx, u.tx, a.Key)
	if err == nil && !there {
		err = fault.New(fault.CodeInternal, "The account was not made.")
	}
	made.Name, made.OwnerUserID, made.Unit = a.Name, a.OwnerUserID, a.Unit
	return made, err
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
