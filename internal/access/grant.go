package access

import (
	"context"
	"fmt"

	"github.com/balcony-cx/balcony/internal/fault"
)

// ScopeKind says over what part of the organisation a role is held.
type ScopeKind string

// The kinds of scope.
const (
	ScopeWhole   ScopeKind = "whole"
	ScopeProgram ScopeKind = "program"
	ScopeUnit    ScopeKind = "unit"
)

// Scope is the whole organisation, one program, or one unit with all below it.
type Scope struct {
	Kind ScopeKind `json:"kind" enum:"whole,program,unit" doc:"Over what the role is held"`
	ID   string    `json:"id,omitempty" maxLength:"64" doc:"Id of the program or unit; empty for the whole"`
}

// Whole is the scope of the whole organisation.
func Whole() Scope { return Scope{Kind: ScopeWhole} }

// Program is the scope of one program.
func Program(id string) Scope { return Scope{Kind: ScopeProgram, ID: id} }

// Unit is the scope of one unit and all units below it.
func Unit(id string) Scope { return Scope{Kind: ScopeUnit, ID: id} }

// RowScope limits which customers' rows a grant reaches.
type RowScope string

// The row scopes.
const (
	RowsAll        RowScope = "all"         // every row inside the scope
	RowsMyAccounts RowScope = "my_accounts" // only rows of accounts that the person owns
)

// Grant is a role held over a scope, for all rows in it or only some.
type Grant struct {
	Role  Role     `json:"role" enum:"owner,lead,researcher,analyst,agent,viewer"`
	Scope Scope    `json:"scope"`
	Rows  RowScope `json:"rows,omitempty" enum:"all,my_accounts" default:"all" doc:"Which rows inside the scope"`
}

// Tree answers what a scope reaches. The people room implements it.
type Tree interface {
	// UnitsUnder is the unit and all below it; a not_found fault for an unknown unit.
	UnitsUnder(ctx context.Context, unit string) ([]string, error)
	// AccountsOf lists the ids of accounts that the person owns.
	AccountsOf(ctx context.Context, user string) ([]string, error)
}

// NoTree is a Tree without units and accounts.
type NoTree struct{}

// UnitsUnder knows no unit.
func (NoTree) UnitsUnder(context.Context, string) ([]string, error) {
	return nil, fault.NotFound("unit")
}

// AccountsOf finds none.
func (NoTree) AccountsOf(context.Context, string) ([]string, error) { return nil, nil }

// checkGrants fills in default rows and says what is wrong with grants, naming
// fields as grants[i].x. Units are looked up in the tree.
func checkGrants(ctx context.Context, tree Tree, grants []Grant) ([]Grant, error) {
	if len(grants) == 0 {
		return nil, fault.Invalid("grants", "Give at least one role.").Keyed("access.no_role")
	}
	if len(grants) > maxGrants {
		return nil, fault.Invalid("grants", fmt.Sprintf("Give at most %d roles.", maxGrants))
	}
	checked := make([]Grant, 0, len(grants))
	seen := map[Grant]bool{}
	for i, g := range grants {
		g, err := checkGrant(ctx, tree, g, fmt.Sprintf("grants[%d]", i))
		if err != nil {
			return nil, err
		}
		if !seen[g] {
			seen[g] = true
			checked = append(checked, g)
		}
	}
	return checked, nil
}

const maxGrants = 50

func checkGrant(ctx context.Context, tree Tree, g Grant, at string) (Grant, error) {
	if !g.Role.Valid() {
		return g, fault.Invalid(at+".role", "Choose one of the roles: owner, lead, researcher, analyst, agent, viewer.")
	}
	if g.Rows == "" {
		g.Rows = RowsAll
	}
	if g.Rows != RowsAll && g.Rows != RowsMyAccounts {
		return g, fault.Invalid(at+".rows", "Choose all rows or only those of the person's own accounts.")
	}
	if g.Role == Owner && g.Rows != RowsAll {
		return g, fault.Invalid(at+".rows", "An owner sees all rows; choose another role to limit them.")
	}
	switch g.Scope.Kind {
	case ScopeWhole:
		g.Scope.ID = ""
	case ScopeProgram:
		if g.Scope.ID == "" {
			return g, fault.Invalid(at+".scope.id", "Name the program.")
		}
	case ScopeUnit:
		if _, err := tree.UnitsUnder(ctx, g.Scope.ID); fault.Is(err, fault.CodeNotFound) {
			return g, fault.Invalid(at+".scope.id", "There is no such unit. Choose one from the tree.")
		} else if err != nil {
			return g, fault.Wrap(err, fault.CodeInternal, "look up unit of a grant")
		}
	default:
		return g, fault.Invalid(at+".scope.kind", "Choose the whole, a program or a unit.")
	}
	return g, nil
}
