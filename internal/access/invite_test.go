package access_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

const analyst = `"grants":[{"role":"analyst","scope":{"kind":"program","id":"p1"}}]`

func join(name, email string) string {
	return fmt.Sprintf(`{"name":%q,"email":%q,"password":%q}`, name, email, newPassword)
}

// invite makes an invitation and gives it with its token.
func (h *house) invite(as accesstest.Person, body string) (access.MadeInvite, string) {
	h.t.Helper()
	var made access.MadeInvite
	h.ask(as, "POST", "/api/invites", body).want(201).read(&made)
	return made, tokenIn(h.t, made.Path)
}

func TestInvitation(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner, nobody := h.owner(), accesstest.Nobody()
		var made access.MadeInvite
		var token string
		h.fired([]string{"user.invited"}, func() {
			made, token = h.invite(owner, `{"email":"Zoe@Example.net","name":"Zoé",`+analyst+`}`)
		})
		if made.Link != "http://balcony.example.org/invitation#"+token || made.Queued || len(h.post.sent) != 0 {
			t.Errorf("%+v, %d mails", made, len(h.post.sent))
		}
		h.ask(owner, "GET", "/api/invites", "").want(200, made.Invite.ID, "Zoe@Example.net").without(token)
		h.ask(nobody, "GET", "/api/invitation/"+token, "").want(200, "Zoe@Example.net", `"name":"Zoé"`)
		h.ask(nobody, "GET", "/api/invitation/"+token+"x", "").want(404, "link.over")
		h.ask(nobody, "POST", "/api/invitation/"+token, strings.Replace(join("Zoé", ""), newPassword, "zoe", 1)).want(422, "password.too_short")
		var zoe accesstest.Person
		h.fired([]string{"user.joined", "session.opened"}, func() {
			// the invitation is for this address, whatever is typed
			zoe = h.ask(nobody, "POST", "/api/invitation/"+token, join("Zoé Petit", "other@example.net")).
				want(201, `"email":"Zoe@Example.net"`, `"role":"analyst"`, `"id":"p1"`).person()
		})
		h.ask(zoe, "GET", "/api/session", "").want(200)
		h.ask(zoe, "GET", "/api/users", "").want(403)
		h.ask(nobody, "POST", "/api/invitation/"+token, join("Zoé", "")).want(404, "link.over")
		h.ask(owner, "POST", "/api/invites", `{"email":"zoe@example.NET",`+analyst+`}`).want(409, "user.taken")
		if strings.Contains(h.logged.String(), token) {
			t.Error("the token is in the log")
		}
	})
}

func TestInvitationWithoutAddress(t *testing.T) {
	h := newHouse(t)
	owner, nobody := h.owner(), accesstest.Nobody()
	_, token := h.invite(owner, `{`+analyst+`}`)
	h.ask(nobody, "POST", "/api/invitation/"+token, join("Zoé", "")).want(422, "email.invalid")
	h.ask(nobody, "POST", "/api/invitation/"+token, join("Zoé", "zoe@example.net\r\nBcc: x@y.z")).want(422, "email.invalid")
	h.ask(nobody, "POST", "/api/invitation/"+token, join("Zoé", strings.ToUpper(owner.Email))).want(409, "user.taken")
	h.ask(nobody, "POST", "/api/invitation/"+token, join("Zoé", "zoe@example.net")).want(201)
}

func TestInvitationRunsOutAndIsWithdrawn(t *testing.T) {
	h := newHouse(t)
	owner, nobody := h.owner(), accesstest.Nobody()
	first, token := h.invite(owner, `{`+analyst+`}`)
	h.fired([]string{"invite.withdrawn"}, func() { h.ask(owner, "DELETE", "/api/invites/"+first.Invite.ID, "").want(204) })
	h.ask(owner, "DELETE", "/api/invites/"+first.Invite.ID, "").want(404)
	h.ask(nobody, "GET", "/api/invitation/"+token, "").want(404)
	_, token = h.invite(owner, `{`+analyst+`}`)
	h.clock.push(7*24*time.Hour - time.Minute)
	h.ask(nobody, "GET", "/api/invitation/"+token, "").want(200)
	h.clock.push(2 * time.Minute)
	h.ask(nobody, "POST", "/api/invitation/"+token, join("Zoé", "zoe@example.net")).want(404)
}

