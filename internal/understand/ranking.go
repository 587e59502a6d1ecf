package understand

import (
	"context"
	"math"
	"slices"

	"github.com/balcony-cx/balcony/internal/stat"
)

// The bounds of a ranking.
const (
	maxRanked       = 2000
	defaultRankings = 100
)

// RankingQuery asks how the values of a key rank: units, where none is named.
type RankingQuery struct {
	Measure string
	By      string
	Filter
	Limit  int
	Cursor string
}

// RankedFigure is one value of a key, as it is and as far as its distance from
// the others is real.
type RankedFigure struct {
	Key      CutPart `json:"key"`
	Figure   Figure  `json:"figure"`
	Shrunken Shrunk  `json:"shrunken" doc:"Drawn to the mean of all as far as noise would explain the distance; the figure itself where nothing can be drawn (trouble)"`
	From     int     `json:"from" doc:"Best rank it may hold; 1 is the best of all"`
	To       int     `json:"to" doc:"Worst rank it may hold; those whose intervals overlap are tied"`
	Answers  string  `json:"answers" doc:"Query string with which GET /api/responses lists the answers behind this figure"`
}

// Shrunk is a value with its interval.
type Shrunk struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low" doc:"Lower bound of the 95 % interval"`
	High  *float64 `json:"high" doc:"Upper bound of the 95 % interval"`
}

// UnrankedFigure is a value that cannot be ranked.
type UnrankedFigure struct {
	Key     CutPart `json:"key"`
	N       int64   `json:"n"`
	Trouble string  `json:"trouble" enum:"no_answers,too_few,no_variance"`
}

// SpreadFigure says how much of the spread between units is real.
type SpreadFigure struct {
	Mean     *float64 `json:"mean" doc:"Of the units' true values"`
	SE       *float64 `json:"se" doc:"Standard error of the mean"`
	Tau2     *float64 `json:"tau2" doc:"Variance of the units' true values, by Paule and Mandel"`
	Real     Shrunk   `json:"real" doc:"I squared, 0 to 1: the share of the spread between units that is real; noise makes the rest"`
	P        *float64 `json:"p" doc:"Chance of so much spread if all units were alike"`
	Distinct int      `json:"distinct" doc:"Pairs of units whose intervals do not overlap"`
	Trouble  string   `json:"trouble" enum:",too_few" doc:"Under 5 units nothing is drawn to the mean"`
}

// RankingResult is how the values of a key rank.
type RankingResult struct {
	FigureOrigin
	Key      CutInfo          `json:"key"`
	Total    MetricCell       `json:"total"`
	Spread   SpreadFigure     `json:"spread"`
	Units    []RankedFigure   `json:"units" nullable:"false" doc:"The best first"`
	Count    int              `json:"count" doc:"All that are ranked, of which this is a page"`
	Unranked []UnrankedFigure `json:"unranked" nullable:"false" doc:"Those with too few answers, or without variance, at most 100"`
	Left     int              `json:"left" doc:"All that are not ranked"`
	Without  int64            `json:"without" doc:"Answers without a value of the key"`
	LeftOut  string           `json:"left_out" enum:",too_many_values" doc:"More than 2,000 values: nothing is ranked"`
	Next     string           `json:"next,omitempty"`
}

// Ranking ranks the values of a key by their figures, each drawn to the mean of
// all as far as it is noise, within the reach of whoever asks.
func (s *Service) Ranking(ctx context.Context, query RankingQuery) (*RankingResult, error) {
	var result *RankingResult
	err := s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) (err error) {
		result, err = q.ranking(ctx, query)
		return err
	})
	return result, err
}

func (q *inquiry) ranking(ctx context.Context, query RankingQuery) (*RankingResult, error) {
	if query.By == "" {
		query.By = "unit"
	}
	cuts, s, err := q.splitBy(ctx, []string{query.By})
	if err != nil {
		return nil, err
	}
	k := cuts[0]
	result := &RankingResult{Key: CutInfo{Key: k.asked(), Label: k.label}, Total: q.totalCell(s), Units: []RankedFigure{}, Unranked: []UnrankedFigure{}}
	if result.FigureOrigin, err = q.origin(ctx, s.whole); err != nil {
		return nil, err
	}
	parts, many, err := s.parts(ctx, []cut{k}, maxRanked)
	if err != nil {
		return nil, err
	}
	if many {
		result.LeftOut = "too_many_values"
		return result, nil
	}
	units, err := s.fill(ctx, result, k, parts)
	if err != nil {
		return nil, err
	}
	result.Count = len(units)
	result.Units, result.Next, err = page(units, query.Limit, defaultRankings, maxRanked, query.Cursor)
	return result, err
}

