package stat

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// RelativeWeights says how much each driver has to do with the outcome in
// company with the others: a weight for each driver, together R^2. r holds the
// correlations of the drivers and, in the last row and column, of the outcome.
//
//	Rxx = P D P',  L = P sqrt(D) P',  b = L^-1 rxy,  weight_j = sum_k L_jk^2 b_k^2
//
// Drivers are first replaced by the closest uncorrelated columns (L are their
// correlations with the drivers), whose squared slopes add up to R^2, and these
// are handed back to the drivers in the measure of the correlations.
//
// Needs finite correlations with 1 on the diagonal. Where Rxx has an eigenvalue
// under 1e-8 (drivers that say the same, or pairwise correlations that do not
// fit together) or R^2 comes out above 1, the correlations are repaired first
// and repaired says so; see RepairCorrelations. Weights are never negative and
// do not depend on the units of driver or outcome.
//
// Source: Johnson 2000, Multivariate Behavioral Research 35:1-19.
func RelativeWeights(r *mat.SymDense) (weights []float64, r2 float64, repaired bool) {
	weights, r2, fits := relativeWeights(r)
	if fits {
		return weights, r2, false
	}
	weights, r2, _ = relativeWeights(RepairCorrelations(r))
	return weights, r2, true
}

func relativeWeights(r *mat.SymDense) (weights []float64, r2 float64, fits bool) {
	drivers, outcome := split(r)
	values, vectors := spectrum(drivers)
	fits = values[0] >= leastEigenvalue
	k := len(values)
	// b = P D^-1/2 P' rxy, L = P D^1/2 P'.
	along := mat.NewVecDense(k, nil)
	along.MulVec(vectors.T(), outcome)
	for i, v := range values {
		root := math.Sqrt(math.Max(v, leastEigenvalue))
		along.SetVec(i, along.AtVec(i)/root)
		values[i] = root
	}
	slopes := mat.NewVecDense(k, nil)
	slopes.MulVec(vectors, along)
	loadings := compose(values, vectors)
	weights = make([]float64, k)
	for j := range weights {
		for i := range k {
			l, b := loadings.At(j, i), slopes.AtVec(i)
			weights[j] += l * l * b * b
		}
		r2 += weights[j]
	}
	return weights, r2, fits && r2 <= 1+1e-9
}
