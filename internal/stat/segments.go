package stat

import "math"

// Slope is how much the outcome rises for a point of the score.
type Slope struct {
	Estimate
	P float64 // two-sided, against no slope; NaN without an interval
}

// The columns of an outcome's moments.
const (
	columnScore = iota
	columnOutcome
	outcomeColumns
)

// ComputeSlope is the least-squares slope of an outcome on the score,
//
//	(sum w x y / W - mean x mean y) / (sum w x^2 / W - mean x^2)
//
// with a jackknife interval over the buckets, which holds whatever the spread
// of the outcome at each score. Its t has the degrees of freedom of the buckets,
// fewer where a few of them hold most of the spread of the scores or make most
// of the variance. buckets are the moments of two columns, score
// and outcome, by bucket (BucketCount of them, or none at all), of the answers
// that have both. clusters is the number of clusters, or -1 where nobody
// counted; under 50 clusters in 20 buckets, and under 50 answers in 10:
// TroubleTooFew. All scores equal, or an outcome that does not vary:
// TroubleNoVariance. Unit is the outcome's, a point of score.
//
// Source: see Jackknife; the degrees of freedom after Bell & McCaffrey 2002,
// Survey Methodology 28, with one variance for all answers.
func ComputeSlope(buckets []CrossMoments, clusters int64) Slope {
	total, groups := NewCrossMoments(outcomeColumns), make([]int, 0, BucketCount)
	for i, b := range buckets {
		if total.Absorb(b); b.K > 0 && b.Count[columnScore] > 0 {
			groups = append(groups, i)
		}
	}
	n, nan := total.Count[columnScore], math.NaN()
	s := Slope{P: nan, Estimate: Estimate{Value: slopeOf(total), Low: nan, High: nan, N: n, NEff: total.EffectiveN(columnScore), Deff: 1, Unit: "outcome_per_point", Method: MethodJackknife}}
	switch {
	case n == 0:
		s.Trouble, s.Method = TroubleNoAnswers, MethodNone
		return s
	case math.IsNaN(s.Value):
		s.Trouble = TroubleNoVariance
		return s
	case !enoughGroups(len(groups), n, clusters):
		s.Trouble = TroubleTooFew
		return s
	}
	var moves []float64
	_, v := Jackknife(groups, func(without int) float64 {
		if without < 0 {
			return s.Value
		}
		slope := slopeOf(total.Without(buckets[without]))
		moves = append(moves, slope-s.Value)
		return slope
	})
	if s.Trouble = v.Trouble; s.Trouble != TroubleNone {
		return s
	}
	se := math.Sqrt(v.V)
	if se <= 1e-12*math.Max(1, math.Abs(s.Value)) {
		s.Trouble = TroubleNoVariance
		return s
	}
	v.DF = math.Max(1, min(v.DF, bearing(total, buckets), evenness(moves)))
	half := criticalT(v.DF) * se
	s.Low, s.High, s.P = s.Value-half, s.Value+half, twoSidedT(s.Value/se, v.DF)
	return s
}

// bearing is how many buckets of equal bearing those would be that the
// slope hangs on: (sum h)^2 / sum h^2, with h a bucket's sum of squares about
// the mean score.
func bearing(total CrossMoments, buckets []CrossMoments) float64 {
	mean, h, h2 := total.meanGiven(columnScore, columnOutcome), 0.0, 0.0
	at := columnScore*outcomeColumns + columnOutcome
	for _, b := range buckets {
		if b.K == 0 {
			continue
		}
		squares := math.Max(0, b.Q[at]-2*mean*b.S[at]+mean*mean*b.W[at])
		h += squares
		h2 += squares * squares
	}
	return h * h / h2
}

// evenness is how many buckets move the slope, in degrees of freedom: about
// their number where the moves are normal, few where a handful of outcomes far
// out make most of the variance. For a normal the fourth moment is three times
// the squared second.
func evenness(moves []float64) float64 {
	var square, fourth float64
	for _, d := range moves {
		square += d * d
		fourth += d * d * d * d
	}
	return 3*square*square/fourth - 2
}

// slopeOf is the slope of the outcome on the score; NaN where all scores are
// equal.
func slopeOf(m CrossMoments) float64 {
	x, y := columnScore, columnOutcome
	spread := m.spreadGiven(x, y)
	if !(spread > 0) {
		return math.NaN()
	}
	return (m.P[x*m.K+y]/m.W[x*m.K+y] - m.meanGiven(x, y)*m.meanGiven(y, x)) / spread
}

