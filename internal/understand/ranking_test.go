package understand

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// shops gives each row one of n shops, which differ, and some rows none.
func shops(rows []answerRow, n int) []answerRow {
	for i := range rows {
		r := &rows[i]
		shop := i * 7 % (n + 1)
		r.unit = ""
		if shop < n {
			r.unit = id(fmt.Sprint("shop ", shop))
		}
		if r.score != nil && shop%3 == 0 && i%3 > 0 {
			score := min(10, *r.score+3)
			r.score = &score
		}
	}
	return rows
}

// rankedByHand ranks the values of a key by plain loops.
func rankedByHand(m measured, rows []answerRow, key string, weighted bool) (stat.Ranking, []stat.Unranked) {
	by := map[string][]answerRow{}
	for _, r := range rows {
		if v := valueOf(r, key); v != "" {
			by[v] = append(by[v], r)
		}
	}
	var groups []stat.NamedGroup
	for _, v := range sortedKeys(by) {
		groups = append(groups, stat.NamedGroup{Key: v, Group: sideOf(m, by[v], weighted, nil)})
	}
	units, left := stat.UnitsOf(m.kind(), groups)
	return stat.Rank(units), left
}

func TestRankingAgreesWithPlainLoops(t *testing.T) {
	for _, c := range []struct {
		name, measure string
		rows          []answerRow
		by            string
		weighted      bool
		direction     measure.Direction
	}{
		{"shops", "nps", shops(crowd(101, id("nps"), 3000, 900), 12), "unit", false, measure.Up},
		{"weighted shops", "nps", shops(crowd(102, id("nps"), 2000, 900), 12), "unit", true, measure.Up},
		{"strangers", "csat", shops(strangers(103, id("csat"), 900), 30), "unit", false, measure.Up},
		{"less is better", "ces", shops(strangers(104, id("ces"), 1500), 10), "unit", false, measure.Down},
		{"small shops", "nps", shops(strangers(105, id("nps"), 60), 9), "unit", false, measure.Up},
		{"four values", "nps", crowd(106, id("nps"), 900, 300), "t1", false, measure.Up},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.load(c.rows)
			m := measured{w.measures[id(c.measure)]}
			m.Scale.Direction = c.direction
			w.measures[m.ID] = m.Measure
			got, err := w.service().Ranking(owner(t), RankingQuery{Measure: m.ID, By: c.by, Filter: Filter{Weighted: c.weighted}})
			if err != nil {
				t.Fatal(err)
			}
			rows := keep(w.answers, m.ID, func(answerRow) bool { return true })
			want, left := rankedByHand(m, rows, c.by, c.weighted)
			if got.Count != len(want.Units) || got.Left != len(left) || !near(got.Spread.Tau2, want.Tau2) || !near(got.Spread.Real.Low, want.RealLow) ||
				!near(got.Spread.P, want.P) || got.Spread.Distinct != want.Distinct || got.Spread.Trouble != string(want.Trouble) {
				t.Fatalf("%d ranked, %d left, %+v; want %d, %d, %+v", got.Count, got.Left, got.Spread, len(want.Units), len(left), want)
			}
			n := got.Without
			for i, u := range got.Units {
				at := slices.IndexFunc(want.Units, func(x stat.RankedUnit) bool { return x.Key == textOf(u.Key.Value) })
				x := want.Units[at]
				from, to := x.From, x.To
				if c.direction == measure.Down {
					from, to = len(want.Units)+1-x.To, len(want.Units)+1-x.From
				}
				drawn := m.shrunk(x)
				if !near(u.Shrunken.Value, x.Shrunken) || !near(u.Shrunken.Low, *drawn.Low) || !near(u.Shrunken.High, *drawn.High) || u.From != from || u.To != to {
					t.Errorf("%s is %v (%v to %v), rank %d to %d; want %+v", u.Key.Label, show(u.Shrunken.Value), show(u.Shrunken.Low), show(u.Shrunken.High), u.From, u.To, x)
				}
				if i > 0 && m.better(*u.Shrunken.Value-*got.Units[i-1].Shrunken.Value) > 0 {
					t.Errorf("%s is better than the one before", u.Key.Label)
				}
				part := keep(rows, m.ID, func(r answerRow) bool { return valueOf(r, c.by) == textOf(u.Key.Value) })
				sameFigure(t, u.Key.Label, u.Figure, compute(m, part, c.weighted))
				n += u.Figure.N
			}
			for _, u := range got.Unranked {
				n += u.N
			}
			if n != int64(len(rows)) {
				t.Errorf("%d answers in all, want %d", n, len(rows))
			}
		})
	}
}

