package collect

import (
	"context"
	"fmt"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// fewTexts is up to how many different texts a trait is cut by in figures.
const fewTexts = 300

// findPartyTraits gives each column of traits its definition: the one there is,
// whose kind stands, else what a new one would be, without an id.
func findPartyTraits(ctx context.Context, q record.Querier, m Mapping, columns []ColumnProfile, p *plan) error {
	all, err := people.DefinitionsIn(ctx, q)
	if err != nil {
		return err
	}
	of := people.OfCustomer
	if m.Kind == KindAccounts {
		of = people.OfAccount
	}
	for i, c := range m.Columns {
		name := c.traitName()
		switch c.Role {
		case RoleValue:
			name = "value"
		case RoleTrait:
		default:
			continue
		}
		d := newPartyTrait(of, name, c, columns[i])
		for k := range all {
			if all[k].Of == of && strings.EqualFold(all[k].Name, name) {
				d = all[k]
			}
		}
		p.Columns[i].Definition = &d
	}
	return nil
}

func newPartyTrait(of people.TraitOf, name string, c ColumnMapping, profile ColumnProfile) people.TraitDefinition {
	d := people.TraitDefinition{Of: of, Name: name, Label: name, Kind: people.TraitKind(c.Kind), Choices: []people.Choice{}}
	if d.Kind == people.TraitMoney {
		d.Currency = c.Currency
	}
	if d.Kind == "" {
		d.Kind = people.TraitText
	}
	d.InAnalysis = d.Kind != people.TraitText || !profile.More && profile.Distinct <= fewTexts
	if d.Kind == people.TraitChoice {
		for _, v := range profile.Values {
			d.Choices = append(d.Choices, people.Choice{Key: v.Value, Label: v.Value})
		}
	}
	return d
}

// makePartyTraits makes the traits that are not there yet.
func (s *Service) makePartyTraits(ctx context.Context, tx *record.Tx, p *plan) error {
	for i := range p.Columns {
		d := p.Columns[i].Definition
		if d == nil || d.ID != "" {
			continue
		}
		made, err := s.People.DefineIn(ctx, tx, *d)
		if err != nil {
			return fault.Wrap(fault.Under(err, fmt.Sprintf("columns[%d].", i)), fault.CodeInternal, "make trait")
		}
		p.Columns[i].Definition = &made
	}
	return nil
}
