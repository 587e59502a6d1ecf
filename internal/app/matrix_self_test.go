package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
)

// TestEverybodyHasTheirOwnSession uses the operations about oneself as every
// role, over a scope of each kind, signed in for real: the whole server
// answers, gate and all. Who holds the permission must succeed.
func TestEverybodyHasTheirOwnSession(t *testing.T) {
	a := openApp(t)
	f := newFirm(t, a, newBare(a))
	scopes := []access.Scope{access.Unit(f.south), access.Program(f.a), access.Whole()}
	for i, role := range access.Roles() {
		g := access.Grant{Role: role, Scope: scopes[i%len(scopes)], Rows: access.RowsAll}
		p := accesstest.New(t, a.access, g)
		const password = `{"password":"` + accesstest.Password + `"}`
		name := string(role) + " of a " + string(g.Scope.Kind)
		asks(t, a, name, p, "GET", "/api/session", "", http.StatusOK)
		asks(t, a, name, p, "PATCH", "/api/session", `{"name":"Somebody Else","language":"fr"}`, http.StatusOK)
		var secret access.TOTPStart
		decode(t, asks(t, a, name, p, "POST", "/api/totp", password, http.StatusCreated), &secret)
		code, err := totp.GenerateCode(secret.Secret, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		asks(t, a, name, p, "POST", "/api/totp/confirm", `{"code":"`+code+`"}`, http.StatusOK)
		asks(t, a, name, p, "DELETE", "/api/totp", password, http.StatusNoContent)
		other := accesstest.SignIn(t, a.access, p)
		asks(t, a, name, other, "DELETE", "/api/session", "", http.StatusNoContent)
		asks(t, a, name, other, "GET", "/api/session", "", http.StatusUnauthorized)
		moved := strings.ToUpper(p.Email)
		asks(t, a, name, p, "POST", "/api/email", `{"email":"`+moved+`","password":"`+accesstest.Password+`"}`, http.StatusOK)
		other = accesstest.SignIn(t, a.access, p)
		asks(t, a, name, p, "POST", "/api/password", `{"current":"`+accesstest.Password+`","password":"seven loud green tables"}`, http.StatusNoContent)
		asks(t, a, name, other, "GET", "/api/session", "", http.StatusUnauthorized)
		asks(t, a, name, p, "DELETE", "/api/sessions", "", http.StatusNoContent)
		asks(t, a, name, p, "GET", "/api/session", "", http.StatusUnauthorized)
	}
}

// asks sends one request through everything that the server serves.
func asks(t *testing.T, a *App, name string, p accesstest.Person, method, path, body string, want int) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, p.Ask(r))
	if w.Code != want {
		t.Errorf("%s %s by %s: %d, want %d: %.200s", method, path, name, w.Code, want, w.Body.String())
	}
	return w.Body.String()
}