// likeShops are n shops that are like each other.
func likeShops(n int) func(context.Context, string) ([]string, error) {
	return func(context.Context, string) ([]string, error) {
		var ids []string
		for i := range n {
			ids = append(ids, id(fmt.Sprint("shop ", i)))
		}
		return ids, nil
	}
}

func TestAPlaceStandsBesideOthersWithoutNames(t *testing.T) {
	w := newWorld(t)
	w.load(shops(crowd(107, id("nps"), 4000, 1500), 24))
	s := w.service()
	s.o.Like = likeShops(24)
	keeper := as(t, "shopkeeper", access.Grant{Role: access.Viewer, Scope: access.Unit(id("shop 3"))})
	got, err := s.Place(keeper, PlaceQuery{Measure: id("nps"), Unit: id("shop 3")})
	if err != nil {
		t.Fatal(err)
	}
	m := measured{w.measures[id("nps")]}
	rows := keep(w.answers, id("nps"), func(answerRow) bool { return true })
	want, _ := rankedByHand(m, rows, "unit", false)
	own := want.Units[slices.IndexFunc(want.Units, func(u stat.RankedUnit) bool { return u.Key == id("shop 3") })]
	sameFigure(t, "its own", got.Figure, compute(m, keep(rows, id("nps"), func(r answerRow) bool { return r.unit == id("shop 3") }), false))
	sameFigure(t, "the whole", *got.Whole, compute(m, rows, false))
	if !near(got.Shrunken.Value, own.Shrunken) || got.From != own.From || got.To != own.To || got.Of != 24 || !near(got.Spread.Tau2, want.Tau2) {
		t.Errorf("%+v, want %+v", got, own)
	}
	below := 0
	for _, u := range want.Units {
		below += flag(u.Key != own.Key && u.Shrunken < *got.Others.Median)
	}
	if got.Others.N != 23 || below != 11 || *got.Others.First >= *got.Others.Median || *got.Others.Ninth <= *got.Others.Third {
		t.Errorf("others %+v, %d below the median", got.Others, below)
	}
	raw, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 24 {
		if strings.Contains(string(raw), id(fmt.Sprint("shop ", i))) != (i == 3) {
			t.Errorf("shop %d is named, or is not: %s", i, raw)
		}
	}
	if _, err := s.Place(keeper, PlaceQuery{Measure: id("nps"), Unit: id("shop 4")}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("another's place: %v, want not found", err)
	}
	byAccount := as(t, "keeper", access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsMyAccounts})
	if _, err := s.Place(byAccount, PlaceQuery{Measure: id("nps"), Unit: id("shop 3")}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("whoever sees own accounts only sees a place: %v, want not found", err)
	}
}

// Of fewer than five others nothing is told: the whole less one's own would be
// theirs.
func TestAPlaceAmongFewTellsNothingOfThem(t *testing.T) {
	w := newWorld(t)
	w.load(shops(strangers(108, id("nps"), 600), 5))
	s := w.service()
	s.o.Like = likeShops(5)
	q := PlaceQuery{Measure: id("nps"), Unit: id("shop 0")}
	got, err := s.Place(as(t, "shopkeeper", access.Grant{Role: access.Viewer, Scope: access.Unit(id("shop 0"))}), q)
	if err != nil || got.Whole != nil || got.Others != nil || got.Shrunken != nil || got.Of != 0 || got.Figure.N == 0 || got.Spread.Tau2 != nil {
		t.Errorf("a shopkeeper: %+v, %v", got, err)
	}
	for _, grant := range []access.Grant{{Role: access.Lead, Scope: access.Whole()}, {Role: access.Viewer, Scope: access.Program(programA)}} {
		got, err = s.Place(as(t, "lead", grant), q)
		if err != nil || got.Whole == nil || got.Others != nil || got.Shrunken == nil || got.Of != 5 {
			t.Errorf("a lead: %+v, %v", got, err)
		}
	}
}

