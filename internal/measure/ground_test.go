package measure

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// claims are findings as another room would know them.
type claims map[string]Finding

func (c claims) find(_ context.Context, _ record.Querier, ids []string) (map[string]Finding, error) {
	out := map[string]Finding{}
	for _, id := range ids {
		if f, there := c[id]; there {
			out[id] = f
		}
	}
	return out, nil
}

// grounding is the room over a store with a program and findings beside it.
type grounding struct {
	*Service
	program string
	claims  claims
}

func eachGround(t *testing.T, test func(t *testing.T, g *grounding)) {
	recordtest.Each(t, groundMigrations(), func(t *testing.T, store *record.Store) {
		now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
		g := &grounding{Service: NewService(store, now, newID), claims: claims{}}
		g.program = programIn(t, store, now)
		g.ConnectGround(g.claims.find, nil)
		test(t, g)
	})
}

// claim makes a finding with so many excerpts for it.
func (g *grounding) claim(state string, said int) string {
	id := uuid.NewString()
	g.claims[id] = Finding{ID: id, ProgramID: g.program, Claim: "People cannot bear that nobody says how long.", Kind: "feel", State: state, Published: true, For: said}
	return id
}

func (g *grounding) measure(t *testing.T, name string) string {
	t.Helper()
	m, _, err := g.Create(ownerOf(t), Measure{ProgramID: g.program, Name: name, Intent: Satisfaction, Scale: Numbered(0, 10, Up), Metric: Mean})
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

func groundKey(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

// TestGroundOfAMeasure: by hand, step after step.
func TestGroundOfAMeasure(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx := ownerOf(t)
		m := g.measure(t, "Told how long")
		if got, err := g.Ground(ctx, m); err != nil || got.State != Groundless || got.Version != 0 {
			t.Fatalf("%+v %v", got, err)
		}
		if _, _, err := g.Publish(ctx, m, ""); groundKey(err) != "ground.missing" {
			t.Errorf("published without ground: %v", err)
		}
		if _, _, err := g.GiveReason(ctx, m, "", "because"); groundKey(err) != "ground.reason" {
			t.Errorf("a reason of a word: %v", err)
		}
		got, _, err := g.GiveReason(ctx, m, `"0"`, " The board has followed it since 2019. ")
		if err != nil || got.State != ByReason || got.Reason.Text != "The board has followed it since 2019." || got.Reason.ByName != "Pat" || got.Version != 1 {
			t.Fatalf("%+v %v", got, err)
		}
		if _, _, err := g.GiveReason(ctx, m, `"0"`, "Another reason altogether."); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("written over: %v", err)
		}
		if got, _, err = g.Publish(ctx, m, ""); err != nil || got.PublishedAt == nil || got.PublishedBy != "Pat" {
			t.Fatalf("%+v %v", got, err)
		}
		if _, _, err := g.GiveReason(ctx, m, "", ""); groundKey(err) != "ground.last" {
			t.Errorf("the last ground is taken away: %v", err)
		}
		if got, _ := g.Ground(ctx, m); got.Reason == nil {
			t.Error("the reason went all the same")
		}
		said := g.claim("supported", 3)
		if got, _, err = g.RestOn(ctx, m, said); err != nil || got.State != Grounded || len(got.Findings) != 1 || got.Findings[0].Claim == "" || !got.Findings[0].Carries {
			t.Fatalf("%+v %v", got, err)
		}
		if got, _, err = g.GiveReason(ctx, m, "", ""); err != nil || got.State != Grounded || got.Reason != nil {
			t.Fatalf("%+v %v", got, err)
		}
		if _, _, err := g.RestNoMore(ctx, m, said); groundKey(err) != "ground.last" {
			t.Errorf("the last finding is taken away: %v", err)
		}
		rests, err := g.RestsOn(ctx, said)
		if err != nil || len(rests.Measures) != 1 || rests.Measures[0].State != Grounded || rests.Measures[0].IfRetired != GroundLost || rests.Lose != 1 {
			t.Fatalf("%+v %v", rests, err)
		}
		if got, _ := g.Ground(ctx, m); got.State != Grounded {
			t.Error("trying it changed something")
		}
		retired := g.claims[said]
		retired.State = "retired"
		g.claims[said] = retired
		if got, _ := g.Ground(ctx, m); got.State != GroundLost || got.PublishedAt == nil || got.Findings[0].State != "retired" {
			t.Errorf("after retiring: %+v", got)
		}
		if _, counts, err := g.Grounds(ctx, g.program); err != nil || counts != (GroundCounts{Lost: 1}) {
			t.Errorf("%+v %v", counts, err)
		}
		if got, _, err = g.Withdraw(ctx, m, ""); err != nil || got.PublishedAt != nil {
			t.Errorf("%+v %v", got, err)
		}
		if got, _, err = g.RestNoMore(ctx, m, said); err != nil || got.State != Groundless {
			t.Errorf("%+v %v", got, err)
		}
		made, _, err := g.CreateFrom(ctx, g.claim("proposed", 1), Measure{Name: "Sure of the connection", Scale: Numbered(0, 10, Up), Metric: NPS, Intent: Satisfaction})
		if err != nil || made.ProgramID != g.program {
			t.Fatal(err)
		}
		if got, err := g.Ground(ctx, made.ID); err != nil || got.State != Grounded {
			t.Errorf("made from a finding: %+v %v", got, err)
		}
	})
}

