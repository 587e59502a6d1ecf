package access_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func credentials(email, password string) string {
	return fmt.Sprintf(`{"email":%q,"password":%q}`, email, password)
}

func TestSignIn(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	gone := h.with(access.Viewer, access.Whole())
	h.ask(owner, "PATCH", "/api/users/"+gone.ID, `{"disabled":true}`).want(200)
	nobody := accesstest.Nobody()
	cases := []struct {
		name, email, password string
		status                int
		key                   string
		fired                 []string
	}{
		{"right", owner.Email, accesstest.Password, 201, "", []string{"session.opened"}},
		{"address in capitals", " " + strings.ToUpper(owner.Email), accesstest.Password, 201, "", []string{"session.opened"}},
		{"wrong password", owner.Email, "four quiet brown chair", 401, "session.refused", []string{"session.refused"}},
		{"unknown address", "nobody@example.org", accesstest.Password, 401, "session.refused", []string{"session.refused"}},
		{"disabled", gone.Email, accesstest.Password, 401, "session.refused", []string{"session.refused"}},
		{"no password", owner.Email, "", 422, "validation", nil},
	}
	var refusals []string
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h.t = t
			h.fired(c.fired, func() {
				got := h.ask(nobody, "POST", "/api/session", credentials(c.email, c.password)).want(c.status, c.key)
				if c.status == 401 {
					refusals = append(refusals, got.Body.String())
				}
			})
		})
	}
	h.t = t
	for _, r := range refusals {
		if r != refusals[0] {
			t.Errorf("a refusal tells who has access:\n%s\n%s", refusals[0], r)
		}
	}
	if strings.Contains(h.logged.String(), accesstest.Password) {
		t.Error("a password is in the log")
	}
}

// Every refusal, and a success, computes exactly one password hash, so that
// time does not tell who has access.
func TestSignInTakesTheSameWorkForEverybody(t *testing.T) {
	h := newHouse(t)
	owner, gone := h.owner(), h.with(access.Viewer, access.Whole())
	h.ask(owner, "PATCH", "/api/users/"+gone.ID, `{"disabled":true}`).want(200)
	for _, email := range []string{owner.Email, gone.Email, "nobody@example.org"} {
		before := access.HashesOf(h.service)
		h.ask(accesstest.Nobody(), "POST", "/api/session", credentials(email, "not the password")).want(401)
		if did := access.HashesOf(h.service) - before; did != 1 {
			t.Errorf("%s: %d hashes were computed, want 1", email, did)
		}
	}
}

func TestCookie(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	cookie := owner.Cookie
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || cookie.Secure || len(cookie.Value) < 40 {
		t.Errorf("cookie %+v", cookie)
	}
	h.ask(owner, "PUT", "/api/organisation", `{"name":"Lac","time_zone":"UTC","currency":"EUR","language":"en","first_day_of_week":1,"fiscal_year_start":1,"public_url":"https://balcony.example.org/"}`).
		want(200, `"public_url":"https://balcony.example.org"`)
	again := h.ask(accesstest.Nobody(), "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201).person()
	if !again.Cookie.Secure {
		t.Error("with an https address the cookie travels in the clear")
	}
	if again.Cookie.Value == cookie.Value {
		t.Error("two sessions share a token")
	}
	var stored []string
	err := h.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT token_hash || data FROM access_session").Scan(ctx, &stored)
	})
	if err != nil || len(stored) != 2 {
		t.Fatalf("%d sessions, %v", len(stored), err)
	}
	for _, s := range stored {
		if strings.Contains(s, cookie.Value) || strings.Contains(s, again.Cookie.Value) {
			t.Error("a session's token is stored in the clear")
		}
	}
}

func TestSignInWhileSignedInEndsTheSessionBefore(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	again := h.ask(owner, "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201).person()
	h.ask(owner, "GET", "/api/session", "").want(401)
	h.ask(again, "GET", "/api/session", "").want(200)
}

func TestSignOut(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		first := h.owner()
		second, third := accesstest.SignIn(t, h.service, first), accesstest.SignIn(t, h.service, first)
		var list struct{ Items []access.OpenSession }
		h.ask(first, "GET", "/api/sessions", "", "User-Agent", "Reader/1").want(200).read(&list)
		if len(list.Items) != 3 {
			t.Fatalf("%d sessions", len(list.Items))
		}
		for _, s := range list.Items {
			if !s.Current && s.ID != "" {
				h.fired([]string{"session.closed"}, func() { h.ask(first, "DELETE", "/api/sessions/"+s.ID, "").want(204) })
				break
			}
		}
		left := 0
		for _, p := range []accesstest.Person{first, second, third} {
			if h.ask(p, "GET", "/api/session", "").Code == 200 {
				left++
			}
		}
		if left != 2 {
			t.Errorf("%d sessions are left, want 2", left)
		}
		stranger := h.with(access.Viewer, access.Whole())
		var theirs struct{ Items []access.OpenSession }
		h.ask(stranger, "GET", "/api/sessions", "").want(200).read(&theirs)
		h.ask(first, "DELETE", "/api/sessions/"+theirs.Items[0].ID, "").want(404)

		h.fired([]string{"session.closed"}, func() {
			out := h.ask(first, "DELETE", "/api/session", "").want(204)
			if c := out.Result().Cookies(); len(c) != 1 || c[0].MaxAge >= 0 {
				t.Errorf("the cookie stays: %v", c)
			}
		})
		h.ask(first, "GET", "/api/session", "").want(401, "session.needed")

		fourth, fifth := accesstest.SignIn(t, h.service, first), accesstest.SignIn(t, h.service, first)
		h.fired([]string{"sessions.closed"}, func() { h.ask(fourth, "DELETE", "/api/sessions", "").want(204) })
		for _, p := range []accesstest.Person{second, third, fourth, fifth} {
			h.ask(p, "GET", "/api/session", "").want(401)
		}
		h.ask(stranger, "GET", "/api/session", "").want(200)
	})
}

