package understand

import (
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// happened gives each answer of a score an outcome in t2: the lower the score,
// the more often it happened.
func happened(rows []answerRow) []answerRow {
	r := rand.New(rand.NewPCG(20261122, 121))
	for i := range rows {
		rows[i].plan = "No"
		if rows[i].score != nil && r.Float64() < 1/(1+math.Exp(.4*(*rows[i].score-4))) {
			rows[i].plan = "Yes"
		}
		if i%11 == 0 {
			rows[i].plan = ""
		}
	}
	return rows
}

// oddsByHand regresses answer by answer.
func oddsByHand(x [][]float64, events, weights []float64, clusters []string, known bool) stat.Logistic {
	distinct := map[string]bool{}
	for _, c := range clusters {
		distinct[c] = true
	}
	p := stat.LogisticParts{Terms: len(x[0]), ClusterCount: int64(len(distinct)), Repeated: known && len(distinct) < len(clusters)}
	p.ByCluster = len(distinct) < stat.JackknifeClusters
	names := sortedKeys(distinct)
	if !p.ByCluster {
		buckets := map[string]bool{}
		for c := range distinct {
			buckets[fmt.Sprint(bucketOf(c))] = true
		}
		names = sortedKeys(buckets)
	}
	for i := range x {
		name := clusters[i]
		if !p.ByCluster {
			name = fmt.Sprint(bucketOf(name))
		}
		row := stat.LogisticRow{X: x[i], N: 1, Trials: 1, Events: events[i]}
		if weights != nil {
			row.Trials, row.Events, p.Weighted = weights[i], weights[i]*events[i], true
		}
		row.Group, _ = slices.BinarySearch(names, name)
		p.Rows = append(p.Rows, row)
	}
	return stat.ComputeLogistic(p)
}

func sameOdds(t *testing.T, got *OutcomesResult, want stat.Logistic) {
	t.Helper()
	close := func(what string, g *float64, w float64) {
		if (g == nil) != math.IsNaN(w) || g != nil && math.Abs(*g-w) > 1e-6*math.Max(1, math.Abs(w)) {
			t.Errorf("%s is %v, want %g", what, show(g), w)
		}
	}
	if got.N != want.N || got.Trouble != string(want.Trouble) || len(got.Terms) != len(want.Slopes) || len(got.Terms) == 0 {
		t.Fatalf("%+v, want %+v", got, want)
	}
	close("base", got.Base, want.Base)
	for i, s := range want.Slopes {
		ratio := s.OddsRatio()
		close("odds", got.Terms[i].Odds.Value, ratio.Value)
		close("low", got.Terms[i].Odds.Low, ratio.Low)
		close("high", got.Terms[i].Odds.High, ratio.High)
		close("p", got.Terms[i].Odds.P, s.P)
	}
	close("AUC", got.Judged.AUC.Value, want.Judged.AUC.Value)
	close("Brier", got.Judged.Brier.Value, want.Judged.Brier.Value)
	close("better", got.Judged.Better.Low, want.Judged.Better.Low)
}

func TestOutcomesAgreeWithRegressionAnswerByAnswer(t *testing.T) {
	for _, c := range []struct {
		name     string
		rows     []answerRow
		weighted bool
	}{
		{"customers", happened(crowd(122, id("nps"), 1500, 500)), false},
		{"weights", happened(crowd(123, id("nps"), 1200, 500)), true},
		{"strangers", happened(strangers(124, id("nps"), 900)), false},
		{"few customers", happened(crowd(125, id("nps"), 900, 30)), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.load(c.rows)
			got, err := w.service().Outcomes(owner(t), OutcomesQuery{Measure: id("nps"), Outcome: "t2:Yes", Filter: Filter{Weighted: c.weighted}})
			if err != nil {
				t.Fatal(err)
			}
			var x [][]float64
			var events, weights []float64
			var clusters []string
			known := false
			for _, r := range keep(w.answers, id("nps"), func(r answerRow) bool { return r.plan != "" }) {
				x, events, clusters = append(x, []float64{*r.score}), append(events, float64(flag(r.plan == "Yes"))), append(clusters, r.cluster)
				if c.weighted {
					weights = append(weights, *r.weight)
				}
				known = known || r.known
			}
			sameOdds(t, got, oddsByHand(x, events, weights, clusters, known))
			if *got.Terms[0].Odds.High >= 1 {
				t.Errorf("a better score does not go with less: %+v", got.Terms[0])
			}
		})
	}
}

