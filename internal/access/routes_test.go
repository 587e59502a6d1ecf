package access_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// Whoever holds a route's permission nowhere is refused before anything else
// is looked at, and nobody is asked to sign in; whoever holds it is not.
func TestRoutesByRoleAndScope(t *testing.T) {
	h := houseOn(t, recordtest.SQLite(t, migrations()))
	api := web.NewAPI(http.NewServeMux(), "test", nil)
	access.Register(api, h.service)
	people := map[string]accesstest.Person{}
	grants := map[string]access.Grant{}
	for _, c := range accesstest.Combinations("p1", "north") {
		people[c.Name], grants[c.Name] = accesstest.New(t, h.service, c.Grant), c.Grant
	}
	routes := 0
	each(api, func(op *huma.Operation) {
		permission, declared := web.PermissionOf(op)
		if !declared {
			t.Errorf("%s declares no permission", op.OperationID)
		}
		if permission == web.Public {
			if !slices.Contains(open, op.OperationID) {
				t.Errorf("%s is open to everybody", op.OperationID)
			}
			return
		}
		routes++
		path := strings.NewReplacer("{id}", "no-such-thing", "{token}", "no-such-token").Replace(op.Path)
		if got := h.ask(accesstest.Nobody(), op.Method, path, bodyFor(op)); got.Code != 401 {
			t.Errorf("nobody, %s: %d %s", op.OperationID, got.Code, got.Body)
		}
		for name, p := range people {
			got := h.ask(p, op.Method, path, bodyFor(op))
			if disruptive(op) {
				h.clock.push(3 * time.Second) // so that signing in is not limited
				people[name] = accesstest.SignIn(t, h.service, p)
			}
			holds := grants[name].Role.May(access.Permission(permission)) &&
				(grants[name].Scope.Kind == access.ScopeWhole || !wholeOnly(op))
			if refused := got.Code == 403; refused == holds || got.Code == 401 || got.Code >= 500 {
				t.Errorf("%s, %s: %d %s", name, op.OperationID, got.Code, got.Body)
			}
		}
	})
	if routes < 25 {
		t.Errorf("only %d routes were tried", routes)
	}
}

// open lists what anybody may call.
var open = []string{"get-setup", "create-first-owner", "create-session", "forget-password", "reset-password",
	"get-invitation", "accept-invitation", "get-logo"}

// wholeOnly tells the routes about the organisation as a whole.
func wholeOnly(op *huma.Operation) bool {
	return slices.Contains([]string{"list-audit", "update-organisation", "update-logo", "delete-logo"}, op.OperationID)
}

// disruptive tells the routes that end sessions.
func disruptive(op *huma.Operation) bool {
	return op.Method == "DELETE" && strings.HasPrefix(op.Path, "/api/session")
}

// bodyFor is a body that passes the API's own checks.
func bodyFor(op *huma.Operation) string {
	switch op.OperationID {
	case "update-session":
		return `{"language":"en"}`
	case "change-password":
		return `{"current":"x","password":"y"}`
	case "change-email":
		return `{"email":"zoe@example.org","password":"x"}`
	case "start-totp", "delete-totp":
		return `{"password":"x"}`
	case "confirm-totp":
		return `{"code":"000000"}`
	case "update-user":
		return `{"name":"Zoé"}`
	case "create-invite":
		return `{"grants":[{"role":"viewer","scope":{"kind":"unit","id":"nowhere"}}]}`
	case "create-token":
		return `{"name":"till","scopes":["nonsense"]}`
	case "update-logo":
		return "not a picture"
	case "update-organisation":
		return settingsBody("Lac")
	}
	return ""
}

// each calls do for every operation of the API.
func each(api huma.API, do func(*huma.Operation)) {
	for _, path := range api.OpenAPI().Paths {
		for _, op := range []*huma.Operation{path.Get, path.Put, path.Post, path.Patch, path.Delete} {
			if op != nil {
				do(op)
			}
		}
	}
}
