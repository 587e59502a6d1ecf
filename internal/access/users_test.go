package access_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func TestUsers(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner, viewer := h.owner(), h.with(access.Viewer, access.Unit("shop"))
		var list struct {
			Items []access.User
			Next  string
		}
		h.ask(owner, "GET", "/api/users?limit=1", "").want(200).without("argon2id", "password").read(&list)
		if len(list.Items) != 1 || list.Next == "" {
			t.Fatalf("first page %+v", list)
		}
		first := list.Items[0].ID
		list.Next, list.Items = "", nil
		h.ask(owner, "GET", "/api/users?limit=1&cursor="+cursorOf(h, owner), "").want(200).read(&list)
		if len(list.Items) != 1 || list.Items[0].ID == first || list.Next != "" {
			t.Fatalf("second page %+v", list)
		}
		h.ask(owner, "GET", "/api/users?q="+strings.ToUpper(viewer.Email[:5]), "").want(200, viewer.ID).without(owner.ID)
		h.ask(owner, "GET", "/api/users?q=%25", "").want(200, `"items":[]`)

		got := h.ask(owner, "GET", "/api/users/"+viewer.ID, "").want(200, `"role":"viewer"`, `"id":"shop"`)
		tag := got.Header().Get("ETag")
		h.fired([]string{"user.changed"}, func() {
			h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"name":"Zoé","grants":[{"role":"analyst","scope":{"kind":"program","id":"p1"},"rows":"my_accounts"},{"role":"viewer","scope":{"kind":"whole"}}]}`, "If-Match", tag).
				want(200, `"name":"Zoé"`, `"rows":"my_accounts"`, `"rows":"all"`)
		})
		h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"name":"Ada"}`, "If-Match", tag).want(409, "changed_meanwhile")
		h.ask(viewer, "GET", "/api/session", "").want(200, `"view.share":[{"kind":"program","id":"p1"}]`)
		h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"grants":[{"role":"viewer","scope":{"kind":"unit","id":"nowhere"}}]}`).want(422, "grants[0].scope.id")
		h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"grants":[]}`).want(422, "access.no_role")
		h.ask(owner, "PATCH", "/api/users/nobody", `{"name":"Ada"}`).want(404)

		h.fired([]string{"user.disabled"}, func() { h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"disabled":true}`).want(200) })
		h.ask(viewer, "GET", "/api/session", "").want(401)
		h.fired([]string{"user.enabled"}, func() { h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"disabled":false}`).want(200) })
		h.ask(viewer, "GET", "/api/session", "").want(401) // the session before is over
		again := accesstest.SignIn(t, h.service, viewer)
		h.fired([]string{"user.removed"}, func() { h.ask(owner, "DELETE", "/api/users/"+viewer.ID, "").want(204) })
		h.ask(again, "GET", "/api/session", "").want(401)
		h.ask(owner, "DELETE", "/api/users/"+viewer.ID, "").want(404)
	})
}

func cursorOf(h *house, as accesstest.Person) string {
	var list struct{ Next string }
	h.ask(as, "GET", "/api/users?limit=1", "").want(200).read(&list)
	return list.Next
}

func TestLastOwnerStays(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	local := h.with(access.Owner, access.Unit("north")) // does not count
	for _, try := range []struct{ method, body string }{
		{"PATCH", `{"disabled":true}`},
		{"PATCH", `{"grants":[{"role":"lead","scope":{"kind":"whole"}}]}`},
		{"PATCH", `{"grants":[{"role":"owner","scope":{"kind":"unit","id":"north"}}]}`},
		{"DELETE", ""},
	} {
		h.fired(nil, func() {
			h.ask(owner, try.method, "/api/users/"+owner.ID, try.body).want(409, "access.last_owner")
		})
	}
	h.ask(owner, "PATCH", "/api/users/"+local.ID, `{"disabled":true}`).want(200)
	second := h.owner()
	h.ask(owner, "PATCH", "/api/users/"+second.ID, `{"disabled":true}`).want(200)
	h.ask(owner, "PATCH", "/api/users/"+owner.ID, `{"disabled":true}`).want(409) // a disabled owner does not count
	h.ask(owner, "PATCH", "/api/users/"+second.ID, `{"disabled":false}`).want(200)
	h.ask(owner, "PATCH", "/api/users/"+owner.ID, `{"disabled":true}`).want(200)
	third := accesstest.SignIn(t, h.service, second)
	h.ask(third, "DELETE", "/api/users/"+second.ID, "").want(409)
}

