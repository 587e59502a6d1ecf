package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// Slice is how long one run of a handler may take. A handler with more to do
// stores its cursor and returns ErrAgain.
const Slice = 30 * time.Second

// ErrAgain is what a handler returns to ask for another run at once.
var ErrAgain = errors.New("job: more to do")

// Args is what a job is about: ids and positions, never contents. Kind names
// the handler, two letters or more.
type Args interface{ Kind() string }

// Set collects the handlers of all rooms before the queue opens.
type Set struct {
	workers  *river.Workers
	periodic []*river.PeriodicJob
}

// NewSet makes an empty set.
func NewSet() *Set { return &Set{workers: river.NewWorkers()} }

// Handle registers the handler of jobs with arguments T. The handler's context
// ends after Slice; a handler that then returns the context's error or ErrAgain
// is run again at once and keeps its attempts.
func Handle[T Args](s *Set, handler func(context.Context, T) error) {
	river.AddWorker(s.workers, river.WorkFunc(func(ctx context.Context, j *river.Job[T]) error {
		if j.Attempt >= j.MaxAttempts {
			ctx = context.WithValue(ctx, lastTry{}, true)
		}
		sliced, cancel := context.WithTimeout(ctx, Slice)
		defer cancel()
		err := handler(sliced, j.Args)
		if errors.Is(err, ErrAgain) || (errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil && sliced.Err() != nil) {
			return river.JobSnooze(0)
		}
		return err
	}))
}

type lastTry struct{}

// LastTry tells a handler that its job is not run again if it fails now: what
// the job was for has to be marked as failed.
func LastTry(ctx context.Context) bool { return ctx.Value(lastTry{}) != nil }

// Every registers the handler of T and runs it with args at start and then in
// each interval.
func Every[T Args](s *Set, interval time.Duration, args T, handler func(context.Context, T) error) {
	Handle(s, handler)
	s.periodic = append(s.periodic, river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}}
		}, &river.PeriodicJobOpts{RunOnStart: true}))
}

// unfinished are the states in which a job still stands for its work.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// Options say where the queue lives: SQLite, a database that only this process
// uses, or PostgreSQL, by its address.
type Options struct {
	SQLite      *sql.DB
	PostgresURL string
	Log         *slog.Logger
}

// Queue takes jobs in and runs them while started.
type Queue struct {
	client client
	close  func() error
	log    *slog.Logger
}

// client is what both of River's clients can do.
type client interface {
	Insert(context.Context, river.JobArgs, *river.InsertOpts) (*rivertype.JobInsertResult, error)
	JobList(context.Context, *river.JobListParams) (*river.JobListResult, error)
	Start(context.Context) error
	Stop(context.Context) error
}

// Open migrates the queue's tables and makes the queue ready; nothing runs
// before Start.
func Open(ctx context.Context, o Options, set *Set) (*Queue, error) {
	if o.SQLite != nil {
		return openSQLite(ctx, o, set)
	}
	pool, err := pgxpool.New(ctx, o.PostgresURL)
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	c, err := build[pgx.Tx](ctx, riverpgxv5.New(pool), o, set, false)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &Queue{client: c, log: o.Log, close: func() error { pool.Close(); return nil }}, nil
}

// openSQLite takes over jobs that a killed process left running: the file has
// one owner, so nobody else can be at them.
func openSQLite(ctx context.Context, o Options, set *Set) (*Queue, error) {
	c, err := build[*sql.Tx](ctx, riversqlite.New(o.SQLite), o, set, true)
	if err != nil {
		return nil, err
	}
	if _, err := o.SQLite.ExecContext(ctx, "UPDATE river_job SET state = 'available' WHERE state = 'running'"); err != nil {
		return nil, fmt.Errorf("take over the jobs left running: %w", err)
	}
	return &Queue{client: c, log: o.Log, close: o.SQLite.Close}, nil
}

func build[Tx any](ctx context.Context, driver riverdriver.Driver[Tx], o Options, set *Set, poll bool) (client, error) {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet(o.Log)})
	if err != nil {
		return nil, fmt.Errorf("prepare the job queue's tables: %w", err)
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return nil, fmt.Errorf("migrate the job queue's tables: %w", err)
	}
	c, err := river.NewClient(driver, &river.Config{
		Workers: set.workers, PeriodicJobs: set.periodic, Logger: quiet(o.Log), PollOnly: poll,
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 4}},
		FetchPollInterval:    500 * time.Millisecond,
		JobTimeout:           2 * Slice,
		RescueStuckJobsAfter: 4 * Slice,
		MaxAttempts:          8,
		ErrorHandler:         failures{o.Log},
	})
	if err != nil {
		return nil, fmt.Errorf("make the job queue: %w", err)
	}
	return c, nil
}

// quiet keeps the library's notices out of the log unless they are warnings.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(levelled{log.Handler()}) }

type levelled struct{ slog.Handler }

func (h levelled) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }

// Start begins to run jobs; they stop with Stop.
func (q *Queue) Start(ctx context.Context) error {
	if err := q.client.Start(ctx); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	return nil
}

// Stop waits for running handlers until ctx ends, then closes the queue.
func (q *Queue) Stop(ctx context.Context) error {
	return errors.Join(q.client.Stop(ctx), q.close())
}

// Add puts a job in. While a job with equal arguments is not finished, adding
// it again changes nothing.
func (q *Queue) Add(ctx context.Context, args Args) error {
	_, err := q.client.Insert(ctx, args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unfinished}})
	if err != nil {
		return fmt.Errorf("add the job %s: %w", args.Kind(), err)
	}
	return nil
}

// Failed is a job that failed for good.
type Failed struct {
	ID       int64     `json:"id"`
	Kind     string    `json:"kind"`
	At       time.Time `json:"at"`
	Attempts int       `json:"attempts"`
	Error    string    `json:"error"`
}

// ListFailed lists the newest jobs that failed for good, at most limit.
func (q *Queue) ListFailed(ctx context.Context, limit int) ([]Failed, error) {
	res, err := q.client.JobList(ctx, river.NewJobListParams().States(rivertype.JobStateDiscarded).OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(limit))
	if err != nil {
		return nil, fmt.Errorf("list failed jobs: %w", err)
	}
	out := make([]Failed, 0, len(res.Jobs))
	for _, j := range res.Jobs {
		f := Failed{ID: j.ID, Kind: j.Kind, Attempts: j.Attempt}
		if j.FinalizedAt != nil {
			f.At = j.FinalizedAt.UTC()
		}
		if n := len(j.Errors); n > 0 {
			f.Error = j.Errors[n-1].Error
		}
		out = append(out, f)
	}
	return out, nil
}

// failures writes each failure to the log.
type failures struct{ log *slog.Logger }

func (f failures) HandleError(ctx context.Context, j *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	f.log.WarnContext(ctx, "job failed", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "of", j.MaxAttempts, "error", err)
	return nil
}

func (f failures) HandlePanic(ctx context.Context, j *rivertype.JobRow, v any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "panic", v, "stack", trace)
	return nil
}
