package people

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Feed is this room's part of the facts: who customers and accounts are now, and
// what was known of them when. Of merged customers there is the one that stands
// for them, with the history of all; of restricted ones there is nothing.
func Feed() row.Feed {
	return row.Feed{
		Name: "people",
		Kinds: []string{
			CustomerChanged, CustomerMerged, CustomerRemoved, PartyRestricted, AccountChanged, AccountMerged, AccountRemoved, TraitValued,
		},
		Load: loadParties, All: allParties, Count: countParties,
	}
}

// partiesAtOnce is how many customers or accounts one query names.
const partiesAtOnce = 500

// loadParties answers with the state of the record now for all that a batch of
// the change log names.
func loadParties(ctx context.Context, q bun.IDB, events []log.Event) (row.Delta, error) {
	var out row.Delta
	customers, accounts, parted := named(events)
	over, err := addCustomersOf(ctx, q, parted, customers)
	if err != nil || over {
		return row.Delta{Anew: over}, err
	}
	merged, err := anyMerged(ctx, q)
	if err != nil {
		return out, err
	}
	for part := range slices.Chunk(sortedKeys(customers), partiesAtOnce) {
		p, err := partiesOf(ctx, q, part, merged)
		if err != nil {
			return out, err
		}
		for _, id := range p.members {
			gone(&out, id, &out.Parties, &out.Subjects)
		}
		if err := p.rows(ctx, q, &out.Rows); err != nil {
			return out, err
		}
	}
	firms, err := FirmsIn(ctx, q, sortedKeys(accounts))
	if err != nil {
		return out, err
	}
	for part := range slices.Chunk(firms, partiesAtOnce) {
		for _, id := range part {
			gone(&out, id, &out.Accounts, &out.Subjects)
		}
		if err := accountRows(ctx, q, part, &out.Rows); err != nil {
			return out, err
		}
	}
	unique(&out)
	return out, nil
}

// mostOfFirms is of how many customers of merged accounts the facts are changed
// in place.
const mostOfFirms = 50_000

// named are the customers and accounts that a batch of the change log names, and
// the accounts that were merged or parted.
func named(events []log.Event) (customers, accounts, firms map[string]bool) {
	customers, accounts, firms = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, e := range events {
		for _, id := range e.IDs {
			switch e.Kind {
			case AccountMerged:
				accounts[id], firms[id] = true, true
			case AccountChanged, AccountRemoved:
				accounts[id] = true
			case TraitValued: // of either
				customers[id], accounts[id] = true, true
			default:
				customers[id] = true
			}
		}
	}
	return customers, accounts, firms
}

// addCustomersOf adds the customers of accounts for which another one stands
// now; where they are too many it tells so, and all is made anew.
func addCustomersOf(ctx context.Context, q bun.IDB, firms, customers map[string]bool) (over bool, err error) {
	for part := range slices.Chunk(sortedKeys(firms), partiesAtOnce) {
		var ids []string
		if err := q.NewRaw("SELECT id FROM customer WHERE account_id IN (?) LIMIT ?", bun.List(part), mostOfFirms+1).Scan(ctx, &ids); err != nil {
			return false, fault.Wrap(err, fault.CodeUnavailable, "read the customers of merged accounts for facts")
		}
		if len(ids) > mostOfFirms {
			return true, nil
		}
		for _, id := range ids {
			customers[id] = true
		}
	}
	return false, nil
}

// unique leaves each customer once: members of one party may have been named in
// different parts.
func unique(d *row.Delta) {
	seen := map[uuid.UUID]bool{}
	d.Rows.Parties = slices.DeleteFunc(d.Rows.Parties, func(p row.Party) bool {
		twice := seen[p.ID]
		seen[p.ID] = true
		return twice
	})
	d.Rows.Accounts = slices.DeleteFunc(d.Rows.Accounts, func(a row.Account) bool {
		twice := seen[a.ID]
		seen[a.ID] = true
		return twice
	})
	type span struct {
		trait, subject uuid.UUID
		since          int64
	}
	held := map[span]bool{}
	d.Held = slices.DeleteFunc(d.Held, func(h row.Held) bool {
		key := span{h.Trait, h.Subject, h.Since.UnixMicro()}
		twice := held[key]
		held[key] = true
		return twice
	})
}

