package understand

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

var ratedDrivers = []string{id("csat"), id("ces"), id("effort")}

// handSegment are the rows of a segment with how their moments are grouped.
func handSegment(rows []ratedResponse, weighted bool) stat.DriverParts {
	clusters, buckets := map[string]bool{}, map[int]bool{}
	for _, r := range rows {
		clusters[r.cluster], buckets[bucketOf(r.cluster)] = true, true
	}
	p := stat.DriverParts{Weighted: weighted, ClusterCount: int64(len(clusters)), Repeated: len(clusters) < len(rows)}
	p.ByCluster = len(clusters) < stat.JackknifeClusters || len(buckets) < stat.JackknifeBuckets
	p.Groups = byHand(rows, weighted, p.ByCluster)
	return p
}

// belowByHand is the share of the answers to driver j under its target.
func belowByHand(rows []ratedResponse, j int, weighted bool) (share float64, n int64) {
	targets := []float64{4, 6, 4}
	below, all := 0.0, 0.0
	for _, r := range rows {
		x := r.scores[1+j]
		if math.IsNaN(x) {
			continue
		}
		if j == 2 {
			x = 6 - x
		}
		w := 1.0
		if weighted {
			w = r.weight
		}
		if x < targets[j] {
			below += w
		}
		all, n = all+w, n+1
	}
	return below / all, n
}

// shareByHand is the weight of some rows in all.
func shareByHand(all, part []ratedResponse, weighted bool) float64 {
	sum := func(rows []ratedResponse) (w float64) {
		for _, r := range rows {
			if w++; weighted {
				w += r.weight - 1
			}
		}
		return w
	}
	return sum(part) / sum(all)
}