func TestInvitationByMail(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	made, token := h.invite(owner, `{"email":"zoe@example.net","name":"Zoé","language":"fr","send":true,`+analyst+`}`)
	if !made.Queued || len(h.post.sent) != 1 {
		t.Fatalf("%+v, %d mails", made, len(h.post.sent))
	}
	mail := h.post.sent[0]
	if mail.To != "zoe@example.net" || mail.Language != "fr" || mail.Template != "invite" || !strings.HasSuffix(mail.Data["link"], "#"+token) {
		t.Errorf("%+v", mail)
	}
	h.ask(owner, "POST", "/api/invites", `{"send":true,`+analyst+`}`).want(422, `"field":"email"`)
	h.post.off = true
	h.fired(nil, func() {
		h.ask(owner, "POST", "/api/invites", `{"email":"ada@example.net","send":true,`+analyst+`}`).want(422, "mail.off")
	})
	h.ask(owner, "GET", "/api/invites", "").want(200).without("ada@example.net")
}

func TestOneInvitationMakesOnePerson(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		_, token := h.invite(h.owner(), `{`+analyst+`}`)
		errs := make([]error, 4)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				_, errs[i] = h.service.Accept(t.Context(), token, access.Acceptance{
					Name: "Zoé", Email: fmt.Sprintf("zoe%d@example.net", i), Password: newPassword,
				})
			})
		}
		all.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			}
		}
		if made != 1 {
			t.Errorf("one invitation made %d people", made)
		}
	})
}

// What somebody offered who is no owner any more is not to be had.
func TestInvitationsGoWithTheirMaker(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	for name, leave := range map[string]func(accesstest.Person){
		"disabled": func(p accesstest.Person) { h.ask(owner, "PATCH", "/api/users/"+p.ID, `{"disabled":true}`).want(200) },
		"demoted": func(p accesstest.Person) {
			h.ask(owner, "PATCH", "/api/users/"+p.ID, `{"grants":[{"role":"lead","scope":{"kind":"whole"}}]}`).want(200)
		},
		"removed": func(p accesstest.Person) { h.ask(owner, "DELETE", "/api/users/"+p.ID, "").want(204) },
	} {
		second := h.owner()
		_, token := h.invite(second, `{"grants":[{"role":"owner","scope":{"kind":"whole"}}]}`)
		_, kept := h.invite(owner, `{`+analyst+`}`)
		h.ask(owner, "PATCH", "/api/users/"+second.ID, `{"name":"Ada"}`).want(200)
		h.ask(accesstest.Nobody(), "GET", "/api/invitation/"+token, "").want(200)
		leave(second)
		if got := h.ask(accesstest.Nobody(), "POST", "/api/invitation/"+token, join("Zoé", "zoe@example.net")); got.Code != 404 {
			t.Errorf("%s: the invitation still works: %d", name, got.Code)
		}
		h.ask(accesstest.Nobody(), "GET", "/api/invitation/"+kept, "").want(200)
	}
}

// A team behind one address joins at once; whoever guesses is slowed down.
func TestLinksAreLimitedByAddress(t *testing.T) {
	h := newHouse(t)
	_, token := h.invite(h.owner(), `{`+analyst+`}`)
	for range 100 {
		h.ask(accesstest.Nobody(), "GET", "/api/invitation/"+token, "").want(200)
	}
	h.ask(accesstest.Nobody(), "GET", "/api/invitation/"+token, "").want(429, "session.too_many")
	h.address = "192.0.2.2"
	h.ask(accesstest.Nobody(), "GET", "/api/invitation/"+token, "").want(200)
}
