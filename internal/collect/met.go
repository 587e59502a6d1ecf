package collect

// met counts what was met before by its hash. Ten million different ones take
// about 200 MB: of the hash 96 bits are kept, and a number only of what comes
// again. Two of ten million share these bits once in 10^15 files.
type met struct {
	once  map[[12]byte]struct{}
	again map[[12]byte]int
}

// count says how often this was met, with now.
func (m *met) count(hash [32]byte) int {
	short := [12]byte(hash[:12])
	if _, known := m.once[short]; !known {
		if m.once == nil {
			m.once = map[[12]byte]struct{}{}
		}
		m.once[short] = struct{}{}
		return 1
	}
	if m.again == nil {
		m.again = map[[12]byte]int{}
	}
	m.again[short]++
	return m.again[short] + 1
}