// TestActionsAreThoseOfMomentsMadeByHand: everybody, two units and four
// segments, one of them with few clusters and one too small.
func TestActionsAreThoseOfMomentsMadeByHand(t *testing.T) {
	for _, c := range []struct{ gaps, repeated, weighted bool }{{false, false, false}, {true, true, false}, {true, true, true}, {true, false, true}} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			w := newWorld(t)
			rows := w.rate(11, 900, c.gaps, c.repeated)
			w.tag(rows, func(i int) string {
				switch {
				case i < 90:
					return "Few"
				case i < 110:
					return "Tiny"
				}
				return []string{"Gold", "Silver"}[i/3%2]
			})
			query := ActionsQuery{Measure: id("nps"), Drivers: ratedDrivers, By: []string{"t1", "unit"}, Filter: Filter{Weighted: c.weighted}}
			s := w.service()
			one, err := s.Actions(owner(t), query)
			if err != nil {
				t.Fatal(err)
			}
			s.few = 0 // summed up by the store
			got, beside, err := s.ActionsAndDrivers(owner(t), query)
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, "one by one", one, got)
			apart, err := s.Drivers(owner(t), DriversQuery{Measure: query.Measure, Drivers: query.Drivers, Filter: query.Filter})
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, "drivers", apart, beside)
			bySegment := map[string][]ratedResponse{"": rows}
			for i, r := range rows {
				for _, key := range []string{w.tags[i], r.unit} {
					bySegment[key] = append(bySegment[key], r)
				}
			}
			if len(got.Segments) != 1+2+3 || got.Eligible != 5 || got.Keys[0].Small != 1 || got.N != 900 {
				t.Fatalf("segments %+v of %d, keys %+v", got.Segments, got.Eligible, got.Keys)
			}
			overall := stat.ComputeDrivers(stat.KindNPS, handSegment(rows, c.weighted))
			var candidates []stat.Candidate
			var drivers []stat.Driver
			var of [][]ratedResponse
			for i, s := range got.Segments {
				key := ""
				if s.Key != nil {
					key = *s.Key.Value
				}
				part := bySegment[key]
				if s.N != int64(len(part)) || i > 1 && s.N > got.Segments[i-1].N {
					t.Errorf("%q holds %d, want %d; or out of order", key, s.N, len(part))
				}
				found := stat.ComputeDrivers(stat.KindNPS, handSegment(part, c.weighted))
				candidates = append(candidates, stat.Candidates(key, ratedDrivers, found, overall)...)
				drivers = append(drivers, found.Items...)
				for range found.Items {
					of = append(of, part)
				}
			}
			want := stat.DoFirst(candidates)
			if len(got.Candidates) != len(candidates) || got.Considered != want.Considered || got.Untested != want.Untested || math.Abs(got.Level-want.Level) > 1e-12 {
				t.Fatalf("%d candidates, %d considered, %d untested, level %g; want %+v", len(got.Candidates), got.Considered, got.Untested, got.Level, want)
			}
			for i, x := range got.Candidates {
				if !near(x.P, candidates[i].Gain.P) || !near(x.Q, want.Q[i]) || !near(x.Gain, candidates[i].Gain.Value) || x.MeasureID != candidates[i].Driver {
					t.Errorf("candidate %d is %v %v %v, want %+v, q %g", i, show(x.Gain), show(x.P), show(x.Q), candidates[i], want.Q[i])
				}
			}
			slices.SortStableFunc(want.Actions, func(a, b stat.Action) int {
				whole := func(x stat.Action) float64 {
					return candidates[x.Candidate].Gain.Value * shareByHand(rows, of[x.Candidate], c.weighted)
				}
				return compare(whole(b), whole(a))
			})
			if len(got.Actions) != len(want.Actions) || len(got.Actions) < 3 {
				t.Fatalf("%d actions, want %d", len(got.Actions), len(want.Actions))
			}
			for i, x := range got.Actions {
				a := want.Actions[i]
				d := drivers[a.Candidate]
				j := slices.Index(ratedDrivers, x.Measure.ID)
				share, n := belowByHand(of[a.Candidate], j, c.weighted)
				if x.Rank != i+1 || !near(x.Gain.Value, d.Gain.Value) || !near(x.Gain.Low, a.Low) || !near(x.Gain.High, a.High) || !near(x.Q, a.Q) || x.Shape != string(d.Shaped.Shape) ||
					!near(x.Below.Value, share) || x.Below.N != n || x.Below.Low == nil || x.Skipped.Warn != d.Skipped.Warn || j != a.Candidate%3 {
					t.Errorf("action %d is %+v, want %+v and %g of %d below", i, x, a, share, n)
				}
				whole := shareByHand(rows, of[a.Candidate], c.weighted)
				if !near(x.Whole.Value, d.Gain.Value*whole) || !near(x.Whole.Low, a.Low*whole) || !near(x.Whole.High, a.High*whole) || !near(&x.Segment.Share, whole) {
					t.Errorf("action %d brings the whole %v (%v to %v) by a share of %g, want %g of it", i, show(x.Whole.Value), show(x.Whole.Low), show(x.Whole.High), x.Segment.Share, whole)
				}
				sameJSON(t, "share", coefficientOf(d.Share), x.Share)
				sameJSON(t, "slope", coefficientOf(d.Slope), x.Slope)
			}
			checkActionLinks(t, w, got, bySegment)
		})
	}
}

// checkActionLinks reads the query strings back: the answers to the driver
// below its target are those counted.
func checkActionLinks(t *testing.T, w *world, got *ActionsResult, bySegment map[string][]ratedResponse) {
	t.Helper()
	for _, a := range got.Actions {
		key := ""
		if a.Segment.Key != nil {
			key = *a.Segment.Key.Value
		}
		low, err := url.ParseQuery(a.Low)
		if err != nil || low.Get("measure") != a.Measure.ID {
			t.Fatal(a.Low, err)
		}
		least, errA := strconv.ParseFloat(low.Get("score_min"), 64)
		most, errB := strconv.ParseFloat(low.Get("score_max"), 64)
		if errA != nil || errB != nil {
			t.Fatal(a.Low)
		}
		j, n, all := slices.Index(ratedDrivers, a.Measure.ID), 0, 0
		for _, r := range bySegment[key] {
			if x := r.scores[1+j]; !math.IsNaN(x) {
				all++
				if x >= least && x <= most {
					n++
				}
			}
		}
		if want := *a.Below.Value * float64(all); !got.Weighted && math.Abs(want-float64(n)) > 1e-6 {
			t.Errorf("%s of %q: the list holds %d, the figure %g", a.Measure.Name, key, n, want)
		}
		where := low["where"]
		if key == "" && len(where) > 0 || key != "" && (len(where) != 1 || !strings.HasSuffix(where[0], key)) {
			t.Errorf("%q is listed by %v", key, where)
		}
	}
}