func sortedKeys(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// gone notes that rows of an id go, in each list; an id that is none is set aside.
func gone(out *row.Delta, id string, lists ...*[]uuid.UUID) {
	u, err := uuid.Parse(id)
	if err != nil {
		out.Rejects = append(out.Rejects, row.Reject{ID: id, Reason: "not an id"})
		return
	}
	for _, list := range lists {
		*list = append(*list, u)
	}
}

func anyMerged(ctx context.Context, q bun.IDB) (merged bool, err error) {
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM customer WHERE party_id IS NOT NULL)").Scan(ctx, &merged)
	return merged, fault.Wrap(err, fault.CodeUnavailable, "look for merged customers")
}

// partiesOf finds the parties of some customers.
func partiesOf(ctx context.Context, q bun.IDB, customers []string, merged bool) (*parties, error) {
	p := &parties{table: customersTable}
	return p, p.find(ctx, q, customers, merged)
}

type partyRow struct {
	ID        string  `bun:"id"`
	AccountID *string `bun:"account_id"`
	UnitID    *string `bun:"unit_id"`
	Language  string  `bun:"language"`
	Roles     string  `bun:"roles"`
	Tie       *int    `bun:"tie"`
	CreatedAt int64   `bun:"created_at"`
	Since     int64   `bun:"since"` // the earliest of all that were merged
}

// rows adds who these parties are, and what was known of them.
func (p *parties) rows(ctx context.Context, q bun.IDB, out *row.Rows) error {
	there := map[string]bool{}
	firm := "c.account_id"
	if firms, err := anyFirms(ctx, q); err != nil {
		return err
	} else if firms {
		firm = "(SELECT COALESCE(a.party_id, a.id) FROM account a WHERE a.id = c.account_id)"
	}
	for part := range slices.Chunk(p.members, partiesAtOnce) {
		var rows []partyRow
		err := q.NewRaw(`SELECT c.id, `+firm+` AS account_id, c.unit_id, c.language, c.roles, c.tie, c.created_at,
			COALESCE((SELECT min(m.created_at) FROM customer m WHERE m.party_id = c.id), c.created_at) AS since
			FROM customer c WHERE c.id IN (?) AND c.party_id IS NULL AND c.restricted_at IS NULL`, bun.List(part)).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read customers for facts")
		}
		for _, r := range rows {
			there[r.ID] = true
			if party, err := r.party(); err == nil {
				out.Parties = append(out.Parties, party)
			} else {
				out.Rejects = append(out.Rejects, row.Reject{ID: r.ID, Reason: "an id or its roles cannot be read"})
			}
		}
	}
	return heldRows(ctx, q, p.members, func(subject string) string {
		if whose := p.of(subject); there[whose] {
			return whose
		}
		return ""
	}, out)
}

func (r partyRow) party() (row.Party, error) {
	p := row.Party{Created: time.UnixMicro(min(r.CreatedAt, r.Since)).UTC(), Language: r.Language, Tie: r.Tie}
	if r.Roles != "" {
		if err := json.Unmarshal([]byte(r.Roles), &p.Roles); err != nil {
			return p, err
		}
	}
	for _, id := range []struct {
		text *string
		into *uuid.UUID
	}{{&r.ID, &p.ID}, {r.AccountID, &p.Account}, {r.UnitID, &p.Unit}} {
		if id.text == nil {
			continue
		}
		u, err := uuid.Parse(*id.text)
		if err != nil {
			return p, err
		}
		*id.into = u
	}
	return p, nil
}

// accountRows adds the accounts that stand for the firms of ids, and what was
// known of them.
func accountRows(ctx context.Context, q bun.IDB, ids []string, out *row.Rows) error {
	firms := parties{table: accountsTable}
	merged, err := anyFirms(ctx, q)
	if err != nil {
		return err
	}
	if err := firms.find(ctx, q, ids, merged); err != nil {
		return err
	}
	var rows []partyRow
	err = q.NewRaw(`SELECT a.id, a.unit_id, a.created_at, COALESCE((SELECT min(m.created_at) FROM account m WHERE m.party_id = a.id), a.created_at) AS since
		FROM account a WHERE a.id IN (?) AND a.party_id IS NULL`, bun.List(firms.members)).Scan(ctx, &rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "read accounts for facts")
	}
	there := map[string]bool{}
	for _, r := range rows {
		there[r.ID] = true
		a, err := r.party()
		if err != nil {
			out.Rejects = append(out.Rejects, row.Reject{ID: r.ID, Reason: "an id cannot be read"})
			continue
		}
		out.Accounts = append(out.Accounts, row.Account{ID: a.ID, Unit: a.Unit, Created: a.Created})
	}
	return heldRows(ctx, q, firms.members, func(subject string) string {
		if whose := firms.of(subject); there[whose] {
			return whose
		}
		return ""
	}, out)
}

