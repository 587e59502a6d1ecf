package understand

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/stat"
)

// maxActionSegments is how many segments drivers are looked at in, beside
// everybody.
const maxActionSegments = 40

// ActionsQuery asks what to do first: which drivers, and in which segments.
// Without drivers and keys they are those of Drivers and Segments.
type ActionsQuery struct {
	Measure string
	Drivers []string
	By      []string
	Filter
}

// Actions looks at every driver among everybody and in the largest segments,
// within the reach of whoever asks, and advises on those that stand out of all
// of these candidates. What goes with a driver is not yet an effect.
func (s *Service) Actions(ctx context.Context, query ActionsQuery) (*ActionsResult, error) {
	var result *ActionsResult
	err := s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) (err error) {
		result, err = q.actions(ctx, query)
		return err
	})
	return result, err
}

func (q *inquiry) actions(ctx context.Context, query ActionsQuery) (*ActionsResult, error) {
	a, err := q.analysis(ctx, query.Drivers)
	if err != nil {
		return nil, err
	}
	cuts, err := q.segmentCuts(query.By)
	if err != nil {
		return nil, err
	}
	result := &ActionsResult{Unit: stat.ContributionUnit(q.measure.kind()), Level: stat.Level, Actions: []ActionFigure{}, Drivers: []MeasureInfo{},
		Segments: []ActionSegment{}, Candidates: []ActionCandidate{}, Keys: []SegmentKey{}, Trouble: string(stat.TroubleNoAnswers)}
	whole := emptyTally()
	if len(a.query.drivers) > 0 {
		a.query.below = true
		summed, err := a.whole(ctx)
		if err != nil {
			return nil, err
		}
		all := q.segmentOf(summed)
		all.figure.Share = 1
		whole.group.Repeated = summed.parts.Repeated
		result.N, result.Trouble = all.drivers.N, string(all.drivers.Trouble)
		segments := []actionSegment{all} // shares are of its weight
		if all.drivers.Trouble == stat.TroubleNone {
			found, err := q.actionSegments(ctx, a, cuts, result)
			if err != nil {
				return nil, err
			}
			for i := range found {
				found[i].figure.Share = found[i].weight / all.weight
			}
			segments = append(segments, found...)
		}
		result.advise(q, a, segments)
	}
	result.FigureOrigin, err = q.origin(ctx, whole)
	return result, err
}

// segmentOf computes the drivers of a part.
func (q *inquiry) segmentOf(p summedPart) actionSegment {
	s := actionSegment{drivers: stat.ComputeDrivers(q.measure.kind(), p.parts), weight: p.weight(), below: p.belowTarget()}
	s.figure.N, s.figure.Trouble = s.drivers.N, string(s.drivers.Trouble)
	return s
}

// actionSegments are the largest segments of all keys with their drivers.
func (q *inquiry) actionSegments(ctx context.Context, a *analysis, cuts []cut, result *ActionsResult) ([]actionSegment, error) {
	if err := q.classify(ctx, cuts, q.inDays(q.from, q.to)); err != nil {
		return nil, err
	}
	var sized []sizedSegment
	for i, k := range cuts {
		key, found, err := a.sizes(ctx, i, k)
		if err != nil {
			return nil, err
		}
		result.Keys, sized = append(result.Keys, key), append(sized, found...)
	}
	slices.SortStableFunc(sized, func(a, b sizedSegment) int { return int(min(1, max(-1, b.n-a.n))) })
	result.Eligible = len(sized)
	sized = sized[:min(len(sized), maxActionSegments)]
	segments := make([]actionSegment, len(sized))
	for i, k := range cuts {
		if err := q.fillSegments(ctx, a, i, k, sized, segments); err != nil {
			return nil, err
		}
	}
	return segments, nil
}

// fillSegments computes the chosen segments of one key.
func (q *inquiry) fillSegments(ctx context.Context, a *analysis, number int, k cut, sized []sizedSegment, segments []actionSegment) error {
	var mine []int
	for i, s := range sized {
		if s.cut == number {
			mine = append(mine, i)
		}
	}
	if len(mine) == 0 {
		return nil
	}
	l, err := q.service.loadLabels(ctx, q.snap, []cut{k}, unitKeys(k, sized))
	if err != nil {
		return err
	}
	for some := range slices.Chunk(mine, a.atOnce()) {
		parts, err := a.segmentParts(ctx, k, some, sized)
		if err != nil {
			return err
		}
		for _, i := range some {
			key := l.part(k, sized[i].key)
			segments[i] = actionSegment{figure: ActionSegment{Trouble: string(stat.TroubleNoAnswers)}}
			if p, ok := parts[sized[i].key.String]; ok {
				segments[i] = q.segmentOf(p)
			}
			s := &segments[i].figure
			s.Key, s.KeyLabel = &key, k.label
		}
	}
	return nil
}

func unitKeys(k cut, sized []sizedSegment) []string {
	var ids []string
	for _, s := range sized {
		if k.key == "unit" {
			ids = append(ids, s.key.String)
		}
	}
	return ids
}
