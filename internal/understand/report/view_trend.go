package report

import (
	"html/template"
	"slices"
)

const (
	gaugeHeight  = 46
	trendHeight  = 230
	periodsShown = 60
	periodLabels = 3
)

// gauge draws the figure on all it could be.
func (p page) gauge() template.HTML {
	b := p.bounds()
	m := p.Metric
	d := hidden(gaugeHeight)
	const y = 16
	d.line("axis", 0, y, 100, y, 1, "%")
	d.estimate("holds", b, m.Interval, y, 9, 20)
	for i, v := range []float64{b.low, (b.low + b.high) / 2, b.high} {
		anchor := []string{"start", "middle", "end"}[i]
		d.text("", anchor, 100*b.at(v), gaugeHeight-6, "%", p.W.figure(m.Unit, v, places(v*scaleOfUnit(m.Unit))))
	}
	return d.end()
}

func scaleOfUnit(unit string) float64 {
	if unit == "share" {
		return 100
	}
	return 1
}

// estimate draws a mark and, pale and with square ends, its interval.
func (d *drawing) estimate(class string, s span, v Interval, y, band, mark float64) {
	if v.Low != nil && v.High != nil {
		d.b.WriteString(`<g class="` + class + `">`)
		d.line("band", 100*s.at(*v.Low), y, 100*s.at(*v.High), y, band, "%")
		d.b.WriteString("</g>")
	}
	if v.Value == nil {
		return
	}
	x := short(100 * s.at(*v.Value))
	d.b.WriteString(`<g class="` + class + `"><line class="mark" x1="` + x + `%" x2="` + x + `%" y1="` + short(y-mark/2) + `" y2="` + short(y+mark/2) + `" stroke-width="3"/></g>`)
}

// steady is what the card of the trend shows.
type steady struct {
	Note    string
	Picture template.HTML
	Rows    []periodRow
}

type periodRow struct {
	Name   string
	Figure shown
	N      string
}

// Steady is the card of the trend.
func (p page) Steady() steady {
	list := p.Trend[max(0, len(p.Trend)-periodsShown):]
	s := steady{Note: p.W.say("trend.note", "period", p.W.say("period."+p.TrendPeriod))}
	if len(list) < len(p.Trend) {
		s.Note += " " + p.W.say("trend.late", "n", p.W.count(int64(len(p.Trend))), "shown", p.W.count(int64(len(list))))
	}
	for _, t := range list {
		s.Rows = append(s.Rows, periodRow{Name: t.Period, Figure: p.W.interval(t.Unit, t.Interval), N: p.W.count(t.N)})
	}
	s.Picture = p.trendPicture(list)
	return s
}

// Periods under this many answers, and under a quarter of the usual number,
// stand in the table only: one answer would rule the picture.
const fewAnswers = 30

// drawn are the periods of the picture.
func drawn(list []Period) []Period {
	counts := make([]int64, len(list))
	for i, t := range list {
		counts[i] = t.N
	}
	slices.Sort(counts)
	usual := counts[len(counts)/2]
	var out []Period
	for _, t := range list {
		if t.Value != nil && (t.N >= fewAnswers || 4*t.N >= usual) {
			out = append(out, t)
		}
	}
	return out
}

// trendSpan is what the picture shows.
func (p page) trendSpan(list []Period) span {
	s := emptySpan()
	s.hold(p.Metric.Value)
	for _, t := range list {
		s.hold(t.Low, t.High, t.Value)
	}
	return s.padded(.06, p.bounds())
}

func (p page) trendPicture(list []Period) template.HTML {
	list = drawn(list)
	if len(list) == 0 {
		return ""
	}
	s := p.trendSpan(list)
	const top, bottom = 14.0, trendHeight - 26.0
	up := func(v float64) float64 { return bottom - (bottom-top)*s.at(v) }
	across := func(i int) float64 {
		if len(list) == 1 {
			return 50
		}
		return 8 + 90*float64(i)/float64(len(list)-1) // beside the values of the lines
	}
	d := begin(trendHeight, p.W.say("trend.title"))
	for _, v := range s.ticks(4) {
		d.line("axis", 0, up(v), 100, up(v), 1, "%")
		d.text("", "start", 0, up(v)-4, "%", p.W.figure(p.Metric.Unit, v, places(v*scaleOfUnit(p.Metric.Unit))))
	}
	if p.Metric.Value != nil {
		d.line("whole", 0, up(*p.Metric.Value), 100, up(*p.Metric.Value), 1, "%")
	}
	for i := 1; i < len(list); i++ {
		d.line("line", across(i-1), up(*list[i-1].Value), across(i), up(*list[i].Value), 1.5, "%")
	}
	for i, t := range list {
		d.b.WriteString(`<g class="holds">`)
		if t.Low != nil && t.High != nil {
			d.line("band", across(i), up(*t.Low), across(i), up(*t.High), 6, "%")
		}
		class := "mark"
		if !t.Complete {
			class = "ring"
		}
		d.circle(class, across(i), up(*t.Value), 3, "%")
		d.b.WriteString(`</g>`)
	}
	p.periodNames(d, list, across)
	return d.end()
}

// periodNames writes the first, the last and a few between.
func (p page) periodNames(d *drawing, list []Period, across func(int) float64) {
	n := min(periodLabels, len(list))
	for k := range n {
		i, anchor := 0, "middle"
		if n > 1 {
			i = k * (len(list) - 1) / (n - 1)
			switch k {
			case 0:
				anchor = "start"
			case n - 1:
				anchor = "end"
			}
		}
		x := across(i)
		switch anchor {
		case "start":
			x = 5
		case "end":
			x = 100
		}
		d.text("", anchor, x, trendHeight-6, "%", list[i].Period)
	}
}
