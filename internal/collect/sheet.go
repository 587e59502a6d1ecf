package collect

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/measure"
)

// SheetRole is what a column is to a report.
type SheetRole string

// The roles. A result is a rating of the whole beside the score: it would
// explain the score by itself, so it is no driver.
const (
	SheetScore    SheetRole = "score"
	SheetDriver   SheetRole = "driver"
	SheetResult   SheetRole = "result"
	SheetSegment  SheetRole = "segment"
	SheetTime     SheetRole = "time"
	SheetText     SheetRole = "text"
	SheetWeight   SheetRole = "weight"
	SheetValue    SheetRole = "value"
	SheetOutcome  SheetRole = "outcome"
	SheetID       SheetRole = "id"      // who answered
	SheetCluster  SheetRole = "cluster" // whose answers belong together
	SheetUnit     SheetRole = "unit"
	SheetChannel  SheetRole = "channel"
	SheetLanguage SheetRole = "language"
	SheetIgnore   SheetRole = "ignore"
)

// SheetColumn is how one column of a table is read for a report.
type SheetColumn struct {
	Name    string
	Role    SheetRole
	Scale   *measure.Scale // of a score, driver or outcome
	Metric  measure.Metric // of a score or outcome
	Intent  measure.Intent
	Missing []string // cells that mean no answer
	Guessed bool     // nobody named it
	Why     []Reason

	mapping ColumnMapping
	key     string // by which figures are cut: t3, channel; "" for none
	measure string // id, "" for none
}

// FactSheet is a table of feedback that is read into facts without a record.
// Guess, mapping and reader of rows are those of an import; what they make of
// a row becomes fact rows at once.
type FactSheet struct {
	Profile *table.Profile
	Columns []SheetColumn // in the order of the table

	guess   Guessed
	views   []columnView
	wording []string
	plan    plan
	program string
	traits  []Trait
	slots   map[string]slots
	units   map[string]string  // id -> name
	score   string             // id of the score's measure
	beside  map[uuid.UUID]bool // measures that are only looked at beside the score
	quotes  *quoteKeeper       // nil without texts
}

// NewFactSheet guesses how a table is read. Choose may then say otherwise.
func NewFactSheet(format table.Format, profile *table.Profile) *FactSheet {
	s := &FactSheet{Profile: profile, guess: GuessWorded(profile, format.Wording), wording: format.Wording, units: map[string]string{}, beside: map[uuid.UUID]bool{}}
	for i, c := range profile.Columns {
		s.views = append(s.views, newColumnView(c))
		if i < len(s.wording) {
			s.views[i].readWording(s.wording[i])
		}
	}
	return s
}

// sheetProgram is the program that a sheet's facts belong to. Its id never
// leaves the process.
var sheetProgram = uuid.NewSHA1(uuid.NameSpaceOID, []byte("balcony:report"))

// Settle makes the plan by which rows are read. Rows get the time now where no
// column says when.
func (s *FactSheet) Settle(now time.Time) error {
	m := Mapping{Consent: "person", DefaultTime: &now}
	for i := range s.Columns {
		c := &s.Columns[i]
		m.Columns = append(m.Columns, c.mapping)
		if c.Role == SheetTime && c.mapping.Role == RoleTime {
			m.TimeColumn, m.DefaultTime = &i, nil
		}
	}
	profiles := make([]ColumnProfile, len(s.Columns))
	if err := checkMapping(m, profiles); err != nil {
		return err
	}
	s.plan = makePlan(m, time.UTC)
	s.program = sheetProgram.String()
	s.plan.Program = s.program
	for i := range s.plan.Columns {
		s.settleColumn(i)
	}
	s.slots = slotsOf(s.traits)
	s.quotes = s.newQuoteKeeper()
	return nil
}

// settleColumn gives a column its measure, or its slot in the facts.
func (s *FactSheet) settleColumn(i int) {
	c, p := &s.Columns[i], &s.plan.Columns[i]
	if p.Scale != nil && (p.Role == RoleScore || p.Role == RoleOutcome) {
		id := uuid.NewSHA1(sheetProgram, []byte(strconv.Itoa(i)))
		c.measure = id.String()
		p.Measure = c.measure
		s.beside[id] = c.Role == SheetDriver
		if c.Role == SheetScore {
			s.score = c.measure
		}
	}
	switch p.Role {
	case RoleChannel, RoleLanguage, RoleUnit:
		c.key = string(p.Role)
	}
	if p.Trait == "" {
		return
	}
	p.Trait = strconv.Itoa(i) + " " + p.Trait // two headings may be cut to one
	t := Trait{Slot: len(s.traits) + 1, ProgramID: s.program, Name: p.Trait, Kind: p.Kind, Role: string(p.Role)}
	if t.Slot > maxTraits {
		c.Why = append(c.Why, reason("no_slot", "There are too many columns to compare by; this one is left out."))
		p.Role, p.Trait = RoleIgnore, ""
		return
	}
	s.traits = append(s.traits, t)
	c.key = "t" + strconv.Itoa(t.Slot)
}

// Declared are the traits of the sheet for the facts.
func (s *FactSheet) Declared() ([]row.Trait, error) {
	out, err := declarations(s.traits)
	for i := range out {
		out[i].Name = s.Columns[s.columnOf(out[i].Slot)].Name
	}
	return out, err
}

func (s *FactSheet) columnOf(slot int) int {
	for i := range s.Columns {
		if s.Columns[i].key == "t"+strconv.Itoa(slot) {
			return i
		}
	}
	return 0
}

// Key is by what figures are cut by a column, "" where they cannot be.
func (c SheetColumn) Key() string { return c.key }

// Number tells that the cells are compared as numbers.
func (c SheetColumn) Number() bool { return c.mapping.Kind == "number" }

// Named tells that the cells are names, neither numbers nor dates.
func (c SheetColumn) Named() bool { return c.mapping.Kind != "number" && c.mapping.Kind != "date" }

// MeasureID is the measure of a column of scores, "" for others.
func (c SheetColumn) MeasureID() string { return c.measure }

// Measure is the measure of a column; not found where it has none.
func (s *FactSheet) Measure(id string) (measure.Measure, error) {
	for i := range s.Columns {
		c := &s.Columns[i]
		if c.measure == "" || c.measure != id {
			continue
		}
		return measure.Measure{ID: id, ProgramID: s.program, Name: c.Name, Intent: c.Intent, Scale: *c.Scale, Metric: c.Metric, Unit: c.Metric.Unit()}, nil
	}
	return measure.Measure{}, fault.NotFound("measure")
}

// Units are the names of units by id, as far as rows were read.
func (s *FactSheet) Units() map[string]string { return s.units }

// Unreadable says in public words why a file cannot be read as a table.
func Unreadable(err error) error { return unreadable(err, Reading{}) }
