package collect

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// owns is a tree in which everybody owns some accounts.
type owns struct {
	access.Tree
	accounts []string
}

func (o owns) AccountsOf(context.Context, string) ([]string, error) { return o.accounts, nil }

func (f *fixture) account(t *testing.T, key string) string {
	t.Helper()
	var id string
	err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id FROM account WHERE key = ?", key).Scan(ctx, &id)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// TestCustomersAreNotMovedFromBeyondReach: an answer that names another account
// than its customer's moves the customer only where the sender reaches both.
func TestCustomersAreNotMovedFromBeyondReach(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		program, recommend := f.program(t, "Shops")
		north, _, err := f.People.CreateUnit(owner(t), people.Unit{Key: "north", Name: "North"})
		if err != nil {
			t.Fatal(err)
		}
		answer := func(who access.Who, customer, account, unit string) (int, string) {
			body := map[string]any{
				"id": newID(), "program_id": program, "customer_key": customer,
				"answers": []any{map[string]any{"measure_id": recommend, "score": 7}},
			}
			if account != "" {
				body["account_key"] = account
			}
			if unit != "" {
				body["unit_key"] = unit
			}
			return f.call(t, who, http.MethodPost, "/api/responses", body)
		}
		for customer, account := range map[string]string{"ann": "acme", "bob": "acme", "cal": "globex", "dan": "", "eve": "initech"} {
			if status, body := answer(as(access.Owner), customer, account, ""); status != http.StatusCreated {
				t.Fatalf("%d %s", status, body)
			}
		}
		narrow := func(scope access.Scope, rows access.RowScope) access.Who {
			who, err := access.Resolve(t.Context(), owns{f.People, []string{f.account(t, "acme"), f.account(t, "initech")}}, as(access.Researcher, access.Grant{Role: access.Researcher, Scope: scope, Rows: rows}))
			if err != nil {
				t.Fatal(err)
			}
			return who
		}
		own := func() access.Who { return narrow(access.Whole(), access.RowsMyAccounts) }
		for _, c := range []struct {
			name                    string
			who                     access.Who
			customer, account, unit string
			status                  int
			after                   string // the customer's account
		}{
			{"own accounts, from beyond them", own(), "cal", "acme", "", 403, "globex"},
			{"own accounts, out of them", own(), "ann", "globex", "", 403, "acme"},
			{"own accounts, the customer's own", own(), "ann", "acme", "", 201, "acme"},
			{"own accounts, both", own(), "ann", "initech", "", 201, "initech"},
			{"own accounts, one of none", own(), "dan", "acme", "", 201, "acme"},
			{"a unit, from any account", narrow(access.Unit(north.ID), access.RowsAll), "bob", "globex", "north", 403, "acme"},
			{"a unit, the customer's own", narrow(access.Unit(north.ID), access.RowsAll), "bob", "acme", "north", 201, "acme"},
			{"a program", narrow(access.Program(program), access.RowsAll), "bob", "globex", "", 201, "globex"},
			{"the whole", as(access.Researcher), "cal", "acme", "", 201, "acme"},
		} {
			status, body := answer(c.who, c.customer, c.account, c.unit)
			if status != c.status || status == 403 && !strings.Contains(body, "people.moved") && c.name != "own accounts, out of them" {
				t.Errorf("%s: %d %s", c.name, status, body)
			}
			var after string
			err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
				return q.NewRaw("SELECT a.key FROM customer AS c JOIN account AS a ON a.id = c.account_id WHERE c.key = ?", c.customer).Scan(ctx, &after)
			})
			if err != nil || after != c.after {
				t.Errorf("%s: %s is with %s, %s expected; %v", c.name, c.customer, after, c.after, err)
			}
		}
	})
}
