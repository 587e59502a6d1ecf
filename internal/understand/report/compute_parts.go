package report

import (
	"context"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/understand"
)

// maxSegments is how many segments a report lists; q is taken over all.
const maxSegments = 500

// segments compares by every column that divides the answers.
func (m *maker) segments(ctx context.Context) error {
	keys := m.segmentKeys()
	if len(keys) == 0 {
		return nil
	}
	r, err := m.Figures.Segments(ctx, understand.SegmentsQuery{Measure: m.score.MeasureID(), By: keys, Filter: m.filter(), Limit: maxSegments})
	if err != nil {
		return err
	}
	m.doc.Compared, m.doc.Distinct, m.doc.SegmentCount = r.Considered, r.Distinct, r.Count
	for _, s := range r.Segments {
		value := s.Key.Label
		if s.Key.Value == nil {
			value = "(" + m.words.say("segments.blank") + ")"
		}
		column := s.KeyLabel
		if c := m.byKey(s.Key.Cut); c != nil {
			column = c.Name
		}
		d := s.AgainstRest
		m.doc.Segments = append(m.doc.Segments, Segment{
			Column: column, Value: value, N: s.N, Share: s.Share, Metric: intervalOf(s.Figure), Unit: s.Figure.Unit,
			AgainstRest: Against{Difference: d.Value, Low: d.Low, High: d.High, P: d.P, Q: d.Q},
		})
	}
	return nil
}

// segmentKeys are the keys of the columns to compare by, in their order.
func (m *maker) segmentKeys() []string {
	var keys []string
	for i := range m.Sheet.Columns {
		c := &m.Sheet.Columns[i]
		switch c.Role {
		case collect.SheetSegment, collect.SheetUnit, collect.SheetChannel, collect.SheetLanguage, collect.SheetOutcome, collect.SheetValue:
			if c.Key() != "" {
				keys = append(keys, c.Key())
			}
		}
	}
	return keys
}

func (m *maker) byKey(key string) *collect.SheetColumn {
	for i := range m.Sheet.Columns {
		if m.Sheet.Columns[i].Key() == key {
			return &m.Sheet.Columns[i]
		}
	}
	return nil
}

func (m *maker) drivers(ctx context.Context) error {
	d := &m.doc.Drivers
	d.Items = []Driver{}
	if len(m.rated) == 0 {
		d.Trouble = "no_drivers"
		return nil
	}
	if len(m.rated) > maxDrivers {
		m.note("drivers_cut", "n", number(float64(len(m.rated))), "max", number(maxDrivers))
	}
	actions, r, err := m.Figures.ActionsAndDrivers(ctx, understand.ActionsQuery{Measure: m.score.MeasureID(), Drivers: m.asked(), By: m.actionKeys(), Filter: m.filter()})
	m.found = actions
	if err != nil {
		return err
	}
	d.R2Value, d.R2Low, d.R2High, d.N, d.Unit, d.Considered, d.Trouble = r.R2.Value, r.R2.Low, r.R2.High, r.N, r.Unit, r.Considered, r.Trouble
	d.Method = m.words.say("method.relative_weights", "interval", m.words.method(r.R2.MethodLabel))
	for _, f := range r.Drivers {
		d.Items = append(d.Items, m.driver(f))
	}
	return nil
}

// asked are the drivers to name; none where there are too many, for those that
// were answered most often.
func (m *maker) asked() []string {
	if len(m.rated) > maxDrivers {
		return nil
	}
	return m.rated
}

// maxDrivers is how many one analysis takes.
const maxDrivers = 30

func (m *maker) driver(f understand.DriverFigure) Driver {
	c := m.whose[f.Measure.ID]
	s := scaleOf(c)
	if s != nil {
		s.Good = nil
	}
	return Driver{
		Column: f.Measure.Name, N: f.N, Mean: f.Mean, Scale: s, Weight: f.Weight.Value, Share: f.Share.Value, Low: f.Share.Low, High: f.Share.High,
		Noise: f.Noise, Slope: f.Slope.Value, Penalty: f.Penalty.Value, Reward: f.Reward.Value, Shape: f.Shape, Gain: coefficient(f.Gain), Target: f.Target,
		SlopeInterval: coefficient(f.Slope), PenaltyInterval: coefficient(f.Penalty), RewardInterval: coefficient(f.Reward),
		SkippedBy: f.Skipped.N, SkippedDiffer: f.Skipped.Warn, Trouble: f.Trouble,
	}
}

func coefficient(c understand.Coefficient) Interval {
	return Interval{Value: c.Value, Low: c.Low, High: c.High}
}
