package mailing

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/understand"
)

// People finds who asked for a mail; *access.Service is one.
type People interface {
	Person(ctx context.Context, id string) (who access.Who, there bool, err error)
	BaseURL(ctx context.Context) string
}

// Options are what the service is made of. All are needed.
type Options struct {
	Record    *record.Store
	Figures   *understand.Service
	People    People
	Mailer    access.Mailer
	Main      func(ctx context.Context, program string) (string, error) // id of the measure that stands for a program
	Zone      func(context.Context) (*time.Location, error)
	WeekStart func(context.Context) (time.Weekday, error)
	Fiscal    func(context.Context) (time.Month, error) // when the fiscal year begins
	Now       func() time.Time
	Log       *slog.Logger
}

// Service mails saved views.
type Service struct{ o Options }

// New makes the service.
func New(o Options) *Service { return &Service{o: o} }

// Mailing says how somebody has a view mailed.
type Mailing struct {
	Rhythm   Rhythm     `json:"rhythm" enum:",day,week,month" doc:"Empty: not at all. Mails go out from 7 in the morning, weekly ones on the organisation's first day of the week, monthly ones on the first"`
	Language string     `json:"language" enum:",en,fr" doc:"Of the mail; empty where there is none"`
	Next     *time.Time `json:"next,omitempty" doc:"When the next one goes out"`
	Last     *time.Time `json:"last,omitempty" doc:"When the last one went out"`
	Ready    bool       `json:"ready" doc:"Whether mail is set up and on; while it is not, mails wait"`
}

// Get says how whoever asks has a view mailed. A view that does not open to
// them is not found.
func (s *Service) Get(ctx context.Context, view string) (Mailing, error) {
	if _, err := s.o.Figures.View(ctx, view); err != nil {
		return Mailing{}, err
	}
	var out Mailing
	err := s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if out.Ready, err = s.o.Mailer.Ready(ctx, q); err != nil {
			return err
		}
		r, err := readMail(ctx, q, view, access.From(ctx).UserID)
		if r != nil {
			out.Rhythm, out.Language, out.Next, out.Last = r.Rhythm, r.Language, moment(&r.DueAt), moment(r.SentAt)
		}
		return err
	})
	return out, err
}

func moment(micros *int64) *time.Time {
	if micros == nil {
		return nil
	}
	at := record.Time(*micros)
	return &at
}

// Set has a view mailed to whoever asks, or no longer. The program itself has
// no address and is refused.
func (s *Service) Set(ctx context.Context, view string, rhythm Rhythm, language string) (Mailing, error) {
	if _, err := s.o.Figures.View(ctx, view); err != nil {
		return Mailing{}, err
	}
	who := access.From(ctx)
	if who.UserID == "" {
		return Mailing{}, fault.New(fault.CodeForbidden, "Only a person can have a view mailed.")
	}
	next, err := s.next(ctx, rhythm)
	if err != nil {
		return Mailing{}, err
	}
	_, err = s.o.Record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if rhythm == Never {
			return deleteMail(ctx, tx, view, who.UserID)
		}
		return saveMail(ctx, tx, &mailRow{ViewID: view, UserID: who.UserID, Rhythm: rhythm, Language: language, DueAt: record.Micros(next)})
	})
	if err != nil {
		return Mailing{}, err
	}
	return s.Get(ctx, view)
}

func (s *Service) next(ctx context.Context, r Rhythm) (time.Time, error) {
	switch r {
	case Never, Daily, Weekly, Monthly:
	default:
		return time.Time{}, fault.Invalid("rhythm", "A view is mailed by day, week or month.")
	}
	zone, err := s.o.Zone(ctx)
	if err != nil {
		return time.Time{}, fault.Wrap(err, fault.CodeInternal, "read the time zone")
	}
	start, err := s.o.WeekStart(ctx)
	return r.next(s.o.Now(), zone, start), fault.Wrap(err, fault.CodeInternal, "read the first day of the week")
}

// batch is how many mails are looked at in a run; the next run goes on.
const batch = 200

// Run queues the mails that are due. What cannot be told now, because figures
// are being made anew, is tried again at the next run; the error says so.
func (s *Service) Run(ctx context.Context) error {
	var due []mailRow
	now := record.Micros(s.o.Now())
	err := s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		due, err = dueMails(ctx, q, now, batch)
		return err
	})
	if err != nil {
		return err
	}
	var troubles []error
	for _, r := range due {
		if ctx.Err() != nil {
			break
		}
		if err := s.send(ctx, r, now); err != nil {
			troubles = append(troubles, err)
		}
	}
	return errors.Join(troubles...)
}

// send queues one mail and sets the date of the next.
func (s *Service) send(ctx context.Context, r mailRow, now int64) error {
	who, there, err := s.o.People.Person(ctx, r.UserID)
	if err != nil {
		return err
	}
	if !there {
		return s.postpone(ctx, r, now)
	}
	mail, err := s.compose(access.With(ctx, who), r)
	switch {
	case fault.Is(err, fault.CodeNotFound), fault.Is(err, fault.CodeForbidden):
		return s.end(ctx, r)
	case fault.Is(err, fault.CodeInvalid): // its filter asks for what is gone
		s.o.Log.WarnContext(ctx, "a saved view cannot be mailed any more", "view", r.ViewID, "error", err)
		return s.postpone(ctx, r, now)
	case err != nil:
		return err
	}
	return s.advance(ctx, r, now, func(ctx context.Context, tx *record.Tx) error {
		mail.To, mail.Language = who.Email, r.Language
		return s.o.Mailer.Queue(ctx, tx, mail)
	})
}

// postpone lets one date pass: somebody who is disabled may come back.
func (s *Service) postpone(ctx context.Context, r mailRow, now int64) error {
	return s.advance(ctx, r, now, func(context.Context, *record.Tx) error { return nil })
}

func (s *Service) advance(ctx context.Context, r mailRow, now int64, then func(context.Context, *record.Tx) error) error {
	next, err := s.next(ctx, r.Rhythm)
	if err != nil {
		return err
	}
	_, err = s.o.Record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		mine, err := takeMail(ctx, tx, r, record.Micros(next), now)
		if err != nil || !mine {
			return err
		}
		return then(ctx, tx)
	})
	return err
}

func (s *Service) end(ctx context.Context, r mailRow) error {
	_, err := s.o.Record.Write(ctx, func(ctx context.Context, tx *record.Tx) error { return deleteMail(ctx, tx, r.ViewID, r.UserID) })
	return err
}

// link is where the page shows the view; empty where nobody said how it is
// reached.
func (s *Service) link(ctx context.Context, view string) string {
	base := s.o.People.BaseURL(ctx)
	if base == "" {
		return ""
	}
	return strings.TrimRight(base, "/") + "/views/" + view
}
