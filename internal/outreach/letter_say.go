package outreach

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/notify"
	"github.com/balcony-cx/balcony/internal/outreach/letter"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Says is what a letter about a survey says to somebody with a link.
func Says(asked measure.AskedSurvey, link, stop, language string, contact map[string]any) letter.Data {
	d := asked.Document
	var logo *letter.Logo
	if asked.Logo != nil {
		base, _, _ := strings.Cut(link, "/s/") // an address of the server has nothing behind its name
		logo = &letter.Logo{Link: base + "/s/" + asked.Survey.Slug + "/logo/" + asked.Logo.ID, Ink: asked.Logo.Ink}
		_, logo.Height = asked.Logo.Shown()
	}
	return letter.Data{
		Language: language, Contact: contact, Title: d.Title, Base: d.Base(), House: d.Settings.Controller, Link: link, Stop: stop, Scale: scaleOf(d, link), Theme: d.Settings.Theme, Logo: logo,
		Minutes: func(language string) int { return int(math.Ceil(questionnaire.Minutes(d, language))) },
	}
}

// FirstScale is the scale of a survey's first question, nil where that is another
// kind of question or not asked of everybody.
func FirstScale(d *questionnaire.Document) *questionnaire.Question {
	if len(d.Pages) == 0 || len(d.Pages[0].Questions) == 0 {
		return nil
	}
	p := &d.Pages[0]
	q := &p.Questions[0]
	if p.ShowIf != "" || p.Random || p.Loop != nil || q.ShowIf != "" || q.Kind != questionnaire.KindScale || q.Scale == nil {
		return nil
	}
	return q
}

func scaleOf(d *questionnaire.Document, link string) *letter.Scale {
	q := FirstScale(d)
	if q == nil {
		return nil
	}
	s := &letter.Scale{Question: q.Text, Low: q.Scale.Low, High: q.Scale.High}
	for at := range q.Scale.Points {
		n := strconv.Itoa(q.Scale.Min + at)
		s.Points = append(s.Points, letter.Point{Says: n, Link: link + "?score=" + n})
	}
	return s
}

// LetterPreview is a letter as somebody would read it.
type LetterPreview struct {
	Language string   `json:"language"`
	Subject  string   `json:"subject"`
	HTML     string   `json:"html"`
	Text     string   `json:"text"`
	Missing  []string `json:"missing" nullable:"false" doc:"Parts without words yet, as subject.fr."`
}

// LetterAsk asks how a letter reads; without a customer for somebody of whom
// nothing is known.
type LetterAsk struct {
	SurveyID   string         `json:"survey_id" format:"uuid" doc:"The survey that it is about."`
	CustomerID string         `json:"customer_id,omitempty" doc:"Somebody who would get it; nobody in particular where left out."`
	Language   string         `json:"language,omitempty" maxLength:"12" doc:"In place of the customer's own."`
	Letter     letter.Content `json:"letter" doc:"As it is being written; it need not be saved."`
}

// PreviewOf composes a letter with links that lead nowhere.
func (s *Service) PreviewOf(ctx context.Context, ask LetterAsk) (LetterPreview, error) {
	out := LetterPreview{Missing: ask.Letter.Missing()}
	asked, contact, own, err := s.previewed(ctx, ask)
	if err != nil {
		return out, err
	}
	if ask.Language != "" {
		own = ask.Language
	}
	names, err := s.traitNames(ctx)
	if err == nil {
		err = ask.Letter.Check(names)
	}
	if err != nil {
		return out, err
	}
	m, err := ask.Letter.Compose(Says(asked, s.PublicURL(ctx)+"/s/"+asked.Survey.Slug, s.PublicURL(ctx)+"/u/preview", own, contact))
	out.Language, out.Subject, out.HTML, out.Text = m.Language, m.Subject, m.HTML, m.Text
	return out, err
}

// previewed finds what a preview is about: the survey's last version, and whom.
func (s *Service) previewed(ctx context.Context, ask LetterAsk) (asked measure.AskedSurvey, contact map[string]any, language string, err error) {
	who := access.From(ctx)
	if err = who.Any(access.OutreachRead); err != nil {
		return asked, nil, "", err
	}
	if _, err = s.Measure.Survey(ctx, ask.SurveyID); err == nil {
		asked, err = s.Measure.AskedVersion(ctx, ask.SurveyID, 0)
	}
	if fault.Is(err, fault.CodeNotFound) {
		err = fault.Invalid("survey_id", "There is no such survey, or it is not published yet.").Keyed("letter.survey")
	}
	if err != nil || ask.CustomerID == "" {
		return asked, map[string]any{}, "", err
	}
	if err = who.Require(access.PersonRead, access.Program(asked.Survey.ProgramID)); err != nil {
		return asked, nil, "", err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		rows, err := crowdRows(ctx, q, []string{ask.CustomerID})
		if err == nil && len(rows) == 0 {
			err = fault.Invalid("customer_id", "There is no such customer.").Keyed("letter.customer")
		}
		if err != nil {
			return err
		}
		language = rows[0].Language
		contact, err = s.contact(ctx, q, rows[0])
		return err
	})
	return asked, contact, language, err
}

// LetterTrial is how a test mail of a letter went.
type LetterTrial struct {
	Sent    bool   `json:"sent"`
	To      string `json:"to"`
	Trouble string `json:"trouble,omitempty" doc:"What the mail server, or the way to it, said."`
}

// TryLetter mails a preview to whoever asks, now.
func (s *Service) TryLetter(ctx context.Context, ask LetterAsk) (LetterTrial, error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return LetterTrial{}, err
	}
	if who.Email == "" {
		return LetterTrial{}, fault.New(fault.CodeForbidden, "A test message goes to the person who asks; sign in first.")
	}
	p, err := s.PreviewOf(ctx, ask)
	if err != nil {
		return LetterTrial{}, err
	}
	if s.Notify == nil {
		return LetterTrial{}, fault.New(fault.CodeConflict, "This server sends no mail. Choose links in a file.").Keyed("wave.no_mail")
	}
	out := LetterTrial{To: who.Email}
	session, err := s.Notify.Open(ctx)
	if err == nil && session == nil {
		return out, fault.New(fault.CodeConflict, "Mail is not set up, or off. Set up the mail server in the settings.").Keyed("letter.mail_off")
	}
	if err == nil {
		defer session.Close()
		err = session.Send(notify.Letter{To: who.Email, Sender: ask.Letter.Sender, ReplyTo: ask.Letter.ReplyTo, Subject: p.Subject, Text: p.Text, HTML: p.HTML, Language: p.Language,
			ID: s.NewID() + "@balcony"})
	}
	if err != nil {
		_, _, out.Trouble = notify.Judged(err)
		return out, nil
	}
	out.Sent = true
	return out, nil
}

// traitNames are the names of traits that letters may speak of.
func traitNames(ctx context.Context, q record.Querier) ([]string, error) {
	all, err := people.DefinitionsIn(ctx, q)
	names := make([]string, len(all))
	for i, d := range all {
		names[i] = d.Name
	}
	return names, err
}

// Clicked notes a score clicked in a mail, of a survey that is not anonymous and
// has such a point; anything else is passed by. It is no answer.
func (s *Service) Clicked(ctx context.Context, asked measure.AskedSurvey, invitation string, score int) error {
	q := FirstScale(asked.Document)
	if q == nil || score < q.Scale.Min || score > q.Scale.Max() || asked.Document.Settings.Consent == questionnaire.ConsentAnonymous {
		return nil
	}
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		return writeScore(ctx, tx, invitation, score, record.Micros(s.Now()))
	})
	return err
}
