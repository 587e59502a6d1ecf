package plan

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// Entrant is a candidate that nothing speaks against. It is kept small: a
// million take some 60 MB.
type Entrant struct {
	ID      [16]byte
	Account [16]byte // zero: none
	Stratum int32    // of the sample
	Role    int8     // in the account, -1: none
}

// Size is how many of a stratum are wanted.
type Size struct {
	// Count is how many are asked; 0: by HalfWidth.
	Count int
	// HalfWidth is that of the 95 % interval wanted, as a share: 0.05 for five
	// points. 0 with no Count: all.
	HalfWidth float64
	// Spread is the standard deviation of an answer, as a share: at most 0.5 for
	// yes or no, at most 1 for the recommendation score. 0 stands for 0.5.
	Spread float64
	// Rate is the share of those asked who answer; 0 stands for 1.
	Rate float64
}

// Caps are how many of an account are asked, together and by role; 0: any number.
type Caps struct {
	Account int
	Role    [4]int
}

// z is the normal quantile of a 95 % interval.
const z = 1.959963984540054

// Answers is how many answers of a population give an interval of the half-width
// wanted: n0 = (z s / h)^2, and n = n0 / (1 + (n0 - 1) / N) in a finite
// population (Cochran, Sampling Techniques, 3rd ed., 1977, 4.4). Never more than
// the population; all of it where no width is wanted.
func (s Size) Answers(population int) int {
	if s.HalfWidth <= 0 || population <= 0 {
		return max(population, 0)
	}
	spread := cmp.Or(s.Spread, 0.5)
	root := z * spread / s.HalfWidth
	n0 := root * root
	n := n0 / (1 + (n0-1)/float64(population))
	return min(population, max(1, int(math.Ceil(n-1e-9))))
}

// Invitations is how many of a population are asked.
func (s Size) Invitations(population int) int {
	if s.Count > 0 {
		return min(s.Count, population)
	}
	n := float64(s.Answers(population))
	if s.Rate > 0 && s.Rate < 1 && s.HalfWidth > 0 {
		n = math.Ceil(n/s.Rate - 1e-9)
	}
	return int(min(n, float64(population)))
}

// Draw gives the verdict on each entrant. Those of an account, and of a role in
// it, compete by their lot, which the seed casts; of each stratum as many are
// drawn, by lot, as are wanted of those whom the caps leave. It takes O(n log n)
// and some 16 bytes an entrant beside them.
func Draw(pool []Entrant, caps Caps, size Size, seed uint64) []Verdict {
	order := lots(pool, seed)
	out := make([]Verdict, len(pool))
	left := map[int32]int{}
	inAccount := map[[16]byte]int{}
	inRole := map[accountRole]int{}
	for _, at := range order {
		e := pool[at]
		if rule := caps.full(e, inAccount, inRole); rule != "" {
			out[at] = Verdict{ByRule, rule}
			continue
		}
		left[e.Stratum]++
	}
	for stratum, n := range left {
		left[stratum] = size.Invitations(n)
	}
	for _, at := range order {
		switch e := pool[at]; {
		case out[at].Reason != "":
		case left[e.Stratum] > 0:
			left[e.Stratum]--
			out[at].Reason = Invited
		default:
			out[at].Reason = SampledOut
		}
	}
	return out
}

type accountRole struct {
	account [16]byte
	role    int8
}

// full tells which cap keeps an entrant out, and counts one that comes in.
func (c Caps) full(e Entrant, inAccount map[[16]byte]int, inRole map[accountRole]int) Rule {
	if e.Account == ([16]byte{}) || c == (Caps{}) {
		return ""
	}
	key := accountRole{e.Account, e.Role}
	if e.Role >= 0 && c.Role[e.Role] > 0 && inRole[key] >= c.Role[e.Role] {
		return RoleCap
	}
	if c.Account > 0 && inAccount[e.Account] >= c.Account {
		return AccountCap
	}
	inRole[key]++
	inAccount[e.Account]++
	return ""
}

// lots are the places of the pool in the order of the lots that a seed casts. A
// lot depends on the seed and the id only.
func lots(pool []Entrant, seed uint64) []int32 {
	cast := make([]uint64, len(pool))
	order := make([]int32, len(pool))
	for i := range pool {
		cast[i], order[i] = lot(pool[i].ID, seed), int32(i) //nolint:gosec // far fewer than 2^31
	}
	slices.SortFunc(order, func(a, b int32) int {
		if c := cmp.Compare(cast[a], cast[b]); c != 0 {
			return c
		}
		return bytes.Compare(pool[a].ID[:], pool[b].ID[:])
	})
	return order
}

// lot mixes an id with a seed (the finaliser of SplitMix64, twice).
func lot(id [16]byte, seed uint64) uint64 {
	return mix(binary.LittleEndian.Uint64(id[8:]) ^ mix(binary.LittleEndian.Uint64(id[:8])^mix(seed)))
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
