package stat

import "math"

// BucketCount is the number of buckets that clusters are hashed into.
const BucketCount = 64

// Counts is a distribution: how many answers gave each score.
type Counts map[float64]int64

// Moments are the additive sums of a set of answers with contribution x and
// weight w (1 where unweighted). Moments of disjoint sets add up.
//
// The sums of squares are taken about zero, so contributions should be of the
// order of a scale (-1000 to 1000), not of the order of a bank balance.
type Moments struct {
	N      int64   // number of answers
	W      float64 // sum of w
	W2     float64 // sum of w^2
	WX     float64 // sum of w x
	WX2    float64 // sum of w x^2
	Counts Counts  // answers by score, unweighted; nil where nobody asked
}

// Add puts one answer in. Counts is kept only where it is not nil, and then by
// the contribution.
func (m *Moments) Add(x, w float64) {
	m.N++
	m.W += w
	m.W2 += w * w
	m.WX += w * x
	m.WX2 += w * x * x
	if m.Counts != nil {
		m.Counts[x]++
	}
}

// Absorb adds the moments of another, disjoint set to m. Counts are kept only
// where m's are not nil.
func (m *Moments) Absorb(o Moments) {
	m.N += o.N
	m.W += o.W
	m.W2 += o.W2
	m.WX += o.WX
	m.WX2 += o.WX2
	if m.Counts != nil {
		for x, n := range o.Counts {
			m.Counts[x] += n
		}
	}
}

// Merge gives the moments of both sets together; neither is changed.
func (m Moments) Merge(o Moments) Moments { return m.combine(o, 1) }

// Without gives the moments of m less those of o, which must be a part of m.
func (m Moments) Without(o Moments) Moments { return m.combine(o, -1) }

func (m Moments) combine(o Moments, sign int64) Moments {
	s := float64(sign)
	r := Moments{N: m.N + sign*o.N, W: m.W + s*o.W, W2: m.W2 + s*o.W2, WX: m.WX + s*o.WX, WX2: m.WX2 + s*o.WX2}
	if m.Counts == nil && o.Counts == nil {
		return r
	}
	r.Counts = make(Counts, len(m.Counts)+len(o.Counts))
	for x, n := range m.Counts {
		r.Counts[x] = n
	}
	for x, n := range o.Counts {
		if r.Counts[x] += sign * n; r.Counts[x] == 0 {
			delete(r.Counts, x)
		}
	}
	return r
}

// Mean is sum wx / sum w; NaN without answers or without weight.
func (m Moments) Mean() float64 {
	if m.N == 0 || m.W <= 0 {
		return math.NaN()
	}
	return m.WX / m.W
}

// Spread is the weighted second moment about the mean, sum w (x - mean)^2 /
// sum w, with n (not n-1) below; never under 0, NaN without answers.
func (m Moments) Spread() float64 {
	mean := m.Mean()
	if math.IsNaN(mean) {
		return mean
	}
	spread := m.WX2/m.W - mean*mean
	// What rounding leaves behind when all contributions are equal is not variance.
	if spread <= 1e-12*math.Max(1, m.WX2/m.W) {
		return 0
	}
	return spread
}

// EffectiveN is Kish's (sum w)^2 / sum w^2: n where all weights are equal, less
// where they differ; 0 without weight.
func (m Moments) EffectiveN() float64 {
	if m.W2 <= 0 {
		return 0
	}
	return m.W * m.W / m.W2
}

// Buckets are the moments of one group, split by bucket.
type Buckets [BucketCount]Moments

// Total merges all buckets.
func (b *Buckets) Total() Moments {
	var total Moments
	for i := range b {
		total = total.Merge(b[i])
	}
	return total
}

// Occupied is the number of buckets that hold at least one answer.
func (b *Buckets) Occupied() int {
	n := 0
	for i := range b {
		if b[i].N > 0 {
			n++
		}
	}
	return n
}

// Merge adds the buckets of another, disjoint group.
func (b *Buckets) Merge(o *Buckets) {
	for i := range b {
		b[i] = b[i].Merge(o[i])
	}
}
