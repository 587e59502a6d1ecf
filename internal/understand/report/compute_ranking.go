package report

import (
	"cmp"
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/understand"
)

// A column is ranked where it has so many values: fewer are compared one by
// one. Of many columns the units and then those of most values are.
const (
	rankedFrom    = 12
	rankedUpTo    = 2000
	rankedColumns = 3
	rankedShown   = 40 // half of them the first, half the last
)

// rankings orders the values of columns that have many.
func (m *maker) rankings(ctx context.Context) error {
	for _, i := range m.rankedColumns() {
		c := &m.Sheet.Columns[i]
		r, err := m.Figures.Ranking(ctx, understand.RankingQuery{Measure: m.score.MeasureID(), By: c.Key(), Filter: m.filter(), Limit: rankedUpTo})
		if err != nil {
			return err
		}
		if r.Count >= fewRanked && r.Spread.Trouble == "" {
			m.doc.Rankings = append(m.doc.Rankings, rankingOf(c.Name, r))
		}
	}
	return nil
}

// fewRanked is under how many values with enough answers nothing is ranked.
const fewRanked = 5

// rankedColumns are places in the sheet.
func (m *maker) rankedColumns() []int {
	var out []int
	keys := m.segmentKeys()
	for i := range m.Sheet.Columns {
		c, n := &m.Sheet.Columns[i], m.Sheet.Profile.Columns[i].Distinct
		if slices.Contains(keys, c.Key()) && c.Role != collect.SheetValue && c.Named() && n >= rankedFrom && n <= rankedUpTo {
			out = append(out, i)
		}
	}
	unit := func(i int) int {
		if m.Sheet.Columns[i].Role == collect.SheetUnit {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b int) int {
		return cmp.Or(unit(a)-unit(b), cmp.Compare(m.Sheet.Profile.Columns[b].Distinct, m.Sheet.Profile.Columns[a].Distinct))
	})
	return out[:min(len(out), rankedColumns)]
}

func rankingOf(column string, r *understand.RankingResult) Ranking {
	s := r.Spread
	out := Ranking{Column: column, Unit: r.Total.Figure.Unit, Items: []RankedItem{}, Count: r.Count, Left: r.Left, Without: r.Without,
		Spread: Spread{Mean: s.Mean, Tau2: s.Tau2, Real: Interval(s.Real), P: s.P, Distinct: s.Distinct, Trouble: s.Trouble}}
	for i, u := range r.Units {
		if len(r.Units) > rankedShown && i >= rankedShown/2 && i < len(r.Units)-rankedShown/2 {
			continue
		}
		out.Items = append(out.Items, RankedItem{Value: u.Key.Label, N: u.Figure.N, Metric: intervalOf(u.Figure), Shrunken: Interval(u.Shrunken), From: u.From, To: u.To})
	}
	return out
}
