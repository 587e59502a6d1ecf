package understand

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/stat"
)

// fill puts what was read into the result.
func (w *reasonWork) fill(ctx context.Context) error {
	w.order()
	w.out.Total = w.group(w.whole, false)
	smallest, err := w.q.service.smallest(ctx)
	if err != nil {
		return err
	}
	if len(w.groups) > maxParts {
		w.out.LeftOut = "too_many_values"
		return nil
	}
	keep := slices.DeleteFunc(w.groups, func(t *reasonTally) bool { return t.all.Total.N < leastCompared(smallest) })
	w.out.Small = len(w.groups) - len(keep)
	// One small group beside those that are shown would be told by what is left.
	rest := w.whole.all.Total.N
	for _, t := range keep {
		rest -= t.all.Total.N
	}
	if rest > 0 && len(keep) > 0 && rest < leastCompared(smallest) {
		least := slices.MinFunc(keep, func(a, b *reasonTally) int { return cmp.Compare(a.all.Total.N, b.all.Total.N) })
		keep = slices.DeleteFunc(keep, func(t *reasonTally) bool { return t == least })
		w.out.Small++
	}
	return w.shown(ctx, keep)
}

// order has the reason named most often first and other last, and names them.
func (w *reasonWork) order() {
	for code := range w.whole.byReason {
		w.codes = append(w.codes, code)
	}
	named := func(code string) float64 { return w.whole.byReason[code].named.W }
	slices.SortFunc(w.codes, func(a, b string) int {
		if other := b == measure.OtherReason; other != (a == measure.OtherReason) {
			return map[bool]int{true: -1, false: 1}[other]
		}
		return cmp.Or(cmp.Compare(named(b), named(a)), cmp.Compare(a, b))
	})
	for _, code := range w.codes {
		r := NamedReason{Code: code, Text: questionnaire.Words{}}
		if code == measure.OtherReason {
			r.Text = w.list.Other
		}
		for _, listed := range w.list.Reasons {
			if listed.Code == code {
				r.Text, r.Rested = listed.Text, listed.RestedAt != nil
			}
		}
		w.out.Reasons = append(w.out.Reasons, r)
	}
}

// group are the reasons of one group; beside tells that it is a part of the whole, which
// comes first.
func (w *reasonWork) group(t *reasonTally, beside bool) ReasonGroup {
	g := ReasonGroup{N: t.all.Total.N, Items: make([]ReasonItem, 0, len(w.codes))}
	for _, code := range w.codes {
		c := t.named(code)
		part := t.share(code, w.q.weighted)
		item := ReasonItem{Code: code, Chosen: c.chosen, Read: c.read}
		parent := 0.0
		if beside {
			item.Others = w.others(code, part)
			parent = w.deff[code]
		}
		e := reasonShare(part, parent)
		if item.Share = figureOf(e); !beside && e.Trouble == stat.TroubleNone {
			w.deff[code] = e.Deff
		}
		g.Items = append(g.Items, item)
	}
	return g
}

// reasonShare is a share with its interval; without one where that would need the sums of
// more clusters than are fetched.
func reasonShare(g stat.Group, parentDeff float64) stat.Estimate {
	if g.NeedsClusters() {
		e := stat.Simple(stat.KindShare, g.Total)
		e.Low, e.High, e.Trouble = math.NaN(), math.NaN(), stat.TroubleTooFew
		return e
	}
	return stat.Compute(stat.KindShare, g, parentDeff)
}

// others sets a share beside that of all other answers.
func (w *reasonWork) others(code string, part stat.Group) *FigureDifference {
	c := stat.WithRest("", w.whole.share(code, w.q.weighted), part)
	d := FigureDifference{Unit: stat.KindShare.Unit(), Trouble: string(stat.TroubleTooFew)}
	if !stat.NeedsClusters(c.A, c.B, c.Shared) {
		d = differenceOf(stat.Compare(stat.KindShare, c.A, c.B, c.Shared))
	}
	return &d
}

// shown names the groups and judges the differences together.
func (w *reasonWork) shown(ctx context.Context, list []*reasonTally) error {
	var named []*tally
	for _, t := range list {
		named = append(named, &tally{key: []sql.NullString{t.key}})
	}
	l, err := w.q.service.loadLabels(ctx, w.q.snap, w.cuts, idsOf(named, w.period, w.cuts))
	if err != nil {
		return err
	}
	var tests []*FigureDifference
	var p []float64
	for _, t := range list {
		g := w.group(t, true)
		switch {
		case len(w.cuts) > 0:
			part := l.part(w.cuts[0], t.key)
			g.Key = &part
		case w.beside != nil:
			g.Class = t.key.String
		default:
			span, err := w.q.span(w.period, t.key.String)
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
		w.out.Groups = append(w.out.Groups, g)
	}
	for i, q := range stat.BenjaminiHochberg(p) {
		tests[i].Q = finite(q)
	}
	w.out.Compared = len(p)
	slices.SortStableFunc(w.out.Groups, func(a, b ReasonGroup) int {
		return cmp.Or(cmp.Compare(slices.Index(scoreClasses, a.Class), slices.Index(scoreClasses, b.Class)),
			compareCells(w.cuts, MetricCell{Period: a.Period, Key: partsOf(a.Key)}, MetricCell{Period: b.Period, Key: partsOf(b.Key)}))
	})
	return nil
}
