package post

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Queued is the kind of the change log that tells of mails to send.
const Queued = "wave.mail"

// Options are what the package needs.
type Options struct {
	Store    *record.Store
	Outreach *outreach.Service
	Measure  *measure.Service
	People   *people.Service
	Notify   *notify.Service
	Now      func() time.Time
	NewID    func() string
	Log      *slog.Logger
	// Rate is how many mails go out a minute at most; 0: no bound.
	Rate         int
	Organisation func(context.Context) (string, error)
}

// Service queues and sends mails. It is safe for concurrent use.
type Service struct {
	Options
	pace *rate.Limiter
}

// New makes the service.
func New(o Options) *Service {
	s := &Service{Options: o, pace: rate.NewLimiter(rate.Inf, 1)}
	if o.Rate > 0 {
		s.pace = rate.NewLimiter(rate.Limit(float64(o.Rate)/60), max(1, o.Rate/60))
	}
	return s
}

// Queue keeps mails to be sent, inside the caller's transaction.
func (s *Service) Queue(ctx context.Context, tx *record.Tx, mails []outreach.Mail) error {
	now := record.Micros(s.Now())
	rows := make([][]any, len(mails))
	for i, m := range mails {
		rows[i] = []any{s.NewID(), m.InvitationID, m.WaveID, m.CustomerID, m.LetterID, m.Address, m.Language, m.Reminder, Waiting, record.Micros(m.Due), now}
	}
	if _, err := tx.InsertAll(ctx, insertMessages, rows); err != nil {
		return err
	}
	tx.Log(Queued, mails[0].WaveID)
	return nil
}

// Run sends what is due, batch after batch over one connection, until nothing is
// or ctx ends. While mail is off it sends nothing.
func (s *Service) Run(ctx context.Context) (sent int, err error) {
	ctx = access.System(ctx, "mail")
	var w wire
	defer w.close()
	for ctx.Err() == nil {
		due := false
		err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
			due, err = anyDue(ctx, q, s.Now())
			return err
		})
		if err != nil || !due {
			return sent, err
		}
		n, more, err := s.send(ctx, &w)
		if sent += n; err != nil || !more {
			return sent, err
		}
	}
	return sent, ctx.Err()
}

// wire is the connection to the mail server, once there is one.
type wire struct {
	session *notify.Session
	sent    int // over this connection
}

// mailsAConnection bounds how long a connection is kept: servers end longer ones.
const mailsAConnection = 500

func (w *wire) close() {
	if w.session != nil {
		w.session.Close()
	}
	*w = wire{}
}

// send sends the next batch; more tells that there may be another.
func (s *Service) send(ctx context.Context, w *wire) (sent int, more bool, err error) {
	if err := s.settleLeft(ctx); err != nil {
		return 0, false, err
	}
	var dialed error
	if w.session == nil || w.sent >= mailsAConnection {
		w.close()
		w.session, dialed = s.Notify.Open(ctx)
	}
	if dialed == nil && w.session == nil {
		return 0, false, nil // mail is off
	}
	mine, err := s.take(ctx)
	if err != nil || len(mine) == 0 {
		return 0, false, err
	}
	if dialed != nil {
		s.Log.WarnContext(ctx, "mail: the server cannot be reached; mails of waves wait", "error", dialed, "mails", len(mine))
		return 0, false, s.settle(ctx, mine, func(*messageRow) error { return dialed })
	}
	results := s.deliver(ctx, w.session, mine)
	for _, r := range mine {
		if err, tried := results[r.ID]; tried && err == nil {
			sent++
		}
	}
	if w.sent += sent; sent < len(mine) {
		w.close() // whatever it was, the next batch begins anew
	}
	err = s.settle(ctx, mine, func(r *messageRow) error {
		err, tried := results[r.ID]
		if !tried {
			return errNotTried
		}
		return err
	})
	return sent, true, err
}

// errNotTried marks mails whose turn did not come: they wait on, as if never taken.
var errNotTried = errors.New("not tried")

// take claims the next mails: they are marked before any of them is sent.
func (s *Service) take(ctx context.Context) (mine []*messageRow, err error) {
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := hold(ctx, tx); err != nil {
			return err
		}
		now := s.Now()
		rows, err := dueMessages(ctx, tx, Waiting, now, batch)
		if err != nil || len(rows) == 0 {
			return err
		}
		why, bounced, later, err := s.against(ctx, tx, rows)
		if err != nil {
			return err
		}
		var outcomes []outreach.Outcome
		for i := range rows {
			r := &rows[i]
			switch reason := why[r.InvitationID]; {
			case reason == outreach.NotNow:
				r.DueAt = record.Micros(now.Add(lease)) // the wave may go on
			case reason != "":
				r.State, r.Reason = Dropped, reason
				outcomes = append(outcomes, outreach.Outcome{InvitationID: r.InvitationID, Reminder: r.Reminder, Became: outreach.BecameDropped, Reason: reason, At: now})
			case bounced[strings.ToLower(r.Address)]:
				r.State, r.Reason = Dropped, reasonBounced
				outcomes = append(outcomes, outreach.Outcome{InvitationID: r.InvitationID, Reminder: r.Reminder, Became: outreach.BecameDropped, Reason: reasonBounced, At: now})
			case later[r.InvitationID].After(now):
				r.DueAt = record.Micros(later[r.InvitationID]) // where its reader is, it is another hour
				outcomes = append(outcomes, outreach.Outcome{InvitationID: r.InvitationID, Reminder: r.Reminder, Became: outreach.BecamePostponed, At: later[r.InvitationID]})
			default:
				r.State, r.Attempts, r.DueAt = Sending, r.Attempts+1, record.Micros(now.Add(lease))
				mine = append(mine, r)
			}
			if err := r.write(ctx, tx, now); err != nil {
				return err
			}
		}
		return s.Outreach.Became(ctx, tx, outcomes)
	})
	if err == nil && len(mine) == 0 {
		// All of them were dropped or wait on: there may be others behind them.
		err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
			due, err := dueMessages(ctx, q, Waiting, s.Now(), 1)
			if err == nil && len(due) > 0 {
				return errAgain
			}
			return err
		})
		if errors.Is(err, errAgain) {
			return s.take(ctx)
		}
	}
	return mine, err
}

