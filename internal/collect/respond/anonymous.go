package respond

import (
	"context"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/anonymous"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// isAnonymous tells whether what is answered must lead back to nobody.
func isAnonymous(asked measure.AskedSurvey) bool {
	return asked.Document.Settings.Consent == questionnaire.ConsentAnonymous
}

// when is the time that is kept of now: of an anonymous answering the day alone.
func (s *Service) when(asked measure.AskedSurvey) time.Time {
	if isAnonymous(asked) {
		return anonymous.Day(s.Now())
	}
	return s.Now().UTC()
}

// toldOf says, before the first question, by which classes an anonymous answer is told.
func toldOf(d *questionnaire.Document, lang string, w *said) string {
	if d.Settings.Consent != questionnaire.ConsentAnonymous {
		return ""
	}
	var all []string
	for _, c := range d.Settings.Cuts {
		var classes []string
		for _, class := range c.Classes {
			classes = append(classes, class.Label.In(lang, d.Base()))
		}
		all = append(all, c.Label.In(lang, d.Base())+" ("+strings.Join(classes, " · ")+")")
	}
	if len(all) == 0 {
		return w.ToldNothing
	}
	return strings.Join(all, "; ")
}

// endAnonymous gives the answers to those that wait, apart by question, and leaves
// of the answering nothing but that it is over.
func (s *Service) endAnonymous(ctx context.Context, tx *record.Tx, a *Answering, asked measure.AskedSurvey, sent *Sent) error {
	if a.Outcome == questionnaire.OutcomeComplete && len(a.Answers) > 0 {
		sent.Receipt = newReceipt()
		err := s.Anonymous.Take(ctx, tx, anonymous.Given{
			SurveyID: a.SurveyID, Number: a.Number, Document: asked.Document, Answers: a.Answers,
			Classes: asked.Document.Classed(a.Answers, a.Hidden, a.Contact), Receipt: hashed(sent.Receipt),
		})
		if err != nil {
			return err
		}
	}
	if err := s.Anonymous.Close(ctx, tx, a.SurveyID, a.Invitation); err != nil {
		return err
	}
	return s.strip(ctx, tx, a, asked.Document.Base())
}

// strip ends an answering and forgets all else of it: what was answered, in which
// language, with which link, who was invited, and the id of what it became.
func (s *Service) strip(ctx context.Context, tx *record.Tx, a *Answering, base string) error {
	_, err := tx.Exec(ctx, "UPDATE answering SET outcome = ?, ended_as = ?, answers = '{}', hidden = '{}', contact = '{}', met = '[]', invitation_id = NULL, seed = 0, language = ?, response_id = ?, receipt = '', started_at = ?, changed_at = ? WHERE token_hash = ?",
		string(a.Outcome), a.EndedAs, base, s.Anonymous.RandomID(), record.Micros(anonymous.Day(a.StartedAt)), record.Micros(anonymous.Day(a.StartedAt)), a.hash)
	return fault.Wrap(err, fault.CodeUnavailable, "end an anonymous answering")
}
