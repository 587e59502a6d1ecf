package anonymous

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// five is what is promised; not the constant, which may be wrong.
const five = 5

// crowd makes people of a firm with a hierarchy: sites stand in regions, most have
// one role and few lead. All of it is invented.
func crowd(n int, r *rand.Rand) []Part {
	out := make([]Part, n)
	for i := range out {
		region, role := r.IntN(4), "staff"
		switch d := r.IntN(100); {
		case d < 2:
			role = "director"
		case d < 12:
			role = "lead"
		}
		tenure := []string{"short", "middle", "long", ""}[r.IntN(4)]
		out[i] = Part{
			ID: fmt.Sprintf("p%05d", i), Classes: []string{fmt.Sprintf("r%d", region), fmt.Sprintf("r%ds%d", region, r.IntN(3)), role, tenure},
			Items: []Item{{Name: Base, N: 1}, {Name: scorePrefix + fmt.Sprint(r.IntN(11)), N: 1}},
		}
	}
	return out
}

// TestEachIsInOnePackOrWaits, packs are alike in what they tell, and never small.
func TestEachIsInOnePackOrWaits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 13))
	for round := range 300 {
		parts := crowd(r.IntN(200), r)
		packs, left := Packs(parts, round%2 == 0)
		met := map[string]int{}
		for _, p := range left {
			met[p.ID]++
		}
		for _, pack := range packs {
			if len(pack.Parts) < five {
				t.Fatalf("a pack of %d", len(pack.Parts))
			}
			for _, p := range pack.Parts {
				met[p.ID]++
				for c, told := range pack.Told {
					if told != "" && told != p.Classes[c] {
						t.Fatalf("%v is told as %v", p.Classes, pack.Told)
					}
				}
			}
			if n := pack.Sums()[0]; n.Name != Base || n.N != int64(len(pack.Parts)) {
				t.Fatalf("the base of %d is %+v", len(pack.Parts), n)
			}
		}
		for _, p := range parts {
			if met[p.ID] != 1 {
				t.Fatalf("%s is met %d times", p.ID, met[p.ID])
			}
		}
		if round%2 == 0 && len(left) >= five {
			t.Fatalf("%d are left though nothing needs to be told of them", len(left))
		}
	}
}

// region is what a figure is asked of: the classes of some cuts, at a moment.
type region struct {
	name   string
	people []uint64 // a bit for each person
}

// TestNobodyIsFoundBySubtraction puts all figures of a firm of 10,000 (invented)
// against each other: every pair and every triple, at two moments, added and
// subtracted in every way. What is left over is nobody, or a pack at least.
func TestNobodyIsFoundBySubtraction(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 13))
	parts := crowd(10_000, r)
	first, second := moments(parts, r)
	regions := append(asked("then", first), asked("now", second)...)
	// People who stand in the same figures cannot be told apart by any of them:
	// weigh one bit for all of them.
	regions, weights := signatures(regions, len(parts))
	t.Logf("%d figures of %d people in %d kinds", len(regions), len(parts), len(weights))
	for i := range regions {
		for j := range i {
			if n := weigh(weights, func(w int) uint64 { return regions[i].people[w] ^ regions[j].people[w] }); n > 0 && n < five {
				t.Fatalf("%s and %s differ by %d", regions[i].name, regions[j].name, n)
			}
			for k := range j {
				a, b, c := regions[i].people, regions[j].people, regions[k].people
				for _, three := range [][3][]uint64{{a, b, c}, {a, c, b}, {b, c, a}} {
					n := weigh(weights, func(w int) uint64 {
						x, y, z := three[0][w], three[1][w], three[2][w]
						return x&y | (x ^ y ^ z) // who counts in x + y - z
					})
					if n > 0 && n < five {
						t.Fatalf("%s, %s and %s leave %d", regions[i].name, regions[j].name, regions[k].name, n)
					}
				}
			}
		}
	}
}

// moments lets answers come and go out, until a while before the end and until
// the survey is closed, and gives who was let out by then, by what is told.
func moments(parts []Part, r *rand.Rand) (first, second []Pack) {
	var waiting []Part
	let := func(late bool) (out []Pack) {
		out, waiting = Packs(waiting, late)
		return out
	}
	for some := range slices.Chunk(parts, 37) {
		waiting = append(waiting, some...)
		second = append(second, let(r.IntN(40) == 0)...)
		if len(first) == 0 && r.IntN(150) == 0 {
			first = slices.Clone(second)
		}
	}
	return first, append(second, let(true)...)
}

// asked are all figures by one and by two cuts, and that of all.
func asked(when string, packs []Pack) []region {
	byName := map[string][]uint64{}
	for _, p := range packs {
		names := []string{"all"}
		for i, a := range p.Told {
			names = append(names, fmt.Sprintf("%d=%s", i, a))
			for j, b := range p.Told[:i] {
				names = append(names, fmt.Sprintf("%d=%s %d=%s", i, a, j, b))
			}
		}
		for _, part := range p.Parts {
			var id int
			_, _ = fmt.Sscanf(part.ID, "p%d", &id)
			for _, name := range names {
				if byName[name] == nil {
					byName[name] = make([]uint64, 10_000/64+1)
				}
				byName[name][id/64] |= 1 << (id % 64)
			}
		}
	}
	out := make([]region, 0, len(byName))
	for name, people := range byName {
		out = append(out, region{when + " " + name, people})
	}
	slices.SortFunc(out, func(a, b region) int { return len(a.name) - len(b.name) })
	return out
}

// signatures gives the same figures over kinds of people, and how many are of each kind.
func signatures(regions []region, people int) ([]region, []int) {
	kinds := map[string]int{}
	var weights []int
	kindOf := make([]int, people)
	for p := range people {
		key := make([]byte, len(regions))
		for i := range regions {
			key[i] = byte(regions[i].people[p/64] >> (p % 64) & 1)
		}
		k, is := kinds[string(key)]
		if !is {
			k = len(weights)
			kinds[string(key)], weights = k, append(weights, 0)
		}
		kindOf[p] = k
		weights[k]++
	}
	out := make([]region, len(regions))
	for i := range regions {
		out[i] = region{regions[i].name, make([]uint64, len(weights)/64+1)}
		for p, k := range kindOf {
			if regions[i].people[p/64]>>(p%64)&1 == 1 {
				out[i].people[k/64] |= 1 << (k % 64)
			}
		}
	}
	return out, weights
}

// weigh counts people up to five: more than that is enough to know.
func weigh(weights []int, word func(w int) uint64) (n int) {
	for w := 0; w <= len(weights)/64 && n < five; w++ {
		for left := word(w); left != 0 && n < five; left &= left - 1 {
			n += weights[w*64+bits.TrailingZeros64(left)]
		}
	}
	return n
}
