package people

import (
	"context"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// CustomerChange is what may be changed of a customer; nil leaves as it is, an
// empty value clears.
type CustomerChange struct {
	Name      *string `json:"name,omitempty" maxLength:"200"`
	Email     *string `json:"email,omitempty" maxLength:"254"`
	Phone     *string `json:"phone,omitempty" maxLength:"40"`
	Language  *string `json:"language,omitempty" maxLength:"35"`
	Title     *string `json:"title,omitempty" maxLength:"200"`
	AccountID *string `json:"account_id,omitempty" doc:"Empty: none."`
	UnitID    *string `json:"unit_id,omitempty" doc:"Empty: none."`
	Roles     *[]Role `json:"roles,omitempty" nullable:"false" maxItems:"4" enum:"decides,influences,uses,sponsors"`
	Tie       *int    `json:"tie,omitempty" minimum:"0" maximum:"5" doc:"0 clears."`
}

// ListCustomers gives the customers that the filter chooses and the caller may
// read, by name, after a place, limit+1 at most. A search goes through the first
// 2,000 that it finds. One unit stands for those below it too. That persons were
// looked at is written to the audit log.
func (s *Service) ListCustomers(ctx context.Context, f CustomerFilter, after ListPlace, limit int) ([]Customer, error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	f.Search = strings.TrimSpace(f.Search)
	var out []Customer
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if len(f.Units) == 1 {
			under, err := unitsUnder(ctx, q, f.Units[0])
			if err != nil || len(under) == 0 { // of a unit that is not there, nobody
				return err
			}
			f.Units = under
		}
		picks, err := readTraitPicks(ctx, q, OfCustomer, f.Traits)
		if err != nil {
			return err
		}
		if f.Account != "" {
			if f.firm, err = firmIDs(ctx, q, f.Account); err != nil {
				return err
			}
		}
		if f.traits, f.traitsWith, err = byTraits(ctx, q, picks, record.Micros(s.now())); err != nil {
			return err
		}
		rows, err := listCustomers(ctx, q, s.store.Engine(), f, personReach(ctx, access.PersonRead), after, limit+1)
		if err != nil {
			return err
		}
		out, err = readCustomers(rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, s.saw(ctx, "persons.listed", "", map[string]string{"count": strconv.Itoa(min(len(out), limit))})
}

// GetCustomer gives a customer that the caller may read; who looked is written
// to the audit log before it is shown. Of a restricted one only that is shown.
func (s *Service) GetCustomer(ctx context.Context, id string) (Customer, error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return Customer{}, err
	}
	var c Customer
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		row, err := getCustomer(ctx, q, personReach(ctx, access.PersonRead), id)
		if err != nil {
			return err
		}
		c, err = row.customer()
		return err
	})
	if err != nil {
		return Customer{}, err
	}
	if c.Restricted {
		c = Customer{ID: c.ID, Key: c.Key, Roles: []Role{}, Restricted: true, MergedInto: c.MergedInto, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Version: c.Version}
	}
	return c, s.saw(ctx, "person.opened", id, nil)
}

// saw writes down, in a transaction of its own, that who asks saw a person.
func (s *Service) saw(ctx context.Context, kind, id string, details map[string]string) error {
	_, err := s.store.Join(ctx, 300, func(ctx context.Context, tx *record.Tx) error {
		return s.journal.Audit(ctx, tx, kind, id, details)
	})
	return fault.Wrap(err, fault.CodeUnavailable, "write audit log")
}

// UpdateCustomer changes a customer that has the version of ifMatch and that the
// caller may write, before and after.
func (s *Service) UpdateCustomer(ctx context.Context, id, ifMatch string, change CustomerChange) (Customer, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return Customer{}, 0, err
	}
	var c Customer
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		reach := personReach(ctx, access.PersonWrite)
		old, err := getCustomer(ctx, tx, reach, id)
		if err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, old.Version); err != nil {
			return err
		}
		if old.RestrictedAt != nil {
			return errRestricted()
		}
		row, err := s.changedRow(ctx, tx, old, change)
		if err != nil {
			return err
		}
		if !reach.All && !reach.Covers("", row.UnitID, row.AccountID) {
			return errOutside()
		}
		if !sameCustomer(old, row) {
			if _, err := s.settle(ctx, tx, old, row); err != nil {
				return err
			}
		}
		if row, err = getCustomer(ctx, tx, access.Reach{All: true}, id); err == nil {
			c, err = row.customer()
		}
		return err
	})
	return c, position, err
}

// changedRow is a row with a change that was checked.
func (s *Service) changedRow(ctx context.Context, tx *record.Tx, row customerRow, c CustomerChange) (customerRow, error) {
	in, err := CustomerInput{Key: row.Key, Name: c.Name, Email: c.Email, Phone: c.Phone, Language: c.Language, Title: c.Title, Roles: c.Roles, Tie: c.Tie}.checked()
	if err != nil {
		return row, err
	}
	in.apply(&row)
	// Whoever sees the account that stands for a customer's own, and sends it back, moves nobody.
	if c.AccountID != nil && (*c.AccountID == "" || *c.AccountID != row.FirmID) {
		if row.AccountID = strings.TrimSpace(*c.AccountID); row.AccountID != "" {
			if _, err := getAccount(ctx, tx, access.Reach{All: true}, row.AccountID); fault.Is(err, fault.CodeNotFound) {
				return row, fault.Invalid("account_id", "There is no such account.").Keyed("customer.account_unknown")
			} else if err != nil {
				return row, err
			}
		}
	}
	if c.UnitID != nil {
		if row.UnitID, err = s.knownUnit(ctx, tx, *c.UnitID); err != nil {
			return row, err
		}
	}
	return row, nil
}

// knownUnit is the id of a unit that is there and held, or "".
func (s *Service) knownUnit(ctx context.Context, tx *record.Tx, id string) (string, error) {
	if id = strings.TrimSpace(id); id == "" {
		return "", nil
	}
	there, err := s.HoldUnit(ctx, tx, id)
	if err == nil && !there {
		err = fault.Invalid("unit_id", "There is no such unit.").Keyed("customer.unit_unknown")
	}
	return id, err
}

// writeCustomer writes a changed row, its words and the log, and gives the row
// as it is written.
func (s *Service) writeCustomer(ctx context.Context, tx *record.Tx, old, row customerRow) (customerRow, error) {
	row.SortKey, row.UpdatedAt, row.Version = sortKey(row.Name, row.Key), record.Micros(s.now()), old.Version+1
	if err := updateCustomer(ctx, tx, row); err != nil {
		return row, err
	}
	tx.Log(CustomerChanged, row.ID)
	return row, customerIndex().keep(ctx, tx, s.store.Engine(), row.ID, row.indexed())
}

// ListContacts gives the customers of an account that the caller may read, by
// name, after a place, limit+1 at most; of a role where one is named.
func (s *Service) ListContacts(ctx context.Context, account string, role Role, after ListPlace, limit int) ([]Customer, error) {
	if _, err := s.GetAccount(ctx, account); err != nil {
		return nil, err
	}
	return s.ListCustomers(ctx, CustomerFilter{Account: account, Role: role}, after, limit)
}
