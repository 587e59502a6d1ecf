package stat

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// logisticRows are complete rows with what puts their terms on one footing:
// z = (x - mean) / deviation.
type logisticRows struct {
	terms            int
	list             []LogisticRow
	means, deviation []float64
}

// standardize finds means and deviations; false where a term does not vary.
func (r *logisticRows) standardize(trials float64) bool {
	r.means, r.deviation = make([]float64, r.terms), make([]float64, r.terms)
	for _, row := range r.list {
		addScaled(r.means, row.X, row.Trials/trials)
	}
	for _, row := range r.list {
		for j, x := range row.X {
			r.deviation[j] += (x - r.means[j]) * (x - r.means[j]) * row.Trials / trials
		}
	}
	for j, v := range r.deviation {
		if v <= 1e-18*math.Max(1, r.means[j]*r.means[j]) {
			return false
		}
		r.deviation[j] = math.Sqrt(v)
	}
	return true
}

// groups lists the groups that hold answers, ascending.
func (r logisticRows) groups() []int {
	seen := map[int]bool{}
	var list []int
	for _, row := range r.list {
		if !seen[row.Group] {
			seen[row.Group] = true
			list = append(list, row.Group)
		}
	}
	slices.Sort(list)
	return list
}

// terms in standardised form, 1 first, are put into z.
func (r logisticRows) standardized(x, z []float64) {
	z[0] = 1
	for j, v := range x {
		z[j+1] = (v - r.means[j]) / r.deviation[j]
	}
}

// plain are the coefficients in the terms' own units, intercept first.
func (r logisticRows) plain(beta []float64) []float64 {
	out := slices.Clone(beta)
	for j := range r.terms {
		out[j+1] = beta[j+1] / r.deviation[j]
		out[0] -= out[j+1] * r.means[j]
	}
	return out
}

// variance is that of the i-th plain coefficient, from the inverse information
// of the standardised ones.
func (r logisticRows) variance(inverse *mat.SymDense, i int) float64 {
	if i > 0 {
		return inverse.At(i, i) / (r.deviation[i-1] * r.deviation[i-1])
	}
	a := mat.NewVecDense(r.terms+1, nil)
	a.SetVec(0, 1)
	for j := range r.terms {
		a.SetVec(j+1, -r.means[j]/r.deviation[j])
	}
	return mat.Inner(a, inverse, a)
}

// effectiveN is the number of answers, or Kish's n of their weights; weights of
// answers in one row count as equal.
func (r logisticRows) effectiveN() float64 {
	var w, w2 float64
	for _, row := range r.list {
		w += row.Trials
		w2 += row.Trials * row.Trials / math.Max(1, float64(row.N))
	}
	return w * w / w2
}

// logisticSums are the additive sums of one step of the iteration: the score,
// the information and the deviance.
type logisticSums struct {
	score, information []float64
	deviance           float64
}

func newLogisticSums(terms int) *logisticSums {
	return &logisticSums{score: make([]float64, terms+1), information: make([]float64, (terms+1)*(terms+1))}
}

func (s *logisticSums) add(o *logisticSums, factor float64) {
	addScaled(s.score, o.score, factor)
	addScaled(s.information, o.information, factor)
	s.deviance += factor * o.deviance
}

// row adds a row with standardised terms z at these coefficients.
func (s *logisticSums) row(z []float64, row LogisticRow, beta []float64) {
	eta := dot(z, beta)
	p := logit(eta)
	residual, weight := row.Events-row.Trials*p, row.Trials*p*(1-p)
	n := len(z)
	for i, v := range z {
		s.score[i] += residual * v
		wv := weight * v
		for j := i; j < n; j++ {
			s.information[i*n+j] += wv * z[j]
		}
	}
	// -2 (e log p + (t - e) log(1 - p)), with log p = -log(1 + exp(-eta)).
	s.deviance += 2 * (row.Events*softplus(-eta) + (row.Trials-row.Events)*softplus(eta))
}

// step is information^-1 score with the inverse; false where the information
// is not positive definite.
func (s *logisticSums) step() (step []float64, inverse *mat.SymDense, ok bool) {
	n := len(s.score)
	var c mat.Cholesky
	// Only the upper triangle is read.
	if !c.Factorize(mat.NewSymDense(n, slices.Clone(s.information))) || c.Cond() > 1e13 {
		return nil, nil, false
	}
	var solved mat.VecDense
	if err := c.SolveVecTo(&solved, mat.NewVecDense(n, slices.Clone(s.score))); err != nil {
		return nil, nil, false
	}
	inverse = new(mat.SymDense)
	if err := c.InverseTo(inverse); err != nil {
		return nil, nil, false
	}
	return solved.RawVector().Data, inverse, true
}

// foldCount is how many folds the buckets are dealt into.
const foldCount = 8

// foldOf is the fold of a group.
func foldOf(group int) int { return group % foldCount }

// sums are those of all rows but of the groups to leave out.
func (r logisticRows) sums(beta []float64, without func(group int) bool) *logisticSums {
	s, z := newLogisticSums(r.terms), make([]float64, r.terms+1)
	for _, row := range r.list {
		if without(row.Group) {
			continue
		}
		r.standardized(row.X, z)
		s.row(z, row, beta)
	}
	return s
}

// sumsByGroup are the sums of each group.
func (r logisticRows) sumsByGroup(beta []float64) map[int]*logisticSums {
	parts, z := map[int]*logisticSums{}, make([]float64, r.terms+1)
	for _, row := range r.list {
		if parts[row.Group] == nil {
			parts[row.Group] = newLogisticSums(r.terms)
		}
		r.standardized(row.X, z)
		parts[row.Group].row(z, row, beta)
	}
	return parts
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// logit is 1 / (1 + exp(-eta)).
func logit(eta float64) float64 { return 1 / (1 + math.Exp(-eta)) }

// softplus is log(1 + exp(x)), without overflow.
func softplus(x float64) float64 { return math.Max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }
