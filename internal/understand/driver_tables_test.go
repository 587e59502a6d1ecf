package understand

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

// onAnalysis hands an analysis of nps over the world's responses to do.
func (w *world) onAnalysis(filter Filter, do func(ctx context.Context, a *analysis) error) {
	w.t.Helper()
	s := w.service()
	s.few = 0
	ctx := owner(w.t)
	err := s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, measured{w.measures[id("nps")]}, filter, access.From(ctx).Reach(access.FigureRead))
		if err != nil {
			return err
		}
		a, err := q.analysis(ctx, ratedDrivers)
		if err != nil {
			return err
		}
		a.query.below = true
		return do(ctx, a)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestTablesAreTheSumsOfTheStore: whoever sums up, response by response, by
// sums of the store or by tables, the moments of every group are the same, of
// everybody and of segments, in one pass or in several.
func TestTablesAreTheSumsOfTheStore(t *testing.T) {
	for seed := range uint64(8) {
		gaps, repeated, weighted := seed%2 == 0, seed%4 < 2, seed < 4
		w := newWorld(t)
		rows := w.rate(100+seed, 700, gaps, repeated)
		w.tag(rows, func(i int) string { return []string{"Gold", "Silver", "Few", "Left out"}[min(i/230, 3)] })
		code := func(v string) string { return fmt.Sprint(w.codes["1:"+v]) }
		segments := partition{expr: "t001", values: []string{code("Gold"), code("Silver"), code("Few")}}
		units := partition{expr: "unit", values: []string{id("south"), id("lille")}}
		w.onAnalysis(Filter{Weighted: weighted, From: "2026-01-02"}, func(ctx context.Context, a *analysis) error {
			if a.coded == nil {
				t.Fatal("whole numbers from 0 to 10 are not coded")
			}
			a.n = int64(1+seed%3) * atMostRows // read in one to four slices
			a.coded.batch = 37
			if err := a.ahead(ctx, []partition{{}, segments, units}); err != nil {
				return err
			}
			for _, p := range []partition{{}, segments, units, {expr: "t001", values: []string{code("Few")}}} {
				tabled, err := a.tabled(ctx, p)
				if err != nil {
					return err
				}
				query := a.query.grouped("bucket", p.expr)
				one, err := query.read(ctx, a.snap, p.among(a.cond))
				if err != nil {
					return err
				}
				sum, err := query.sum(ctx, a.snap, p.among(a.cond))
				if err != nil {
					return err
				}
				if len(tabled) != p.parts() || len(one) != len(tabled) || len(sum) != len(tabled) {
					t.Fatalf("%s: %d parts from tables, %d one by one, %d sums", p.expr, len(tabled), len(one), len(sum))
				}
				for _, part := range tabled {
					samePart(t, fmt.Sprintf("seed %d, %s %s, one by one", seed, p.expr, part.key.String), part, one[part.key])
					samePart(t, fmt.Sprintf("seed %d, %s %s, sums", seed, p.expr, part.key.String), part, sum[part.key])
				}
			}
			return nil
		})
	}
}

// samePart compares parts group by group; groups come in any order, so they
// are told apart by their noise, which no two have in common.
func samePart(t *testing.T, what string, got, want *driverPart) {
	t.Helper()
	if want == nil || len(got.groups) != len(want.groups) {
		t.Fatalf("%s: groups differ", what)
	}
	noise := len(ratedDrivers)
	for i, m := range got.groups {
		own := m.Linear.S[noise*m.Linear.K+noise]
		at := -1
		for j, o := range want.groups {
			if math.Abs(o.Linear.S[noise*o.Linear.K+noise]-own) < 1e-9 {
				at = j
			}
		}
		if at < 0 {
			t.Errorf("%s: no group has the noise %g", what, own)
			return
		}
		o := want.groups[at]
		for _, pair := range []struct {
			name      string
			got, want []float64
		}{
			{"linear W", m.Linear.W, o.Linear.W}, {"linear W2", m.Linear.W2, o.Linear.W2}, {"linear S", m.Linear.S, o.Linear.S},
			{"linear P", m.Linear.P, o.Linear.P}, {"linear Q", m.Linear.Q, o.Linear.Q},
			{"shape W", m.Shape.W, o.Shape.W}, {"shape W2", m.Shape.W2, o.Shape.W2}, {"shape S", m.Shape.S, o.Shape.S},
			{"shape P", m.Shape.P, o.Shape.P}, {"shape Q", m.Shape.Q, o.Shape.Q},
			{"shortfall", m.Shortfall, o.Shortfall}, {"below", got.below[i], want.below[at]},
		} {
			for c := range pair.want {
				if math.Abs(pair.got[c]-pair.want[c]) > 1e-8*math.Max(1, math.Abs(pair.want[c])) {
					t.Errorf("%s: %s of group %d: sum %d is %g, want %g", what, pair.name, i, c, pair.got[c], pair.want[c])
					return
				}
			}
		}
	}
}

// TestScoresWithManyValuesAreSummedUpByTheStore: halves of points, and scales
// of a hundred, are no codes, and give the same as one by one.
func TestScoresWithManyValuesAreSummedUpByTheStore(t *testing.T) {
	for _, change := range []string{"s002 = 2.5", "s003 = 60", "s001 = 7.25"} {
		w := newWorld(t)
		rows := w.rate(31, 600, true, false)
		w.exec("UPDATE response_wide SET " + change + " WHERE response = '" + rows[7].response + "'")
		w.onAnalysis(Filter{}, func(_ context.Context, a *analysis) error {
			if a.coded != nil {
				t.Errorf("%s: coded", change)
			}
			return nil
		})
		s := w.service()
		query := DriversQuery{Measure: id("nps"), Drivers: ratedDrivers}
		one, err := s.Drivers(owner(t), query)
		if err != nil {
			t.Fatal(err)
		}
		s.few = 0
		got, err := s.Drivers(owner(t), query)
		if err != nil {
			t.Fatal(err)
		}
		sameJSON(t, change, one, got)
		if !strings.Contains(strings.Join(w.queries, "\n"), "x0 * x1") {
			t.Errorf("%s: the store was not asked for products", change)
		}
	}
}

// A driver that nobody in the filter answered has no codes but that for none.
func TestTablesOfADriverThatNobodyAnswered(t *testing.T) {
	w := newWorld(t)
	w.rate(32, 300, true, false)
	w.exec("UPDATE response_wide SET s003 = NULL WHERE month < DATE '2026-06-01'")
	query := DriversQuery{Measure: id("nps"), Drivers: ratedDrivers, Filter: Filter{To: "2026-05-31"}}
	s := w.service()
	one, err := s.Drivers(owner(t), query)
	if err != nil {
		t.Fatal(err)
	}
	s.few = 0
	got, err := s.Drivers(owner(t), query)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, "drivers", one, got)
	if got.Fitted != 2 {
		t.Errorf("%d drivers are fitted", got.Fitted)
	}
}

// TestReadingOfCodesEndsWithItsContext: nobody waits for the other.
func TestReadingOfCodesEndsWithItsContext(t *testing.T) {
	w := newWorld(t)
	w.rate(33, 300, true, false)
	w.onAnalysis(Filter{}, func(ctx context.Context, a *analysis) error {
		ctx, stop := context.WithCancel(ctx)
		stop()
		if err := a.tabulate(ctx, []partition{{}}); err == nil {
			t.Error("a reading without a context that lives has no trouble")
		}
		return nil
	})
}
