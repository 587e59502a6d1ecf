package measure

import (
	"context"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Logo is a picture for the head of a survey's page and mails. It never changes:
// another picture is another logo.
type Logo struct {
	ID     string `json:"id" format:"uuid"`
	Type   string `json:"type" enum:"image/png,image/jpeg"`
	Width  int    `json:"width" doc:"Pixels; it is shown at a third."`
	Height int    `json:"height" doc:"Pixels."`
	Ink    string `json:"ink" doc:"Mean colour of what is drawn, as #rrggbb; empty where no background shines through."`
}

// mostLogos is how many pictures of a survey are kept that no version showed: enough
// to undo to.
const mostLogos = 20

// Shown is the size in which it is shown, in CSS pixels.
func (l *Logo) Shown() (width, height int) {
	return within(l.Width, l.Height, keptWidth/3, keptHeight/3)
}

// PutLogo keeps a picture with a survey, for its draft to name. PNG, JPEG or WebP of at
// most 2 MiB and 4,096 pixels a side; it is drawn anew, so that nothing but the
// picture is kept of what was sent.
func (s *Service) PutLogo(ctx context.Context, id string, sent []byte) (out Logo, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return out, 0, err
	}
	p, err := redraw(sent)
	if err != nil {
		return out, 0, err
	}
	out = Logo{ID: s.newID(), Type: p.kind, Width: p.width, Height: p.height, Ink: p.ink}
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		survey, err := lockSurvey(ctx, tx, id)
		if err == nil {
			err = who.Require(access.MeasureWrite, access.Program(survey.ProgramID))
		}
		if err != nil {
			return err
		}
		if survey.State == SurveyArchived {
			return archived()
		}
		d, err := readDraft(ctx, tx, id)
		if err == nil {
			err = insertLogo(ctx, tx, id, out, p.content)
		}
		if err == nil {
			err = pruneLogos(ctx, tx, id, d.Settings.Theme.LogoID)
		}
		tx.Log(SurveyChanged, id)
		return err
	})
	return out, position, err
}

// LogoContent is a picture of a survey that the caller may see, for screens and for the
// preview of its draft.
func (s *Service) LogoContent(ctx context.Context, survey, id string) (l Logo, content []byte, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return l, nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := seenSurvey(ctx, q, survey); err != nil {
			return err
		}
		l, content, err = readLogo(ctx, q, "survey_id = ? AND id = ?", survey, uuidOf(id))
		return err
	})
	return l, content, err
}

// TestedLogo is the picture of a survey that is tried out, whoever asks.
func (s *Service) TestedLogo(ctx context.Context, survey, id string) (l Logo, content []byte, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		l, content, err = readLogo(ctx, q, "survey_id = ? AND id = ?", survey, uuidOf(id))
		return err
	})
	return l, content, err
}

// PublishedLogo is a picture that a published version shows or showed, whoever asks;
// others are not found.
func (s *Service) PublishedLogo(ctx context.Context, id string) (l Logo, content []byte, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		l, content, err = readLogo(ctx, q, "id = ? AND number > 0", uuidOf(id))
		return err
	})
	return l, content, err
}

// uuidOf is an id, or of what is none one that nothing has: PostgreSQL compares no other.
func uuidOf(id string) string {
	if uuid.Validate(id) != nil || len(id) != 36 {
		return uuid.Nil.String()
	}
	return id
}

// logoIn is the logo that a document of a survey names, nil where it names none or it
// is not there.
func logoIn(ctx context.Context, q record.Querier, survey string, d *questionnaire.Document) (*Logo, error) {
	id := d.Settings.Theme.LogoID
	if id == "" {
		return nil, nil
	}
	l, _, err := readLogo(ctx, q, "survey_id = ? AND id = ?", survey, uuidOf(id))
	if fault.Is(err, fault.CodeNotFound) {
		return nil, nil
	}
	return &l, err
}

// adopt gives a new survey a copy of the logo that its draft names, where whoever makes
// it may see that; else the draft names it in vain, which is told before publishing.
func (s *Service) adopt(ctx context.Context, tx *record.Tx, survey string, d *questionnaire.Document) (*questionnaire.Document, error) {
	if d.Settings.Theme.LogoID == "" {
		return d, nil
	}
	id := uuidOf(d.Settings.Theme.LogoID)
	of, err := surveyOfLogo(ctx, tx, id)
	if err == nil && of != "" {
		_, err = seenSurvey(ctx, tx, of)
	}
	if of == "" || fault.Is(err, fault.CodeNotFound) {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	own := *d
	own.Settings.Theme.LogoID = s.newID()
	return &own, copyLogo(ctx, tx, id, own.Settings.Theme.LogoID, survey)
}

// logo: the picture that is named is one of the survey.
func (l looking) logo(found *Logo) {
	if id := l.doc.Settings.Theme.LogoID; id != "" && found == nil {
		l.say(questionnaire.Refuse, "settings.theme.logo_id", "logo_gone", "this survey has no such picture; upload it again", id)
	}
}
