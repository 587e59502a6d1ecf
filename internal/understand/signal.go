package understand

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/balcony-cx/balcony/internal/stat"
)

// maxMatter is how many segments are listed.
const maxMatter = 100

// SignalsQuery asks whose feedback matters and what misleads. Outcome is the
// measure or trait that says what happened, KEY or KEY:VALUE; the one there is
// where left out. Without keys they are those of Segments.
type SignalsQuery struct {
	Measure string
	By      []string
	Outcome string
	Filter
}

// Signals sets the metric by value beside the plain one, looks for an inversion
// and for differences that another trait turns round, and says what each
// segment matters; within the reach of whoever asks.
func (s *Service) Signals(ctx context.Context, query SignalsQuery) (*SignalsResult, error) {
	var result *SignalsResult
	err := s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) (err error) {
		result, err = q.signals(ctx, query)
		return err
	})
	return result, err
}

func (q *inquiry) signals(ctx context.Context, query SignalsQuery) (*SignalsResult, error) {
	cuts, err := q.segmentCuts(ctx, query.By)
	if err != nil {
		return nil, err
	}
	cond := q.inDays(q.from, q.to)
	o, err := q.outcome(ctx, query.Outcome, cond)
	if err != nil {
		return nil, err
	}
	if err := q.classify(ctx, cuts, cond); err != nil {
		return nil, err
	}
	s, err := q.split(ctx, cond)
	if err != nil {
		return nil, err
	}
	result := &SignalsResult{Signals: []Signal{}, Segments: []SegmentMatter{}, Missing: []string{}}
	if result.FigureOrigin, err = q.origin(ctx, s.whole); err != nil {
		return nil, err
	}
	valued, err := q.split(ctx, ofValue(cond))
	if err != nil {
		return nil, err
	}
	if valued.whole.group.Total.N == 0 {
		valued, result.Missing = nil, append(result.Missing, "value")
	}
	if err := result.byValue(ctx, valued); err != nil {
		return nil, err
	}
	if err := result.byOutcome(ctx, q, o, s); err != nil {
		return nil, err
	}
	if err := result.bySegment(ctx, s, cuts, valued, o); err != nil {
		return nil, err
	}
	result.sum(q)
	return result, nil
}

// byValue fills in the metric by value and the inversion.
func (r *SignalsResult) byValue(ctx context.Context, valued *splitter) error {
	if valued == nil {
		return nil
	}
	w, err := valued.ofWorth(ctx)
	if err != nil || w == nil {
		return err
	}
	m := valued.q.measure
	found := stat.WeighByValue(m.kind(), w.plain, w.valued)
	r.Value = &ValueFigures{Plain: figureOf(m.clip(found.Plain)), Weighted: figureOf(m.clip(found.Weighted)), Difference: differenceOf(m.clipDifference(found.Difference))}
	r.Inversion, err = valued.inversion(ctx)
	return err
}

// byOutcome fills in how the outcome moves with the score among everybody.
func (r *SignalsResult) byOutcome(ctx context.Context, q *inquiry, o *outcome, s *splitter) error {
	if o == nil {
		r.Missing = append(r.Missing, "outcome")
		return nil
	}
	r.Outcome = &o.info
	found, err := q.pairsBy(ctx, o, nil)
	if err != nil {
		return err
	}
	clusters := s.whole.group.ClusterCount
	if n := pairsOf(found[""]); !s.whole.group.Repeated {
		clusters = n
	} else if clusters == 0 || n < s.whole.group.Total.N { // of other answers, or nobody counted
		clusters = -1
	}
	slope := stat.ComputeSlope(found[""], clusters)
	r.Slope = &OutcomeSlope{Figure: figureOf(slope.Estimate), P: finite(slope.P)}
	return nil
}

func pairsOf(buckets []stat.CrossMoments) (n int64) {
	for _, b := range buckets {
		if b.K > 0 {
			n += b.Count[0]
		}
	}
	return n
}

// bySegment fills in Simpson's and what segments matter.
func (r *SignalsResult) bySegment(ctx context.Context, s *splitter, cuts []cut, valued *splitter, o *outcome) error {
	keys, err := s.compareKeys(ctx, crossings(cuts, false))
	if err != nil {
		return err
	}
	judgeKeys(keys)
	if r.Simpson, err = s.simpson(ctx, keys); err != nil {
		return err
	}
	list, err := s.matter(ctx, keys, valued, o)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b SegmentMatter) int { return cmp.Compare(b.weight(), a.weight()) })
	r.Count = len(list)
	r.Segments = append(r.Segments, list...)
	return nil
}

// judgeKeys takes q over the comparisons of all keys.
func judgeKeys(keys []splitKey) {
	var all []SegmentFigure
	for _, k := range keys {
		all = append(all, k.segments...)
	}
	judgeSegments(all)
	for i := range keys {
		n := len(keys[i].segments)
		keys[i].segments, all = all[:n:n], all[n:]
	}
}

// weight is the share that a segment is listed by.
func (m SegmentMatter) weight() float64 {
	share := m.ShareAnswers.Value
	if m.ShareValue != nil {
		share = m.ShareValue.Value
	}
	if share == nil {
		return 0
	}
	return *share
}

