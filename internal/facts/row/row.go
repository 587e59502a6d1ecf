package row

import (
	"time"

	"github.com/google/uuid"
)

// MaxSlot is the highest slot of a declared trait; the lowest is 1.
const MaxSlot = 200

// Answer is one answered question of one response. A zero UUID means none.
type Answer struct {
	Response   uuid.UUID // the response it belongs to; the key by which rows are removed
	Program    uuid.UUID
	Survey     uuid.UUID // survey that was asked; zero where it came otherwise
	Version    int16     // of the survey, from 1; 0 where there is none
	Measure    uuid.UUID
	Touchpoint uuid.UUID
	Party      uuid.UUID // the customer, or the response itself where no customer is known
	Cluster    uuid.UUID // the party's account where it has one, else the party; its hash gives the bucket
	Unit       uuid.UUID
	Account    uuid.UUID
	At         time.Time // instant of the answer; day and month are made from it in the organisation's zone
	Score      *float64  // on the measure's scale; nil where there is none; NaN and infinities are refused
	Choice     string    // key of the chosen option, "" for none
	Channel    string
	Language   string
	Consent    uint8
	Value      *float64 // worth of the customer at that time, in the organisation's currency
	Weight     *float64 // nil means 1
	Known      bool     // the party is a known customer
	Flags      uint8    // what makes the response doubtful, as bits (see package quality of collect); 0: nothing
	// Beside says that the score is only looked at beside other scores of its
	// response: it stands in response_wide and not among the answers.
	Beside bool
	// Traits maps a declared slot to its value: string for text, float64 for
	// number, time.Time (a date) for date. Slots that are missing are empty.
	Traits map[int]any
}

// Event is something that happened outside a survey.
type Event struct {
	ID         uuid.UUID // given by the client; the key by which rows are removed
	At         time.Time
	Name       string
	Party      uuid.UUID
	Cluster    uuid.UUID
	Account    uuid.UUID
	Unit       uuid.UUID
	Touchpoint uuid.UUID
	Properties string // JSON object, "" for none
}

// Kind is the type of a declared trait, fixed for life.
type Kind string

// The kinds of trait and the Go type of their values in Answer.Traits.
const (
	Text   Kind = "text"   // string
	Number Kind = "number" // float64
	Date   Kind = "date"   // time.Time
)

// Trait declares what a slot holds. A slot belongs to one trait for life; its
// name may change, its kind may not.
type Trait struct {
	Slot    int // 1..MaxSlot
	Program uuid.UUID
	Name    string
	Kind    Kind
}

// Rows are rows to add. Traits are declared before the answers are added.
type Rows struct {
	Answers []Answer
	Whole   []Response // of responses that have no Answers
	Events  []Event
	Traits  []Trait
	// Who answers and events are about; Parties and Accounts each once.
	Parties  []Party
	Accounts []Account
	Held     []Held
	Rejects  []Reject // what could not be made into a row
	// Read is how many things of the record the rows were made of, for the
	// progress of a rebuild; 0 means as many as there are rows.
	Read int64
}

// Things counts what the rows were made of.
func (r Rows) Things() int64 {
	if r.Read > 0 {
		return r.Read
	}
	return int64(r.Len())
}

// Len counts the rows that are neither declarations nor rejects.
func (r Rows) Len() int {
	return len(r.Answers) + len(r.Whole) + len(r.Events) + len(r.Parties) + len(r.Accounts) + len(r.Held)
}

// Delta is what a batch of events of the change log means for the facts.
type Delta struct {
	Responses []uuid.UUID // rows of these responses go before rows are added
	Events    []uuid.UUID // likewise for events
	Parties   []uuid.UUID // likewise for parties
	Accounts  []uuid.UUID // likewise for accounts
	Subjects  []uuid.UUID // likewise for all that these held
	Rows                  // the rows as the record has them now, each id at most once
	// Anew says that rows written before would read otherwise now, more than
	// the ids above: the file is made anew, while the old one goes on.
	Anew bool
}

// Reject is a row that was set aside, so that the others could go on.
type Reject struct {
	ID     string // response or event id, or the position of a log row
	Reason string // what is wrong with it, for the operator; no contents
}
