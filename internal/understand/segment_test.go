package understand

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/stat"
)

// sideOf is a group of rows by plain loops. Clusters that are not apart are
// taken together by bucket; nil tells all of them apart.
func sideOf(m measured, rows []answerRow, weighted bool, apart map[string]bool) stat.Group {
	g := stat.Group{Buckets: new(stat.Buckets), Clusters: []stat.Cluster{}, Weighted: weighted}
	at, distinct := map[string]int{}, map[string]bool{}
	for _, r := range rows {
		y, w := m.contribution(*r.score), 1.0
		if weighted && r.weight != nil {
			w = *r.weight
		}
		g.Total.Add(y, w)
		g.Buckets[bucketOf(r.cluster)].Add(y, w)
		distinct[r.cluster] = true
		name := r.cluster
		if apart != nil && !apart[name] {
			name = fmt.Sprint("bucket ", bucketOf(r.cluster))
		}
		if _, ok := at[name]; !ok {
			at[name] = len(g.Clusters)
			g.Clusters = append(g.Clusters, stat.Cluster{ID: name})
		}
		c := &g.Clusters[at[name]]
		c.N, c.W, c.WX, c.WX2 = c.N+1, c.W+w, c.WX+w*y, c.WX2+w*y*y
	}
	g.Repeated = int64(len(distinct)) < g.Total.N
	return g
}

// againstRest compares the rows that are in with the others, by plain loops.
func againstRest(m measured, rows []answerRow, weighted bool, in func(answerRow) bool) stat.Difference {
	var part, rest []answerRow
	for _, r := range rows {
		if in(r) {
			part = append(part, r)
		} else {
			rest = append(rest, r)
		}
	}
	a, b := sideOf(m, part, weighted, nil), sideOf(m, rest, weighted, nil)
	apart := map[string]bool{}
	thin := part
	if b.Buckets.Occupied() < a.Buckets.Occupied() {
		thin = rest
	}
	for _, r := range thin {
		apart[r.cluster] = true
	}
	shared := sideOf(m, rows, weighted, nil).Repeated
	if min(a.Buckets.Occupied(), b.Buckets.Occupied()) < stat.JackknifeClusters {
		a, b = sideOf(m, part, weighted, apart), sideOf(m, rest, weighted, apart)
	}
	return m.clipDifference(stat.Compare(m.kind(), a, b, shared))
}

// valueOf is a row's value of a key as a segment shows it.
func valueOf(r answerRow, key string) string {
	switch key {
	case "t1":
		return r.segment
	case "t2":
		return r.plan
	case "channel":
		return r.channel
	case "language":
		return r.language
	case "unit":
		return r.unit
	}
	return "?"
}

// withRare gives some rows a rare segment: 30 of few customers, and 3 of a
// value that is too small to be looked at.
func withRare(rows []answerRow) []answerRow {
	for i := range rows[:33] {
		rows[i*7].segment = "Rare"
		if i >= 30 {
			rows[i*7].segment = "Tiny"
		}
	}
	return rows
}

