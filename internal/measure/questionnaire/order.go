package questionnaire

import (
	"hash/fnv"
	"math/rand/v2"
)

// seedOf is a seed of its own for each thing that has a random order, so that the
// order of one does not change when another is added.
func seedOf(seed uint64, name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return seed ^ h.Sum64()
}

func randomOf(seed uint64, name string) *rand.Rand {
	return rand.New(rand.NewPCG(seed, seedOf(seed, name)))
}

// inOrder are the numbers 0 to n-1 as they are, or in the random order of a seed in
// which those that are fixed keep their places.
func inOrder(n int, random bool, seed uint64, name string, fixed func(int) bool) []int {
	out := make([]int, n)
	var free []int
	for i := range out {
		out[i] = i
		if random && !fixed(i) {
			free = append(free, i)
		}
	}
	if len(free) < 2 {
		return out
	}
	for i, at := range randomOf(seed, name).Perm(len(free)) {
		out[free[i]] = free[at]
	}
	return out
}

func never(int) bool { return false }

// parts tells for each question of a page, by its place in the document, in which
// part of the page it stands. Uncut, that is one part.
func (f *Flow) parts(p *flowPage, order []int, whole bool) []int {
	out := make([]int, len(order))
	part, here := 0, map[string]bool{}
	begun := false // something to answer stands in the part
	for _, i := range order {
		q := &p.questions[i]
		cut := f.doc.Settings.OneByOne && begun
		for _, code := range q.waits {
			cut = cut || !whole && here[code]
		}
		if cut {
			part++
			clear(here)
			begun = false
		}
		here[q.Code] = true
		begun = begun || q.Kind != KindBlock
		out[i] = part
	}
	return out
}
