package stat

import "math"

// CrossMoments are the additive sums behind correlations and regressions of K
// columns, pairwise complete: each pair of columns is summed over the answers
// that have both. A column store computes them in one pass with masks: with x
// the value or 0 where there is none, and m 1 or 0 for there or not,
//
//	W[i,j] = sum w m_i m_j      S[i,j] = sum w x_i m_j
//	P[i,j] = sum w x_i x_j      Q[i,j] = sum w x_i^2 m_j
//
// W and P are symmetric, S and Q are not; S[i,i], Q[i,i] and P[i,i] = Q[i,i]
// are those of the column by itself. That is six sums a pair (W, P, both S and
// both Q) and three a column. Matrices are stored row by row, K x K.
//
// Sums are taken about zero, so values should be of the order of a scale.
// Moments of disjoint sets of answers add up.
type CrossMoments struct {
	K     int
	Count []int64   // answers that have the column, unweighted
	W2    []float64 // sum of w^2 over them
	W     []float64
	S     []float64
	P     []float64
	Q     []float64
}

// NewCrossMoments are the empty moments of k columns.
func NewCrossMoments(k int) CrossMoments {
	if k < 0 {
		panic("stat: negative number of columns")
	}
	sums := make([]float64, k+4*k*k)
	next := func(n int) []float64 {
		part := sums[:n:n]
		sums = sums[n:]
		return part
	}
	return CrossMoments{K: k, Count: make([]int64, k), W2: next(k), W: next(k * k), S: next(k * k), P: next(k * k), Q: next(k * k)}
}

// Add puts one answer in; NaN is a missing value. w is the answer's weight.
func (m *CrossMoments) Add(x []float64, w float64) {
	if len(x) != m.K {
		panic("stat: an answer has another number of columns than its moments")
	}
	for i, xi := range x {
		if math.IsNaN(xi) {
			continue
		}
		m.Count[i]++
		m.W2[i] += w * w
		row := i * m.K
		for j, xj := range x {
			if math.IsNaN(xj) {
				continue
			}
			m.W[row+j] += w
			m.S[row+j] += w * xi
			m.P[row+j] += w * xi * xj
			m.Q[row+j] += w * xi * xi
		}
	}
}

// SetPair stores what a store delivers for the columns i and j: the weight of
// the answers that have both, the sums and sums of squares of either over
// them, and the sum of products. With i = j give the same sums twice.
func (m *CrossMoments) SetPair(i, j int, w, si, sj, p, qi, qj float64) {
	a, b := i*m.K+j, j*m.K+i
	m.W[a], m.W[b] = w, w
	m.S[a], m.S[b] = si, sj
	m.P[a], m.P[b] = p, p
	m.Q[a], m.Q[b] = qi, qj
}

// Absorb adds the moments of another, disjoint set of answers.
func (m *CrossMoments) Absorb(o CrossMoments) { m.combine(o, 1) }

// Merge gives the moments of both sets together; neither is changed.
func (m CrossMoments) Merge(o CrossMoments) CrossMoments {
	r := m.Clone()
	r.combine(o, 1)
	return r
}

// Without gives the moments of m less those of o, which must be a part of m,
// in O(K^2).
func (m CrossMoments) Without(o CrossMoments) CrossMoments {
	r := m.Clone()
	r.combine(o, -1)
	return r
}

// Clone is a copy that shares nothing.
func (m CrossMoments) Clone() CrossMoments {
	r := NewCrossMoments(m.K)
	r.combine(m, 1)
	return r
}

// combine adds sign times o. Moments of no columns hold nothing.
func (m *CrossMoments) combine(o CrossMoments, sign int64) {
	if o.K == 0 {
		return
	}
	if o.K != m.K {
		panic("stat: moments of different columns do not add up")
	}
	for i, n := range o.Count {
		m.Count[i] += sign * n
	}
	s := float64(sign)
	addScaled(m.W2, o.W2, s)
	addScaled(m.W, o.W, s)
	addScaled(m.S, o.S, s)
	addScaled(m.P, o.P, s)
	addScaled(m.Q, o.Q, s)
}

func addScaled(to, from []float64, factor float64) {
	for i, v := range from {
		to[i] += factor * v
	}
}

// Mean is the weighted mean of column i over the answers that have it; NaN
// without any.
func (m CrossMoments) Mean(i int) float64 { return m.meanGiven(i, i) }

// meanGiven is the mean of column i over the answers that also have j.
func (m CrossMoments) meanGiven(i, j int) float64 {
	w := m.W[i*m.K+j]
	if w <= 0 {
		return math.NaN()
	}
	return m.S[i*m.K+j] / w
}

// spreadGiven is the variance (n below) of column i over the answers that also
// have j: 0 where all are equal, NaN without any.
func (m CrossMoments) spreadGiven(i, j int) float64 {
	at := i*m.K + j
	if m.W[at] <= 0 {
		return math.NaN()
	}
	mean, square := m.S[at]/m.W[at], m.Q[at]/m.W[at]
	spread := square - mean*mean
	// What rounding leaves behind when all values are equal is not variance.
	if spread <= 1e-12*math.Max(1, square) {
		return 0
	}
	return spread
}

// Deviation is the standard deviation (n below) of column i over the answers
// that have it.
func (m CrossMoments) Deviation(i int) float64 { return math.Sqrt(m.spreadGiven(i, i)) }

// Correlation is Pearson's r of two columns over the answers that have both,
// as R's cor(use = "pairwise"); NaN where one of them does not vary there.
func (m CrossMoments) Correlation(i, j int) float64 {
	if i == j {
		return 1
	}
	// What rounding leaves of weights that were taken out again is no answer.
	if m.answersWith(i, j) < .5 {
		return math.NaN()
	}
	spread := m.spreadGiven(i, j) * m.spreadGiven(j, i)
	if !(spread > 0) {
		return math.NaN()
	}
	covariance := m.P[i*m.K+j]/m.W[i*m.K+j] - m.meanGiven(i, j)*m.meanGiven(j, i)
	return covariance / math.Sqrt(spread)
}

// EffectiveN is Kish's n of the answers that have column i.
func (m CrossMoments) EffectiveN(i int) float64 {
	if m.W2[i] <= 0 {
		return 0
	}
	w := m.W[i*m.K+i]
	return w * w / m.W2[i]
}

// answersWith is about how many answers have both columns: their weight over
// the mean weight of the answers that have i.
func (m CrossMoments) answersWith(i, j int) float64 {
	if m.Count[i] == 0 || m.W[i*m.K+i] <= 0 {
		return 0
	}
	return m.W[i*m.K+j] * float64(m.Count[i]) / m.W[i*m.K+i]
}

// moments are those of column y over the answers that have column i, as one
// group of answers.
func (m CrossMoments) moments(y, i int) Moments {
	at := y*m.K + i
	return Moments{N: m.Count[i], W: m.W[at], W2: m.W2[i], WX: m.S[at], WX2: m.Q[at]}
}