// beginning stands in facts for a value that was always so.
var beginning = time.Date(1000, 1, 2, 0, 0, 0, 0, time.UTC)

// heldRows adds the spans of what was known of subjects; whose names who holds
// an entry, "" for nobody.
func heldRows(ctx context.Context, q bun.IDB, subjects []string, whose func(string) string, out *row.Rows) error {
	histories := map[historyKey]history{}
	// A history is named without saying whose kind of party it is of: of those who
	// are none of this kind nothing is read.
	subjects = slices.DeleteFunc(slices.Clone(subjects), func(id string) bool { return whose(id) == "" })
	for part := range slices.Chunk(subjects, partiesAtOnce) {
		var rows []valueRow
		err := q.NewRaw("SELECT trait_id, subject_id, since, value, number FROM trait_value WHERE subject_id IN (?)", bun.List(part)).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read the traits of customers for facts")
		}
		for _, r := range rows {
			id := whose(r.SubjectID)
			key := historyKey{r.TraitID, id}
			histories[key] = append(histories[key], moment{TraitValue{r.Value, r.Number, r.Since}, r.SubjectID, r.SubjectID == id})
		}
	}
	keys := make([]historyKey, 0, len(histories))
	for key := range histories {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b historyKey) int { return cmp.Or(cmp.Compare(a.whose, b.whose), cmp.Compare(a.trait, b.trait)) })
	for _, key := range keys {
		trait, err := uuid.Parse(key.trait)
		subject, err2 := uuid.Parse(key.whose)
		if err != nil || err2 != nil {
			out.Rejects = append(out.Rejects, row.Reject{ID: key.whose, Reason: "an id of what was known of it cannot be read"})
			continue
		}
		out.Held = append(out.Held, histories[key].sorted().spans(trait, subject)...)
	}
	return nil
}

// spans are the stretches of time of a sorted history in which something was
// known.
func (h history) spans(trait, subject uuid.UUID) (out []row.Held) {
	for i, m := range h {
		since := instantFrom(m.Since)
		var until time.Time
		if i+1 < len(h) {
			until = instantFrom(h[i+1].Since)
			if !until.After(since) {
				continue // the next entry is of the same instant
			}
		}
		if m.Value == "" {
			continue
		}
		out = append(out, row.Held{Trait: trait, Subject: subject, Since: since, Until: until, Text: m.Value, Number: m.Number})
	}
	return out
}

func instantFrom(micros int64) time.Time {
	if t := time.UnixMicro(micros).UTC(); t.After(beginning) {
		return t
	}
	return beginning
}

// allParties yields every customer and account, by id.
func allParties(ctx context.Context, q bun.IDB, yield func(row.Rows) error) error {
	merged, err := anyMerged(ctx, q)
	if err != nil {
		return err
	}
	err = eachID(ctx, q, "SELECT id FROM customer WHERE id > ? AND party_id IS NULL AND restricted_at IS NULL ORDER BY id LIMIT ?", func(ids []string) error {
		p, err := partiesOf(ctx, q, ids, merged)
		if err != nil {
			return err
		}
		out := row.Rows{Read: int64(len(ids))}
		if err := p.rows(ctx, q, &out); err != nil {
			return err
		}
		return yield(out)
	})
	if err != nil {
		return err
	}
	return eachID(ctx, q, "SELECT id FROM account WHERE id > ? AND party_id IS NULL ORDER BY id LIMIT ?", func(ids []string) error {
		out := row.Rows{Read: int64(len(ids))}
		if err := accountRows(ctx, q, ids, &out); err != nil {
			return err
		}
		return yield(out)
	})
}

// eachID hands over the ids of a table, some at a time.
func eachID(ctx context.Context, q bun.IDB, text string, do func([]string) error) error {
	for last := ""; ; {
		var ids []string
		if err := q.NewRaw(text, last, partiesAtOnce).Scan(ctx, &ids); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read customers for facts")
		}
		if len(ids) == 0 {
			return nil
		}
		last = ids[len(ids)-1]
		if err := do(ids); err != nil {
			return err
		}
	}
}

func countParties(ctx context.Context, q bun.IDB) (n int64, err error) {
	err = q.NewRaw("SELECT (SELECT count(*) FROM customer) + (SELECT count(*) FROM account)").Scan(ctx, &n)
	return n, fault.Wrap(err, fault.CodeUnavailable, "count customers for facts")
}
