package understand

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
	"github.com/balcony-cx/balcony/internal/web"
)

// The bounds of a page of cells. One page may hold all the groups there can
// be, so that whoever takes all of them along has them of one moment.
const (
	defaultCells = 500
	maxCells     = maxGroupRows
	maxCuts      = 4
)

// Metric is a measure's metric by cuts and period, within the reach of whoever
// asks. An unknown measure, or one that may not be seen, is not found.
func (s *Service) Metric(ctx context.Context, query Query) (*MetricResult, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	if query.Period == "" {
		query.Period = PeriodNone
	}
	if err := query.Period.check("period"); err != nil {
		return nil, err
	}
	if len(query.By) > maxCuts {
		return nil, fault.Invalid("by", "A metric is cut by at most 4 keys at a time.")
	}
	m, err := s.measure(ctx, query.Measure, reach)
	if err != nil {
		return nil, err
	}
	var weighting *Weighting
	if query.Weighting != "" {
		if weighting, err = s.weightingOf(ctx, query.Weighting, m); err != nil {
			return nil, err
		}
	}
	var result *MetricResult
	err = s.o.Facts.View(ctx, query.Position, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, m, query.Filter, reach)
		if err != nil {
			return err
		}
		q.weighting = weighting
		result, err = q.metric(ctx, query)
		return err
	})
	return result, err
}

func (q *inquiry) metric(ctx context.Context, query Query) (*MetricResult, error) {
	cuts, err := q.cutsOf(ctx, query.By)
	if err != nil {
		return nil, err
	}
	if err := q.settle(ctx, &query.Period); err != nil {
		return nil, err
	}
	cond := q.inDays(q.from, q.to)
	if err := q.classify(ctx, cuts, cond); err != nil {
		return nil, err
	}
	dims := q.dimensions(query.Period, cuts)
	list, err := q.tallies(ctx, dims, cond)
	if err != nil {
		return nil, err
	}
	all := whole(list)
	if err := q.complete(ctx, dims, cond, list, all); err != nil {
		return nil, err
	}
	origin, err := q.origin(ctx, all)
	if err != nil {
		return nil, err
	}
	total := q.estimate(all, nil)
	result := &MetricResult{FigureOrigin: origin, Period: string(query.Period), Cuts: []CutInfo{}, Cells: []MetricCell{},
		Total: MetricCell{Key: []CutPart{}, Figure: figureOf(total), Distribution: distribution(all.group.Total.Counts), Answers: q.answers(nil, nil), Classes: q.classes(all, total)}}
	if result.Without, err = q.withoutDoubtful(ctx, query); err != nil {
		return nil, err
	}
	if q.weighting != nil {
		if err := q.weigh(ctx, result, dims, query.Period != PeriodNone, cond, list); err != nil {
			return nil, err
		}
	}
	for _, c := range cuts {
		result.Cuts = append(result.Cuts, CutInfo{Key: c.asked(), Label: c.label})
	}
	if len(dims) == 0 {
		return result, nil
	}
	cells, err := q.cells(ctx, query.Period, cuts, list, &total)
	if err != nil {
		return nil, err
	}
	result.CellCount = len(cells)
	result.Cells, result.Next, err = page(cells, query.Limit, defaultCells, maxCells, query.Cursor)
	return result, err
}

func (q *inquiry) dimensions(p Period, cuts []cut) []dimension {
	var dims []dimension
	if p != PeriodNone {
		dims = append(dims, dimension{name: "period", expr: p.column(q.calendar.begin)})
	}
	return append(dims, dimensionsOf(cuts)...)
}

// classes are the shares of promoters, passives and detractors, or of good and
// other answers, each with its own interval.
func (q *inquiry) classes(t *tally, parent stat.Estimate) []ClassShare {
	shares := []ClassShare{}
	if t.group.Total.N == 0 {
		return shares
	}
	for _, c := range stat.Classes(q.measure.kind(), t.group) {
		shares = append(shares, ClassShare{Key: c.Key, Figure: figureOf(stat.Compute(stat.KindShare, c.Group, parent.Deff))})
	}
	return shares
}

// cells turns tallies into cells, by period and then by the cuts' values.
func (q *inquiry) cells(ctx context.Context, p Period, cuts []cut, list []*tally, total *stat.Estimate) ([]MetricCell, error) {
	l, err := q.service.loadLabels(ctx, q.snap, cuts, idsOf(list, p, cuts))
	if err != nil {
		return nil, err
	}
	cells := make([]MetricCell, 0, len(list))
	for _, t := range list {
		cell := MetricCell{Distribution: distribution(t.group.Total.Counts)}
		key := t.key
		if p != PeriodNone {
			span, err := q.span(p, key[0].String)
			if err != nil {
				return nil, err
			}
			cell.Period, key = &span, key[1:]
		}
		cell.Key = l.parts(cuts, key)
		cell.Figure = figureOf(q.estimate(t, total))
		if q.fair != nil {
			cell.Figure = figureOf(q.fair.groups[keyOf(t.key)])
		}
		cell.Answers = q.answers(cell.Period, cell.Key)
		cells = append(cells, cell)
	}
	slices.SortStableFunc(cells, func(a, b MetricCell) int { return compareCells(cuts, a, b) })
	return cells, nil
}

func (q *inquiry) span(p Period, first string) (DaySpan, error) {
	if len(first) > len(dayLayout) {
		first = first[:len(dayLayout)]
	}
	t, err := time.Parse(dayLayout, first)
	if err != nil {
		return DaySpan{}, fault.Wrap(err, fault.CodeInternal, "read a period")
	}
	return p.span(t, q.from, q.to, q.calendar.today), nil
}

func idsOf(list []*tally, p Period, cuts []cut) namedIDs {
	ids := namedIDs{}
	for i, c := range cuts {
		if !c.isNamed() {
			continue
		}
		if p != PeriodNone {
			i++
		}
		for _, t := range list {
			if k := t.key[i]; k.Valid {
				ids.add(c.key, k.String)
			}
		}
	}
	return ids
}

func compareCells(cuts []cut, a, b MetricCell) int {
	if a.Period != nil && a.Period.From != b.Period.From {
		if a.Period.From < b.Period.From {
			return -1
		}
		return 1
	}
	for i, c := range cuts {
		switch {
		case c.less(a.Key[i], b.Key[i]):
			return -1
		case c.less(b.Key[i], a.Key[i]):
			return 1
		}
	}
	return 0
}

// page cuts a page out of all items; the cursor is the number of items before.
// Without a limit it is the usual one, and never more than most.
func page[T any](items []T, limit, usual, most int, cursor string) ([]T, string, error) {
	if limit <= 0 {
		limit = usual
	}
	limit = min(limit, most)
	skip := 0
	if err := web.DecodeCursor(cursor, &skip); err != nil {
		return nil, "", err
	}
	skip = max(0, min(skip, len(items)))
	end := min(skip+limit, len(items))
	next := ""
	if end < len(items) {
		next = web.EncodeCursor(end)
	}
	return append([]T{}, items[skip:end]...), next, nil
}
