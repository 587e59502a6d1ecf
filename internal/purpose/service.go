package purpose

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log.
const (
	ProgramCreated = "program.created"
	ProgramChanged = "program.changed"
	ProgramStarted = "program.started"
	ProgramStopped = "program.stopped"
	ProgramRemoved = "program.removed"
)

// People tells who a user id is; false for one that is unknown or disabled.
type People interface {
	Person(ctx context.Context, id string) (access.Who, bool, error)
}

// Service is the room's only way in.
type Service struct {
	People  People  // who may own a program; nil: nobody is known
	Figures Figures // where measures stand; needed for objectives
	Units   Units   // which units there are; nil: none
	store   *record.Store
	now     func() time.Time
	newID   func() string
	changes atomic.Int64
}

// NewService makes the room. newID gives UUIDv7.
func NewService(store *record.Store, now func() time.Time, newID func() string) *Service {
	return &Service{store: store, now: now, newID: newID}
}

// Changes counts how often a program was made, changed or removed in this
// process. Who keeps programs in memory reads them again when it has grown.
func (s *Service) Changes() int64 { return s.changes.Load() }

// Touched counts one more change; whoever calls CreateIn or RemoveIn does so
// after the commit.
func (s *Service) Touched() { s.changes.Add(1) }

// List gives the programs the caller may read, oldest first, limit+1 at most,
// those after the id given. A grant for a unit reaches every program's name,
// since its answers may lie in any.
func (s *Service) List(ctx context.Context, after string, limit int) ([]Program, error) {
	who := access.From(ctx)
	if err := who.Any(access.ProgramRead); err != nil {
		return nil, err
	}
	var out []Program
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listPrograms(ctx, q, namesReach(who), after, limit+1)
		return err
	})
	for i := range out {
		out[i] = s.named(ctx, out[i])
	}
	return out, err
}

// named adds the owner's name; one who is gone has none.
func (s *Service) named(ctx context.Context, p Program) Program {
	if p.OwnerID == "" || s.People == nil {
		return p
	}
	if who, there, err := s.People.Person(ctx, p.OwnerID); err == nil && there {
		p.OwnerName = who.Name
	}
	return p
}

// knows refuses an owner who does not sign in here.
func (s *Service) knows(ctx context.Context, id string) error {
	if s.People != nil {
		if _, there, err := s.People.Person(ctx, id); err != nil || there {
			return err
		}
	}
	return fault.Invalid("owner_id", "There is nobody of this id who signs in. Choose somebody with access.").Keyed("program.owner_unknown")
}

// namesReach widens a reach over units or accounts to all programs: rows are
// limited where rows are read.
func namesReach(who access.Who) access.Reach { return programsOf(who, access.ProgramRead) }

// programsOf are the programs that a permission reaches into, with those where
// it reaches some rows only.
func programsOf(who access.Who, p access.Permission) access.Reach {
	reach := who.Reach(p)
	for _, rows := range reach.Any {
		if rows.Program == "" {
			return access.Reach{All: true}
		}
	}
	for i := range reach.Any {
		reach.Any[i].ByUnit, reach.Any[i].ByAccount = false, false
	}
	return reach
}

// Get is one program the caller may read.
func (s *Service) Get(ctx context.Context, id string) (Program, error) {
	who := access.From(ctx)
	if err := who.Any(access.ProgramRead); err != nil {
		return Program{}, err
	}
	if !namesReach(who).Covers(id, "", "") {
		return Program{}, fault.NotFound("program")
	}
	var p Program
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		p, err = getProgram(ctx, q, id)
		return err
	})
	if err != nil {
		return Program{}, err
	}
	return s.named(ctx, p), nil
}

// Create makes a program. Its name must be free.
func (s *Service) Create(ctx context.Context, name, why string) (Program, log.Position, error) {
	if err := access.From(ctx).Require(access.ProgramWrite, access.Whole()); err != nil {
		return Program{}, 0, err
	}
	var p Program
	defer s.Touched() // also after an error: the worst is one reading too many
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		p, err = s.CreateIn(ctx, tx, Program{Name: name, Why: why})
		return err
	})
	return p, position, err
}

// CreateIn makes a program inside a caller's transaction; the caller has
// checked the permission. Time and version are filled in, and the id where it is
// empty.
func (s *Service) CreateIn(ctx context.Context, tx *record.Tx, p Program) (Program, error) {
	p, err := p.checked()
	if err != nil {
		return Program{}, err
	}
	if p.ID == "" {
		p.ID = s.newID()
	}
	p.CreatedAt, p.Version = s.now().UTC(), 1
	if err := insertProgram(ctx, tx, p); err != nil {
		return Program{}, err
	}
	tx.Log(ProgramCreated, p.ID)
	return p, nil
}

