package people

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TakeBack is something that was done to a customer or an account and is to be
// undone: the fields that still are as After says become as Before says again,
// and what was made goes where nothing has touched it since.
type TakeBack struct {
	ID     string
	Made   bool // it was not there before
	Before AsIs
	After  AsIs
	Traits []TraitWas
	// Consents are the ids of what was written down of what they said.
	Consents []string
}

// TraitWas is an entry of a history as it was written and what stood there
// before.
type TraitWas struct {
	Trait  string    `json:"trait"`
	Since  time.Time `json:"since"`
	Before *string   `json:"before,omitempty"` // nil: nothing
	After  string    `json:"after"`
}

// TakeBackCustomersIn undoes what was done to customers, inside a caller's
// transaction, at most 500 at a time. used tells whether something outside this
// room refers to a customer; the caller has checked the permission.
func (s *Service) TakeBackCustomersIn(ctx context.Context, tx *record.Tx, all []TakeBack, used func(id string) (bool, error)) error {
	return s.takeBack(ctx, tx, all, used, s.takeBackCustomer)
}

// TakeBackAccountsIn is TakeBackCustomersIn of accounts. After the commit the
// caller calls Touched.
func (s *Service) TakeBackAccountsIn(ctx context.Context, tx *record.Tx, all []TakeBack, used func(id string) (bool, error)) error {
	return s.takeBack(ctx, tx, all, used, s.takeBackAccount)
}

func (s *Service) takeBack(ctx context.Context, tx *record.Tx, all []TakeBack, used func(string) (bool, error), one func(context.Context, *record.Tx, TakeBack, bool) error) error {
	for _, t := range all {
		if err := s.takeBackTraits(ctx, tx, t); err != nil {
			return err
		}
		if err := forgetConsents(ctx, tx, t.Consents); err != nil {
			return err
		}
		gone := false
		if t.Made {
			kept, err := used(t.ID)
			if err != nil {
				return err
			}
			gone = !kept
		}
		if err := one(ctx, tx, t, gone); err != nil {
			return err
		}
	}
	return nil
}

// takeBackTraits makes those entries what they were that still are as written.
func (s *Service) takeBackTraits(ctx context.Context, tx *record.Tx, t TakeBack) error {
	inputs := make([]TraitInput, len(t.Traits))
	for i, w := range t.Traits {
		inputs[i] = TraitInput{TraitID: w.Trait, SubjectID: t.ID, Since: w.Since, Remove: w.Before == nil}
		if w.Before != nil {
			inputs[i].Value = *w.Before
		}
	}
	now, err := EntriesIn(ctx, tx, inputs)
	if err != nil {
		return err
	}
	var still []TraitInput
	for i, w := range t.Traits {
		if now[i].There && now[i].Value == w.After {
			still = append(still, inputs[i])
		}
	}
	_, err = s.SetTraitsIn(ctx, tx, still)
	return err
}

// back is a field as it is to be: as it was, where nobody changed it since.
func back[T comparable](now, before, after T) T {
	if now == after {
		return before
	}
	return now
}

