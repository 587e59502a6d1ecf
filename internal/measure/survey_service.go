package measure

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/text"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log for surveys.
const (
	SurveyCreated   = "survey.created"
	SurveyChanged   = "survey.changed"
	SurveyPublished = "survey.published"
	SurveyRemoved   = "survey.removed"
)

// SurveyFilter chooses surveys; its zero value chooses all but archived ones.
type SurveyFilter struct {
	Program string // id
	Words   string // all of them stand in the name
	State   SurveyState
}

func (f SurveyFilter) where(who access.Who) (string, []any) {
	where, args := readable(who)
	if f.Program != "" {
		where, args = where+" AND program_id = ?", append(args, f.Program)
	}
	if f.State != "" {
		return where + " AND state = ?", append(args, string(f.State))
	}
	return where + " AND state <> ?", append(args, string(SurveyArchived))
}

// Surveys gives the surveys that the filter chooses of those the caller may see,
// the newest first, limit+1 at most, those before the id given.
func (s *Service) Surveys(ctx context.Context, f SurveyFilter, before string, limit int) (out []Survey, err error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureRead); err != nil {
		return nil, err
	}
	where, args := f.where(who)
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if strings.TrimSpace(f.Words) == "" {
			out, err = listSurveys(ctx, q, where, args, before, limit+1)
			return err
		}
		sought := text.NewSought(f.Words)
		for {
			some, err := listSurveys(ctx, q, where, args, before, mostMeasures)
			if err != nil {
				return err
			}
			for _, found := range some {
				if sought.In(found.Name) {
					out = append(out, found)
				}
				if len(out) == limit+1 {
					return nil
				}
			}
			if len(some) < mostMeasures {
				return nil
			}
			before = some[len(some)-1].ID
		}
	})
	return out, err
}

// Survey is one survey that the caller may see.
func (s *Service) Survey(ctx context.Context, id string) (out Survey, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return out, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = seenSurvey(ctx, q, id)
		return err
	})
	return out, err
}

// NewSurvey is what a survey is made from.
type NewSurvey struct {
	ProgramID string
	Name      string
	Slug      string                  // "" for one made of the name
	Language  string                  // of the first draft; "" for English
	CopyOf    string                  // id of a survey whose draft is copied, "" for none
	Document  *questionnaire.Document // the draft; nil for an empty one
}

// CreateSurvey makes a survey with a draft: empty, copied, or as it was sent.
func (s *Service) CreateSurvey(ctx context.Context, n NewSurvey) (out Survey, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Require(access.MeasureWrite, access.Program(n.ProgramID)); err != nil {
		return out, 0, err
	}
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := purpose.GetIn(ctx, tx, n.ProgramID); err != nil {
			return err
		}
		draft, err := firstOf(ctx, tx, n)
		if err != nil {
			return err
		}
		now := s.now().UTC()
		out = Survey{ID: s.newID(), ProgramID: n.ProgramID, Name: n.Name, Slug: n.Slug, State: SurveyDraft, Unpublished: true, MadeBy: who.Name, CreatedAt: now, ChangedAt: now, Version: 1}
		if out.Slug == "" {
			if out.Slug, err = freeSlug(ctx, tx, slugOf(n.Name)); err != nil {
				return err
			}
		}
		if out, err = out.checked(); err != nil {
			return err
		}
		if err := surveyTaken(ctx, tx, out); err != nil {
			return err
		}
		if draft, err = s.adopt(ctx, tx, out.ID, draft); err != nil {
			return err
		}
		raw, err := out.take(draft)
		if err != nil {
			return err
		}
		tx.Log(SurveyCreated, out.ID)
		return insertSurvey(ctx, tx, out, raw)
	})
	return out, position, err
}

// firstOf is the draft that a new survey begins with.
func firstOf(ctx context.Context, q record.Querier, n NewSurvey) (*questionnaire.Document, error) {
	switch {
	case n.Document != nil:
		return n.Document, nil
	case n.CopyOf != "":
		from, err := seenSurvey(ctx, q, n.CopyOf)
		if err != nil {
			return nil, err
		}
		return readDraft(ctx, q, from.ID)
	case n.Language == "":
		n.Language = "en"
	}
	return firstDraft(cleanName(n.Name), n.Language), nil
}

