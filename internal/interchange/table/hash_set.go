package table

// hashSet is a set of hashes. It holds nothing but them, in one list in which a
// hash lies at the place its low bits name, or at the next free one.
type hashSet struct {
	n    int // in the set
	zero bool
	list []uint64 // 0 is a free place
}

const firstHashes = 16

// find is the place of a hash, or the free one for it.
func (s *hashSet) find(h uint64) int {
	last := len(s.list) - 1
	at := int(h) & last //nolint:gosec // some bits of it
	for s.list[at] != 0 && s.list[at] != h {
		at = (at + 1) & last
	}
	return at
}

func (s *hashSet) has(h uint64) bool {
	switch {
	case h == 0:
		return s.zero
	case s.list == nil:
		return false
	}
	return s.list[s.find(h)] == h
}

// add puts in a hash that is not there yet.
func (s *hashSet) add(h uint64) {
	s.n++
	if h == 0 {
		s.zero = true
		return
	}
	if s.n*4 > len(s.list)*3 {
		old := s.list
		s.list = make([]uint64, max(firstHashes, 2*len(old)))
		for _, o := range old {
			if o != 0 {
				s.list[s.find(o)] = o
			}
		}
	}
	s.list[s.find(h)] = h
}
