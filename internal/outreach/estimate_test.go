package outreach

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// told is an estimate in short: of each stratum population, asked, answers and
// half the interval in points.
func told(e WaveEstimate) map[string]string {
	out := map[string]string{}
	line := func(s WaveStratum) string {
		width := "none"
		if s.HalfWidth != nil {
			width = fmt.Sprintf("%.1f", 100**s.HalfWidth)
		}
		return fmt.Sprint(s.Population, " ", s.Asked, " ", s.Answers, " ", width)
	}
	for _, s := range e.Strata {
		out[s.Stratum+s.Name] = line(s)
	}
	out["all"] = line(e.All)
	return out
}

// TestEstimate: what the form is told is what the plan comes to, for a trait of
// customers and of their accounts, with the rules and the caps.
func TestEstimate(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := w.customers(t, "c", 600, func(i int, in *people.CustomerInput) {
			switch {
			case i < 20:
				in.Email = nil
			case i < 40:
				in.Account = new(fmt.Sprint("firm", i))
			case i < 45:
				in.Email = new("c00100@example.org") // the mailbox of another
			}
		})
		plan, firms := map[string]string{}, map[string]string{}
		for i, id := range ids {
			if i >= 40 && i < 500 {
				plan[id] = []string{"gold", "silver", "silver", "silver"}[i%4]
			}
		}
		for _, id := range ids[20:40] {
			firms[w.accountOf(t, id)] = "gold"
		}
		w.trait(t, people.OfCustomer, "plan", plan)
		w.trait(t, people.OfAccount, "plan", firms)
		settings := WaveSettings{By: ByMail, LetterID: w.letter, Sample: WaveSample{By: ByTrait, Trait: "plan", HalfWidth: 0.1, ResponseRate: 0.5, PerAccount: 1}}
		e, err := w.EstimateWave(owner(t), NewWave{SurveyID: w.survey.ID, Settings: settings}, "")
		if err != nil || !e.Complete || e.LookedAt != 600 || e.Count != 3 || e.Rate.Of != "given" {
			t.Fatalf("%+v %v", e, err)
		}
		want := told(e)
		wave := w.wave(t, settings, nil, StepPlan)
		planned, err := w.Strata(owner(t), wave.ID)
		if err != nil || !same(told(planned), want) || planned.All.Asked != w.reasons(t, wave.ID)["invited"] {
			t.Errorf("planned %v, estimated %v: %v", told(planned), want, err)
		}
		for _, s := range e.Strata {
			if s.Asked == 0 || s.HalfWidth == nil || *s.HalfWidth > 0.1+1e-9 && s.Asked < s.Population || s.Answers != int64(math.Round(float64(s.Asked)/2)) {
				t.Errorf("%+v", s)
			}
		}
		if w.count(t, "considered", "wave_id <> ?", wave.ID) > 0 {
			t.Error("an estimate is kept")
		}
		// Of a list of keys, given or kept with the wave.
		listed := w.wave(t, WaveSettings{By: ByMail}, []string{"c00100", "c00101", "c00001", "nobody"})
		for _, c := range []struct {
			keys []string
			wave string
			want string
		}{{[]string{"c00100"}, "", "1 1 1 0.0"}, {nil, listed.ID, "2 2 2 0.0"}, {[]string{"c00100"}, listed.ID, "1 1 1 0.0"}} {
			e, err := w.EstimateWave(owner(t), NewWave{SurveyID: w.survey.ID, Settings: WaveSettings{By: ByMail, People: WavePeople{Listed: true}}, Keys: c.keys}, c.wave)
			if err != nil || told(e)["all"] != c.want {
				t.Errorf("%v %s: %v %v", c.keys, c.wave, told(e), err)
			}
		}
	})
}

// TestExpectedRate: it comes of earlier waves of the survey, a week old, where
// enough were asked; a stratum without answers has no interval.
func TestExpectedRate(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.customers(t, "c", 40, nil)
		ask := NewWave{SurveyID: w.survey.ID, Settings: WaveSettings{By: ByLinks, Exempt: true, ExemptWhy: "x"}}
		estimate := func() WaveEstimate {
			t.Helper()
			e, err := w.EstimateWave(owner(t), ask, "")
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		if e := estimate(); e.Rate != (WaveRate{Share: 1, Of: "nothing"}) || told(e)["all"] != "40 40 40 0.0" {
			t.Errorf("%+v", e)
		}
		first := w.wave(t, WaveSettings{By: ByLinks}, nil, StepPlan, StepStart)
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE invitation SET state = 'answered' WHERE id IN (SELECT id FROM invitation WHERE wave_id = ? ORDER BY id LIMIT 12)", first.ID)
			return err
		})
		if e := estimate(); e.Rate.Of != "nothing" {
			t.Errorf("a wave of today tells: %+v", e.Rate)
		}
		w.pass(8)
		if e := estimate(); e.Rate != (WaveRate{Share: 0.25, Of: "survey", Asked: 40, Answered: 10}) || e.All.Answers != 10 {
			t.Errorf("%+v", e)
		}
		w.write(t, func(ctx context.Context, tx *record.Tx) error { // of another survey of the program
			_, err := tx.Exec(ctx, "UPDATE wave SET survey_id = ? WHERE id = ?", newID(), first.ID)
			return err
		})
		if e := estimate(); e.Rate.Of != "program" {
			t.Errorf("%+v", e.Rate)
		}
		ask.Settings.Sample = WaveSample{Count: 1}
		if e := estimate(); e.All.Answers != 0 || e.All.HalfWidth != nil || len(e.Strata) != 1 {
			t.Errorf("%+v", e)
		}
	})
}

// TestWhoMayEstimate: whoever may make the wave.
func TestWhoMayEstimate(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ask := NewWave{SurveyID: w.survey.ID, Settings: WaveSettings{By: ByLinks}}
		as := func(role access.Role, scope access.Scope) context.Context {
			return access.With(t.Context(), access.Who{UserID: "x", Grants: []access.Grant{{Role: role, Scope: scope, Rows: access.RowsAll}}})
		}
		if _, err := w.EstimateWave(as(access.Analyst, access.Whole()), ask, ""); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("an analyst: %v", err)
		}
		if _, err := w.EstimateWave(as(access.Lead, access.Program(newID())), ask, ""); err == nil {
			t.Error("the lead of another program")
		}
		if _, err := w.EstimateWave(owner(t), ask, newID()); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("no such wave: %v", err)
		}
		for key, sample := range map[string]WaveSample{"wave.strata_trait": {By: ByTrait}, "wave.no_trait": {By: ByTrait, Trait: "shoe"}} {
			ask.Settings.Sample = sample
			if _, err := w.EstimateWave(owner(t), ask, ""); keyOf(err) != key {
				t.Errorf("%s: %v", key, err)
			}
		}
	})
}
