package understand

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// autumn draws n answers over September and October 2026 with these chances of
// a promoter, by a function of day and segment.
func autumn(r *rand.Rand, measure string, n, parties int, promoter func(month time.Month, segment string) float64) []answerRow {
	rows := make([]answerRow, n)
	for i := range rows {
		day := time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(61))
		party := r.Uint64N(uint64(parties))
		segment := []string{"Gold", "Silver", "Bronze", "Tin"}[party%4]
		score := 5.0
		if u := r.Float64(); u < promoter(day.Month(), segment) {
			score = 10
		} else if u > .8 {
			score = 7
		}
		rows[i] = answerRow{measure: measure, program: programA, day: day, score: &score, known: true, cluster: numbered(1, party),
			response: numbered(2, r.Uint64()), channel: pick(r, "email", "web", "phone"), segment: segment, plan: pick(r, "A", "B", "C"),
			unit: pick(r, id("lille"), id("calais"), id("south"))}
	}
	return rows
}

func TestChangesFindWhatChanged(t *testing.T) {
	w := newWorld(t)
	r := rand.New(rand.NewPCG(20261121, 50))
	w.load(autumn(r, id("nps"), 6000, 3000, func(m time.Month, segment string) float64 {
		if m == time.October && segment == "Gold" {
			return .7
		}
		return .4
	}))
	got, err := w.service().Changes(owner(t), ChangesQuery{Measure: id("nps"), Period: PeriodMonth})
	if err != nil {
		t.Fatal(err)
	}
	if got.Now.From != "2026-10-01" || got.Before.To != "2026-09-30" || !got.Now.Complete {
		t.Errorf("compares %v with %v", got.Now, got.Before)
	}
	// Overall, channel 3, unit 3, segment 4, plan 3.
	if got.Considered != 14 || len(got.Changes) != 13 {
		t.Errorf("%d comparisons, %d listed; want 14 and 13", got.Considered, len(got.Changes))
	}
	first := got.Changes[0]
	if first.Key[0].Label != "Gold" || *first.Difference.Q > .001 || *first.Difference.Low <= 0 || got.Verdict != "changed" {
		t.Errorf("first is %+v, verdict %s", first.Key, got.Verdict)
	}
	if first.Difference.Method != string(stat.MethodJackknifeDifference) {
		t.Errorf("customers answer in both months, but the method is %s", first.Difference.Method)
	}
	for i, c := range got.Changes[1:] {
		if *c.Difference.P < *got.Changes[i].Difference.P {
			t.Error("changes are not sorted by evidence")
		}
		if d := *c.Now.Figure.Value - *c.Before.Figure.Value; d-*c.Difference.Value > 1e-9 || *c.Difference.Value-d > 1e-9 {
			t.Errorf("%s: difference %v of %v and %v", c.Key[0].Label, *c.Difference.Value, *c.Now.Figure.Value, *c.Before.Figure.Value)
		}
	}
}

func TestChangesSayThatNothingChanged(t *testing.T) {
	w := newWorld(t)
	r := rand.New(rand.NewPCG(20261121, 51))
	w.load(autumn(r, id("nps"), 3000, 3000, func(time.Month, string) float64 { return .4 }))
	got, err := w.service().Changes(owner(t), ChangesQuery{Measure: id("nps"), Period: PeriodMonth, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	if got.Verdict != "noise" || got.Distinct != 0 || got.Considered != 14 || len(got.Changes) != 3 || !got.Truncated {
		t.Errorf("verdict %s, %d distinct of %d, %d listed", got.Verdict, got.Distinct, got.Considered, len(got.Changes))
	}
}

func TestChangesLookWhereTheAnswersAre(t *testing.T) {
	w := newWorld(t)
	old := strangers(52, id("nps"), 400)
	for i := range old { // a file from 2017
		old[i].day = old[i].day.AddDate(-9, 0, 0)
	}
	w.load(old)
	s := w.service()
	got, err := s.Changes(owner(t), ChangesQuery{Measure: id("nps"), Period: PeriodMonth})
	if err != nil {
		t.Fatal(err)
	}
	if got.Now.From != "2017-11-01" || !slices.Contains(got.Notes, "latest_period_with_answers") {
		t.Errorf("looks at %v, notes %v", got.Now, got.Notes)
	}
	got, err = s.Changes(owner(t), ChangesQuery{Measure: id("nps"), Period: PeriodMonth, Filter: Filter{To: "2017-06-30"}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Now.From != "2017-06-01" {
		t.Errorf("until the end of June it looks at %v", got.Now)
	}
	got, err = s.Changes(owner(t), ChangesQuery{Measure: id("csat"), Period: PeriodMonth})
	if err != nil || got.Verdict != "cannot_tell" || got.Overall.Difference.Trouble != string(stat.TroubleNoAnswers) {
		t.Errorf("without any answer: %+v, %v", got, err)
	}
	if _, err := s.Changes(owner(t), ChangesQuery{Measure: id("nps"), Filter: Filter{From: "2017-01-01"}}); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("a first day: %v, want invalid", err)
	}
}

// Customers who answer once a month stand on both sides of the comparison:
// no group has a repeated cluster, and yet the closed form would be wrong.
func TestChangesSeeCustomersOnBothSides(t *testing.T) {
	for _, same := range []bool{true, false} {
		w := newWorld(t)
		r := rand.New(rand.NewPCG(20261121, 55))
		rows := autumn(r, id("nps"), 400, 1<<40, func(time.Month, string) float64 { return .4 })
		for i := range rows {
			party := uint64(i)
			rows[i].day = time.Date(2026, 9, 10, 0, 0, 0, 0, time.UTC)
			if i >= 200 {
				rows[i].day = rows[i].day.AddDate(0, 1, 0)
				if same {
					party -= 200
				}
			}
			rows[i].cluster = numbered(1, party)
		}
		w.load(rows)
		got, err := w.service().Changes(owner(t), ChangesQuery{Measure: id("nps"), Period: PeriodMonth, By: []string{"t1"}})
		if err != nil {
			t.Fatal(err)
		}
		want := stat.MethodWaldDifference
		if same {
			want = stat.MethodJackknifeDifference
		}
		if got.Overall.Difference.Method != string(want) || got.Overall.Now.Figure.Method != string(stat.MethodAdjustedWald) {
			t.Errorf("same customers %v: difference by %s, figure by %s; want %s and closed form", same, got.Overall.Difference.Method, got.Overall.Now.Figure.Method, want)
		}
	}
}
