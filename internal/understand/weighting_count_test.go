package understand

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// tiersOf counts souls of a language, any with "", by what a trait is at an
// instant.
func tiersOf(souls []soul, trait string, at time.Time, language string) map[string]int64 {
	found := map[string]int64{}
	for _, s := range souls {
		if language != "" && s.language != language {
			continue
		}
		for _, h := range s.traits {
			if h.trait == trait && !h.since.After(at) && (h.until.IsZero() || h.until.After(at)) {
				found[h.text]++
			}
		}
	}
	return found
}

// Shares of the customers are what counting each of them plainly gives, on both
// engines; no class tells of fewer than the smallest group.
func TestSharesOfTheCustomersAreCounted(t *testing.T) {
	duck := newWorld(t)
	r := rand.New(rand.NewPCG(20261123, 2))
	souls := crowdOfSouls(r, 90)
	rooms := segments(t, duck)
	tier := defined(t, rooms, "Tier", people.TraitText)
	traitsOf(r, souls, tier, defined(t, rooms, "Spend", people.TraitMoney))
	duck.load(skewed())
	duck.settle(souls)
	french, _, err := rooms.CreateSegment(owner(t), people.Segment{Name: "French", Shared: true, Rule: people.Rule{Is: &people.Condition{Field: "customer.language", OneOf: []string{"fr"}}}})
	if err != nil {
		t.Fatal(err)
	}
	const other = "o'brien ? é"
	engines := map[string]*Service{"duckdb": duck.inUTC(rooms), "postgresql": duck.onPostgreSQL().inUTC(rooms)}
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		for engine, s := range engines {
			s.o.Record, s.o.Fed = store, func(context.Context) (map[int][]string, error) { return map[int][]string{1: {tier}}, nil }
			for segment, language := range map[string]string{"": "", french.ID: "fr"} {
				of := tiersOf(souls, tier, s.o.Now(), language)
				in := NewWeighting{ProgramID: programA, Name: engine, Base: BaseCustomers, SegmentID: segment, Margins: []WeightingMargin{{Key: "t1", Classes: []WeightingClass{
					{Name: "Gold", Values: []string{"Gold"}}, {Name: "Others", Values: []string{"Silver", other}}}}}}
				made, err := s.CreateWeighting(owner(t), in)
				if err != nil {
					t.Fatalf("%s: %v %v", engine, err, fieldsOf(err))
				}
				want := float64(of["Gold"]) / float64(of["Gold"]+of[other])
				if made.Customers != of["Gold"]+of[other] || made.CountedAt == nil || of["Gold"] < 5 {
					t.Errorf("%s: %d customers of %v", engine, made.Customers, of)
				}
				nearly(t, engine+" gold", made.Margins[0].Classes[0].Share, want)
				nearly(t, engine+" others", made.Margins[0].Classes[1].Share, 1-want)
				s.o.Smallest = func(context.Context) (int64, error) { return of["Gold"] + 1, nil }
				if _, err := s.CreateWeighting(owner(t), in); fmt.Sprint(fieldsOf(err)) != "[margins[0].classes[0]]" {
					t.Errorf("%s: a class of so few is told: %v", engine, err)
				}
				in.Margins[0].Classes[1].Values = []string{"Silver"}
				s.o.Smallest = func(context.Context) (int64, error) { return of[other] + 1, nil }
				if _, err := s.CreateWeighting(owner(t), in); of[other] < of["Gold"] && fmt.Sprint(fieldsOf(err)) != "[margins[0]]" {
					t.Errorf("%s: what is in no class tells of so few: %v", engine, err)
				}
				s.o.Smallest = nil
			}
		}
	})
}

// Weights are made of the answers of the surveys and the soundness a question
// names; any other filter only says whose figure is shown.
func TestWhichAnswersWeightsAreMadeOf(t *testing.T) {
	recordtest.Each(t, []fs.FS{Migrations()}, func(t *testing.T, store *record.Store) {
		w := newWorld(t)
		rows := skewed()
		for i := range rows {
			rows[i].survey, rows[i].channel = id("survey"), []string{"shop", "phone"}[i%7/4]
			if i%4 == 0 && i < 100 {
				rows[i].survey = id("other")
			}
			if i%5 == 1 {
				rows[i].flags = 1
			}
		}
		w.load(rows)
		s := w.service()
		s.o.Record = store
		made, err := s.CreateWeighting(owner(t), half("", "Silver"))
		if err != nil {
			t.Fatal(err)
		}
		fairly := func(base, shown func(answerRow) bool) float64 {
			var n, weights, sum = map[string]float64{}, 0.0, 0.0
			for _, r := range rows {
				if base(r) {
					n[r.segment]++
				}
			}
			for _, r := range rows {
				if base(r) && shown(r) {
					weights, sum = weights+1/n[r.segment], sum+*r.score/n[r.segment]
				}
			}
			return sum / weights
		}
		every := func(answerRow) bool { return true }
		sound := func(r answerRow) bool { return r.flags == 0 }
		ofSurvey := func(r answerRow) bool { return r.survey == id("survey") }
		for name, c := range map[string]struct {
			where       Pick
			base, shown func(answerRow) bool
		}{
			"survey":   {Pick{"survey", []string{id("survey")}}, ofSurvey, every},
			"doubtful": {Pick{"doubtful", []string{"no"}}, sound, every},
			"channel":  {Pick{"channel", []string{"shop"}}, every, func(r answerRow) bool { return r.channel == "shop" }},
		} {
			got, err := s.Metric(owner(t), Query{Measure: id("ces"), Weighting: made.ID, Filter: Filter{Where: []Pick{c.where}}})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			nearly(t, name, *got.Total.Figure.Value, fairly(c.base, c.shown))
			if name == "survey" {
				nearly(t, "without the doubtful", *got.Without.Figure.Value, fairly(func(r answerRow) bool { return ofSurvey(r) && sound(r) }, every))
			}
		}
	})
}
