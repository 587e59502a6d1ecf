package facts

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

type (
	// Answer is one answered question of one response.
	Answer = row.Answer
	// Response is a whole response by its scores.
	Response = row.Response
	// Score is the score of one measure in it.
	Score = row.Score
	// Event is something that happened outside a survey.
	Event = row.Event
	// Party is a customer as figures tell customers apart.
	Party = row.Party
	// Account is a firm that customers belong to.
	Account = row.Account
	// Held is what a trait of a customer or an account was for a while.
	Held = row.Held
	// Trait declares what a slot holds.
	Trait = row.Trait
	// Rows are rows to add.
	Rows = row.Rows
	// Delta is what a batch of events means for the facts.
	Delta = row.Delta
	// Reject is a row that was set aside.
	Reject = row.Reject
	// Feed is a room's part of the facts.
	Feed = row.Feed
)

// Source is what the column store needs of the record; *record.Store is one.
type Source interface {
	View(ctx context.Context, fn func(ctx context.Context, q record.Querier) error) error
	EventsIn(ctx context.Context, q record.Querier, after log.Position, limit int) ([]log.Event, error)
	PositionIn(ctx context.Context, q record.Querier) (log.Position, error)
	Position(ctx context.Context) (log.Position, error)
	Follow() (wake <-chan struct{}, stop func())
	SavePosition(ctx context.Context, reader string, p log.Position) error
	SavedPosition(ctx context.Context, reader string) (log.Position, bool, error)
	Prune(ctx context.Context) (int64, error)
}

// Options say where the facts are and what fills them.
type Options struct {
	Path   string // the DuckDB file; its folder must exist
	Record Source // *record.Store
	Feeds  []Feed
	Zone   func() *time.Location // the organisation's zone now, one with an IANA name; nil means UTC
	Log    *slog.Logger          // nil means silence
	Now    func() time.Time      // nil means the wall clock
	Reader string                // name under which the position is saved in the record; "" means "facts". Several processes on one record need different ones
	Memory string                // most memory DuckDB may use, "512MB"; "" means defaultMemory
	Thread int                   // DuckDB threads; 0 means one a processor
	batch  int                   // ids or events of one batch; tests make it small
	rest   time.Duration         // see restAfter; tests make it short
}

// defaultMemory holds the columns of a figure over some ten million answers;
// what does not fit is spilled beside the file.
const defaultMemory = "512MB"

// Store is the column store. It is safe for concurrent use.
type Store struct {
	o       Options
	limits  limits
	gate    gate
	status  statusBoard
	moved   broadcast     // tells who waits for a position
	hurry   chan struct{} // a token: somebody waits for a position
	doubt   chan struct{} // a token: the file gave an error that speaks of damage
	anew    atomic.Bool   // rows of the file would read otherwise now
	stepMu  sync.Mutex    // held while a file is written or exchanged
	build   chan struct{} // holds a token while nobody rebuilds
	stop    context.CancelFunc
	stopped context.Context
	running sync.WaitGroup
}

// Open opens the file and starts the projector. Where there is no sound file
// of this schema it returns all the same, makes one in the background, and
// queries get an unavailable fault until it is there. An error means that the
// path cannot be used at all.
func Open(ctx context.Context, o Options) (*Store, error) {
	if strings.ContainsAny(o.Path, "?%") {
		return nil, fault.Invalid("data", "The name of the data folder may not contain ? or %. Choose another with --data.")
	}
	s := newStore(o)
	s.stopped, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := clean(o.Path); err != nil {
		s.stop()
		return nil, fault.Wrap(err, fault.CodeUnavailable, "prepare the facts file")
	}
	f, err := s.openSound(ctx)
	if err != nil {
		s.stop()
		return nil, err
	}
	if f != nil {
		s.gate.set(f)
		s.status.live(f)
	}
	s.running.Add(1)
	go s.run()
	return s, nil
}

func newStore(o Options) *Store {
	if o.Zone == nil {
		o.Zone = func() *time.Location { return time.UTC }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Reader == "" {
		o.Reader = "facts"
	}
	if o.Memory == "" {
		o.Memory = defaultMemory
	}
	if o.rest == 0 {
		o.rest = restAfter
	}
	if o.batch == 0 {
		o.batch = batchSize
	}
	if o.Thread == 0 {
		o.Thread = runtime.GOMAXPROCS(0)
	}
	s := &Store{
		o:      o,
		limits: limits{memory: o.Memory, threads: o.Thread, temp: spillFolder(o.Path)},
		hurry:  make(chan struct{}, 1),
		doubt:  make(chan struct{}, 1),
		build:  make(chan struct{}, 1),
	}
	s.build <- struct{}{}
	s.moved.init()
	s.gate.init()
	return s
}

// clean removes what a process that was killed left beside the file.
func clean(path string) error {
	return errors.Join(removeFile(buildingPath(path)), os.RemoveAll(spillFolder(path)), os.RemoveAll(spillFolder(buildingPath(path))))
}

// openSound opens the file if it is sound, of this schema, and at a position
// from which the record's log goes on. Otherwise it removes the file and gives
// nil: facts can always be made anew, and kept copies would outlive erasures.
func (s *Store) openSound(ctx context.Context) (*file, error) {
	if err := mayWrite(s.o.Path); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "open the facts file")
	}
	f, err := openFile(ctx, s.o.Path, s.limits)
	if err == nil {
		why := s.offLog(ctx, f)
		if why == nil {
			return f, nil
		}
		if !errors.Is(why, errStale) {
			return nil, errors.Join(fault.Wrap(why, fault.CodeUnavailable, "compare facts and record"), f.close())
		}
		err = errors.Join(why, f.close())
	}
	if ctx.Err() != nil {
		return nil, fault.Wrap(ctx.Err(), fault.CodeUnavailable, "open the facts file")
	}
	if strings.Contains(err.Error(), "Could not set lock on file") {
		return nil, fault.New(fault.CodeConflict, "The facts file is in use by another process. Stop that one first.").Because(err)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		s.o.Log.Warn("the facts file is made anew from the record", "cause", err)
	}
	return nil, fault.Wrap(removeFile(s.o.Path), fault.CodeUnavailable, "remove the facts file")
}

// mayWrite tells a file that is not ours to open from one that is damaged.
func mayWrite(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// offLog says with errStale why the log of the record does not go on from the
// file: the file is an old copy, or the record is.
func (s *Store) offLog(ctx context.Context, f *file) error {
	saved, _, err := s.o.Record.SavedPosition(ctx, s.o.Reader)
	if err != nil {
		return err
	}
	head, err := s.o.Record.Position(ctx)
	if err != nil {
		return err
	}
	if f.position < saved || f.position > head {
		return errors.Join(errStale, errors.New("its position does not fit the record"))
	}
	return nil
}

// Close stops the projector, waits for readers and closes the file.
func (s *Store) Close() error {
	s.stop()
	s.running.Wait()
	<-s.build // a rebuild that somebody asked for ends, and none begins
	f := s.gate.shut()
	if f == nil {
		return nil
	}
	return fault.Wrap(f.close(), fault.CodeInternal, "close the facts file")
}