// TestWhoSeesWhatAMeasureRestsOn: what is not published is told to who may write
// findings; another program's finding carries nothing.
func TestWhoSeesWhatAMeasureRestsOn(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		ctx := ownerOf(t)
		m, draft := g.measure(t, "Told how long"), g.claim("proposed", 2)
		f := g.claims[draft]
		f.Published = false
		g.claims[draft] = f
		if _, _, err := g.RestOn(ctx, m, draft); err != nil {
			t.Fatal(err)
		}
		viewer := access.With(t.Context(), access.Who{UserID: "v", Grants: []access.Grant{{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll}}})
		got, err := g.Ground(viewer, m)
		if err != nil || got.State != Grounded || got.Findings[0].Claim != "" || got.Findings[0].ID != "" || !got.Findings[0].Hidden {
			t.Errorf("a viewer reads a draft: %+v %v", got, err)
		}
		if _, err := g.RestsOn(viewer, draft); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("a viewer asks what rests on a draft: %v", err)
		}
		for name, err := range map[string]error{
			"rests": thirdOf(g.RestOn(viewer, m, draft)), "rests no more": thirdOf(g.RestNoMore(viewer, m, draft)), "gives a reason": thirdOf(g.GiveReason(viewer, m, "", "A reason of some length.")),
			"publishes": thirdOf(g.Publish(viewer, m, "")), "withdraws": thirdOf(g.Withdraw(viewer, m, "")), "makes": thirdOf(g.CreateFrom(viewer, draft, Measure{Name: "x"})),
		} {
			if fault.CodeOf(err) != fault.CodeForbidden {
				t.Errorf("a viewer %s: %v", name, err)
			}
		}
		elsewhere := g.claim("supported", 9)
		f = g.claims[elsewhere]
		f.ProgramID = uuid.NewString()
		g.claims[elsewhere] = f
		if _, _, err := g.RestOn(ctx, m, elsewhere); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("it rests on another program's finding: %v", err)
		}
	})
}

// TestExpectationsFromFindings: what is expected now, and was written from a
// finding, is told with what it would rest on without it.
func TestExpectationsFromFindings(t *testing.T) {
	eachGround(t, func(t *testing.T, g *grounding) {
		place, now, there := uuid.NewString(), uuid.NewString(), true
		g.ConnectGround(g.claims.find, func(context.Context, string) (journey.Touchpoint, journey.Expectation, bool, error) {
			return journey.Touchpoint{ID: place, ProgramID: g.program, Name: "Gate"}, journey.Expectation{ID: now, Words: "Somebody says how long."}, there, nil
		})
		ctx, one, two := ownerOf(t), g.claim("supported", 1), g.claim("supported", 1)
		if _, err := g.ExpectFrom(ctx, one, place); err != nil {
			t.Fatal(err)
		}
		rests, err := g.RestsOn(ctx, one)
		if err != nil || len(rests.Expectations) != 1 || rests.Expectations[0].Words != "Somebody says how long." || rests.Expectations[0].IfRetired != GroundLost || rests.Lose != 1 {
			t.Fatalf("%+v %v", rests, err)
		}
		if _, err := g.ExpectFrom(ctx, two, place); err != nil {
			t.Fatal(err)
		}
		if rests, err = g.RestsOn(ctx, one); err != nil || rests.Expectations[0].IfRetired != Grounded || rests.Lose != 0 {
			t.Errorf("with another finding: %+v %v", rests, err)
		}
		now = uuid.NewString() // another took its place
		if rests, err = g.RestsOn(ctx, one); err != nil || len(rests.Expectations) != 0 {
			t.Errorf("after another took its place: %+v %v", rests, err)
		}
		there = false
		if _, err := g.ExpectFrom(ctx, one, place); groundKey(err) != "ground.no_expectation" {
			t.Errorf("nothing is expected: %v", err)
		}
	})
}

