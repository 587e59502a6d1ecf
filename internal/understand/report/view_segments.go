package report

import (
	"cmp"
	"html/template"
	"slices"
)

// How many segments the picture and the table show.
const (
	segmentsDrawn  = 24
	segmentsListed = 100
)

const distinctQ = 0.05

// differs is what the card of the segments shows.
type differs struct {
	Note, More, Caption, Rest string
	Groups                    []segmentGroup
	Table                     []segmentRow
}

type segmentGroup struct {
	Column string
	Rows   []segmentRow
}

type segmentRow struct {
	Column, Name, N, Share, Q string
	Figure, Against           shown
	Picture                   template.HTML
}

// Differs is the card of the segments: what stands out is drawn, the rest is
// in the table.
func (p page) Differs() differs {
	if len(p.Segments) == 0 {
		return differs{Note: p.W.say("segments.none")}
	}
	numbers := []string{"distinct", p.W.count(int64(p.Distinct)), "considered", p.W.count(int64(p.Compared))}
	d := differs{Note: p.W.say("segments.note", numbers...), Caption: p.W.say("segments.all", "n", p.W.count(int64(p.SegmentCount)))}
	if p.Distinct == 0 {
		d.Note = p.W.say("segments.nothing", numbers...)
	}
	drawn := p.standing()
	d.Groups = p.groups(drawn)
	if more := p.Distinct - len(drawn); more > 0 {
		d.More = p.W.say("segments.more", "n", p.W.count(int64(more)))
	}
	for _, s := range p.Segments[:min(segmentsListed, len(p.Segments))] {
		d.Table = append(d.Table, p.segmentRow(s))
	}
	if rest := p.SegmentCount - len(d.Table); rest > 0 {
		d.Rest = p.W.say("segments.rest", "n", p.W.count(int64(rest)))
	}
	return d
}

// standing are the segments that stand out, the strongest evidence first. The
// same answers by the same name in a further column are drawn once.
func (p page) standing() []Segment {
	var out []Segment
	for _, s := range p.Segments {
		q := s.AgainstRest.Q
		if q == nil || *q > distinctQ || len(out) == segmentsDrawn {
			continue
		}
		if !slices.ContainsFunc(out, func(o Segment) bool {
			return o.Value == s.Value && o.N == s.N && valueOf(o.Metric) == valueOf(s.Metric)
		}) {
			out = append(out, s)
		}
	}
	return out
}

// groups puts segments under their columns, the best first.
func (p page) groups(list []Segment) []segmentGroup {
	axis := emptySpan()
	axis.hold(p.Metric.Value)
	for _, s := range list {
		axis.hold(s.Metric.Low, s.Metric.High, s.Metric.Value)
	}
	axis = axis.padded(.03, p.bounds())
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Segment) int { return cmp.Compare(valueOf(b.Metric), valueOf(a.Metric)) })
	var out []segmentGroup
	for _, s := range list { // columns in the order of evidence
		if !slices.ContainsFunc(out, func(g segmentGroup) bool { return g.Column == s.Column }) {
			out = append(out, segmentGroup{Column: s.Column})
		}
	}
	for i := range out {
		for _, s := range sorted {
			if s.Column != out[i].Column {
				continue
			}
			row := p.segmentRow(s)
			row.Picture = p.strip(s, axis)
			out[i].Rows = append(out[i].Rows, row)
		}
	}
	return out
}

func valueOf(v Interval) float64 {
	if v.Value == nil {
		return 0
	}
	return *v.Value
}

func (p page) segmentRow(s Segment) segmentRow {
	a := s.AgainstRest
	return segmentRow{
		Column: s.Column, Name: s.Value, N: p.W.count(s.N), Share: p.W.percent(s.Share, 1), Q: p.W.chance(a.Q),
		Figure: p.W.interval(s.Unit, s.Metric), Against: p.W.difference(s.Unit, Interval{a.Difference, a.Low, a.High}),
	}
}

const stripHeight = 22

// strip draws one segment beside the figure of all.
func (p page) strip(s Segment, axis span) template.HTML {
	d := hidden(stripHeight)
	const y = stripHeight / 2
	d.line("axis", 0, y, 100, y, 1, "%")
	if p.Metric.Value != nil {
		x := 100 * axis.at(*p.Metric.Value)
		d.line("whole", x, 0, x, stripHeight, 1, "%")
	}
	class := "holds"
	if a := s.AgainstRest.Difference; a != nil && *a < 0 {
		class = "short"
	}
	d.estimate(class, axis, s.Metric, y, 7, 15)
	return d.end()
}
