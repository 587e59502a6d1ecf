package measure

import (
	"context"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Publishing is what comes with the publication of a draft.
type Publishing struct {
	Note    string            // what is new, for colleagues
	Reasons map[string]string // measure id to why it is asked though it rests on nothing
}

// PublishSurvey makes the draft the next version, which never changes, and opens
// a survey that was a draft. Reasons for measures that rest on nothing are
// written down as theirs; the series that break are marked.
func (s *Service) PublishSurvey(ctx context.Context, id, ifMatch string, p Publishing) (survey Survey, v SurveyVersion, position log.Position, err error) {
	if utf8.RuneCountInString(p.Note) > maxNote {
		return survey, v, 0, fault.Invalid("note", "A note has at most 1,000 characters.").Keyed("survey.note")
	}
	traits, err := s.traitsKnown(ctx)
	if err != nil {
		return survey, v, 0, err
	}
	defer s.Touched() // also after an error: the worst is one reading too many
	survey, position, err = s.changeSurvey(ctx, id, ifMatch, SurveyPublished, func(ctx context.Context, tx *record.Tx, survey *Survey) error {
		if survey.State == SurveyArchived {
			return archived()
		}
		if !survey.Unpublished {
			return fault.New(fault.CodeConflict, "Nothing has changed since the last version.").Keyed("survey.nothing_new")
		}
		d, err := readDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.giveReasons(ctx, tx, survey.ProgramID, d, p.Reasons); err != nil {
			return err
		}
		check, err := s.checkIn(ctx, tx, *survey, d, traits)
		if err != nil {
			return err
		}
		if err := check.refused(); err != nil {
			return err
		}
		v = SurveyVersion{
			Number: survey.Published + 1, Note: strings.TrimSpace(p.Note), Differences: check.Differences, Breaks: check.Breaks,
			PublishedAt: s.now().UTC(), PublishedBy: access.From(ctx).Name,
		}
		return s.publish(ctx, tx, survey, v, d)
	})
	return survey, v, position, err
}

func (s *Service) publish(ctx context.Context, tx *record.Tx, survey *Survey, v SurveyVersion, d *questionnaire.Document) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a version")
	}
	if err := insertVersion(ctx, tx, survey.ID, v, string(raw)); err != nil {
		return err
	}
	if err := insertCodes(ctx, tx, survey.ID, v.Number, d); err != nil {
		return err
	}
	if id := d.Settings.Theme.LogoID; id != "" {
		if err := showLogo(ctx, tx, survey.ID, id, v.Number); err != nil {
			return err
		}
	}
	survey.Published, survey.Unpublished = v.Number, false
	if d.Settings.Consent == questionnaire.ConsentAnonymous {
		survey.Anonymous = v.Number
	}
	if survey.State == SurveyDraft {
		survey.State = SurveyOpen
	}
	for _, b := range v.Breaks {
		if b.ReasonListID != "" {
			tx.Log(ReasonListChanged, b.ReasonListID)
			continue
		}
		tx.Log(MeasureChanged, b.MeasureID)
	}
	return nil
}

// giveReasons writes down why measures are asked that rest on nothing; one that
// rests on something needs none.
func (s *Service) giveReasons(ctx context.Context, tx *record.Tx, program string, d *questionnaire.Document, reasons map[string]string) error {
	if len(reasons) == 0 {
		return nil
	}
	measures, err := s.askedOf(ctx, tx, program, d)
	if err != nil {
		return err
	}
	grounds, err := s.groundsOf(ctx, tx, measures)
	if err != nil {
		return err
	}
	for _, g := range grounds {
		reason, err := checkedReason(reasons[g.MeasureID])
		if err != nil {
			return fault.Under(err, "reasons."+g.MeasureID+".")
		}
		if g.publishable() == nil || reason == "" {
			continue
		}
		g.Reason = &WrittenReason{Text: reason, ByName: access.From(ctx).Name, At: s.now().UTC()}
		if err := s.keepReason(ctx, tx, g.MeasureID, reason); err != nil {
			return err
		}
		if err := writeGround(ctx, tx, &g, access.From(ctx).UserID); err != nil {
			return err
		}
		tx.Log(MeasureGrounded, g.MeasureID)
	}
	return nil
}

// Versions gives the versions of a survey that the caller may see, the newest
// first, limit+1 at most, those below a number (0 for all).
func (s *Service) Versions(ctx context.Context, id string, below int64, limit int) (out []SurveyVersion, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := seenSurvey(ctx, q, id); err != nil {
			return err
		}
		out, err = listVersions(ctx, q, id, below, limit+1)
		return err
	})
	return out, err
}

// VersionDocument is what a version asked, as it was asked.
func (s *Service) VersionDocument(ctx context.Context, id string, number int64) (v SurveyVersion, d *questionnaire.Document, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return v, nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := seenSurvey(ctx, q, id); err != nil {
			return err
		}
		if d, err = readVersion(ctx, q, id, number); err != nil {
			return err
		}
		found, err := listVersions(ctx, q, id, number+1, 1)
		if err == nil && len(found) == 1 {
			v = found[0]
		}
		return err
	})
	return v, d, err
}
