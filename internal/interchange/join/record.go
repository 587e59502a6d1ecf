package join

// record gathers what the right table says of one key.
type record struct {
	some  bool
	key   []byte
	cells [][]byte
	met   []bool
	out   []byte
}

func newRecord(width int) *record {
	return &record{cells: make([][]byte, width), met: make([]bool, width)}
}

func (r *record) begin(key []byte) {
	r.some, r.key = true, append(r.key[:0], key...)
	for i := range r.cells {
		r.cells[i], r.met[i] = r.cells[i][:0], false
	}
}

// take adds an entry; false where an earlier one stands in its place.
func (r *record) take(e *entry, pivot bool) bool {
	if !pivot {
		for i, c := range e.cells {
			if r.met[i] {
				return false
			}
			r.cells[i], r.met[i] = append(r.cells[i], c...), true
		}
		return true
	}
	if r.met[e.name] {
		return false
	}
	r.cells[e.name], r.met[e.name] = append(r.cells[e.name], e.cells[0]...), true
	return true
}

// bytes is the record as an entry with a cell a column.
func (r *record) bytes() []byte {
	e := entry{key: r.key, cells: r.cells}
	r.out = e.append(r.out[:0])
	return r.out
}
