package people

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// The tables whose rows may be merged: party_id names the row that stands for
// all of them.
const (
	customersTable = "customer"
	accountsTable  = "account"
)

// parties are the customers, or the accounts, that others were merged into.
type parties struct {
	table      string            // customer or account
	root       map[string]string // of those that were merged, and of restricted customers
	members    []string          // all of the parties asked for, and those asked for
	restricted map[string]bool
}

// of is the one that stands for a customer or an account.
func (p *parties) of(id string) string {
	if root := p.root[id]; root != "" {
		return root
	}
	return id
}

// find looks up the parties of ids, and all their members; an id that is empty
// is left out, and where none were merged nothing is read.
func (p *parties) find(ctx context.Context, q record.Querier, ids []string, merged bool) error {
	p.root, p.restricted = map[string]string{}, map[string]bool{}
	for _, id := range ids {
		if id != "" {
			p.members = append(p.members, id)
		}
	}
	slices.Sort(p.members)
	p.members = slices.Compact(p.members)
	if !merged || len(p.members) == 0 {
		return nil
	}
	if err := p.read(ctx, q, "id IN (?)", p.members); err != nil {
		return err
	}
	for i, id := range p.members {
		p.members[i] = p.of(id)
	}
	slices.Sort(p.members)
	p.members = slices.Compact(p.members)
	if err := p.read(ctx, q, "party_id IN (?)", p.members); err != nil {
		return err
	}
	for id := range p.root {
		p.members = append(p.members, id)
	}
	slices.Sort(p.members)
	p.members = slices.Compact(p.members)
	return nil
}

func (p *parties) read(ctx context.Context, q record.Querier, where string, ids []string) error {
	text := `SELECT id, COALESCE(party_id, id) AS party_id, restricted_at IS NOT NULL AS restricted FROM customer
		WHERE (party_id IS NOT NULL OR restricted_at IS NOT NULL) AND `
	if p.table == accountsTable {
		text = "SELECT id, party_id, FALSE AS restricted FROM account WHERE party_id IS NOT NULL AND "
	}
	for part := range slices.Chunk(ids, subjectsAtOnce) {
		var rows []struct {
			ID         string `bun:"id"`
			PartyID    string `bun:"party_id"`
			Restricted bool
		}
		if err := q.NewRaw(text+where, bun.List(part)).Scan(ctx, &rows); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "look for who was merged")
		}
		for _, r := range rows {
			p.root[r.ID] = r.PartyID
			p.restricted[r.ID] = p.restricted[r.ID] || r.Restricted
		}
	}
	return nil
}

// partiesIn are the ids with all that are one party with any of them.
func partiesIn(ctx context.Context, q record.Querier, table string, ids []string) ([]string, error) {
	out := slices.Clone(ids)
	for part := range slices.Chunk(ids, subjectsAtOnce) {
		p := parties{table: table}
		if err := p.find(ctx, q, part, true); err != nil {
			return nil, err
		}
		out = append(out, p.members...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// PartiesIn gives all customers that are one party with any of these, and the
// ids themselves.
func PartiesIn(ctx context.Context, q record.Querier, ids []string) ([]string, error) {
	return partiesIn(ctx, q, customersTable, ids)
}

// FirmsIn gives all accounts that are one firm with any of these, and the ids
// themselves.
func FirmsIn(ctx context.Context, q record.Querier, ids []string) ([]string, error) {
	return partiesIn(ctx, q, accountsTable, ids)
}

// OneFirm gives all accounts that are one firm with any of these, and the ids
// themselves, whoever asks; it gives no names.
func (s *Service) OneFirm(ctx context.Context, accounts []string) (all []string, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err = FirmsIn(ctx, q, accounts)
		return err
	})
	return all, fault.Wrap(err, fault.CodeInternal, "find which accounts are one firm")
}

// partyMembers are all of the party that a customer or an account of a table
// belongs to, the one that stands for it first.
func partyMembers(ctx context.Context, q record.Querier, table, id string) ([]string, error) {
	p := parties{table: table}
	if err := p.find(ctx, q, []string{id}, true); err != nil {
		return nil, err
	}
	root := p.of(id)
	return append([]string{root}, slices.DeleteFunc(p.members, func(m string) bool { return m == root })...), nil
}

// anyFirms tells whether any account stands in another one.
func anyFirms(ctx context.Context, q record.Querier) (found bool, err error) {
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM account WHERE party_id IS NOT NULL)").Scan(ctx, &found)
	return found, fault.Wrap(err, fault.CodeUnavailable, "look for merged accounts")
}

// The accounts that are one firm with an account, in SQL: those of the account
// whose id an expression gives, and, of one as a row names it, the account that
// stands for it.
func firmOf(id string) string {
	return "(SELECT m.id FROM account m WHERE m.id = " + id + " UNION ALL SELECT m.id FROM account m WHERE m.party_id = " + id + ")"
}