// TestNoPublishedMeasureWithoutGround does things to measures and findings at
// random, many times over. Whatever happens, a published measure keeps a way to
// a finding or a reason, it was published on one that stood, the state is what a
// plain reading of the rules says, and what is said of retiring comes true.
func TestNoPublishedMeasureWithoutGround(t *testing.T) {
	store := recordtest.SQLite(t, groundMigrations())
	now := func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	g := &grounding{Service: NewService(store, now, newID), claims: claims{}, program: programIn(t, store, now)}
	g.ConnectGround(g.claims.find, nil)
	ctx, r := ownerOf(t), rand.New(rand.NewPCG(7, 11))
	var measures, findings []string
	for i := range 4 {
		measures, findings = append(measures, g.measure(t, fmt.Sprint("M", i))), append(findings, g.claim("supported", 1))
	}
	published, kept, missing := 0, 0, 0
	for step := range 1000 {
		m, f := measures[r.IntN(len(measures))], findings[r.IntN(len(findings))]
		before, err := g.Ground(ctx, m)
		if err != nil {
			t.Fatal(err)
		}
		switch c := g.claims[f]; r.IntN(10) {
		case 0:
			_, _, err = g.RestOn(ctx, m, f)
		case 1, 2, 8: // what it rests on, so that it often comes down to the last
			if n := len(before.Findings); n > 0 {
				f = before.Findings[r.IntN(n)].ID
			}
			_, _, err = g.RestNoMore(ctx, m, f)
		case 3:
			_, _, err = g.GiveReason(ctx, m, "", []string{"", "", "A reason of some length."}[r.IntN(3)])
		case 4, 9:
			if _, _, err = g.Publish(ctx, m, ""); err == nil && before.PublishedAt == nil {
				published++
				if before.State.weaker() {
					t.Fatalf("step %d: published on %s", step, before.State)
				}
			}
		case 5:
			_, _, err = g.Withdraw(ctx, m, "")
		case 6:
			said, saidErr := g.RestsOn(ctx, f)
			if saidErr != nil {
				t.Fatal(saidErr)
			}
			c.State = "retired"
			g.claims[f] = c
			for _, resting := range said.Measures {
				if got, _ := g.Ground(ctx, resting.MeasureID); got.State != resting.IfRetired {
					t.Fatalf("step %d: said to be %s, is %s", step, resting.IfRetired, got.State)
				}
			}
		case 7:
			c.State, c.For = []string{"supported", "proposed", "contradicted"}[r.IntN(3)], r.IntN(3)
			g.claims[f] = c
		}
		switch groundKey(err) {
		case "ground.last":
			kept++
		case "ground.missing":
			missing++
		}
		for _, m := range measures {
			after, err := g.Ground(ctx, m)
			if err != nil {
				t.Fatal(err)
			}
			if want := plainly(after, g.claims); after.State != want {
				t.Fatalf("step %d: %s, want %s: %+v", step, after.State, want, after)
			}
			if after.PublishedAt != nil && after.Reason == nil && len(after.Findings) == 0 {
				t.Fatalf("step %d: published on nothing: %+v", step, after)
			}
		}
	}
	if published < 10 || kept < 10 || missing < 10 {
		t.Errorf("published %d times, kept from losing the last ground %d, from being published on none %d: the walk shows too little", published, kept, missing)
	}
}

// plainly is the state by the rules in words.
func plainly(g Ground, all claims) GroundState {
	stands := slices.ContainsFunc(g.Findings, func(f GroundFinding) bool {
		c := all[f.ID]
		return (c.State == "supported" || c.State == "proposed") && c.For >= 1
	})
	if stands {
		return Grounded
	}
	if g.Reason != nil {
		return ByReason
	}
	if len(g.Findings) > 0 {
		return GroundLost
	}
	return Groundless
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func groundMigrations() []fs.FS { return []fs.FS{purpose.Migrations(), Migrations()} }

func ownerOf(t *testing.T) context.Context {
	return access.With(t.Context(), access.Who{UserID: "u", Name: "Pat", Grants: []access.Grant{{Role: access.Owner, Scope: access.Whole(), Rows: access.RowsAll}}})
}

func programIn(t *testing.T, store *record.Store, now func() time.Time) string {
	t.Helper()
	p, _, err := purpose.NewService(store, now, newID).Create(ownerOf(t), "Feedback", "")
	if err != nil {
		t.Fatal(err)
	}
	return p.ID
}

func thirdOf[A, B any](_ A, _ B, err error) error { return err }
