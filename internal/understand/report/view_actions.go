package report

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
		unit := a.Evidence.Unit
		if unit == "percent" {
			unit = "points"
		}
		f.Rows = append(f.Rows, firstRow{Title: a.Title, Why: a.Why, Unit: p.W.say("drivers.unit." + a.Evidence.Unit), Gain: p.W.difference(unit, a.Evidence.Gain)})
	}
	return f
}

// hiddenRow is a signal as it is read.
type hiddenRow struct{ Title, Text string }

// Hidden are the signals.
func (p page) Hidden() []hiddenRow {
	var out []hiddenRow
	for _, s := range p.Signals {
		text, _ := s.Evidence["text"].(string)
		out = append(out, hiddenRow{Title: s.Title, Text: text})
	}
	return out
}