func (s *Service) takeBackCustomer(ctx context.Context, tx *record.Tx, t TakeBack, unused bool) error {
	var rows []customerRow
	if err := tx.NewRaw("SELECT "+customerColumns+" FROM customer c"+customerJoins+" WHERE c.id = ?", t.ID).Scan(ctx, &rows); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find a customer")
	}
	if len(rows) == 0 {
		return nil
	}
	old := rows[0]
	now := old.asIs()
	if t.Made {
		if now = now.plain(); !unused || now != t.After.plain() || old.PartyID != "" || old.RestrictedAt != nil {
			return nil
		}
		kept, err := referred(ctx, tx, t.ID, "SELECT EXISTS (SELECT 1 FROM customer WHERE party_id = ?)", "SELECT EXISTS (SELECT 1 FROM party_note WHERE subject_id = ?)",
			"SELECT EXISTS (SELECT 1 FROM party_consent WHERE customer_id = ?)", "SELECT EXISTS (SELECT 1 FROM trait_value WHERE subject_id = ?)",
			"SELECT EXISTS (SELECT 1 FROM party_merge WHERE gone_id = ?)", "SELECT EXISTS (SELECT 1 FROM party_merge WHERE kept_id = ?)")
		if err != nil || kept {
			return err
		}
		return s.RemoveIn(ctx, tx, []string{t.ID}, nil, nil)
	}
	row := old
	row.Name, row.Email, row.Phone = back(now.Name, t.Before.Name, t.After.Name), back(now.Email, t.Before.Email, t.After.Email), back(now.Phone, t.Before.Phone, t.After.Phone)
	row.Language, row.Title = back(now.Language, t.Before.Language, t.After.Language), back(now.Title, t.Before.Title, t.After.Title)
	row.AccountID, row.UnitID = back(now.Account, t.Before.Account, t.After.Account), back(now.Unit, t.Before.Unit, t.After.Unit)
	row.Roles, row.Tie = back(now.Roles, t.Before.Roles, t.After.Roles), back(now.Tie, t.Before.Tie, t.After.Tie)
	var err error
	if row.AccountID, err = stillThere(ctx, tx, "SELECT id FROM account WHERE id = ?", row.AccountID); err != nil {
		return err
	}
	if row.UnitID, err = stillThere(ctx, tx, "SELECT id FROM unit WHERE id = ?", row.UnitID); err != nil || sameCustomer(old, row) {
		return err
	}
	_, err = s.settle(ctx, tx, old, row)
	return err
}

// plain is what is compared of somebody.
func (a AsIs) plain() AsIs {
	a.ID, a.accountKey, a.unitKey = "", "", ""
	return a
}

func (s *Service) takeBackAccount(ctx context.Context, tx *record.Tx, t TakeBack, unused bool) error {
	var rows []accountRow
	if err := tx.NewRaw("SELECT "+accountColumns+" FROM account a"+accountJoins+" WHERE a.id = ?", t.ID).Scan(ctx, &rows); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find an account")
	}
	if len(rows) == 0 {
		return nil
	}
	a := rows[0].account()
	now := a.asIs()
	if t.Made {
		if !unused || now.plain() != t.After.plain() || a.MergedInto != "" {
			return nil
		}
		kept, err := referred(ctx, tx, t.ID, "SELECT EXISTS (SELECT 1 FROM account WHERE party_id = ?)", "SELECT EXISTS (SELECT 1 FROM party_note WHERE subject_id = ?)", "SELECT EXISTS (SELECT 1 FROM trait_value WHERE subject_id = ?)")
		if err != nil || kept {
			return err
		}
		return s.RemoveIn(ctx, tx, nil, []string{t.ID}, nil)
	}
	after := a
	after.Name, after.OwnerUserID = back(now.Name, t.Before.Name, t.After.Name), back(now.Owner, t.Before.Owner, t.After.Owner)
	unit, err := stillThere(ctx, tx, "SELECT id FROM unit WHERE id = ?", back(now.Unit, t.Before.Unit, t.After.Unit))
	if err != nil {
		return err
	}
	if after.Unit, err = unitNamed(ctx, tx, unit); err != nil {
		return err
	}
	if after.Name == a.Name && after.OwnerUserID == a.OwnerUserID && unit == a.unitID() {
		return nil
	}
	return s.writeAccount(ctx, tx, &after, after.OwnerUserID != a.OwnerUserID || unit != a.unitID())
}

// referred tells whether one of the questions about an id is answered by yes.
func referred(ctx context.Context, tx *record.Tx, id string, questions ...string) (bool, error) {
	for _, question := range questions {
		var yes bool
		if err := tx.NewRaw(question, id).Scan(ctx, &yes); err != nil || yes {
			return yes, fault.Wrap(err, fault.CodeInternal, "find what refers to somebody")
		}
	}
	return false, nil
}

// stillThere is an id where its row still is, else "".
func stillThere(ctx context.Context, tx *record.Tx, query, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	var found string
	_, err := tx.Get(ctx, query, []any{id}, &found)
	return found, fault.Wrap(err, fault.CodeInternal, "find what somebody belonged to")
}
