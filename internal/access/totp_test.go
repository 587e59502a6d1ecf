package access_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// codeAt is what the authenticator app shows.
func (h *house) codeAt(secret string, ahead time.Duration) string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, h.clock.Now().Add(ahead))
	if err != nil {
		h.t.Fatal(err)
	}
	return code
}

func withCode(email, code string) string {
	return fmt.Sprintf(`{"email":%q,"password":%q,"code":%q}`, email, accesstest.Password, code)
}

var confirmed = fmt.Sprintf(`{"password":%q}`, accesstest.Password)

// secondFactor turns the second factor on and gives its secret and codes.
func (h *house) secondFactor(p accesstest.Person) (string, []string) {
	h.t.Helper()
	var start access.TOTPStart
	h.ask(p, "POST", "/api/totp", confirmed).want(201, "otpauth://totp/", "data:image/png;base64,").read(&start)
	var codes access.RecoveryCodes
	h.fired([]string{"totp.on"}, func() {
		h.ask(p, "POST", "/api/totp/confirm", fmt.Sprintf(`{"code":%q}`, h.codeAt(start.Secret, 0))).want(200).read(&codes)
	})
	return start.Secret, codes.Codes
}

func TestSecondFactor(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner, nobody := h.owner(), accesstest.Nobody()
		h.ask(owner, "POST", "/api/totp/confirm", `{"code":"123456"}`).want(409, "totp.not_started")
		h.ask(owner, "POST", "/api/totp", confirmed).want(201)
		h.ask(nobody, "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201)
		h.ask(owner, "POST", "/api/totp/confirm", `{"code":"000000"}`).want(422, "totp.wrong")
		secret, codes := h.secondFactor(owner)
		h.ask(owner, "GET", "/api/session", "").want(200, `"totp":true`)
		h.ask(owner, "POST", "/api/totp", confirmed).want(409, "totp.on")

		h.ask(nobody, "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(401, "session.totp_required")
		h.ask(nobody, "POST", "/api/session", withCode(owner.Email, h.codeAt(secret, 0))).want(401, "totp.wrong") // used to confirm
		h.clock.push(31 * time.Second)
		code := h.codeAt(secret, 0)
		h.ask(nobody, "POST", "/api/session", withCode(owner.Email, code[:3]+" "+code[3:])).want(201)
		h.fired([]string{"session.refused"}, func() {
			h.ask(nobody, "POST", "/api/session", withCode(owner.Email, code)).want(401, "totp.wrong")
		})
		h.ask(nobody, "POST", "/api/session", withCode(owner.Email, h.codeAt(secret, -30*time.Second))).want(401)
		h.ask(nobody, "POST", "/api/session", withCode(owner.Email, h.codeAt(secret, 30*time.Second))).want(201)
		h.clock.push(10 * time.Minute)
		h.ask(nobody, "POST", "/api/session", withCode(owner.Email, h.codeAt(secret, -2*time.Minute))).want(401)

		if len(codes) != 10 {
			t.Fatalf("%d recovery codes", len(codes))
		}
		h.fired([]string{"recovery.used", "session.opened"}, func() {
			h.ask(nobody, "POST", "/api/session", withCode(owner.Email, strings.ToUpper(codes[3]))).want(201)
		})
		h.ask(nobody, "POST", "/api/session", withCode(owner.Email, codes[3])).want(401)

		h.ask(owner, "DELETE", "/api/totp", `{"password":"not my password"}`).want(422)
		h.fired([]string{"totp.off"}, func() { h.ask(owner, "DELETE", "/api/totp", confirmed).want(204) })
		h.ask(nobody, "POST", "/api/session", credentials(owner.Email, accesstest.Password)).want(201)
	})
}

func TestSecondFactorAtRest(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	secret, codes := h.secondFactor(owner)
	var stored []string
	err := h.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT totp || totp_pending FROM access_user UNION ALL SELECT code_hash FROM access_recovery").Scan(ctx, &stored)
	})
	if err != nil || len(stored) != 11 {
		t.Fatalf("%d secrets, %v", len(stored), err)
	}
	all := strings.Join(stored, " ")
	if strings.Contains(all, secret) || strings.Contains(all, codes[0]) || strings.Contains(all, strings.ReplaceAll(codes[0], "-", "")) {
		t.Error("a secret is stored in the clear")
	}
	if strings.Contains(h.logged.String(), secret) || strings.Contains(h.logged.String(), codes[0]) {
		t.Error("a secret is in the log")
	}
}

func TestOneCodeOpensOneSession(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner := h.owner()
		secret, codes := h.secondFactor(owner)
		h.clock.push(31 * time.Second)
		for _, code := range []string{h.codeAt(secret, 0), codes[0]} {
			errs := make([]error, 4)
			var all sync.WaitGroup
			for i := range errs {
				all.Go(func() {
					_, errs[i] = h.service.SignIn(t.Context(), access.Credentials{Email: owner.Email, Password: accesstest.Password, Code: code})
				})
			}
			all.Wait()
			opened := 0
			for _, err := range errs {
				if err == nil {
					opened++
				}
			}
			if opened != 1 {
				t.Errorf("one code opened %d sessions", opened)
			}
		}
	})
}

func TestLostSecondFactorIsTakenOffByTheOperator(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	h.secondFactor(owner)
	command := access.System(t.Context(), "user reset")
	link, err := h.service.ResetLink(command, owner.Email, true)
	if err != nil {
		t.Fatal(err)
	}
	h.ask(accesstest.Nobody(), "POST", "/api/password/reset", resetBody(tokenIn(t, link), newPassword)).want(204)
	h.ask(accesstest.Nobody(), "POST", "/api/session", credentials(owner.Email, newPassword)).want(201, `"totp":false`)
}