func TestOutcomesTakeFurtherMeasuresIn(t *testing.T) {
	w := newWorld(t)
	rows := w.rate(126, 900, true, true)
	csat := w.measures[id("csat")]
	csat.Intent = measure.Outcome
	w.measures[id("csat")] = csat
	got, err := w.service().Outcomes(owner(t), OutcomesQuery{Measure: id("nps"), Terms: []string{id("effort")}})
	if err != nil {
		t.Fatal(err)
	}
	var x [][]float64
	var events []float64
	var clusters []string
	dropped := int64(0)
	for _, r := range rows {
		if math.IsNaN(r.scores[1]) {
			continue
		}
		if math.IsNaN(r.scores[3]) {
			dropped++
			continue
		}
		x, events, clusters = append(x, []float64{r.scores[0], 6 - r.scores[3]}), append(events, float64(flag(r.scores[1] >= 4))), append(clusters, r.cluster)
	}
	sameOdds(t, got, oddsByHand(x, events, nil, clusters, true))
	if got.Dropped != dropped || got.Outcome.Key != id("csat") || got.Terms[1].Measure.ID != id("effort") {
		t.Errorf("%d dropped, want %d; outcome %+v", got.Dropped, dropped, got.Outcome)
	}
}

func TestOutcomesOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.load(happened(crowd(127, id("nps"), 1500, 500)))
	w.rate(128, 300, false, false)
	h := api(t, w)
	path := "/api/metrics/outcomes?measure=" + id("nps")
	for _, c := range []struct {
		name, who, path string
		status          int
		has             string
	}{
		{"a text", "owner", path + "&outcome=t2:Yes", 200, `"event":"Yes"`},
		{"guessed value", "owner", path + "&outcome=t2", 200, `"event":"Yes"`},
		{"none there is", "owner", path, 200, `"outcome":null`},
		{"a measure", "owner", path + "&outcome=" + id("csat") + "&term=" + id("ces"), 200, `"dropped":0`},
		{"within reach", "lille", path + "&outcome=t2:Yes", 200, `"within_reach"`},
		{"nothing", "owner", path + "&outcome=t2:Yes&score_min=11", 200, `"trouble":"no_answers"`},
		{"all alike", "owner", path + "&outcome=t2:Yes&where=t2:Yes", 200, `"trouble":"no_variance"`},
		{"a number did not happen", "owner", path + "&outcome=t3", 422, `"field":"outcome"`},
		{"a mean did not happen", "owner", path + "&outcome=" + id("ces"), 422, `"field":"outcome"`},
		{"the outcome is no term", "owner", path + "&outcome=" + id("csat") + "&term=" + id("csat"), 422, `"field":"term"`},
		{"the score is there already", "owner", path + "&outcome=" + id("csat") + "&term=" + id("nps"), 422, `"field":"term"`},
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

func TestBothEnginesGiveTheSameOutcomes(t *testing.T) {
	duck := newWorld(t)
	duck.load(happened(crowd(129, id("nps"), 900, 300)))
	duck.rate(130, 400, true, false)
	postgres := duck.onPostgreSQL()
	for _, q := range []OutcomesQuery{
		{Measure: id("nps"), Outcome: "t2:Yes", Filter: Filter{Weighted: true}},
		{Measure: id("nps"), Outcome: id("csat"), Terms: []string{id("ces"), id("effort")}},
	} {
		x, err := duck.service().Outcomes(owner(t), q)
		y, errB := postgres.service().Outcomes(owner(t), q)
		if err != nil || errB != nil {
			t.Fatalf("%+v: %v, %v", q, err, errB)
		}
		sameJSON(t, "outcomes", x, y)
	}
}
