package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Account is a firm that customers belong to.
type Account struct {
	ID          string    `json:"id" format:"uuid"`
	Key         string    `json:"key" doc:"By which answers, events and files name it; never changes."`
	Name        string    `json:"name"`
	OwnerUserID string    `json:"owner_user_id,omitempty" doc:"Who looks after it: sees it where rights are limited to own accounts."`
	Unit        *PartyRef `json:"unit,omitempty" doc:"The unit that it belongs to."`
	MergedInto  string    `json:"merged_into,omitempty" doc:"The account it was merged into."`
	Customers   int64     `json:"customers" doc:"How many customers of it are known, those that were merged into others left out; counted up to 10,000."`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	Version     int64     `json:"version"`
	sort        string
}

// Place is where it stands in a list.
func (a Account) Place() ListPlace { return ListPlace{a.sort, a.ID} }

// AccountInput is what somebody says of an account: nil leaves as it is, an
// empty value clears (a name that is cleared is the key again).
type AccountInput struct {
	Key         string  `json:"key" minLength:"1" maxLength:"200" doc:"By which the account is known; one that is not known yet is made."`
	Name        *string `json:"name,omitempty" maxLength:"200"`
	OwnerUserID *string `json:"owner_user_id,omitempty" maxLength:"60" doc:"Empty: nobody. Needs the right to change units."`
	Unit        *string `json:"unit_key,omitempty" maxLength:"200" doc:"Must be known. Empty: none."`
	MakeUnits   bool    `json:"-"` // make a unit that is not known yet, at the top of the tree
}

func (in AccountInput) checked() (AccountInput, error) {
	in.Key, _ = trimmed(in.Key) // never fails
	if in.Key == "" || len(in.Key) > 200 {
		return in, fault.Invalid("key", "Give a key of at most 200 characters.").Keyed("customer.key")
	}
	for _, f := range []struct {
		field string
		value **string
	}{{"name", &in.Name}, {"owner_user_id", &in.OwnerUserID}, {"unit_key", &in.Unit}} {
		if *f.value == nil {
			continue
		}
		kept, _ := oneLine(**f.value) // never fails
		if len(kept) > 4*200 {
			return in, fault.Invalid(f.field, "This is too long.").Keyed("customer.long")
		}
		*f.value = &kept
	}
	if in.Name != nil && *in.Name == "" {
		in.Name = &in.Key
	}
	return in, nil
}

// AccountChange is what may be changed of an account; nil leaves as it is.
type AccountChange struct {
	Name        *string `json:"name,omitempty" maxLength:"200"`
	OwnerUserID *string `json:"owner_user_id,omitempty" doc:"Empty: nobody. Needs the right to change units."`
	UnitID      *string `json:"unit_id,omitempty" doc:"Empty: none."`
}

// AccountFilter chooses accounts; its zero value chooses all.
type AccountFilter struct {
	Search string // words of name or key, or the beginning of the name
	Units  []string
	Owner  string   // user id
	Traits []string // ID:VALUE or ID:FROM..TO, as it is now

	traits     string // the condition of Traits, once they are read
	traitsWith []any
}

// ListAccounts gives the accounts that the filter chooses and the caller may
// read, by name, after a place, limit+1 at most. A search goes through the first
// 2,000 that it finds. One unit stands for those below it too.
func (s *Service) ListAccounts(ctx context.Context, f AccountFilter, after ListPlace, limit int) ([]Account, error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	f.Search = strings.TrimSpace(f.Search)
	var out []Account
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		where, args, err := s.accountsWhere(ctx, q, &f)
		if err == nil {
			out, err = listAccounts(ctx, q, s.store.Engine(), f.Search, where, args, after, limit+1)
		}
		return err
	})
	return out, err
}

// accountsWhere is the condition on accounts a that a filter chooses and whoever
// asks may read; its words are not in it. What it looks up stays in the filter,
// and is not looked up again.
func (s *Service) accountsWhere(ctx context.Context, q record.Querier, f *AccountFilter) (string, []any, error) {
	if len(f.Units) == 1 {
		under, err := unitsUnder(ctx, q, f.Units[0])
		if err != nil || len(under) == 0 { // of a unit that is not there, none
			return "1 = 0", nil, err
		}
		f.Units = under
	}
	if len(f.Traits) > 0 && f.traits == "" {
		picks, err := readTraitPicks(ctx, q, OfAccount, f.Traits)
		if err != nil {
			return "", nil, err
		}
		if f.traits, f.traitsWith, err = byTraits(ctx, q, picks, record.Micros(s.now())); err != nil {
			return "", nil, err
		}
	}
	where, args := f.where(personReach(ctx, access.PersonRead))
	return where, args, nil
}

