package measure

import (
	"context"
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
)

// TestTopicMeasures: by what they rest on, as far as who asks may read it, and by
// words in either language.
func TestTopicMeasures(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx := ownerOf(t)
		told, french, other := g.measure(t, "Told how long"), g.measure(t, "Retard annoncé"), g.measure(t, "Seat pitch")
		one, hidden := g.claim("supported", 2), g.claim("supported", 2)
		draft := g.claims[hidden]
		draft.Published = false
		g.claims[hidden] = draft
		for m, f := range map[string]string{told: one, other: hidden} {
			if _, _, err := g.RestOn(ctx, m, f); err != nil {
				t.Fatal(err)
			}
		}
		viewer := access.With(t.Context(), access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}}})
		for _, ask := range []struct {
			who      context.Context
			findings []string
			word     string
			want     []string
		}{
			{ctx, []string{one, hidden}, "", []string{told, other}},
			{viewer, []string{one, hidden}, "", []string{told}},
			{ctx, nil, "retards", []string{french}},
			{ctx, []string{one}, "seats", []string{told, other}},
			{ctx, []string{newID()}, "nothing", nil},
		} {
			got, err := g.TopicMeasures(ask.who, g.program, ask.findings, ask.word)
			var ids []string
			for _, m := range got {
				ids = append(ids, m.ID)
			}
			if err != nil || !slices.Equal(ids, ask.want) {
				t.Errorf("%v %q: %+v %v", ask.findings, ask.word, got, err)
			}
		}
	})
}

// TestReasonsAreKept: each that was written, and that it was taken back.
func TestReasonsAreKept(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx, m := ownerOf(t), g.measure(t, "Would recommend")
		for _, text := range []string{"The board has followed it.", "The board has followed it.", "The series is kept until May.", "", ""} {
			if _, _, err := g.GiveReason(ctx, m, "", text); err != nil {
				t.Fatal(err)
			}
		}
		all, err := g.Reasons(ctx, m)
		var texts []string
		for _, r := range all {
			texts = append(texts, r.Text)
		}
		if err != nil || !slices.Equal(texts, []string{"", "The series is kept until May.", "The board has followed it."}) || all[0].ByName != "Pat" {
			t.Errorf("%+v %v", all, err)
		}
		if _, err := g.Reasons(ctx, newID()); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("reasons of nothing: %v", err)
		}
	})
}

// TestExpectationsTakenBack: what was said to be written from a finding is so no
// more, and once only.
func TestExpectationsTakenBack(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		place, now := newID(), newID()
		g.ConnectGround(g.claims.find, func(context.Context, string) (journey.Touchpoint, journey.Expectation, bool, error) {
			return journey.Touchpoint{ID: place, ProgramID: g.program}, journey.Expectation{ID: now}, true, nil
		})
		ctx, one := ownerOf(t), g.claim("supported", 1)
		if _, err := g.ExpectFrom(ctx, one, place); err != nil {
			t.Fatal(err)
		}
		if _, err := g.ExpectNoMore(ctx, one, place); err != nil {
			t.Fatal(err)
		}
		if rests, err := g.RestsOn(ctx, one); err != nil || len(rests.Expectations) != 0 {
			t.Errorf("%+v %v", rests, err)
		}
		if _, err := g.ExpectNoMore(ctx, one, place); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("taken back twice: %v", err)
		}
	})
}
