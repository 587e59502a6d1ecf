package access_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// token makes an API token for somebody.
func (h *house) token(as accesstest.Person, scopes string) access.MadeToken {
	h.t.Helper()
	var made access.MadeToken
	h.ask(as, "POST", "/api/tokens", `{"name":"till","scopes":[`+scopes+`]}`).want(201).read(&made)
	return made
}

// bearer asks with an API token.
func (h *house) bearer(token, method, path, body string) answer {
	h.t.Helper()
	return h.ask(accesstest.Nobody(), method, path, body, "Authorization", "Bearer "+token)
}

func TestTokens(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner := h.owner()
		var made access.MadeToken
		h.fired([]string{"token.made"}, func() { made = h.token(owner, `"organisation.read","audit.read","audit.read"`) })
		if !strings.HasPrefix(made.Secret, "bal_") || len(made.Secret) != 4+43 || len(made.Token.Scopes) != 2 {
			t.Fatalf("%+v", made)
		}
		h.ask(owner, "GET", "/api/tokens", "").want(200, made.Token.ID, `"hint":"`+made.Secret[:8]+`"`).without(made.Secret)
		h.bearer(made.Secret, "GET", "/api/organisation", "").want(200)
		h.bearer(made.Secret, "GET", "/api/audit", "").want(200)
		for _, refused := range [][2]string{{"GET", "/api/users"}, {"GET", "/api/session"}, {"GET", "/api/tokens"}, {"DELETE", "/api/sessions"}} {
			h.bearer(made.Secret, refused[0], refused[1], "").want(403)
		}
		h.bearer(made.Secret+"x", "GET", "/api/organisation", "").want(401, "token.refused")
		h.bearer("nothing", "GET", "/api/organisation", "").want(401, "token.refused")
		h.ask(accesstest.Nobody(), "GET", "/api/organisation", "", "Authorization", "Basic eDp5").want(401)
		h.ask(owner, "GET", "/api/organisation", "", "Authorization", "Bearer bal_wrong").want(401) // no falling back to the cookie

		if err := h.service.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.ask(owner, "GET", "/api/tokens", "").want(200, `"last_used_at"`)

		other := h.with(access.Lead, access.Whole())
		h.ask(other, "DELETE", "/api/tokens/"+made.Token.ID, "").want(404)
		h.bearer(made.Secret, "GET", "/api/organisation", "").want(200)
		h.fired([]string{"token.revoked"}, func() { h.ask(owner, "DELETE", "/api/tokens/"+made.Token.ID, "").want(204) })
		h.bearer(made.Secret, "GET", "/api/organisation", "").want(401)
		h.ask(owner, "DELETE", "/api/tokens/"+made.Token.ID, "").want(404)

		var stored []string
		err := h.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT token_hash || hint || name FROM access_token UNION ALL SELECT details || object FROM access_audit").Scan(ctx, &stored)
		})
		if err != nil || strings.Contains(strings.Join(stored, " "), made.Secret) || strings.Contains(h.logged.String(), made.Secret) {
			t.Errorf("the token is stored or logged in the clear, %v", err)
		}
	})
}

func TestTokenScopes(t *testing.T) {
	h := newHouse(t)
	analyst := h.with(access.Analyst, access.Program("p1"))
	for _, scopes := range []string{`"nonsense"`, `"access.manage"`, `"session.self"`, `"token.own"`, ``} {
		h.ask(analyst, "POST", "/api/tokens", `{"name":"till","scopes":[`+scopes+`]}`).want(422)
	}
	h.ask(analyst, "POST", "/api/tokens", `{"name":"till","scopes":["figure.read"],"expires_at":"2020-01-01T00:00:00Z"}`).want(422, "expires_at")
	h.ask(h.with(access.Viewer, access.Whole()), "POST", "/api/tokens", `{"name":"till","scopes":["figure.read"]}`).want(403)
}

func TestTokenRunsOut(t *testing.T) {
	h := newHouse(t)
	owner := h.owner()
	var made access.MadeToken
	at := h.clock.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	h.ask(owner, "POST", "/api/tokens", fmt.Sprintf(`{"name":"till","scopes":["organisation.read"],"expires_at":%q}`, at)).want(201).read(&made)
	h.clock.push(time.Hour - 2*time.Second)
	h.bearer(made.Secret, "GET", "/api/organisation", "").want(200)
	h.clock.push(2 * time.Second) // still within what is remembered
	h.bearer(made.Secret, "GET", "/api/organisation", "").want(401)
}

