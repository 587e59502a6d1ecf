package report

import (
	"html/template"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// levers is what the card of the drivers shows.
type levers struct {
	Trouble, Explained, Unit string
	Wide, Narrow, Key        template.HTML
	Rows                     []leverRow
}

type leverRow struct {
	Number, Name, Remark, Mean, N, Shape string
	Share, Slope, Penalty, Reward, Gain  shown
}

// Levers is the card of the drivers; nil where the table has none and actions
// say so already.
func (p page) Levers() *levers {
	d := p.Drivers
	switch {
	case d.Trouble == "no_drivers":
		return nil
	case d.Trouble != "" || d.R2Value == nil:
		return &levers{Trouble: p.W.say("drivers.few", "n", p.W.count(d.N))}
	}
	r2 := p.W.interval("share", Interval{d.R2Value, d.R2Low, d.R2High})
	l := &levers{
		Explained: p.W.say("drivers.explained", "value", r2.Value, "low", r2.Low, "high", r2.High, "n", p.W.count(d.N)),
		Unit:      p.W.say("drivers.in_unit", "unit", p.W.say("drivers.unit."+d.Unit)),
	}
	points := p.points()
	l.Wide, l.Narrow, l.Key = p.scatter(points, 860, 400, true), p.scatter(points, 340, 320, false), p.scatterKey()
	for i, item := range d.Items {
		l.Rows = append(l.Rows, p.leverRow(i, item))
	}
	return l
}

func (p page) leverRow(i int, d Driver) leverRow {
	unit := p.Drivers.Unit
	if unit == "percent" {
		unit = "points"
	}
	row := leverRow{
		Number: strconv.Itoa(i + 1), Name: d.Column, N: p.W.count(d.N), Mean: dash, Shape: p.W.say("shape." + d.Shape),
		Share: p.W.interval("share", Interval{d.Share, d.Low, d.High}), Slope: p.W.difference(unit, d.SlopeInterval),
		Penalty: p.W.interval(unit, d.PenaltyInterval), Reward: p.W.interval(unit, d.RewardInterval), Gain: p.W.difference(unit, d.Gain),
	}
	if d.Mean != nil && d.Scale != nil {
		row.Mean = p.W.say("drivers.rated", "mean", p.W.num(*d.Mean, 2), "max", p.W.num(d.Scale.Max, places(d.Scale.Max)))
	}
	switch {
	case d.Trouble != "":
		row.Remark, row.Number, row.Shape = p.W.say("drivers.out"), "", ""
	case d.Noise:
		row.Remark = p.W.say("drivers.noise")
	case d.SkippedDiffer:
		row.Remark = p.W.say("drivers.skipped", "n", p.W.count(d.SkippedBy))
	}
	return row
}

// point is a driver in the picture.
type point struct {
	number     int
	name       string
	x          float64 // rating, 0 to 1 of its scale
	y          float64 // share
	low, high  *float64
	judgement  string // holds, unsure, short
	labelX     float64
	labelY     float64
	labelled   bool
	labelAlign string
}

// points are the drivers of the model, judged: short where one matters more
// than an equal share and is rated below the others.
func (p page) points() []point {
	var out []point
	sum := 0.0
	for i, d := range p.Drivers.Items {
		if d.Share == nil || d.Mean == nil || d.Scale == nil || d.Trouble != "" {
			continue
		}
		x := span{d.Scale.Min, d.Scale.Max}.at(*d.Mean)
		sum += x
		judgement := "holds"
		if d.Noise {
			judgement = "unsure"
		}
		out = append(out, point{number: i + 1, name: d.Column, x: x, y: *d.Share, low: d.Low, high: d.High, judgement: judgement})
	}
	for i := range out {
		if out[i].judgement == "holds" && out[i].y > 1/float64(len(out)) && out[i].x < sum/float64(len(out)) {
			out[i].judgement = "short"
		}
	}
	return out
}

// scatter draws importance against rating; in the narrow one, numbers stand
// for names.
func (p page) scatter(points []point, width, height int, names bool) template.HTML {
	if len(points) == 0 {
		return ""
	}
	across, up := emptySpan(), span{0, 0}
	mean := 0.0
	for i := range points {
		across.hold(&points[i].x)
		up.hold(&points[i].y, points[i].high)
		mean += points[i].x / float64(len(points))
	}
	across = across.padded(.12, span{0, 1})
	up.high *= 1.06
	left, right, top, bottom := 34.0, float64(width)-14, 24.0, float64(height)-34
	if names {
		right -= 70
	}
	px := func(v float64) float64 { return left + (right-left)*across.at(v) }
	py := func(v float64) float64 { return bottom - (bottom-top)*up.at(v) }
	d := scaled(width, height, p.W.say("drivers.title"))
	p.frame(d, across, up, px, py, left, right, top, bottom)
	d.line("whole", px(mean), top, px(mean), bottom, 1, "")
	d.line("whole", left, py(1/float64(len(points))), right, py(1/float64(len(points))), 1, "")
	placed := place(points, px, py, names, left, float64(width), top, bottom)
	for _, q := range placed {
		q.draw(d, px(q.x), py(q.y), func(v float64) float64 { return py(v) }, names)
	}
	return d.end()
}

// frame draws both axes with their names and a few values.
func (p page) frame(d *drawing, across, up span, px, py func(float64) float64, left, right, top, bottom float64) {
	d.line("axis", left, bottom, right, bottom, 1, "")
	d.line("axis", left, top, left, bottom, 1, "")
	for _, v := range across.ticks(5) {
		d.text("", "middle", px(v), bottom+14, "", p.W.num(100*v, 0))
	}
	for _, v := range up.ticks(4) {
		if v > 0 {
			d.text("", "end", left-5, py(v)+4, "", p.W.num(100*v, 0))
		}
	}
	d.text("", "start", 0, 11, "", p.W.say("drivers.up")+", %")
	d.text("", "end", right, bottom+29, "", p.W.say("drivers.across"))
}

func (q point) draw(d *drawing, x, y float64, py func(float64) float64, names bool) {
	d.b.WriteString(`<g class="` + q.judgement + `">`)
	if q.low != nil && q.high != nil {
		d.line("band", x, py(*q.low), x, py(*q.high), 5, "")
	}
	switch q.judgement {
	case "short":
		d.triangle("mark", x, y, 6)
	case "unsure":
		d.circle("ring", x, y, 4.5, "")
	default:
		d.circle("mark", x, y, 4.5, "")
	}
	d.b.WriteString("</g>")
	label := strconv.Itoa(q.number)
	if names && q.labelled {
		label += " " + clip(q.name)
	}
	d.text("strong", q.labelAlign, q.labelX, q.labelY, "", label)
}

const labelRunes = 30

func clip(name string) string {
	if utf8.RuneCountInString(name) <= labelRunes {
		return name
	}
	return string([]rune(name)[:labelRunes-1]) + "…"
}

// box is the room that a label or a mark takes.
type box struct{ x1, y1, x2, y2 float64 }

func (b box) meets(o box) bool { return b.x1 < o.x2 && o.x1 < b.x2 && b.y1 < o.y2 && o.y1 < b.y2 }

// place finds room for the labels, the most important first: beside the mark,
// above or below it. A name without room is left to its number.
func place(points []point, px, py func(float64) float64, names bool, left, width, top, bottom float64) []point {
	var taken []box
	for _, q := range points {
		x, y := px(q.x), py(q.y)
		taken = append(taken, box{x - 6, y - 6, x + 6, y + 6})
	}
	out := make([]point, 0, len(points))
	for i, q := range points {
		for _, long := range []bool{names, false} {
			if q.put(px(q.x), py(q.y), long, taken, i, box{left, top - 12, width, bottom}) {
				break
			}
		}
		taken = append(taken, q.room(q.labelled))
		out = append(out, q)
	}
	return out
}

// How wide letters are at the size of labels, on the safe side.
const (
	letterWidth  = 6.2
	capitalWidth = 8.0
	letterHeight = 12.0
)

func (q *point) length(long bool) float64 {
	text := strconv.Itoa(q.number)
	if long {
		text += " " + clip(q.name)
	}
	width := 0.0
	for _, r := range text {
		if unicode.IsUpper(r) {
			width += capitalWidth
		} else {
			width += letterWidth
		}
	}
	return width
}

// room is where the label stands.
func (q *point) room(long bool) box {
	x := q.labelX
	switch q.labelAlign {
	case "end":
		x -= q.length(long)
	case "middle":
		x -= q.length(long) / 2
	}
	return box{x - 2, q.labelY - letterHeight + 2, x + q.length(long) + 2, q.labelY + 3}
}

// put tries the places round a mark; without room the last one stays.
func (q *point) put(x, y float64, long bool, taken []box, own int, frame box) bool {
	for _, at := range []struct {
		dx, dy float64
		align  string
	}{{9, 4, "start"}, {-9, 4, "end"}, {0, -10, "middle"}, {0, 18, "middle"}, {9, -8, "start"}, {9, 15, "start"}, {-9, -8, "end"}, {-9, 15, "end"}} {
		q.labelX, q.labelY, q.labelAlign, q.labelled = x+at.dx, y+at.dy, at.align, long
		room := q.room(long)
		free := room.x1 >= frame.x1 && room.x2 <= frame.x2 && room.y1 >= frame.y1 && room.y2 <= frame.y2
		for i, b := range taken {
			free = free && (i == own || !room.meets(b))
		}
		if free {
			return true
		}
	}
	return false
}

// scatterKey tells the judgements apart by shape and word.
func (p page) scatterKey() template.HTML {
	out := `<p class="key">`
	for _, j := range []string{"holds", "unsure", "short"} {
		d := &drawing{}
		d.b.WriteString(`<svg viewBox="0 0 14 12" aria-hidden="true"><g class="` + j + `">`)
		switch j {
		case "short":
			d.triangle("mark", 7, 6, 5)
		case "unsure":
			d.circle("ring", 7, 6, 4, "")
		default:
			d.circle("mark", 7, 6, 4.5, "")
		}
		out += "<span>" + d.b.String() + "</g></svg>" + template.HTMLEscapeString(p.W.say("drivers."+j)) + "</span>"
	}
	return template.HTML(out + "</p>") //nolint:gosec // its words were escaped
}
