package stat

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// gamma draws from a gamma distribution with this shape and scale 1.
func gamma(r *rand.Rand, shape float64) float64 {
	return distuv.Gamma{Alpha: shape, Beta: 1, Src: r}.Rand()
}
