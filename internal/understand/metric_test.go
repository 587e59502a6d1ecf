package understand

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// compute is the figure of rows by plain loops, apart from any SQL.
func compute(m measured, rows []answerRow, weighted bool) stat.Estimate {
	var b stat.Buckets
	clusters := map[string]*stat.Cluster{}
	var total stat.Moments
	for _, r := range rows {
		y, w := m.contribution(*r.score), 1.0
		if weighted && r.weight != nil {
			w = *r.weight
		}
		total.Add(y, w)
		b[bucketOf(r.cluster)].Add(y, w)
		c := clusters[r.cluster]
		if c == nil {
			c = &stat.Cluster{ID: r.cluster}
			clusters[r.cluster] = c
		}
		c.N, c.W, c.WX, c.WX2 = c.N+1, c.W+w, c.WX+w*y, c.WX2+w*y*y
	}
	g := stat.Group{Total: total, Buckets: &b, Weighted: weighted, Repeated: int64(len(clusters)) < total.N, Clusters: []stat.Cluster{}}
	for _, c := range clusters {
		g.Clusters = append(g.Clusters, *c)
	}
	return m.clip(stat.Compute(m.kind(), g, 0))
}

func keep(rows []answerRow, measure string, ok func(answerRow) bool) []answerRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r answerRow) bool { return r.measure != measure || r.score == nil || !ok(r) })
}

func sameFigure(t *testing.T, what string, got Figure, want stat.Estimate) {
	t.Helper()
	close := func(name string, g *float64, w float64) {
		if (g == nil) != math.IsNaN(w) || g != nil && math.Abs(*g-w) > 1e-9*math.Max(1, math.Abs(w)) {
			t.Errorf("%s: %s is %v, want %v", what, name, show(g), w)
		}
	}
	close("value", got.Value, want.Value)
	close("low", got.Low, want.Low)
	close("high", got.High, want.High)
	close("effective n", &got.NEff, want.NEff)
	if got.N != want.N || got.Trouble != string(want.Trouble) || want.HasInterval() && got.Method != string(want.Method) {
		t.Errorf("%s: n %d, method %q, trouble %q; want %d, %q, %q", what, got.N, got.Method, got.Trouble, want.N, want.Method, want.Trouble)
	}
}

func show(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

func TestMetricAgreesWithPlainLoops(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(1, id("nps"), 4000, 900))
	w.load(crowd(2, id("csat"), 1500, 90))
	w.load(crowd(3, id("ces"), 1200, 700))
	w.load(strangers(4, id("foreign"), 300))
	s := w.service()
	for _, name := range []string{"nps", "csat", "ces"} {
		for _, weighted := range []bool{false, true} {
			m := measured{w.measures[id(name)]}
			r, err := s.Metric(owner(t), Query{Measure: m.ID, Period: PeriodMonth, By: []string{"t1"}, Filter: Filter{Weighted: weighted}})
			if err != nil {
				t.Fatal(err)
			}
			all := keep(w.answers, m.ID, func(answerRow) bool { return true })
			sameFigure(t, name+" total", r.Total.Figure, compute(m, all, weighted))
			if r.CellCount != 11*4 || len(r.Cells) != 44 {
				t.Errorf("%s: %d cells, want 44", name, r.CellCount)
			}
			for _, c := range r.Cells {
				rows := keep(all, m.ID, func(a answerRow) bool {
					return a.day.Format("2006-01") == c.Period.From[:7] && a.segment == c.Key[0].Label
				})
				sameFigure(t, name+" "+c.Period.From+" "+c.Key[0].Label, c.Figure, compute(m, rows, weighted))
				counted := int64(0)
				for _, bin := range c.Distribution {
					counted += bin.N
				}
				if counted != c.Figure.N {
					t.Errorf("distribution of %s holds %d answers of %d", c.Period.From, counted, c.Figure.N)
				}
			}
		}
	}
}

