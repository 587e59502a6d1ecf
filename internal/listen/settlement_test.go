package listen

import (
	"context"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestTwoCodersSettle: what Rita alone gave is dropped with a reason, counts no
// more, and counts again when that is taken back; agreement stays that of before.
func TestTwoCodersSettle(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingBlind)
		wait, cold := c.code(t, "Waiting"), c.code(t, "Cold")
		both := Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 5}
		c.give(c.rita, t, wait, both)
		c.give(c.lea, t, wait, both)
		alone := c.give(c.rita, t, cold, Passage{FromN: 3, FromPos: 0, ToN: 3, ToPos: 5})
		if d, err := c.Differences(c.rita, c.document); err != nil || len(d) != 0 {
			t.Fatalf("before both are done: %v %v", d, err)
		}
		if status, answer := c.ask(c.rita, "GET", "/api/studies/"+c.study.ID+"/agreement", "", ""); status != 200 || !strings.Contains(answer, `"value":null`) || !strings.Contains(answer, `"share":null`) {
			t.Errorf("agreement on nothing: %d %s", status, answer)
		}
		done := true
		for _, who := range []string{"rita", "lea"} {
			if _, _, err := c.UpdatePass(as(t.Context(), who, "researcher"), c.document, PassChange{Done: &done}); err != nil {
				t.Fatal(err)
			}
		}
		d, err := c.Differences(c.lea, c.document)
		if err != nil || len(d) != 1 || d[0].CodeID != cold.ID || d[0].Gave[0] != "rita" {
			t.Fatalf("%+v %v", d, err)
		}
		before, err := c.Agreement(c.lea, c.study.ID, "")
		if err != nil || before.Documents != 1 || before.Sentences != 3 || !before.Blind || len(before.Codes) != 2 {
			t.Fatalf("%+v %v", before, err)
		}
		settlement := Settlement{DocumentID: c.document, CodeID: cold.ID, FromN: 3, ToN: 3, Reason: "He speaks of the weather."}
		if _, _, err := c.Settle(c.lea, Settlement{DocumentID: c.document, CodeID: wait.ID, FromN: 1, ToN: 1, Reason: "x"}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("settled what both gave: %v", err)
		}
		made, _, err := c.Settle(c.lea, settlement)
		if err != nil {
			t.Fatal(err)
		}
		c.counted(t, map[string]int{wait.ID: 2})
		if after, err := c.Agreement(c.lea, c.study.ID, ""); err != nil || *after.Alpha.Value != *before.Alpha.Value {
			t.Errorf("agreement after: %+v %v", after, err)
		}
		if _, err := c.Unsettle(c.rita, c.document, made.ID); err != nil {
			t.Fatal(err)
		}
		c.counted(t, map[string]int{wait.ID: 2, cold.ID: 1})
		if _, _, err := c.UpdateCoding(c.rita, alone.ID, "", CodingChange{CodeID: &wait.ID}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("changed what they were compared by: %v", err)
		}
		if _, err := c.RemoveCoding(c.rita, alone.ID); err != nil {
			t.Fatal(err)
		}
		if after, err := c.Agreement(c.lea, c.study.ID, ""); err != nil || *after.Alpha.Value != *before.Alpha.Value {
			t.Errorf("agreement after one was taken off: %+v %v", after, err)
		}
	})
}

// counted checks how many passages count under each code.
func (c *coded) counted(t *testing.T, want map[string]int) {
	t.Helper()
	all, err := c.CodeCounts(c.rita, c.study.ID)
	if err != nil || len(all) != len(want) {
		t.Errorf("%+v %v", all, err)
	}
	for _, n := range all {
		if n.Passages != want[n.CodeID] || n.People != 1 {
			t.Errorf("%+v, want %d", n, want[n.CodeID])
		}
	}
}

// TestMergedCodesCountAsOne in all that is told of a study, and saturation sees
// each interview.
func TestMergedCodesCountAsOne(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		one, two := c.code(t, "One"), c.code(t, "Two")
		c.give(c.rita, t, one, Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 5})
		c.give(c.rita, t, two, Passage{FromN: 1, FromPos: 2, ToN: 2, ToPos: 5})
		if together, err := c.CodesTogether(c.rita, c.study.ID); err != nil || len(together) != 1 || together[0].Passages != 1 {
			t.Errorf("%+v %v", together, err)
		}
		c.document = c.write(t, 2)
		c.give(c.rita, t, two, Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 5})
		if _, _, err := c.MergeCode(c.rita, c.book.ID, one.ID, "", two.ID); err != nil {
			t.Fatal(err)
		}
		counts, err := c.CodeCounts(c.lea, c.study.ID)
		if err != nil || len(counts) != 1 || counts[0].CodeID != two.ID || counts[0].Passages != 3 || counts[0].People != 2 {
			t.Errorf("%+v %v", counts, err)
		}
		if together, err := c.CodesTogether(c.rita, c.study.ID); err != nil || len(together) != 0 {
			t.Errorf("%+v %v", together, err)
		}
		curve, err := c.CodeSaturation(c.rita, c.study.ID)
		if err != nil || len(curve.Found) != 2 || curve.Found[0] != 1 || curve.New[1] != 0 {
			t.Errorf("%+v %v", curve, err)
		}
	})
}

// TestWhatCodersWroteOfADocumentGoesWithIt: the passages stay, without words.
func TestWhatCodersWroteOfADocumentGoesWithIt(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newCoded(t, b, CodingOpen)
		code := c.code(t, "Cold")
		mine := c.give(c.rita, t, code, Passage{FromN: 1, FromPos: 0, ToN: 1, ToPos: 5})
		memo := "Zoe said so on the phone."
		if _, _, err := c.UpdateCoding(c.rita, mine.ID, "", CodingChange{Memo: &memo}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := c.CreateMemo(c.rita, Memo{About: AboutDocument, AboutID: c.document, Body: memo}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			return Rights{Now: c.Now}.emptyDocument(ctx, tx, c.document)
		}); err != nil {
			t.Fatal(err)
		}
		all, err := c.Codings(c.rita, c.document)
		if err != nil || len(all) != 1 || all[0].Memo != "" {
			t.Errorf("%+v %v", all, err)
		}
		if memos, err := c.Memos(c.rita, AboutDocument, c.document); err != nil || len(memos) != 0 {
			t.Errorf("%+v %v", memos, err)
		}
		if quotes, err := c.Quotes(c.rita, c.study.ID, QuoteFilter{}, QuotePlace{}, 10); err != nil || len(quotes) != 1 || quotes[0].Text != "" {
			t.Errorf("%+v %v", quotes, err)
		}
	})
}
