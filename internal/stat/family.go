package stat

import (
	"math"
	"sort"
)

// BenjaminiHochberg turns the p values of one query into q values: the share
// of false alarms to expect among all results at least as strong.
//
//	q_(i) = min over j >= i of min(1, m p_(j) / j)
//
// m counts the p values that are numbers; NaN (no test possible) stays NaN and
// is not counted. The order of the input is kept. Holds for independent and
// for positively dependent tests.
//
// Source: Benjamini & Hochberg 1995, JRSS B 57; same as R's p.adjust "BH".
func BenjaminiHochberg(p []float64) []float64 {
	q := make([]float64, len(p))
	order := make([]int, 0, len(p))
	for i, v := range p {
		q[i] = math.NaN()
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return p[order[a]] < p[order[b]] })
	least := 1.0
	for rank := len(order); rank >= 1; rank-- {
		i := order[rank-1]
		least = math.Min(least, p[i]*float64(len(order))/float64(rank))
		q[i] = least
	}
	return q
}