// sum makes signals of the figures, those flagged first.
func (r *SignalsResult) sum(q *inquiry) {
	r.judgePair()
	all := q.answers(nil, nil)
	if v := r.Value; v != nil {
		signal := Signal{Kind: "value", Title: "value_alike", Answers: all, Evidence: []Evidence{evidenceOf("plain", v.Plain), evidenceOf("weighted", v.Weighted), evidenceOfDifference("difference", v.Difference, v.Plain.N)}}
		if d := v.Difference; stands(d.Q) {
			signal.Flagged, signal.Title = true, pickTitle(*d.Value > 0, "value_higher", "value_lower")
		}
		r.Signals = append(r.Signals, signal)
	}
	if i := r.Inversion; i != nil {
		signal := Signal{Kind: "inversion", Title: pickTitle(i.Flagged, "inverted", "not_inverted"), Flagged: i.Flagged, Answers: all, Evidence: []Evidence{evidenceOf("rho", i.Rho)}}
		if n := len(i.Deciles); n > 1 {
			signal.Evidence = append(signal.Evidence, evidenceOf("least_worth", i.Deciles[0].Figure), evidenceOf("most_worth", i.Deciles[n-1].Figure))
		}
		r.Signals = append(r.Signals, signal)
	}
	if s := r.Slope; s != nil {
		signal := Signal{Kind: "outcome", Title: "outcome_unmoved", Params: map[string]string{"outcome": r.Outcome.Label, "event": r.Outcome.Event}, Answers: all, Evidence: []Evidence{evidenceOf("slope", s.Figure)}}
		if stands(s.Q) {
			signal.Flagged, signal.Title = true, pickTitle(*s.Figure.Value > 0, "outcome_rises", "outcome_falls")
		}
		r.Signals = append(r.Signals, signal)
	}
	r.sumSimpson(q)
	r.sumSegments(q)
	for i := range r.Signals {
		if r.Signals[i].Params == nil {
			r.Signals[i].Params = map[string]string{}
		}
	}
	slices.SortStableFunc(r.Signals, func(a, b Signal) int { return flag(b.Flagged) - flag(a.Flagged) })
	r.Segments = r.Segments[:min(len(r.Segments), maxMatter)]
}

// judgePair takes q over the two tests of everybody: by value, and of the
// outcome.
func (r *SignalsResult) judgePair() {
	p := []float64{orNaN(nil), orNaN(nil)}
	if r.Value != nil {
		p[0] = orNaN(r.Value.Difference.P)
	}
	if r.Slope != nil {
		p[1] = orNaN(r.Slope.P)
	}
	qs := stat.BenjaminiHochberg(p)
	if r.Value != nil {
		r.Value.Difference.Q = finite(qs[0])
	}
	if r.Slope != nil {
		r.Slope.Q = finite(qs[1])
	}
}

func (r *SignalsResult) sumSimpson(q *inquiry) {
	for _, t := range r.Simpson.Turned {
		r.Signals = append(r.Signals, Signal{Kind: "simpson", Title: "turned", Flagged: true, Params: map[string]string{"key": t.KeyLabel, "value": t.Key.Label, "by": t.By.Label},
			Answers: q.answers(nil, []CutPart{t.Key}), Evidence: []Evidence{evidenceOfDifference("crude", t.Crude, 0), evidenceOfDifference("standard", t.Standard, 0)}})
	}
	if len(r.Simpson.Turned) == 0 && r.Simpson.Considered > 0 {
		r.Signals = append(r.Signals, Signal{Kind: "simpson", Title: "none_turned", Params: map[string]string{"considered": fmt.Sprint(r.Simpson.Considered)},
			Answers: q.answers(nil, nil), Evidence: []Evidence{}})
	}
}

// sumSegments flags the segments that hold more of the value than of the
// answers and are worse than all others.
func (r *SignalsResult) sumSegments(q *inquiry) {
	for _, s := range r.Segments {
		d := s.AgainstRest
		worse := d.Value != nil && q.measure.better(*d.Value) < 0
		if s.ShareValue == nil || s.ShareValue.Low == nil || *s.ShareValue.Low <= *s.ShareAnswers.Value || !worse || !stands(d.Q) {
			continue
		}
		r.Signals = append(r.Signals, Signal{Kind: "segment", Title: "valuable_and_lower", Flagged: true, Params: map[string]string{"key": s.KeyLabel, "value": s.Key.Label}, Answers: s.Answers,
			Evidence: []Evidence{evidenceOf("share_answers", s.ShareAnswers), evidenceOf("share_value", *s.ShareValue), evidenceOf("metric", s.Metric), evidenceOfDifference("against_rest", d, s.N)}})
	}
}

// better is a difference of the metric with the good direction above 0: NPS and
// shares count what is good, a mean goes by the scale.
func (m measured) better(difference float64) float64 {
	if m.kind() == stat.KindMean && m.turn(m.Scale.Min) > m.turn(m.Scale.Max) {
		return -difference
	}
	return difference
}

func stands(q *float64) bool { return q != nil && *q <= stat.DistinctUpTo }

func pickTitle(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
