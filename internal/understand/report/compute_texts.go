package report

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/collect"
)

// Texts are shown from so many on: fewer would point to who wrote them.
const fewTexts = 10

// How many texts a group shows, and for how many of the drivers to work on
// first.
const (
	quotesOfScore  = 4
	quotesOfDriver = 2
	driversQuoted  = 3
)

// texts chooses what people said: at both ends of the score, and low on the
// drivers to work on first. A text is shown once.
func (m *maker) texts(context.Context) error {
	q := m.Sheet.Quotes()
	t := &m.doc.Texts
	t.N, t.Columns, t.Groups = q.N, []TextColumn{}, []TextGroup{}
	for i := range m.Sheet.Columns {
		if c := &m.Sheet.Columns[i]; c.Role == collect.SheetText {
			t.Columns = append(t.Columns, TextColumn{Column: c.Name, N: q.Columns[c.Name]})
		}
	}
	switch {
	case len(t.Columns) == 0:
		t.Trouble = "no_texts"
		return nil
	case t.N < fewTexts:
		t.Trouble = "too_few"
		return nil
	}
	var shown []int64
	m.group(&shown, TextGroup{Kind: "lowest"}, m.score, q.Lowest[m.score.MeasureID()], quotesOfScore)
	m.group(&shown, TextGroup{Kind: "highest"}, m.score, q.Highest[m.score.MeasureID()], quotesOfScore)
	for _, c := range m.firstDrivers() {
		m.group(&shown, TextGroup{Kind: "driver", Driver: c.Name}, c, q.Lowest[c.MeasureID()], quotesOfDriver)
	}
	return nil
}

// group adds the first quotes that no group has shown.
func (m *maker) group(shown *[]int64, g TextGroup, c *collect.SheetColumn, quotes []collect.Quote, most int) {
	for _, q := range quotes {
		if len(g.Quotes) == most || slices.Contains(*shown, q.Row) {
			continue
		}
		*shown = append(*shown, q.Row)
		show := TextShow{Column: q.Column, Text: q.Text, Score: q.Score, Label: c.Scale.LabelOf(q.Score)}
		if !q.At.IsZero() {
			show.Month = q.At.Format("2006-01")
		}
		g.Quotes = append(g.Quotes, show)
	}
	if len(g.Quotes) > 0 {
		m.doc.Texts.Groups = append(m.doc.Texts.Groups, g)
	}
}

// firstDrivers are the drivers of the first actions, each once.
func (m *maker) firstDrivers() []*collect.SheetColumn {
	var out []*collect.SheetColumn
	for _, a := range m.doc.Actions {
		for i := range m.Sheet.Columns {
			c := &m.Sheet.Columns[i]
			if c.Role == collect.SheetDriver && c.Name == a.Evidence.Driver && !slices.Contains(out, c) && len(out) < driversQuoted {
				out = append(out, c)
			}
		}
	}
	return out
}
