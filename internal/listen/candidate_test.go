package listen

import (
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

// TestCandidatesAreLookedThrough: who is known, who is there, and for whom there
// is room.
func TestCandidatesAreLookedThrough(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, ana := as(t.Context(), "rita", access.Researcher), as(t.Context(), "ana", access.Analyst)
		b.party(t)
		b.runs(t, "UPDATE customer SET email = 'zoe@acme.test', roles = '[\"uses\",\"decides\"]' WHERE key = 'zoe'")
		for _, key := range []string{"yan", "xin"} {
			b.runs(t, "INSERT INTO customer (id, key, name, email, created_at) VALUES (?, ?, ?, 'both@acme.test', 0)", b.NewID(), key, key)
		}
		st, _, err := b.CreateStudy(rita, Study{ProgramID: b.program, Name: "One", Wanted: []Wanted{{Role: "decides", Side: "any", Count: 1}, {Role: "user", Side: "against", Count: 1}}})
		if err != nil {
			t.Fatal(err)
		}
		list := []ToAsk{
			{Mail: "Zoe@Acme.test"}, {CustomerKey: "zoe"}, {CustomerKey: "zoe", Project: "Two"}, {Mail: "both@acme.test"}, {CustomerKey: "nobody"}, {AccountKey: "none"}, {},
			{CustomerKey: "yan", Role: "User", Side: Against}, {CustomerKey: "xin", Role: "user", Side: Against}, {Project: "Roof"},
		}
		got, err := b.Candidates(rita, st.ID, list)
		if err != nil {
			t.Fatal(err)
		}
		for n, want := range []struct {
			problem CandidateProblem
			double  bool
			group   int
			take    bool
		}{
			{"", false, 0, true}, {"", true, -1, false}, {"", false, 0, false}, {SeveralOfMail, false, -1, false}, {NoSuchCustomer, false, -1, false}, {NoSuchAccount, false, -1, false},
			{NobodyNamed, false, -1, false}, {"", false, 1, true}, {"", false, 1, false}, {"", false, -1, false},
		} {
			if c := got[n]; c.Problem != want.problem || c.Double != want.double || c.Group != want.group || c.Take != want.take {
				t.Errorf("%d: %+v, want %+v", n, c, want)
			}
		}
		if got[0].Ask.CustomerKey != "zoe" || got[0].Ask.Role != "decides" || got[0].Account == nil || got[0].Account.Name != "Acme Optics" {
			t.Errorf("by mail: %+v", got[0])
		}
		if _, _, err := b.PlanInterviews(rita, st.ID, []ToAsk{got[0].Ask, got[7].Ask}); err != nil {
			t.Fatal(err)
		}
		if got, err = b.Candidates(rita, st.ID, list[:1]); err != nil || got[0].There != 1 || got[0].Take {
			t.Errorf("asked already: %+v %v", got, err)
		}
		if status, answer := b.ask(rita, "GET", "/api/studies/"+st.ID+"/quotas", "", ""); status != 200 || strings.Count(answer, `"planned":1,"held":0`) != 2 {
			t.Errorf("quotas: %d %s", status, answer)
		}
		if status, answer := b.ask(ana, "GET", "/api/studies/"+st.ID+"/quotas", "", ""); status != 200 || strings.Count(answer, `"planned":0`) != 2 {
			t.Errorf("quotas of what nobody consented to: %d %s", status, answer)
		}
		if status, answer := b.ask(ana, "POST", "/api/studies/"+st.ID+"/candidates", "", `{"items":[{"customer_key":"zoe"}]}`); status != 403 || strings.Contains(answer, "Zoe") {
			t.Errorf("an analyst looks: %d %s", status, answer)
		}
	})
}

// TestFilesOfPeopleAreRead: columns guessed or said, rows that say nothing left
// out.
func TestFilesOfPeopleAreRead(t *testing.T) {
	f, err := readAsked([]byte("Courriel;Société;Devis;Camp;Note\nzoe@acme.test;acme;D-7;contre;x\n;;;;\nyan@acme.test;;;;\n"), nil)
	if err != nil || len(f.Rows) != 2 || f.Rows[1].Row != 4 {
		t.Fatalf("%+v %v", f, err)
	}
	if a := f.Rows[0].Ask; a.Mail != "zoe@acme.test" || a.AccountKey != "acme" || a.Proposal != "D-7" || a.Side != Against {
		t.Errorf("%+v", a)
	}
	if f.Columns[4].As != "" {
		t.Errorf("a note is %q", f.Columns[4].As)
	}
	if f, err = readAsked([]byte("Courriel;Société\nzoe;acme\n"), []string{"customer_key", ""}); err != nil || f.Rows[0].Ask.CustomerKey != "zoe" || f.Rows[0].Ask.AccountKey != "" {
		t.Errorf("columns as said: %+v %v", f, err)
	}
	if _, err := readAsked([]byte("PK\x03\x04 no workbook"), nil); field(err) != "file" {
		t.Errorf("no table: %v", err)
	}
	long := "key\n" + strings.Repeat("zoe\n", maxAskedAtOnce+1)
	if f, err = readAsked([]byte(long), nil); err != nil || len(f.Rows) != maxAskedAtOnce || !f.More {
		t.Errorf("%d rows, more %v %v", len(f.Rows), f.More, err)
	}
}

// FuzzReadAsked: whatever stands in a file, no more comes of it than is taken.
func FuzzReadAsked(f *testing.F) {
	f.Add([]byte("customer,mail\nzoe,a@b.c\n"), "customer_key,mail")
	f.Add([]byte("\xff\xfe\x00"), "")
	f.Fuzz(func(t *testing.T, data []byte, columns string) {
		got, err := readAsked(data, strings.Split(columns, ","))
		if err != nil && field(err) != "file" {
			t.Fatal(err)
		}
		if len(got.Rows) > maxAskedAtOnce || len(got.Broken) > 100 {
			t.Fatal(len(got.Rows), len(got.Broken))
		}
		for _, r := range got.Rows {
			if len([]rune(r.Ask.CustomerKey)) > 200 {
				t.Fatal(r)
			}
		}
	})
}
