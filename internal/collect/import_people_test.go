package collect

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

const contacts = `Contact ID,Full name,Email,Phone,Account ID,Account name,Role,Tie,Region,Annual revenue,Job title
K1,Ann Lee,Ann@Example.com,+33 1 23,A1,Acme,decides; uses,5,North,1200.5,Head of purchasing
K2,Bob Ray,bob@example.com,,A1,Acme,utilisateur,2,South,300,Buyer for all the plants of the north
K3,Cy Oh,cy@example.com,,A2,Bolt,,,North,,
`

// registry writes customers, accounts and their traits, one a line.
func (f *fixture) registry(t testing.TB) string {
	t.Helper()
	var out strings.Builder
	err := f.Store.View(context.Background(), func(ctx context.Context, q record.Querier) error {
		for _, query := range []string{
			`SELECT c.key || ' ' || c.name || ' ' || c.email || ' ' || COALESCE(a.key, '-') || ' ' || c.roles || ' ' || COALESCE(CAST(c.tie AS TEXT), '-') || ' ' || c.title FROM customer c LEFT JOIN account a ON a.id = c.account_id ORDER BY c.key`,
			`SELECT key || ' ' || name FROM account ORDER BY key`,
			`SELECT COALESCE(c.key, a.key) || ' ' || d.name || '=' || v.value || CASE WHEN v.since > 0 THEN ' since' ELSE '' END FROM trait_value v JOIN trait_definition d ON d.id = v.trait_id
				LEFT JOIN customer c ON c.id = v.subject_id LEFT JOIN account a ON a.id = v.subject_id ORDER BY COALESCE(c.key, a.key), d.name, v.since`,
		} {
			var rows []string
			if err := q.NewRaw(query).Scan(ctx, &rows); err != nil {
				return err
			}
			for _, r := range rows {
				fmt.Fprintln(&out, r)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func (f *fixture) undo(t testing.TB, id string) {
	t.Helper()
	if _, _, err := f.UndoImport(owner(t), id); err != nil {
		t.Fatal(faultText(err))
	}
	f.run(t, id)
}

// TestCustomerImport: a file of contacts is known for one and fills the
// registry; the same again changes nothing, a newer one changes what is other,
// and undoing gives back what was.
func TestCustomerImport(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		i := f.upload(t, "contacts.csv", contacts)
		if status, answer := f.call(t, as(access.Owner), "PUT", "/api/imports/"+i.ID+"/mapping", i.Mapping); status != 200 {
			t.Fatalf("the mapping as guessed is refused: %d %s", status, answer) // as the page sends it
		}
		if i.Kind != KindCustomers {
			t.Fatalf("taken for %s: %+v", i.Kind, i.KindReason)
		}
		if got := columnRoles(i.Mapping); got != "customer name email phone account account_name roles tie trait:text value:money title" {
			t.Errorf("columns: %s", got)
		}
		first := f.takeIn(t, "contacts.csv", contacts, nil)
		if got := counts(first); got != "done new 3 same 0 changed 0 rejected 0" {
			t.Fatalf("%s %s", got, first.Problem)
		}
		want := `K1 Ann Lee ann@example.com A1 ["decides","uses"] 5 Head of purchasing
K2 Bob Ray bob@example.com A1 ["uses"] 2 Buyer for all the plants of the north
K3 Cy Oh cy@example.com A2 [] - 
A1 Acme
A2 Bolt
K1 Region=North
K1 value=1200.5
K2 Region=South
K2 value=300
K3 Region=North
`
		if got := f.registry(t); got != want {
			t.Fatalf("registry\n%swant\n%s", got, want)
		}
		if again := f.takeIn(t, "contacts.csv", contacts, nil); counts(again) != "done new 0 same 3 changed 0 rejected 0" {
			t.Errorf("again: %s", counts(again))
		} else {
			f.undo(t, again.ID)
		}
		newer := strings.NewReplacer("K2,Bob Ray", "K2,Robert Ray", "5,North", "4,East").Replace(contacts) + "K4,Di Fu,di@example.com,,A3,Core,,9,,,\nK5,Ed Go,not a mail,,A3,Core,,,,,\nK6,Flo Hu,flo@example.com,,A3,Core,,,,,\n"
		p, err := f.PreviewImport(owner(t), f.upload(t, "contacts.csv", newer).ID)
		if err != nil || p.Counts != (Counts{New: 1, Same: 1, Changed: 2, Rejected: 2}) || p.Rows[0].Party == nil || p.Rows[0].Party.Traits["Region"] != "East" {
			t.Errorf("preview %+v %v", p.Counts, err)
		}
		if p.Gone == nil || *p.Gone != 0 {
			t.Errorf("nobody is gone: %d", value(p.Gone))
		}
		shorter := contacts[:strings.Index(contacts, "K2,")] + contacts[strings.Index(contacts, "K3,"):]
		if p, err = f.PreviewImport(owner(t), f.upload(t, "contacts.csv", shorter).ID); err != nil || p.Counts != (Counts{Same: 2}) || p.Gone == nil || *p.Gone != 1 {
			t.Errorf("without one: %+v gone %d, %v", p.Counts, value(p.Gone), err)
		}
		second := f.takeIn(t, "contacts.csv", newer, nil)
		if got := counts(second); got != "done new 1 same 1 changed 2 rejected 2" {
			t.Errorf("newer: %s", got)
		}
		got := f.registry(t)
		for _, line := range []string{"K1 Ann Lee ann@example.com A1 [\"decides\",\"uses\"] 4", "K2 Robert Ray", "A3 Core", "K1 Region=North\nK1 Region=East since\n", "K6 Flo Hu"} {
			if !strings.Contains(got, line) {
				t.Errorf("%q is not in\n%s", line, got)
			}
		}
		f.undo(t, second.ID)
		if got := f.registry(t); got != want {
			t.Errorf("after undo\n%swant\n%s", got, want)
		}
		f.undo(t, first.ID)
		if got := f.registry(t); got != "" {
			t.Errorf("left after all is undone:\n%s", got)
		}
	})
}

func columnRoles(m Mapping) string {
	var all []string
	for _, c := range m.Columns {
		one := string(c.Role)
		if c.Kind != "" {
			one += ":" + c.Kind
		}
		all = append(all, one)
	}
	return strings.Join(all, " ")
}

// TestCustomerUndoKeepsWhatWasTouched: undoing leaves what somebody has used or
// changed since.
func TestCustomerUndoKeepsWhatWasTouched(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		before := "Contact ID,Full name,Email,Region\nK1,Ann,a@example.com,North\nK2,Bob,b@example.com,North\nK3,Cy,c@example.com,North\n"
		first := f.takeIn(t, "people.csv", before, nil)
		newer := strings.NewReplacer("Ann", "Anna", "Bob,b@", "Bobby,bobby@").Replace(before)
		second := f.takeIn(t, "people.csv", newer, nil)
		if got := counts(second); got != "done new 0 same 1 changed 2 rejected 0" {
			t.Fatal(got)
		}
		name := "Annie"
		if _, _, err := f.People.UpsertCustomers(owner(t), []people.CustomerInput{{Key: "K1", Name: &name}}); err != nil {
			t.Fatal(err)
		}
		f.undo(t, second.ID)
		got := f.registry(t)
		if !strings.Contains(got, "K1 Annie a@") || !strings.Contains(got, "K2 Bob b@") {
			t.Errorf("after undo\n%s", got)
		}
		program, measure := f.program(t, "P")
		sent := map[string]any{"id": newID(), "program_id": program, "customer_key": "K2", "answers": []map[string]any{{"measure_id": measure, "score": 9}}}
		if status, text := f.call(t, as(access.Owner), "POST", "/api/responses", sent); status != 201 {
			t.Fatal(status, text)
		}
		f.undo(t, first.ID)
		if got := f.registry(t); !strings.Contains(got, "K1 Annie") || !strings.Contains(got, "K2 Bob") || strings.Contains(got, "K3") || strings.Contains(got, "Region") {
			t.Errorf("after undo of the first\n%s", got)
		}
	})
}

// TestTraitsWithTheirDates: a customer may stand in several rows, each from
// another day on; undone in one go.
func TestTraitsWithTheirDates(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const content = "Customer ID,Name,Valid from,Plan\nC1,Ann,2026-01-01,Basic\nC1,Ann,2026-03-01,Pro\nC2,Bob,2026-01-01,Basic\nC1,Ann,2026-03-01,Team\n"
		i := f.upload(t, "plans.csv", content)
		i, _, err := f.SetReading(owner(t), i.ID, "", Reading{Kind: KindCustomers})
		if err != nil || columnRoles(i.Mapping) != "customer name time:date trait:text" && columnRoles(i.Mapping) != "trait:text name time:date trait:text" {
			t.Fatalf("%s %v", columnRoles(i.Mapping), err)
		}
		i.Mapping.Columns[0].Role, i.Mapping.Columns[0].Kind = RoleCustomer, ""
		if _, _, err := f.SetMapping(owner(t), i.ID, "", i.Mapping); err != nil {
			t.Fatal(faultText(err))
		}
		if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
			t.Fatal(faultText(err))
		}
		done := f.run(t, i.ID)
		if got := counts(done); got != "done new 2 same 0 changed 1 rejected 1" {
			t.Errorf("%s", got)
		}
		if got := f.registry(t); !strings.Contains(got, "C1 Plan=Basic since\nC1 Plan=Pro since\nC2 Plan=Basic since\n") {
			t.Errorf("registry\n%s", got)
		}
		f.undo(t, i.ID)
		if got := f.registry(t); got != "" {
			t.Errorf("left after undo\n%s", got)
		}
	})
}

