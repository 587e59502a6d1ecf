package collect

import (
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
)

// Role is what a column of a file is.
type Role string

// The roles.
const (
	RoleScore    Role = "score"
	RoleText     Role = "text"
	RoleTime     Role = "time"
	RoleCustomer Role = "customer"
	RoleAccount  Role = "account"
	RoleUnit     Role = "unit"
	RoleSegment  Role = "segment"
	RoleValue    Role = "value"
	RoleOutcome  Role = "outcome"
	RoleWeight   Role = "weight"
	RoleChannel  Role = "channel"
	RoleLanguage Role = "language"
	RoleKey      Role = "key"
	RoleIgnore   Role = "ignore"

	RoleEvent      Role = "event"      // of events: what happened
	RoleTouchpoint Role = "touchpoint" // of events: where
	RoleProperty   Role = "property"   // of events: anything else that is known

	RoleName        Role = "name" // of customers and accounts
	RoleEmail       Role = "email"
	RolePhone       Role = "phone"
	RoleTitle       Role = "title"
	RoleAccountName Role = "account_name"
	RoleRoles       Role = "roles" // of a contact: decides, influences, uses, sponsors
	RoleTie         Role = "tie"
	RoleOptOut      Role = "opt_out" // they do not want to be asked any more
	RoleTrait       Role = "trait"
	RoleOwner       Role = "owner"    // of accounts: who looks after it, by the mail address they sign in with
	RoleCurrency    Role = "currency" // of the amounts of money in the row
)

// Mapping says how the columns of a file are read. It is guessed and then
// changed by people.
type Mapping struct {
	Kind        ImportKind      `json:"kind,omitempty" enum:"answers,customers,accounts,events" doc:"What the rows are; absent: answers."`
	ProgramID   string          `json:"program_id,omitempty" doc:"The program the answers belong to; empty: the one there is, or a new one."`
	ProgramName string          `json:"program_name,omitempty" maxLength:"120" doc:"Name of the program to make where program_id is empty."`
	SourceID    string          `json:"source_id,omitempty" doc:"The source this file updates; empty: a new source."`
	Columns     []ColumnMapping `json:"columns" nullable:"false"`
	KeyColumn   *int            `json:"key_column,omitempty" doc:"The column that recognises a row when it comes again; absent: rows are recognised by their cells."`
	TimeColumn  *int            `json:"time_column,omitempty" doc:"The column that says when the answer was given, or the event happened; absent: default_time, or of events without a column for what happened, an event for each time of a row; of customers and accounts, from when on traits hold."`
	DefaultTime *time.Time      `json:"default_time,omitempty" doc:"When the answers were given where no column says it."`
	Consent     string          `json:"consent" enum:"person,firm" default:"person" doc:"What may be shown of who answered."`
	Channel     string          `json:"channel,omitempty" maxLength:"60" doc:"For rows without a channel of their own."`
	Language    string          `json:"language,omitempty" maxLength:"12" doc:"For rows without a language of their own."`
	// Rates count money of other currencies in the organisation's.
	Rates map[string]float64 `json:"rates,omitempty" doc:"Of customers and accounts: what one of another currency (ISO 4217) is worth in the organisation's. Amounts without a rate are not taken."`
}

// ColumnMapping is how one column is read.
type ColumnMapping struct {
	Index    int           `json:"index" minimum:"0" doc:"From 0."`
	Name     string        `json:"name" doc:"The column's heading in the file."`
	Role     Role          `json:"role" enum:"score,text,time,customer,account,unit,segment,value,outcome,weight,channel,language,key,ignore,event,touchpoint,property,name,email,phone,title,account_name,roles,tie,opt_out,trait,owner,currency"`
	Label    string        `json:"label,omitempty" maxLength:"2000" doc:"The question as asked, the trait's label, the property's name, or what happened at this time; empty: the heading."`
	Kind     string        `json:"kind,omitempty" enum:"text,number,date,money,choice" doc:"Of a segment, value, outcome, property or further time: what its cells are (text, number or date); of a trait what its values are."`
	Score    *ScoreMapping `json:"score,omitempty" doc:"Of a score, and of an outcome that is to be followed as a measure too."`
	NoAnswer []string      `json:"no_answer" nullable:"false" doc:"Cells of this column that mean no answer, as they stand in the file: 11, 99, n/a."`
	Currency string        `json:"currency,omitempty" maxLength:"3" doc:"Of money, where the row does not say: ISO 4217. Absent: the one it is kept in."`
	Order    string        `json:"order,omitempty" enum:"dmy,mdy" doc:"Of dates: whether day or month comes first."`
	Mark     string        `json:"mark,omitempty" enum:".,\\," doc:"Of numbers: the decimal mark."`
}

// ScoreMapping is the measure that a column of scores belongs to.
type ScoreMapping struct {
	MeasureID string         `json:"measure_id,omitempty" doc:"An existing measure; empty: the program's measure of this name, or a new one."`
	Name      string         `json:"name" maxLength:"300"`
	Intent    measure.Intent `json:"intent" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other"`
	Scale     measure.Scale  `json:"scale"`
	Metric    measure.Metric `json:"metric" enum:"nps,share,mean"`
}

// Reason says in words why something was guessed or asked.
type Reason struct {
	Key    string            `json:"key" doc:"Stable key by which the page finds a translation."`
	Params map[string]string `json:"params,omitempty"`
	Text   string            `json:"text" doc:"In English."`
}

// Guess is why a column has the role it was given first.
type Guess struct {
	Index      int      `json:"index"`
	Role       Role     `json:"role"`
	Reason     Reason   `json:"reason"`
	Confidence float64  `json:"confidence" minimum:"0" maximum:"1" doc:"0 to 1: under 0.6 look twice."`
	Notes      []Reason `json:"notes" nullable:"false" doc:"Why scale, codes, metric or order were chosen."`
}

// Question is something the data cannot tell and a person has to.
type Question struct {
	Index  int      `json:"index" doc:"The column, from 0; -1 for the file."`
	Kind   string   `json:"kind" enum:"date_order,scale,no_answer,time,key"`
	Reason Reason   `json:"reason"`
	Values []string `json:"values" nullable:"false" doc:"The cells it is about."`
}

// Guessed is what was found out about a file before anybody was asked.
type Guessed struct {
	Mapping   Mapping    `json:"mapping"`
	Kind      Reason     `json:"kind"` // why the file was taken for what it is
	Guesses   []Guess    `json:"guesses" nullable:"false"`
	Questions []Question `json:"questions" nullable:"false"`
}

// ColumnProfile is the part of a column's profile that is shown.
type ColumnProfile struct {
	Index    int                `json:"index"`
	Name     string             `json:"name"`
	Letters  string             `json:"letters" doc:"As a spreadsheet names the column: A, B, ..."`
	Kind     table.Kind         `json:"kind" enum:"empty,integer,number,date,text"`
	Filled   int64              `json:"filled"`
	Missing  int64              `json:"missing"`
	Distinct int64              `json:"distinct"`
	More     bool               `json:"more" doc:"There are more different values than were counted."`
	Values   []table.ValueCount `json:"values" nullable:"false" doc:"The commonest values, at most 120; none where there are more different ones."`
	Examples []string           `json:"examples" nullable:"false"`
	Min      *float64           `json:"min,omitempty"`
	Max      *float64           `json:"max,omitempty"`
	Earliest *time.Time         `json:"earliest,omitempty"`
	Latest   *time.Time         `json:"latest,omitempty"`
}
