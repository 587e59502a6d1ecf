package report

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/understand"
)

// actions asks what to do first: every driver among everybody and in the
// segments.
func (m *maker) actions(context.Context) error {
	if len(m.rated) == 0 || m.doc.Drivers.Trouble != "" {
		return nil
	}
	r := m.found
	m.doc.Candidates = r.Considered + r.Untested
	for _, a := range r.Actions {
		m.doc.Actions = append(m.doc.Actions, m.action(a, r.Unit))
	}
	return nil
}

// The segments that actions are looked for in by themselves: few, of few
// values. Each further one is a further chance to be misled, and costs as much
// as the analysis of everybody.
const (
	actionKeys   = 4
	actionValues = 8
)

// actionKeys are the columns that were named to compare by, or else the first
// ones of few values; what they say of the score does not matter for the choice.
func (m *maker) actionKeys() []string {
	var named, few, others []string
	for i := range m.Sheet.Columns {
		c := &m.Sheet.Columns[i]
		if c.Key() == "" || !slices.Contains(m.segmentKeys(), c.Key()) {
			continue
		}
		switch n := m.Sheet.Profile.Columns[i].Distinct; {
		case !c.Guessed && c.Role == collect.SheetSegment:
			named = append(named, c.Key())
		case n <= actionValues:
			few = append(few, c.Key())
		case c.Number():
			others = append(others, c.Key()) // cut into classes
		}
	}
	if len(named) > 0 {
		return named
	}
	few = append(few, others...)
	return few[:min(actionKeys, len(few))]
}

func (m *maker) action(a understand.ActionFigure, unit string) Action {
	e := ActionEvidence{
		Driver: a.Measure.Name, N: a.Gain.N, Gain: coefficient(a.Gain), Whole: coefficient(a.Whole), Unit: unit, Share: a.Share.Value, Below: a.Below.Value,
		Slope: a.Slope.Value, Shape: a.Shape, Target: a.Target, SkippedDiffer: a.Skipped.Warn,
	}
	out := Action{Rank: a.Rank, Q: a.Q, Title: m.words.say("action.title", "driver", e.Driver)}
	if k := a.Segment.Key; k != nil {
		e.Column, e.Value = a.Segment.KeyLabel, k.Label
		if c := m.byKey(k.Cut); c != nil {
			e.Column = c.Name
		}
		if k.Value == nil {
			e.Value = "(" + m.words.say("segments.blank") + ")"
		}
		out.Title = m.words.say("action.title_for", "driver", e.Driver, "column", e.Column, "value", e.Value)
	}
	out.Evidence, out.Why = e, m.why(a)
	return out
}

// why says in a sentence or two what an action rests on.
func (m *maker) why(a understand.ActionFigure) string {
	params := []string{"n", m.words.count(a.Below.N), "target", m.words.num(a.Target, places(a.Target)), "below", dash, "share", dash}
	if a.Below.Value != nil {
		params[5] = m.words.percent(*a.Below.Value, 0)
	}
	key := "action.why_bare"
	if a.Share.Value != nil {
		key, params[7] = "action.why", m.words.percent(*a.Share.Value, 0)
	}
	text := m.words.say(key, params...) + " " + m.words.say("action.shape."+a.Shape)
	if a.Segment.Key != nil && a.Gain.Value != nil {
		inside := m.words.difference(changeUnit(a.Gain.Unit), coefficient(a.Gain))
		text += " " + m.words.say("action.inside", "gain", inside.Value, "low", inside.Low, "high", inside.High, "share", m.words.percent(a.Segment.Share, 0))
	}
	if a.Skipped.Warn {
		text += " " + m.words.say("action.skipped")
	}
	return text
}
