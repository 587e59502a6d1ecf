package people

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Account is a firm that customers belong to.
type Account struct {
	ID          string    `json:"id" format:"uuid"`
	Key         string    `json:"key"`
	Name        string    `json:"name"`
	OwnerUserID string    `json:"owner_user_id,omitempty" doc:"Who looks after it: sees it where rights are limited to own accounts."`
	Customers   int64     `json:"customers" doc:"How many customers of it are known."`
	CreatedAt   time.Time `json:"created_at"`
	Version     int64     `json:"version"`
}

// AccountChange is what may be changed of an account; nil leaves as it is.
type AccountChange struct {
	Name, OwnerUserID *string
}

// ListAccounts gives accounts that match all words of search, by key, those
// after the key given, limit+1 at most. Whoever is limited to own accounts
// sees those; whoever is limited to units sees none, since an account lies in
// no unit.
func (s *Service) ListAccounts(ctx context.Context, search, after string, limit int) ([]Account, error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return nil, err
	}
	reach := who.Reach(access.AnswerRead)
	for i := range reach.Any {
		reach.Any[i].Program = ""
	}
	where, args := reach.Where(access.Columns{Account: "a.id"})
	var out []Account
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listAccounts(ctx, q, where, args, normal(search), after, limit+1)
		return err
	})
	return out, err
}

// UpdateAccount changes an account that has the version of ifMatch.
func (s *Service) UpdateAccount(ctx context.Context, id, ifMatch string, c AccountChange) (Account, log.Position, error) {
	if err := access.From(ctx).Require(access.UnitWrite, access.Whole()); err != nil {
		return Account{}, 0, err
	}
	var a Account
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if a, err = getAccount(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, a.Version); err != nil {
			return err
		}
		if c.Name != nil {
			if normal(*c.Name) == "" {
				return fault.Invalid("name", "Give the account a name.").Keyed("account.name_missing")
			}
			a.Name = *c.Name
		}
		if c.OwnerUserID != nil {
			a.OwnerUserID = *c.OwnerUserID
		}
		a.Version++
		tx.Log(AccountChanged, a.ID)
		if err := updateAccount(ctx, tx, a); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "account.changed", a.ID, map[string]string{"owner": a.OwnerUserID})
	})
	if err == nil {
		s.changed()
	}
	return a, position, err
}

// AccountsOf gives the accounts that somebody looks after, as access asks.
func (s *Service) AccountsOf(ctx context.Context, user string) (ids []string, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		ids, err = accountsOf(ctx, q, user)
		return err
	})
	return ids, err
}
