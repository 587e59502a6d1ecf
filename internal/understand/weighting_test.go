package understand

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// skewed are answers of a program in which one class answers far more often
// than it stands for among the customers: Gold 300 answers of mean 6, Silver 100
// of mean 2.
func skewed() []answerRow {
	r := rand.New(rand.NewPCG(20261123, 1))
	rows := make([]answerRow, 400)
	for i := range rows {
		score, class := float64(5+r.IntN(3)), "Gold"
		if i%4 == 0 {
			score, class = float64(1+r.IntN(3)), "Silver"
		}
		one := crowd(uint64(i+1), id("ces"), 1, 1)[0]
		one.score, one.segment, one.weight, one.cluster, one.party = &score, class, nil, numbered(9, uint64(i+1)), ""
		one.response, one.unit, one.account = numbered(8, uint64(i+1)), "", ""
		rows[i] = one
	}
	return rows
}

func half(small Small, silver string) NewWeighting {
	return NewWeighting{ProgramID: programA, Name: " By segment ", Base: BaseTyped, Small: small, Margins: []WeightingMargin{{Key: "t1", Classes: []WeightingClass{
		{Name: "Gold", Values: []string{"Gold"}, Share: .5}, {Name: "Silver", Values: []string{silver}, Share: .5}}}}}
}

func TestFairWeightsGiveTheMakeUpOfTheCustomers(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newWorld(t)
		rows := skewed()
		w.load(rows)
		s := w.service()
		s.o.Record = store
		ctx := owner(t)
		made, err := s.CreateWeighting(ctx, half("", "Silver"))
		if err != nil || made.Name != "By segment" || made.Small != SmallMerge {
			t.Fatalf("%+v %v", made, err)
		}
		mean := map[string]float64{}
		n := map[string]float64{}
		for _, r := range rows {
			mean[r.segment] += *r.score
			n[r.segment]++
		}
		gold, silver := mean["Gold"]/n["Gold"], mean["Silver"]/n["Silver"]
		got, err := s.Made(ctx, made.ID, id("ces"), "", Filter{})
		if err != nil {
			t.Fatal(err)
		}
		nearly(t, "plain", *got.Plain.Value, (300*gold+100*silver)/400)
		nearly(t, "fair", *got.Fair.Value, (gold+silver)/2)
		nearly(t, "effective n", got.Weights.EffectiveN, 400*400/(300*(2./3)*(2./3)+100*4))
		if c := got.Margins[0].Classes[1]; c.N != 100 || math.Abs(*c.Answers-.25) > 1e-9 || math.Abs(*c.Reached-.5) > 1e-9 {
			t.Errorf("class: %+v", c)
		}
		if got.Fair.Low == nil || !(*got.Fair.Low < *got.Fair.Value && *got.Fair.Value < *got.Fair.High) || got.Weights.Fixed {
			t.Errorf("interval: %+v", got.Fair)
		}
		cut, err := s.Metric(ctx, Query{Measure: id("ces"), By: []string{"t1"}, Weighting: made.ID})
		if err != nil {
			t.Fatal(err)
		}
		nearly(t, "total", *cut.Total.Figure.Value, (gold+silver)/2)
		for _, c := range cut.Cells {
			nearly(t, *c.Key[0].Value, *c.Figure.Value, mean[*c.Key[0].Value]/n[*c.Key[0].Value])
		}
		if cut.Fair == nil || cut.Total.Classes != nil {
			t.Errorf("what came of the weights is not told: %+v", cut.FigureOrigin)
		}
	})
}

