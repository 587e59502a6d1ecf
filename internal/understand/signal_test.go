package understand

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// withValue gives every fourth customer no value, and the others one of 12.
// Those of plan B are worth more the lower they score.
func withValue(rows []answerRow, lean float64) []answerRow {
	for i := range rows {
		r := &rows[i]
		if i%4 == 3 || r.score == nil {
			continue
		}
		v := 10 * float64(1+(i*7)%12)
		if r.plan == "B" {
			v = 10 * math.Max(1, math.Round(float64(1+(i*7)%12)/2+lean*(10-*r.score)))
		}
		r.value = &v
	}
	return rows
}

// worthByHand are the two groups of a value-weighted metric by plain loops.
func worthByHand(m measured, rows []answerRow, weighted bool) (plain, valued stat.Group) {
	var have []answerRow
	for _, r := range rows {
		if r.value != nil {
			have = append(have, r)
		}
	}
	plain = sideOf(m, have, weighted, nil)
	for i := range have {
		w := *have[i].value
		if weighted && have[i].weight != nil {
			w *= *have[i].weight
		}
		have[i].weight = &w
	}
	return plain, sideOf(m, have, true, nil)
}

// spearmanByHand is Pearson's correlation of mid-ranks.
func spearmanByHand(x, y []float64) float64 {
	ranks := func(v []float64) []float64 {
		out := make([]float64, len(v))
		for i, a := range v {
			for _, b := range v {
				if b < a {
					out[i]++
				} else if b == a {
					out[i] += .5
				}
			}
		}
		return out
	}
	return pearson(ranks(x), ranks(y))
}

func pearson(x, y []float64) float64 {
	sxy, sxx, syy := squares(x, y)
	return sxy / math.Sqrt(sxx*syy)
}

func squares(x, y []float64) (sxy, sxx, syy float64) {
	mx, my, n := 0.0, 0.0, float64(len(x))
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	for i := range x {
		sxy, sxx, syy = sxy+(x[i]-mx)*(y[i]-my), sxx+(x[i]-mx)*(x[i]-mx), syy+(y[i]-my)*(y[i]-my)
	}
	return sxy, sxx, syy
}

func TestSignalsAgreeWithPlainLoops(t *testing.T) {
	for _, c := range []struct {
		measure  string
		rows     []answerRow
		weighted bool
	}{
		{"nps", crowd(81, id("nps"), 2000, 900), false},
		{"nps", crowd(82, id("nps"), 2000, 900), true},
		{"csat", strangers(83, id("csat"), 1500), false},
		{"ces", crowd(84, id("ces"), 900, 40), false},
	} {
		t.Run(fmt.Sprint(c.measure, c.weighted), func(t *testing.T) {
			w := newWorld(t)
			w.load(withValue(c.rows, .5))
			m := measured{w.measures[id(c.measure)]}
			got, err := w.service().Signals(owner(t), SignalsQuery{Measure: m.ID, By: []string{"t1", "t2"}, Outcome: "t2:A:1", Filter: Filter{Weighted: c.weighted}})
			if err != nil {
				t.Fatal(err)
			}
			rows := keep(w.answers, m.ID, func(answerRow) bool { return true })
			plain, valued := worthByHand(m, rows, c.weighted)
			want := stat.WeighByValue(m.kind(), plain, valued)
			sameFigure(t, "plain", got.Value.Plain, m.clip(want.Plain))
			sameFigure(t, "by value", got.Value.Weighted, m.clip(want.Weighted))
			if d := got.Value.Difference; !near(d.Value, want.Difference.Value) || !near(d.P, want.Difference.P) {
				t.Errorf("by value less plain %v (p %v), want %+v", show(d.Value), show(d.P), want.Difference)
			}
			var scores, values, all, events []float64
			for _, r := range rows {
				if r.value != nil {
					scores, values = append(scores, *r.score), append(values, *r.value)
				}
				if r.plan != "" {
					all, events = append(all, *r.score), append(events, float64(flag(r.plan == "A:1")))
				}
			}
			if !near(got.Inversion.Rho.Value, spearmanByHand(scores, values)) || len(got.Inversion.Deciles) < 5 {
				t.Errorf("rho %v, want %g", show(got.Inversion.Rho.Value), spearmanByHand(scores, values))
			}
			n := int64(0)
			for _, d := range got.Inversion.Deciles {
				n += d.Figure.N
			}
			sxy, sxx, _ := squares(all, events)
			if n != int64(len(values)) || !c.weighted && !near(got.Slope.Figure.Value, sxy/sxx) || got.Outcome.Event != "A:1" || got.Slope.Figure.N != int64(len(all)) {
				t.Errorf("%d answers in deciles, want %d; slope %v, want %g", n, len(values), show(got.Slope.Figure.Value), sxy/sxx)
			}
			checkMatter(t, m, got, rows, c.weighted)
		})
	}
}