func TestUnrelatedAnswersTakeClosedFormsInOnePass(t *testing.T) {
	w := newWorld(t)
	w.load(strangers(5, id("nps"), 2000))
	r, err := w.service().Metric(owner(t), Query{Measure: id("nps"), By: []string{"channel"}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Total.Figure.Method != string(stat.MethodAdjustedWald) || slices.Contains(r.Notes, "related_answers") {
		t.Errorf("method %q, notes %v", r.Total.Figure.Method, r.Notes)
	}
	counted := 0
	for _, text := range w.queries {
		if strings.Contains(text, "FROM answer") {
			counted++
		}
	}
	if counted != 3 { // and one look for accounts, one for doubtful answers
		t.Errorf("%d queries of the answers, want 3", counted)
	}
}

// The promise behind every figure: the query string of a cell finds its
// answers. Here it is read back as a filter of the same room.
func TestAnswersOfACellFindTheCell(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(6, id("nps"), 3000, 800))
	s := w.service()
	for _, by := range [][]string{{"t1"}, {"t2", "channel"}, {"t3"}, {"t4"}, {"unit"}, {"language"}} {
		r, err := s.Metric(owner(t), Query{Measure: id("nps"), Period: PeriodQuarter, By: by,
			Filter: Filter{From: "2026-02-10", Where: []Pick{{Key: "unit", Values: []string{id("north"), ""}}}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Cells) < 6 {
			t.Fatalf("by %v: only %d cells", by, len(r.Cells))
		}
		for _, c := range append(r.Cells, r.Total) {
			v, err := url.ParseQuery(c.Answers)
			if err != nil {
				t.Fatal(err)
			}
			f, err := FigureFilter{From: v.Get("from"), To: v.Get("to"), Where: v["where"], ScoreMin: v.Get("score_min"), ScoreMax: v.Get("score_max")}.filter()
			if err != nil {
				t.Fatalf("%s: %v", c.Answers, err)
			}
			again, err := s.Metric(owner(t), Query{Measure: v.Get("measure"), Filter: f})
			if err != nil {
				t.Fatal(err)
			}
			if again.Total.Figure.N != c.Figure.N {
				t.Errorf("by %v: %s finds %d answers, the cell has %d", by, c.Answers, again.Total.Figure.N, c.Figure.N)
			}
		}
	}
}

func TestReachNarrowsEveryFigure(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(7, id("nps"), 3000, 800))
	w.load(strangers(8, id("foreign"), 50))
	s := w.service()
	inNorth := func(r answerRow) bool {
		return slices.Contains([]string{id("north"), id("lille"), id("calais")}, r.unit)
	}
	cases := []struct {
		name  string
		grant access.Grant
		sees  func(answerRow) bool
	}{
		{"unit", access.Grant{Role: access.Viewer, Scope: access.Unit(id("north"))}, inNorth},
		{"program", access.Grant{Role: access.Viewer, Scope: access.Program(programA)}, func(answerRow) bool { return true }},
		{"own accounts", access.Grant{Role: access.Viewer, Scope: access.Whole(), Rows: access.RowsMyAccounts}, func(r answerRow) bool { return r.account == id("account 1") }},
		{"unit that is gone", access.Grant{Role: access.Viewer, Scope: access.Unit(id("gone"))}, func(answerRow) bool { return false }},
	}
	for _, c := range cases {
		ctx := as(t, "keeper", c.grant)
		want := int64(len(keep(w.answers, id("nps"), c.sees)))
		r, err := s.Metric(ctx, Query{Measure: id("nps"), By: []string{"unit"}})
		if err != nil {
			t.Fatal(c.name, err)
		}
		if r.Total.Figure.N != want {
			t.Errorf("%s: sees %d answers, want %d", c.name, r.Total.Figure.N, want)
		}
		changes, err := s.Changes(ctx, ChangesQuery{Measure: id("nps"), Period: PeriodMonth})
		if err != nil {
			t.Fatal(c.name, err)
		}
		october := int64(len(keep(w.answers, id("nps"), func(r answerRow) bool { return c.sees(r) && r.day.Month() == time.October })))
		if changes.Overall.Now.Figure.N != october {
			t.Errorf("%s: changes see %d answers of October, want %d", c.name, changes.Overall.Now.Figure.N, october)
		}
		traits, err := s.Traits(ctx, programA, "")
		if err != nil {
			t.Fatal(c.name, err)
		}
		gold := int64(len(slices.DeleteFunc(slices.Clone(w.answers), func(r answerRow) bool { return r.program != programA || r.segment != "Gold" || !c.sees(r) })))
		if got := countOf(traits, "t1", "Gold"); got != gold {
			t.Errorf("%s: %d gold answers listed, want %d", c.name, got, gold)
		}
	}
	if _, err := s.Metric(as(t, "b", access.Grant{Role: access.Viewer, Scope: access.Program(programB)}), Query{Measure: id("nps")}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("a measure of another program: %v, want not found", err)
	}
	if _, err := s.Metric(t.Context(), Query{Measure: id("nps")}); !fault.Is(err, fault.CodeUnauthenticated) {
		t.Errorf("nobody: %v, want unauthenticated", err)
	}
}

// A response that answers several measures is one response.
func TestTraitsCountResponses(t *testing.T) {
	w := newWorld(t)
	rows := crowd(141, id("nps"), 400, 200)
	again := slices.Clone(rows)
	for i := range again {
		again[i].measure = id("csat")
	}
	w.load(rows)
	w.load(again)
	gold := int64(len(slices.DeleteFunc(slices.Clone(rows), func(r answerRow) bool { return r.segment != "Gold" })))
	for _, measure := range []string{"", id("csat")} {
		got, err := w.service().Traits(owner(t), programA, measure)
		if err != nil || countOf(got, "t1", "Gold") != gold || got.Counted != "responses" {
			t.Errorf("of measure %q %d %s are gold, want %d responses (%v)", measure, countOf(got, "t1", "Gold"), got.Counted, gold, err)
		}
	}
	if count, counted := counting("", exactResponses+1); counted != "answers" || count != "count(*)" {
		t.Errorf("above the bound %s are counted, by %s", counted, count)
	}
}

func countOf(r *TraitsResult, key, value string) int64 {
	for _, item := range r.Items {
		for _, v := range item.Values {
			if item.Key == key && v.Label == value {
				return v.N
			}
		}
	}
	return 0
}

func TestPagesOfCellsAreTheWhole(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(9, id("nps"), 1000, 500))
	s := w.service()
	q := Query{Measure: id("nps"), Period: PeriodMonth, By: []string{"t1"}, Limit: 7}
	var seen []string
	for {
		r, err := s.Metric(owner(t), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Cells {
			seen = append(seen, c.Period.From+c.Key[0].Label)
		}
		if r.Next == "" {
			if len(seen) != r.CellCount || len(slices.Compact(slices.Clone(seen))) != len(seen) {
				t.Errorf("%d cells over the pages, %d in all", len(seen), r.CellCount)
			}
			return
		}
		q.Cursor = r.Next
	}
}

func TestManyAnswersAskTheMeasureOnce(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(10, id("nps"), 3000, 800))
	a := asker{snap: w, measure: measured{w.measures[id("nps")]}, repeated: newRepeatCache()}
	for range 2 {
		if repeated, err := a.measureRepeats(t.Context()); err != nil || !repeated {
			t.Fatalf("repeats: %v, %v", repeated, err)
		}
	}
	if len(w.queries) != 1 {
		t.Errorf("%d queries, want 1: the second answer is remembered", len(w.queries))
	}
	w.at = w.at.Add(time.Hour)
	if _, err := a.measureRepeats(t.Context()); err != nil || len(w.queries) != 1 {
		t.Errorf("%d queries an hour later, want 1: yes stays (%v)", len(w.queries), err)
	}
	w.load(strangers(11, id("foreign"), 200))
	a.measure = measured{w.measures[id("foreign")]}
	if repeated, err := a.measureRepeats(t.Context()); err != nil || repeated {
		t.Errorf("strangers repeat: %v, %v", repeated, err)
	}
	asked := len(w.queries)
	w.at = w.at.Add(noLasts - 1)
	if _, err := a.measureRepeats(t.Context()); err != nil || len(w.queries) != asked {
		t.Errorf("no is asked again at once (%v)", err)
	}
	w.at = w.at.Add(1)
	if _, err := a.measureRepeats(t.Context()); err != nil || len(w.queries) == asked {
		t.Errorf("no is not asked again after ten minutes (%v)", err)
	}
}
