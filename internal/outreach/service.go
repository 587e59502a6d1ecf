package outreach

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Kinds of the change log.
const (
	WaveChanged       = "wave.changed"
	WaveWork          = "wave.work" // there is something to do for it
	WaveRemoved       = "wave.removed"
	InvitationChanged = "invitation.changed"
	LetterChanged     = "letter.changed"
	LetterRemoved     = "letter.removed"
)

// Members tells who is in a segment, which later rooms know.
type Members interface {
	// SegmentMembers are the ids of up to limit customers of a segment after one,
	// in the order of their ids, without asking who wants to know.
	SegmentMembers(ctx context.Context, segment, after string, limit int) ([]string, error)
}

// Answered tells what is known already, which later rooms know.
type Answered interface {
	// AnsweredSince counts for each customer, at most 5,000, how many of the
	// measures they answered under their name since a time.
	AnsweredSince(ctx context.Context, q record.Querier, customers, measures []string, since time.Time) (map[string]int, error)
}

// Mail is a mail that a wave has somebody sent.
type Mail struct {
	InvitationID, WaveID, ProgramID, CustomerID, LetterID string

	Address  string
	Language string // the contact's, "" unknown
	Reminder bool
	Due      time.Time
}

// Options are what the room needs.
type Options struct {
	Store   *record.Store
	People  *people.Service
	Measure *measure.Service
	Now     func() time.Time
	NewID   func() string // UUIDv7
	Seed    func() int64
	// Secret gives 32 bytes that depend on the house's key and the text.
	Secret func(text string) []byte
	// PublicURL is where people reach the server, without a slash at its end.
	PublicURL func(context.Context) string
	Log       *slog.Logger
	// Zone is the organisation's time zone; nil: UTC.
	Zone func(context.Context) *time.Location
	// Language is the organisation's, in which waves that nobody names are named; nil: English.
	Language func(context.Context) string
	// Members and Answered come of later rooms.
	Members  Members
	Answered Answered
	// Happened tells what triggers ask after; nil where there are no events.
	Happened Happened
	// Names tells the names of events; nil where there are none.
	Names EventNames
	// Mail queues mails inside the transaction; nil where no mail is sent.
	Mail func(ctx context.Context, tx *record.Tx, mails []Mail) error
	// Notify knows the mail server; nil where no mail is sent.
	Notify *notify.Service
}

// Service is the room's only way in. It is safe for concurrent use.
type Service struct {
	Options
	journal access.Journal
	idle    atomic.Bool // no trigger listened when last looked
}

// NewService makes the room.
func NewService(o Options) *Service {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Service{Options: o, journal: access.Journal{Now: o.Now}}
}

// readable is a condition over program_id for the waves the caller may see:
// those of whole programs only, since a wave is of nobody's unit.
func readable(who access.Who) (string, []any) {
	return who.Reach(access.OutreachRead).Where(access.Columns{Program: "program_id"})
}