// TestAccountImport: accounts by key, with worth and traits.
func TestAccountImport(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const content = "Account ID,Account name,Industry,Annual revenue,Branch\nA1,Acme,Tools,1000,North\nA2,Bolt,Tools,,North\nA3,Core,Food,50,South\n"
		i := f.upload(t, "accounts.csv", content)
		if i.Kind != KindAccounts || columnRoles(i.Mapping) != "account name trait:text value:money unit" {
			t.Fatalf("%s %s %+v", i.Kind, columnRoles(i.Mapping), i.KindReason)
		}
		done := f.takeIn(t, "accounts.csv", content, nil)
		if got := counts(done); got != "done new 3 same 0 changed 0 rejected 0" {
			t.Fatal(got)
		}
		if got := f.registry(t); got != "A1 Acme\nA2 Bolt\nA3 Core\nA1 Industry=Tools\nA1 value=1000\nA2 Industry=Tools\nA3 Industry=Food\nA3 value=50\n" {
			t.Errorf("registry\n%s", got)
		}
		again := f.takeIn(t, "accounts.csv", strings.Replace(content, "Bolt", "Bolts", 1), nil)
		if got := counts(again); got != "done new 0 same 2 changed 1 rejected 0" {
			t.Errorf("again: %s", got)
		}
		f.undo(t, again.ID)
		f.undo(t, done.ID)
		if got := f.registry(t); got != "" {
			t.Errorf("left after undo\n%s", got)
		}
	})
}

