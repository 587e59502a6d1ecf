package collect

import (
	"context"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// user writes somebody with a mail address to sign in with.
func (f *fixture) user(t testing.TB, id, mail string, disabled bool) {
	t.Helper()
	_, err := f.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO access_user (id, name, email, email_key, language, password, totp, totp_pending, totp_step, last_seen_at, disabled, created_at, version) VALUES (?, ?, ?, ?, 'en', '', '', '', 0, 0, ?, 0, 1)",
			id, mail, mail, strings.ToLower(mail), disabled)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// owners writes the accounts with who looks after them, one a line.
func (f *fixture) owners(t testing.TB) string {
	t.Helper()
	var rows []string
	err := f.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT key || ' ' || owner_user_id FROM account ORDER BY key").Scan(ctx, &rows)
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

// TestAccountOwners: a file names who looks after an account by their mail
// address; a row that names nobody, or somebody who may not sign in any more, is
// not taken and says where, and undoing gives the owner back who was.
func TestAccountOwners(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		ann, bob := newID(), newID()
		f.user(t, ann, "Ann@Firm.example", false)
		f.user(t, bob, "bob@firm.example", false)
		f.user(t, newID(), "gone@firm.example", true)
		const content = "Account ID,Account name,Account manager\nA1,Acme,ann@firm.example\nA2,Bolt,\nA3,Core,nobody@firm.example\nA4,Dart,gone@firm.example\n"
		i := f.upload(t, "accounts.csv", content)
		if columnRoles(i.Mapping) != "account name owner" {
			t.Fatal(columnRoles(i.Mapping))
		}
		p, err := f.PreviewImport(owner(t), i.ID)
		if err != nil || p.Counts != (Counts{New: 2, Rejected: 2}) || p.Rows[0].Party.Owner != "ann@firm.example" {
			t.Fatalf("preview %+v %v", p.Counts, err)
		}
		if r := p.Rows[2].Reject; r == nil || r.Key != "people.owner" || r.Column != "Account manager" || r.Value != "nobody@firm.example" {
			t.Errorf("rejected as %+v", r)
		}
		first := f.takeIn(t, "accounts.csv", content, nil)
		if counts(first) != "done new 2 same 0 changed 0 rejected 2" || f.owners(t) != "A1 "+ann+"\nA2 " {
			t.Fatalf("%s\n%s", counts(first), f.owners(t))
		}
		newer := strings.NewReplacer("A1,Acme,ann", "A1,Acme,bob", "nobody", "BOB").Replace(content)
		second := f.takeIn(t, "accounts.csv", newer, nil)
		if counts(second) != "done new 1 same 1 changed 1 rejected 1" || f.owners(t) != "A1 "+bob+"\nA2 \nA3 "+bob {
			t.Fatalf("%s\n%s", counts(second), f.owners(t))
		}
		// A row that is not taken still names its account: A1 is not gone.
		p, err = f.PreviewImport(owner(t), f.upload(t, "accounts.csv", strings.Replace(newer, "bob@", "nobody@", 1)).ID)
		if err != nil || p.Gone == nil || *p.Gone != 0 {
			t.Errorf("gone %d, %v", value(p.Gone), err)
		}
		f.undo(t, second.ID)
		if f.owners(t) != "A1 "+ann+"\nA2 " {
			t.Errorf("after undo\n%s", f.owners(t))
		}
	})
}

// TestOwnersNeedTheRightToUnits: who may write people and not units does not
// say who looks after them.
func TestOwnersNeedTheRightToUnits(t *testing.T) {
	m := Mapping{Columns: []ColumnMapping{{Role: RoleOwner}}}
	for role, allowed := range map[access.Role]bool{access.Owner: true, access.Analyst: false, access.Viewer: false} {
		if err := mayNameOwners(access.With(t.Context(), as(role)), m); (err == nil) != allowed {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// TestMoneyOfOtherCurrencies: amounts are counted in the organisation's
// currency by the rates given; one without a rate is not taken.
func TestMoneyOfOtherCurrencies(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const content = "Account ID,Account name,Annual revenue,Currency,Budget\nA1,Acme,1000,USD,10\nA2,Bolt,1000,EUR,20\nA3,Core,1000,,30\nA4,Dart,5,GBP,40\nA5,Echo,5,crowns,50\n"
		i := f.upload(t, "accounts.csv", content)
		if columnRoles(i.Mapping) != "account name value:money currency trait:number" && columnRoles(i.Mapping) != "account name value:money currency trait:text" && columnRoles(i.Mapping) != "account name value:money currency trait:money" {
			t.Fatal(columnRoles(i.Mapping))
		}
		change := func(m *Mapping) {
			m.Columns[4].Kind, m.Columns[4].Currency = "money", "USD" // a trait that is kept in dollars
			m.Rates = map[string]float64{"USD": 0.8}
		}
		done := f.takeIn(t, "accounts.csv", content, change)
		if counts(done) != "done new 3 same 0 changed 0 rejected 2" {
			t.Fatal(counts(done))
		}
		want := "A1 Acme\nA2 Bolt\nA3 Core\nA1 Budget=10\nA1 value=800\nA2 Budget=25\nA2 value=1000\nA3 Budget=30\nA3 value=1000\n"
		if got := f.registry(t); got != want {
			t.Errorf("registry\n%swant\n%s", got, want)
		}
		rejects, err := f.ListRejects(owner(t), done.ID, rejectCursor{}, 10)
		if err != nil || len(rejects) != 2 || rejects[0].Key != "people.currency" || rejects[0].Column != "Annual revenue" || rejects[1].Key != "people.currency_unknown" || rejects[1].Column != "Currency" {
			t.Errorf("rejected as %+v %v", rejects, err)
		}
		f.undo(t, done.ID)
		pounds := f.takeIn(t, "accounts.csv", "Account ID,Account name,Annual revenue\nA1,Acme,100\nA2,Bolt,80\n", func(m *Mapping) {
			m.Columns[2].Role, m.Columns[2].Kind, m.Columns[2].Currency, m.Rates = RoleValue, "money", "GBP", map[string]float64{"GBP": 1.25}
		})
		if got := f.registry(t); counts(pounds) != "done new 2 same 0 changed 0 rejected 0" || !strings.Contains(got, "A1 value=125\nA2 value=100\n") {
			t.Errorf("%s\n%s", counts(pounds), got)
		}
		for name, wrong := range map[string]func(*Mapping){
			"currency": func(m *Mapping) { m.Columns[2].Currency = "euro" },
			"rate":     func(m *Mapping) { m.Rates = map[string]float64{"USD": 0} },
			"no iso":   func(m *Mapping) { m.Rates = map[string]float64{"dollar": 1} },
		} {
			m := i.Mapping
			m.Columns = append([]ColumnMapping{}, m.Columns...)
			wrong(&m)
			if checkMapping(m, i.Columns) == nil {
				t.Errorf("%s is taken", name)
			}
		}
	})
}
