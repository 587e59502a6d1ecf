package people

import (
	"cmp"
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TraitValue is what was known of a trait at an instant.
type TraitValue struct {
	Value  string
	Number *float64
	Since  int64 // microseconds UTC, from when on
}

// moment is one entry of somebody's history of one trait. Own is false for
// entries of a customer who was merged into the one that is asked about.
type moment struct {
	TraitValue
	subject string
	own     bool
}

// history is all that was known of one trait of a party, in any order.
type history []moment

// sorted brings a history into the order in which its entries took effect. Of
// entries of one instant the party's own is the last, then that of the customer
// known longest.
func (h history) sorted() history {
	slices.SortFunc(h, func(a, b moment) int {
		own := func(m moment) int {
			if m.own {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(own(a), own(b)), cmp.Compare(b.subject, a.subject))
	})
	return h
}

// at is the value at an instant of a sorted history; false where none was
// known.
func (h history) at(micros int64) (TraitValue, bool) {
	n, _ := slices.BinarySearchFunc(h, micros, func(m moment, at int64) int {
		if m.Since <= at {
			return -1
		}
		return 1
	})
	if n == 0 || h[n-1].Value == "" {
		return TraitValue{}, false
	}
	return h[n-1].TraitValue, true
}

// Subject is whose traits are asked for, and when. Empty ids stand for nobody.
type Subject struct {
	Customer, Account string
	At                int64 // microseconds UTC
}

// Known is what people know of a Subject.
type Known struct {
	// Party is the customer that this one was merged into, else the customer.
	Party string
	// Firm is the account that this one was merged into, else the account.
	Firm string
	// Restricted says that nothing of this customer may be made use of.
	Restricted bool
	// Values are by definition: those of the customer, and of the account.
	Values map[string]TraitValue
}

// Followed is what figures have to ask people for: nothing at all where no
// trait that they are cut by has values and nobody was merged or restricted.
type Followed struct {
	Definitions []TraitDefinition // in analysis, and with values
	Merged      bool              // some customers are not a party of their own, or are restricted
	Firms       bool              // some accounts stand in others
}

// FollowedIn reads it in the snapshot of q: some look-ups in indexes, however
// many customers there are.
func FollowedIn(ctx context.Context, q record.Querier) (f Followed, err error) {
	f.Definitions, err = queryDefinitions(ctx, q, " WHERE d.in_analysis = ? AND EXISTS (SELECT 1 FROM trait_value v WHERE v.trait_id = d.id) ORDER BY d.of DESC, d.id", true)
	if err != nil {
		return f, err
	}
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM customer WHERE party_id IS NOT NULL) OR EXISTS (SELECT 1 FROM customer WHERE restricted_at IS NOT NULL)").Scan(ctx, &f.Merged)
	if err != nil {
		return f, fault.Wrap(err, fault.CodeUnavailable, "look for merged customers")
	}
	f.Firms, err = anyFirms(ctx, q)
	return f, err
}

// Nothing tells that there is nothing to be asked.
func (f Followed) Nothing() bool { return len(f.Definitions) == 0 && !f.Merged && !f.Firms }

// subjectsAtOnce is how many customers and accounts one query names.
const subjectsAtOnce = 500

// KnownIn tells what is known of each subject, in their order, in the snapshot
// of q. Of the histories it keeps what the instants of so many subjects need.
func (f Followed) KnownIn(ctx context.Context, q record.Querier, subjects []Subject) ([]Known, error) {
	out := make([]Known, 0, len(subjects))
	for part := range slices.Chunk(subjects, subjectsAtOnce) {
		some, err := f.knownOf(ctx, q, part)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

func (f Followed) knownOf(ctx context.Context, q record.Querier, subjects []Subject) ([]Known, error) {
	customers, accounts := make([]string, len(subjects)), make([]string, len(subjects))
	for i, s := range subjects {
		customers[i], accounts[i] = s.Customer, s.Account
	}
	p, firms := parties{table: customersTable}, parties{table: accountsTable}
	if err := p.find(ctx, q, customers, f.Merged); err != nil {
		return nil, err
	}
	if err := firms.find(ctx, q, accounts, f.Firms); err != nil {
		return nil, err
	}
	histories, err := f.histories(ctx, q, subjects, &p, &firms)
	if err != nil {
		return nil, err
	}
	out := make([]Known, len(subjects))
	for i, s := range subjects {
		out[i] = Known{Party: p.of(s.Customer), Firm: firms.of(s.Account), Restricted: p.restricted[s.Customer]}
		for _, d := range f.Definitions {
			whose := out[i].Party
			if d.Of == OfAccount {
				whose = out[i].Firm
			}
			v, known := histories[historyKey{d.ID, whose}].at(s.At)
			if whose == "" || !known {
				continue
			}
			if out[i].Values == nil {
				out[i].Values = map[string]TraitValue{}
			}
			out[i].Values[d.ID] = v
		}
	}
	return out, nil
}

type historyKey struct{ trait, whose string }

// histories reads what subjects need of the histories of their parties and
// accounts.
func (f Followed) histories(ctx context.Context, q record.Querier, subjects []Subject, p, firms *parties) (map[historyKey]history, error) {
	out := map[historyKey]history{}
	if len(f.Definitions) == 0 {
		return out, nil
	}
	traits := make([]string, len(f.Definitions))
	for i, d := range f.Definitions {
		traits[i] = d.ID
	}
	whose, latest := slices.Concat(p.members, firms.members), int64(0)
	for _, s := range subjects {
		latest = max(latest, s.At)
	}
	slices.Sort(whose)
	for part := range slices.Chunk(slices.Compact(whose), subjectsAtOnce) {
		var rows []valueRow
		// Each subject is looked up once: joined to a text, the trait is not searched for.
		err := q.NewRaw("SELECT trait_id, subject_id, since, value, number FROM trait_value WHERE subject_id IN (?) AND (trait_id || '') IN (?) AND since <= ?",
			bun.List(part), bun.List(traits), latest).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, "read the traits of customers")
		}
		for _, r := range rows {
			key := historyKey{r.TraitID, firms.of(p.of(r.SubjectID))}
			out[key] = append(out[key], moment{TraitValue{r.Value, r.Number, r.Since}, r.SubjectID, r.SubjectID == key.whose})
		}
	}
	for key := range out {
		out[key].sorted()
	}
	return out, nil
}

// valuesAt are the values of one subject by definition.
func valuesAt(ctx context.Context, q record.Querier, all []TraitDefinition, s Subject, of TraitOf) (map[string]TraitValue, error) {
	if of == OfAccount {
		s.Customer = ""
	} else {
		s.Account = ""
	}
	known, err := Followed{Definitions: all, Merged: of == OfCustomer, Firms: of == OfAccount}.KnownIn(ctx, q, []Subject{s})
	if err != nil {
		return nil, err
	}
	return known[0].Values, nil
}
