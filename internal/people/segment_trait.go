package people

import (
	"context"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// traitField tells customers apart by what was known of them, or of their
// account, at the time that is asked about.
type traitField struct{ s *Service }

func (traitField) Head() string { return "trait" }

func (f traitField) Fields(ctx context.Context) ([]FieldInfo, error) {
	definitions, err := f.definitions(ctx)
	out := make([]FieldInfo, 0, len(definitions))
	for _, d := range definitions {
		info := FieldInfo{Key: "trait." + d.ID, Label: d.Label, Kind: string(d.Kind), Currency: d.Currency, Of: []string{string(d.Of)}}
		for _, c := range d.Choices {
			info.Choices = append(info.Choices, FieldChoice(c))
		}
		out = append(out, info)
	}
	return out, err
}

func (f traitField) definitions(ctx context.Context) (all []TraitDefinition, err error) {
	err = f.s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err = DefinitionsIn(ctx, q)
		return err
	})
	return all, err
}

// heldTable is party_trait under names that a row of facts does not have.
const heldTable = "(SELECT trait AS h_trait, subject AS h_subject, since AS h_since, until AS h_until, text AS h_text, number AS h_number FROM party_trait) h"

func (f traitField) Meets(ctx context.Context, c Condition, asked Asked) (Clause, error) {
	definitions, err := f.definitions(ctx)
	if err != nil {
		return Clause{}, err
	}
	id := strings.TrimPrefix(c.Field, "trait.")
	i := slices.IndexFunc(definitions, func(d TraitDefinition) bool { return d.ID == id })
	if i < 0 {
		return Clause{}, fault.Invalid("field", "There is no such trait any more. Choose another.").Keyed("segment.trait_gone")
	}
	d := definitions[i]
	var what Clause
	switch d.Kind {
	case TraitNumber, TraitMoney:
		what, err = c.Numbers("h_number")
	case TraitDate:
		what, err = c.DayTexts("h_text")
	default:
		what, err = c.Values("h_text", "?")
	}
	whose := "party"
	if d.Of == OfAccount {
		whose = "account"
	}
	belongs := "h_trait = CAST(? AS UUID) AND h_subject = " + whose + " AND h_since <= " + asked.Instant + " AND (h_until IS NULL OR h_until > " + asked.Instant + ")"
	what.Args = append([]any{d.ID}, what.Args...)
	return exists(heldTable, belongs, what, c.Negated()), err
}