func checkMatter(t *testing.T, m measured, got *SignalsResult, rows []answerRow, weighted bool) {
	t.Helper()
	if len(got.Segments) < 6 {
		t.Fatalf("%d segments", len(got.Segments))
	}
	weigh := func(r answerRow) float64 {
		if weighted && r.weight != nil {
			return *r.weight
		}
		return 1
	}
	for _, s := range got.Segments {
		var inAnswers, answers, inValue, value float64
		var x, y []float64
		for _, r := range rows {
			in := valueOf(r, s.Key.Cut) == textOf(s.Key.Value)
			answers += weigh(r)
			if r.value != nil {
				value += weigh(r) * *r.value
			}
			if !in {
				continue
			}
			inAnswers += weigh(r)
			x, y = append(x, *r.score), append(y, float64(flag(r.plan == "A:1")))
			if r.value != nil {
				inValue += weigh(r) * *r.value
			}
		}
		sxy, sxx, syy := squares(x, y)
		if !near(s.ShareAnswers.Value, inAnswers/answers) || !near(s.ShareValue.Value, inValue/value) || !weighted && syy > 0 && !near(s.Slope.Figure.Value, sxy/sxx) {
			t.Errorf("%s %s: %v of answers, %v of value, slope %v; want %g, %g, %g", s.Key.Cut, s.Key.Label, show(s.ShareAnswers.Value), show(s.ShareValue.Value), show(s.Slope.Figure.Value),
				inAnswers/answers, inValue/value, sxy/sxx)
		}
		sameFigure(t, "segment", s.Metric, compute(m, keep(rows, m.ID, func(r answerRow) bool { return valueOf(r, s.Key.Cut) == textOf(s.Key.Value) }), weighted))
	}
}

