package people

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// upserted sends inputs in as somebody and gives their ids.
func upserted(t *testing.T, s *Service, ctx context.Context, inputs ...CustomerInput) []string {
	t.Helper()
	receipt, _, err := s.UpsertCustomers(ctx, inputs)
	if err != nil || len(receipt.Rejected) > 0 {
		t.Fatalf("%+v %v", receipt.Rejected, err)
	}
	var ids []string
	for _, a := range receipt.Accepted {
		ids = append(ids, a.ID)
	}
	return ids
}

// keysOf lists the keys of the customers that a filter finds, as ctx sees them.
func keysOf(t *testing.T, s *Service, ctx context.Context, f CustomerFilter) (keys []string) {
	t.Helper()
	list, err := s.ListCustomers(ctx, f, ListPlace{}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list {
		keys = append(keys, c.Key)
	}
	return keys
}

// The same again changes nothing, what is not said stays, what is empty is
// cleared, and what cannot be taken is named while the rest is kept.
func TestCustomersAreMadeAndChangedByKey(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		shop := add(t, s, "Shop", "")
		in := []CustomerInput{
			{Key: " c1 ", Name: new("Zoë  Élan"), Email: new("Zoe.Elan@Example.COM"), Phone: new("+33 4 93 00 11 22"), Language: new("FR-fr"), Account: new("acme"), Unit: new("Shop"), Roles: &[]Role{Uses, Decides, Uses}, Tie: new(4)},
			{Key: "c2", Email: new("nobody")},
			{Key: "c3", Unit: new("nowhere")},
			{Key: "c4", Name: new("Ann")},
			{Key: "c4", Title: new("Head")},
		}
		receipt, position, err := s.UpsertCustomers(system(t), in)
		if err != nil || position == 0 {
			t.Fatal(err)
		}
		var told []string
		for _, r := range receipt.Rejected {
			told = append(told, r.Key)
		}
		if want := []string{"email.invalid", "unit.unknown"}; !slices.Equal(told, want) || receipt.Rejected[0].Index != 1 || receipt.Rejected[1].Index != 2 {
			t.Errorf("rejected: %+v", receipt.Rejected)
		}
		if len(receipt.Accepted) != 3 || receipt.Accepted[0].Status != Made || receipt.Accepted[2].Status != Changed || receipt.Accepted[1].ID != receipt.Accepted[2].ID {
			t.Errorf("accepted: %+v", receipt.Accepted)
		}
		c, err := s.GetCustomer(system(t), receipt.Accepted[0].ID)
		if err != nil || c.Key != "c1" || c.Name != "Zoë Élan" || c.Email != "zoe.elan@example.com" || c.Phone != "+33 4 93 00 11 22" || c.Language != "fr-FR" ||
			c.Account.Key != "acme" || c.Unit.ID != shop.ID || !slices.Equal(c.Roles, []Role{Decides, Uses}) || c.Tie != 4 || c.Version != 1 {
			t.Errorf("kept as %+v, %v", c, err)
		}
		again, _, err := s.UpsertCustomers(system(t), in[:1])
		if err != nil || again.Accepted[0].Status != Same {
			t.Errorf("the same again: %+v %v", again, err)
		}
		if _, _, err := s.UpsertCustomers(system(t), []CustomerInput{{Key: "c1", Email: new(""), Account: new(""), Tie: new(0)}}); err != nil {
			t.Fatal(err)
		}
		if c, _ = s.GetCustomer(system(t), c.ID); c.Name != "Zoë Élan" || c.Email != "" || c.Account != nil || c.Tie != 0 || c.Version != 2 {
			t.Errorf("cleared: %+v", c)
		}
		events, err := s.store.Events(t.Context(), 0, 100)
		kinds := map[string]int{}
		for _, e := range events {
			kinds[e.Kind] += len(e.IDs)
		}
		if err != nil || kinds[CustomerChanged] != 4 || kinds[AccountChanged] != 1 {
			t.Errorf("the change log holds %v, %v", kinds, err)
		}
	})
}