// Segment is what is known of one segment. Answers holds its answers with the
// weights of the query, Values the same answers with their weight times the
// customer's value (0 or more), Outcome the pairs of score and outcome. Values
// and Outcome may be nil where there are none.
type Segment struct {
	Key     string
	Answers Group
	Values  *Group
	Outcome []CrossMoments // by bucket, see ComputeSlope
}

// SegmentFigures say what a segment matters.
type SegmentFigures struct {
	Key          string
	ShareAnswers Estimate  // of the answers of the whole
	ShareValue   *Estimate // of the value of the whole; nil without values
	Metric       Estimate
	Slope        *Slope  // of the outcome on the score inside; nil without outcome
	Q            float64 // of the slope, over all segments of the query; NaN without
}

// SegmentsThatMatter sets side by side, for each segment: its share of the
// answers and of the value of the whole, its metric, and how much the outcome
// moves with the score inside it, each with its interval. A segment that holds
// much value and has a steep slope is where a better score is worth most; the
// slope is what goes together in these answers, not yet an effect.
//
// whole and wholeValues are the groups that the segments are parts of
// (wholeValues is nil where there are no values). Shares take the interval of
// their design over the whole, so a customer in several segments is one
// customer; intervals that would need the sums per cluster are TroubleTooFew
// where those are not there.
func SegmentsThatMatter(k Kind, whole Group, wholeValues *Group, segments []Segment) []SegmentFigures {
	list := make([]SegmentFigures, len(segments))
	p := make([]float64, len(segments))
	for i, s := range segments {
		f := SegmentFigures{Key: s.Key, Metric: computeOrTooFew(k, s.Answers), ShareAnswers: ShareOf(whole, s.Answers)}
		if wholeValues != nil && s.Values != nil {
			share := ShareOf(*wholeValues, *s.Values)
			f.ShareValue = &share
		}
		p[i] = math.NaN()
		if s.Outcome != nil {
			slope := ComputeSlope(s.Outcome, slopeClusters(s))
			f.Slope, p[i] = &slope, slope.P
		}
		list[i] = f
	}
	for i, q := range BenjaminiHochberg(p) {
		list[i].Q = q
	}
	return list
}

// slopeClusters is the segment's number of clusters as far as it is known.
// Answers of unrelated parties are a cluster each.
func slopeClusters(s Segment) int64 {
	if n := s.Answers.clusterCount(); n >= 0 || s.Answers.Repeated {
		return n
	}
	n := int64(0)
	for _, b := range s.Outcome {
		if b.K > 0 {
			n += b.Count[columnScore]
		}
	}
	return n
}

// ShareOf is the share of the whole that falls to a part of it, by weight: the
// share of answers, or of value where the weights are values. The interval is
// that of a share of the whole's design (see Compute): Wilson with the design
// effect, so it stays in 0..1.
func ShareOf(whole, part Group) Estimate {
	g := Group{Total: inside(whole.Total, part.Total), ClusterCount: whole.ClusterCount, Repeated: whole.Repeated, Weighted: whole.Weighted}
	if whole.Buckets != nil && part.Buckets != nil {
		g.Buckets = new(Buckets)
		for i := range g.Buckets {
			g.Buckets[i] = inside(whole.Buckets[i], part.Buckets[i])
		}
	}
	if whole.Clusters != nil && part.Clusters != nil {
		g.Clusters = clustersInside(whole.Clusters, part.Clusters)
	}
	return computeOrTooFew(KindShare, g)
}

// inside are the whole's moments of "is in the part", 1 or 0.
func inside(whole, part Moments) Moments {
	return Moments{N: whole.N, W: whole.W, W2: whole.W2, WX: part.W, WX2: part.W}
}

func clustersInside(whole, part []Cluster) []Cluster {
	in := make(map[string]float64, len(part))
	for _, c := range part {
		in[c.ID] = c.W
	}
	list := make([]Cluster, len(whole))
	for i, c := range whole {
		list[i] = Cluster{ID: c.ID, N: c.N, W: c.W, WX: in[c.ID], WX2: in[c.ID]}
	}
	return list
}