// Owners who take each other's role away at the same moment leave one.
func TestLastOwnerStaysUnderConcurrency(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		for round := range 4 {
			owners := make([]accesstest.Person, 4)
			for i := range owners {
				owners[i] = h.owner()
			}
			if round == 0 {
				h.clock.push(time.Millisecond)
			}
			var all sync.WaitGroup
			for i, o := range owners {
				all.Go(func() {
					ctx, err := h.service.As(access.System(t.Context(), "test"), o.Email)
					if err != nil {
						return // somebody was quicker
					}
					disabled, lead := true, []access.Grant{{Role: access.Lead, Scope: access.Whole()}}
					switch i % 3 {
					case 0:
						_, err = h.service.UpdateUser(ctx, o.ID, "", access.UserChange{Disabled: &disabled})
					case 1:
						_, err = h.service.UpdateUser(ctx, o.ID, "", access.UserChange{Grants: &lead})
					default:
						err = h.service.DeleteUser(ctx, o.ID)
					}
					if err != nil && !fault.Is(err, fault.CodeConflict) {
						t.Errorf("owner %d: %v", i, err)
					}
				})
			}
			all.Wait()
			state, err := h.service.SetupState(t.Context())
			if err != nil || state.Needed {
				t.Fatalf("round %d: nobody owns the organisation; %v", round, err)
			}
		}
	})
}

// An owner of a unit manages those whose roles all lie in it, and gives roles
// in it only.
func TestManagerOfAUnit(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner, local := h.owner(), h.with(access.Owner, access.Unit("north"))
		inside, beside := h.with(access.Viewer, access.Unit("shop")), h.with(access.Viewer, access.Unit("south"))
		both := accesstest.New(t, h.service, access.Grant{Role: access.Viewer, Scope: access.Unit("shop")}, access.Grant{Role: access.Viewer, Scope: access.Program("p1")})
		h.ask(local, "GET", "/api/users", "").want(200, inside.ID, local.ID).without(owner.ID, beside.ID, both.ID)
		for _, p := range []accesstest.Person{owner, beside, both} {
			h.ask(local, "GET", "/api/users/"+p.ID, "").want(404)
			h.ask(local, "PATCH", "/api/users/"+p.ID, `{"disabled":true}`).want(404)
			h.ask(local, "DELETE", "/api/users/"+p.ID, "").want(404)
		}
		grant := func(role, kind, id string) string {
			return fmt.Sprintf(`{"grants":[{"role":%q,"scope":{"kind":%q,"id":%q}}]}`, role, kind, id)
		}
		h.ask(local, "PATCH", "/api/users/"+inside.ID, grant("lead", "unit", "north")).want(200)
		h.ask(local, "PATCH", "/api/users/"+inside.ID, grant("viewer", "unit", "south")).want(403)
		h.ask(local, "PATCH", "/api/users/"+inside.ID, grant("viewer", "whole", "")).want(403)
		h.ask(local, "PATCH", "/api/users/"+local.ID, grant("owner", "whole", "")).want(403)
		h.ask(local, "POST", "/api/invites", grant("viewer", "unit", "shop")).want(201)
		h.ask(owner, "POST", "/api/invites", grant("viewer", "unit", "south")).want(201)
		h.ask(local, "POST", "/api/invites", grant("viewer", "program", "p1")).want(403)
		h.ask(local, "GET", "/api/invites", "").want(200, `"id":"shop"`).without("south")
		h.ask(local, "GET", "/api/audit", "").want(403)
		h.ask(local, "PUT", "/api/organisation", settingsBody("Mine")).want(403)
	})
}
