package listen

import (
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// TestAgreementBehindAFinding: nothing before two coders are done, then what the
// study's own page says, to a viewer as well once the finding is published.
func TestAgreementBehindAFinding(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingBlind)
		wait := c.code(t, "Waiting")
		both := Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 5}
		c.give(c.rita, t, wait, both)
		c.give(c.lea, t, wait, both)
		f, _, err := b.CreateFinding(c.rita, Finding{ProgramID: c.study.ProgramID, Claim: "They wait.", Kind: Feel})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.AddExcerpt(c.rita, f.ID, NewExcerpt{ID: b.NewID(), DocumentID: c.document, Side: For, Passage: both}); err != nil {
			t.Fatal(err)
		}
		if got, err := b.FindingAgreement(c.rita, f.ID); err != nil || got.Alpha != nil || got.Coders != 0 {
			t.Errorf("before both are done: %+v %v", got, err)
		}
		done := true
		for _, who := range []string{"rita", "lea"} {
			if _, _, err := c.UpdatePass(as(t.Context(), who, access.Researcher), c.document, PassChange{Done: &done}); err != nil {
				t.Fatal(err)
			}
		}
		own, err := b.Agreement(c.rita, c.study.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		vera := as(t.Context(), "vera", access.Viewer)
		if _, err := b.FindingAgreement(vera, f.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("of a draft a viewer hears %v", err)
		}
		if _, _, err := b.PublishFinding(c.rita, f.ID); err != nil {
			t.Fatal(err)
		}
		got, err := b.FindingAgreement(vera, f.ID)
		if err != nil || got.Alpha == nil || *got.Alpha.Value != *own.Alpha.Value || got.Coders != 2 || !got.Blind || got.Documents != 1 {
			t.Errorf("a viewer hears %+v %v, the study's page %+v", got, err, own.Alpha)
		}
	})
}