func TestActionsOverHTTP(t *testing.T) {
	w := newWorld(t)
	rows := w.rate(12, 600, true, false)
	w.tag(rows, func(i int) string { return []string{"Gold", "Silver"}[i/2%2] })
	w.load(strangers(61, id("nps"), 200)) // classes of Age are made of these
	h := api(t, w)
	path := "/api/metrics/actions?measure=" + id("nps") + "&by=t1&by=unit"
	for _, c := range []struct {
		name, who, path string
		status          int
		has             string
	}{
		{"all of them", "owner", path, 200, `"eligible":4,`},
		{"within reach", "lille", path, 200, `"left_out":"one_value"`},
		{"one driver", "owner", path + "&driver=" + id("ces"), 200, `"considered":5,`},
		{"weighted", "owner", path + "&weighted=true", 200, `"weights_fixed"`},
		{"a segment", "owner", path + "&where=t1:Gold", 200, `"n":300,"unit":"points"`},
		{"nothing", "owner", path + "&score_min=11", 200, `"trouble":"no_answers"`},
		{"not a driver", "owner", path + "&driver=" + id("foreign"), 422, `"driver"`},
		{"not a key", "owner", path + "&by=instant", 422, `"by"`},
		{"another program", "other", path, 404, "not_found"},
		{"nobody", "", path, 401, "unauthenticated"},
		{"no role", "nobody", path, 403, "forbidden"},
	} {
		res := call(h, c.who, http.MethodGet, c.path, "")
		if res.Code != c.status || !strings.Contains(res.Body.String(), c.has) {
			t.Errorf("%s: %d, want %d with %s\n%.900s", c.name, res.Code, c.status, c.has, res.Body)
		}
	}
}

func TestBothEnginesGiveTheSameActions(t *testing.T) {
	duck := newWorld(t)
	rows := duck.rate(13, 700, true, true)
	duck.tag(rows, func(i int) string { return []string{"Gold", "Silver", "Few"}[min(i/300, 2)] })
	postgres := duck.onPostgreSQL()
	for _, q := range []ActionsQuery{
		{Measure: id("nps"), By: []string{"t1", "unit", "channel"}},
		{Measure: id("csat"), By: []string{"t1"}, Drivers: []string{id("effort"), id("ces")}, Filter: Filter{Weighted: true, From: "2026-02-01"}},
	} {
		for _, few := range []int64{0, fewResponses} {
			a, b := duck.service(), postgres.service()
			a.few, b.few = few, few
			x, err := a.Actions(owner(t), q)
			y, errB := b.Actions(owner(t), q)
			if err != nil || errB != nil {
				t.Fatalf("%+v: %v, %v", q, err, errB)
			}
			sameJSON(t, "actions", x, y)
		}
	}
}

// A segment of one key is one statement's row, however many values it has.
func TestActionsPassOverTheResponsesOnceAKey(t *testing.T) {
	passes := map[int]int{}
	for _, values := range []int{2, 10} {
		w := newWorld(t)
		rows := w.rate(14, 2000, false, false)
		w.tag(rows, func(i int) string { return fmt.Sprint("v", i%values) })
		s := w.service()
		s.few = 0
		if _, err := s.Actions(owner(t), ActionsQuery{Measure: id("nps"), By: []string{"t1"}}); err != nil {
			t.Fatal(err)
		}
		for _, text := range w.queries {
			if strings.Contains(text, "FROM response_wide") {
				passes[values]++
			}
		}
	}
	if passes[2] != passes[10] || passes[2] == 0 {
		t.Errorf("passes over the responses by number of values: %v", passes)
	}
}

func TestActionsOfAMeasureAnsweredAlone(t *testing.T) {
	w := newWorld(t)
	got, err := w.service().Actions(owner(t), ActionsQuery{Measure: id("nps")})
	if err != nil || got.Trouble != "no_answers" || len(got.Actions)+len(got.Segments) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := w.service().Actions(owner(t), ActionsQuery{Measure: id("nps"), Drivers: ratedDrivers}); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("drivers that were never answered together with it: %v", err)
	}
}
