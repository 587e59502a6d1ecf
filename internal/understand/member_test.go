package understand

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
)

// inUTC is the service on the world with segments, whose days are those of the
// souls.
func (w *world) inUTC(segments SegmentSource) *Service {
	s := w.service()
	s.o.Zone = func(context.Context) (*time.Location, error) { return time.UTC, nil }
	s.o.Segments = segments
	return s
}

// TestSegmentsOfRandomRules: sizes at the end of each month, and the answers
// given by members, equal what reading each customer plainly gives, on both
// engines.
func TestSegmentsOfRandomRules(t *testing.T) {
	duck := newWorld(t)
	r := rand.New(rand.NewPCG(20261122, 210))
	souls := crowdOfSouls(r, 70)
	rooms := segments(t, duck)
	traits := [2]string{defined(t, rooms, "Tier", people.TraitText), defined(t, rooms, "Spend", people.TraitMoney)}
	traitsOf(r, souls, traits[0], traits[1])
	duck.settle(souls)
	for engine, s := range map[string]*Service{"duckdb": duck.inUTC(rooms), "postgresql": duck.onPostgreSQL().inUTC(rooms)} {
		t.Run(engine, func(t *testing.T) {
			r := rand.New(rand.NewPCG(20261122, 211))
			for i := range 24 {
				segment, _, err := rooms.CreateSegment(owner(t), people.Segment{Name: "Random", Shared: true, Rule: someRule(r, i%4, traits)})
				if err != nil {
					t.Fatal(err)
				}
				checkSizes(t, s, segment, souls)
				checkAnswers(t, s, segment, souls)
				if t.Failed() {
					rule, _ := json.Marshal(segment.Rule)
					t.Fatalf("with %s", rule)
				}
			}
		})
	}
}

func defined(t *testing.T, rooms *people.Service, name string, kind people.TraitKind) string {
	t.Helper()
	d, _, err := rooms.Define(owner(t), people.TraitDefinition{Of: people.OfCustomer, Name: name, Kind: kind})
	if err != nil {
		t.Fatal(err)
	}
	return d.ID
}

func checkSizes(t *testing.T, s *Service, segment people.Segment, souls []soul) {
	t.Helper()
	sizes, err := s.Sizes(owner(t), segment.ID, PeriodMonth, 12, 0)
	if err != nil {
		t.Error(err)
		return
	}
	for i, p := range sizes.Sizes {
		at := time.Date(2026, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC).Add(-time.Microsecond)
		if i == len(sizes.Sizes)-1 {
			at = s.o.Now()
		}
		var size, all int64
		for _, soul := range souls {
			if i < len(sizes.Sizes)-1 && !soul.knownAt(at) {
				continue
			}
			all++
			if soul.meets(segment.Rule, at) {
				size++
			}
		}
		if *p.Size != size || *p.Of != all {
			t.Errorf("until %s: %d of %d, read plainly %d of %d", p.Period.To, *p.Size, *p.Of, size, all)
		}
	}
	now := sizes.Sizes[len(sizes.Sizes)-1]
	tried, err := s.SizeOf(owner(t), segment.Rule, 0)
	if err != nil || *tried.Size != *now.Size || *tried.Of != *now.Of {
		t.Errorf("before it was saved: %+v %v, saved %d of %d", tried, err, *now.Size, *now.Of)
	}
}

func (s soul) knownAt(at time.Time) bool {
	first := s.created
	for _, a := range s.answers {
		if a.at.Before(first) {
			first = a.at
		}
	}
	for _, e := range s.events {
		if e.at.Before(first) {
			first = e.at
		}
	}
	return !first.After(at)
}

// checkAnswers compares the figure of members with the answers that they gave
// while they were in the segment, as a filter and as a cut.
func checkAnswers(t *testing.T, s *Service, segment people.Segment, souls []soul) {
	t.Helper()
	var in, out int64
	for _, soul := range souls {
		for _, a := range soul.answers {
			switch {
			case a.measure != id("nps"):
			case soul.meets(segment.Rule, a.at):
				in++
			default:
				out++
			}
		}
	}
	for value, want := range map[string]int64{segment.ID: in, segment.ID + ":in": in, segment.ID + ":out": out} {
		m, err := s.Metric(owner(t), Query{Measure: id("nps"), Filter: Filter{Where: []Pick{{Key: "segment", Values: []string{value}}}}})
		if err != nil {
			t.Error(err)
			return
		}
		if m.Total.Figure.N != want {
			t.Errorf("%s: %d answers, read plainly %d", value, m.Total.Figure.N, want)
		}
	}
	m, err := s.Metric(owner(t), Query{Measure: id("nps"), By: []string{"segment:" + segment.ID}})
	if err != nil {
		t.Error(err)
		return
	}
	got := map[string]int64{}
	for _, c := range m.Cells {
		got[*c.Key[0].Value] = c.Figure.N
	}
	if got["in"] != in || got["out"] != out {
		t.Errorf("cut: %v, read plainly %d in and %d out", got, in, out)
	}
}

