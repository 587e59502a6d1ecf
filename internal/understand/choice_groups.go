package understand

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/stat"
)

// fill puts what was read into a result.
func (w *choiceWork) fill(ctx context.Context, ask ChoicesQuery, asked askedChoice, cuts []cut, out *ChoicesResult) error {
	order := w.order(asked)
	for _, i := range order {
		words := asked.words[w.codes[i]]
		if words == nil {
			words = questionnaire.Words{}
		}
		out.Options = append(out.Options, ChoiceOption{w.codes[i], words})
	}
	out.Total = w.group(&w.whole, order, nil)
	smallest, err := w.q.service.smallest(ctx)
	if err != nil {
		return err
	}
	if len(w.list) > maxParts {
		out.LeftOut = "too_many_values"
		return nil
	}
	keep := w.list[:0]
	for _, t := range w.list {
		if t.parts.Answers < leastCompared(smallest) {
			out.Small++
			continue
		}
		keep = append(keep, t)
	}
	// One small value beside those that are shown would be told by what is left.
	if out.Small > 0 && len(keep) > 0 && w.rest(keep) < leastCompared(smallest) {
		least := slices.MinFunc(keep, func(a, b *choiceTally) int { return int(a.parts.Answers - b.parts.Answers) })
		keep = slices.DeleteFunc(keep, func(t *choiceTally) bool { return t == least })
		out.Small++
	}
	return w.groups(ctx, ask, cuts, keep, order, out)
}

// rest is how many answers no group shows.
func (w *choiceWork) rest(kept []*choiceTally) int64 {
	n := w.whole.parts.Answers
	for _, t := range kept {
		n -= t.parts.Answers
	}
	return n
}

// order are the numbers of the items as the question orders its options.
func (w *choiceWork) order(asked askedChoice) []int {
	var out []int
	for _, code := range asked.order {
		if n, shown := w.items[code]; shown {
			out = append(out, n)
		}
	}
	for n, code := range w.codes {
		if asked.words[code] == nil {
			out = append(out, n)
		}
	}
	return out
}

func (w *choiceWork) groups(ctx context.Context, ask ChoicesQuery, cuts []cut, list []*choiceTally, order []int, out *ChoicesResult) error {
	var named []*tally
	for _, t := range list {
		named = append(named, &tally{key: []sql.NullString{t.key}})
	}
	l, err := w.q.service.loadLabels(ctx, w.q.snap, cuts, idsOf(named, ask.Period, cuts))
	if err != nil {
		return err
	}
	var tests []*FigureDifference
	var p []float64
	for _, t := range list {
		against := stat.CompareChoices(w.full(t.parts), w.others(t))
		g := w.group(t, order, against)
		if len(cuts) > 0 {
			part := l.part(cuts[0], t.key)
			g.Key = &part
		} else {
			span, err := w.q.span(ask.Period, t.key.String)
			if err != nil {
				return err
			}
			g.Period = &span
		}
		for i := range g.Items {
			if d := g.Items[i].Others; d.P != nil {
				tests, p = append(tests, d), append(p, *d.P)
			}
		}
		out.Groups = append(out.Groups, g)
	}
	for i, q := range stat.BenjaminiHochberg(p) {
		tests[i].Q = finite(q)
	}
	out.Compared = len(p)
	slices.SortStableFunc(out.Groups, func(a, b ChoiceGroup) int {
		return compareCells(cuts, MetricCell{Period: a.Period, Key: partsOf(a.Key)}, MetricCell{Period: b.Period, Key: partsOf(b.Key)})
	})
	return nil
}

func partsOf(key *CutPart) []CutPart {
	if key == nil {
		return nil
	}
	return []CutPart{*key}
}

// full are parts of which the number of items is known.
func (w *choiceWork) full(p stat.ChoiceParts) stat.ChoiceParts {
	p.Items = len(w.codes)
	return p
}

// others are the choices of all other groups. A customer may stand on both sides:
// as many clusters are counted as there surely are.
func (w *choiceWork) others(of *choiceTally) stat.ChoiceParts {
	p := stat.ChoiceParts{Items: len(w.codes), Answers: w.whole.parts.Answers - of.parts.Answers}
	for _, t := range w.list {
		if t != of {
			p.Rows = append(p.Rows, t.parts.Rows...)
			p.Clusters = max(p.Clusters, t.parts.Clusters)
		}
	}
	p.Clusters = max(p.Clusters, w.whole.parts.Clusters-of.parts.Clusters)
	return p
}

func (w *choiceWork) group(t *choiceTally, order []int, others []stat.Difference) ChoiceGroup {
	c := stat.ComputeChoices(w.full(t.parts))
	g := ChoiceGroup{Answers: t.parts.Answers, Sets: c.Sets, Trouble: string(c.Trouble), Items: make([]ChoiceItem, 0, len(order))}
	for _, i := range order {
		item := ChoiceItem{Code: w.codes[i], Shown: c.Items[i].Shown, Best: c.Items[i].Best, Worst: c.Items[i].Worst,
			Score: choiceFigureOf(c.Items[i].Score), Share: choiceFigureOf(c.Items[i].Share)}
		if others != nil {
			d := differenceOf(others[i])
			if math.IsNaN(others[i].Value) {
				d.Value = nil
			}
			item.Others = &d
		}
		g.Items = append(g.Items, item)
	}
	return g
}
