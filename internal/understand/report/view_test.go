package report

import (
	"strconv"
	"strings"
	"testing"
)

func pageOf(t *testing.T, doc *Document) page {
	t.Helper()
	w, err := wordsOf("en")
	if err != nil {
		t.Fatal(err)
	}
	return page{Document: doc, W: w}
}

func known(v float64) *float64 { return &v }

// A long list of one kind does not push the others off the page.
func TestPageShowsSomeOfEachKind(t *testing.T) {
	doc := &Document{}
	for range 9 {
		doc.Signals = append(doc.Signals, Signal{Kind: "simpson", Flagged: true})
	}
	doc.Signals = append(doc.Signals, Signal{Kind: "segment"}, Signal{Kind: "outcome"})
	p := pageOf(t, doc)
	if got := p.Hidden(); len(got) != signalsShown+2 || p.HiddenMore() != "5 more of these kinds are in the JSON." {
		t.Errorf("%d shown, %q", len(got), p.HiddenMore())
	}
	doc.Signals = doc.Signals[5:]
	if p.HiddenMore() != "" {
		t.Errorf("none more, and %q", p.HiddenMore())
	}
}

// Those without internet are the same customers in every column about it.
func TestPageDrawsTheSameAnswersOnce(t *testing.T) {
	doc := &Document{Distinct: 4, SegmentCount: 5}
	for i, s := range []Segment{{Column: "Backup", Value: "None", N: 758}, {Column: "Films", Value: "None", N: 758}, {Column: "Films", Value: "None", N: 757}, {Column: "Films", Value: "Yes", N: 758}, {Column: "Films", Value: "No", N: 9}} {
		s.Metric.Value, s.AgainstRest.Q = known(.5), known([]float64{.01, .02, .03, .04, .06}[i])
		doc.Segments = append(doc.Segments, s)
	}
	p := pageOf(t, doc)
	if got := p.standing(); len(got) != 3 || got[0].Column != "Backup" || got[1].N != 757 {
		t.Errorf("%+v", got)
	}
	if d := p.Differs(); d.More != "1 more that stand out are in the table below." || len(d.Table) != 5 {
		t.Errorf("%q, %d rows", d.More, len(d.Table))
	}
}

// A ranking up to 20 values is whole; of a longer one none is shown twice.
func TestPageShowsTheEndsOfARanking(t *testing.T) {
	for _, tc := range []struct{ n, groups, rows int }{{5, 1, 5}, {20, 1, 20}, {21, 2, 16}, {40, 2, 16}} {
		r := Ranking{Column: "Shop", Count: tc.n, Unit: "score"}
		for i := range tc.n {
			v := known(float64(i))
			r.Items = append(r.Items, RankedItem{Value: "Shop " + strconv.Itoa(i), Shrunken: Interval{v, v, v}, From: 1, To: tc.n})
		}
		got := pageOf(t, &Document{Rankings: []Ranking{r}}).Ranked()[0]
		seen := map[string]bool{}
		for _, g := range got.Groups {
			for _, row := range g.Rows {
				seen[row.Name] = true
			}
		}
		if len(got.Groups) != tc.groups || len(seen) != tc.rows || !seen["Shop 0"] || !seen["Shop "+strconv.Itoa(tc.n-1)] || !strings.Contains(got.Note, "all ranks are tied") {
			t.Errorf("of %d: %d groups, %d rows, %q", tc.n, len(got.Groups), len(seen), got.Note)
		}
	}
}

// Double and half the odds stand equally far from no change; a share that
// nobody can judge says so.
func TestPageOfAnOutcome(t *testing.T) {
	o := &Outcome{Column: "Left", Event: "No", N: 90, Base: known(.8), Terms: []Term{{Column: "up", Interval: Interval{known(2), known(1.5), known(3)}}, {Column: "down", Interval: Interval{known(.5), known(1. / 3), known(1 / 1.5)}}}}
	h := pageOf(t, &Document{Outcome: o}).Happened()
	axis := pageOf(t, &Document{}).oddsAxis(o)
	if axis.at(0) < .499 || axis.at(0) > .501 || len(h.Rows) != 2 || h.Rows[0].Odds.Value != "× 2.00" || !strings.Contains(string(h.Rows[1].Picture), "short") {
		t.Errorf("axis %+v, %+v", axis, h)
	}
	if !strings.Contains(h.Judged, "too few") {
		t.Errorf("judged: %q", h.Judged)
	}
	o.Trouble = "separation"
	if h := pageOf(t, &Document{Outcome: o}).Happened(); h.Trouble == "" || len(h.Rows) > 0 {
		t.Errorf("with trouble: %+v", h)
	}
	if pageOf(t, &Document{}).Happened() != nil {
		t.Error("a card without an outcome")
	}
}
