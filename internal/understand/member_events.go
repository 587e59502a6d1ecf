package understand

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
)

// TouchpointNames are what events of touchpoints can be told apart by: ids as
// facts have them, with a name.
type TouchpointNames func(ctx context.Context) ([]people.FieldChoice, error)

// eventsField tells customers apart by what they did.
type eventsField struct{ touchpoints TouchpointNames }

func (eventsField) Head() string { return "events" }

func (f eventsField) Fields(ctx context.Context) ([]people.FieldInfo, error) {
	info := people.FieldInfo{Key: "events", Kind: "count", Of: []string{"name", "touchpoint"}}
	var err error
	if f.touchpoints != nil {
		info.Choices, err = f.touchpoints(ctx)
	}
	return []people.FieldInfo{info}, err
}

// eventTable is event under names that the row at hand does not have.
const eventTable = "(SELECT party AS e_party, instant AS e_instant, day AS e_day, name AS e_name, touchpoint AS e_touchpoint FROM event) e"

func (eventsField) Meets(_ context.Context, c people.Condition, asked people.Asked) (people.Clause, error) {
	if c.Field != "events" {
		return people.Clause{}, fault.Invalid("field", "There is no such field. See GET /api/segment-fields.").Keyed("segment.field_unknown")
	}
	if err := c.CountedOnly("name", "touchpoint"); err != nil {
		return people.Clause{}, err
	}
	window, err := c.Window("e_instant", "e_day", asked)
	if err != nil {
		return people.Clause{}, err
	}
	what := &condition{}
	what.add("e_party = party")
	what.add(window.SQL, window.Args...)
	if name := c.Of["name"]; name != "" {
		what.add("e_name = ?", name)
	}
	if touchpoint := c.Of["touchpoint"]; touchpoint != "" {
		if !isID(touchpoint) {
			return people.Clause{}, fault.Invalid("of.touchpoint", "Name the touchpoint by its id.").Keyed("segment.id")
		}
		what.add("e_touchpoint = CAST(? AS UUID)", touchpoint)
	}
	return c.Counted(eventTable, people.Clause{SQL: what.sql(), Args: what.args}, "")
}

// SegmentFields are what answers and events add to segments.
func SegmentFields(measures MeasureSource, touchpoints TouchpointNames) []people.SegmentField {
	return []people.SegmentField{answersField{measures}, eventsField{touchpoints}}
}
