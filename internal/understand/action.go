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
	result, _, err := s.ActionsAndDrivers(ctx, query)
	return result, err
}

// ActionsAndDrivers are Actions, and Drivers of the same question, for whoever
// shows both: everybody's drivers are a part of the actions.
func (s *Service) ActionsAndDrivers(ctx context.Context, query ActionsQuery) (actions *ActionsResult, drivers *DriversResult, err error) {
	err = s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) (err error) {
		actions, drivers, err = q.actions(ctx, query)
		return err
	})
	return actions, drivers, err
}

func (q *inquiry) actions(ctx context.Context, query ActionsQuery) (*ActionsResult, *DriversResult, error) {
	a, err := q.analysis(ctx, query.Drivers)
	if err != nil {
		return nil, nil, err
	}
	cuts, err := q.segmentCuts(ctx, query.By)
	if err != nil {
		return nil, nil, err
	}
	result := &ActionsResult{Unit: stat.ContributionUnit(q.measure.kind()), Level: stat.Level, Actions: []ActionFigure{}, Drivers: []MeasureInfo{},
		Segments: []ActionSegment{}, Candidates: []ActionCandidate{}, Keys: []SegmentKey{}, Trouble: string(stat.TroubleNoAnswers)}
	whole, everybody := emptyTally(), noDrivers()
	if len(a.query.drivers) > 0 {
		a.query.below = true
		sought, err := q.sought(ctx, a, cuts)
		if err != nil {
			return nil, nil, err
		}
		if err := a.ahead(ctx, sought.partitions()); err != nil {
			return nil, nil, err
		}
		summed, err := a.whole(ctx)
		if err != nil {
			return nil, nil, err
		}
		all := q.segmentOf(summed)
		all.figure.Share, everybody = 1, all.drivers
		whole.group.Repeated = summed.parts.Repeated
		result.N, result.Trouble = all.drivers.N, string(all.drivers.Trouble)
		segments := []actionSegment{all} // shares are of its weight
		if all.drivers.Trouble == stat.TroubleNone {
			result.Keys, result.Eligible = sought.keys, sought.eligible
			found, err := q.actionSegments(ctx, a, sought)
			if err != nil {
				return nil, nil, err
			}
			for i := range found {
				found[i].figure.Share = found[i].weight / all.weight
			}
			segments = append(segments, found...)
		}
		result.advise(q, a, segments)
	}
	if result.FigureOrigin, err = q.origin(ctx, whole); err != nil {
		return nil, nil, err
	}
	return result, a.driversOf(everybody, result.FigureOrigin), nil
}

// segmentOf computes the drivers of a part.
func (q *inquiry) segmentOf(p summedPart) actionSegment {
	s := actionSegment{drivers: stat.ComputeDrivers(q.measure.kind(), p.parts), weight: p.weight(), below: p.belowTarget()}
	s.figure.N, s.figure.Trouble = s.drivers.N, string(s.drivers.Trouble)
	return s
}

// soughtSegments are the segments in which drivers are looked at, the largest
// of all keys.
type soughtSegments struct {
	cuts     []cut
	keys     []SegmentKey
	eligible int
	sized    []sizedSegment
	chunks   []soughtChunk
}

// soughtChunk are some segments of one key, which are summed up together.
type soughtChunk struct {
	cut       int
	segments  []int // places among the sized ones
	partition partition
}

// partitions are everybody, then those of the chunks.
func (s soughtSegments) partitions() []partition {
	list := []partition{{}}
	for _, c := range s.chunks {
		list = append(list, c.partition)
	}
	return list
}

// sought finds the largest segments of all keys.
func (q *inquiry) sought(ctx context.Context, a *analysis, cuts []cut) (soughtSegments, error) {
	s := soughtSegments{cuts: cuts}
	if err := q.classify(ctx, cuts, q.inDays(q.from, q.to)); err != nil {
		return s, err
	}
	for i, k := range cuts {
		key, found, err := a.sizes(ctx, i, k)
		if err != nil {
			return s, err
		}
		s.keys, s.sized = append(s.keys, key), append(s.sized, found...)
	}
	slices.SortStableFunc(s.sized, func(a, b sizedSegment) int { return int(min(1, max(-1, b.n-a.n))) })
	s.eligible = len(s.sized)
	s.sized = s.sized[:min(len(s.sized), maxActionSegments)]
	for i, k := range cuts {
		var mine []int
		for at, z := range s.sized {
			if z.cut == i {
				mine = append(mine, at)
			}
		}
		for some := range slices.Chunk(mine, a.atOnce()) {
			c := soughtChunk{cut: i, segments: some, partition: partition{expr: k.dimension().expr}}
			for _, at := range some {
				c.partition.values = append(c.partition.values, s.sized[at].key.String)
			}
			s.chunks = append(s.chunks, c)
		}
	}
	return s, nil
}

// actionSegments computes the drivers of the segments.
func (q *inquiry) actionSegments(ctx context.Context, a *analysis, s soughtSegments) ([]actionSegment, error) {
	segments := make([]actionSegment, len(s.sized))
	for _, c := range s.chunks {
		if err := q.fillSegments(ctx, a, s, c, segments); err != nil {
			return nil, err
		}
	}
	return segments, nil
}

// fillSegments computes some segments of one key.
func (q *inquiry) fillSegments(ctx context.Context, a *analysis, s soughtSegments, c soughtChunk, segments []actionSegment) error {
	k, of := s.cuts[c.cut], map[string]sizedSegment{}
	for _, i := range c.segments {
		of[s.sized[i].key.String] = s.sized[i]
	}
	l, err := q.service.loadLabels(ctx, q.snap, []cut{k}, idKeys(k, s.sized))
	if err != nil {
		return err
	}
	parts, err := a.segmentParts(ctx, c.partition, of)
	if err != nil {
		return err
	}
	for _, i := range c.segments {
		key := l.part(k, s.sized[i].key)
		segments[i] = actionSegment{figure: ActionSegment{Trouble: string(stat.TroubleNoAnswers)}}
		if p, ok := parts[s.sized[i].key.String]; ok {
			segments[i] = q.segmentOf(p)
		}
		f := &segments[i].figure
		f.Key, f.KeyLabel = &key, k.label
	}
	return nil
}

func idKeys(k cut, sized []sizedSegment) namedIDs {
	ids := namedIDs{}
	for _, s := range sized {
		if k.isNamed() {
			ids.add(k.key, s.key.String)
		}
	}
	return ids
}
