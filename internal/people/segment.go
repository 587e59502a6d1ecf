package people

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Segment is a saved filter: the customers who meet a rule. Who they are at any
// time is not stored; it follows from what was known then.
type Segment struct {
	ID        string     `json:"id" format:"uuid"`
	Name      string     `json:"name"`
	Rule      Rule       `json:"rule"`
	OwnerID   string     `json:"owner_id,omitempty" doc:"Who made it."`
	OwnerName string     `json:"owner_name,omitempty"`
	Mine      bool       `json:"mine" doc:"Whoever asks made it."`
	Shared    bool       `json:"shared" doc:"Everybody may use it; else only who made it."`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
	Version   int64      `json:"version"`
	RemovedAt *time.Time `json:"removed_at,omitempty" doc:"It was removed then and can be put back for 30 days."`
}

// Rule is a tree of conditions: exactly one of its parts is given.
type Rule struct {
	All []Rule     `json:"all,omitempty" doc:"Every one of these is met."`
	Any []Rule     `json:"any,omitempty" doc:"At least one of these is met."`
	Not *Rule      `json:"not,omitempty" doc:"This is not met."`
	Is  *Condition `json:"is,omitempty" doc:"This condition is met."`
}

// Condition compares one field of a customer. Which of the parts a field takes
// depends on its kind; see GET /api/segment-fields.
type Condition struct {
	Field   string            `json:"field" maxLength:"100" doc:"Key of a field, for instance customer.unit, trait.ID, answers or events."`
	OneOf   []string          `json:"one_of,omitempty" maxItems:"200" doc:"It is one of these."`
	From    string            `json:"from,omitempty" maxLength:"40" doc:"It is at least this: a number, or a day."`
	To      string            `json:"to,omitempty" maxLength:"40" doc:"It is at most this: a number, or a day, included."`
	Known   *bool             `json:"known,omitempty" doc:"It is known, or not known, whatever it is."`
	AtLeast *int64            `json:"at_least,omitempty" minimum:"0" doc:"Of what is counted there are at least so many."`
	AtMost  *int64            `json:"at_most,omitempty" minimum:"0" doc:"Of what is counted there are at most so many; 0 for none."`
	Of      map[string]string `json:"of,omitempty" doc:"Which are counted. Answers: measure, group, score_min, score_max, latest. Events: name, touchpoint."`
	Days    int               `json:"days,omitempty" minimum:"0" maximum:"36500" doc:"Only in so many days before."`
	Since   string            `json:"since,omitempty" format:"date" doc:"Only from this day on."`
	Until   string            `json:"until,omitempty" format:"date" doc:"Only up to this day, included."`
}

// The bounds of a rule.
const (
	maxRuleDepth      = 6
	maxRuleConditions = 40
	maxSegmentName    = 120
)

// checked cleans the name and says what is wrong with the shape of a segment;
// conditions are checked where they are read.
func (s Segment) checked() (Segment, error) {
	s.Name = strings.Join(strings.Fields(s.Name), " ")
	if s.Name == "" || utf8.RuneCountInString(s.Name) > maxSegmentName {
		return s, fault.Invalid("name", "Give the segment a name of at most 120 letters.").Keyed("segment.name")
	}
	n := 0
	return s, s.Rule.checkShape("rule", 1, &n)
}

// checkShape says whether each rule of the tree has one part, and whether the
// tree is small enough to be read.
func (r Rule) checkShape(path string, depth int, conditions *int) error {
	if depth > maxRuleDepth {
		return fault.Invalid(path, "Conditions are nested at most 6 deep.").Keyed("segment.deep")
	}
	given := 0
	for _, there := range []bool{r.All != nil, r.Any != nil, r.Not != nil, r.Is != nil} {
		if there {
			given++
		}
	}
	if given != 1 {
		return fault.Invalid(path, "A rule has one of all, any, not and is.").Keyed("segment.shape")
	}
	if r.Not == nil && r.Is == nil && len(r.All)+len(r.Any) == 0 {
		return fault.Invalid(path, "Name at least one condition.").Keyed("segment.empty")
	}
	if r.Is != nil {
		if *conditions++; *conditions > maxRuleConditions {
			return fault.Invalid(path, "A segment has at most 40 conditions.").Keyed("segment.long")
		}
		return nil
	}
	for _, part := range r.parts(path) {
		if err := part.rule.checkShape(part.path, depth+1, conditions); err != nil {
			return err
		}
	}
	return nil
}

// rulePart is a rule inside another, with its path.
type rulePart struct {
	rule Rule
	path string
}

func (r Rule) parts(path string) []rulePart {
	var out []rulePart
	for i, part := range r.All {
		out = append(out, rulePart{part, fmt.Sprintf("%s.all[%d]", path, i)})
	}
	for i, part := range r.Any {
		out = append(out, rulePart{part, fmt.Sprintf("%s.any[%d]", path, i)})
	}
	if r.Not != nil {
		out = append(out, rulePart{*r.Not, path + ".not"})
	}
	return out
}

// Conditions are all conditions of the tree, in the order in which it is read.
func (r Rule) Conditions() []Condition {
	if r.Is != nil {
		return []Condition{*r.Is}
	}
	var out []Condition
	for _, part := range r.parts("") {
		out = append(out, part.rule.Conditions()...)
	}
	return out
}
