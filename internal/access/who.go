package access

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Who is asking: a person in a session, a token acting for its maker, the
// system itself (jobs, commands), or, as the zero value, nobody.
type Who struct {
	UserID    string
	Name      string
	Email     string
	Language  string // en or fr
	TokenID   string // set when an API token asks
	SessionID string // set when a session asks: the hash under which it is kept
	Grants    []Grant

	system bool
	narrow []Permission        // scopes of the token; applies only when TokenID is set
	units  map[string][]string // unit of a grant -> itself and all below
	mine   []string            // accounts the person owns, loaded where a grant needs them
}

type whoKey struct{}

// From is who asks in this context; the zero Who where nobody signed in.
func From(ctx context.Context) Who {
	if w, ok := ctx.Value(whoKey{}).(*Who); ok {
		return *w
	}
	return Who{}
}

// With puts who into a context.
func With(ctx context.Context, who Who) context.Context {
	return context.WithValue(ctx, whoKey{}, &who)
}

// System is a context in which the program itself asks, under a name that the
// audit log shows. It may do everything.
func System(ctx context.Context, name string) context.Context {
	return With(ctx, Who{Name: name, system: true})
}

// Signed tells whether somebody, or the system, asks.
func (w Who) Signed() bool { return w.UserID != "" || w.system }

// IsSystem tells whether the program itself asks.
func (w Who) IsSystem() bool { return w.system }

// Resolve makes a Who for a person with these grants, looking up once which
// units and accounts they reach. A unit that is gone reaches nothing.
func Resolve(ctx context.Context, tree Tree, who Who) (Who, error) {
	who.units, who.mine = nil, nil
	for _, g := range who.Grants {
		if g.Scope.Kind == ScopeUnit && who.units[g.Scope.ID] == nil {
			under, err := tree.UnitsUnder(ctx, g.Scope.ID)
			if err != nil && !fault.Is(err, fault.CodeNotFound) {
				return Who{}, fault.Wrap(err, fault.CodeInternal, "look up units of a grant")
			}
			if who.units == nil {
				who.units = map[string][]string{}
			}
			who.units[g.Scope.ID] = append([]string{}, under...)
		}
		if g.Rows == RowsMyAccounts && who.mine == nil {
			mine, err := tree.AccountsOf(ctx, who.UserID)
			if err != nil {
				return Who{}, fault.Wrap(err, fault.CodeInternal, "look up own accounts")
			}
			who.mine = append([]string{}, mine...)
		}
	}
	return who, nil
}

// WithToken is the same person narrowed to an API token's scopes.
func (w Who) WithToken(id string, scopes []Permission) Who {
	w.TokenID, w.narrow = id, scopes
	return w
}

// Require says whether who may do p at this scope: nil, unauthenticated where
// nobody signed in, or forbidden. A grant for a program or unit satisfies only
// that program, or that unit and those below it. For permissions about rows
// (figures, answers) a grant limited to own accounts never satisfies it; ask
// Any and narrow by Reach.
func (w Who) Require(p Permission, at Scope) error {
	if w.system {
		return nil
	}
	for _, g := range w.holding(p) {
		if g.Rows == RowsMyAccounts && p.ofRows() {
			continue
		}
		if w.covers(g.Scope, at) {
			return nil
		}
	}
	return w.refusal()
}

// Any says whether who holds p anywhere: nil, unauthenticated or forbidden.
// What it may be used on is then a matter of Reach.
func (w Who) Any(p Permission) error {
	if w.system || len(w.holding(p)) > 0 {
		return nil
	}
	return w.refusal()
}

func (w Who) refusal() error {
	if !w.Signed() {
		return fault.New(fault.CodeUnauthenticated, "Sign in first.").Keyed("session.needed")
	}
	return fault.New(fault.CodeForbidden, "Your role does not allow this. Ask an owner if you need it.").Keyed("access.forbidden")
}

// holding lists the grants that include p, none where a token leaves p out.
func (w Who) holding(p Permission) []Grant {
	if w.UserID == "" || (w.TokenID != "" && !slices.Contains(w.narrow, p)) {
		return nil
	}
	var held []Grant
	for _, g := range w.Grants {
		if g.Role.May(p) {
			held = append(held, g)
		}
	}
	return held
}

// covers tells whether the scope held includes the scope asked for.
func (w Who) covers(held, asked Scope) bool {
	switch held.Kind {
	case ScopeWhole:
		return true
	case ScopeProgram:
		return asked.Kind == ScopeProgram && asked.ID == held.ID && asked.ID != ""
	case ScopeUnit:
		return asked.Kind == ScopeUnit && slices.Contains(w.units[held.ID], asked.ID)
	}
	return false
}

// Held lists, for each permission that who holds, the scopes it is held over.
func (w Who) Held() map[Permission][]Scope {
	held := map[Permission][]Scope{}
	for _, p := range Permissions() {
		for _, g := range w.holding(p) {
			if !slices.Contains(held[p], g.Scope) {
				held[p] = append(held[p], g.Scope)
			}
		}
	}
	return held
}

// MayGive says whether who may give this grant to somebody: they must manage
// access over its scope and hold every permission the role includes there.
func (w Who) MayGive(g Grant) error {
	if err := w.Require(AccessManage, g.Scope); err != nil {
		return err
	}
	for _, p := range Permissions() {
		if g.Role.May(p) && w.Require(p, g.Scope) != nil {
			return fault.New(fault.CodeForbidden, "You cannot give a role that is wider than your own.").Keyed("access.wider")
		}
	}
	return nil
}