// Whoever names a weighting is told weighted figures or that there are none:
// never plain ones.
func TestAWeightingOverHTTP(t *testing.T) {
	w := newWorld(t)
	w.load(skewed())
	h := api(t, w)
	body, err := json.Marshal(half("", "Silver"))
	if err != nil {
		t.Fatal(err)
	}
	var made Weighting
	if got := call(h, "owner", http.MethodPost, "/api/weightings", string(body)); got.Code != http.StatusCreated || json.Unmarshal(got.Body.Bytes(), &made) != nil {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	asked := "?measure=" + id("ces") + "&weighting="
	var plain, fair MetricResult
	for path, to := range map[string]*MetricResult{asked: &plain, asked + made.ID: &fair} {
		if got := call(h, "owner", http.MethodGet, "/api/metrics"+path, ""); got.Code != http.StatusOK || json.Unmarshal(got.Body.Bytes(), to) != nil {
			t.Fatalf("%s: %d %s", path, got.Code, got.Body)
		}
	}
	if plain.Fair != nil || fair.Fair == nil || fair.Fair.Name != "By segment" || *fair.Total.Figure.Value > *plain.Total.Figure.Value-.5 {
		t.Errorf("plain %+v, weighted %+v by %+v", plain.Total.Figure, fair.Total.Figure, fair.Fair)
	}
	for _, route := range []string{"changes", "segments", "drivers", "actions", "signals", "ranking"} {
		got := call(h, "owner", http.MethodGet, "/api/metrics/"+route+asked+made.ID+"&by=t1", "")
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), `"field":"weighting"`) {
			t.Errorf("%s under a weighting: %d %.300s", route, got.Code, got.Body)
		}
	}
	for who, want := range map[string]int{"lille": http.StatusUnprocessableEntity, "other": http.StatusNotFound} {
		if got := call(h, who, http.MethodGet, "/api/metrics"+asked+made.ID, ""); got.Code != want {
			t.Errorf("%s: %d, want %d: %.300s", who, got.Code, want, got.Body)
		}
	}
}

func nearly(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9*math.Max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestWeightingsAreKeptByWhoSeesAllOfTheProgram(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newWorld(t)
		w.load(skewed())
		s := w.service()
		s.o.Record = store
		ctx := owner(t)
		for at, in := range map[string]NewWeighting{
			"margins[0].classes[1]": half(SmallMerge, "Nobody"),
			"margins[0].key":        {ProgramID: programA, Name: "x", Base: BaseTyped, Margins: []WeightingMargin{{Key: "t3", Classes: half("", "Silver").Margins[0].Classes}}},
			"margins[0]":            {ProgramID: programA, Name: "x", Base: BaseTyped, Margins: []WeightingMargin{{Key: "t1", Classes: []WeightingClass{{"Gold", []string{"Gold"}, .5}, {"Silver", []string{"Silver"}, .2}}}}},
		} {
			_, err := s.CreateWeighting(ctx, in)
			if !fault.Is(err, fault.CodeInvalid) || fmt.Sprint(fieldsOf(err)) != fmt.Sprint([]string{at}) {
				t.Errorf("%s: %v %v", at, err, fieldsOf(err))
			}
		}
		made, err := s.CreateWeighting(ctx, half("", "Silver"))
		if err != nil {
			t.Fatal(err)
		}
		ofPart := as(t, "dan", access.Grant{Role: access.Lead, Scope: access.Unit(id("lille"))})
		if _, err := s.Weighting(ofPart, made.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("who sees a part reads it: %v", err)
		}
		if _, err := s.Metric(ofPart, Query{Measure: id("ces"), Weighting: made.ID}); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("who sees a part uses it: %v", err)
		}
		name := "Other"
		changed, err := s.UpdateWeighting(ctx, made.ID, `"1"`, WeightingChange{Name: &name})
		if err != nil || changed.Version != 2 || changed.Name != name || len(changed.Margins) != 1 {
			t.Errorf("%+v %v", changed, err)
		}
		if _, err := s.UpdateWeighting(ctx, made.ID, `"1"`, WeightingChange{Name: &name}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("an older version: %v", err)
		}
		if list, err := s.Weightings(ctx, programA, weightingPlace{}, 10); err != nil || len(list) != 1 {
			t.Errorf("%v %v", list, err)
		}
		if err := s.DeleteWeighting(ctx, made.ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Metric(ctx, Query{Measure: id("ces"), Weighting: made.ID}); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("after removal: %v", err)
		}
	})
}

func fieldsOf(err error) (out []string) {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // as it is returned
		for _, f := range e.Fields {
			out = append(out, f.Field)
		}
	}
	return out
}
