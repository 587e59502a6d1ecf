package measure

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
)

// TestAMeasureHasItsTouchpoint: one of its program that whoever asks may see; a
// change of it is no break.
func TestAMeasureHasItsTouchpoint(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		gate, far := newID(), newID()
		g.ConnectGround(g.claims.find, func(_ context.Context, id string) (at journey.Touchpoint, e journey.Expectation, there bool, err error) {
			switch id {
			case gate:
				at = journey.Touchpoint{ID: gate, ProgramID: g.program}
			case far:
				at = journey.Touchpoint{ID: far, ProgramID: newID()}
			default:
				err = fault.NotFound("touchpoint")
			}
			return at, e, false, err
		})
		ctx := ownerOf(t)
		wanted := Measure{ProgramID: g.program, Name: "Boarding", Scale: Numbered(1, 5, Up), Metric: Mean, Intent: Emotion}
		for _, id := range []string{far, newID(), "gate"} {
			wanted.TouchpointID = id
			if _, _, err := g.Create(ctx, wanted); groundKey(err) != "measure.touchpoint" {
				t.Errorf("made at %q: %v", id, err)
			}
		}
		wanted.TouchpointID = gate
		m, _, err := g.Create(ctx, wanted)
		if err != nil || m.TouchpointID != gate {
			t.Fatalf("%+v %v", m, err)
		}
		if _, _, err := g.Update(ctx, m.ID, "", Change{TouchpointID: &far}); groundKey(err) != "measure.touchpoint" {
			t.Errorf("moved to another program's: %v", err)
		}
		finding := g.claim("supported", 2)
		wanted.Name = "Boarding, as said"
		if from, _, err := g.CreateFrom(ctx, finding, wanted); err != nil || from.TouchpointID != gate {
			t.Errorf("made from a finding: %+v %v", from, err)
		}
		wanted.Name, wanted.TouchpointID = "Elsewhere, as said", far
		if _, _, err := g.CreateFrom(ctx, finding, wanted); groundKey(err) != "measure.touchpoint" {
			t.Errorf("made from a finding, elsewhere: %v", err)
		}
		unseeing := access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(newID())}}})
		if _, _, err := g.Create(unseeing, wanted); err == nil {
			t.Error("made where nothing may be made")
		}
		found, err := g.Find(ctx, Filter{Touchpoint: gate, Intent: Emotion}, "", 5)
		if err != nil || len(found) != 2 {
			t.Errorf("of the touchpoint: %v %v", found, err)
		}
		if m, _, err = g.Update(ctx, m.ID, "", Change{TouchpointID: new("")}); err != nil || m.TouchpointID != "" || len(m.Breaks) != 0 {
			t.Errorf("taken off: %+v %v", m, err)
		}
		if found, err := g.Find(ctx, Filter{Touchpoint: gate}, "", 5); err != nil || len(found) != 1 {
			t.Errorf("still found: %v %v", found, err)
		}
	})
}

// TestMeasuresAreFound: by words of name and wording whatever their accents,
// page after page, with their breaks.
func TestMeasuresAreFound(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx := ownerOf(t)
		for i := range 12 {
			m := Measure{ProgramID: g.program, Name: fmt.Sprintf("Ease %d", i), Wording: map[string]string{"fr": "Facilité à l’accueil"}, Scale: Numbered(1, 5, Up), Metric: Mean}
			if i%3 == 0 {
				m.Wording["fr"] = "Le prix"
			}
			made, _, err := g.Create(ctx, m)
			if err != nil {
				t.Fatal(err)
			}
			if i == 1 {
				if _, _, err := g.Update(ctx, made.ID, "", Change{Scale: new(Numbered(1, 7, Up))}); err != nil {
					t.Fatal(err)
				}
			}
		}
		var names []string
		after := ""
		for {
			page, err := g.Find(ctx, Filter{Program: g.program, Words: "facilite"}, after, 3)
			if err != nil {
				t.Fatal(err)
			}
			more := len(page) > 3
			for _, m := range page[:min(3, len(page))] {
				if names, after = append(names, m.Name), m.ID; (m.Name == "Ease 1") != (len(m.Breaks) == 1) {
					t.Errorf("%s has breaks %v", m.Name, m.Breaks)
				}
			}
			if !more {
				break
			}
		}
		if len(names) != 8 {
			t.Errorf("found %v", names)
		}
		if main, err := g.Main(ctx, g.program); err != nil || main == "" {
			t.Errorf("the main one is %q, %v", main, err)
		}
		if main, err := g.Main(ctx, newID()); err != nil || main != "" {
			t.Errorf("the main one of another program is %q, %v", main, err)
		}
		if some, err := g.Find(ctx, Filter{Words: "nowhere"}, "", 3); err != nil || len(some) != 0 {
			t.Errorf("found %v, %v", some, err)
		}
	})
}

// TestTheLastChangeIsTold: what was made before it was kept shows its last break.
func TestTheLastChangeIsTold(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		g.now = func() time.Time { return now }
		m, _, err := g.Create(ownerOf(t), Measure{ProgramID: g.program, Name: "Ease", Scale: Numbered(1, 5, Up), Metric: Mean})
		if err != nil || !m.ChangedAt.Equal(now) {
			t.Fatalf("%v %v", m.ChangedAt, err)
		}
		now = now.Add(time.Hour)
		if _, _, err := g.Update(ownerOf(t), m.ID, "", Change{Name: new("Easy")}); err != nil {
			t.Fatal(err)
		}
		if m, err = g.Get(ownerOf(t), m.ID); err != nil || !m.ChangedAt.Equal(now) || m.CreatedAt.Equal(now) {
			t.Errorf("%+v %v", m, err)
		}
	})
}