// TestSizesWithinReach: whoever sees a unit counts its customers; whoever may
// not see customers is told no small sizes; another's own segment is not there.
func TestSizesWithinReach(t *testing.T) {
	w := newWorld(t)
	souls := crowdOfSouls(rand.New(rand.NewPCG(1, 2)), 80)
	w.settle(souls)
	rooms := segments(t, w)
	s := w.inUTC(rooms)
	all := people.Rule{Is: &people.Condition{Field: "customer.since", From: "2000-01-01"}}
	one := people.Rule{Is: &people.Condition{Field: "customer.since", From: souls[0].created.Format(time.DateOnly), To: souls[0].created.Format(time.DateOnly)}}
	shared, _, err := rooms.CreateSegment(owner(t), people.Segment{Name: "All", Shared: true, Rule: all})
	if err != nil {
		t.Fatal(err)
	}
	few, _, err := rooms.CreateSegment(owner(t), people.Segment{Name: "One", Shared: true, Rule: one})
	if err != nil {
		t.Fatal(err)
	}
	own, _, err := rooms.CreateSegment(owner(t), people.Segment{Name: "Own", Rule: all})
	if err != nil {
		t.Fatal(err)
	}
	inLille := int64(0)
	for _, soul := range souls {
		if soul.unit == id("lille") {
			inLille++
		}
	}
	lille := as(t, "lille", access.Grant{Role: access.Analyst, Scope: access.Unit(id("lille")), Rows: access.RowsAll})
	viewer := as(t, "viewer", access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsAll})
	program := as(t, "program", access.Grant{Role: access.Analyst, Scope: access.Program(programA), Rows: access.RowsAll})
	for _, c := range []struct {
		name   string
		ctx    context.Context
		id     string
		size   int64 // -1 where it is not told
		of     int64
		hidden string
		fault  fault.Code
	}{
		{name: "the owner", ctx: owner(t), id: shared.ID, size: 80, of: 80},
		{name: "the owner, few", ctx: owner(t), id: few.ID, size: 1, of: 80},
		{name: "a unit", ctx: lille, id: shared.ID, size: inLille, of: inLille},
		{name: "a program", ctx: program, id: shared.ID, size: 0, of: 0},
		{name: "a viewer", ctx: viewer, id: shared.ID, size: 80, of: 80},
		{name: "a viewer, few", ctx: viewer, id: few.ID, size: -1, of: 80, hidden: "few"},
		{name: "another's own", ctx: viewer, id: own.ID, fault: fault.CodeNotFound},
		{name: "nobody", ctx: access.With(t.Context(), access.Who{}), id: shared.ID, fault: fault.CodeUnauthenticated},
	} {
		got, err := s.Sizes(c.ctx, c.id, PeriodMonth, 1, 0)
		if c.fault != "" {
			if fault.CodeOf(err) != c.fault {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		size := int64(-1)
		if got.Sizes[0].Size != nil {
			size = *got.Sizes[0].Size
		}
		if size != c.size || *got.Sizes[0].Of != c.of || got.Sizes[0].Hidden != c.hidden {
			t.Errorf("%s: %d of %d %q", c.name, size, *got.Sizes[0].Of, got.Sizes[0].Hidden)
		}
	}
	if _, err := s.MembersOf(viewer, shared.ID, "", 10, 0); fault.CodeOf(err) != fault.CodeForbidden {
		t.Errorf("a viewer's members: %v", err)
	}
	s.o.Smallest = func(context.Context) (int64, error) { return 50, nil }
	if got, err := s.Sizes(viewer, shared.ID, PeriodMonth, 1, 0); err != nil || got.Smallest != 50 || got.Sizes[0].Size == nil {
		t.Errorf("80 of 80 where 50 is the smallest group: %+v %v", got, err)
	}
	s.o.Smallest = func(context.Context) (int64, error) { return 81, nil }
	if got, err := s.Sizes(viewer, shared.ID, PeriodMonth, 1, 0); err != nil || got.Sizes[0].Size != nil || got.Sizes[0].Hidden != "few" {
		t.Errorf("80 of 80 where 81 is the smallest group: %+v %v", got, err)
	}
	if _, err := s.SizeOf(viewer, all, 0); fault.CodeOf(err) != fault.CodeForbidden {
		t.Errorf("a viewer tries rules: %v", err)
	}
	if _, err := s.Metric(viewer, Query{Measure: id("nps"), Filter: Filter{Where: []Pick{{Key: "segment", Values: []string{own.ID}}}}}); fault.CodeOf(err) != fault.CodeInvalid {
		t.Errorf("a figure of another's own segment: %v", err)
	}
}

// TestPointsThatTellNobody: by hand.
func TestPointsThatTellNobody(t *testing.T) {
	for _, c := range []struct {
		size, all int64
		told      bool
		hidden    string
	}{{0, 100, true, ""}, {1, 100, false, "few"}, {4, 100, false, "few"}, {5, 100, true, ""}, {96, 100, false, "nearly_all"}, {95, 100, true, ""}, {100, 100, true, ""}, {0, 0, true, ""}, {0, 3, false, "few"}, {3, 3, false, "few"}} {
		p := pointOf(DaySpan{}, c.size, c.all, usualSmallest, false)
		if (p.Size != nil) != c.told || p.Hidden != c.hidden {
			t.Errorf("%d of %d: %v %q", c.size, c.all, p.Size, p.Hidden)
		}
		if p := pointOf(DaySpan{}, c.size, c.all, usualSmallest, true); *p.Size != c.size || p.Hidden != "" {
			t.Errorf("%d of %d to who may see them: %+v", c.size, c.all, p)
		}
	}
	for smallest, told := range map[int64]bool{3: true, 7: true, 8: false, 50: false} {
		if p := pointOf(DaySpan{}, 7, 100, smallest, false); (p.Size != nil) != told {
			t.Errorf("7 where %d is the smallest group: %v", smallest, p.Size)
		}
	}
}