// AccountNames are the names, or keys, of those of these accounts that the caller
// may read.
func (s *Service) AccountNames(ctx context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	if len(ids) == 0 || access.From(ctx).Any(access.PersonRead) != nil {
		return names, nil //nolint:nilerr // who reads no accounts names none
	}
	within, args := personReach(ctx, access.PersonRead).Where(accountColumnsReached())
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		for part := range slices.Chunk(ids, 500) {
			var rows []struct {
				ID   string `bun:"id"`
				Name string `bun:"name"`
			}
			err := q.NewRaw("SELECT a.id, COALESCE(NULLIF(a.name, ''), a.key) AS name FROM account a WHERE a.id IN (?) AND "+within, append([]any{bun.List(part)}, args...)...).Scan(ctx, &rows)
			if err != nil {
				return fault.Wrap(err, fault.CodeInternal, "read the names of accounts")
			}
			for _, r := range rows {
				names[r.ID] = r.Name
			}
		}
		return nil
	})
	return names, err
}

// GetAccount gives an account that the caller may read.
func (s *Service) GetAccount(ctx context.Context, id string) (Account, error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return Account{}, err
	}
	var a Account
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		a, err = getAccount(ctx, q, personReach(ctx, access.PersonRead), id)
		return err
	})
	return a, err
}

// UpdateAccount changes an account that has the version of ifMatch and that the
// caller may write, before and after. Who looks after it decides who sees it, so
// that is for whoever may change units.
func (s *Service) UpdateAccount(ctx context.Context, id, ifMatch string, c AccountChange) (Account, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return Account{}, 0, err
	}
	var a Account
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		reach := personReach(ctx, access.PersonWrite)
		if a, err = getAccount(ctx, tx, reach, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, a.Version); err != nil {
			return err
		}
		if err := s.applyAccount(ctx, tx, &a, c); err != nil {
			return err
		}
		if !reach.All && !reach.Covers("", a.unitID(), a.ID) {
			return errOutside()
		}
		return s.writeAccount(ctx, tx, &a, c.OwnerUserID != nil || c.UnitID != nil)
	})
	if err == nil {
		s.changed()
	}
	return a, position, err
}

func (a Account) unitID() string {
	if a.Unit == nil {
		return ""
	}
	return a.Unit.ID
}

func (s *Service) applyAccount(ctx context.Context, tx *record.Tx, a *Account, c AccountChange) error {
	if c.Name != nil {
		if a.Name, _ = oneLine(*c.Name); a.Name == "" {
			return fault.Invalid("name", "Give the account a name.").Keyed("account.name_missing")
		}
	}
	if c.OwnerUserID != nil && *c.OwnerUserID != a.OwnerUserID {
		if err := access.From(ctx).Require(access.UnitWrite, access.Whole()); err != nil {
			return err
		}
		a.OwnerUserID = *c.OwnerUserID
	}
	if c.UnitID != nil {
		unit, err := s.knownUnit(ctx, tx, *c.UnitID)
		if err != nil {
			return err
		}
		a.Unit, err = unitNamed(ctx, tx, unit)
		return err
	}
	return nil
}

// writeAccount writes a changed account, its words and the logs; audited says
// that what decides who sees it changed.
func (s *Service) writeAccount(ctx context.Context, tx *record.Tx, a *Account, audited bool) error {
	a.Version++
	a.UpdatedAt = s.now().UTC()
	if err := updateAccount(ctx, tx, *a); err != nil {
		return err
	}
	tx.Log(AccountChanged, a.ID)
	if err := accountIndex().keep(ctx, tx, s.store.Engine(), a.ID, a.indexed()); err != nil || !audited {
		return err
	}
	return s.auditAccount(ctx, tx, *a)
}

// auditAccount writes down what decides who sees an account.
func (s *Service) auditAccount(ctx context.Context, tx *record.Tx, a Account) error {
	details := map[string]string{"owner": a.OwnerUserID}
	if a.Unit != nil {
		details["unit"] = a.Unit.ID
	}
	return s.journal.Audit(ctx, tx, "account.changed", a.ID, details)
}

// AccountsOf gives the accounts that somebody looks after, as access asks.
func (s *Service) AccountsOf(ctx context.Context, user string) (ids []string, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		ids, err = accountsOf(ctx, q, user)
		return err
	})
	return ids, err
}