func TestSegmentsAgreeWithPlainLoops(t *testing.T) {
	w := newWorld(t)
	w.load(withRare(crowd(41, id("nps"), 3000, 900)))
	w.load(withRare(crowd(42, id("csat"), 900, 60)))
	w.load(withRare(crowd(43, id("ces"), 700, 500)))
	for _, name := range []string{"nps", "csat", "ces"} {
		for _, weighted := range []bool{false, true} {
			m := measured{w.measures[id(name)]}
			got, err := w.service().Segments(owner(t), SegmentsQuery{Measure: m.ID, By: []string{"t1", "t2", "channel", "unit", "language"}, Filter: Filter{Weighted: weighted}, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			rows := keep(w.answers, m.ID, func(answerRow) bool { return true })
			if len(got.Segments) != got.Count || got.Count != 5+2+3+5+2 || got.Keys[0].Small != 1 || got.Considered < got.Count-1 {
				t.Errorf("%s: %d of %d segments, %d considered, keys %+v", name, len(got.Segments), got.Count, got.Considered, got.Keys)
			}
			for i, s := range got.Segments {
				in := func(r answerRow) bool {
					return valueOf(r, s.Key.Cut) == textOf(s.Key.Value)
				}
				what := name + " " + s.Key.Cut + " " + s.Key.Label
				part := keep(rows, m.ID, in)
				sameFigure(t, what, s.Figure, compute(m, part, weighted))
				want := againstRest(m, rows, weighted, in)
				if d := s.AgainstRest; !near(d.Value, want.Value) || !near(d.Low, want.Low) || !near(d.High, want.High) || !near(d.P, want.P) || d.Trouble != string(want.Trouble) {
					t.Errorf("%s against the rest: %v %v..%v p %v %s, want %+v", what, show(d.Value), show(d.Low), show(d.High), show(d.P), d.Trouble, want)
				}
				if s.N != int64(len(part)) || i > 0 && orInf(got.Segments[i-1].AgainstRest.P) > orInf(s.AgainstRest.P) {
					t.Errorf("%s: n %d, or out of order", what, s.N)
				}
			}
			checkQ(t, got)
		}
	}
}

// checkQ takes q by its definition: the least m p / rank of those at least as
// weak.
func checkQ(t *testing.T, r *SegmentsResult) {
	t.Helper()
	for _, s := range r.Segments {
		if s.AgainstRest.P == nil {
			continue
		}
		want := 1.0
		for _, o := range r.Segments {
			if o.AgainstRest.P == nil || *o.AgainstRest.P < *s.AgainstRest.P {
				continue
			}
			rank := 0
			for _, x := range r.Segments {
				if x.AgainstRest.P != nil && *x.AgainstRest.P <= *o.AgainstRest.P {
					rank++
				}
			}
			want = math.Min(want, *o.AgainstRest.P*float64(r.Considered)/float64(rank))
		}
		if !near(s.AgainstRest.Q, want) {
			t.Errorf("%s: q is %v, want %v", s.Key.Label, show(s.AgainstRest.Q), want)
		}
	}
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func near(got *float64, want float64) bool {
	if got == nil {
		return math.IsNaN(want)
	}
	return math.Abs(*got-want) <= 1e-9*math.Max(1, math.Abs(want))
}

func TestSegmentsOfUnrelatedAnswersTakeOnePassAKey(t *testing.T) {
	w := newWorld(t)
	rows := strangers(44, id("nps"), 2000)
	for i := range rows { // Gold is better
		if rows[i].segment == "Gold" && rows[i].score != nil && i%2 == 0 {
			ten := 10.0
			rows[i].score = &ten
		}
	}
	w.load(rows)
	got, err := w.service().Segments(owner(t), SegmentsQuery{Measure: id("nps"), By: []string{"t1", "t2", "channel", "unit"}})
	if err != nil {
		t.Fatal(err)
	}
	if best := got.Segments[0]; best.Key.Label != "Gold" || best.AgainstRest.Method != string(stat.MethodWaldDifference) || *best.AgainstRest.Q > 1e-6 || *best.AgainstRest.Value < 30 {
		t.Errorf("the strongest segment is %+v", got.Segments[0])
	}
	passes := 0
	for _, text := range w.queries {
		if strings.Contains(text, "FROM answer") {
			passes++
		}
	}
	if passes != 4+2 { // the whole, and one look for accounts
		t.Errorf("%d passes over the answers for 4 keys: %s", passes, strings.Join(w.queries, "\n"))
	}
}

func TestClassesNeverSplitATie(t *testing.T) {
	w := newWorld(t)
	rows := strangers(45, id("nps"), 1000)
	for i := range rows { // half of them 0, else 1 to 40
		age := float64(max(0, i-500) % 41)
		rows[i].age = &age
	}
	w.load(rows)
	s := w.service()
	got, err := s.Metric(owner(t), Query{Measure: id("nps"), By: []string{"t3.classes"}})
	if err != nil {
		t.Fatal(err)
	}
	var n int64
	last := -1.0
	for _, c := range got.Cells {
		from, to, isRange := strings.Cut(*c.Key[0].Value, "..")
		if !isRange {
			to = from
		}
		in := keep(w.answers, id("nps"), func(r answerRow) bool { return *r.age >= atof(from) && *r.age <= atof(to) })
		if c.Key[0].Cut != "t3" || c.Figure.N != int64(len(in)) || atof(from) <= last {
			t.Errorf("class %s has %d answers, want %d, after %g", c.Key[0].Label, c.Figure.N, len(in), last)
		}
		n, last = n+c.Figure.N, atof(to)
	}
	if n != got.Total.Figure.N || len(got.Cells) != 4 || *got.Cells[0].Key[0].Value != "0" || last != 40 || got.Cuts[0].Key != "t3.classes" {
		t.Errorf("%d classes of %d answers up to %g, the first %s", len(got.Cells), n, last, *got.Cells[0].Key[0].Value)
	}
	dates, err := s.Segments(owner(t), SegmentsQuery{Measure: id("nps"), By: []string{"t4"}})
	if err != nil || len(dates.Segments) != 4 || dates.Keys[0].Key != "t4.classes" {
		t.Errorf("days: %+v, %v", dates, err)
	}
}

func TestRangesFindWhatLiesInThem(t *testing.T) {
	w := newWorld(t)
	w.load(crowd(46, id("nps"), 2000, 700))
	for where, in := range map[string]func(answerRow) bool{
		"t3:20..30":              func(r answerRow) bool { return r.age != nil && *r.age <= 30 },
		"t3:35..":                func(r answerRow) bool { return r.age != nil && *r.age >= 35 },
		"t3:..":                  func(r answerRow) bool { return r.age != nil },
		"t4:2021-01-01..":        func(r answerRow) bool { return r.since != nil && r.since.Year() >= 2021 },
		"t4:..2020-12-31":        func(r answerRow) bool { return r.since != nil && r.since.Year() <= 2020 },
		"t3:50|t3:20..25|t3:":    func(r answerRow) bool { return r.age == nil || *r.age == 50 || *r.age == 20 },
		"t1:Gold|t3:20..35|t3:9": func(r answerRow) bool { return r.segment == "Gold" && r.age != nil && *r.age <= 35 },
	} {
		picks, err := parseWhere(strings.Split(where, "|"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := w.service().Metric(owner(t), Query{Measure: id("nps"), Filter: Filter{Where: picks}})
		if want := len(keep(w.answers, id("nps"), in)); err != nil || got.Total.Figure.N != int64(want) {
			t.Errorf("%s finds %+v, want %d (%v)", where, got, want, err)
		}
	}
}

func TestSegmentsOverHTTP(t *testing.T) {
	w := newWorld(t)
	rows := withRare(crowd(47, id("nps"), 3000, 800))
	for i := range rows {
		rows[i].survey = id("survey")
	}
	w.load(rows)
	h := api(t, w)
	path := "/api/metrics/segments?measure=" + id("nps")
	for _, c := range []struct {
		name, who, path string
		status          int
		has             string
	}{
		{"everything", "owner", path, 200, `"key":"t3.classes","label":"Age","values":5,`},
		{"one value", "owner", path, 200, `"key":"survey","label":"survey","values":0,"small":0,"left_out":"one_value"`},
		{"named", "owner", path + "&by=channel", 200, `"count":3,"considered":3`},
		{"a page", "owner", path + "&by=channel&limit=1", 200, `"next":"`},
		{"too many", "owner", path + "&by=account&where=account:", 200, `"left_out":"one_value"`},
		{"within reach", "lille", path, 200, `"within_reach"`},
		{"filtered", "owner", path + "&where=t3:20..30&from=2026-02-01&by=t1", 200, `"value":"20..30"`},
		{"nothing", "owner", path + "&score_min=11", 200, `"segments":[]`},
		{"text has no classes", "owner", path + "&by=t1.classes", 422, `"field":"by"`},
		{"unknown key", "owner", path + "&by=instant", 422, `"field":"by"`},
		{"classes are no filter", "owner", path + "&where=t3.classes:1", 422, `"field":"where"`},
		{"no range of texts", "owner", path + "&where=t3:a..b", 422, `"field":"where"`},
		{"no day", "owner", path + "&where=t4:2026-02-30..", 422, `"field":"where"`},
		{"bad cursor", "owner", path + "&cursor=!", 422, `"field":"cursor"`},
		{"another program", "other", path, 404, `not_found`},
		{"nobody", "", path, 401, `unauthenticated`},
		{"no role", "nobody", path, 403, `forbidden`},
		{"no measure", "owner", "/api/metrics/segments", 422, `"field":"measure"`},
	} {
		res := call(h, c.who, http.MethodGet, c.path, "")
		if res.Code != c.status || !strings.Contains(res.Body.String(), c.has) {
			t.Errorf("%s: %d, want %d with %s\n%.900s", c.name, res.Code, c.status, c.has, res.Body)
		}
	}
	if res := call(h, "lille", http.MethodGet, path+"&by=unit", ""); strings.Contains(res.Body.String(), id("calais")) {
		t.Errorf("Lille hears of Calais: %s", res.Body)
	}
}

func TestKeysOfManyValuesAreLeftOut(t *testing.T) {
	w := newWorld(t)
	rows := strangers(48, id("nps"), 1500)
	for i := range rows {
		rows[i].segment, rows[i].plan = fmt.Sprint("s", i%121), fmt.Sprint("p", i%120)
	}
	w.load(rows)
	got, err := w.service().Segments(owner(t), SegmentsQuery{Measure: id("nps"), By: []string{"t1", "t2"}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Keys[0].LeftOut != "too_many_values" || got.Keys[1].LeftOut != "" || got.Keys[1].Values+got.Keys[1].Small != 120 || got.Count != got.Keys[1].Values {
		t.Errorf("%+v", got.Keys)
	}
}

func TestBothEnginesGiveTheSameSegments(t *testing.T) {
	duck := newWorld(t)
	duck.load(withRare(crowd(49, id("nps"), 1200, 300)))
	duck.load(withRare(crowd(50, id("ces"), 500, 30)))
	duck.load(strangers(51, id("csat"), 400))
	postgres := duck.onPostgreSQL()
	for _, q := range []SegmentsQuery{
		{Measure: id("nps"), Limit: 500},
		{Measure: id("nps"), By: []string{"t3", "t4", "unit"}, Filter: Filter{Weighted: true, From: "2026-03-01", Where: []Pick{{"t3", []string{"20..40", ""}}, {"t4", []string{"2020-01-01..2021-06-30", "2022-01-01"}}}}},
		{Measure: id("ces"), Limit: 500},
		{Measure: id("csat"), Limit: 500},
	} {
		x, err := duck.service().Segments(owner(t), q)
		y, errB := postgres.service().Segments(owner(t), q)
		if err != nil || errB != nil {
			t.Fatalf("%+v: %v, %v", q, err, errB)
		}
		bySegment := func(r *SegmentsResult) {
			slices.SortFunc(r.Segments, func(a, b SegmentFigure) int {
				return strings.Compare(a.Key.Cut+textOf(a.Key.Value), b.Key.Cut+textOf(b.Key.Value))
			})
		}
		bySegment(x) // those of equal p change places by the last digit
		bySegment(y)
		sameJSON(t, "segments", x, y)
	}
}

func atof(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err)
	}
	return x
}
