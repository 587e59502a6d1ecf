package report

import "html/template"

// rankingView is a card of ranked values.
type rankingView struct {
	Title, Note, Left string
	Groups            []rankingGroup
}

type rankingGroup struct {
	Title string
	Rows  []rankingRow
}

type rankingRow struct {
	Name, N, Rank string
	Figure        shown
	Plain         string
	Picture       template.HTML
}

// A ranking up to rankingWhole values is shown whole, of a longer one so many
// at each end.
const (
	rankingWhole = 20
	rankingDrawn = 8
)

// Ranked are the cards of ranked values.
func (p page) Ranked() []rankingView {
	var out []rankingView
	for _, r := range p.Rankings {
		real := p.W.interval("share", r.Spread.Real)
		v := rankingView{Title: p.W.say("ranking.title", "column", r.Column), Left: p.rankingLeft(r),
			Note: p.W.say("ranking.note", "n", p.W.count(int64(r.Count)), "real", real.Value, "low", real.Low, "high", real.High)}
		v.Note += " " + p.W.say("ranking."+pick(r.Spread.Distinct > 0, "some", "none"))
		axis := p.rankingAxis(r)
		if r.Count <= rankingWhole {
			v.Groups = []rankingGroup{{Rows: p.rankingRows(r.Items, r.Unit, axis)}}
		} else {
			v.Groups = []rankingGroup{
				{Title: p.W.say("ranking.first", "n", p.W.count(rankingDrawn)), Rows: p.rankingRows(r.Items[:rankingDrawn], r.Unit, axis)},
				{Title: p.W.say("ranking.last", "n", p.W.count(rankingDrawn)), Rows: p.rankingRows(r.Items[len(r.Items)-rankingDrawn:], r.Unit, axis)},
			}
		}
		out = append(out, v)
	}
	return out
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

func (p page) rankingLeft(r Ranking) string {
	if r.Left == 0 {
		return ""
	}
	return p.W.say("ranking.left", "n", p.W.count(int64(r.Left)))
}

func (p page) rankingAxis(r Ranking) span {
	axis := emptySpan()
	axis.hold(p.Metric.Value)
	for _, i := range r.Items {
		axis.hold(i.Shrunken.Low, i.Shrunken.High, i.Shrunken.Value, i.Metric.Value)
	}
	return axis.padded(.03, p.bounds())
}

func (p page) rankingRows(items []RankedItem, unit string, axis span) []rankingRow {
	var out []rankingRow
	for _, i := range items {
		row := rankingRow{Name: i.Value, N: p.W.count(i.N), Figure: p.W.interval(unit, i.Shrunken), Plain: p.W.interval(unit, i.Metric).Value, Picture: p.rankingStrip(i, axis)}
		row.Rank = p.W.count(int64(i.From))
		if i.To > i.From {
			row.Rank += dash + p.W.count(int64(i.To))
		}
		out = append(out, row)
	}
	return out
}

// rankingStrip draws a value drawn to the mean, with a ring where it stands as
// it is, beside the figure of all.
func (p page) rankingStrip(i RankedItem, axis span) template.HTML {
	d := hidden(stripHeight)
	const y = stripHeight / 2
	d.line("axis", 0, y, 100, y, 1, "%")
	class := "holds"
	if p.Metric.Value != nil {
		x := 100 * axis.at(*p.Metric.Value)
		d.line("whole", x, 0, x, stripHeight, 1, "%")
		switch {
		case i.Shrunken.Low == nil || i.Shrunken.High == nil || *i.Shrunken.Low <= *p.Metric.Value && *i.Shrunken.High >= *p.Metric.Value:
			class = "unsure"
		case *i.Shrunken.High < *p.Metric.Value != p.bestIsLowMean():
			class = "short"
		}
	}
	if i.Metric.Value != nil {
		d.b.WriteString(`<g class="` + class + `">`)
		d.circle("ring", 100*axis.at(*i.Metric.Value), y, 3, "%")
		d.b.WriteString(`</g>`)
	}
	d.estimate(class, axis, i.Shrunken, y, 7, 15)
	return d.end()
}

// bestIsLowMean tells that a lower figure is the better one: a mean on a scale
// whose low end is good.
func (p page) bestIsLowMean() bool { return p.Metric.Kind == "mean" && p.bestIsLow() }
