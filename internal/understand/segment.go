package understand

import (
	"context"
	"math"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// The bounds of a page of segments.
const (
	defaultSegments = 50
	maxSegments     = maxGroupRows
)

// SegmentsQuery asks where a metric differs. Without keys it is all declared
// traits, channel, language, unit and survey. Numbers and dates are cut into
// classes.
type SegmentsQuery struct {
	Measure string
	By      []string
	Cross   bool // by all keys together instead of one after the other
	Filter
	Limit  int
	Cursor string
}

// Segments compares each value of each key with all other answers, within the
// reach of whoever asks, with q values over all of these comparisons. Values of
// fewer answers than the smallest group and keys of more than 120 values are left out, and that
// is said.
func (s *Service) Segments(ctx context.Context, query SegmentsQuery) (*SegmentsResult, error) {
	var result *SegmentsResult
	err := s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) (err error) {
		result, err = q.segments(ctx, query)
		return err
	})
	return result, err
}

func (q *inquiry) segments(ctx context.Context, query SegmentsQuery) (*SegmentsResult, error) {
	if query.Cross && len(query.By) == 0 {
		return nil, fault.Invalid("by", "Name the keys to cross with each other.")
	}
	if err := checkCrossed(query.By, query.Cross); err != nil {
		return nil, err
	}
	cuts, s, err := q.splitBy(ctx, query.By)
	if err != nil {
		return nil, err
	}
	result := &SegmentsResult{Keys: []SegmentKey{}, Total: q.totalCell(s)}
	if result.FigureOrigin, err = q.origin(ctx, s.whole); err != nil {
		return nil, err
	}
	keys, err := s.compareKeys(ctx, crossings(cuts, query.Cross))
	if err != nil {
		return nil, err
	}
	var found []SegmentFigure
	for _, k := range keys {
		result.Keys, found = append(result.Keys, k.info), append(found, k.segments...)
	}
	result.Considered, result.Distinct = judgeSegments(found)
	slices.SortStableFunc(found, byEvidence)
	result.Count = len(found)
	result.Segments, result.Next, err = page(found, query.Limit, defaultSegments, maxSegments, query.Cursor)
	return result, err
}

func (q *inquiry) totalCell(s *splitter) MetricCell {
	return MetricCell{Key: []CutPart{}, Figure: figureOf(s.total), Distribution: distribution(s.whole.group.Total.Counts),
		Answers: q.answers(nil, nil), Classes: q.classes(s.whole, s.total)}
}

// segmentCuts are the cuts asked for, or all there are; numbers and dates by
// class.
func (q *inquiry) segmentCuts(ctx context.Context, by []string) ([]cut, error) {
	if len(by) == 0 {
		by = append(q.traits.keys(), "channel", "language", "unit", "survey")
	}
	cuts, err := q.cutsOf(ctx, by)
	for i := range cuts {
		cuts[i].classed = cuts[i].ordered()
	}
	return cuts, err
}

// keys of all declared traits, by slot.
func (c catalogue) keys() []string {
	slots := make([]int, 0, len(c))
	for slot := range c {
		slots = append(slots, slot)
	}
	slices.Sort(slots)
	keys := make([]string, len(slots))
	for i, slot := range slots {
		keys[i] = c[slot].cut().key
	}
	return keys
}

// splitKey is a key with its parts and what came of comparing them.
type splitKey struct {
	cut      cut // the first of those that are crossed
	info     SegmentKey
	parts    []*tally
	beside   []withRest
	segments []SegmentFigure // of the parts with enough answers, in their order
	of       []int           // the part of each segment
}

// compareKeys compares the values of each key with the rest; q comes later,
// with the whole family.
func (s *splitter) compareKeys(ctx context.Context, crossed [][]cut) ([]splitKey, error) {
	keys := make([]splitKey, len(crossed))
	for i, cuts := range crossed {
		var err error
		if keys[i], err = s.compareKey(ctx, cuts); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// compareKey is about one key, or several crossed with each other.
func (s *splitter) compareKey(ctx context.Context, cuts []cut) (splitKey, error) {
	key := splitKey{cut: cuts[0], info: segmentKey(cuts)}
	most := maxParts
	if len(cuts) > 1 {
		most = maxCrossed
	}
	parts, many, err := s.parts(ctx, cuts, most)
	switch {
	case err != nil:
		return key, err
	case many:
		key.info.LeftOut = "too_many_values"
		return key, nil
	case len(parts) < 2: // one value has it all
		key.info.LeftOut = "one_value"
		return key, nil
	}
	key.parts = parts
	if key.beside, err = s.beside(ctx, cuts, parts); err != nil {
		return key, err
	}
	l, err := s.q.service.loadLabels(ctx, s.q.snap, cuts, idsOf(parts, PeriodNone, cuts))
	if err != nil {
		return key, err
	}
	smallest, err := s.q.service.smallest(ctx)
	if err != nil {
		return key, err
	}
	for i, t := range parts {
		if t.group.Total.N < leastCompared(smallest) {
			key.info.Small++
			continue
		}
		key.info.Values++
		key.segments, key.of = append(key.segments, s.segment(key.info.Label, l.parts(cuts, t.key), key.beside[i])), append(key.of, i)
	}
	return key, nil
}

// segmentKey names what is compared: one key, or several crossed.
func segmentKey(cuts []cut) SegmentKey {
	var key SegmentKey
	for i, k := range cuts {
		if i > 0 {
			key.Key, key.Label = key.Key+",", key.Label+", "
		}
		key.Key, key.Label = key.Key+k.asked(), key.Label+k.label
	}
	return key
}

func (s *splitter) segment(label string, parts []CutPart, w withRest) SegmentFigure {
	c := w.comparison()
	return SegmentFigure{
		Key: parts[0], Crossed: parts[1:], KeyLabel: label, N: w.part.Total.N, Share: w.part.Total.W / s.whole.group.Total.W,
		Figure:      figureOf(s.q.estimate(&tally{group: w.own}, &s.total)),
		AgainstRest: s.q.difference(c.A, c.B, c.Shared),
		Answers:     s.q.answers(nil, parts),
	}
}

// judgeSegments takes q over all comparisons, and counts those considered and
// those that stand out.
func judgeSegments(found []SegmentFigure) (considered, distinct int) {
	p := make([]float64, len(found))
	for i, f := range found {
		p[i] = orNaN(f.AgainstRest.P)
	}
	for i, q := range stat.BenjaminiHochberg(p) {
		found[i].AgainstRest.Q = finite(q)
		if !math.IsNaN(q) {
			considered++
		}
		if q <= stat.DistinctUpTo {
			distinct++
		}
	}
	return considered, distinct
}

// byEvidence puts the strongest evidence first.
func byEvidence(a, b SegmentFigure) int {
	if c := compare(orInf(a.AgainstRest.P), orInf(b.AgainstRest.P)); c != 0 {
		return c
	}
	return compare(b.AgainstRest.evidence(), a.AgainstRest.evidence())
}

// evidence is how many times its interval a difference is; it tells apart what
// has the same p, above all one too small to write down.
func (d FigureDifference) evidence() float64 {
	if d.Value == nil || d.Low == nil || d.High == nil || *d.High <= *d.Low {
		return 0
	}
	return math.Abs(*d.Value) / (*d.High - *d.Low)
}
