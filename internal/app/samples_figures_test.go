package app

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/app/sample"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/understand"
)

// TestWhatTheFirmShows: the figures of the product find what is built into the
// invented firm.
func TestWhatTheFirmShows(t *testing.T) {
	day := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) // what is random differs a little from day to day
	// By the ids of accounts answers fall into buckets, and on those rest the
	// intervals: with others each time one run in twenty has none that turns.
	var made atomic.Int64
	a, err := Open(t.Context(), Config{Dir: t.TempDir(), Version: "test", Now: func() time.Time { return day }, PartyID: func() string {
		return fmt.Sprintf("01a20000-0000-7000-8000-%012x", made.Add(1))
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	b := newBare(a)
	ctx := access.System(t.Context(), "test")
	b.must(t, ctx, "POST", "/api/samples/firm", nil)
	for sampleState(t, a, "firm").State == sample.StateLoading {
		if err := a.samples.Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.settleFigures(ctx); err != nil {
		t.Fatal(err)
	}
	program := sampleState(t, a, "firm").ProgramID
	nps, err := a.measure.Main(ctx, program)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("objectives", func(t *testing.T) { seeVerdicts(t, ctx, a, program) })
	t.Run("accounts", func(t *testing.T) { seeAccounts(t, ctx, a, nps) })
	t.Run("signals", func(t *testing.T) { seeSignals(t, ctx, a, nps) })
	t.Run("in French", func(t *testing.T) { seeFrench(t, ctx, a) })
}

// seeVerdicts: one objective of each verdict.
func seeVerdicts(t *testing.T, ctx context.Context, a *App, program string) {
	all, err := a.purpose.Objectives(ctx, program)
	if err != nil || len(all) != 4 {
		t.Fatal(all, err)
	}
	verdicts := map[understand.Verdict]purpose.Objective{}
	for _, o := range all {
		p, err := a.understand.Progress(ctx, o.ID)
		if err != nil {
			t.Fatal(err)
		}
		f := p.Now.Figure
		t.Logf("%s: %s %s, baseline %v, now %v (%v to %v) of %d, planned %v", o.Name, p.Verdict, p.Why, see(o.Baseline.Value), see(f.Value), see(f.Low), see(f.High), f.N, see(p.Planned))
		verdicts[p.Verdict] = o
	}
	if len(verdicts) != 4 {
		t.Errorf("the objectives show %d of 4 verdicts", len(verdicts))
	}
}

func see(x *float64) any {
	if x == nil {
		return nil
	}
	return *x
}

// seeAccounts: the most influential contacts are less content than the answers
// as a whole say, and a large account is among the silent.
func seeAccounts(t *testing.T, ctx context.Context, a *App, nps string) {
	query := understand.AccountQuery{Show: "silent", Cadence: 12, Limit: 50}
	query.Measure = nps
	r, err := a.understand.AccountScores(ctx, query)
	if err != nil {
		t.Fatal(err)
	}
	value := map[string]float64{}
	for _, s := range r.Scores {
		value[s.Method] = *s.Figure.Value
	}
	t.Log(value)
	if value["contact"] > value["answers"]-6 || value["contact"] > value["mean"]-6 {
		t.Errorf("the most influential contacts are no less content: %v", value)
	}
	if r.Silent.Accounts != 11 || len(r.Items) == 0 || r.Items[0].Value == nil || *r.Items[0].Value != 1_340_000 {
		t.Errorf("%d silent accounts, the first %+v", r.Silent.Accounts, r.Items[0])
	}
}

// seeSignals: Key accounts is worse over all and better among accounts of the
// same size, as soon as the traits that follow the record are in.
func seeSignals(t *testing.T, ctx context.Context, a *App, nps string) {
	late, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		news, stop := a.record.Follow()
		r, err := a.understand.Signals(ctx, understand.SignalsQuery{Measure: nps})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Simpson.Turned {
			t.Logf("%s by %s: %v, at the same make-up %v", s.Key.Label, s.By.Label, see(s.Crude.Value), see(s.Standard.Value))
			if s.Key.Label == "Key accounts" && s.By.Label == "Size of account" {
				stop()
				return
			}
		}
		select {
		case <-news:
		case <-time.After(200 * time.Millisecond):
		case <-late.Done():
			t.Fatalf("nothing turns round: %d looks, %d untested", r.Simpson.Considered, r.Simpson.Untested)
		}
		stop()
	}
}

// seeFrench: removed, the firm can be loaded again, in French.
func seeFrench(t *testing.T, ctx context.Context, a *App) {
	if _, _, err := a.samples.Remove(ctx, "firm"); err != nil {
		t.Fatal(err)
	}
	if err := a.samples.Run(ctx); err != nil {
		t.Fatal(err)
	}
	o := a.samples.Options
	o.Language = func(context.Context) (string, error) { return "fr", nil }
	french := sample.New(o)
	if _, _, err := french.Load(ctx, "firm"); err != nil {
		t.Fatal(err)
	}
	for sampleState(t, a, "firm").State == sample.StateLoading {
		if err := french.Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	register, err := a.journey.Register(ctx, sampleState(t, a, "firm").ProgramID, journey.Filter{})
	if err != nil || len(register.Touchpoints) != 19 {
		t.Fatalf("%+v %v", register, err)
	}
	if !slices.ContainsFunc(register.Touchpoints, func(p journey.ListedTouchpoint) bool { return p.Name == "Recevoir l’offre" && p.Expectation != nil }) {
		t.Error("the register is not in French")
	}
}
