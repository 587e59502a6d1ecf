package collect

import "time"

// Consent is what may be shown of who gave an answer.
type Consent uint8

// The levels of consent. Anonymous answers need surveys that keep them so.
const (
	ConsentAnonymous Consent = 0
	ConsentFirm      Consent = 1
	ConsentPerson    Consent = 2
)

// String is the level's name on the wire.
func (c Consent) String() string {
	switch c {
	case ConsentFirm:
		return "firm"
	case ConsentPerson:
		return "person"
	}
	return "anonymous"
}

// ResponseInput is one response as a client sends it.
type ResponseInput struct {
	ID            string         `json:"id" format:"uuid" doc:"Made by the client; sending it again with the same content changes nothing."`
	ProgramID     string         `json:"program_id,omitempty" doc:"May be left out where there is one program."`
	Program       string         `json:"program,omitempty" doc:"The program's name, instead of its id."`
	At            *time.Time     `json:"at,omitempty" doc:"When it was given; absent: now. At most a day ahead."`
	Answers       []AnswerInput  `json:"answers" minItems:"1" maxItems:"500" nullable:"false"`
	CustomerKey   string         `json:"customer_key,omitempty" maxLength:"200"`
	AccountKey    string         `json:"account_key,omitempty" maxLength:"200"`
	UnitKey       string         `json:"unit_key,omitempty" maxLength:"200"`
	TouchpointKey string         `json:"touchpoint_key,omitempty" maxLength:"200"`
	Channel       string         `json:"channel,omitempty" maxLength:"60"`
	Language      string         `json:"language,omitempty" maxLength:"12"`
	Consent       string         `json:"consent,omitempty" enum:"person,firm" doc:"Default: person with a customer_key, else firm."`
	Value         *float64       `json:"value,omitempty" doc:"What the customer is worth, in the organisation's currency."`
	Weight        *float64       `json:"weight,omitempty" minimum:"0"`
	Traits        map[string]any `json:"traits,omitempty" doc:"Text, numbers or true/false by name."`
}

// AnswerInput is one answer of a response: to a measure with a score or a
// choice, or a text to a question.
type AnswerInput struct {
	MeasureID string   `json:"measure_id,omitempty"`
	Measure   string   `json:"measure,omitempty" doc:"The measure's name, instead of its id."`
	Question  string   `json:"question,omitempty" maxLength:"2000" doc:"The wording, where there is no measure."`
	Score     *float64 `json:"score,omitempty"`
	Choice    string   `json:"choice,omitempty" maxLength:"300" doc:"One of the scale's words, instead of a score."`
	Text      string   `json:"text,omitempty" maxLength:"65536"`
	// Asked is the QuestionID of a best-worst question, Sets what was chosen of it; or
	// the ReasonsID of a list of reasons, Code the reason that was chosen, in the answer
	// with own words none.
	Asked string   `json:"-"`
	Sets  []Chosen `json:"-"`
	Code  string   `json:"-"`
}

// ResponsesInput is many responses at once.
type ResponsesInput struct {
	Responses []ResponseInput `json:"responses" minItems:"1" maxItems:"1000" nullable:"false"`
}

// Accepted is one item that is in the record now.
type Accepted struct {
	ID     string `json:"id"`
	Status string `json:"status" enum:"new,same"`
}

// Rejected is one item that was not taken, and why.
type Rejected struct {
	Index  int          `json:"index" doc:"Its place in the request, from 0."`
	ID     string       `json:"id,omitempty"`
	Code   string       `json:"code" enum:"invalid,conflict,not_found,forbidden"`
	Errors []FieldError `json:"errors" nullable:"false"`
}

// FieldError names a field at fault, as in responses[3].answers[0].score.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Key     string `json:"key,omitempty"`
}

// Receipt is the reply to responses and events sent in. The good ones are
// kept, whatever happened to the others.
type Receipt struct {
	Accepted []Accepted `json:"accepted" nullable:"false"`
	Rejected []Rejected `json:"rejected" nullable:"false"`
	Position int64      `json:"position" doc:"Send it to readers of figures to see your own write."`
}

// Answer is one answer as it is kept: what was asked, what was said.
type Answer struct {
	MeasureID string   `json:"measure_id,omitempty"`
	Question  string   `json:"question,omitempty" doc:"The wording, or the column's heading, as it was asked."`
	Score     *float64 `json:"score,omitempty"`
	Choice    string   `json:"choice,omitempty" doc:"The words of the score, or the option chosen."`
	Text      string   `json:"text,omitempty"`
	Raw       string   `json:"raw,omitempty" doc:"The cell as it stood in the file, where it was read as something else."`
	// Asked, Sets and Code are as in AnswerInput, of what the page asked.
	Asked string   `json:"-"`
	Sets  []Chosen `json:"-"`
	Code  string   `json:"-"`
}

// ListedResponse is a response in a list.
type ListedResponse struct {
	ID        string            `json:"id" format:"uuid"`
	ProgramID string            `json:"program_id" format:"uuid"`
	At        time.Time         `json:"at"`
	Answers   []Answer          `json:"answers" nullable:"false"`
	Customer  *Named            `json:"customer,omitempty" doc:"Only where the consent is person."`
	Account   *Named            `json:"account,omitempty"`
	Unit      *Named            `json:"unit,omitempty"`
	Channel   string            `json:"channel,omitempty"`
	Language  string            `json:"language,omitempty"`
	Consent   string            `json:"consent" enum:"anonymous,firm,person"`
	Traits    map[string]string `json:"traits"`
	ImportID  string            `json:"import_id,omitempty"`
	Synthetic bool              `json:"synthetic,omitempty" doc:"Invented sample data."`
	Doubts    []string          `json:"doubts,omitempty" nullable:"false" enum:"straight,duplicate,nonsense,pattern,speeding" doc:"What an answer to a survey is flagged for."`
}

// Named is an id with its key and name.
type Named struct {
	ID   string `json:"id"`
	Key  string `json:"key"`
	Name string `json:"name,omitempty"`
}

// Response is one response as it was asked and given, with its history.
type Response struct {
	ListedResponse
	ReceivedAt    time.Time    `json:"received_at"`
	Value         *float64     `json:"value,omitempty"`
	Weight        *float64     `json:"weight,omitempty"`
	TouchpointKey string       `json:"touchpoint_key,omitempty"`
	Origin        Origin       `json:"origin"`
	Files         []AnswerFile `json:"files" nullable:"false" doc:"That came with it."`
	History       []Version    `json:"history" nullable:"false" doc:"What it was before, newest first."`
}

// Origin is where a response came from.
type Origin struct {
	Kind     string `json:"kind" enum:"api,import,link,personal,embedded" doc:"The last three are of a survey: its open link, a personal one, a page of another site."`
	ImportID string `json:"import_id,omitempty"`
	File     string `json:"file,omitempty"`
	Row      int64  `json:"row,omitempty" doc:"As a spreadsheet counts."`
	SurveyID string `json:"survey_id,omitempty"`
	Survey   string `json:"survey,omitempty" doc:"Its name now."`
	Number   int64  `json:"number,omitempty" doc:"Of the survey's version that was asked."`
}

// Version is what a response was until it was changed.
type Version struct {
	Until    time.Time         `json:"until"`
	ImportID string            `json:"import_id,omitempty" doc:"The import that changed it."`
	At       time.Time         `json:"at"`
	Answers  []Answer          `json:"answers" nullable:"false"`
	Traits   map[string]string `json:"traits"`
	Channel  string            `json:"channel,omitempty"`
}