// A customer is found by words of the name, of the mail and of the key, by how
// the name or key begins, and by a number however it is written; also one that
// an answer brought along.
func TestCustomersAreFound(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		upserted(t, s, system(t),
			CustomerInput{Key: "k-100", Name: new("Zoë Élan"), Email: new("zoe@blue-harbour.example"), Phone: new("+33 4 93 00 11 22")},
			CustomerInput{Key: "k-200", Name: new("Anna Zorn")})
		_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			for _, key := range []string{"K-300 Ökonom", "k-400", "max@red.example"} {
				if _, err := s.Resolve(ctx, tx, Keys{Customer: key}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for search, want := range map[string][]string{
			"ELAN zo": {"k-100"}, "zo": {"k-200", "k-100"}, "blue harb": {"k-100"}, "zoe@blue-harbour.example": {"k-100"}, "harbour elan zorn": nil,
			"04 93 00 11 22": {"k-100"}, "+33493001122": {"k-100"}, "0033 4 93 00 11 2": nil, "k-": {"k-200", "K-300 Ökonom", "k-400", "k-100"}, "okonom": {"K-300 Ökonom"}, "red": {"max@red.example"},
			"k-400": {"k-400"}, "%": nil, `"`: nil, "OR": nil, "zo*": {"k-200", "k-100"}, "'": nil, "NEAR/2": nil,
		} {
			if got := keysOf(t, s, system(t), CustomerFilter{Search: search}); !slices.Equal(got, want) {
				t.Errorf("%q finds %v, want %v", search, got, want)
			}
		}
		id := upserted(t, s, system(t), CustomerInput{Key: "k-200", Name: new("Bea Lind")})[0]
		if got := keysOf(t, s, system(t), CustomerFilter{Search: "zorn"}); len(got) != 0 {
			t.Errorf("the old name still finds %v", got)
		}
		if got := keysOf(t, s, system(t), CustomerFilter{Search: "lind"}); !slices.Equal(got, []string{"k-200"}) {
			t.Errorf("the new name finds %v", got)
		}
		_, err = s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error { return s.RemoveIn(ctx, tx, []string{id}, nil, nil) })
		if err != nil || len(keysOf(t, s, system(t), CustomerFilter{Search: "lind"})) > 0 {
			t.Errorf("one that is gone is found: %v", err)
		}
	})
}

// Pages follow one another without a gap, whatever is asked for.
func TestCustomersArePaged(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		north := add(t, s, "North", "")
		add(t, s, "Harbour", north.ID)
		var in []CustomerInput
		for _, key := range strings.Fields("d a c b e") {
			in = append(in, CustomerInput{Key: key, Name: new("Same Name"), Account: new("acme"), Unit: new("Harbour"), Roles: &[]Role{Decides}})
		}
		upserted(t, s, system(t), append(in, CustomerInput{Key: "other", Name: new("Same Other"), Roles: &[]Role{Uses}})...)
		accounts, err := s.ListAccounts(system(t), AccountFilter{}, ListPlace{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		for name, f := range map[string]CustomerFilter{
			"account": {Account: accounts[0].ID}, "unit above": {Units: []string{north.ID}}, "role": {Role: Decides}, "search": {Search: "name"}, "all": {Account: accounts[0].ID, Role: Decides, Search: "same"},
		} {
			var got []string
			var after ListPlace
			for range 10 {
				page, err := s.ListCustomers(system(t), f, after, 2)
				if err != nil {
					t.Fatal(err)
				}
				for _, c := range page[:min(2, len(page))] {
					got = append(got, c.Key)
				}
				if len(page) <= 2 {
					break
				}
				after = page[1].Place()
			}
			if slices.Sort(got); !slices.Equal(got, strings.Fields("a b c d e")) {
				t.Errorf("%s: %v", name, got)
			}
		}
	})
}