// fill puts the ranking of the parts into a result and returns its units.
func (s *splitter) fill(ctx context.Context, result *RankingResult, k cut, parts []*tally) ([]RankedFigure, error) {
	r, err := s.rank(ctx, k, parts)
	if err != nil {
		return nil, err
	}
	l, err := s.q.service.loadLabels(ctx, s.q.snap, []cut{k}, idsOf(parts, PeriodNone, []cut{k}))
	if err != nil {
		return nil, err
	}
	result.Spread = spreadOf(r.Ranking)
	result.Without, result.Left = r.without, len(r.left)
	for _, u := range r.left[:min(len(r.left), 100)] {
		t := r.parts[u.Key]
		result.Unranked = append(result.Unranked, UnrankedFigure{Key: l.part(k, t.key[0]), N: t.group.Total.N, Trouble: string(u.Trouble)})
	}
	units := make([]RankedFigure, 0, len(r.Units))
	for _, u := range r.Units {
		t := r.parts[u.Key]
		key := l.part(k, t.key[0])
		units = append(units, RankedFigure{Key: key, Figure: figureOf(s.q.estimate(t, &s.total)), Shrunken: s.q.measure.shrunk(u), From: u.From, To: u.To,
			Answers: s.q.answers(nil, []CutPart{key})})
	}
	return units, nil
}

// ranked is a ranking, the best first, with the parts behind it.
type ranked struct {
	stat.Ranking
	parts   map[string]*tally // by key
	left    []stat.Unranked
	without int64
}

// rank orders the parts of a key; answers without a value are none.
func (s *splitter) rank(ctx context.Context, k cut, parts []*tally) (*ranked, error) {
	dims := []dimension{k.dimension()}
	if slices.ContainsFunc(parts, func(t *tally) bool { return t.group.NeedsClusters() }) {
		if err := s.q.clusters(ctx, dims, s.cond, &thinness{dims: dims}, byKey(parts)); err != nil {
			return nil, err
		}
	}
	r := &ranked{parts: map[string]*tally{}}
	var groups []stat.NamedGroup
	for _, t := range parts {
		if !t.key[0].Valid {
			r.without += t.group.Total.N
			continue
		}
		r.parts[keyOf(t.key)] = t
		groups = append(groups, stat.NamedGroup{Key: keyOf(t.key), Group: t.group})
	}
	units, left := stat.UnitsOf(s.q.measure.kind(), groups)
	shared := 0.0
	if s.whole.group.Repeated {
		shared = stat.SharedVariance(groups, units)
	}
	r.left, r.Ranking = left, stat.RankShared(units, shared)
	if s.q.measure.better(1) < 0 { // the least is the best
		slices.Reverse(r.Units)
		for i := range r.Units {
			u := &r.Units[i]
			u.From, u.To = len(r.Units)+1-u.To, len(r.Units)+1-u.From
		}
	}
	return r, nil
}

func spreadOf(r stat.Ranking) SpreadFigure {
	return SpreadFigure{Mean: finite(r.Mean), SE: finite(r.SE), Tau2: finite(r.Tau2), Real: Shrunk{finite(r.Real), finite(r.RealLow), finite(r.RealHigh)},
		P: finite(r.P), Distinct: r.Distinct, Trouble: string(r.Trouble)}
}

// shrunk is a unit's shrunken value, its interval within the metric's bounds.
func (m measured) shrunk(u stat.RankedUnit) Shrunk {
	low, high := m.bounds()
	return Shrunk{finite(u.Shrunken), finite(math.Min(u.Shrunken, math.Max(u.Low, low))), finite(math.Max(u.Shrunken, math.Min(u.High, high)))}
}

// bounds of the metric.
func (m measured) bounds() (low, high float64) {
	switch m.kind() {
	case stat.KindNPS:
		return -100, 100
	case stat.KindShare:
		return 0, 1
	}
	if m.Scale.Min < m.Scale.Max {
		return m.Scale.Min, m.Scale.Max
	}
	return math.Inf(-1), math.Inf(1)
}
