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
	Reason Reason   `json:"reason" enum:"same_email,same_phone,same_name"`
}

// alikePlace is where a list of those alike goes on: in which of the looks,
// after which keys.
type alikePlace struct {
	Look  int    `json:"l"`
	First string `json:"f"` // mail, telephone, account; name or domain of an account
	Then  string `json:"t"` // with an account: the name as it is sorted
}

// The bounds of a page: how many keys of an index are gone through at once, how
// often, and how many of one mail or name are set beside each other.
const (
	alikeLooked  = 20_000
	alikeLooks   = 5
	alikeMembers = 8
)

// alikeLook is one way in which customers or accounts are alike, found by an
// index on keys.
type alikeLook struct {
	reason Reason
	table  string
	keys   string
	marks  string
	some   string // what the index leaves out
	also   string // what counts of them
	many   string // when they are several
}

// customerLooks are the ways in which customers are alike, the surest first.
func customerLooks() []alikeLook {
	const also, many = "c.party_id IS NULL AND c.restricted_at IS NULL", "count(*) > 1"
	return []alikeLook{
		{SameEmail, "customer c", "c.email", "?", "c.email <> ''", also, many},
		{SamePhone, "customer c", "c.phone_key", "?", "c.phone_key <> ''", also, many},
		{SameName, "customer c", "c.account_id, c.sort_key", "?, ?", "c.account_id IS NOT NULL AND c.name <> ''", also, many},
	}
}

// args are the values of the look's keys.
func (l alikeLook) args(p alikePlace) []any {
	if l.marks == "?, ?" {
		return []any{p.First, p.Then}
	}
	return []any{p.First}
}

// Alike goes through all customers for those that may be one: the same mail,
// then the same telephone, then the same name in one account. It gives up to limit groups of those that
// the caller may read, less what somebody said is not the same, and where to go
// on; nil at the end. A page may be empty before the end: each goes through a
// bounded part of an index.
func (s *Service) Alike(ctx context.Context, after alikePlace, limit int) (list []Alike, next *alikePlace, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, nil, err
	}
	list = []Alike{}
	reach := personReach(ctx, access.PersonRead)
	next, err = s.goThrough(ctx, customerLooks(), after, limit, func(ctx context.Context, q record.Querier, look alikeLook, g alikePlace) (int, error) {
		pairs, err := alikeIn(ctx, q, reach, look, g)
		list = append(list, pairs...)
		return len(list), err
	})
	if err != nil {
		return nil, nil, err
	}
	return list, next, s.saw(ctx, "persons.compared", "", nil)
}

// goThrough has take read group after group of those alike, from a place on,
// until it has limit or the page has looked far enough; it tells where to go on.
func (s *Service) goThrough(ctx context.Context, looks []alikeLook, after alikePlace, limit int,
	take func(ctx context.Context, q record.Querier, look alikeLook, g alikePlace) (int, error)) (next *alikePlace, err error) {
	if after.Look < 0 || after.Look >= len(looks) {
		return nil, fault.Invalid("cursor", "This is not a cursor that this list gave.")
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		place := after
		for range alikeLooks {
			found, to, err := alikeGroups(ctx, q, looks, place, limit)
			if err != nil {
				return err
			}
			n := 0
			for _, g := range found {
				if n, err = take(ctx, q, looks[place.Look], g); err != nil {
					return err
				}
			}
			if next = to; to == nil || n >= limit {
				return nil
			}
			place = *to
		}
		return nil
	})
	return next, err
}

// alikeGroups are the next keys that several have, and where to go on.
func alikeGroups(ctx context.Context, q record.Querier, looks []alikeLook, after alikePlace, limit int) (found []alikePlace, next *alikePlace, err error) {
	look := looks[after.Look]
	where, args := look.some, []any(nil)
	if after.First != "" {
		where, args = where+" AND ("+look.keys+") > ("+look.marks+")", look.args(after)
	}
	last, err := look.read(ctx, q, after.Look, "SELECT "+look.keys+" FROM "+look.table+" WHERE "+where+" ORDER BY "+look.keys+" LIMIT 1 OFFSET ?", append(args, alikeLooked)...)
	if err != nil {
		return nil, nil, err
	}
	if len(last) > 0 {
		where, args = where+" AND ("+look.keys+") <= ("+look.marks+")", append(args, look.args(last[0])...)
	}
	found, err = look.read(ctx, q, after.Look, "SELECT "+look.keys+" FROM "+look.table+" WHERE "+where+" AND "+look.also+" GROUP BY "+look.keys+
		" HAVING "+look.many+" ORDER BY "+look.keys+" LIMIT ?", append(args, limit)...)
	switch {
	case err != nil:
	case len(found) == limit:
		next = &found[limit-1]
	case len(last) > 0:
		next = &last[0]
	case after.Look+1 < len(looks):
		next = &alikePlace{Look: after.Look + 1}
	}
	return found, next, err
}

// read gives the places of the look's keys that a query finds.
func (l alikeLook) read(ctx context.Context, q record.Querier, nth int, query string, args ...any) ([]alikePlace, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "go through those alike")
	}
	defer rows.Close() //nolint:errcheck // the error of reading is told below
	var out []alikePlace
	for rows.Next() {
		found := alikePlace{Look: nth}
		into := []any{&found.First, &found.Then}
		if err := rows.Scan(into[:len(l.args(found))]...); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read those alike")
		}
		out = append(out, found)
	}
	return out, fault.Wrap(rows.Err(), fault.CodeInternal, "go through those alike")
}

// alikeIn are the pairs of a group.
func alikeIn(ctx context.Context, q record.Querier, reach access.Reach, look alikeLook, g alikePlace) ([]Alike, error) {
	within, args := reach.Where(customerColumnsReached())
	var rows []customerRow
	err := q.NewRaw("SELECT "+customerColumns+" FROM (SELECT c.* FROM customer c WHERE "+look.some+" AND ("+look.keys+") = ("+look.marks+") AND "+look.also+" AND "+within+
		" ORDER BY c.id LIMIT ?) c"+customerJoins+" ORDER BY c.id", append(append(look.args(g), args...), alikeMembers)...).Scan(ctx, &rows)
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
			if apart[[2]string{a.ID, b.ID}] || surer(look.reason, a, b) {
				continue
			}
			out = append(out, Alike{a, b, look.reason})
		}
	}
	return out, err
}

// surer tells that two customers are named by what is more telling.
func surer(reason Reason, a, b Customer) bool {
	mail, phone := a.Email != "" && a.Email == b.Email, phoneKey(a.Phone) != "" && phoneKey(a.Phone) == phoneKey(b.Phone)
	return reason == SamePhone && mail || reason == SameName && (mail || phone)
}

// apartAmong are the pairs of these customers, or accounts, that are not the same.
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