// The figure of a unit is that of all units below it.
func TestAPlaceHoldsThoseBelowIt(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(109, id("nps"), 1500, 600))
	s := w.service()
	s.o.Like = func(context.Context, string) ([]string, error) { return []string{id("north"), id("south")}, nil }
	got, err := s.Place(owner(t), PlaceQuery{Measure: id("nps"), Unit: id("north")})
	if err != nil {
		t.Fatal(err)
	}
	want := keep(w.answers, id("nps"), func(r answerRow) bool {
		return slices.Contains([]string{id("north"), id("lille"), id("calais")}, r.unit)
	})
	sameFigure(t, "north", got.Figure, compute(measured{w.measures[id("nps")]}, want, false))
	if got.Of != 2 || got.Spread.Trouble != "too_few" {
		t.Errorf("%+v", got)
	}
}

func TestRankingOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(110, id("nps"), 2000, 700))
	h := api(t, w)
	path := "/api/metrics/ranking?measure=" + id("nps")
	place := "/api/metrics/place?measure=" + id("nps")
	for _, c := range []struct {
		name, who, path string
		status          int
		has             string
	}{
		{"units", "owner", path, 200, `"key":{"key":"unit","label":"unit"}`},
		{"few units", "owner", path, 200, `"trouble":"too_few"`},
		{"another key", "owner", path + "&by=t3", 200, `"key":"t3.classes"`},
		{"a page", "owner", path + "&limit=1", 200, `"next":"`},
		{"within reach", "lille", path, 200, `"count":1,`},
		{"nothing", "owner", path + "&score_min=11", 200, `"units":[]`},
		{"not a key", "owner", path + "&by=instant", 422, `"field":"by"`},
		{"another program", "other", path, 404, "not_found"},
		{"nobody", "", path, 401, "unauthenticated"},
		{"no role", "nobody", path, 403, "forbidden"},
		{"a place", "lille", place + "&unit=" + id("lille"), 200, `"whole":null`},
		{"another's place", "lille", place + "&unit=" + id("calais"), 404, "not_found"},
		{"no id", "owner", place + "&unit=x", 404, "not_found"},
		{"no unit", "owner", place, 422, `"field":"unit"`},
		{"bad day", "owner", place + "&unit=" + id("lille") + "&from=2026-02-30", 422, "from"},
		{"a place of another program", "other", place + "&unit=" + id("lille"), 404, "not_found"},
		{"a place for nobody", "", place + "&unit=" + id("lille"), 401, "unauthenticated"},
	} {
		res := call(h, c.who, http.MethodGet, c.path, "")
		if res.Code != c.status || !strings.Contains(res.Body.String(), c.has) {
			t.Errorf("%s: %d, want %d with %s\n%.900s", c.name, res.Code, c.status, c.has, res.Body)
		}
	}
}

func TestBothEnginesGiveTheSameRanking(t *testing.T) {
	duck := newWorld(t)
	duck.load(shops(crowd(111, id("nps"), 1500, 500), 9))
	postgres := duck.onPostgreSQL()
	a, b := duck.service(), postgres.service()
	a.o.Like, b.o.Like = likeShops(9), likeShops(9)
	for _, by := range []string{"unit", "t1", "t3"} {
		x, err := a.Ranking(owner(t), RankingQuery{Measure: id("nps"), By: by, Filter: Filter{Weighted: by == "t1"}})
		y, errB := b.Ranking(owner(t), RankingQuery{Measure: id("nps"), By: by, Filter: Filter{Weighted: by == "t1"}})
		if err != nil || errB != nil {
			t.Fatal(by, err, errB)
		}
		sameJSON(t, "ranking by "+by, x, y)
	}
	q := PlaceQuery{Measure: id("nps"), Unit: id("shop 2"), From: "2026-02-01"}
	x, err := a.Place(owner(t), q)
	y, errB := b.Place(owner(t), q)
	if err != nil || errB != nil {
		t.Fatal(err, errB)
	}
	sameJSON(t, "place", x, y)
}
