package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/app/sample"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/collect/answers"
	"github.com/balcony-cx/balcony/internal/collect/reply"
	"github.com/balcony-cx/balcony/internal/collect/respond"
	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/job"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/understand"
	"github.com/balcony-cx/balcony/internal/understand/mailing"
	"github.com/balcony-cx/balcony/internal/web"
)

// App is the whole product, opened.
type App struct {
	rooms
	config    Config
	local     string // where the server listens, "" where none does
	record    *record.Store
	queue     *job.Queue
	maker     *job.Maker
	api       http.Handler
	metrics   *metrics
	respond   *respond.Service
	anonymous *anonymous.Service
	zone      atomic.Pointer[time.Location] // the organisation's, as facts and rooms read it
	stop      context.CancelFunc
	running   sync.WaitGroup
}

// Migrations of every room that has tables.
func Migrations() []fs.FS {
	return []fs.FS{
		access.Migrations(), notify.Migrations(), people.Migrations(), purpose.Migrations(), journey.Migrations(), listen.Migrations(),
		measure.Migrations(), outreach.Migrations(), collect.Migrations(), understand.Migrations(), sample.Migrations(),
	}
}

// Open opens the stores and builds the rooms. Nothing runs in the background
// before Start but the projector.
func Open(ctx context.Context, c Config) (*App, error) {
	c = c.withDefaults()
	proxies, err := web.ParseProxies(c.Proxies)
	if err != nil {
		return nil, err
	}
	a := &App{config: c}
	if err := a.open(ctx, proxies); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.PartyID == nil {
		c.PartyID = newID
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	return c
}

func (a *App) open(ctx context.Context, proxies web.Proxies) error {
	c := a.config
	var err error
	a.record, err = record.Open(ctx, record.Options{Dir: c.Dir, DatabaseURL: c.DatabaseURL, Migrations: Migrations(), Now: c.Now, Log: c.Log})
	if err != nil {
		return err
	}
	// What was being made when the last process ended is made anew.
	if err := os.RemoveAll(a.scratch()); err != nil {
		return fmt.Errorf("clear the folder of scratch files: %w", err)
	}
	if err := a.buildRooms(ctx); err != nil {
		return err
	}
	a.facts, err = facts.Open(ctx, facts.Options{
		Path: filepath.Join(c.Dir, "facts.duckdb"), Record: a.record, Feeds: []facts.Feed{people.Feed(), a.collect.Feed()},
		Zone: a.zone.Load, Log: c.Log, Now: c.Now, Reader: a.factsReader(),
	})
	if err != nil {
		return err
	}
	a.buildUnderstand()
	a.buildMailing()
	a.buildSamples()
	if err := a.openJobs(ctx); err != nil {
		return err
	}
	a.buildHandler(proxies)
	return nil
}

// buildRooms makes the rooms that need only the record.
func (a *App) buildRooms(ctx context.Context) error {
	c := a.config
	vault, err := access.OpenVault(c.Dir, os.Getenv("BALCONY_SECRET_KEY"), c.Random)
	if err != nil {
		return err
	}
	a.people = people.NewService(people.Options{Store: a.record, Now: c.Now, NewID: c.PartyID})
	a.notify = notify.New(notify.Options{Store: a.record, Now: c.Now, Random: c.Random, Vault: vault, Log: c.Log})
	a.access, err = access.New(access.Options{
		Store: a.record, Now: c.Now, Random: c.Random, Mailer: a.notify, Tree: a.people, Vault: vault,
		Dir: c.Dir, PublicURL: c.PublicURL, Log: c.Log,
	})
	if err != nil {
		return err
	}
	a.purpose = purpose.NewService(a.record, c.Now, newID)
	a.purpose.People, a.purpose.Units = a.access, places{a.people}
	a.measure = measure.NewService(a.record, c.Now, newID)
	if err := a.readZone(ctx); err != nil {
		return err
	}
	a.buildRegister()
	a.buildListen()
	a.measure.ConnectGround(findingsHeard, a.journey.AnyExpectation)
	a.measure.ConnectTraits(func(ctx context.Context) ([]people.TraitDefinition, error) {
		return a.people.Definitions(access.System(ctx, "questionnaires"))
	})
	a.collect = collect.NewService(collect.Options{
		Store: a.record, Audit: a.access, People: a.people, Purpose: a.purpose, Measure: a.measure,
		Narrow: func(ctx context.Context, n collect.Narrow, limit int) (collect.Narrowed, error) {
			return understand.Narrow(ctx, understand.FactsSource(a.facts), n, limit)
		},
		InSegments: func(ctx context.Context, ask collect.SegmentAsk, limit int) ([]collect.Candidate, error) {
			return a.understand.AnswersIn(ctx, ask, limit)
		},
		Zone: a.zone.Load, Now: c.Now, NewID: newID, Log: c.Log, Scratch: a.scratch(),
	})
	a.anonymous = anonymous.New(anonymous.Options{Store: a.record, Surveys: a.measure, Now: c.Now, RandomID: randomID})
	a.trial = trial.New(trial.Options{Store: a.record, Measure: a.measure, Audit: a.access, Now: c.Now, NewID: newID})
	a.answers = answers.New(answers.Options{Store: a.record, Measure: a.measure, Trial: a.trial, Audit: a.access, Zone: a.zone.Load, Log: c.Log})
	a.measure.ConnectVoices(a.answers.Written)
	a.reply = reply.New(reply.Options{Store: a.record, Surveys: a.measure, Answers: a.answers, Audit: a.access, Now: c.Now, RandomID: randomID})
	a.buildOutreach(vault)
	a.listen.Comments = a.collect
	a.people.Connect(a.access.Changed, a.access, a.collect)
	a.connectRights()
	a.people.AddSegmentFields(a.zone.Load, a.access, understand.SegmentFields(understand.MeasuresOf(a.measure), a.touchpointChoices)...)
	a.people.ConnectTraits(a.collect)
	return nil
}

// buildUnderstand makes the room of figures over the column store.
func (a *App) buildUnderstand() {
	a.understand = understand.New(understand.Options{
		Facts: understand.FactsSource(a.facts), Measures: understand.MeasuresOf(a.measure), Record: a.record, Tree: a.people, Names: labelNames{a.people, a},
		Zone:      func(context.Context) (*time.Location, error) { return a.zone.Load(), nil },
		WeekStart: a.weekStart, Fiscal: a.fiscalStart, Smallest: a.smallestGroup, Speeding: a.speedingFactor, Now: a.config.Now, NewID: newID,
		Outcomes: a.collect.OutcomeTraits, Like: a.likeUnits, Objectives: a.purpose.AnyObjective, Segments: a.people,
		Expectations: a.journey.AnyExpectation, EventKeys: a.collect.EventKeys,
		Accounts: a.people, Choices: a.collect.ChoiceLabels, Fed: a.collect.FedTraits, Surveys: a.measure, Reasons: a.measure,
	})
	a.journey.Seen = a.understand
	a.purpose.Figures = a.understand
}

// buildMailing makes what mails saved views.
func (a *App) buildMailing() {
	a.mailing = mailing.New(mailing.Options{
		Record: a.record, Figures: a.understand, People: a.access, Mailer: a.notify, Main: a.mainMeasure,
		Zone:      func(context.Context) (*time.Location, error) { return a.zone.Load(), nil },
		WeekStart: a.weekStart, Fiscal: a.fiscalStart, Now: a.config.Now, Log: a.config.Log,
	})
}

// scratch is the folder of files that may be thrown away while nothing runs.
func (a *App) scratch() string { return filepath.Join(a.config.Dir, "scratch") }

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// factsReader is the name under which this process saves how far its column
// store is: with PostgreSQL several processes have one each, told apart by
// their data folder.
func (a *App) factsReader() string {
	if a.config.DatabaseURL == "" {
		return "facts"
	}
	host, _ := os.Hostname()
	dir, _ := filepath.Abs(a.config.Dir)
	return "facts " + uuid.NewSHA1(uuid.NameSpaceOID, []byte(host+"\x00"+dir)).String()
}

// buildHandler puts the API, the page and the operator's routes behind the
// guard, innermost first.
func (a *App) buildHandler(proxies web.Proxies) {
	mux := http.NewServeMux()
	a.metrics = newMetrics(a.lag)
	api := web.NewAPI(mux, a.config.Version, a.config.Log)
	api.UseMiddleware(gate)
	register(api, a.rooms)
	a.respond = respond.New(respond.Options{
		Store: a.record, Measure: a.measure, Collect: a.collect, Invitations: a.outreach, Anonymous: a.anonymous, Trial: a.trial, Reply: a.reply, Now: a.config.Now, NewID: newID, Log: a.config.Log,
		Organisation: func(ctx context.Context) (string, error) {
			o, err := a.access.Organisation(ctx)
			return o.Name, err
		},
	})
	a.respond.Register(mux)
	a.post.Register(mux)
	mux.HandleFunc("GET /healthz", a.health)
	mux.Handle("GET /metrics", a.metrics.handler())
	mux.Handle("/", web.Files(pageFiles()))
	a.api = a.guarded(proxies, mux)
}

// guarded puts around a handler what every request passes.
func (a *App) guarded(proxies web.Proxies, next http.Handler) http.Handler {
	return web.Guard(a.config.Log, web.WithClient(proxies, a.access.Middleware(a.metrics.watch(next))))
}

// lag is how many changes of the record figures do not show yet, -1 where that
// is not known.
func (a *App) lag() float64 {
	behind, _, err := a.facts.Lag(context.Background())
	if err != nil {
		return -1
	}
	return float64(behind)
}

// Handler is everything that the server serves.
func (a *App) Handler() http.Handler { return a.api }

// health answers whether the record can be read.
func (a *App) health(w http.ResponseWriter, r *http.Request) {
	if _, err := a.record.Position(r.Context()); err != nil {
		web.WriteError(w, fault.New(fault.CodeUnavailable, "The record cannot be read.").Because(err))
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// Close ends what runs in the background and closes the stores, the record
// last.
func (a *App) Close() error {
	var errs []error
	if a.stop != nil {
		a.stop()
	}
	a.running.Wait()
	if a.queue != nil {
		ctx, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		errs = append(errs, a.queue.Stop(ctx))
	}
	if a.collect != nil {
		a.collect.Close()
	}
	if a.facts != nil {
		errs = append(errs, a.facts.Close())
	}
	if a.record != nil {
		errs = append(errs, a.record.Close())
	}
	return errors.Join(errs...)
}