var errAgain = errors.New("there are more")

// against tells why mails are not to go out: by invitation, and by address; and
// which wait for another hour.
func (s *Service) against(ctx context.Context, q record.Querier, rows []messageRow) (why map[string]string, bounced map[string]bool, later map[string]time.Time, err error) {
	invitations, addresses := make([]string, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		invitations[i], addresses[i] = r.InvitationID, r.Address
	}
	if why, err = s.Outreach.Allowed(ctx, q, invitations); err != nil {
		return nil, nil, nil, err
	}
	if later, err = s.Outreach.Later(ctx, q, invitations); err != nil {
		return nil, nil, nil, err
	}
	bounced, err = gone(ctx, q, addresses)
	return why, bounced, later, err
}

// settleLeft settles mails that a process died with: they may have gone out, so
// they count as sent.
func (s *Service) settleLeft(ctx context.Context) error {
	now := s.Now()
	left := false
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		rows, err := dueMessages(ctx, q, Sending, now, 1)
		left = len(rows) > 0
		return err
	})
	if err != nil || !left {
		return err
	}
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := hold(ctx, tx); err != nil {
			return err
		}
		rows, err := dueMessages(ctx, tx, Sending, now, 10*batch)
		if err != nil {
			return err
		}
		var outcomes []outreach.Outcome
		for i := range rows {
			r := &rows[i]
			at := record.Micros(now)
			r.State, r.Reason, r.SentAt = Sent, reasonUnsure, &at
			outcomes = append(outcomes, outreach.Outcome{InvitationID: r.InvitationID, Reminder: r.Reminder, Became: outreach.BecameSent, At: now})
			if err := r.write(ctx, tx, now); err != nil {
				return err
			}
		}
		return s.Outreach.Became(ctx, tx, outcomes)
	})
	return err
}

// settle writes down how mails went, even when ctx is over, so that what went
// out is not sent twice.
func (s *Service) settle(ctx context.Context, mine []*messageRow, result func(*messageRow) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := hold(ctx, tx); err != nil {
			return err
		}
		now := s.Now()
		var outcomes []outreach.Outcome
		for _, r := range mine {
			o := s.judge(r, result(r), now)
			if o != nil {
				outcomes = append(outcomes, *o)
			}
			if r.Reason == reasonNobody {
				if err := markBounce(ctx, tx, r.Address, r.Trouble, true, now); err != nil {
					return err
				}
			}
			if err := r.write(ctx, tx, now); err != nil {
				return err
			}
		}
		return s.Outreach.Became(ctx, tx, outcomes)
	})
	return fault.Wrap(err, fault.CodeUnavailable, "write how mails of waves went")
}

// judge sets a mail's state after an attempt, and says what became of it.
func (s *Service) judge(r *messageRow, err error, now time.Time) *outreach.Outcome {
	o := outreach.Outcome{InvitationID: r.InvitationID, Reminder: r.Reminder, At: now}
	at := record.Micros(now)
	if err == nil {
		r.State, r.Reason, r.Trouble, r.SentAt = Sent, "", "", &at
		o.Became = outreach.BecameSent
		return &o
	}
	if errors.Is(err, errNotTried) {
		r.State, r.Attempts, r.DueAt = Waiting, r.Attempts-1, at
		return nil
	}
	if notify.Ambiguous(err) {
		r.State, r.Reason, r.SentAt = Sent, reasonUnsure, &at
		o.Became = outreach.BecameSent
		return &o
	}
	forGood, code, trouble := notify.Judged(err)
	r.Trouble = trouble
	switch {
	case forGood && (code == 550 || code == 551 || code == 553):
		r.State, r.Reason = Bounced, reasonNobody
		o.Became, o.Reason = outreach.BecameBounced, reasonNobody
	case forGood && fault.Is(err, fault.CodeInvalid):
		r.State, r.Reason = Failed, reasonLetter
		o.Became, o.Reason = outreach.BecameFailed, reasonLetter
	case forGood:
		r.State, r.Reason = Failed, reasonRefused
		o.Became, o.Reason = outreach.BecameFailed, reasonRefused
	case r.Attempts >= tries:
		r.State, r.Reason = Failed, reasonTired
		o.Became, o.Reason = outreach.BecameFailed, reasonTired
	default:
		r.State, r.DueAt = Waiting, record.Micros(now.Add(pause(r.Attempts)))
		return nil
	}
	return &o
}
