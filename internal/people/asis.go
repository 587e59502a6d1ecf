package people

import (
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// AsIs is what the registry says of a customer or an account, for whoever
// changes many at once and may have to take it back. Of an account Name, Unit
// and Owner count. Account and Unit are ids.
type AsIs struct {
	ID       string `json:"-"`
	Name     string `json:"name,omitempty"`
	Email    string `json:"email,omitempty"`
	Phone    string `json:"phone,omitempty"`
	Language string `json:"language,omitempty"`
	Title    string `json:"title,omitempty"`
	Account  string `json:"account,omitempty"`
	Unit     string `json:"unit,omitempty"`
	Roles    string `json:"roles,omitempty"` // JSON
	Tie      int    `json:"tie,omitempty"`
	Owner    string `json:"owner,omitempty"`

	accountKey, unitKey string
}

func (r customerRow) asIs() AsIs {
	a := AsIs{ID: r.ID, Name: r.Name, Email: r.Email, Phone: r.Phone, Language: r.Language, Title: r.Title, Account: r.AccountID, Unit: r.UnitID, Roles: r.Roles, Tie: r.Tie}
	if r.AccountKey != nil {
		a.accountKey = *r.AccountKey
	}
	if r.UnitKey != nil {
		a.unitKey = *r.UnitKey
	}
	return a
}

func (a Account) asIs() AsIs {
	out := AsIs{ID: a.ID, Name: a.Name, Owner: a.OwnerUserID, Unit: a.unitID()}
	if a.Unit != nil {
		out.unitKey = a.Unit.Key
	}
	return out
}

// CustomersAsIs gives what is known of customers by their keys, without asking
// who reads it.
func CustomersAsIs(ctx context.Context, q record.Querier, keys []string) (map[string]AsIs, error) {
	rows, err := customersByKey(ctx, q, keys)
	if err != nil {
		return nil, err
	}
	out := make(map[string]AsIs, len(rows))
	for key, r := range rows {
		out[key] = r.asIs()
	}
	return out, nil
}

// AccountsAsIs is CustomersAsIs of accounts.
func AccountsAsIs(ctx context.Context, q record.Querier, keys []string) (map[string]AsIs, error) {
	out := make(map[string]AsIs, len(keys))
	for part := range slices.Chunk(keys, 500) {
		var rows []struct {
			ID          string `bun:"id"`
			Key         string
			Name        string
			OwnerUserID string `bun:"owner_user_id"`
			UnitID      string `bun:"unit_id"`
			UnitKey     string
		}
		err := q.NewRaw(`SELECT a.id, a.key, a.name, a.owner_user_id, COALESCE(a.unit_id, '') AS unit_id, COALESCE(un.key, '') AS unit_key
			FROM account a LEFT JOIN unit un ON un.id = a.unit_id WHERE a.key IN (?)`, bun.List(part)).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find accounts")
		}
		for _, r := range rows {
			out[r.Key] = AsIs{ID: r.ID, Name: r.Name, Owner: r.OwnerUserID, Unit: r.UnitID, unitKey: r.UnitKey}
		}
	}
	return out, nil
}

// Checked is the input as it would be kept, or what is wrong with it.
func (in CustomerInput) Checked() (CustomerInput, error) { return in.checked() }

// Changes tells whether a checked input would change a customer that is so.
func (in CustomerInput) Changes(a AsIs) bool {
	before := customerRow{Name: a.Name, Email: a.Email, Phone: a.Phone, Language: a.Language, Title: a.Title, Roles: a.Roles, Tie: a.Tie}
	after := before
	in.apply(&after)
	return !sameCustomer(before, after) || in.Account != nil && *in.Account != a.accountKey || in.Unit != nil && *in.Unit != a.unitKey
}

// Checked is the input as it would be kept, or what is wrong with it.
func (in AccountInput) Checked() (AccountInput, error) { return in.checked() }

// Changes tells whether a checked input would change an account that is so.
func (in AccountInput) Changes(a AsIs) bool {
	return in.Name != nil && *in.Name != a.Name || in.OwnerUserID != nil && *in.OwnerUserID != a.Owner || in.Unit != nil && *in.Unit != a.unitKey
}

// Entry is what a history says at an instant.
type Entry struct {
	Value string // "" where none was known then
	There bool   // the history has an entry of that very instant
	Any   bool   // the history has an entry at all
}

// EntriesIn looks up what the histories of inputs say at their instants, in the
// order of the inputs.
func EntriesIn(ctx context.Context, q record.Querier, in []TraitInput) ([]Entry, error) {
	subjects, traits := map[string]bool{}, map[string]bool{}
	for _, e := range in {
		subjects[e.SubjectID], traits[e.TraitID] = true, true
	}
	type place struct{ trait, subject string }
	known := map[place][]valueRow{} // oldest first
	for part := range slices.Chunk(slices.Sorted(maps.Keys(subjects)), 500) {
		var rows []valueRow
		err := q.NewRaw("SELECT trait_id, subject_id, since, value FROM trait_value WHERE subject_id IN (?) AND trait_id IN (?) ORDER BY since",
			bun.List(part), bun.List(slices.Sorted(maps.Keys(traits)))).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read traits")
		}
		for _, r := range rows {
			at := place{r.TraitID, r.SubjectID}
			known[at] = append(known[at], r)
		}
	}
	out := make([]Entry, len(in))
	for i, e := range in {
		since := record.Micros(e.Since)
		for _, r := range known[place{e.TraitID, e.SubjectID}] {
			out[i].Any = true
			if r.Since <= since {
				out[i].Value, out[i].There = r.Value, r.Since == since
			}
		}
	}
	return out, nil
}