func TestSignalsFindWhatIsThere(t *testing.T) {
	w := newWorld(t)
	r := rand.New(rand.NewPCG(20261122, 85))
	rows := strangers(86, id("nps"), 6000)
	for i := range rows {
		// Gold is better in either channel, but mostly answers in the worse one,
		// and is worth more there the lower it scores.
		gold := r.IntN(2) == 0
		phone := r.Float64() < .85 == gold
		chance := .75
		if phone {
			chance = .25
		}
		rows[i].segment, rows[i].channel, rows[i].plan = "Silver", "web", "No"
		if gold {
			rows[i].segment, chance = "Gold", chance+.12
		}
		if phone {
			rows[i].channel = "phone"
		}
		score := 3.0
		if r.Float64() < chance {
			score = 10
		}
		if r.Float64() < .3+.3*(10-score)/10 {
			rows[i].plan = "Yes"
		}
		value := 100 + 20*(10-score) + 50*r.Float64()
		rows[i].score, rows[i].value, rows[i].age, rows[i].since, rows[i].unit, rows[i].language = &score, &value, nil, nil, "", ""
	}
	w.load(rows)
	s := w.service()
	s.o.Outcomes = func(_ context.Context, program string) ([]string, error) { return []string{"t2"}, nil }
	got, err := s.Signals(owner(t), SignalsQuery{Measure: id("nps")})
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]Signal{}
	for _, s := range got.Signals {
		titles[s.Title+" "+s.Params["value"]+" "+s.Params["by"]] = s
	}
	for _, want := range []string{"value_lower  ", "inverted  ", "outcome_falls  ", "turned Gold channel", "turned Silver channel", "valuable_and_lower phone "} {
		if s, ok := titles[want]; !ok || !s.Flagged {
			t.Errorf("%q is not flagged among %v", want, titles)
		}
	}
	gold := got.Simpson.Turned[slices.IndexFunc(got.Simpson.Turned, func(s SimpsonFigure) bool { return s.Key.Label == "Gold" })]
	crude, standard := simpsonByHand(measured{w.measures[id("nps")]}, rows)
	if !near(gold.Crude.Value, crude) || !near(gold.Standard.Value, standard) || crude > 0 || standard < 15 || gold.Covered != 1 {
		t.Errorf("Gold: %+v, want %g and %g", gold, crude, standard)
	}
	if len(got.Missing) != 0 || got.Outcome.Event != "Yes" || got.Outcome.Key != "t2" {
		t.Errorf("missing %v, outcome %+v", got.Missing, got.Outcome)
	}
}

// simpsonByHand is Gold less the others, as it is and at the same make-up by
// channel.
func simpsonByHand(m measured, rows []answerRow) (crude, standard float64) {
	type cell struct{ sum, n float64 }
	cells := map[string]*cell{}
	add := func(key string, y float64) {
		if cells[key] == nil {
			cells[key] = &cell{}
		}
		cells[key].sum, cells[key].n = cells[key].sum+y, cells[key].n+1
	}
	for _, r := range rows {
		if r.score == nil {
			continue
		}
		gold, y := fmt.Sprint(r.segment == "Gold"), m.contribution(*r.score)
		add(gold, y)
		add(gold+r.channel, y)
		add("all"+r.channel, y)
	}
	mean := func(key string) float64 { return cells[key].sum / cells[key].n }
	for _, channel := range []string{"phone", "web"} {
		share := cells["all"+channel].n / (cells["allphone"].n + cells["allweb"].n)
		standard += share * (mean("true"+channel) - mean("false"+channel))
	}
	return mean("true") - mean("false"), standard
}

func TestSignalsTakeAMeasureForOutcome(t *testing.T) {
	w := newWorld(t)
	rows := w.rate(87, 900, true, false)
	w.load(strangers(88, id("nps"), 900))
	ces := w.measures[id("ces")]
	ces.Intent = measure.Outcome
	w.measures[id("ces")] = ces
	got, err := w.service().Signals(owner(t), SignalsQuery{Measure: id("nps"), By: []string{"t1"}})
	if err != nil {
		t.Fatal(err)
	}
	if drivers, err := w.service().Drivers(owner(t), DriversQuery{Measure: id("nps")}); err != nil || len(drivers.Drivers) != 2 {
		t.Errorf("an outcome drives the score: %+v, %v", drivers, err)
	}
	var x, y []float64
	for _, r := range rows {
		if !math.IsNaN(r.scores[2]) {
			x, y = append(x, r.scores[0]), append(y, r.scores[2])
		}
	}
	sxy, sxx, _ := squares(x, y)
	if got.Outcome == nil || got.Outcome.Key != id("ces") || !near(got.Slope.Figure.Value, sxy/sxx) || !slices.Equal(got.Missing, []string{"value"}) {
		t.Errorf("outcome %+v, slope %+v, want %g; missing %v", got.Outcome, got.Slope, sxy/sxx, got.Missing)
	}
}

func TestSignalsOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.load(withValue(crowd(89, id("nps"), 2000, 700), .2))
	h := api(t, w)
	path := "/api/metrics/signals?measure=" + id("nps")
	for _, c := range []struct {
		name, who, path string
		status          int
		has             string
	}{
		{"everything", "owner", path, 200, `"missing":["outcome"]`},
		{"a number for outcome", "owner", path + "&outcome=t3", 200, `"unit":"number"`},
		{"a value for outcome", "owner", path + "&outcome=t2:B&by=t1", 200, `"event":"B"`},
		{"within reach", "lille", path, 200, `"within_reach"`},
		{"nothing", "owner", path + "&score_min=11", 200, `"value":null`},
		{"no such value", "owner", path + "&outcome=t2:C", 422, `"field":"outcome"`},
		{"which value", "owner", path + "&outcome=t2", 422, `"field":"outcome"`},
		{"days are no outcome", "owner", path + "&outcome=t4", 422, `"field":"outcome"`},
		{"not answered together", "owner", path + "&outcome=" + id("csat"), 422, `"field":"outcome"`},
		{"not a key", "owner", path + "&by=instant", 422, `"field":"by"`},
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

func TestBothEnginesGiveTheSameSignals(t *testing.T) {
	duck := newWorld(t)
	duck.load(withValue(crowd(90, id("nps"), 1200, 300), .4))
	duck.load(withValue(strangers(91, id("ces"), 500), 0))
	duck.rate(92, 400, true, false)
	postgres := duck.onPostgreSQL()
	for _, q := range []SignalsQuery{
		{Measure: id("nps"), Outcome: "t2:B"},
		{Measure: id("nps"), Outcome: id("ces"), By: []string{"t1", "unit"}, Filter: Filter{Weighted: true}},
		{Measure: id("ces"), Outcome: "t3", By: []string{"t1", "channel"}},
	} {
		x, err := duck.service().Signals(owner(t), q)
		y, errB := postgres.service().Signals(owner(t), q)
		if err != nil || errB != nil {
			t.Fatalf("%+v: %v, %v", q, err, errB)
		}
		sameJSON(t, "signals", x, y)
	}
}

// The null world of signals: score, value, outcome and segments have nothing
// to do with each other. In a third of the worlds customers answer again and
// again.
func TestProveSignalsRarelyAlarmInNullWorlds(t *testing.T) {
	worlds, most := 60, 9 // a true 5 % exceeds 9 of 60 once in a thousand
	if os.Getenv("BALCONY_PROVE") != "" {
		worlds, most = nullWorlds, worldAlarms
	}
	w := newWorld(t)
	r, alarms := rand.New(rand.NewPCG(20261122, 93)), 0
	kinds := map[string]int{}
	for i := range worlds {
		name := id(fmt.Sprintf("null %d", i))
		w.measures[name] = measure.Measure{ID: name, ProgramID: programA, Metric: measure.NPS, Scale: w.measures[id("nps")].Scale}
		rows := nullWorld(r, name, i)
		for j := range rows {
			rows[j].day = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
			value := 20 + math.Exp(3+r.NormFloat64())
			rows[j].value, rows[j].language = &value, pick(r, "yes", "no")
			age := float64(flag(r.IntN(4) == 0))
			rows[j].age = &age
		}
		w.load(rows)
		got, err := w.service().Signals(owner(t), SignalsQuery{Measure: name, Outcome: "t3", By: []string{"t1", "t2", "channel", "unit"}})
		if err != nil {
			t.Fatal(err)
		}
		if got.Signals[0].Flagged {
			alarms++
		}
		for _, s := range got.Signals {
			kinds[s.Kind] += flag(s.Flagged)
		}
	}
	t.Logf("%d of %d null worlds alarm: %v", alarms, worlds, kinds)
	if alarms > most {
		t.Errorf("%d of %d null worlds alarm, at most %d may", alarms, worlds, most)
	}
}
