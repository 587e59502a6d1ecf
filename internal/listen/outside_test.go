package listen

import (
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// TestRuleHits: words as they stand or by stems of either language, all of them
// and none that only begins alike.
func TestRuleHits(t *testing.T) {
	for _, c := range []struct {
		words, language, sentence string
		want                      bool
	}{
		{"waiting", "en", "We waited for an hour.", true},
		{"wait hour", "en", "We waited for an hour.", true},
		{"wait hour", "en", "We waited for a day.", false},
		{"wai", "en", "We waited for an hour.", false},
		{"facture", "fr", "Les factures arrivent tard.", true},
		{"reponse", "fr", "Nous attendons la réponse.", true},
		{"", "en", "Anything.", false},
	} {
		if got := hits(c.words, c.language, c.sentence); got != c.want {
			t.Errorf("%q in %q: %v", c.words, c.sentence, got)
		}
	}
}

// TestRulesCode: a rule is a coder of its own, looks at what is new when it runs
// again, and its passages go and come back together.
func TestRulesCode(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		cold := c.code(t, "Cold")
		c.give(c.rita, t, cold, Passage{FromN: 3, ToN: 3, ToPos: 5})
		rule, _, err := c.CreateRule(c.rita, OutsideCoder{StudyID: c.study.ID, Name: "Froid", Words: "froid", CodeID: cold.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.CreateRule(c.rita, OutsideCoder{StudyID: c.study.ID, Name: " froid ", Words: "x", CodeID: cold.ID}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("a name twice: %v", err)
		}
		ran := func(documents, added, stand int) {
			t.Helper()
			got, run, _, err := c.RunRule(c.rita, rule.ID)
			if err != nil || run != (RuleRun{Documents: documents, Added: added}) || got.Passages != stand {
				t.Errorf("ran: %+v, %d stand, %v", run, got.Passages, err)
			}
		}
		passages := func(want int) {
			t.Helper()
			if got, err := c.CodeCounts(c.rita, c.study.ID); err != nil || len(got) != 1 || got[0].Passages != want {
				t.Errorf("counts %+v, want %d, %v", got, want, err)
			}
		}
		ran(1, 1, 1)
		ran(0, 0, 1)
		c.write(t, 2)
		ran(1, 1, 2)
		codings, err := c.Codings(c.lea, c.document)
		if len(codings) == 2 && codings[0].Coder.Kind == ByRule { // its ids are made of what it found, and may come first
			slices.Reverse(codings)
		}
		if err != nil || len(codings) != 2 || codings[1].Coder != (Coder{Kind: ByRule, ID: rule.ID, Name: "Froid"}) || codings[1].ToPos != 29 {
			t.Errorf("passages %+v %v", codings, err)
		}
		passages(3)
		if _, err := c.RemoveCoding(c.rita, codings[1].ID); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("a person takes one of a rule off: %v", err)
		}
		if gone, _, err := c.RemoveOutside(c.lea, rule.ID); err != nil || gone.Passages != 0 || gone.RemovedAt == nil {
			t.Errorf("removed: %+v %v", gone, err)
		}
		passages(1)
		if _, _, _, err := c.RunRule(c.rita, rule.ID); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("a removed rule runs: %v", err)
		}
		if back, _, err := c.RestoreOutside(c.lea, rule.ID); err != nil || back.Passages != 2 || back.RemovedAt != nil {
			t.Errorf("restored: %+v %v", back, err)
		}
		passages(3)
		for name, ctx := range map[string]struct {
			as   access.Role
			user string
		}{"owner": {access.Owner, "otto"}, "analyst": {access.Analyst, "ana"}} {
			if _, err := c.OutsideCoders(as(t.Context(), ctx.user, ctx.as), c.study.ID); !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("%s lists coders: %v", name, err)
			}
		}
	})
}

