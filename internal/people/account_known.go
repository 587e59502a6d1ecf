package people

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// KnownAccount is what figures by account need to know of one.
type KnownAccount struct {
	ID, Key, Name string
	OwnerUserID   string   // "" for nobody
	UnitID        string   // "" for none
	Value         *float64 // what the account is worth, in the organisation's currency; nil where nobody said
}

// KnownContact is a customer who plays a part in an account. One that was
// merged into another is left out: the other stands for both.
type KnownContact struct {
	ID, AccountID string
	Roles         []string // of decides, influences, uses, sponsors
	Tie           int      // 1 to 5; 0 where nobody said
}

// knownPiece is how many rows are read at a time.
const knownPiece = 5_000

// beforeAll comes before every id.
const beforeAll = "00000000-0000-0000-0000-000000000000"

type knownAccountRow struct {
	ID          string   `bun:"id"`
	Key         string   `bun:"key"`
	Name        string   `bun:"name"`
	OwnerUserID string   `bun:"owner_user_id"`
	UnitID      *string  `bun:"unit_id"`
	Value       *float64 `bun:"value"`
}

// selectKnownAccounts takes the trait and an instant before what its condition takes.
// Of merged accounts it gives the one that stands for them, worth what was said
// of it last, of one instant what was said of that one, and looked after by
// whoever looks after it, else after the first of those merged into it.
const selectKnownAccounts = `SELECT a.id, a.key, a.name,
	COALESCE(NULLIF(a.owner_user_id, ''), (SELECT m.owner_user_id FROM account m WHERE m.party_id = a.id AND m.owner_user_id <> '' ORDER BY m.id LIMIT 1), '') AS owner_user_id, a.unit_id,
	(SELECT v.number FROM trait_value v WHERE v.trait_id = ? AND v.subject_id IN (SELECT m.id FROM account m WHERE m.id = a.id UNION ALL SELECT m.id FROM account m WHERE m.party_id = a.id)
		AND v.since < ? ORDER BY v.since DESC, CASE WHEN v.subject_id = a.id THEN 0 ELSE 1 END, v.subject_id LIMIT 1) AS value
	FROM account a WHERE `

func (r knownAccountRow) known() KnownAccount {
	k := KnownAccount{ID: r.ID, Key: r.Key, Name: r.Name, OwnerUserID: r.OwnerUserID, Value: r.Value}
	if r.UnitID != nil {
		k.UnitID = *r.UnitID
	}
	return k
}

// KnownAccount is one account within reach of whoever asks, with what it was
// worth at an instant; one beyond reach is not found.
func (s *Service) KnownAccount(ctx context.Context, id string, at time.Time) (KnownAccount, error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return KnownAccount{}, err
	}
	where, args := personReach(ctx, access.PersonRead).Where(access.Columns{Unit: "a.unit_id", Account: "a.id"})
	var rows []knownAccountRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all := append([]any{AccountValue, record.Micros(at)}, args...)
		return q.NewRaw(selectKnownAccounts+"a.party_id IS NULL AND "+where+" AND a.id = ?", append(all, id)...).Scan(ctx, &rows)
	})
	if err == nil && len(rows) == 0 {
		return KnownAccount{}, fault.NotFound("account")
	}
	if err != nil {
		return KnownAccount{}, fault.Wrap(err, fault.CodeInternal, "find an account")
	}
	return rows[0].known(), nil
}

// EachAccount calls f for every account that of chooses within reach of whoever
// asks, by id, with what it was worth at an instant. It reads in pieces; f's
// error ends the walk. The words of of are not looked for.
func (s *Service) EachAccount(ctx context.Context, at time.Time, of AccountFilter, f func(KnownAccount) error) error {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return err
	}
	for after := beforeAll; after != ""; {
		var rows []knownAccountRow
		err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
			where, args, err := s.accountsWhere(ctx, q, &of)
			if err != nil {
				return err
			}
			all := append([]any{AccountValue, record.Micros(at)}, args...)
			return q.NewRaw(selectKnownAccounts+where+" AND a.id > ? ORDER BY a.id LIMIT ?", append(all, after, knownPiece)...).Scan(ctx, &rows)
		})
		if fault.Is(err, fault.CodeInvalid) {
			return err
		}
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "walk accounts")
		}
		after = ""
		for _, r := range rows {
			if err := f(r.known()); err != nil {
				return err
			}
		}
		if len(rows) == knownPiece {
			after = rows[len(rows)-1].ID
		}
	}
	return nil
}

type knownContactRow struct {
	ID        string `bun:"id"`
	AccountID string `bun:"account_id"`
	Roles     string `bun:"roles"`
	Tie       *int   `bun:"tie"`
}

const selectKnownContacts = `SELECT c.id, COALESCE(f.party_id, c.account_id) AS account_id, c.roles, c.tie FROM customer c LEFT JOIN account f ON f.id = c.account_id
	WHERE (c.roles <> '[]' OR c.tie IS NOT NULL) AND c.account_id IS NOT NULL AND c.party_id IS NULL AND c.restricted_at IS NULL`

func (r knownContactRow) known() (KnownContact, error) {
	k := KnownContact{ID: r.ID, AccountID: r.AccountID}
	if err := json.Unmarshal([]byte(r.Roles), &k.Roles); err != nil {
		return k, fault.Wrap(err, fault.CodeInternal, "read the roles of a contact")
	}
	if r.Tie != nil {
		k.Tie = *r.Tie
	}
	return k, nil
}

// ContactsOf gives the customers of an account who have a role or a tie, and
// those of also who have one in any, whoever asks; it gives no names. Restricted
// ones are left out.
func (s *Service) ContactsOf(ctx context.Context, account string, also []string) (out []KnownContact, err error) {
	var rows []knownContactRow
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		firm, err := firmIDs(ctx, q, account)
		if err != nil {
			return err
		}
		if err := q.NewRaw(selectKnownContacts+" AND c.account_id IN (?)", bun.List(firm)).Scan(ctx, &rows); err != nil {
			return err
		}
		for part := range slices.Chunk(also, 500) {
			var more []knownContactRow
			if err := q.NewRaw(selectKnownContacts+" AND c.account_id NOT IN (?) AND c.id IN (?)", bun.List(firm), bun.List(part)).Scan(ctx, &more); err != nil {
				return err
			}
			rows = append(rows, more...)
		}
		return nil
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find the contacts of an account")
	}
	for _, r := range rows {
		k, err := r.known()
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

// EachContact calls f for every customer of an account who has a role or a
// tie, whoever asks; it gives no names. Restricted ones are left out.
func (s *Service) EachContact(ctx context.Context, f func(KnownContact) error) error {
	for after := beforeAll; after != ""; {
		var rows []knownContactRow
		err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
			return q.NewRaw(selectKnownContacts+" AND c.id > ? ORDER BY c.id LIMIT ?", after, knownPiece).Scan(ctx, &rows)
		})
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "walk contacts")
		}
		after = ""
		for _, r := range rows {
			k, err := r.known()
			if err == nil {
				err = f(k)
			}
			if err != nil {
				return err
			}
		}
		if len(rows) == knownPiece {
			after = rows[len(rows)-1].ID
		}
	}
	return nil
}
