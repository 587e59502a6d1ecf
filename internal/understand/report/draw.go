package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// drawing is a picture being made. Across, places are per cent of its width,
// so letters and lines keep their size at every width; up and down they are
// pixels.
type drawing struct{ b strings.Builder }

// begin opens a picture of so many pixels' height, which a text stands for.
func begin(height int, label string) *drawing {
	d := &drawing{}
	fmt.Fprintf(&d.b, `<svg height="%d" role="img" aria-label="%s">`, height, template.HTMLEscapeString(label))
	return d
}

// hidden opens a picture whose figures stand beside it as text.
func hidden(height int) *drawing {
	d := &drawing{}
	fmt.Fprintf(&d.b, `<svg height="%d" aria-hidden="true">`, height)
	return d
}

// scaled opens a picture with places in units of its own, which grow and
// shrink with it.
func scaled(width, height int, label string) *drawing {
	d := &drawing{}
	fmt.Fprintf(&d.b, `<svg viewBox="0 0 %d %d" role="img" aria-label="%s">`, width, height, template.HTMLEscapeString(label))
	return d
}

func (d *drawing) end() template.HTML {
	d.b.WriteString("</svg>")
	return template.HTML(d.b.String()) //nolint:gosec // all text in it was escaped
}

func (d *drawing) line(class string, x1, y1, x2, y2, width float64, unit string) {
	fmt.Fprintf(&d.b, `<line class="%s" x1="%s%s" y1="%s" x2="%s%s" y2="%s" stroke-width="%s"/>`, class, short(x1), unit, short(y1), short(x2), unit, short(y2), short(width))
}

func (d *drawing) text(class, anchor string, x, y float64, unit, text string) {
	fmt.Fprintf(&d.b, `<text class="%s" text-anchor="%s" x="%s%s" y="%s">%s</text>`, class, anchor, short(x), unit, short(y), template.HTMLEscapeString(text))
}

func (d *drawing) circle(class string, x, y, r float64, unit string) {
	fmt.Fprintf(&d.b, `<circle class="%s" cx="%s%s" cy="%s" r="%s"/>`, class, short(x), unit, short(y), short(r))
}

// triangle points down; places are in the picture's own units.
func (d *drawing) triangle(class string, x, y, r float64) {
	fmt.Fprintf(&d.b, `<path class="%s" d="M%s %sh%sl%s %sz"/>`, class, short(x-r), short(y-r*.8), short(2*r), short(-r), short(1.8*r))
}

func short(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}

// span is a range of values that a picture shows.
type span struct{ low, high float64 }

// at is where a value stands, 0 to 1, kept inside.
func (s span) at(v float64) float64 {
	if s.high <= s.low {
		return .5
	}
	return math.Min(1, math.Max(0, (v-s.low)/(s.high-s.low)))
}

// hold widens a span to a value.
func (s *span) hold(values ...*float64) {
	for _, v := range values {
		if v != nil {
			s.low, s.high = math.Min(s.low, *v), math.Max(s.high, *v)
		}
	}
}

func emptySpan() span { return span{math.Inf(1), math.Inf(-1)} }

// padded leaves room at both ends without leaving the bounds.
func (s span) padded(by float64, bounds span) span {
	room := (s.high - s.low) * by
	if room == 0 {
		room = (bounds.high - bounds.low) * .05
	}
	return span{math.Max(bounds.low, s.low-room), math.Min(bounds.high, s.high+room)}
}

// ticks are a few round values inside a span.
func (s span) ticks(most int) []float64 {
	if s.high <= s.low {
		return []float64{s.low}
	}
	rough := (s.high - s.low) / float64(most)
	base := math.Pow(10, math.Floor(math.Log10(rough)))
	step := base * 10
	for _, m := range []float64{1, 2, 5} {
		if m*base >= rough {
			step = m * base
			break
		}
	}
	var out []float64
	for v := math.Ceil(s.low/step) * step; v <= s.high+step*1e-9; v += step {
		out = append(out, math.Round(v/step)*step)
	}
	return out
}
