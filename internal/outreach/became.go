package outreach

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// What became of a mail.
const (
	BecameSent         = "sent"
	BecameFailed       = "failed"    // never went out
	BecameDropped      = "dropped"   // was not to go out any more
	BecamePostponed    = "postponed" // goes out at the time of the outcome
	BecameBounced      = "bounced"
	BecameComplained   = "complained"
	BecameUnsubscribed = "unsubscribed"
)

// Outcome is what became of a mail of an invitation.
type Outcome struct {
	InvitationID string
	Reminder     bool
	Became       string
	Reason       string // in a word or two, for people who look
	At           time.Time
}

// Why a mail of an invitation is not to go out.
const (
	NotNow      = "paused"   // keep it: the wave may go on
	NotAnymore  = "over"     // the wave is over, or the invitation is gone
	NotAnswered = "answered" // nobody who has answered is asked again
	NotWanted   = "opted_out"
)

// Allowed tells of each invitation why its mail is not to go out now; those of
// which it tells nothing may go.
func (s *Service) Allowed(ctx context.Context, q record.Querier, ids []string) (map[string]string, error) {
	rows, err := invitationsOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	why := make(map[string]string, len(ids))
	for _, id := range ids {
		why[id] = NotAnymore
	}
	byProgram := map[string][]invitationRow{}
	for _, r := range rows {
		delete(why, r.ID)
		switch {
		case r.WaveState == string(WavePaused):
			why[r.ID] = NotNow
		case !WaveState(r.WaveState).opens():
			why[r.ID] = NotAnymore
		case r.State == InvitationAnswered || r.State == InvitationClosed:
			why[r.ID] = NotAnswered
		case r.State == InvitationUnsubscribed || r.State == InvitationBounced:
			why[r.ID] = NotWanted
		default:
			byProgram[r.ProgramID] = append(byProgram[r.ProgramID], r)
		}
	}
	for program, some := range byProgram {
		if err := s.wanted(ctx, q, program, some, why); err != nil {
			return nil, err
		}
	}
	return why, nil
}

// wanted marks those who opted out since, or are gone.
func (s *Service) wanted(ctx context.Context, q record.Querier, program string, rows []invitationRow, why map[string]string) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.CustomerID
	}
	crowd, err := s.crowd(ctx, q, Wave{ProgramID: program, SurveyID: noID, Settings: WaveSettings{By: ByLinks, Exempt: true}}, ids, false)
	if err != nil {
		return err
	}
	opted := map[string]bool{}
	for _, p := range crowd {
		opted[p.id] = p.OptedOut
	}
	for _, r := range rows {
		if out, there := opted[r.CustomerID]; out || !there {
			why[r.ID] = NotWanted
		}
	}
	return nil
}

// Became takes what became of mails, inside the sender's transaction. What never
// went out does not count as asking.
func (s *Service) Became(ctx context.Context, tx *record.Tx, all []Outcome) error {
	for _, o := range all {
		if err := s.became(access.System(ctx, "mail"), tx, o); err != nil {
			return err
		}
		tx.Log(InvitationChanged, o.InvitationID)
	}
	return nil
}

func (s *Service) became(ctx context.Context, tx *record.Tx, o Outcome) error {
	kind := "invitation"
	if o.Reminder {
		kind = "reminder"
	}
	switch o.Became {
	case BecameSent:
		if o.Reminder {
			return nil
		}
		return s.sent(ctx, tx, o)
	case BecameFailed, BecameDropped:
		if err := unask(ctx, tx, o.InvitationID, kind); err != nil || o.Reminder {
			return err
		}
		_, err := setState(ctx, tx, o.InvitationID, o.Became, o.Reason, o.At, InvitationPlanned)
		return err
	case BecamePostponed:
		return postponed(ctx, tx, o.InvitationID, kind, record.Micros(o.At))
	case BecameBounced:
		if _, err := setState(ctx, tx, o.InvitationID, InvitationBounced, o.Reason, o.At, InvitationPlanned, InvitationSent); err != nil {
			return err
		}
		return noReminder(ctx, tx, o.InvitationID)
	case BecameComplained, BecameUnsubscribed:
		if _, err := setState(ctx, tx, o.InvitationID, InvitationUnsubscribed, o.Reason, o.At, InvitationPlanned, InvitationSent, InvitationStarted); err != nil {
			return err
		}
		return noReminder(ctx, tx, o.InvitationID)
	}
	return fault.Newf(fault.CodeInternal, "A mail cannot become %q.", o.Became)
}

func (s *Service) sent(ctx context.Context, tx *record.Tx, o Outcome) error {
	moved, err := setState(ctx, tx, o.InvitationID, InvitationSent, "", o.At, InvitationPlanned)
	if err != nil || !moved {
		return err
	}
	rows, err := invitationsOf(ctx, tx, []string{o.InvitationID})
	if err != nil || len(rows) == 0 {
		return err
	}
	w, err := seenWave(ctx, tx, rows[0].WaveID)
	if err != nil {
		return err
	}
	return noteSent(ctx, tx, o.InvitationID, o.At, s.going(ctx, w).reminder(w, rows[0].Zone, o.At, 0))
}

// OptOutIn notes, inside a caller's transaction, that a customer does not want
// to be asked by a program any more. For all of them, withdraw their consent.
func (s *Service) OptOutIn(ctx context.Context, tx *record.Tx, program, customer, channel, textVersion string) error {
	return insertOptOut(ctx, tx, program, customer, channel, textVersion, s.Now())
}

// OptInAgainIn takes an opt-out of a program back.
func (s *Service) OptInAgainIn(ctx context.Context, tx *record.Tx, program, customer string) error {
	return deleteOptOut(ctx, tx, program, customer)
}
