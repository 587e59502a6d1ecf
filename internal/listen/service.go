package listen

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Kinds of the change log.
const (
	StudyChanged     = "study.changed"
	InterviewChanged = "interview.changed"
	DocumentChanged  = "document.changed"
)

// Staff tells who a user id is, false for one that is unknown or disabled.
type Staff interface {
	Person(ctx context.Context, id string) (access.Who, bool, error)
}

// Audit writes the audit log: of changes in their transaction, of what somebody
// saw in one of its own.
type Audit interface {
	Audit(ctx context.Context, tx *record.Tx, kind, object string, details map[string]string) error
	Saw(ctx context.Context, kind, object string, details map[string]string) error
}

// Options are what the room is made of.
type Options struct {
	Store *record.Store
	Staff Staff
	Audit Audit
	Now   func() time.Time
	Zone  func() *time.Location
	NewID func() string // UUIDv7
	// Comments gives free texts of answers; nil: there are none to bring in.
	Comments AnsweredComments
}

// Service is the room's only way in.
type Service struct{ Options }

// NewService makes the room.
func NewService(o Options) *Service { return &Service{Options: o} }

// reads tells whether who may know what studies a program has.
func reads(who access.Who, program string) bool {
	return who.Require(access.ListenRead, access.Program(program)) == nil
}

// reading refuses whoever does not read the studies of a program.
func reading(ctx context.Context, program string) error {
	who := access.From(ctx)
	if err := who.Any(access.ListenRead); err != nil {
		return err
	}
	if !reads(who, program) {
		return fault.NotFound("program")
	}
	return nil
}

// writing refuses whoever does not change the studies of a program.
func writing(ctx context.Context, program string) error {
	who := access.From(ctx)
	if err := who.Any(access.ListenWrite); err != nil {
		return err
	}
	if !reads(who, program) {
		return fault.NotFound("program")
	}
	return who.Require(access.ListenWrite, access.Program(program))
}

// today is the organisation's day.
func (s *Service) today() string { return s.Now().In(s.Zone()).Format(time.DateOnly) }

// knows refuses a person who does not sign in here; "" is nobody.
func (s *Service) knows(ctx context.Context, field, id string) error {
	if id == "" {
		return nil
	}
	_, there, err := s.Staff.Person(ctx, id)
	if err != nil || there {
		return err
	}
	return fault.Invalid(field, "There is nobody of this id who signs in. Choose somebody with access.").Keyed("listen.person_unknown")
}

// names are what these people who sign in are called, "" for one who is gone.
func (s *Service) names(ctx context.Context, ids ...string) map[string]string {
	out := map[string]string{"": ""}
	for _, id := range ids {
		if _, asked := out[id]; asked {
			continue
		}
		out[id] = ""
		if who, there, err := s.Staff.Person(ctx, id); err == nil && there {
			out[id] = who.Name
		}
	}
	return out
}

// write runs fn in a transaction.
func (s *Service) write(ctx context.Context, fn func(ctx context.Context, tx *record.Tx) error) (log.Position, error) {
	return s.Store.Write(ctx, fn)
}

// view runs fn in a snapshot of the record.
func (s *Service) view(ctx context.Context, fn func(ctx context.Context, q record.Querier) error) error {
	return s.Store.View(ctx, fn)
}

// oneOf refuses a word that is not among those of a field.
func oneOf[T ~string](field string, word T, all ...T) error {
	if slices.Contains(all, word) {
		return nil
	}
	return fault.Invalid(field, "This is not one of the choices.").Keyed("listen.choice")
}
