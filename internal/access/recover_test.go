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

const newPassword = "seven loud green lamps"

// answered does what the background work does with forgotten passwords.
func (h *house) answered(want int) {
	h.t.Helper()
	n := access.AnswerForgotten(h.service, func(err error) {
		if err != nil {
			h.t.Error(err)
		}
	})
	if n != want {
		h.t.Errorf("%d requests waited, want %d", n, want)
	}
}

// tokenIn takes the token off a link.
func tokenIn(t *testing.T, link string) string {
	t.Helper()
	_, token, ok := strings.Cut(link, "#")
	if !ok || len(token) < 22 {
		t.Fatalf("link %q", link)
	}
	return token
}

func resetBody(token, password string) string {
	return fmt.Sprintf(`{"token":%q,"password":%q}`, token, password)
}

func TestForgottenPassword(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	nobody := accesstest.Nobody()
	known := h.ask(nobody, "POST", "/api/password/forgot", fmt.Sprintf(`{"email":%q}`, strings.ToUpper(owner.Email))).want(202)
	unknown := h.ask(nobody, "POST", "/api/password/forgot", `{"email":"nobody@example.org"}`).want(202)
	if known.Body.String() != unknown.Body.String() || len(h.post.sent) != 0 {
		t.Errorf("the answer tells who has access: %q %q, %d mails", known.Body, unknown.Body, len(h.post.sent))
	}
	h.fired([]string{"password.forgotten"}, func() { h.answered(2) })
	if len(h.post.sent) != 1 || h.post.sent[0].To != owner.Email || h.post.sent[0].Template != "reset" {
		t.Fatalf("mails: %+v", h.post.sent)
	}
	mail := h.post.sent[0]
	if left := mail.Expires.Sub(h.clock.Now()); left < 59*time.Minute || left > time.Hour {
		t.Errorf("the mail is good for %v", left)
	}
	if !strings.HasPrefix(mail.Data["link"], "http://balcony.example.org/reset#") {
		t.Errorf("link %q", mail.Data["link"])
	}
	token := tokenIn(t, mail.Data["link"])
	h.ask(nobody, "POST", "/api/password/reset", resetBody(token, "short")).want(422, "password.too_short")
	h.fired([]string{"password.reset"}, func() {
		h.ask(nobody, "POST", "/api/password/reset", resetBody(token, newPassword)).want(204)
	})
	h.ask(nobody, "POST", "/api/password/reset", resetBody(token, newPassword)).want(404, "link.over")
	h.ask(owner, "GET", "/api/session", "").want(401)
	h.ask(nobody, "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(401)
	h.ask(nobody, "POST", "/api/session", credentials(owner.Email, newPassword)).want(201)
	if strings.Contains(h.logged.String(), token) {
		t.Error("the token is in the log")
	}
}

func TestResetLinkRunsOutIsReplacedAndNeedsAnEnabledPerson(t *testing.T) {
	h := newHouse(t)
	owner, viewer := h.owner(), h.with(access.Viewer, access.Whole())
	command := access.System(t.Context(), "user reset")
	link := func() string {
		t.Helper()
		link, err := h.service.ResetLink(command, viewer.Email, false)
		if err != nil {
			t.Fatal(err)
		}
		return tokenIn(t, link)
	}
	reset := func(token string) answer {
		return h.ask(accesstest.Nobody(), "POST", "/api/password/reset", resetBody(token, newPassword))
	}
	first, second := link(), link()
	reset(first).want(404)
	h.clock.push(time.Hour + time.Second)
	reset(second).want(404)
	third := link()
	h.ask(owner, "PATCH", "/api/users/"+viewer.ID, `{"disabled":true}`).want(200)
	reset(third).want(404)
	if _, err := h.service.ResetLink(t.Context(), viewer.Email, false); !fault.Is(err, fault.CodeUnauthenticated) {
		t.Errorf("anybody may make a link: %v", err)
	}
	if _, err := h.service.ResetLink(command, "nobody@example.org", false); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("a link for nobody: %v", err)
	}
	h.ask(accesstest.Nobody(), "POST", "/api/password/forgot", fmt.Sprintf(`{"email":%q}`, viewer.Email)).want(202)
	h.answered(1)
	if len(h.post.sent) != 0 {
		t.Error("a disabled person gets a link")
	}
}

func TestResetLinkWorksOnceAtATime(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner := h.owner()
		link, err := h.service.ResetLink(access.System(t.Context(), "user reset"), owner.Email, false)
		if err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 4)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				errs[i] = h.service.ResetPassword(t.Context(), access.PasswordReset{Token: tokenIn(t, link), Password: newPassword})
			})
		}
		all.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			}
		}
		if done != 1 {
			t.Errorf("the link worked %d times", done)
		}
	})
}

func TestForgottenPasswordIsLimited(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	body := fmt.Sprintf(`{"email":%q}`, owner.Email)
	for i := range 6 {
		h.address = fmt.Sprintf("192.0.2.%d", 50+i)
		h.ask(accesstest.Nobody(), "POST", "/api/password/forgot", body).want(202)
	}
	h.answered(3)
	h.address = "198.51.100.7"
	for i := range 20 {
		h.ask(accesstest.Nobody(), "POST", "/api/password/forgot", fmt.Sprintf(`{"email":"x%d@example.org"}`, i)).want(202)
	}
	h.ask(accesstest.Nobody(), "POST", "/api/password/forgot", body).want(429)
}

func TestChangePassword(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	other := accesstest.SignIn(t, h.service, owner)
	change := func(current, password string) string {
		return fmt.Sprintf(`{"current":%q,"password":%q}`, current, password)
	}
	h.fired([]string{"session.refused"}, func() {
		h.ask(owner, "POST", "/api/password", change("not my password", newPassword)).want(422, "password.wrong", `"field":"current"`)
	})
	h.ask(owner, "POST", "/api/password", change(accesstest.Password, owner.Email)).want(422, "password.too_common")
	h.fired([]string{"password.changed"}, func() {
		h.ask(owner, "POST", "/api/password", change(accesstest.Password, newPassword)).want(204)
	})
	h.ask(owner, "GET", "/api/session", "").want(200)
	h.ask(other, "GET", "/api/session", "").want(401)
	h.ask(accesstest.Nobody(), "POST", "/api/session", credentials(owner.Email, newPassword)).want(201)
}

func TestGuessingThePasswordInsideASessionIsLimited(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	for range 10 {
		h.ask(owner, "POST", "/api/totp", `{"password":"a guess at it"}`).want(422)
	}
	h.ask(owner, "POST", "/api/totp", fmt.Sprintf(`{"password":%q}`, accesstest.Password)).want(429)
}