func TestSessionRunsOut(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	h.clock.push(6 * 24 * time.Hour)
	h.ask(owner, "GET", "/api/session", "").want(200)
	if err := h.service.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.clock.push(6 * 24 * time.Hour)
	_, second := h.open() // another process knows only what was written down
	h.handler = second
	h.ask(owner, "GET", "/api/session", "").want(200)
	h.clock.push(7*24*time.Hour + time.Second)
	h.ask(owner, "GET", "/api/session", "").want(401)

	busy := accesstest.SignIn(t, h.service, owner)
	for range 9 {
		h.clock.push(3 * 24 * time.Hour)
		h.ask(busy, "GET", "/api/session", "").want(200)
	}
	h.clock.push(3*24*time.Hour + time.Second)
	h.ask(busy, "GET", "/api/session", "").want(401)
	if err := h.service.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	err := h.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT count(*) FROM access_session").Scan(ctx, &left)
	})
	if err != nil || left != 0 {
		t.Errorf("%d sessions that ran out are kept, %v", left, err)
	}
}

// Requests are not durable writes: that somebody was seen is written by Flush.
func TestSeenIsWrittenOnceAMinute(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	stored := func() (at int64) {
		t.Helper()
		err := h.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT seen_at FROM access_session").Scan(ctx, &at)
		})
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	before := stored()
	h.clock.push(time.Hour)
	for range 20 {
		h.ask(owner, "GET", "/api/session", "").want(200)
	}
	if stored() != before {
		t.Error("a request wrote to the record")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.service.Flush(gone); err == nil || stored() != before {
		t.Errorf("a flush that was cut off: %v", err)
	}
	if err := h.service.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := time.Duration(stored()-before) * time.Microsecond; got < time.Hour || got > time.Hour+time.Minute {
		t.Errorf("seen %v later, want an hour", got)
	}
	h.ask(owner, "GET", "/api/users/"+owner.ID, "").want(200, `"last_seen_at"`)
}

func TestAnotherProcessHearsWithinSeconds(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner, viewer := h.owner(), h.with(access.Viewer, access.Whole())
		here := h.handler
		_, there := h.open()
		h.handler = there
		h.ask(viewer, "GET", "/api/session", "").want(200)
		h.handler = here
		h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"disabled":true}`).want(200)
		h.ask(viewer, "GET", "/api/session", "").want(401)
		h.handler = there
		h.clock.push(4 * time.Second)
		h.ask(viewer, "GET", "/api/session", "").want(401)
	})
}

func TestSignInRateLimit(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	other := h.with(access.Viewer, access.Whole())
	nobody := accesstest.Nobody()
	for i := range 10 {
		h.address = fmt.Sprintf("192.0.2.%d", 10+i)
		h.ask(nobody, "POST", "/api/session", credentials(owner.Email, "guess number ten")).want(401)
		h.ask(nobody, "POST", "/api/session", credentials("nobody@example.org", "guess number ten")).want(401)
	}
	h.address = "192.0.2.99"
	before := access.HashesOf(h.service)
	a := h.ask(nobody, "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(429, "session.too_many")
	b := h.ask(nobody, "POST", "/api/session", credentials("nobody@example.org", "x")).want(429)
	if a.Body.String() != b.Body.String() {
		t.Error("the limit tells who has access")
	}
	if access.HashesOf(h.service) != before {
		t.Error("a turned away sign-in was hashed")
	}
	h.ask(nobody, "POST", "/api/session", credentials(other.Email, accesstest.Password)).want(201)
	h.clock.push(time.Minute)
	h.ask(nobody, "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201)

	h.address = "198.51.100.1"
	for i := range 40 {
		h.ask(nobody, "POST", "/api/session", credentials(fmt.Sprintf("guess%d@example.org", i), "x")).want(401)
	}
	h.ask(nobody, "POST", "/api/session", credentials(other.Email, accesstest.Password)).want(429)
}

func TestProfile(t *testing.T) {
	h := newHouse(t)
	viewer := h.with(access.Viewer, access.Program("p1"))
	h.fired([]string{"user.changed"}, func() {
		h.ask(viewer, "PATCH", "/api/session", `{"name":" Zoé Petit ","language":"fr"}`).
			want(200, `"name":"Zoé Petit"`, `"language":"fr"`, `"figure.read":[{"kind":"program","id":"p1"}]`).without("answer.read")
	})
	h.ask(viewer, "PATCH", "/api/session", `{"name":"  "}`).want(422, `"field":"name"`)
	h.ask(viewer, "PATCH", "/api/session", `{"language":"de"}`).want(422)
	h.ask(viewer, "PATCH", "/api/session", `{"role":"owner"}`).want(422)
}

func TestPasswordIsHashedAnewAtAnotherCost(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	access.SetCost(h.service, access.Cost{Memory: 128, Time: 1, Threads: 1})
	h.ask(accesstest.Nobody(), "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201)
	var stored string
	err := h.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT password FROM access_user").Scan(ctx, &stored)
	})
	if err != nil || !strings.Contains(stored, "m=128,") {
		t.Errorf("stored %s, %v", stored, err)
	}
	h.ask(accesstest.Nobody(), "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201)
}
