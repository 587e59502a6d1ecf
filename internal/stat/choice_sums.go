package stat

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// choiceSums are choices added up over people: weights by the set that was
// shown, the best and the worst.
type choiceSums struct {
	items  int
	sets   float64
	chosen map[choice]float64
	order  []choice // its keys, so that sums come out the same each time
	asked  map[string][]int
	shown  []float64 // by item
	net    []float64 // best less worst
}

type choice struct {
	set         string
	best, worst int
}

func newChoiceSums(items int) *choiceSums {
	return &choiceSums{items: items, chosen: map[choice]float64{}, asked: map[string][]int{}, shown: make([]float64, items), net: make([]float64, items)}
}

func (s *choiceSums) add(r ChoiceRow) {
	set := fmt.Sprint(r.Shown)
	s.asked[set] = r.Shown
	s.put(choice{set, r.Best, r.Worst}, r.Shown, r.W)
}

func (s *choiceSums) put(c choice, set []int, w float64) {
	if _, is := s.chosen[c]; !is {
		s.order = append(s.order, c)
	}
	s.chosen[c] += w
	s.sets += w
	for _, i := range set {
		s.shown[i] += w
	}
	s.net[c.best] += w
	s.net[c.worst] -= w
}

// without are the sums without a part of them.
func (s *choiceSums) without(part *choiceSums) *choiceSums {
	out := newChoiceSums(s.items)
	out.asked = s.asked
	for _, c := range s.order {
		if w := s.chosen[c] - part.chosen[c]; w > 1e-9 {
			out.put(c, s.asked[c.set], w)
		}
	}
	return out
}

// score of an item, (best - worst) / shown; NaN where it was never shown.
func (s *choiceSums) score(item int) float64 { return s.net[item] / s.shown[item] }

// connected tells whether all items hang together by sets that were shown.
func (s *choiceSums) connected() bool {
	reached := make([]bool, s.items)
	reached[0] = true
	for grown := true; grown; {
		grown = false
		for _, set := range s.asked {
			any, all := false, true
			for _, i := range set {
				any, all = any || reached[i], all && reached[i]
			}
			if any && !all {
				grown = true
				for _, i := range set {
					reached[i] = true
				}
			}
		}
	}
	for _, r := range reached {
		if !r {
			return false
		}
	}
	return true
}

// likelihood is the log likelihood at utilities u with gradient and information
// (minus the second derivatives) by all utilities but the first, which is fixed.
func (s *choiceSums) likelihood(u []float64) (value float64, gradient *mat.VecDense, information *mat.SymDense) {
	k, room := s.items-1, make([]float64, s.items)
	gradient, information = mat.NewVecDense(k, nil), mat.NewSymDense(k, nil)
	for _, c := range s.order {
		set, w := s.asked[c.set], s.chosen[c]
		value += w * chosenOf(room[:len(set)], u, set, -1, c.best, 1, w, gradient, information)
		value += w * chosenOf(room[:len(set)], u, set, c.best, c.worst, -1, w, gradient, information)
	}
	return value, gradient, information
}

// chosenOf (p is room for the set) is the log probability that an item is chosen of a set without one of
// them (-1: of all), with the sign that utilities go in by; it adds its share to
// the derivatives.
func chosenOf(p, u []float64, set []int, gone, chosen int, sign, w float64, gradient *mat.VecDense, information *mat.SymDense) float64 {
	most := math.Inf(-1)
	for _, i := range set {
		if i != gone {
			most = math.Max(most, sign*u[i])
		}
	}
	sum := 0.0
	for at, i := range set {
		p[at] = 0
		if i != gone {
			p[at] = math.Exp(sign*u[i] - most)
			sum += p[at]
		}
	}
	for at, i := range set {
		p[at] /= sum
		if i == 0 || i == gone {
			continue
		}
		is := 0.0
		if i == chosen {
			is = 1
		}
		gradient.SetVec(i-1, gradient.AtVec(i-1)+w*sign*(is-p[at]))
		for before, j := range set[:at+1] {
			if j == 0 || j == gone {
				continue
			}
			v := -p[at] * p[before]
			if i == j {
				v += p[at]
			}
			information.SetSym(i-1, j-1, information.At(i-1, j-1)+w*v)
		}
	}
	return sign*u[chosen] - most - math.Log(sum)
}
