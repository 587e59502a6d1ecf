package people

import (
	"context"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Roles that a customer may have in what their account buys.
var contactRoles = []FieldChoice{{Key: "decides"}, {Key: "influences"}, {Key: "uses"}, {Key: "sponsors"}}

// customerField tells customers apart by what the registry says of them now: no
// history is kept of it.
type customerField struct{ s *Service }

func (customerField) Head() string { return "customer" }

func (customerField) Fields(context.Context) ([]FieldInfo, error) {
	return []FieldInfo{
		{Key: "customer.unit", Kind: "unit"}, {Key: "customer.account", Kind: "account"}, {Key: "customer.role", Kind: "choice", Choices: contactRoles},
		{Key: "customer.tie", Kind: "number"}, {Key: "customer.language", Kind: "text"}, {Key: "customer.since", Kind: "date"},
	}, nil
}

// partyTable is party under names that a row of facts does not have.
const partyTable = "(SELECT id AS p_id, account AS p_account, unit AS p_unit, created AS p_created, language AS p_language, roles AS p_roles, tie AS p_tie FROM party) p"

func (f customerField) Meets(ctx context.Context, c Condition, asked Asked) (Clause, error) {
	var what Clause
	var err error
	switch c.Field {
	case "customer.unit":
		what, err = f.s.inUnits(ctx, c, "p_unit")
	case "customer.account":
		what, err = ofIDs(c, "p_account")
	case "customer.role":
		what, err = ofRoles(c)
	case "customer.tie":
		what, err = c.Numbers("p_tie")
	case "customer.language":
		what, err = c.Values("p_language", "?")
	case "customer.since":
		what, err = c.Instants("p_created", asked.Zone)
	default:
		err = unknownField()
	}
	return exists(partyTable, "p_id = party", what, c.Negated()), err
}

// accountField tells customers apart by their account.
type accountField struct{ s *Service }

func (accountField) Head() string { return "account" }

func (accountField) Fields(context.Context) ([]FieldInfo, error) {
	return []FieldInfo{{Key: "account.unit", Kind: "unit"}, {Key: "account.since", Kind: "date"}}, nil
}

const accountTable = "(SELECT id AS f_id, unit AS f_unit, created AS f_created FROM account) f"

func (f accountField) Meets(ctx context.Context, c Condition, asked Asked) (Clause, error) {
	var what Clause
	var err error
	switch c.Field {
	case "account.unit":
		what, err = f.s.inUnits(ctx, c, "f_unit")
	case "account.since":
		what, err = c.Instants("f_created", asked.Zone)
	default:
		err = unknownField()
	}
	return exists(accountTable, "f_id = account", what, c.Negated()), err
}

// exists is the clause for a row of another table that belongs to the row at
// hand and is like this, or for none.
func exists(table, belongs string, what Clause, none bool) Clause {
	not := ""
	if none {
		not = "NOT "
	}
	return Clause{"(" + not + "EXISTS (SELECT 1 FROM " + table + " WHERE " + belongs + " AND " + what.SQL + "))", what.Args}
}

// inUnits is Values for a unit; units bring those below them.
func (s *Service) inUnits(ctx context.Context, c Condition, column string) (Clause, error) {
	what, err := ofIDs(c, column)
	if err != nil || c.Known != nil {
		return what, err
	}
	var all []string
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		for _, unit := range c.OneOf {
			under, err := unitsUnder(ctx, q, unit)
			if err != nil {
				return err
			}
			all = append(append(all, unit), under...)
		}
		return nil
	})
	if err != nil {
		return Clause{}, err
	}
	c.OneOf = all
	return ofIDs(c, column)
}

func ofIDs(c Condition, column string) (Clause, error) {
	for _, id := range c.OneOf {
		if _, err := uuid.Parse(id); err != nil || len(id) != 36 {
			return Clause{}, fault.Invalid("one_of", "Name units and accounts by their id.").Keyed("segment.id")
		}
	}
	return c.Values(column, "CAST(? AS UUID)")
}

// ofRoles finds any of the roles in the list of them (facts.RoleList).
func ofRoles(c Condition) (Clause, error) {
	either, err := c.Values("p_roles", "?")
	if err != nil || c.Known != nil {
		return either, err
	}
	out := Clause{SQL: "(1 = 0"}
	for _, role := range c.OneOf {
		known := false
		for _, r := range contactRoles {
			known = known || r.Key == role
		}
		if !known {
			return Clause{}, fault.Invalid("one_of", "Roles are decides, influences, uses and sponsors.").Keyed("segment.role")
		}
		out.SQL += " OR p_roles LIKE ?"
		out.Args = append(out.Args, "%|"+role+"|%")
	}
	out.SQL += ")"
	return out, nil
}

func unknownField() error {
	return fault.Invalid("field", "There is no such field. See GET /api/segment-fields.").Keyed("segment.field_unknown")
}
