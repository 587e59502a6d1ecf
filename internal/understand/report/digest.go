package report

import (
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/understand"
)

// Digest is a metric in the words of a mail.
type Digest struct {
	Heading string // the metric's name and the measure's
	Figure  string // "41 (37 to 46)"; a dash where there is none
	Line    string // interval, n and method
	Filter  string // what it was narrowed to; empty where nothing
	Change  string // what became of it since the period before
	Rows    []DigestRow
}

// DigestRow is a value of the cut, or of each of several, with its figure.
type DigestRow struct {
	Label  string `json:"label"`
	Figure string `json:"figure"`
	Detail string `json:"detail"`
}

// NewDigest writes a metric, by its cuts where it has some, and its last change
// in a language. An unknown language is invalid.
func NewDigest(language string, m *understand.MetricResult, c *understand.ChangesResult) (Digest, error) {
	w, err := wordsOf(language)
	if err != nil {
		return Digest{}, err
	}
	f := m.Total.Figure
	d := Digest{
		Heading: w.say("digest.heading", "metric", w.say("metric."+m.Measure.Metric), "measure", m.Measure.Name),
		Figure:  w.spoken(f.Unit, intervalOf(f)), Line: w.digestLine(f), Filter: w.digestFilter(m.FigureOrigin), Change: w.digestChange(c),
		Rows: []DigestRow{},
	}
	for _, cell := range m.Cells {
		d.Rows = append(d.Rows, DigestRow{Label: w.cellName(cell), Figure: w.spoken(cell.Figure.Unit, intervalOf(cell.Figure)), Detail: w.digestLine(cell.Figure)})
	}
	return d, nil
}

// spoken is a figure with its interval behind it.
func (w words) spoken(unit string, v Interval) string {
	s := w.interval(unit, v)
	if !s.Known {
		return s.Value
	}
	return w.say("digest.figure", "value", s.Value, "low", s.Low, "high", s.High)
}

func (w words) digestLine(f understand.Figure) string {
	if f.Method == "" {
		return w.say("digest.n", "n", w.count(f.N))
	}
	return w.say("digest.line", "n", w.count(f.N), "method", w.method(f.MethodLabel))
}

func (w words) cellName(cell understand.MetricCell) string {
	var parts []string
	for _, k := range cell.Key {
		label := k.Label
		if k.Value == nil {
			label = w.say("digest.none")
		}
		parts = append(parts, label)
	}
	return strings.Join(parts, ", ")
}

// digestFilter names days and values, "1 January 2026 to 31 March 2026; Class:
// Eco, Business".
func (w words) digestFilter(o understand.FigureOrigin) string {
	var parts []string
	if o.From != "" || o.To != "" {
		key := "digest.days"
		if o.From == "" {
			key = "digest.until"
		} else if o.To == "" {
			key = "digest.since"
		}
		parts = append(parts, w.say(key, "from", w.dayOf(o.From), "to", w.dayOf(o.To)))
	}
	for _, f := range o.Where {
		var values []string
		for _, v := range f.Values {
			if v.Value == nil {
				v.Label = w.say("digest.none")
			}
			values = append(values, v.Label)
		}
		parts = append(parts, w.say("digest.where", "key", f.Label, "values", strings.Join(values, ", ")))
	}
	return strings.Join(parts, "; ")
}

func (w words) dayOf(text string) string {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return w.day(t)
}

// digestChange says what became of the figure, and whether more than chance is
// behind it.
func (w words) digestChange(c *understand.ChangesResult) string {
	if c == nil || c.Overall.Difference.Value == nil {
		return w.say("digest.change.none")
	}
	d := c.Overall.Difference
	moved := w.difference(d.Unit, Interval{Value: d.Value, Low: d.Low, High: d.High})
	key := "digest.change.noise"
	if d.Q != nil && *d.Q <= .05 {
		key = "digest.change.real"
	}
	return w.say(key, "value", moved.Value, "low", moved.Low, "high", moved.High,
		"from", w.dayOf(c.Now.From), "to", w.dayOf(c.Now.To), "n", w.count(c.Overall.Now.Figure.N), "before", w.count(c.Overall.Before.Figure.N))
}