// TestCustomersOverHTTP: who, what, status and body, on both engines.
func TestCustomersOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		mux := http.NewServeMux()
		Register(web.NewAPI(mux, "test", slog.New(slog.DiscardHandler)), s)
		call := func(ctx context.Context, method, path, match, body string) (int, string) {
			r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
			r.Header.Set("If-Match", match)
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, r)
			return w.Code, w.Body.String()
		}
		south, north := add(t, s, "South", ""), add(t, s, "North", "")
		ids := upserted(t, s, system(t), CustomerInput{Key: "s1", Name: new("Sam"), Unit: new("South"), Account: new("acme")}, CustomerInput{Key: "n1", Name: new("Nora"), Unit: new("North"), Account: new("bolt")})
		accounts, err := s.ListAccounts(system(t), AccountFilter{}, ListPlace{}, 10)
		if err != nil || len(accounts) != 2 {
			t.Fatal(err)
		}
		acme, bolt := accounts[0].ID, accounts[1].ID
		if _, _, err := s.UpdateAccount(system(t), acme, "", AccountChange{OwnerUserID: new("mine")}); err != nil {
			t.Fatal(err)
		}
		whole := as(t, s, "r", access.Grant{Role: access.Researcher, Scope: access.Whole(), Rows: access.RowsAll})
		ofSouth := as(t, s, "u", access.Grant{Role: access.Lead, Scope: access.Unit(south.ID), Rows: access.RowsAll})
		mine := as(t, s, "mine", access.Grant{Role: access.Lead, Scope: access.Whole(), Rows: access.RowsMyAccounts})
		ofProgram := as(t, s, "p", access.Grant{Role: access.Lead, Scope: access.Program(south.ID), Rows: access.RowsAll})
		viewer := as(t, s, "v", access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll})
		one, two := "/api/customers/"+ids[0], "/api/customers/"+ids[1]
		for _, c := range []struct {
			name                      string
			who                       context.Context
			method, path, match, body string
			status                    int
			want                      string
		}{
			{"nobody", t.Context(), "GET", "/api/customers", "", "", 401, ""},
			{"a viewer", viewer, "GET", "/api/customers", "", "", 403, ""},
			{"one of a unit", ofSouth, "GET", "/api/customers?q=s", "", "", 200, `"key":"s1"`},
			{"one of a unit elsewhere", ofSouth, "GET", "/api/customers?q=nora", "", "", 200, `"items":[]`},
			{"one of a unit opens elsewhere", ofSouth, "GET", two, "", "", 404, ""},
			{"own accounts", mine, "GET", one, "", "", 200, `"name":"Sam"`},
			{"others' accounts", mine, "GET", two, "", "", 404, ""},
			{"of a program", ofProgram, "GET", "/api/customers", "", "", 200, `"items":[]`},
			{"rename", whole, "PATCH", one, `"1"`, `{"name":" Samuel  Reed","roles":["uses"],"tie":2}`, 200, `"name":"Samuel Reed"`},
			{"an old version", whole, "PATCH", one, `"1"`, `{"name":"Sam"}`, 409, "changed_meanwhile"},
			{"elsewhere", ofSouth, "PATCH", two, "", `{"name":"X"}`, 404, ""},
			{"out of reach", ofSouth, "PATCH", one, "", `{"unit_id":"` + north.ID + `"}`, 403, "customer.outside"},
			{"to another's account", mine, "PATCH", one, "", `{"account_id":"` + bolt + `"}`, 403, "customer.outside"},
			{"no such account", whole, "PATCH", one, "", `{"account_id":"x"}`, 422, "customer.account_unknown"},
			{"no such unit", whole, "PATCH", one, "", `{"unit_id":"x"}`, 422, "customer.unit_unknown"},
			{"no such role", whole, "PATCH", one, "", `{"roles":["boss"]}`, 422, ""},
			{"no language", whole, "PATCH", one, "", `{"language":"klingon!"}`, 422, "customer.language"},
			{"no number", whole, "PATCH", one, "", `{"phone":"ask"}`, 422, "customer.phone"},
			{"sent in for another unit", ofSouth, "POST", "/api/customers", "", `{"items":[{"key":"n1","name":"X"},{"key":"s2","unit_key":"South"},{"key":"s3"}]}`, 200, `"index":1,"id"`},
			{"made there", ofSouth, "GET", "/api/customers?q=s2", "", "", 200, `"key":"s2"`},
			{"not changed elsewhere", whole, "GET", two, "", "", 200, `"name":"Nora"`},
			{"not made nowhere", whole, "GET", "/api/customers?q=s3", "", "", 200, `"items":[]`},
			{"contacts", whole, "GET", "/api/accounts/" + acme + "/contacts?role=uses", "", "", 200, `"tie":2`},
			{"contacts of a role", whole, "GET", "/api/accounts/" + acme + "/contacts?role=decides", "", "", 200, `"items":[]`},
			{"contacts of another's account", mine, "GET", "/api/accounts/" + bolt + "/contacts", "", "", 404, ""},
			{"account to a unit", whole, "PATCH", "/api/accounts/" + bolt, "", `{"unit_id":"` + north.ID + `","name":"Bolt Ltd"}`, 200, `"unit":{"id":"` + north.ID},
			{"an owner is for who may change units", whole, "PATCH", "/api/accounts/" + bolt, "", `{"owner_user_id":"r"}`, 403, ""},
			{"an account elsewhere", ofSouth, "GET", "/api/accounts/" + bolt, "", "", 404, ""},
			{"accounts sent in", whole, "POST", "/api/accounts", "", `{"items":[{"key":"bolt","name":"Bolt Ltd"},{"key":"new","unit_key":"South"},{"key":"other","owner_user_id":"r"}]}`, 200, `"status":"same"`},
			{"an account of the unit", ofSouth, "GET", "/api/accounts", "", "", 200, `"key":"new"`},
			{"accounts found", whole, "GET", "/api/accounts?q=ltd", "", "", 200, `"key":"bolt"`},
			{"an account not made", whole, "GET", "/api/accounts?q=other", "", "", 200, `"items":[]`},
			{"a strange cursor", whole, "GET", "/api/customers?cursor=!", "", "", 422, ""},
		} {
			status, body := call(c.who, c.method, c.path, c.match, c.body)
			if status != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%s: %d %.400s, want %d %s", c.name, status, body, c.status, c.want)
			}
			if (c.who == ofSouth || c.who == mine) && strings.Contains(body, "Nora") {
				t.Errorf("%s shows what lies outside: %s", c.name, body)
			}
		}
		if _, err := s.DeleteUnit(system(t), north.ID); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("a unit of customers is deleted: %v", err)
		}
		var opened int
		err = s.store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT count(*) FROM access_audit WHERE kind = 'person.opened' AND object = ?", ids[0]).Scan(ctx, &opened)
		})
		if err != nil || opened != 1 {
			t.Errorf("opened %d times in the audit log, %v", opened, err)
		}
	})
}

// FuzzCustomerInput: whatever is sent, what is kept is kept the same again.
func FuzzCustomerInput(f *testing.F) {
	f.Add("k", "Name", "a@b.example", "+1 23 45", "en")
	f.Add(" ", "\x00", "a@b", "12", "xx-yy")
	f.Fuzz(func(t *testing.T, key, name, email, phone, language string) {
		in, err := CustomerInput{Key: key, Name: &name, Email: &email, Phone: &phone, Language: &language}.checked()
		if err != nil {
			return
		}
		again, err := in.checked()
		if err != nil {
			t.Fatalf("%+v is refused the second time: %v", in, err)
		}
		a, _ := json.Marshal(in)
		b, _ := json.Marshal(again)
		if string(a) != string(b) {
			t.Fatalf("%s, then %s", a, b)
		}
	})
}