// take notes in s what is kept of a document beside it, and gives the document
// as it is written.
func (s *Survey) take(d *questionnaire.Document) (string, error) {
	if len(d.Languages) == 0 || slices.ContainsFunc(d.Languages, func(l string) bool { return !isLanguage(l) || strings.Contains(l, ",") }) {
		return "", fault.Invalid("languages", "Name at least one language by its code, as in en or fr.").Keyed("survey.languages")
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "write a questionnaire")
	}
	if len(raw) > questionnaire.MaxDocument {
		return "", fault.Invalid("document", "This questionnaire is too large; shorten it.").Keyed("survey.too_large")
	}
	s.Languages = d.Languages
	return string(raw), nil
}

// untaken is wanted, or the first of wanted-2, wanted-3 ... that is not taken.
func untaken(wanted string, taken []string) string {
	slug := wanted
	for n := 2; slices.Contains(taken, slug); n++ {
		slug = wanted + "-" + strconv.Itoa(n)
	}
	return slug
}

// SurveyChange is what may be changed of a survey; nil leaves as it is.
type SurveyChange struct {
	Name, Slug *string
	State      *SurveyState
}

// changeSurvey changes a survey that has the version of ifMatch ("" for any).
func (s *Service) changeSurvey(ctx context.Context, id, ifMatch, kind string, change func(ctx context.Context, tx *record.Tx, survey *Survey) error) (out Survey, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return out, 0, err
	}
	defer s.surveyChanges.Add(1)
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if out, err = lockSurvey(ctx, tx, id); err != nil {
			return err
		}
		if err := who.Require(access.MeasureWrite, access.Program(out.ProgramID)); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, out.Version); err != nil {
			return err
		}
		if err := change(ctx, tx, &out); err != nil {
			return err
		}
		out.Version, out.ChangedAt = out.Version+1, s.now().UTC()
		tx.Log(kind, id)
		return writeSurvey(ctx, tx, out)
	})
	return out, position, err
}

// ChangeSurvey renames a survey, gives it another link, or opens, closes and
// archives it.
func (s *Service) ChangeSurvey(ctx context.Context, id, ifMatch string, c SurveyChange) (Survey, log.Position, error) {
	return s.changeSurvey(ctx, id, ifMatch, SurveyChanged, func(ctx context.Context, tx *record.Tx, survey *Survey) (err error) {
		if c.Name != nil {
			survey.Name = *c.Name
		}
		if c.Slug != nil {
			survey.Slug = *c.Slug
		}
		if c.State != nil {
			if survey.State, err = survey.becomes(*c.State); err != nil {
				return err
			}
		}
		if *survey, err = survey.checked(); err != nil {
			return err
		}
		return surveyTaken(ctx, tx, *survey)
	})
}

// Draft is the questionnaire that people work on, with the survey it is of.
func (s *Service) Draft(ctx context.Context, id string) (survey Survey, d *questionnaire.Document, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return survey, nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if survey, err = seenSurvey(ctx, q, id); err == nil {
			d, err = readDraft(ctx, q, id)
		}
		return err
	})
	return survey, d, err
}

// SaveDraft keeps a draft, finished or not. That of an archived survey stands.
func (s *Service) SaveDraft(ctx context.Context, id, ifMatch string, d *questionnaire.Document) (Survey, log.Position, error) {
	return s.changeSurvey(ctx, id, ifMatch, SurveyChanged, func(ctx context.Context, tx *record.Tx, survey *Survey) error {
		if survey.State == SurveyArchived {
			return archived()
		}
		raw, err := survey.take(d)
		if err != nil {
			return err
		}
		survey.Unpublished = true
		return writeDraft(ctx, tx, id, raw)
	})
}

func archived() error {
	return fault.New(fault.CodeConflict, "This survey is put away. Take it back before you change it.").Keyed("survey.archived")
}

// RemoveSurvey forgets a survey that was never published. One that was is
// archived instead, so that answers stay readable as they were asked.
func (s *Service) RemoveSurvey(ctx context.Context, id, ifMatch string) (log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		survey, err := lockSurvey(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := who.Require(access.MeasureWrite, access.Program(survey.ProgramID)); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, survey.Version); err != nil {
			return err
		}
		if survey.Published > 0 {
			return fault.New(fault.CodeConflict, "This survey was published; what it asked stays readable. Archive it instead.").Keyed("survey.published")
		}
		tx.Log(SurveyRemoved, id)
		return dropSurveys(ctx, tx, "id = ?", id)
	})
}