// TestOptOut: who opts out by a file is not asked any more, once; undone with
// the import.
func TestOptOut(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		const content = "Contact ID,Full name,Email,Unsubscribed\nK1,Ann,a@example.com,yes\nK2,Bob,b@example.com,no\nK3,Cy,c@example.com,\n"
		withdrawn := func() int { return f.count(t, "SELECT count(*) FROM party_consent WHERE state = 'withdrawn'") }
		first := f.takeIn(t, "people.csv", content, nil)
		if first.Mapping.Columns[3].Role != RoleOptOut || counts(first) != "done new 3 same 0 changed 0 rejected 0" || withdrawn() != len(people.Purposes()) {
			t.Fatalf("%s %s %d", columnRoles(first.Mapping), counts(first), withdrawn())
		}
		newer := strings.Replace(content, "b@example.com,no", "b@example.com,x", 1)
		p, err := f.PreviewImport(owner(t), f.upload(t, "people.csv", newer).ID)
		if err != nil || p.Counts != (Counts{Same: 2, Changed: 1}) || !p.Rows[1].Party.OptOut {
			t.Errorf("preview %+v %v", p.Counts, err)
		}
		second := f.takeIn(t, "people.csv", newer, nil)
		if got := counts(second); got != "done new 0 same 2 changed 1 rejected 0" || withdrawn() != 2*len(people.Purposes()) {
			t.Errorf("again: %s %d", got, withdrawn())
		}
		f.undo(t, second.ID)
		f.undo(t, first.ID)
		if withdrawn() != 0 || f.registry(t) != "" {
			t.Errorf("left after undo: %d %s", withdrawn(), f.registry(t))
		}
	})
}

// TestGuessFirmsBesideTheirOwners: the mail addresses of those who look after
// firms make no customers of the rows.
func TestGuessFirmsBesideTheirOwners(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for i, c := range []struct{ content, want string }{
			{"Key,Firm,Owner mail,Revenue,Currency\nA1,Alpha,a@x.example,10,EUR\nA2,Birch,b@x.example,20,SEK\n", "account name owner value:money currency"},
			{"Firm,Account manager e-mail,Revenue\nAlpha,a@x.example,10\nBirch,a@x.example,20\n", "account owner value:money"},
			{"Clé,Société,Responsable,Chiffre d’affaires\nA1,Alpha,a@x.example,10\nA2,Birch,b@x.example,20\n", "account name owner value:money"},
			{"Key,Full name,Email,Firm\nK1,Ann Lee,ann@x.example,Alpha\nK2,Bob Ray,bob@x.example,Birch\n", "customer name email account"},
			{"Contact ID,Name,Email,Account manager,Firm\nK1,Ann,ann@x.example,m@x.example,Alpha\nK2,Bob,bob@x.example,m@x.example,Alpha\n", "customer name email trait:text account"},
		} {
			if got := f.upload(t, fmt.Sprint(i, ".csv"), c.content); columnRoles(got.Mapping) != c.want {
				t.Errorf("%q: %s %s, want %s", c.content, got.Kind, columnRoles(got.Mapping), c.want)
			}
		}
	})
}
