package outreach

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
	"github.com/balcony-cx/balcony/internal/record"
)

// States of invitations.
const (
	InvitationPlanned      = "planned" // made, not sent yet
	InvitationSent         = "sent"
	InvitationStarted      = "started"
	InvitationAnswered     = "answered"
	InvitationBounced      = "bounced"
	InvitationUnsubscribed = "unsubscribed"
	InvitationFailed       = "failed"
	InvitationDropped      = "dropped" // somebody may not be asked any more
	InvitationClosed       = "closed"  // answered, in a survey that does not tell when
)

// Token is the secret of an invitation's link: 128 bits that the house's key and
// the id give, so that each mail of an invitation has the same link.
func (s *Service) Token(invitation string) string {
	return base64.RawURLEncoding.EncodeToString(s.Secret("invitation " + invitation)[:16])
}

func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// LinkOf is the address at which somebody invited answers a survey; base is that of
// the server (PublicURL).
func (s *Service) LinkOf(base, slug, invitation string) string {
	return base + "/s/" + slug + "/i/" + s.Token(invitation)
}

// invite invites the next people of a wave, those who may still be asked.
func (s *Service) invite(ctx context.Context, w Wave) (more bool, err error) {
	asked, err := s.Measure.AskedVersion(ctx, w.SurveyID, w.Number)
	if err != nil || asked.Survey.State != measure.SurveyOpen {
		return false, s.standStill(ctx, w, "survey", err)
	}
	if w.Settings.By == ByMail && s.Mail == nil {
		return false, s.standStill(ctx, w, "mail", nil)
	}
	done := false
	err = s.at(ctx, w, func(ctx context.Context, tx *record.Tx, now *Wave) error {
		if err := holdClock(ctx, tx); err != nil {
			return err
		}
		ids, err := invitedAfter(ctx, tx, w.ID, w.cursor, piece)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			done = true
			now.State, now.step, now.cursor = WaveRunning, "", ""
			return s.moved(ctx, tx, now)
		}
		if err := s.inviteSome(ctx, tx, *now, ids); err != nil {
			return err
		}
		now.cursor = ids[len(ids)-1]
		return moveWave(ctx, tx, *now)
	})
	return !done, err
}

func (s *Service) inviteSome(ctx context.Context, tx *record.Tx, w Wave, ids []string) error {
	crowd, err := s.crowd(ctx, tx, w, ids, false)
	if err != nil {
		return err
	}
	limits, err := limitsOf(ctx, tx, w)
	if err != nil {
		return err
	}
	now, goes := s.Now().UTC(), s.going(ctx, w)
	var rows, clock [][]any
	var mails []Mail
	var against []string
	var verdicts []plan.Verdict
	for _, p := range crowd {
		if v, is := plan.Judge(p.Candidate, limits, now); is {
			against, verdicts = append(against, p.id), append(verdicts, v)
			continue
		}
		id, due := s.NewID(), goes.due(p.zone, now)
		rows = append(rows, s.invitationRow(w, p, id, now))
		clock = append(clock, []any{s.NewID(), p.id, record.Micros(due), channelOf(w), "invitation", w.ProgramID, w.SurveyID, w.Number, id})
		mails = append(mails, Mail{InvitationID: id, WaveID: w.ID, ProgramID: w.ProgramID, CustomerID: p.id, LetterID: w.Settings.LetterID, Address: p.address, Language: p.language, Due: due})
	}
	if err := writeVerdicts(ctx, tx, w.ID, against, verdicts); err != nil {
		return err
	}
	if _, err := tx.InsertAll(ctx, insertInvitations, rows); err != nil {
		return err
	}
	if _, err := tx.InsertAll(ctx, insertAsked, clock); err != nil {
		return err
	}
	if w.Settings.By == ByLinks || len(mails) == 0 {
		return nil
	}
	return s.Mail(ctx, tx, mails)
}

func channelOf(w Wave) string {
	if w.Settings.By == ByLinks {
		return "links"
	}
	return "mail"
}

func (s *Service) invitationRow(w Wave, p person, id string, now time.Time) []any {
	state, sent := InvitationPlanned, any(nil)
	if w.Settings.By == ByLinks {
		state, sent = InvitationSent, record.Micros(now)
	}
	return []any{id, w.ID, w.ProgramID, w.SurveyID, w.Number, p.id, orNull(p.account), p.language, p.stratum(w.Settings.Sample.By), state, hashed(s.Token(id)),
		record.Micros(now), sent, record.Micros(now), p.zone}
}

// remind asks those again who have not answered and whose time it is.
func (s *Service) remind(ctx context.Context, w Wave) (more bool, err error) {
	if len(w.Settings.Reminders) == 0 || s.Mail == nil {
		return false, nil
	}
	asked, err := s.Measure.AskedVersion(ctx, w.SurveyID, w.Number)
	if err != nil || asked.Survey.State != measure.SurveyOpen {
		return false, err // a closed survey reminds nobody; it may be opened again
	}
	err = s.at(ctx, w, func(ctx context.Context, tx *record.Tx, now *Wave) error {
		if err := holdClock(ctx, tx); err != nil {
			return err
		}
		due, err := dueReminders(ctx, tx, w.ID, s.Now(), piece)
		if err != nil || len(due) == 0 {
			return err
		}
		more = len(due) == piece
		return s.remindSome(ctx, tx, *now, due)
	})
	return more, err
}

// remindSome reminds those who may be asked still: the clock that their own
// invitation started does not speak against them, how often they were asked does.
func (s *Service) remindSome(ctx context.Context, tx *record.Tx, w Wave, due []dueRow) error {
	ids := make([]string, len(due))
	for i, d := range due {
		ids[i] = d.CustomerID
	}
	crowd, err := s.crowd(ctx, tx, w, ids, false)
	if err != nil {
		return err
	}
	limits, err := limitsOf(ctx, tx, w)
	if err != nil {
		return err
	}
	limits.RestDays, limits.MeasureDays = 0, 0
	may := map[string]person{}
	for _, p := range crowd {
		if _, against := plan.Judge(p.Candidate, limits, s.Now()); !against {
			may[p.id] = p
		}
	}
	now, goes := s.Now().UTC(), s.going(ctx, w)
	var clock [][]any
	var mails []Mail
	for _, d := range due {
		p, is := may[d.CustomerID]
		if err := moveReminder(ctx, tx, d.ID, is, goes.reminder(w, d.Zone, record.Time(d.SentAt), d.Reminded+1), now); err != nil {
			return err
		}
		if !is {
			continue
		}
		at := goes.now(d.Zone, now)
		clock = append(clock, []any{s.NewID(), p.id, record.Micros(at), "mail", "reminder", w.ProgramID, w.SurveyID, w.Number, d.ID})
		mails = append(mails, Mail{InvitationID: d.ID, WaveID: w.ID, ProgramID: w.ProgramID, CustomerID: p.id, LetterID: cmp.Or(w.Settings.ReminderLetterID, w.Settings.LetterID), Address: p.address, Language: p.language, Reminder: true, Due: at})
	}
	if _, err := tx.InsertAll(ctx, insertAsked, clock); err != nil || len(mails) == 0 {
		return err
	}
	return s.Mail(ctx, tx, mails)
}

// reminder is when somebody is reminded for the nth time (from 0), nil for never.
func (g *going) reminder(w Wave, zone string, sent time.Time, n int) *time.Time {
	if n >= len(w.Settings.Reminders) {
		return nil
	}
	return new(g.after(zone, sent, w.Settings.Reminders[n]))
}
