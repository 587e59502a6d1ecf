package measure

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// says has so many persons write something under "other", each in a free text too.
func says(n int, from, language, other, why string) (out []Written) {
	for i := range n {
		out = append(out, Written{Person: fmt.Sprintf("%s %d", from, i), Language: language, Chosen: otherCode, Other: other, Why: why, At: time.Date(2026, 11, 20, 0, i, 0, 0, time.UTC)})
	}
	return out
}

func (g *grounding) hear(all ...[]Written) {
	g.ConnectVoices(func(_ context.Context, _ *ReasonList, _ []string, each func(Written)) (int64, bool, error) {
		heard := slices.Concat(all...)
		for _, w := range heard {
			each(w)
		}
		return int64(len(heard)), false, nil
	})
}

func (g *grounding) proposed(t *testing.T, list string) (out []string, found ReasonProposals) {
	t.Helper()
	found, err := g.Proposals(ownerOf(t), list)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found.Proposals {
		out = append(out, fmt.Sprintf("%s|%s|%d|%d|%s", p.Stems, p.Label, p.Persons, p.Own, p.Near))
	}
	return out, found
}

// TestProposals: what five persons and more share, however they inflect it; one
// person who says it often is one.
func TestProposals(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		l := g.reasons(t)
		g.hear(says(3, "a", "en", "Parking", ""), says(2, "b", "en", "The parking lots were full", "Parked far away."), says(4, "c", "fr", "Le bruit", ""),
			says(1, "d", "fr", "Les bruits", ""), says(4, "e", "en", "Wet seats", ""), says(4, "f", "en", "Smell", ""), says(1, "f", "en", "It smelled", "Smells. A smell."))
		got, found := g.proposed(t, l.ID)
		if want := []string{"bruit|Le bruit|5|5|", "park|Parking|5|5|"}; !slices.Equal(got, want) || found.Looked != 19 || found.Total != 2 {
			t.Errorf("%q of %d", got, found.Looked)
		}
		if want := []string{"Parked far away.", "The parking lots were full"}; len(found.Proposals) == 2 && !subset(found.Proposals[1].Examples, want) {
			t.Errorf("examples %q", found.Proposals[1].Examples)
		}
		g.hear(says(6, "a", "en", "the price", ""), says(5, "b", "en", "Nobody", "The ramp was closed again."), says(3, "c", "en", "", "They had closed the ramp."))
		if got, _ = g.proposed(t, l.ID); !slices.Equal(got, []string{"close ramp|They had closed the ramp.|8|0|", "price|the price|6|6|price", "nobodi|Nobody|5|5|"}) {
			t.Errorf("%q", got)
		}
	})
}

func subset(a, of []string) bool {
	return len(a) > 0 && !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(of, s) })
}

// TestDecisions: accepted, merged, refused and taken back, each told and none
// proposed again while it stands.
func TestDecisions(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx, l := ownerOf(t), g.reasons(t)
		g.hear(says(7, "a", "en", "Parking", ""), says(6, "b", "en", "The price", ""), says(5, "c", "en", "Weather", ""))
		for i, d := range []Deciding{
			{Stems: "park", Verdict: ReasonAccepted, Text: questionnaire.Words{"en": "Parking", "fr": "Le stationnement"}},
			{Stems: "price", Verdict: ReasonMerged, Code: "price"},
			{Stems: "weather", Verdict: ReasonRefused},
		} {
			var err error
			if l, _, err = g.DecideReason(ctx, l.ID, fmt.Sprintf(`"%d"`, i+1), d); err != nil {
				t.Fatal(err)
			}
			if got, _ := g.proposed(t, l.ID); len(got) != 2-i {
				t.Errorf("still proposed: %q", got)
			}
		}
		if r := l.reason("r8"); r == nil || r.Text["fr"] != "Le stationnement" {
			t.Errorf("%+v", l.Reasons)
		}
		if _, _, err := g.DecideReason(ctx, l.ID, "", Deciding{Stems: "park", Verdict: ReasonRefused}); groundKey(err) != "reasons.not_proposed" {
			t.Errorf("decided twice: %v", err)
		}
		l, _, err := g.UndoDecision(ctx, l.ID, "", "park")
		if got, _ := g.proposed(t, l.ID); err != nil || l.reason("r8").RestedAt == nil || len(got) != 1 {
			t.Errorf("%q %v", got, err)
		}
		events, err := g.ReasonHistory(ctx, l.ID, "", 50)
		var did []string
		for _, e := range events {
			did = append(did, fmt.Sprintf("%s %s %s %d", e.What, e.Code, e.Label, e.Persons))
		}
		if want := []string{"undone r8 park 7", "refused  weather 5", "merged price price 6", "accepted r8 park 7"}; err != nil || !slices.Equal(did, want) {
			t.Errorf("%q %v", did, err)
		}
		if _, _, err := g.DecideReason(ctx, l.ID, "", Deciding{Stems: "park", Verdict: ReasonMerged, Code: "none"}); groundKey(err) != "reasons.merge_into" {
			t.Errorf("merged into nothing: %v", err)
		}
		viewer := access.With(t.Context(), access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}}})
		if _, err := g.Proposals(viewer, l.ID); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("who may read no answers read what people wrote: %v", err)
		}
	})
}

// TestReasonsUnusedRest: proposed for resting where they were asked long enough.
func TestReasonsUnusedRest(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	long, short := now.Add(-200*24*time.Hour), now.Add(-10*24*time.Hour)
	l := ReasonList{Reasons: []ListedReason{{Code: "used", AddedAt: long}, {Code: "unused", AddedAt: long}, {Code: "once", AddedAt: long}, {Code: "new", AddedAt: short}, {Code: "rests", AddedAt: long, RestedAt: &short}}}
	for _, n := range []int{49, 50} {
		u := newUses(&l, now)
		u.take(Written{Chosen: "once", At: long})
		for range n {
			u.take(Written{Chosen: "used", At: short})
		}
		var rest []string
		for _, use := range u.all() {
			if use.Rest {
				rest = append(rest, use.Code)
			}
		}
		want := []string{"unused", "once"}
		if n < leastAnswered {
			want = nil
		}
		if !slices.Equal(rest, want) || u.all()[0].Chosen != int64(n) {
			t.Errorf("after %d: %q", n, rest)
		}
	}
}
