package understand

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/stat"
)

// inquiry is one question about one measure on one snapshot: what is asked,
// narrowed to what may be seen.
type inquiry struct {
	asker
	service  *Service
	filter   Filter
	picks    []cut // resolved keys of filter.Where, in its order
	from, to time.Time
	calendar calendar
	traits   catalogue
	cond     *condition // without days, so that periods can set their own
	members  segmentNames
	reach    access.Reach

	weighting *Weighting // of fair weights, where the question names one
	fair      *fair
}

// inquire checks a filter and prepares the question.
func (s *Service) inquire(ctx context.Context, snap Snapshot, m measured, f Filter, r access.Reach) (*inquiry, error) {
	from, to, err := f.days()
	if err != nil {
		return nil, err
	}
	cal, err := s.calendar(ctx)
	if err != nil {
		return nil, err
	}
	traits, err := s.traits(ctx, snap, m.ProgramID)
	if err != nil {
		return nil, err
	}
	q := &inquiry{asker: asker{snap: snap, measure: m, weighted: f.Weighted, repeated: s.repeated}, service: s,
		filter: f, from: from, to: to, calendar: cal, traits: traits, reach: r, cond: &condition{}}
	q.cond.add("measure = CAST(? AS UUID)", m.ID)
	if m.Metric == "" { // a question between whose options was chosen
		q.cond.add("choice IS NOT NULL")
	} else {
		q.cond.scores(f.ScoreMin, f.ScoreMax)
	}
	q.cond.within(r)
	for _, p := range f.Where {
		k, err := traits.resolve("where", p.Key)
		if err != nil {
			return nil, err
		}
		if err := q.narrow(ctx, q.cond, k, p.Values); err != nil {
			return nil, err
		}
		q.picks = append(q.picks, k)
	}
	return q, nil
}

// inDays is the question's condition narrowed to days.
func (q *inquiry) inDays(from, to time.Time) *condition {
	c := q.cond.with("1 = 1")
	c.between(from, to)
	return c
}

// dimension of a cut; an empty text is no value.
func (k cut) dimension() dimension {
	switch {
	case k.kind == cutPlain:
		return dimension{name: k.key, expr: "nullif(" + k.column + ", '')"}
	case k.classed:
		return dimension{name: k.key, expr: k.classExpr()}
	}
	return dimension{name: k.key, expr: k.column}
}

// complete fetches what the groups' designs call for: whether clusters repeat,
// then buckets, then the sums per cluster of groups that fill few buckets.
func (q *inquiry) complete(ctx context.Context, dims []dimension, c *condition, list []*tally, all *tally) error {
	if err := q.relate(ctx, dims, c, list, all); err != nil {
		return err
	}
	need := q.weighted || all.group.Repeated
	all.group.Weighted = q.weighted
	for _, t := range list {
		t.group.Weighted = q.weighted
		need = need || t.group.Repeated
	}
	if !need {
		return nil
	}
	if err := q.buckets(ctx, dims, c, list, all); err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(t *tally) bool { return t.group.NeedsClusters() }) {
		if err := q.clusters(ctx, dims, c, &thinness{dims: dims}, byKey(list)); err != nil {
			return err
		}
	}
	if all.group.NeedsClusters() {
		return q.clusters(ctx, nil, c, nil, map[string]*tally{"": all})
	}
	return nil
}

// estimate is the figure of a tally; parent is the one it is cut from, or nil.
func (q *inquiry) estimate(t *tally, parent *stat.Estimate) stat.Estimate {
	deff := 0.0
	if parent != nil && parent.Trouble == stat.TroubleNone {
		deff = parent.Deff
	}
	return q.measure.clip(stat.Compute(q.measure.kind(), t.group, deff))
}

// difference is a comparison of two groups as it is shown.
func (q *inquiry) difference(a, b stat.Group, shared bool) FigureDifference {
	return differenceOf(q.measure.clipDifference(stat.Compare(q.measure.kind(), a, b, shared)))
}

// maxBins bounds a distribution; scores beyond it are not a list.
const maxBins = 21

