package report

import (
	"html/template"
	"math"
)

// happening is what the card of the outcome shows.
type happening struct {
	Title, Note, Trouble, Judged, Left string
	Rows                               []happeningRow
}

type happeningRow struct {
	Name    string
	Odds    shown
	P       string
	Picture template.HTML
}

// Happened is the card of what happened; nil without an outcome.
func (p page) Happened() *happening {
	o := p.Outcome
	if o == nil {
		return nil
	}
	h := &happening{Title: p.W.say("outcome.title", "column", o.Column, "event", o.Event)}
	if o.Trouble != "" || len(o.Terms) == 0 || o.Base == nil {
		h.Trouble = p.W.say("outcome.trouble", "n", p.W.count(o.N))
		return h
	}
	h.Note = p.W.say("outcome.note", "event", o.Event, "share", p.W.percent(*o.Base, 0), "n", p.W.count(o.N))
	h.Judged = p.judged(o.Judged)
	if o.Dropped > 0 {
		h.Left = p.W.say("outcome.dropped", "n", p.W.count(o.Dropped))
	}
	axis := p.oddsAxis(o)
	if o.Alone != nil {
		row := p.happeningRow(*o.Alone, axis)
		row.Name = p.W.say("outcome.alone", "column", o.Alone.Column)
		h.Rows = append(h.Rows, row)
	}
	for _, t := range o.Terms {
		h.Rows = append(h.Rows, p.happeningRow(t, axis))
	}
	return h
}

// judged says whether the regression foretells better than the base rate.
func (p page) judged(j Judged) string {
	if j.Trouble != "" || j.AUC.Value == nil || j.AUC.Low == nil || j.Better.Low == nil {
		return p.W.say("outcome.unjudged")
	}
	key := "outcome.judged_noise"
	if *j.Better.Low > 0 {
		key = "outcome.judged"
	}
	auc := func(v *float64) string { return p.W.num(*v, 2) }
	return p.W.say(key, "auc", auc(j.AUC.Value), "low", auc(j.AUC.Low), "high", auc(j.AUC.High))
}

// oddsAxis is in logarithms, so that half and double stand alike.
func (p page) oddsAxis(o *Outcome) span {
	axis := span{0, 0}
	hold := func(t Term) {
		for _, v := range []*float64{t.Value, t.Low, t.High} {
			if v != nil && *v > 0 {
				log := math.Log(*v)
				axis.hold(&log)
			}
		}
	}
	if o.Alone != nil {
		hold(*o.Alone)
	}
	for _, t := range o.Terms {
		hold(t)
	}
	return axis.padded(.05, span{-5, 5})
}

func (p page) happeningRow(t Term, axis span) happeningRow {
	row := happeningRow{Name: t.Column, P: p.W.chance(t.P), Odds: shown{Value: dash, Low: dash, High: dash}}
	log := func(v *float64) *float64 {
		if v == nil || *v <= 0 {
			return nil
		}
		l := math.Log(*v)
		return &l
	}
	if t.Value != nil {
		row.Odds.Value = p.W.say("outcome.times", "value", p.W.num(*t.Value, 2))
	}
	if t.Low != nil && t.High != nil {
		row.Odds.Low, row.Odds.High, row.Odds.Known = p.W.num(*t.Low, 2), p.W.num(*t.High, 2), true
	}
	d := hidden(stripHeight)
	const y = stripHeight / 2
	d.line("axis", 0, y, 100, y, 1, "%")
	one := 100 * axis.at(0)
	d.line("whole", one, 0, one, stripHeight, 1, "%")
	class := "unsure"
	switch {
	case t.Low != nil && *t.Low > 1:
		class = "holds"
	case t.High != nil && *t.High < 1:
		class = "short"
	}
	d.estimate(class, axis, Interval{log(t.Value), log(t.Low), log(t.High)}, y, 7, 15)
	row.Picture = d.end()
	return row
}
