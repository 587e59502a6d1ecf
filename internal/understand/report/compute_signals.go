package report

import (
	"context"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/understand"
)

// signals asks for what the figures hide: whose feedback matters, and what
// misleads.
func (m *maker) signals(ctx context.Context) error {
	keys := m.signalKeys()
	r, err := m.Figures.Signals(ctx, understand.SignalsQuery{Measure: m.score.MeasureID(), By: keys, Filter: m.filter()})
	if err != nil {
		return err
	}
	for _, s := range r.Signals {
		var params []string
		for name, value := range s.Params {
			if name == "event" && value == "" {
				value = m.goodOutcome(s.Params["outcome"])
			}
			params = append(params, name, value)
		}
		out := Signal{Kind: s.Kind, Title: m.words.say("signal."+s.Title, params...), Flagged: s.Flagged, Evidence: []Evidence{}}
		for _, e := range s.Evidence {
			out.Evidence = append(out.Evidence, Evidence{Key: e.Key, Interval: Interval{e.Value, e.Low, e.High}, N: e.N, Unit: e.Unit, Method: m.words.method(e.MethodLabel)})
		}
		m.doc.Signals = append(m.doc.Signals, out)
	}
	return nil
}

// signalKeys are all columns to compare by; the value is looked at by itself.
func (m *maker) signalKeys() []string {
	return slices.DeleteFunc(m.segmentKeys(), func(key string) bool { return m.byKey(key).Role == collect.SheetValue })
}

// goodOutcome is the answer that a measure of an outcome is the share of.
func (m *maker) goodOutcome(name string) string {
	for i := range m.Sheet.Columns {
		c := &m.Sheet.Columns[i]
		if c.Role != collect.SheetOutcome || c.Name != name || c.Scale == nil {
			continue
		}
		var good []string
		for _, g := range c.Scale.Good {
			good = append(good, c.Scale.LabelOf(g))
		}
		return strings.Join(good, ", ")
	}
	return ""
}
