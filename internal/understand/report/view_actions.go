package report

import "strings"

// first is what the card of actions shows.
type first struct {
	Note string
	Rows []firstRow
}

type firstRow struct {
	Title, Why, Unit string
	Gain             shown
}

// actionsShown is how many actions the page shows.
const actionsShown = 8

// First is the card of what to do first.
func (p page) First() first {
	n := p.W.count(int64(p.Candidates))
	switch {
	case p.Drivers.Trouble == "no_drivers":
		return first{Note: p.W.say("actions.no_drivers")}
	case len(p.Actions) == 0:
		return first{Note: p.W.say("actions.none", "candidates", n)}
	}
	f := first{Note: p.W.say("actions.note", "candidates", n)}
	for _, a := range p.Actions[:min(actionsShown, len(p.Actions))] {
		f.Rows = append(f.Rows, firstRow{Title: a.Title, Why: a.Why, Unit: p.W.say("drivers.unit." + a.Evidence.Unit), Gain: p.W.difference(changeUnit(a.Evidence.Unit), a.Evidence.Whole)})
	}
	return f
}

// changeUnit is how a change is written: points of percent as points.
func changeUnit(unit string) string {
	if unit == "percent" {
		return "points"
	}
	return unit
}

// hiddenRow is a signal as it is read.
type hiddenRow struct {
	Title, Text, Tag string
	Flagged          bool
}

// signalsShown is how many signals of a kind the page shows; the strongest
// come first.
const signalsShown = 4

// Hidden are the signals, with their evidence in a line.
func (p page) Hidden() []hiddenRow {
	var out []hiddenRow
	for _, s := range p.shownSignals() {
		row := hiddenRow{Title: s.Title, Tag: p.W.say("signals.quiet"), Flagged: s.Flagged}
		if s.Flagged {
			row.Tag = p.W.say("signals.flagged")
		}
		var parts []string
		for _, e := range s.Evidence {
			if e.Value != nil {
				parts = append(parts, p.W.say("evidence."+e.Key)+" "+p.evidence(e))
			}
		}
		row.Text = strings.Join(parts, " · ")
		out = append(out, row)
	}
	return out
}

func (p page) shownSignals() []Signal {
	var out []Signal
	kinds := map[string]int{}
	for _, s := range p.Signals {
		if kinds[s.Kind]++; kinds[s.Kind] <= signalsShown {
			out = append(out, s)
		}
	}
	return out
}

// HiddenMore says how many further signals there are, "" for none.
func (p page) HiddenMore() string {
	more := len(p.Signals) - len(p.shownSignals())
	if more == 0 {
		return ""
	}
	return p.W.say("signals.more", "n", p.W.count(int64(more)))
}

func (p page) evidence(e Evidence) string {
	v, unit := e.Interval, e.Unit
	var is shown
	switch {
	case unit == "outcome_per_point":
		is = p.W.difference("share", v)
		is.Value += noBreak + "%"
	case unit == "correlation":
		is = p.W.interval("score", v)
	case e.Key == "difference" || e.Key == "crude" || e.Key == "standard" || e.Key == "against_rest":
		is = p.W.difference(unit, v)
	default:
		is = p.W.interval(unit, v)
	}
	if !is.Known {
		return is.Value
	}
	return is.Value + " (" + p.W.say("range", "low", is.Low, "high", is.High) + ")"
}
