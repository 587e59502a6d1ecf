package stat

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Saturation is how what is new dwindles from interview to interview.
type Saturation struct {
	New   []int     // codes that come for the first time, by interview in the order held
	Found []int     // codes met so far, by interview
	Mean  []float64 // codes that as many interviews give on average, over all orders
	Low   []float64 // 2.5 % of orders give fewer
	High  []float64 // 2.5 % of orders give more
	Stop  int       // the interview, from 1, after which the rule says to stop; 0 while it does not
	Quiet int       // interviews at the end that bring nothing new
}

// ComputeSaturation follows codes through interviews in the order in which they
// were held: codes[i] are those of interview i, each counted once. The rule, set
// beforehand, says to stop as soon as running interviews one after another bring
// nothing new; running of 0 is no rule.
//
// The mean over all orders is exact: of n interviews, a code that f of them
// carry is missed by m drawn ones with C(n-f, m) / C(n, m), so
//
//	mean(m) = sum over codes of 1 - C(n-f, m) / C(n, m)
//
// The band is that of so many random orders, drawn by r; with orders of 0 there
// is none and Low and High are empty.
//
// Source: Ugland, Gray & Ellingsen 2003, Journal of Animal Ecology 72 (the mean);
// the rule is that of Francis et al. 2010, Psychology and Health 25(10).
func ComputeSaturation(codes [][]int, running, orders int, r *rand.Rand) Saturation {
	interviews, carried := distinct(codes)
	s := Saturation{New: make([]int, len(interviews)), Found: accumulate(interviews, len(carried))}
	before := 0
	for i, found := range s.Found {
		s.New[i] = found - before
		before = found
		if s.New[i] > 0 {
			s.Quiet = 0
			continue
		}
		s.Quiet++
		if running > 0 && s.Quiet >= running && s.Stop == 0 {
			s.Stop = i + 1
		}
	}
	s.Mean = meanFound(carried, len(interviews))
	if orders > 0 {
		s.Low, s.High = band(interviews, len(carried), orders, r)
	}
	return s
}

// distinct numbers the codes 0, 1, ... and takes each once an interview. carried
// says how many interviews carry each.
func distinct(codes [][]int) (interviews [][]int, carried []int) {
	number := map[int]int{}
	for _, list := range codes {
		var own []int
		for _, c := range list {
			i, met := number[c]
			if !met {
				i = len(carried)
				number[c] = i
				carried = append(carried, 0)
			}
			if !slices.Contains(own, i) {
				own = append(own, i)
				carried[i]++
			}
		}
		interviews = append(interviews, own)
	}
	return interviews, carried
}

// accumulate counts the codes met up to each interview.
func accumulate(interviews [][]int, codes int) []int {
	met, found := make([]bool, codes), 0
	out := make([]int, len(interviews))
	for i, own := range interviews {
		for _, c := range own {
			if !met[c] {
				met[c] = true
				found++
			}
		}
		out[i] = found
	}
	return out
}

func meanFound(carried []int, n int) []float64 {
	out := make([]float64, n)
	for _, f := range carried {
		missed := 1.0
		for m := range n {
			missed *= math.Max(0, float64(n-f-m)) / float64(n-m)
			out[m] += 1 - missed
		}
	}
	return out
}

func band(interviews [][]int, codes, orders int, r *rand.Rand) (low, high []float64) {
	drawn := make([][]int, len(interviews))
	shuffled := slices.Clone(interviews)
	for range orders {
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for i, found := range accumulate(shuffled, codes) {
			drawn[i] = append(drawn[i], found)
		}
	}
	for _, d := range drawn {
		slices.Sort(d)
		low = append(low, float64(d[int(.025*float64(orders))]))
		high = append(high, float64(d[min(orders-1, int(.975*float64(orders)))]))
	}
	return low, high
}
