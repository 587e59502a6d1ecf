package questionnaire

import (
	"math/rand/v2"
	"slices"
)

const (
	designTries = 10
	designSwaps = 1500
)

// Design returns count sets of size items out of 0 to items-1, for one
// best-worst question. No item comes twice in a set, how often items come
// differs by one at most, and of the designs tried the one is taken whose
// pairs come most evenly. The same arguments give the same design. It returns
// nil unless 0 < size <= items and count > 0. It takes milliseconds: make some
// designs when a version is published rather than one for each visit.
func Design(items, count, size int, seed uint64) [][]int {
	if size < 1 || size > items || count < 1 {
		return nil
	}
	random := rand.New(rand.NewPCG(seed, 0))
	var best [][]int
	least := -1
	for range designTries {
		sets := draw(items, count, size, random)
		uneven := even(sets, items, random)
		if least < 0 || uneven < least {
			best, least = sets, uneven
		}
	}
	return best
}

// draw makes one design, item by item.
func draw(items, count, size int, random *rand.Rand) [][]int {
	uses, pairs := make([]int, items), make([]int, items*items)
	sets := make([][]int, count)
	for i := range sets {
		for len(sets[i]) < size {
			next := rarest(sets[i], uses, pairs, random)
			for _, other := range sets[i] {
				pairs[next*items+other]++
				pairs[other*items+next]++
			}
			sets[i] = append(sets[i], next)
			uses[next]++
		}
		random.Shuffle(size, func(a, b int) { sets[i][a], sets[i][b] = sets[i][b], sets[i][a] })
	}
	return sets
}

// even swaps items between sets as long as pairs come no less evenly by it,
// and returns how uneven they are in the end. Each item keeps its number.
func even(sets [][]int, items int, random *rand.Rand) int {
	pairs := make([]int, items*items)
	now := unevenness(sets, items, pairs)
	for range designSwaps {
		a, b := sets[random.IntN(len(sets))], sets[random.IntN(len(sets))]
		i, j := random.IntN(len(a)), random.IntN(len(b))
		if slices.Contains(a, b[j]) || slices.Contains(b, a[i]) {
			continue
		}
		a[i], b[j] = b[j], a[i]
		if then := unevenness(sets, items, pairs); then <= now {
			now = then
		} else {
			a[i], b[j] = b[j], a[i]
		}
	}
	return now
}

// unevenness is the sum of the squares of how often each pair comes: the
// smaller, the more even. It overwrites pairs.
func unevenness(sets [][]int, items int, pairs []int) int {
	clear(pairs)
	sum := 0
	for _, set := range sets {
		for i, one := range set {
			for _, other := range set[:i] {
				at := min(one, other)*items + max(one, other)
				sum += 2*pairs[at] + 1
				pairs[at]++
			}
		}
	}
	return sum
}

// rarest returns the item that came least so far, among those the one that
// met the items of set least, among those a random one.
func rarest(set, uses, pairs []int, random *rand.Rand) int {
	best, met := -1, 0
	for _, item := range random.Perm(len(uses)) {
		if slices.Contains(set, item) {
			continue
		}
		m := 0
		for _, other := range set {
			n := pairs[item*len(uses)+other]
			m += n * n
		}
		if best < 0 || uses[item] < uses[best] || uses[item] == uses[best] && m < met {
			best, met = item, m
		}
	}
	return best
}
