package purpose

import (
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Objective is what a program means to reach for customers: a measure, among
// all or some of them, from where it stood to a target by a day. Objectives
// serve each other as a tree.
type Objective struct {
	ID           string    `json:"id" format:"uuid"`
	ProgramID    string    `json:"program_id" format:"uuid"`
	ParentID     string    `json:"parent_id,omitempty" doc:"The objective it serves; absent: the purpose itself."`
	Name         string    `json:"name"`
	Outcome      Outcome   `json:"outcome" enum:"satisfaction,loyalty,advocacy"`
	MeasureID    string    `json:"measure_id" format:"uuid"`
	Where        []string  `json:"where" nullable:"false" doc:"Whose answers count, as KEY:VALUE; empty: everybody's."`
	BaselineFrom string    `json:"baseline_from" format:"date" doc:"First day of the baseline, in the organisation's zone."`
	BaselineTo   string    `json:"baseline_to" format:"date" doc:"Last day, included."`
	Baseline     *Baseline `json:"baseline,omitempty" doc:"Where it stood then; absent for whoever does not see figures of the whole program."`
	Target       float64   `json:"target" doc:"In the unit of the measure's metric."`
	Due          string    `json:"due" format:"date" doc:"The day by which."`
	CreatedAt    time.Time `json:"created_at"`
	Version      int64     `json:"version"`
}

// Baseline is the figure that an objective starts from, as it was when it was
// taken. Without answers, or with too few for an interval, numbers are absent.
type Baseline struct {
	Value  *float64  `json:"value"`
	Low    *float64  `json:"low" doc:"Lower bound of the 95 % interval"`
	High   *float64  `json:"high" doc:"Upper bound of the 95 % interval"`
	N      int64     `json:"n"`
	Unit   string    `json:"unit" enum:"points,share,score"`
	Method string    `json:"method" doc:"Key of the interval's method, empty where there is no interval"`
	At     time.Time `json:"at" doc:"When it was taken"`
}

// Range is what values a measure's metric may take, and on which side it is
// better.
type Range struct {
	Least, Most float64
	Better      Better
}

// Better is the side on which customers are better off.
type Better string

// The sides; "" where nobody asked.
const (
	More Better = "more"
	Less Better = "less"
)

const (
	maxObjectives    = 200 // of a program
	maxObjectiveName = 200
	maxObjectivePick = 50
	deepest          = 6 // objectives below each other
	dayLayout        = "2006-01-02"
)

// checked cleans o and says what is wrong with it, apart from what measure,
// answers and the other objectives must tell.
func (o Objective) checked() (Objective, error) {
	o.Name = cleanName(o.Name)
	switch {
	case o.Name == "":
		return o, fault.Invalid("name", "Say what is to be reached.").Keyed("objective.no_name")
	case len([]rune(o.Name)) > maxObjectiveName:
		return o, fault.Invalid("name", "An objective's name has at most 200 characters.")
	case len(o.Where) > maxObjectivePick:
		return o, fault.Invalid("where", "An objective is narrowed by at most 50 conditions.")
	}
	list, err := chosen("outcome", []Outcome{o.Outcome}, outcomes())
	if err != nil {
		return o, err
	}
	o.Outcome = list[0]
	var days [3]time.Time
	for i, d := range []struct{ field, text string }{{"baseline_from", o.BaselineFrom}, {"baseline_to", o.BaselineTo}, {"due", o.Due}} {
		if days[i], err = time.Parse(dayLayout, strings.TrimSpace(d.text)); err != nil {
			return o, fault.Invalid(d.field, "A day is written like 2026-11-21.").Keyed("objective.day")
		}
	}
	if days[1].Before(days[0]) {
		return o, fault.Invalid("baseline_to", "The last day of the baseline lies before its first.").Keyed("objective.days_turned")
	}
	if !days[2].After(days[1]) {
		return o, fault.Invalid("due", "The day by which lies after the baseline.").Keyed("objective.due_early")
	}
	if o.Where == nil {
		o.Where = []string{}
	}
	return o, nil
}

// aimed says whether the target can be one.
func (o Objective) aimed(r Range) error {
	if o.Target < r.Least || o.Target > r.Most {
		return fault.Invalid("target", "The measure cannot take this value.").Keyed("objective.target_range")
	}
	if o.Baseline.Value != nil && *o.Baseline.Value == o.Target {
		return fault.Invalid("target", "The measure stands there already. Choose a target that differs from the baseline.").Keyed("objective.target_reached")
	}
	if stood := o.Baseline.Value; stood != nil && (r.Better == More && o.Target < *stood || r.Better == Less && o.Target > *stood) {
		return fault.Invalid("target", "This target lies behind where the measure stood. Choose one that is better for customers, or other days for the baseline.").Keyed("objective.target_behind")
	}
	return nil
}

// placed says whether o may serve its parent among the objectives of the
// program, itself among them or not: the parent is there, nothing serves
// itself, and the tree is not too deep.
func (o Objective) placed(all []Objective) error {
	parents := map[string]string{}
	for _, other := range all {
		parents[other.ID] = other.ParentID
	}
	if _, there := parents[o.ParentID]; !there && o.ParentID != "" {
		return fault.Invalid("parent_id", "There is no such objective in the program.").Keyed("objective.parent_unknown")
	}
	if o.ID == "" && len(all) >= maxObjectives {
		return fault.New(fault.CodeConflict, "A program has at most 200 objectives.").Keyed("objective.too_many")
	}
	parents[o.ID] = o.ParentID
	for id := range parents {
		steps := 1
		for at := parents[id]; at != "" && steps <= len(parents); at = parents[at] {
			steps++
		}
		switch {
		case steps > len(parents):
			return fault.Invalid("parent_id", "An objective cannot serve itself.").Keyed("objective.circle")
		case steps > deepest:
			return fault.Invalid("parent_id", "Objectives stand at most six below each other.").Keyed("objective.too_deep")
		}
	}
	return nil
}
