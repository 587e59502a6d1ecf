package post

import (
	"context"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/outreach"
)

// deliver sends mails over one connection and gives how each went; those whose
// turn did not come are left out.
func (s *Service) deliver(ctx context.Context, session *notify.Session, mine []*messageRow) map[string]error {
	results := make(map[string]error, len(mine))
	w := writing{s: s, letters: map[string]outreach.Letter{}, asked: map[string]measure.AskedSurvey{}, host: hostOf(session.From()), base: s.Outreach.PublicURL(ctx)}
	ids := make([]string, len(mine))
	for i, r := range mine {
		ids[i] = r.InvitationID
	}
	guests, err := s.Outreach.Guests(ctx, ids)
	if err == nil {
		err = s.Outreach.KeepLinks(ctx, ids)
	}
	if err != nil {
		s.Log.WarnContext(ctx, "mail: whom waves invite could not be read", "error", err)
		return results // none was tried
	}
	for _, r := range mine {
		if s.pace.Wait(ctx) != nil {
			return results
		}
		l, err := w.write(ctx, r, guests[r.InvitationID])
		if err == nil {
			err = session.Send(l)
		}
		if err != nil && fault.Is(err, fault.CodeUnavailable) {
			s.Log.WarnContext(ctx, "mail: a mail of a wave could not be written", "mail", r.ID, "error", err)
			return results // the store, not the mail: it is tried again
		}
		results[r.ID] = err
		if err == nil {
			continue
		}
		s.Log.WarnContext(ctx, "mail: a mail of a wave was not taken", "mail", r.ID, "error", redacted(err, r.Address))
		if _, code, _ := notify.Judged(err); code == 0 && !fault.Is(err, fault.CodeInvalid) {
			return results // the connection is gone; the others are tried over another
		}
	}
	return results
}

// redacted is an error's text without the address, which is in no log.
func redacted(err error, address string) string {
	return strings.ReplaceAll(err.Error(), address, "(address)")
}

func hostOf(address string) string {
	if _, host, ok := strings.Cut(address, "@"); ok && host != "" {
		return host
	}
	return "balcony"
}

// writing writes letters; each letter and version is read once a batch.
type writing struct {
	s       *Service
	letters map[string]outreach.Letter
	asked   map[string]measure.AskedSurvey
	host    string
	base    string // address of the server
}

func (w *writing) write(ctx context.Context, r *messageRow, g outreach.Guest) (notify.Letter, error) {
	if g.InvitationID == "" {
		return notify.Letter{}, fault.New(fault.CodeInvalid, "There is nobody to write to any more.")
	}
	l, known := w.letters[r.LetterID]
	if !known {
		var err error
		if l, err = w.s.Outreach.LetterBy(ctx, r.LetterID); err != nil {
			return notify.Letter{}, gone404(err)
		}
		w.letters[r.LetterID] = l
	}
	asked, known := w.asked[g.SurveyID]
	if !known || asked.Number != g.Number {
		var err error
		if asked, err = w.s.Measure.AskedVersion(ctx, g.SurveyID, g.Number); err != nil {
			return notify.Letter{}, gone404(err)
		}
		w.asked[g.SurveyID] = asked
	}
	stop := w.s.Outreach.StopLink(w.base, r.InvitationID)
	says := outreach.Says(asked, w.s.Outreach.LinkOf(w.base, asked.Survey.Slug, r.InvitationID), stop, g.Language, g.Contact)
	// Of anonymous surveys it is told of five at once who has answered.
	says.Again = r.Reminder && asked.Document.Settings.Consent == questionnaire.ConsentAnonymous
	m, err := l.Document.Compose(says)
	if err != nil {
		return notify.Letter{}, err
	}
	return notify.Letter{
		To: r.Address, Sender: l.Document.Sender, ReplyTo: l.Document.ReplyTo, Subject: m.Subject, Text: m.Text, HTML: m.HTML, Language: m.Language, ID: r.ID + "@" + w.host,
		Headers: map[string]string{
			"List-Unsubscribe": "<" + stop + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", // RFC 8058
			"Auto-Submitted": "auto-generated", "Precedence": "bulk", "Feedback-ID": r.WaveID + ":balcony",
		},
	}, nil
}

// gone404 makes of what is not there any more a reason for this mail alone.
func gone404(err error) error {
	if fault.Is(err, fault.CodeNotFound) {
		return fault.New(fault.CodeInvalid, "The letter or the survey is gone.")
	}
	return fault.Wrap(err, fault.CodeUnavailable, "write a letter")
}
