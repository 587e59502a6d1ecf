package journey

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Kinds of the change log. Each row names the things changed; those of
// expectations name their touchpoints.
const (
	ChannelChanged     = "channel.changed"
	StageChanged       = "stage.changed"
	TouchpointChanged  = "touchpoint.changed"
	ExpectationChanged = "expectation.changed"
)

// People tells who a user id is, false for one that is unknown or disabled, and
// finds people by their names.
type People interface {
	Person(ctx context.Context, id string) (access.Who, bool, error)
	// Colleagues are those whose names contain q, at most limit.
	Colleagues(ctx context.Context, q string, limit int) ([]access.Colleague, error)
}

// Measures gives the names of a program's measures by their ids, whoever asks.
type Measures interface {
	MeasureNames(ctx context.Context, program string) (map[string]string, error)
}

// Options are what the room is made of.
type Options struct {
	Store    *record.Store
	People   People
	Measures Measures
	Seen     Seen // what events tell of touchpoints; nil: nothing is counted
	Now      func() time.Time
	Zone     func() *time.Location
	NewID    func() string // UUIDv7
}

// Service is the room's only way in.
type Service struct{ Options }

// NewService makes the room.
func NewService(o Options) *Service { return &Service{Options: o} }

// reading refuses whoever does not read the register of a program.
func reading(ctx context.Context, program string) error {
	who := access.From(ctx)
	if err := who.Any(access.RegisterRead); err != nil {
		return err
	}
	if !reads(who, program) {
		return fault.NotFound("program")
	}
	return nil
}

// writing refuses whoever does not change the register of a program.
func writing(ctx context.Context, program string) error {
	who := access.From(ctx)
	if err := who.Any(access.RegisterWrite); err != nil {
		return err
	}
	if !reads(who, program) {
		return fault.NotFound("program")
	}
	return who.Require(access.RegisterWrite, access.Program(program))
}

// today is the organisation's day.
func (s *Service) today() string { return s.Now().In(s.Zone()).Format(dayForm) }

// knows refuses a person who does not sign in here; "" is nobody.
func (s *Service) knows(ctx context.Context, field, id string) error {
	if id == "" {
		return nil
	}
	_, there, err := s.People.Person(ctx, id)
	if err != nil || there {
		return err
	}
	return fault.Invalid(field, "There is nobody of this id who signs in. Choose somebody with access.").Keyed("register.person_unknown")
}

// name is what a person is called, "" for one who is gone.
func (s *Service) name(ctx context.Context, id string) string {
	if id == "" {
		return ""
	}
	who, there, err := s.People.Person(ctx, id)
	if err != nil || !there {
		return ""
	}
	return who.Name
}

// names are what these people are called.
func (s *Service) names(ctx context.Context, ids ...string) map[string]string {
	out := map[string]string{}
	for _, id := range ids {
		if _, asked := out[id]; !asked {
			out[id] = s.name(ctx, id)
		}
	}
	return out
}

// follows refuses a measure that is not one of the program; "" is none.
func (s *Service) follows(ctx context.Context, field, program, id string) error {
	if id == "" {
		return nil
	}
	names, err := s.Measures.MeasureNames(ctx, program)
	if err != nil {
		return err
	}
	if _, there := names[id]; !there {
		return fault.Invalid(field, "There is no such measure in the program.").Keyed("measure.unknown")
	}
	return nil
}

// write runs fn in a transaction.
func (s *Service) write(ctx context.Context, fn func(ctx context.Context, tx *record.Tx) error) (log.Position, error) {
	return s.Store.Write(ctx, fn)
}

// view runs fn in a snapshot of the record.
func (s *Service) view(ctx context.Context, fn func(ctx context.Context, q record.Querier) error) error {
	return s.Store.View(ctx, fn)
}
