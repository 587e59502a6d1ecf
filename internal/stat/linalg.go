package stat

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// leastEigenvalue is what eigenvalues of a correlation matrix are clipped at.
const leastEigenvalue = 1e-8

// correlations is the matrix of pairwise correlations of these columns; false
// where one is not defined.
func correlations(m CrossMoments, columns []int) (*mat.SymDense, bool) {
	r := mat.NewSymDense(len(columns), nil)
	for a, i := range columns {
		for b := a; b < len(columns); b++ {
			v := m.Correlation(i, columns[b])
			if math.IsNaN(v) {
				return nil, false
			}
			r.SetSym(a, b, v)
		}
	}
	return r, true
}

// RepairCorrelations makes a matrix of pairwise correlations positive
// definite: eigenvalues under 1e-8 are raised to it, and the result is
// rescaled to a unit diagonal.
//
//	R = P D P',  R* = P max(D, 1e-8) P',  r_ij = r*_ij / sqrt(r*_ii r*_jj)
//
// Pairwise-complete correlations come from different answers each and need not
// fit together; two drivers that always agree leave an eigenvalue of 0.
//
// Source: Rousseeuw & Molenberghs 1993, Communications in Statistics 22(4).
func RepairCorrelations(r *mat.SymDense) *mat.SymDense {
	values, vectors := spectrum(r)
	for i, v := range values {
		values[i] = math.Max(v, leastEigenvalue)
	}
	raised := compose(values, vectors)
	n := r.SymmetricDim()
	fixed := mat.NewSymDense(n, nil)
	for i := range n {
		fixed.SetSym(i, i, 1)
		for j := i + 1; j < n; j++ {
			fixed.SetSym(i, j, raised.At(i, j)/math.Sqrt(raised.At(i, i)*raised.At(j, j)))
		}
	}
	return fixed
}

// spectrum is R = P D P', ascending.
func spectrum(r *mat.SymDense) (values []float64, vectors *mat.Dense) {
	var e mat.EigenSym
	if !e.Factorize(r, true) {
		panic("stat: a finite symmetric matrix has no spectrum")
	}
	vectors = new(mat.Dense)
	e.VectorsTo(vectors)
	return e.Values(nil), vectors
}

// compose is P diag(values) P'.
func compose(values []float64, vectors *mat.Dense) *mat.SymDense {
	n := len(values)
	scaled := mat.NewDense(n, n, nil)
	scaled.Apply(func(_, j int, v float64) float64 { return v * values[j] }, vectors)
	var product mat.Dense
	product.Mul(scaled, vectors.T())
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, product.At(i, j))
		}
	}
	return s
}

// split takes the last column of a correlation matrix, the outcome, apart.
func split(r *mat.SymDense) (drivers *mat.SymDense, outcome *mat.VecDense) {
	k := r.SymmetricDim() - 1
	outcome = mat.NewVecDense(k, nil)
	for i := range k {
		outcome.SetVec(i, r.At(i, k))
	}
	return r.SliceSym(0, k).(*mat.SymDense), outcome
}

// standardized are the coefficients of the regression of the last column on the
// others, all in standard deviations, from their correlations:
//
//	beta = Rxx^-1 rxy
//
// repaired tells that the correlations had to be repaired first: Rxx is not
// positive definite (or nearly not), or R^2 = beta' rxy is above 1.
func standardized(r *mat.SymDense) (beta *mat.VecDense, repaired bool) {
	if beta, cond := solveCorrelations(r); cond < 1/leastEigenvalue {
		_, outcome := split(r)
		if mat.Dot(beta, outcome) <= 1+1e-9 {
			return beta, false
		}
	}
	beta, _ = solveCorrelations(RepairCorrelations(r))
	return beta, true
}

// solveCorrelations gives beta and the condition of Rxx, +Inf where it is not
// positive definite (beta is nil then).
func solveCorrelations(r *mat.SymDense) (*mat.VecDense, float64) {
	drivers, outcome := split(r)
	var c mat.Cholesky
	if !c.Factorize(drivers) {
		return nil, math.Inf(1)
	}
	beta := new(mat.VecDense)
	if err := c.SolveVecTo(beta, outcome); err != nil {
		return nil, math.Inf(1)
	}
	return beta, c.Cond()
}
