package app

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/app/sample"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/job"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// buildSamples makes what loads and removes invented samples.
func (a *App) buildSamples() {
	a.samples = sample.New(sample.Options{
		Store: a.record, Purpose: a.purpose, People: a.people, Journey: a.journey, Measure: a.measure, Listen: a.listen, Collect: a.collect, Figures: a.understand,
		Settle: a.settleFigures,
		Owner:  a.firstOwner, Language: a.language, Now: a.config.Now, RandomID: randomID,
	})
}

// settleFigures waits until figures show all that was written, as long as it may.
func (a *App) settleFigures(ctx context.Context) error {
	position, err := a.record.Position(ctx)
	if err != nil {
		return err
	}
	for {
		err := a.facts.WaitSettled(ctx, position)
		if !fault.Is(err, fault.CodeUnavailable) || ctx.Err() != nil {
			return err
		}
	}
}

// firstOwner is somebody who owns the organisation, "" as long as nobody does.
func (a *App) firstOwner(ctx context.Context) (string, error) {
	found, err := a.access.Users(access.System(ctx, "sample"), "", web.Page{Limit: 50})
	if err != nil {
		return "", err
	}
	for _, u := range found.Items {
		for _, g := range u.Grants {
			if g.Role == access.Owner {
				return u.ID, nil
			}
		}
	}
	return "", nil
}

func (a *App) language(ctx context.Context) (string, error) {
	o, err := a.access.Organisation(ctx)
	return o.Language, err
}

// sampleJob carries on the work on samples. Position tells one wake-up from
// another; 0 is the timer's.
type sampleJob struct {
	Position int64 `json:"position,omitempty"`
}

func (sampleJob) Kind() string { return "sample" }

// handleSamples registers what works on samples.
func (a *App) handleSamples(set *job.Set) {
	job.Every(set, 15*time.Second, sampleJob{}, func(ctx context.Context, _ sampleJob) error {
		err := a.samples.Run(access.System(ctx, "sample"))
		if err == nil || ctx.Err() != nil || !job.LastTry(ctx) {
			return err
		}
		return a.samples.GiveUp(access.System(ctx, "sample"), err.Error())
	})
}

func sampleJobs(e log.Event) []job.Args { return []job.Args{sampleJob{int64(e.Position)}} }

// loadDemo loads the samples of a demonstration, each once.
func (a *App) loadDemo(ctx context.Context) error {
	for _, key := range a.config.Samples {
		_, _, err := a.samples.Load(access.System(ctx, "demo"), key)
		if err != nil && !fault.Is(err, fault.CodeConflict) { // loaded at an earlier start
			return err
		}
	}
	return nil
}
