package people

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// mostDuplicates is how many customers are named as perhaps the same as one.
const mostDuplicates = 20

// Reason is why two customers may be one.
type Reason string

// Why two customers may be one.
const (
	SameEmail Reason = "same_email"
	SamePhone Reason = "same_phone"
	SameName  Reason = "same_name" // within one account
)

// Duplicate is a customer that may be the same as another one.
type Duplicate struct {
	Customer Customer `json:"customer"`
	Reason   Reason   `json:"reason" enum:"same_email,same_phone,same_name"`
}

// Duplicates gives the customers that may be the same as one, those with the
// same mail first, then those with the same telephone, then those with the same
// name in the same account; at most 20.
func (s *Service) Duplicates(ctx context.Context, id string) (list []Duplicate, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		reach := personReach(ctx, access.PersonRead)
		row, err := getCustomer(ctx, q, reach, id)
		if err != nil || row.RestrictedAt != nil {
			return err
		}
		list, err = duplicatesOf(ctx, q, reach, row)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, s.saw(ctx, "persons.compared", id, nil)
}

func duplicatesOf(ctx context.Context, q record.Querier, reach access.Reach, of customerRow) ([]Duplicate, error) {
	list := []Duplicate{}
	firm, err := firmIDs(ctx, q, of.FirmID)
	if err != nil {
		return nil, err
	}
	for _, look := range []struct {
		reason Reason
		none   bool
		where  string
		args   []any
	}{
		{SameEmail, of.Email == "", "c.email <> '' AND c.email = ?", []any{of.Email}},
		{SamePhone, phoneKey(of.Phone) == "", "c.phone_key <> '' AND c.phone_key = ?", []any{phoneKey(of.Phone)}},
		{SameName, of.AccountID == "" || of.Name == "", "c.account_id IN (?) AND c.sort_key = ? AND c.name <> ''", []any{bun.List(firm), sortKey(of.Name, of.Key)}},
	} {
		if look.none {
			continue
		}
		within, args := reach.Where(customerColumnsReached())
		var rows []customerRow
		err := q.NewRaw("SELECT "+customerColumns+" FROM (SELECT c.* FROM customer c WHERE "+look.where+" AND c.party_id IS NULL AND c.restricted_at IS NULL AND c.id <> ? AND "+within+
			" ORDER BY c.id LIMIT ?) c"+customerJoins+" ORDER BY c.id", slices.Concat(look.args, []any{of.ID}, args, []any{mostDuplicates})...).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find duplicates")
		}
		apart, err := apartAmong(ctx, q, append(idsOf(rows), of.ID))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if apart[[2]string{min(r.ID, of.ID), max(r.ID, of.ID)}] {
				continue
			}
			c, err := r.customer()
			if err != nil {
				return nil, err
			}
			known := slices.ContainsFunc(list, func(d Duplicate) bool { return d.Customer.ID == c.ID })
			if !known && c.ID != of.PartyID && len(list) < mostDuplicates {
				list = append(list, Duplicate{c, look.reason})
			}
		}
	}
	return list, nil
}
