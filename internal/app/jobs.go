package app

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/app/sample"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/fieldwork"
	"github.com/balcony-cx/balcony/internal/job"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/outreach/post"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Arguments of the jobs: ids only.
type (
	importJob struct {
		Import string `json:"import"`
		// Position tells one start of the import from another; below 0 it is
		// the version at which the import was found to stand still.
		Position int64 `json:"position"`
	}
	importsJob struct{}
	mailJob    struct {
		// Position tells one wake-up from another, so that mail queued while
		// the job runs gets a run of its own; 0 is the timer's.
		Position int64 `json:"position,omitempty"`
	}
	viewsJob struct{}
	// releaseJob lets out anonymous answers; it names none of them.
	releaseJob struct{}
	// speedJob judges which answers were given too fast.
	speedJob struct{}
)

func (importJob) Kind() string  { return "import" }
func (importsJob) Kind() string { return "imports" }
func (mailJob) Kind() string    { return "mail" }
func (viewsJob) Kind() string   { return "views" }
func (releaseJob) Kind() string { return "anonymous_release" }
func (speedJob) Kind() string   { return "answers_speed" }

// jobsOf are, for each kind of change, the jobs that it asks for.
func jobsOf() map[string]func(log.Event) []job.Args {
	return map[string]func(log.Event) []job.Args{
		collect.ImportStarted:   importJobs,
		collect.ImportUndoing:   importJobs,
		listen.CodedStarted:     codedJobs,
		collect.ResponseChanged: followJobs,
		collect.ResponseRemoved: followJobs,
		"mail.queued":           func(e log.Event) []job.Args { return []job.Args{mailJob{int64(e.Position)}} },
		people.ErasureAsked:     func(e log.Event) []job.Args { return []job.Args{erasureJob{int64(e.Position)}} },
		post.Queued:             func(e log.Event) []job.Args { return []job.Args{postJob{int64(e.Position)}} },
		outreach.WaveWork:       func(e log.Event) []job.Args { return []job.Args{waveJob{int64(e.Position)}} },
		sample.Asked:            sampleJobs,
	}
}

func importJobs(e log.Event) []job.Args {
	out := make([]job.Args, len(e.IDs))
	for i, id := range e.IDs {
		out[i] = importJob{id, int64(e.Position)}
	}
	return out
}

// openJobs registers the handlers of all rooms and opens the queue.
func (a *App) openJobs(ctx context.Context) error {
	set := job.NewSet()
	job.Handle(set, func(ctx context.Context, j importJob) error {
		return a.runImport(access.System(ctx, "import"), j.Import)
	})
	standing := map[string]int64{} // one run at a time: the queue has one such job
	job.Every(set, time.Minute, importsJob{}, func(ctx context.Context, _ importsJob) (err error) {
		standing, err = a.resumeStalled(access.System(ctx, "import"), standing)
		return err
	})
	job.Every(set, time.Minute, mailJob{}, func(ctx context.Context, _ mailJob) error {
		_, err := a.notify.Run(access.System(ctx, "mail"))
		return err
	})
	job.Every(set, time.Minute, erasureJob{}, func(ctx context.Context, _ erasureJob) error { return a.runErasures(ctx) })
	job.Every(set, time.Hour, untakenJob{}, func(ctx context.Context, _ untakenJob) error { return a.forgetUntaken(ctx) })
	job.Every(set, time.Minute, followJob{}, func(ctx context.Context, _ followJob) error { return a.runFollow(ctx) })
	job.Every(set, time.Minute, codedJob{}, a.runCoded)
	job.Every(set, 5*time.Minute, releaseJob{}, func(ctx context.Context, _ releaseJob) error {
		return a.anonymous.Release(access.System(ctx, "anonymous answers"))
	})
	job.Every(set, 5*time.Minute, speedJob{}, func(ctx context.Context, _ speedJob) error { return a.judgeSpeed(ctx) })
	job.Every(set, time.Minute, waveJob{}, func(ctx context.Context, _ waveJob) error {
		return errors.Join(a.outreach.RunTriggers(ctx), a.outreach.Run(ctx))
	})
	job.Every(set, time.Minute, postJob{}, func(ctx context.Context, _ postJob) error {
		_, err := a.post.Run(ctx)
		return err
	})
	job.Handle(set, func(ctx context.Context, _ triggerJob) error { return a.outreach.RunTriggers(ctx) })
	a.handleSamples(set)
	job.Every(set, 5*time.Minute, viewsJob{}, func(ctx context.Context, _ viewsJob) error {
		return a.mailing.Run(access.System(ctx, "mail of views"))
	})
	o := job.Options{PostgresURL: a.config.DatabaseURL, Log: a.config.Log}
	if a.config.DatabaseURL == "" {
		o.SQLite = record.OpenSQLiteFile(filepath.Join(a.config.Dir, "jobs.db"))
	}
	queue, err := job.Open(ctx, o, set)
	if err != nil {
		return err
	}
	a.queue = queue
	jobs := jobsOf()
	jobs[a.collect.HappeningKind()] = a.triggerJobs
	a.maker = job.NewMaker(a.record, queue, a.config.Now, a.config.Log, jobs)
	return nil
}

// judgeSpeed flags answers given too fast, by the organisation's own share of the median.
func (a *App) judgeSpeed(ctx context.Context) error {
	factor, err := a.speedingFactor(ctx)
	if err != nil {
		return err
	}
	_, err = fieldwork.Judge(access.System(ctx, "speed of answers"), a.record, factor)
	return err
}

// runImport carries an import on. Where that fails for the last time, the
// import fails.
func (a *App) runImport(ctx context.Context, id string) error {
	err := a.collect.RunImport(ctx, id)
	if err == nil || ctx.Err() != nil || !job.LastTry(ctx) {
		return err
	}
	return errors.Join(err, a.collect.GiveUp(ctx, id))
}

// resumeStalled asks for a run of each import that stands still since the last
// look, and gives what it saw for the next.
func (a *App) resumeStalled(ctx context.Context, before map[string]int64) (map[string]int64, error) {
	ids, now, err := a.collect.Stalled(ctx, before)
	if err != nil {
		return before, err
	}
	for _, id := range ids {
		a.config.Log.WarnContext(ctx, "an import stands still and is run again", "import", id)
		if err := a.queue.Add(ctx, importJob{id, -now[id]}); err != nil {
			return before, err
		}
	}
	return now, nil
}

// Start begins the background work: jobs, what makes them, last-seen times,
// the operator's socket.
func (a *App) Start(ctx context.Context) error {
	if a.stop != nil {
		return errors.New("app: started twice")
	}
	ctx, a.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := a.queue.Start(ctx); err != nil {
		return err
	}
	if err := a.loadDemo(ctx); err != nil {
		return err
	}
	a.running.Go(func() { a.maker.Run(ctx) })
	a.running.Go(func() { a.access.Run(ctx) })
	a.running.Go(func() { a.followZone(ctx) })
	return a.listenForOperator(ctx)
}

// followZone keeps the zone current when the organisation moves it.
func (a *App) followZone(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := a.readZone(ctx); err != nil && ctx.Err() == nil {
				a.config.Log.WarnContext(ctx, "the organisation's time zone was not read", "error", err)
			}
		}
	}
}
