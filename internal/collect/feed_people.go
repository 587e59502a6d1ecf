package collect

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
)

// peopleKnown is what facts take of people beside what an answer says itself:
// which customers are one party and which accounts one firm, and their traits and worth, or those of their
// accounts, at the time of the answer. It is read once a batch, in the snapshot
// that the batch is read in; where there is nothing to be known, answers cost
// nothing more.
type peopleKnown struct {
	people.Followed
	fed   map[string][]fedTrait // by program
	worth []string              // the definitions of what somebody is worth, that of customers first
}

func loadPeople(ctx context.Context, q bun.IDB, all []Trait) (*peopleKnown, error) {
	followed, err := people.FollowedIn(ctx, q)
	if err != nil {
		return nil, err
	}
	k := &peopleKnown{Followed: followed, fed: fedBy(all, followed.Definitions)}
	for _, d := range followed.Definitions { // customers come first
		if isValue(d.ID) {
			k.worth = append(k.worth, d.ID)
		}
	}
	return k, nil
}

// given is what people know of a declared trait at the time of an answer.
type given struct {
	name string
	slot int
	fact any
}

// answers fills in what is known of who gave the responses.
func (k *peopleKnown) answers(ctx context.Context, q bun.IDB, rows []factRow) error {
	return k.fill(ctx, q, len(rows), func(i int) *factRow { return &rows[i] })
}

// handed is answers of rows that are at hand.
func (k *peopleKnown) handed(ctx context.Context, q bun.IDB, rows []handedRow) error {
	return k.fill(ctx, q, len(rows), func(i int) *factRow { return &rows[i].factRow })
}

func (k *peopleKnown) fill(ctx context.Context, q bun.IDB, n int, at func(i int) *factRow) error {
	if k.Nothing() {
		return nil
	}
	var rows []*factRow
	var subjects []people.Subject
	for i := range n {
		r := at(i)
		if r.CustomerID == nil && r.AccountID == nil {
			continue
		}
		s := people.Subject{At: r.At}
		if r.CustomerID != nil {
			s.Customer = *r.CustomerID
		}
		if r.AccountID != nil {
			s.Account = *r.AccountID
		}
		rows, subjects = append(rows, r), append(subjects, s)
	}
	known, err := k.KnownIn(ctx, q, subjects)
	if err != nil {
		return err
	}
	for i, r := range rows {
		r.party, r.firm, r.restricted = known[i].Party, known[i].Firm, known[i].Restricted
		k.give(r, known[i].Values)
	}
	return nil
}

// give fills in values: of each trait the first that is known, that of the
// customer before that of the account.
func (k *peopleKnown) give(r *factRow, values map[string]people.TraitValue) {
	if len(values) == 0 {
		return
	}
	for _, f := range k.fed[r.ProgramID] {
		for _, id := range f.from {
			if v, known := values[id]; known {
				r.given = append(r.given, given{f.Name, f.Slot, f.fact(v.Value)})
				break
			}
		}
	}
	for _, id := range k.worth {
		if v, known := values[id]; known && r.Value == nil {
			r.Value = v.Number
		}
	}
}

// events fills in which party and firm events are about.
func (k *peopleKnown) events(ctx context.Context, q bun.IDB, rows []eventRow) error {
	if !k.Merged && !k.Firms {
		return nil
	}
	subjects := make([]people.Subject, len(rows))
	for i, r := range rows {
		if r.CustomerID != nil {
			subjects[i].Customer = *r.CustomerID
		}
		if r.AccountID != nil {
			subjects[i].Account = *r.AccountID
		}
	}
	known, err := people.Followed{Merged: k.Merged, Firms: k.Firms}.KnownIn(ctx, q, subjects)
	for i := range known {
		rows[i].party, rows[i].firm, rows[i].restricted = known[i].Party, known[i].Firm, known[i].Restricted
	}
	return err
}

// knownBefore tells whether somebody known had answered in the program of a
// trait before it was declared at an instant, where people feed the trait.
func knownBefore(ctx context.Context, q bun.IDB, k *peopleKnown, t Trait, at int64) (found bool, err error) {
	fed := false
	for _, f := range k.fed[t.ProgramID] {
		fed = fed || f.Slot == t.Slot
	}
	if !fed {
		return false, nil
	}
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM response WHERE program_id = ? AND received_at < ? AND (customer_id IS NOT NULL OR account_id IS NOT NULL))",
		t.ProgramID, at).Scan(ctx, &found)
	return found, fault.Wrap(err, fault.CodeUnavailable, "look for earlier answers of customers")
}
