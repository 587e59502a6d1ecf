package measure

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/text"
)

// SurveyState is whether a survey takes answers.
type SurveyState string

// The states of surveys.
const (
	SurveyDraft    SurveyState = "draft"    // never published
	SurveyOpen     SurveyState = "open"     // takes answers
	SurveyClosed   SurveyState = "closed"   // takes none, may be opened again
	SurveyArchived SurveyState = "archived" // put away; its answers stay
)

// Survey is what is asked, on measures: a draft that people work on, and the
// versions that were published of it.
type Survey struct {
	ID          string      `json:"id" format:"uuid"`
	ProgramID   string      `json:"program_id" format:"uuid"`
	Name        string      `json:"name"`
	Slug        string      `json:"slug" doc:"Stands in its open link."`
	State       SurveyState `json:"state" enum:"draft,open,closed,archived"`
	Languages   []string    `json:"languages" nullable:"false" doc:"Of the draft, the base first."`
	Published   int64       `json:"published" doc:"Number of the version published last; 0 for none."`
	Unpublished bool        `json:"unpublished" doc:"The draft is not what was published last."`
	Anonymous   int64       `json:"anonymous" doc:"Number of the last version that led back to nobody; 0 for none."`
	MadeBy      string      `json:"made_by"`
	CreatedAt   time.Time   `json:"created_at"`
	ChangedAt   time.Time   `json:"changed_at"`
	Version     int64       `json:"version"`
}

// SurveyVersion is what was published, and never changes.
type SurveyVersion struct {
	Number      int64                      `json:"number"`
	Note        string                     `json:"note"`
	Differences []questionnaire.Difference `json:"differences" nullable:"false" doc:"To the version before; empty in the first."`
	Breaks      []questionnaire.Break      `json:"breaks" nullable:"false" doc:"Measures whose series broke with it."`
	PublishedAt time.Time                  `json:"published_at"`
	PublishedBy string                     `json:"published_by"`
}

const maxNote = 1000

var slugForm = regexp.MustCompile(`^[a-z0-9](-?[a-z0-9]){1,39}$`)

// checked cleans name and slug and says what is wrong with them.
func (s Survey) checked() (Survey, error) {
	s.Name = cleanName(s.Name)
	switch {
	case s.Name == "":
		return s, fault.Invalid("name", "Give the survey a name.").Keyed("survey.no_name")
	case utf8.RuneCountInString(s.Name) > maxName:
		return s, fault.Invalid("name", "A survey's name has at most 300 characters.").Keyed("survey.long_name")
	}
	if !slugForm.MatchString(s.Slug) {
		return s, fault.Invalid("slug", "A link is made of 2 to 40 small letters, digits and single hyphens between them.").Keyed("survey.slug")
	}
	return s, nil
}

// slugOf makes a slug of a name: its letters without accents and its digits.
func slugOf(name string) string {
	var b strings.Builder
	for _, r := range text.Fold(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == 32 {
			break
		}
	}
	slug := strings.Trim(b.String(), "-")
	if len(slug) < 2 {
		return "survey"
	}
	return slug
}

// next tells whether a survey in state s may be put into another, and publishing
// apart, by whom it is asked is not looked at.
func (s SurveyState) mayBecome(to SurveyState) bool {
	switch to {
	case s:
		return true
	case SurveyOpen:
		return s == SurveyClosed
	case SurveyClosed:
		return s == SurveyOpen || s == SurveyArchived
	case SurveyArchived:
		return s == SurveyClosed || s == SurveyDraft
	case SurveyDraft:
		return s == SurveyArchived
	}
	return false
}

// becomes gives the state that a survey is put into; one that was never
// published is a draft when it comes back.
func (s Survey) becomes(to SurveyState) (SurveyState, error) {
	if s.State == SurveyArchived && to == SurveyClosed && s.Published == 0 {
		to = SurveyDraft
	}
	if !s.State.mayBecome(to) || to == SurveyDraft && s.Published > 0 {
		return "", fault.New(fault.CodeConflict, "A survey in this state cannot be put into that one. Publish a draft to open it; close an open survey before you put it away.").
			With("state", "not from "+string(s.State)+" to "+string(to)).Keyed("survey.state")
	}
	return to, nil
}

// firstDraft is the document that a new survey begins with: a page without
// questions, and an end.
func firstDraft(name, language string) *questionnaire.Document {
	thanks := "Thank you for your answers"
	if language == "fr" {
		thanks = "Merci de vos réponses"
	}
	return &questionnaire.Document{
		Title: questionnaire.Words{language: name}, Languages: []string{language},
		Pages:    []questionnaire.Page{{Code: "page_1", Questions: []questionnaire.Question{}}},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: questionnaire.Words{language: thanks}}},
		Settings: questionnaire.Settings{Progress: true, Back: true, Consent: questionnaire.ConsentFirm},
	}
}