// Change is what may be changed of a program; nil leaves as it is. An OwnerID
// of "" makes it nobody's.
type Change struct {
	Name, Why, Population, OwnerID *string
	Outcomes                       *[]Outcome
	Wants                          *[]Want
	Returns                        *[]Return
	OnErasure                      *OnErasure
	ErasureKeeps                   *[]ErasureKeep
}

func (c Change) apply(p *Program) {
	set(&p.Name, c.Name)
	set(&p.Why, c.Why)
	set(&p.Population, c.Population)
	set(&p.OwnerID, c.OwnerID)
	set(&p.Outcomes, c.Outcomes)
	set(&p.Wants, c.Wants)
	set(&p.Returns, c.Returns)
	set(&p.OnErasure, c.OnErasure)
	set(&p.ErasureKeeps, c.ErasureKeeps)
}

func set[T any](into, from *T) {
	if from != nil {
		*into = *from
	}
}

// Update changes a program that has the version of ifMatch ("" for any).
func (s *Service) Update(ctx context.Context, id, ifMatch string, c Change) (Program, log.Position, error) {
	if err := access.From(ctx).Require(access.ProgramWrite, access.Program(id)); err != nil {
		return Program{}, 0, err
	}
	if c.OwnerID != nil && *c.OwnerID != "" {
		if err := s.knows(ctx, *c.OwnerID); err != nil {
			return Program{}, 0, err
		}
	}
	return s.change(ctx, id, ifMatch, ProgramChanged, func(p *Program) { c.apply(p) })
}

// Start says that the program is under way. It needs an outcome for customers
// and its reason; whoever starts a program that is nobody's owns it.
func (s *Service) Start(ctx context.Context, id, ifMatch string) (Program, log.Position, error) {
	who := access.From(ctx)
	return s.change(ctx, id, ifMatch, ProgramStarted, func(p *Program) {
		if p.StartedAt == nil {
			now := s.now().UTC()
			p.StartedAt = &now
		}
		if p.OwnerID == "" {
			p.OwnerID = who.UserID
		}
	})
}

// Stop says that the program is no longer under way; what it holds stays.
func (s *Service) Stop(ctx context.Context, id, ifMatch string) (Program, log.Position, error) {
	return s.change(ctx, id, ifMatch, ProgramStopped, func(p *Program) { p.StartedAt = nil })
}

func (s *Service) change(ctx context.Context, id, ifMatch, kind string, do func(*Program)) (Program, log.Position, error) {
	if err := access.From(ctx).Require(access.ProgramWrite, access.Program(id)); err != nil {
		return Program{}, 0, err
	}
	var p Program
	defer s.Touched() // also after an error: the worst is one reading too many
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		p, err = s.update(ctx, tx, id, ifMatch, kind, do)
		return err
	})
	if err != nil {
		return Program{}, 0, err
	}
	return s.named(ctx, p), position, nil
}

func (s *Service) update(ctx context.Context, tx *record.Tx, id, ifMatch, kind string, do func(*Program)) (Program, error) {
	p, err := getProgram(ctx, tx, id)
	if err != nil {
		return p, err
	}
	if err := web.MatchVersion(ifMatch, p.Version); err != nil {
		return p, err
	}
	do(&p)
	if p, err = p.checked(); err != nil {
		return p, err
	}
	other, taken, err := programByName(ctx, tx, p.Name)
	if err != nil {
		return p, err
	}
	if taken && other.ID != p.ID {
		return p, nameTaken()
	}
	p.Version++
	tx.Log(kind, p.ID)
	return p, updateProgram(ctx, tx, p)
}

// GetIn is a program by id, inside a caller's transaction and without asking
// who reads it.
func GetIn(ctx context.Context, q record.Querier, id string) (Program, error) {
	return getProgram(ctx, q, id)
}

// AllIn lists up to limit programs, oldest first, inside a caller's transaction
// and without asking who reads them.
func AllIn(ctx context.Context, q record.Querier, limit int) ([]Program, error) {
	return listPrograms(ctx, q, access.Reach{All: true}, "", limit)
}

// FreeName is name, or name with the first number behind it that no program has.
func FreeName(ctx context.Context, q record.Querier, name string) (string, error) {
	free := name
	for n := 2; ; n++ {
		_, taken, err := programByName(ctx, q, free)
		if err != nil || !taken {
			return free, err
		}
		free = numbered(name, n)
	}
}

// RemoveIn takes a program out inside a caller's transaction; whoever calls it
// has removed what belongs to it.
func RemoveIn(ctx context.Context, tx *record.Tx, id string) error {
	tx.Log(ProgramRemoved, id)
	return deleteProgram(ctx, tx, id)
}
