package sample

import (
	"slices"
	"strings"
	"testing"
)

// TestTalksFitTheirStudy: each passage has codes of the codebook or findings
// that there are, nothing of the markup is left, and everybody who is asked is
// another person of another account.
func TestTalksFitTheirStudy(t *testing.T) {
	sides := map[int][2]int{}
	for n, talk := range talks() {
		text, passages := talk.parsed("Ida Quent", "Usine Basse")
		if strings.ContainsAny(text, "{}|$") || len(passages) < 2 {
			t.Errorf("talk %d: %q", n, text)
		}
		for _, m := range passages {
			if !strings.Contains(text, m.words) {
				t.Errorf("talk %d lacks %q", n, m.words)
			}
			for _, given := range m.codes {
				if !slices.ContainsFunc(codePlans(), func(c codePlan) bool { return c.key == given.key }) {
					t.Errorf("talk %d has a code %q", n, given.key)
				}
			}
			for _, e := range m.excerpts {
				side := sides[e.finding]
				side[map[bool]int{false: 0, true: 1}[e.against]]++
				sides[e.finding] = side
			}
		}
	}
	for n, f := range findingPlans() {
		if f.state == "supported" && sides[n+1][0] == 0 || f.state == "contradicted" && sides[n+1][1] == 0 || f.published && sides[n+1] == [2]int{} {
			t.Errorf("finding %d is %s with %v", n+1, f.state, sides[n+1])
		}
	}
	l := &loading{firm: Invent(Seed, someDay, "fr"), row: kept{Language: "fr"}}
	guests, accounts := l.guests(), map[int]bool{}
	for _, g := range guests {
		accounts[g.Account] = true
	}
	if want := len(talks()) + len(stillAsked()); len(guests) != want || len(accounts) != want {
		t.Errorf("%d guests of %d accounts, want %d", len(guests), len(accounts), want)
	}
}
