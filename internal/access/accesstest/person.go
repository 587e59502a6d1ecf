package accesstest

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// Password is the password of everybody made here.
const Password = "four quiet brown chairs"

// Cost is a password hash that takes no time worth mentioning.
func Cost() access.Cost { return access.Cost{Memory: 64, Time: 1, Threads: 1} }

// Service builds the service on a store that has access.Migrations, at the
// wall clock, without mail and with cheap password hashes.
func Service(t testing.TB, store *record.Store, tree access.Tree) *access.Service {
	t.Helper()
	vault, err := access.NewVault("a key for tests only", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := access.New(access.Options{
		Store: store, Now: time.Now, Random: rand.Reader, Tree: tree, Vault: vault,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Cost: Cost(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Person is somebody made for a test, and signed in.
type Person struct {
	ID     string
	Email  string
	Cookie *http.Cookie // nil for nobody
}

// Ask puts the person's session into a request.
func (p Person) Ask(r *http.Request) *http.Request {
	if p.Cookie != nil {
		r.AddCookie(p.Cookie)
	}
	return r
}

// Nobody is not signed in.
func Nobody() Person { return Person{} }

// New makes a person with these grants and signs them in.
func New(t testing.TB, s *access.Service, grants ...access.Grant) Person {
	t.Helper()
	name := strings.ToLower(rand.Text()[:10])
	email := name + "@example.org"
	user, err := s.AddUser(access.System(t.Context(), "test"), "Person "+name, email, Password, grants...)
	if err != nil {
		t.Fatalf("make a person: %v", err)
	}
	return SignIn(t, s, Person{ID: user.ID, Email: email})
}

// SignIn signs a person in anew.
func SignIn(t testing.TB, s *access.Service, p Person) Person {
	t.Helper()
	opened, err := s.SignIn(t.Context(), access.Credentials{Email: p.Email, Password: Password})
	if err != nil {
		t.Fatalf("sign in: %v", err)
	}
	p.Cookie = opened.Cookie
	return p
}

// Combination is a role over a scope, with a name for the test's output.
type Combination struct {
	Name  string
	Grant access.Grant
}

// Combinations are all roles over the whole, a program and a unit, and for the
// whole also limited to own accounts (but for owners, who see all rows).
func Combinations(program, unit string) []Combination {
	var all []Combination
	for _, role := range access.Roles() {
		for _, scope := range []access.Scope{access.Whole(), access.Program(program), access.Unit(unit)} {
			all = append(all, Combination{
				Name:  fmt.Sprintf("%s of %s", role, scope.Kind),
				Grant: access.Grant{Role: role, Scope: scope, Rows: access.RowsAll},
			})
		}
		if role != access.Owner {
			all = append(all, Combination{
				Name:  fmt.Sprintf("%s of own accounts", role),
				Grant: access.Grant{Role: role, Scope: access.Whole(), Rows: access.RowsMyAccounts},
			})
		}
	}
	return all
}