func distribution(counts stat.Counts) []ScoreBin {
	if len(counts) > maxBins {
		return []ScoreBin{}
	}
	bins := make([]ScoreBin, 0, len(counts))
	for score, n := range counts {
		bins = append(bins, ScoreBin{Score: score, N: n})
	}
	slices.SortFunc(bins, func(a, b ScoreBin) int { return compare(a.Score, b.Score) })
	return bins
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// answers is the query string that lists the answers behind a cell: those of
// the question with its days, narrowed to the cell's own values.
func (q *inquiry) answers(span *DaySpan, key []CutPart) string {
	// A figure counts only answers with a score; the lowest one says so.
	low := q.filter.ScoreMin
	if low == nil {
		least := math.Min(q.measure.Scale.Min, q.measure.Scale.Max)
		low = &least
	}
	return q.answersTo(q.measure, low, q.filter.ScoreMax, span, key)
}

// answersTo is the same for the answers to any measure between two scores.
func (q *inquiry) answersTo(m measured, low, high *float64, span *DaySpan, key []CutPart) string {
	v := url.Values{}
	v.Set("program", q.measure.ProgramID)
	v.Set("measure", m.ID)
	from, to := q.filter.From, q.filter.To
	if span != nil {
		from, to = span.From, span.To
	}
	for name, day := range map[string]string{"from": from, "to": to} {
		if day != "" {
			v.Set(name, day)
		}
	}
	for name, x := range map[string]*float64{"score_min": low, "score_max": high} {
		if x != nil {
			v.Set(name, strconv.FormatFloat(*x, 'f', -1, 64))
		}
	}
	cutBy := map[string]string{}
	for _, part := range key {
		name, value := part.Cut, ""
		if name == "unit" { // the cell is about this unit without those below
			name = unitOnly
		}
		if part.Value != nil {
			value = *part.Value
		}
		cutBy[name] = value
		v.Add("where", name+":"+value)
	}
	for _, p := range q.filter.Where {
		if _, narrowed := cutBy[p.Key]; narrowed {
			continue
		}
		for _, value := range p.Values {
			v.Add("where", p.Key+":"+value)
		}
	}
	return v.Encode()
}

// origin says where the figures come from.
func (q *inquiry) origin(ctx context.Context, all *tally) (FigureOrigin, error) {
	position, at := q.snap.AsOf()
	o := FigureOrigin{Measure: infoOf(q.measure), From: q.filter.From, To: q.filter.To, Where: []AppliedFilter{},
		ScoreMin: q.filter.ScoreMin, ScoreMax: q.filter.ScoreMax, Weighted: q.weighted,
		AsOf: AsOf{Position: position, At: at}, Notes: []string{}}
	if !q.reach.All {
		o.Notes = append(o.Notes, "within_reach")
	}
	if all.group.Repeated {
		o.Notes = append(o.Notes, "related_answers")
	}
	if q.weighted {
		o.Notes = append(o.Notes, "weights_fixed")
	}
	ids := namedIDs{}
	for _, p := range q.filter.Where {
		if (cut{key: p.Key}).isNamed() {
			ids.add(p.Key, p.Values...)
		}
	}
	l, err := q.service.loadLabels(ctx, q.snap, nil, ids)
	if err != nil {
		return o, err
	}
	l.members = q.members
	for i, p := range q.filter.Where {
		c := AppliedFilter{Key: p.Key, Label: q.picks[i].label, Values: []CutValue{}}
		for _, value := range p.Values {
			c.Values = append(c.Values, pickedValue(value, l, p.Key))
		}
		o.Where = append(o.Where, c)
	}
	return o, nil
}

func pickedValue(value string, l labels, key string) CutValue {
	if value == "" {
		return CutValue{}
	}
	label := value
	if k, err := parseCut("where", key); err == nil && l.named[k.slot][value] != "" {
		label = l.named[k.slot][value]
	}
	if name, ok := l.ids[value]; ok && (cut{key: key}).isNamed() {
		label = name
	}
	if id, of := strings.CutPrefix(key, memberKey+":"); of {
		label = l.members.label(id + ":" + value)
	} else if key == memberKey {
		label = l.members.label(value)
	}
	return CutValue{Value: &value, Label: label}
}

func infoOf(m measured) MeasureInfo {
	breaks := make([]BreakMark, len(m.Breaks))
	for i, b := range m.Breaks {
		breaks[i] = BreakMark{b.At, b.Changed}
	}
	return MeasureInfo{ID: m.ID, ProgramID: m.ProgramID, Name: m.Name, Metric: string(m.Metric), Unit: m.kind().Unit(), Scale: m.Scale, Breaks: breaks}
}