// A token is worth what its maker holds at that moment.
func TestTokenFollowsItsMaker(t *testing.T) {
	h := newHouse(t)
	owner, lead := h.owner(), h.with(access.Lead, access.Whole())
	second := h.owner()
	made, theirs := h.token(lead, `"organisation.read"`), h.token(second, `"audit.read","organisation.read"`)
	h.bearer(theirs.Secret, "GET", "/api/audit", "").want(200)
	h.ask(owner, "PATCH", "/api/users/"+second.ID, `{"grants":[{"role":"viewer","scope":{"kind":"whole"}}]}`).want(200)
	h.bearer(theirs.Secret, "GET", "/api/audit", "").want(403)
	h.bearer(theirs.Secret, "GET", "/api/organisation", "").want(200)

	h.bearer(made.Secret, "GET", "/api/organisation", "").want(200)
	h.ask(owner, "PATCH", "/api/users/"+lead.ID, `{"disabled":true}`).want(200)
	h.bearer(made.Secret, "GET", "/api/organisation", "").want(401)
	h.ask(owner, "PATCH", "/api/users/"+lead.ID, `{"disabled":false}`).want(200)
	h.bearer(made.Secret, "GET", "/api/organisation", "").want(200)
	h.ask(owner, "DELETE", "/api/users/"+lead.ID, "").want(204)
	h.bearer(made.Secret, "GET", "/api/organisation", "").want(401)
}

func TestTokenRevokedInAnotherProcess(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner := h.owner()
		made := h.token(owner, `"organisation.read"`)
		_, there := h.open()
		here := h.handler
		h.handler = there
		h.bearer(made.Secret, "GET", "/api/organisation", "").want(200)
		h.handler = here
		h.ask(owner, "DELETE", "/api/tokens/"+made.Token.ID, "").want(204)
		h.clock.push(3 * time.Second)
		h.handler = there
		h.bearer(made.Secret, "GET", "/api/organisation", "").want(401)
	})
}

// The busiest path of all: an API token that is known.
func BenchmarkBearer(b *testing.B) {
	store := recordtest.SQLite(b, migrations())
	service := accesstest.Service(b, store, nil)
	ctx := access.System(b.Context(), "bench")
	if _, err := service.AddUser(ctx, "Ines", "ines@example.org", accesstest.Password, access.Grant{Role: access.Lead, Scope: access.Whole()}); err != nil {
		b.Fatal(err)
	}
	ines, err := service.As(ctx, "ines@example.org")
	if err != nil {
		b.Fatal(err)
	}
	made, err := service.MakeToken(ines, access.NewToken{Name: "till", Scopes: []access.Permission{access.AnswerWrite}})
	if err != nil {
		b.Fatal(err)
	}
	handler := service.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if err := access.From(r.Context()).Require(access.AnswerWrite, access.Whole()); err != nil {
			b.Fatal(err)
		}
	}))
	r := httptest.NewRequest("POST", "/api/responses", nil)
	r.Header.Set("Authorization", "Bearer "+made.Secret)
	w := httptest.NewRecorder()
	b.ReportAllocs()
	for b.Loop() {
		handler.ServeHTTP(w, r)
	}
}

func TestTokenFromTheCommandLine(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		lead := h.with(access.Lead, access.Whole())
		system := access.System(t.Context(), "operator")
		secret, err := h.service.IssueToken(system, lead.Email, "till", nil)
		if err != nil {
			t.Fatal(err)
		}
		h.bearer(secret, "GET", "/api/organisation", "").want(200)
		h.bearer(secret, "GET", "/api/users", "").want(403)
		if _, err := h.service.IssueToken(system, lead.Email, "till", []access.Permission{access.AuditRead}); err == nil {
			t.Error("a token wider than its person was made")
		}
		if _, err := h.service.IssueToken(system, "nobody@example.test", "till", nil); err == nil {
			t.Error("a token for nobody was made")
		}
		if _, err := h.service.IssueToken(t.Context(), lead.Email, "till", nil); err == nil {
			t.Error("somebody else than the system made a token")
		}
	})
}
