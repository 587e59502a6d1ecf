package access_test

import (
	"fmt"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func emailBody(email, password string) string {
	return fmt.Sprintf(`{"email":%q,"password":%q}`, email, password)
}

func TestChangeOfOnesOwnAddress(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner := h.owner()
		p, nobody := h.with(access.Viewer, access.Whole()), accesstest.Nobody()
		elsewhere := accesstest.SignIn(t, h.service, p)
		h.ask(p, "POST", "/api/email", emailBody("no address", accesstest.Password)).want(422, "email.invalid")
		h.ask(p, "POST", "/api/email", emailBody("new@example.org", "not my password")).want(422, "password.wrong")
		h.ask(p, "POST", "/api/email", emailBody(owner.Email, accesstest.Password)).want(409, "user.taken")
		h.ask(elsewhere, "GET", "/api/session", "").want(200)
		h.post.sent = nil
		h.fired([]string{"email.changed"}, func() {
			h.ask(p, "POST", "/api/email", emailBody(" New@example.org ", accesstest.Password)).want(200, `"email":"New@example.org"`)
		})
		h.ask(p, "GET", "/api/session", "").want(200, "New@example.org")
		h.ask(elsewhere, "GET", "/api/session", "").want(401)
		h.ask(nobody, "POST", "/api/session", credentials(p.Email, accesstest.Password)).want(401)
		h.ask(nobody, "POST", "/api/session", credentials("new@example.org", accesstest.Password)).want(201)
		if len(h.post.sent) != 1 || h.post.sent[0].To != p.Email || h.post.sent[0].Template != "moved" {
			t.Errorf("the old address was not told: %+v", h.post.sent)
		}
	})
}

func TestOwnerChangesAnAddress(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	p := h.with(access.Viewer, access.Unit("north"))
	path := "/api/users/" + p.ID
	h.ask(owner, "PATCH", path, `{"email":"`+owner.Email+`"}`).want(409, "user.taken")
	h.ask(owner, "PATCH", "/api/users/"+owner.ID, `{"email":"other@example.org"}`).want(422, "email.own")
	h.ask(p, "PATCH", path, `{"email":"other@example.org"}`).want(403)
	h.ask(p, "GET", "/api/session", "").want(200)
	h.fired([]string{"email.changed", "user.changed"}, func() {
		h.ask(owner, "PATCH", path, `{"email":"other@example.org"}`).want(200, "other@example.org")
	})
	h.ask(p, "GET", "/api/session", "").want(401)
	h.ask(accesstest.Nobody(), "POST", "/api/session", credentials("other@example.org", accesstest.Password)).want(201)
}
