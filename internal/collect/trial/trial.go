package trial

import (
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// Kept is how long a test is kept, and Most how many there may be of a survey.
const (
	Kept     = 30 * 24 * time.Hour
	Most     = 5000
	mostLink = 20
)

// TestLink is a link by which somebody tries a survey out, with an account or without.
type TestLink struct {
	ID        string    `json:"id" format:"uuid"`
	Number    int64     `json:"number" doc:"Of the version that it asks; 0 for the draft as it stands."`
	MadeBy    string    `json:"made_by"`
	CreatedAt time.Time `json:"created_at"`
}

// NewTestLink is a link with its secret, which is told once.
type NewTestLink struct {
	TestLink
	Path string `json:"path" doc:"Behind the address of this house. It is told only now."`
}

// Test is somebody who tries a survey out, or chance that does.
type Test struct {
	ID        string
	SurveyID  string
	Number    int64 // 0 for a draft
	document  string
	Random    bool
	Seed      int64
	Language  string
	Hidden    map[string]string
	Contact   map[string]any    // of one that chance filled
	Met       questionnaire.Met // touchpoints that the invented guest used
	Answers   questionnaire.Answers
	Outcome   questionnaire.Outcome // "" while it goes on
	EndedAs   string
	StartedAt time.Time
	ChangedAt time.Time
	hash      string
}

// State is what its walk starts from. No quota is full for a test.
func (t *Test) State() questionnaire.State {
	out := questionnaire.State{Answers: t.Answers, Seed: uint64(t.Seed), Language: t.Language, Hidden: t.Hidden, Contact: t.Contact} //nolint:gosec // bits of a seed
	t.Met.Into(&out)
	return out
}

// Place is the last of a page of a list: microseconds and id.
type Place struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

// TestAnswer is a test in a list.
type TestAnswer struct {
	ID        string     `json:"id" format:"uuid"`
	Number    int64      `json:"number" doc:"Of the version that was asked; 0 for a draft."`
	Random    bool       `json:"random" doc:"Filled by chance."`
	Language  string     `json:"language"`
	Outcome   string     `json:"outcome" enum:"complete,screened,quota_full,begun"`
	StartedAt time.Time  `json:"started_at"`
	SentAt    *time.Time `json:"sent_at,omitempty" doc:"Absent where it is not sent yet."`
	GoneAt    time.Time  `json:"gone_at" doc:"When it is forgotten."`
}

// Listed is the test as a list has it.
func (t *Test) Listed() TestAnswer {
	out := TestAnswer{ID: t.ID, Number: t.Number, Random: t.Random, Language: t.Language, Outcome: string(t.Outcome), StartedAt: t.StartedAt, GoneAt: t.StartedAt.Add(Kept)}
	if t.Outcome == "" {
		out.Outcome = "begun"
	} else {
		sent := t.ChangedAt
		out.SentAt = &sent
	}
	return out
}

// Asked is what a test asks.
type Asked struct {
	measure.AskedSurvey        // Number 0 for a draft
	hash                string // of the document
}
