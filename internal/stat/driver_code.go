package stat

import "slices"

// DriverCodes is a plan whose ratings and scores have few different values
// each, numbered from 1; the code 0 is no answer. What answers have in common is
// then counted in a table for each pair of columns, one step a pair, and all
// moments follow from the tables: products, squares, dummies and masks.
type DriverCodes struct {
	Plan DriverPlan
	// Ratings has for each driver what its codes stand for, the good end high:
	// code 1 is Ratings[j][0].
	Ratings [][]float64
	// Scores and Contributions are what the codes of the score stand for. Every
	// answer has a score.
	Scores, Contributions []float64
}

// columns is the number of codes of an answer: the drivers, then the score.
func (c DriverCodes) columns() int { return len(c.Ratings) + 1 }

// levels is how many codes a column has, that for no answer among them.
func (c DriverCodes) levels(column int) int {
	if column < len(c.Ratings) {
		return len(c.Ratings[column]) + 1
	}
	return len(c.Scores) + 1
}

// Cells is how many cells the tables of one group have, 8 bytes each where
// answers are weighted and else 4.
func (c DriverCodes) Cells() int {
	_, cells := c.blocks()
	return cells
}

// codeBlock is where the tables of a column with all later columns lie: a row
// for each of its codes, and in it the codes of the later columns one column
// after the other, the first of them at place after.
type codeBlock struct{ start, width, after int }

// blocks are those of all columns, and the number of cells of them together.
func (c DriverCodes) blocks() (list []codeBlock, cells int) {
	total := 0
	for i := range c.columns() {
		total += c.levels(i)
	}
	after := 0
	for i := range c.columns() {
		after += c.levels(i)
		list = append(list, codeBlock{start: cells, width: total - after, after: after})
		cells += c.levels(i) * (total - after)
	}
	return list, cells
}

// DriverTables are the tables of some groups of answers.
type DriverTables struct {
	codes    DriverCodes
	blocks   []codeBlock
	firsts   []int // place of a column's code 0 among the codes of all columns
	cells    int   // of a group
	single   int   // codes of all columns together
	weighted bool
	counts   []uint32    // by group and cell; nil where weighted
	weights  []float64   // likewise where weighted
	singles  []codeTotal // by group and code of a column
	places   []int
}

// codeTotal is what is known of the answers with one code of a column.
type codeTotal struct {
	n             int64
	w, w2         float64
	noise, noise2 float64 // sums of w e and w e^2
}

// Tables are empty tables of some groups.
func (c DriverCodes) Tables(groups int, weighted bool) *DriverTables {
	t := &DriverTables{codes: c, weighted: weighted, places: make([]int, c.columns())}
	t.blocks, t.cells = c.blocks()
	for i := range c.columns() {
		t.firsts = append(t.firsts, t.single)
		t.single += c.levels(i)
	}
	if weighted {
		t.weights = make([]float64, groups*t.cells)
	} else {
		t.counts = make([]uint32, groups*t.cells)
	}
	t.singles = make([]codeTotal, groups*t.single)
	return t
}

// Add puts one answer into a group: the codes of its drivers and of its score,
// each below its column's number of codes and that of the score not 0. Noise
// and weight are those of DriverAnswer; without weights the weight must be 1.
func (t *DriverTables) Add(group int, codes []uint8, noise, weight float64) {
	singles := t.singles[group*t.single : (group+1)*t.single]
	wn, wn2 := weight*noise, weight*noise*noise
	for i, code := range codes {
		at := t.firsts[i] + int(code)
		t.places[i] = at
		s := &singles[at]
		s.n++
		s.noise += wn
		s.noise2 += wn2
		if t.weighted {
			s.w += weight
			s.w2 += weight * weight
		}
	}
	if t.weighted {
		countPairs(t.weights[group*t.cells:(group+1)*t.cells], t.blocks, codes, t.places, weight)
	} else {
		countPairs(t.counts[group*t.cells:(group+1)*t.cells], t.blocks, codes, t.places, 1)
	}
}

// countPairs counts an answer in the table of each pair of its columns.
func countPairs[T uint32 | float64](cells []T, blocks []codeBlock, codes []uint8, places []int, weight T) {
	for i, code := range codes[:len(codes)-1] {
		if code == 0 {
			continue
		}
		b := &blocks[i]
		start := b.start + int(code)*b.width
		row := cells[start : start+b.width]
		after := b.after
		for _, at := range places[i+1:] {
			row[at-after] += weight
		}
	}
}

// Answers is how many answers a group holds.
func (t *DriverTables) Answers(group int) int64 {
	var n int64
	for _, s := range t.of(group, len(t.codes.Ratings)) {
		n += s.n
	}
	return n
}

// of are the totals of a column's codes, from code 0.
func (t *DriverTables) of(group, column int) []codeTotal {
	at := group*t.single + t.firsts[column]
	list := slices.Clone(t.singles[at : at+t.codes.levels(column)])
	if !t.weighted {
		for i := range list {
			list[i].w, list[i].w2 = float64(list[i].n), float64(list[i].n)
		}
	}
	return list
}

// Below is, by driver, the weight of a group's answers under its target.
func (t *DriverTables) Below(group int) []float64 {
	below := make([]float64, len(t.codes.Ratings))
	for j, ratings := range t.codes.Ratings {
		for i, s := range t.of(group, j)[1:] {
			if ratings[i] < t.codes.Plan[j].Target {
				below[j] += s.w
			}
		}
	}
	return below
}
