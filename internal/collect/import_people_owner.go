package collect

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// mayNameOwners refuses a mapping with owners of accounts to who may not say who
// looks after what: an owner sees the account.
func mayNameOwners(ctx context.Context, m Mapping) error {
	if !slices.ContainsFunc(m.Columns, func(c ColumnMapping) bool { return c.Role == RoleOwner }) {
		return nil
	}
	return access.From(ctx).Require(access.UnitWrite, access.Whole())
}

// nameOwners finds who signs in under the mail addresses that rows name as
// owners; a row that names nobody is rejected.
func (p *plan) nameOwners(ctx context.Context, q record.Querier, rows []*readRow) error {
	var mails []string
	for _, row := range rows {
		if row.party != nil && row.party.owner != "" {
			mails = append(mails, row.party.owner)
		}
	}
	if len(mails) == 0 {
		return nil
	}
	found, err := access.UsersByMail(ctx, q, mails)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.party == nil || row.party.owner == "" {
			continue
		}
		id, known := found[row.party.owner]
		if !known {
			row.reject = p.ownerless(row)
			continue
		}
		row.party.account.OwnerUserID = &id
	}
	return nil
}

// ownerless is why a row is not taken whose owner nobody is.
func (p *plan) ownerless(row *readRow) *Reject {
	i := slices.IndexFunc(p.Columns, func(c planColumn) bool { return c.Role == RoleOwner })
	return p.Columns[i].reject(row.number, row.party.owner, "people.owner", "Nobody who may sign in has this mail address; invite them first, or leave the cell empty.")
}
