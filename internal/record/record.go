package record

import (
	"context"
	"database/sql"
	"errors"
	"hash/maphash"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/folder"
)

// Engine names the database below the record.
type Engine string

// The engines.
const (
	SQLite     Engine = "sqlite"
	PostgreSQL Engine = "postgresql"
)

// Querier asks one transaction or snapshot. `?` stands for an argument on
// both engines.
type Querier = bun.IDB

// Options say where the record is.
type Options struct {
	Dir           string           // the data folder; on PostgreSQL it may be empty
	DatabaseURL   string           // postgres://... ; empty means SQLite in Dir
	Migrations    []fs.FS          // of the rooms; those of the record itself are added
	Now           func() time.Time // nil means the wall clock
	Log           *slog.Logger     // nil means silence
	OneConnection bool             // for tests: one connection for everything, waiting on it fails after 5 s
	Restoring     bool             // for the restore itself: open a database that is shut to everybody else
}

// Store is the system of record. It is safe for concurrent use.
type Store struct {
	engine    Engine
	dir       string
	url       string
	now       func() time.Time
	log       *slog.Logger
	one       bool
	restoring bool
	oneWait   time.Duration // how long to wait for the only connection
	lock      *folder.Lock
	write     *bun.DB        // SQLite: one connection; PostgreSQL: as many as there are slots
	read      *bun.DB        // nil with OneConnection
	carrier   *sql.DB        // carries the WAL into the database; nil on PostgreSQL and with OneConnection
	commits   atomic.Int64   // how many there were
	slots     chan *session  // the write connections that are free
	waiting   atomic.Int64   // callers of takeSession that have none yet
	waited    atomic.Int64   // when a group last had to wait for one, in Unix nanoseconds
	members   chan *member   // what waits for any group
	lanes     []chan *member // what waits for the group of one committer; none where there is one
	seed      maphash.Seed   // by which lanes are chosen
	last      atomic.Int64   // newest position this process knows of
	wake      followers      // who wants to hear of commits
	files     Files          // uploaded files by content hash
	working   *workers       // committers and listeners that Close waits for
	closed    chan struct{}  // closed when nobody commits groups any more
	told      atomic.Int64   // notifications that came from PostgreSQL
	erasing   sync.Mutex     // one at a time writes the erasure log
	hooks     hooks          // for tests of this package
	texts     sync.Map       // of Get as PostgreSQL wants them
	isClosed  atomic.Bool
}

// hooks let a test look between two steps. All may be nil.
type hooks struct {
	beforeBegin  func() error  // of a group; an error is that of beginning
	beforeCommit func() error  // after the log was written; an error makes the commit fail
	queued       func()        // a member waits for a group
	patience     time.Duration // how much longer than groupTime a group may take
	noCheckpoint atomic.Bool
}

// Open opens or makes the record and brings its schema forward. On SQLite, and
// wherever a folder is named, it holds the folder's lock until Close: a second
// process gets a conflict that names the folder. A schema written by a newer
// program is refused with a conflict.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{engine: SQLite, dir: o.Dir, url: o.DatabaseURL, now: o.Now, log: o.Log, one: o.OneConnection, restoring: o.Restoring, oneWait: oneConnectionWait}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if o.DatabaseURL != "" {
		s.engine = PostgreSQL
	}
	s.working, s.closed = newWorkers(), make(chan struct{})
	if err := s.open(ctx, append([]fs.FS{Migrations()}, o.Migrations...)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, migrations []fs.FS) error {
	if s.engine == SQLite && s.dir == "" {
		return fault.Invalid("data", "Name a data folder with --data, or a PostgreSQL database with --database-url.")
	}
	if s.dir != "" {
		if err := os.MkdirAll(s.dir, 0o700); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "make data folder "+s.dir)
		}
		lock, err := folder.Take(s.dir)
		if err != nil {
			return err
		}
		s.lock = lock
		if err := sweep(s.dir); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "tidy data folder")
		}
	}
	var err error
	if s.engine == PostgreSQL {
		err = s.openPostgreSQL(ctx, migrations)
	} else {
		err = s.openSQLite(ctx, migrations)
	}
	if err != nil {
		return err
	}
	if err := s.start(ctx); err != nil {
		return err
	}
	if err := s.notRestoring(ctx); err != nil {
		return err
	}
	return s.noteErasures(ctx)
}

// start reads the newest position and sets the background work going.
func (s *Store) start(ctx context.Context) error {
	err := s.View(ctx, func(ctx context.Context, q Querier) error {
		p, err := s.PositionIn(ctx, q)
		s.last.Store(int64(p))
		return err
	})
	if err != nil {
		return err
	}
	s.startCommitters()
	s.working.run(s.remindFollowers)
	s.working.run(s.pruneNowAndThen)
	if s.engine == PostgreSQL {
		s.working.run(s.listen)
	}
	if s.carrier != nil {
		s.working.run(s.keepCheckpointing)
	}
	return nil
}

// Engine says which database is below.
func (s *Store) Engine() Engine { return s.engine }

// Dir is the data folder, empty where there is none.
func (s *Store) Dir() string { return s.dir }

// Files are the uploaded files by content hash.
func (s *Store) Files() Files { return s.files }

// Close ends the background work, waits for what runs, and lets go of the
// folder. What waits in a group gets an unavailable fault.
func (s *Store) Close() error {
	if s.isClosed.Swap(true) {
		return nil
	}
	s.working.wait()
	close(s.closed)
	var errs []error
	if s.carrier != nil {
		errs = append(errs, s.carrier.Close())
	}
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.closeSessions(), s.write.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Release())
	}
	return errors.Join(errs...)
}

// databaseFile is where SQLite keeps the record.
func databaseFile(dir string) string { return filepath.Join(dir, "record.db") }

// URL is the address of the PostgreSQL database with its password, empty on
// SQLite. It is for programs that connect by themselves; never log it.
func (s *Store) URL() string { return s.url }
