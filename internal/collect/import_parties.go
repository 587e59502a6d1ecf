package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// maxParties is how many customers a run keeps in mind.
const maxParties = 100_000

// parties are who the rows of a run are about: units by their key, customers
// by theirs and that of the account named with it. What the piece under way
// found is kept apart until it is committed.
type parties struct {
	units, freshUnits   map[string]string
	people, freshPeople map[who]people.Party
}

// who are the keys of a customer and an account.
type who struct{ customer, account string }

// begin starts a piece, or starts it again.
func (p *parties) begin() {
	if p.units == nil || len(p.people) > maxParties {
		p.units, p.people = map[string]string{}, map[who]people.Party{}
	}
	p.freshUnits, p.freshPeople = map[string]string{}, map[who]people.Party{}
}

// keep is called after the commit.
func (p *parties) keep() {
	for key, id := range p.freshUnits {
		p.units[key] = id
	}
	for key, party := range p.freshPeople {
		p.people[key] = party
	}
}

// find gives who an entry is about, making them where they are not known yet.
func (p *parties) find(ctx context.Context, tx *record.Tx, s *people.Service, e *entry) (people.Party, error) {
	unit, err := p.unit(ctx, tx, s, e.unit)
	if err != nil || e.customer == "" && e.account == "" {
		return people.Party{UnitID: unit}, err
	}
	key := who{e.customer, e.account}
	party, known := p.freshPeople[key]
	if !known {
		party, known = p.people[key]
	}
	if !known {
		if party, err = s.Resolve(ctx, tx, people.Keys{Customer: e.customer, Account: e.account}); err != nil {
			return party, err
		}
		p.freshPeople[key] = party
	}
	party.UnitID = unit
	return party, nil
}

// unit gives the unit of a key and keeps it from being deleted; one of an
// earlier piece may be gone.
func (p *parties) unit(ctx context.Context, tx *record.Tx, s *people.Service, key string) (id string, err error) {
	if key == "" {
		return "", nil
	}
	if id, held := p.freshUnits[key]; held {
		return id, nil
	}
	id, known := p.units[key]
	if known {
		known, err = s.HoldUnit(ctx, tx, id)
	}
	if err == nil && !known {
		var party people.Party
		party, err = s.Resolve(ctx, tx, people.Keys{Unit: key, MakeUnit: true})
		id = party.UnitID
	}
	if err == nil {
		p.freshUnits[key] = id
	}
	return id, err
}
