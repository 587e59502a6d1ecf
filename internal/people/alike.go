package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Alike are two customers who may be one.
type Alike struct {
	A      Customer `json:"a"`
	B      Customer `json:"b"`
	Reason Reason   `json:"reason" enum:"same_email,same_name"`
}

// alikePlace is where the list of those alike goes on: after a mail, then after
// a name in an account.
type alikePlace struct {
	Names bool   `json:"n"`
	First string `json:"f"` // mail, or account
	Then  string `json:"t"` // the name as it is sorted
}

// The bounds of a page: how many keys of an index are gone through at once, how
// often, and how many customers of one mail or name are set beside each other.
const (
	alikeLooked  = 20_000
	alikeLooks   = 5
	alikeMembers = 8
)

// alikeLook is one way in which customers are alike, found by an index on keys.
type alikeLook struct {
	reason Reason
	keys   string
	marks  string
	some   string // what the index leaves out
}

func (p alikePlace) look() alikeLook {
	if p.Names {
		return alikeLook{SameName, "c.account_id, c.sort_key", "?, ?", "c.account_id IS NOT NULL AND c.name <> ''"}
	}
	return alikeLook{SameEmail, "c.email", "?", "c.email <> ''"}
}

// args are the values of the look's keys.
func (p alikePlace) args() []any {
	if p.Names {
		return []any{p.First, p.Then}
	}
	return []any{p.First}
}

// Alike goes through all customers for those that may be one: the same mail,
// then the same name in one account. It gives up to limit groups of those that
// the caller may read, less what somebody said is not the same, and where to go
// on; nil at the end. A page may be empty before the end: each goes through a
// bounded part of an index.
func (s *Service) Alike(ctx context.Context, after alikePlace, limit int) (list []Alike, next *alikePlace, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, nil, err
	}
	list = []Alike{}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		place := after
		for range alikeLooks {
			found, to, err := alikeGroups(ctx, q, place, limit)
			if err != nil {
				return err
			}
			for _, g := range found {
				pairs, err := alikeIn(ctx, q, personReach(ctx, access.PersonRead), g)
				if err != nil {
					return err
				}
				list = append(list, pairs...)
			}
			if next = to; to == nil || len(list) >= limit {
				return nil
			}
			place = *to
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return list, next, s.saw(ctx, "persons.compared", "", nil)
}

// alikeGroups are the next keys that several customers have, and where to go on.
func alikeGroups(ctx context.Context, q record.Querier, after alikePlace, limit int) (found []alikePlace, next *alikePlace, err error) {
	look := after.look()
	where, args := look.some, []any(nil)
	if after.First != "" {
		where, args = where+" AND ("+look.keys+") > ("+look.marks+")", after.args()
	}
	last, err := after.read(ctx, q, "SELECT "+look.keys+" FROM customer c WHERE "+where+" ORDER BY "+look.keys+" LIMIT 1 OFFSET ?", append(args, alikeLooked)...)
	if err != nil {
		return nil, nil, err
	}
	if len(last) > 0 {
		where, args = where+" AND ("+look.keys+") <= ("+look.marks+")", append(args, last[0].args()...)
	}
	found, err = after.read(ctx, q, "SELECT "+look.keys+" FROM customer c WHERE "+where+" AND c.party_id IS NULL AND c.restricted_at IS NULL GROUP BY "+look.keys+
		" HAVING count(*) > 1 ORDER BY "+look.keys+" LIMIT ?", append(args, limit)...)
	switch {
	case err != nil:
	case len(found) == limit:
		next = &found[limit-1]
	case len(last) > 0:
		next = &last[0]
	case !after.Names:
		next = &alikePlace{Names: true}
	}
	return found, next, err
}

// read gives the places of the look's keys that a query finds.
func (p alikePlace) read(ctx context.Context, q record.Querier, query string, args ...any) ([]alikePlace, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "go through customers")
	}
	defer rows.Close() //nolint:errcheck // the error of reading is told below
	var out []alikePlace
	for rows.Next() {
		found := alikePlace{Names: p.Names}
		into := []any{&found.First}
		if p.Names {
			into = append(into, &found.Then)
		}
		if err := rows.Scan(into...); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read customers alike")
		}
		out = append(out, found)
	}
	return out, fault.Wrap(rows.Err(), fault.CodeInternal, "go through customers")
}

// alikeIn are the pairs of a group.
func alikeIn(ctx context.Context, q record.Querier, reach access.Reach, g alikePlace) ([]Alike, error) {
	look := g.look()
	within, args := reach.Where(customerColumnsReached())
	var rows []customerRow
	err := q.NewRaw("SELECT "+customerColumns+" FROM (SELECT c.* FROM customer c WHERE "+look.some+" AND ("+look.keys+") = ("+look.marks+") AND c.party_id IS NULL AND c.restricted_at IS NULL AND "+within+
		" ORDER BY c.id LIMIT ?) c"+customerJoins+" ORDER BY c.id", append(append(g.args(), args...), alikeMembers)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find customers who may be one")
	}
	apart, err := apartAmong(ctx, q, idsOf(rows))
	if err != nil {
		return nil, err
	}
	all, err := readCustomers(rows)
	var out []Alike
	for i, a := range all {
		for _, b := range all[i+1:] {
			if apart[[2]string{a.ID, b.ID}] || g.Names && a.Email != "" && a.Email == b.Email { // named by their mail
				continue
			}
			out = append(out, Alike{a, b, look.reason})
		}
	}
	return out, err
}

// apartAmong are the pairs of these customers that are not the same.
func apartAmong(ctx context.Context, q record.Querier, ids []string) (map[[2]string]bool, error) {
	out := map[[2]string]bool{}
	if len(ids) < 2 {
		return out, nil
	}
	var rows []struct {
		CustomerID string `bun:"customer_id"`
		OtherID    string `bun:"other_id"`
	}
	err := q.NewRaw("SELECT customer_id, other_id FROM party_apart WHERE customer_id IN (?) AND other_id IN (?)", bun.List(ids), bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		out[[2]string{r.CustomerID, r.OtherID}] = true
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find who is not the same")
}
