package purpose

import (
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Indicator is a business series: what the company gets back, or another thing
// it counts, for each unit and period. It stands second to what customers get.
type Indicator struct {
	ID         string    `json:"id" format:"uuid"`
	ProgramID  string    `json:"program_id" format:"uuid"`
	Name       string    `json:"name"`
	Kind       Return    `json:"kind" enum:"churn,lifetime_value,cross_sell,share_of_voice,referrals,inbound,own" doc:"Which business return it follows, or the team's own."`
	MeasuredIn string    `json:"measured_in" doc:"What its numbers count: %, EUR, contracts."`
	Direction  string    `json:"direction" enum:"up,down" doc:"Where better lies."`
	Period     Grain     `json:"period" enum:"day,week,month,quarter" doc:"How long a period of it is."`
	CreatedAt  time.Time `json:"created_at"`
	Version    int64     `json:"version"`
}

// Own is the kind of an indicator that follows none of the returns.
const Own Return = "own"

const (
	maxIndicators  = 100 // of a program
	maxMeasuredIn  = 40
	maxValues      = 5000   // of one call
	maxFileValues  = 50_000 // of one file
	valuesAPiece   = 500    // of one transaction
	maxFileBytes   = 4 << 20
	maxRowProblems = 100 // told of one file
)

// checked cleans i and says what is wrong with it.
func (i Indicator) checked() (Indicator, error) {
	i.Name, i.MeasuredIn = cleanName(i.Name), cleanName(i.MeasuredIn)
	switch {
	case i.Name == "":
		return i, fault.Invalid("name", "Give the indicator a name.").Keyed("indicator.no_name")
	case len([]rune(i.Name)) > maxName:
		return i, fault.Invalid("name", "An indicator's name has at most 120 characters.")
	case len([]rune(i.MeasuredIn)) > maxMeasuredIn:
		return i, fault.Invalid("measured_in", "What it counts is said in at most 40 characters.")
	case !slices.Contains(append(returns(), Own), i.Kind):
		return i, fault.Invalid("kind", "Choose one of the business returns, or own.").Keyed("program.choice_unknown")
	case i.Direction != "up" && i.Direction != "down":
		return i, fault.Invalid("direction", "Say whether up or down is better.").Keyed("program.choice_unknown")
	case !slices.Contains(grains(), i.Period):
		return i, fault.Invalid("period", "A period is a day, week, month or quarter.").Keyed("program.choice_unknown")
	}
	return i, nil
}

// IndicatorValue is a number of a unit and a period.
type IndicatorValue struct {
	UnitID   string    `json:"unit_id,omitempty" doc:"Absent: the whole organisation."`
	UnitName string    `json:"unit_name,omitempty"`
	Period   string    `json:"period" format:"date" doc:"First day of the period."`
	Value    float64   `json:"value"`
	TakenAt  time.Time `json:"taken_at" doc:"When it was taken in."`
}

// FormerValue is a value that was corrected since.
type FormerValue struct {
	IndicatorValue
	ReplacedAt time.Time `json:"replaced_at"`
	ReplacedBy string    `json:"replaced_by,omitempty" doc:"Name of who took the correction in."`
}

// IndicatorUnit is where an indicator stands in one unit.
type IndicatorUnit struct {
	UnitID   string          `json:"unit_id,omitempty" doc:"Absent: the whole organisation."`
	UnitName string          `json:"unit_name,omitempty"`
	Count    int64           `json:"count" doc:"Periods with a value."`
	Last     IndicatorValue  `json:"last" doc:"The latest value."`
	Before   *IndicatorValue `json:"before,omitempty" doc:"The one before it."`
}

// Taken is what became of values that came in.
type Taken struct {
	New       int64 `json:"new"`
	Same      int64 `json:"same" doc:"Were there already."`
	Corrected int64 `json:"corrected" doc:"Replaced another number, which is kept as history."`
}

// Place is a unit as values name it.
type Place struct{ ID, Key, Name string }

// places finds units by how values name them: by id or key, or by a name that
// only one has.
type places map[string]string

func placesOf(list []Place) places {
	found := places{}
	for _, p := range list {
		name := strings.ToLower(p.Name)
		if _, twice := found[name]; twice {
			found[name] = ""
			continue
		}
		found[name] = p.ID
	}
	for _, p := range list { // keys and ids win over names
		found[strings.ToLower(p.Key)], found[p.ID] = p.ID, p.ID
	}
	return found
}

// find gives the id of a unit, "" and true for the whole organisation.
func (p places) find(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return "", true
	}
	id := p[text]
	return id, id != ""
}
