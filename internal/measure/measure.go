package measure

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

// Intent is what a measure is about.
type Intent string

// The intents.
const (
	Satisfaction Intent = "satisfaction"
	Loyalty      Intent = "loyalty"     // they mean to stay
	Advocacy     Intent = "advocacy"    // they recommend
	Effort       Intent = "effort"      // what it costs them
	Emotion      Intent = "emotion"     // how it makes them feel
	Expectation  Intent = "expectation" // whether it was as they expected
	RootCause    Intent = "root_cause"  // why it is as it is
	Outcome      Intent = "outcome"     // something that happened: left, renewed
	Other        Intent = "other"
)

var intents = []Intent{Satisfaction, Loyalty, Advocacy, Effort, Emotion, Expectation, RootCause, Outcome, Other}

// Metric is the figure made of the scores.
type Metric string

// The metrics.
const (
	NPS   Metric = "nps"   // share of 9 and 10 minus share of 0 to 6, in points
	Share Metric = "share" // share of good scores
	Mean  Metric = "mean"  // mean score
)

// Unit is the unit in which the metric is given: points, share (0 to 1) or score.
func (m Metric) Unit() string {
	switch m {
	case NPS:
		return "points"
	case Share:
		return "share"
	}
	return "score"
}

// Measure is a quantity to follow.
type Measure struct {
	ID           string            `json:"id" format:"uuid"`
	ProgramID    string            `json:"program_id" format:"uuid"`
	Name         string            `json:"name"`
	Wording      map[string]string `json:"wording" doc:"The question as asked, by language (en, fr ...)."`
	Intent       Intent            `json:"intent" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other"`
	Scale        Scale             `json:"scale"`
	Metric       Metric            `json:"metric" enum:"nps,share,mean"`
	Unit         string            `json:"unit" enum:"points,share,score" doc:"Unit of the metric."`
	TouchpointID string            `json:"touchpoint_id,omitempty" format:"uuid" doc:"What it is about; absent for the relationship as a whole."`
	Breaks       []Break           `json:"breaks" nullable:"false" doc:"When wording, scale or metric changed, newest first; the series breaks there."`
	CreatedAt    time.Time         `json:"created_at"`
	ChangedAt    time.Time         `json:"changed_at"`
	Version      int64             `json:"version"`
}

// Break is a change that makes scores before and after it not the same thing: of
// the measure itself, or of a survey that asks it.
type Break struct {
	At         time.Time `json:"at"`
	Changed    []string  `json:"changed" nullable:"false" doc:"Of the measure: wording, scale or metric. Of a survey: wording, scale, layout, order or language."`
	Before     *Before   `json:"before,omitempty" doc:"What the measure was; absent where a survey changed."`
	SurveyID   string    `json:"survey_id,omitempty" format:"uuid"`
	SurveyName string    `json:"survey_name,omitempty"`
	Number     int64     `json:"number,omitempty" doc:"Of the survey's version that broke it."`
}

// Before is what stood before a break.
type Before struct {
	Wording map[string]string `json:"wording"`
	Scale   Scale             `json:"scale"`
	Metric  Metric            `json:"metric" enum:"nps,share,mean"`
}

const (
	maxName    = 300
	maxWording = 2000
)

// isLanguage tells whether lang is the length of a language's code: en, pt-BR.
func isLanguage(lang string) bool { return len(lang) >= 2 && len(lang) <= 12 }

func nameKey(name string) string { return strings.ToLower(cleanName(name)) }

func cleanName(name string) string { return strings.Join(strings.Fields(name), " ") }

// checked cleans m and says what is wrong with it, naming fields under the
// prefix ("" or "columns[3].score.").
func (m Measure) checked() (Measure, error) {
	m.Name = cleanName(m.Name)
	if m.Name == "" {
		return m, fault.Invalid("name", "Give the measure a name.")
	}
	if len([]rune(m.Name)) > maxName {
		return m, fault.Invalid("name", "A measure's name has at most 300 characters.")
	}
	for lang, text := range m.Wording {
		if !isLanguage(lang) || utf8.RuneCountInString(text) > maxWording {
			return m, fault.Invalid("wording", "Wordings are kept by language code, as in en or fr, of at most 2,000 characters.").Keyed("measure.wording")
		}
	}
	if m.Intent == "" {
		m.Intent = Other
	}
	if !slices.Contains(intents, m.Intent) {
		return m, fault.Invalid("intent", "Choose satisfaction, loyalty, advocacy, effort, emotion, expectation, root_cause, outcome or other.").Keyed("measure.intent")
	}
	if m.Scale.Labels == nil {
		m.Scale.Labels = map[string]string{}
	}
	if m.Wording == nil {
		m.Wording = map[string]string{}
	}
	m.Unit = m.Metric.Unit()
	if m.Breaks == nil {
		m.Breaks = []Break{}
	}
	return m, CheckScale("", m.Scale, m.Metric)
}