// TestRuleAgainstPerson: figures are those of sentences by hand. Of six sentences
// the person gave the code to two, the rule to two, both to one: kappa is
// (4/6 - 5/9) / (1 - 5/9) = 1/4.
func TestRuleAgainstPerson(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		cold, other := c.code(t, "Cold"), c.code(t, "Other")
		second := c.write(t, 2)
		c.give(c.rita, t, cold, Passage{FromN: 3, ToN: 3, ToPos: 5})
		c.give(c.rita, t, cold, Passage{FromN: 1, ToN: 1, ToPos: 5})
		c.give(c.rita, t, other, Passage{FromN: 1, ToN: 1, ToPos: 5}) // the rule says nothing of it
		rule, _, err := c.CreateRule(c.rita, OutsideCoder{StudyID: c.study.ID, Name: "Froid", Words: "froid", CodeID: cold.ID})
		if err == nil {
			_, _, _, err = c.RunRule(c.rita, rule.ID)
		}
		done := true
		for _, d := range []string{c.document, second} {
			if err == nil {
				_, _, err = c.UpdatePass(c.rita, d, PassChange{Done: &done})
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Agreement(c.rita, c.study.ID, rule.ID)
		if err != nil || got.Documents != 2 || len(got.Codes) != 1 || got.Kappa == nil || got.Kappa.Value == nil || *got.Kappa.Value < .2499 || *got.Kappa.Value > .2501 {
			t.Fatalf("%+v %+v %v", got, got.Kappa, err)
		}
		names := map[string]CoderKind{}
		for _, k := range got.Coders {
			names[k.Name] = k.Kind
		}
		if len(names) != 2 || names["Froid"] != ByRule || names["Rita"] != ByPerson {
			t.Errorf("coders %+v", got.Coders)
		}
		if alone, err := c.Agreement(c.rita, c.study.ID, ""); err != nil || alone.Documents != 0 {
			t.Errorf("people alone: %+v %v", alone, err)
		}
	})
}

// TestRulesKeepBlindPassesSealed: a rule neither opens a blind document nor shows
// what it gives there before the people are done.
func TestRulesKeepBlindPassesSealed(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingBlind)
		cold := c.code(t, "Cold")
		c.give(c.rita, t, cold, Passage{FromN: 1, ToN: 1, ToPos: 5})
		rule, _, err := c.CreateRule(c.rita, OutsideCoder{StudyID: c.study.ID, Name: "Froid", Words: "froid", CodeID: cold.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, run, _, err := c.RunRule(c.rita, rule.ID); err != nil || run.Sealed != 1 || run.Added != 1 {
			t.Errorf("ran: %+v %v", run, err)
		}
		done := true
		if _, _, err := c.UpdatePass(c.rita, c.document, PassChange{Done: &done}); err != nil {
			t.Fatal(err)
		}
		for name, ctx := range map[string]int{"rita": 1, "lea": 0} {
			if got, err := c.Codings(as(t.Context(), name, access.Researcher), c.document); err != nil || len(got) != ctx {
				t.Errorf("%s sees %d passages, %v", name, len(got), err)
			}
		}
		if _, _, err := c.UpdatePass(c.lea, c.document, PassChange{Done: &done}); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Codings(c.lea, c.document); err != nil || len(got) != 2 {
			t.Errorf("opened, %d passages are seen, %v", len(got), err)
		}
	})
}

// TestBroughtCodings: good ones are taken once, wrong ones named.
func TestBroughtCodings(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		cold := c.code(t, "Cold")
		item := func(id, document, code string, to int) string {
			return `{"id":"` + id + `","document_id":"` + document + `","code_id":"` + code + `","from_n":1,"from_pos":0,"to_n":1,"to_pos":` + map[int]string{5: "5", 500: "500"}[to] + `}`
		}
		mine := c.give(c.rita, t, cold, Passage{FromN: 3, ToN: 3, ToPos: 5})
		body := `{"kind":"model","name":"Model 1","items":[` + strings.Join([]string{
			item("01a20554-c5c3-7149-9059-278ba356dc62", c.document, cold.ID, 5), item(c.NewID(), c.NewID(), cold.ID, 5), item(c.NewID(), c.document, cold.ID, 500),
			item(c.NewID(), c.document, c.NewID(), 5), item(mine.ID, c.document, cold.ID, 5),
		}, ",") + `]}`
		path := "/api/studies/" + c.study.ID + "/codings"
		for _, want := range []string{`"added":1,"there":0`, `"added":0,"there":1`} {
			status, answer := c.ask(c.rita, "POST", path, "", body)
			if status != 200 || !strings.Contains(answer, want) {
				t.Fatalf("%d %s", status, answer)
			}
			for _, part := range []string{`"index":1,`, `"field":"document_id"`, `"index":2,`, `"field":"to_pos"`, `"index":3,`, `"field":"code_id"`, `"index":4,`, `"key":"coding.id_taken"`, `"passages":1`} {
				if !strings.Contains(answer, part) {
					t.Errorf("no %s in %s", part, answer)
				}
			}
		}
		if status, answer := c.ask(c.rita, "POST", path, "", strings.Replace(body, `"kind":"model"`, `"kind":"rule"`, 1)); status != 409 {
			t.Errorf("a rule of a model's name: %d %s", status, answer)
		}
		if status, _ := c.ask(as(t.Context(), "otto", access.Owner), "POST", path, "", body); status != 403 {
			t.Errorf("no researcher: %d", status)
		}
	})
}
