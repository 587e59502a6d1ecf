package people

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// traitPick narrows a list to those of whom a trait is one of some values now, or
// lies between two.
type traitPick struct {
	definition TraitDefinition
	values     []string
	from, to   *float64 // of numbers, money and days since 1970, both included
}

// The bounds of narrowing by traits: how many traits, and how many who ever had
// one of the values are looked at one by one; of more, the list is gone through
// in its order, where one of them comes soon.
const (
	mostTraitPicks = 5
	mostHolders    = 5_000
)

// readTraitPicks reads ID:VALUE and, of what is ordered, ID:FROM..TO; the same
// trait again is an or of its values.
func readTraitPicks(ctx context.Context, q record.Querier, of TraitOf, pairs []string) ([]traitPick, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	all, err := DefinitionsIn(ctx, q)
	if err != nil {
		return nil, err
	}
	var picks []traitPick
	for _, pair := range pairs {
		id, value, _ := strings.Cut(pair, ":")
		d := slices.IndexFunc(all, func(d TraitDefinition) bool { return d.Of == of && d.ID == id })
		if d < 0 {
			return nil, fault.Invalid("trait", "There is no such trait any more. Choose another.").Keyed("segment.trait_gone")
		}
		i := slices.IndexFunc(picks, func(p traitPick) bool { return p.definition.ID == id })
		if i < 0 {
			picks = append(picks, traitPick{definition: all[d]})
			i = len(picks) - 1
		}
		if err := picks[i].add(value); err != nil {
			return nil, err
		}
	}
	if len(picks) > mostTraitPicks {
		return nil, fault.Invalid("trait", "A list is narrowed by at most 5 traits.").Keyed("people_trait.many_picks")
	}
	return picks, nil
}

func (p *traitPick) add(text string) error {
	from, to, ranged := strings.Cut(text, "..")
	if ordered := p.definition.Kind != TraitText && p.definition.Kind != TraitChoice; !ordered || !ranged {
		from, to, ranged = text, text, ordered
	}
	if !ranged {
		value, _, ok := p.definition.Canonical(text)
		if !ok || value == "" {
			return p.definition.unreadable("trait")
		}
		p.values = append(p.values, value)
		return nil
	}
	for _, end := range []struct {
		text string
		into **float64
	}{{from, &p.from}, {to, &p.to}} {
		_, number, ok := p.definition.Canonical(end.text)
		if !ok {
			return p.definition.unreadable("trait")
		}
		*end.into = number
	}
	if p.from == nil && p.to == nil {
		return p.definition.unreadable("trait")
	}
	return nil
}

// of is the condition that an entry under a name holds one of the values.
func (p traitPick) of(name string) (string, []any) {
	if len(p.values) > 0 {
		return name + ".number IS NULL AND " + name + ".value <> '' AND " + name + ".value IN (?)", []any{bun.List(p.values)}
	}
	all, args := []string{name + ".number IS NOT NULL"}, []any{}
	for _, end := range []struct {
		sign string
		at   *float64
	}{{".number >= ?", p.from}, {".number <= ?", p.to}} {
		if end.at != nil {
			all, args = append(all, name+end.sign), append(args, *end.at)
		}
	}
	return strings.Join(all, " AND "), args
}

// inForce is the condition on a row of customers c, or of accounts a, that the
// entry in force at an instant holds one of the values. Of merged customers it is
// the last of all their entries, of one instant that of the customer who stands
// for them, as figures have it.
func (p traitPick) inForce(at int64) (string, []any) {
	whose, first := "v.subject_id IN "+firmOf("a.id"), ", CASE WHEN v.subject_id = a.id THEN 0 ELSE 1 END, v.subject_id"
	if p.definition.Of == OfCustomer {
		whose = "v.subject_id IN (SELECT m.id FROM customer m WHERE m.id = c.id UNION ALL SELECT m.id FROM customer m WHERE m.party_id = c.id)"
		first = ", CASE WHEN v.subject_id = c.id THEN 0 ELSE 1 END, v.subject_id"
	}
	is, args := p.of("held")
	return "EXISTS (SELECT 1 FROM (SELECT v.value, v.number FROM trait_value v WHERE v.trait_id = ? AND " + whose +
		" AND v.since <= ? ORDER BY v.since DESC" + first + " LIMIT 1) held WHERE " + is + ")", append([]any{p.definition.ID, at}, args...)
}

// holders are those who ever had one of the values, told by the index; nil where
// they are too many to be named. A merged customer stands in the other one.
func (p traitPick) holders(ctx context.Context, q record.Querier) ([]string, error) {
	is, args := p.of("v")
	var ids []string
	err := q.NewRaw("SELECT DISTINCT v.subject_id FROM trait_value v WHERE v.trait_id = ? AND "+is+" LIMIT ?", append(append([]any{p.definition.ID}, args...), mostHolders+1)...).Scan(ctx, &ids)
	if err != nil || len(ids) > mostHolders {
		return nil, fault.Wrap(err, fault.CodeInternal, "find who has a value of a trait")
	}
	if len(ids) == 0 {
		return []string{}, nil
	}
	table := customersTable
	if p.definition.Of == OfAccount {
		table = accountsTable
	}
	var roots []string
	err = q.NewRaw("SELECT DISTINCT COALESCE(party_id, id) FROM "+table+" WHERE id IN (?)", bun.List(ids)).Scan(ctx, &roots)
	return append([]string{}, roots...), fault.Wrap(err, fault.CodeInternal, "find who has a value of a trait")
}

// byTraits is the condition of a list, empty for none: the shortest list of
// those who may meet it, then whether they do.
func byTraits(ctx context.Context, q record.Querier, picks []traitPick, at int64) (string, []any, error) {
	var all []string
	var args []any
	var least []string
	for _, p := range picks {
		ids, err := p.holders(ctx, q)
		if err != nil {
			return "", nil, err
		}
		if ids != nil && (least == nil || len(ids) < len(least)) {
			least = ids
		}
		text, more := p.inForce(at)
		all, args = append(all, text), append(args, more...)
	}
	if least != nil {
		column := "c.id"
		if picks[0].definition.Of == OfAccount {
			column = "a.id"
		}
		if len(least) == 0 {
			return "1 = 0", nil, nil
		}
		all, args = append(all, column+" IN (?)"), append(args, bun.List(least))
	}
	return strings.Join(all, " AND "), args, nil
}
