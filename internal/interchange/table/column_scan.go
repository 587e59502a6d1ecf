package table

import (
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
)

// columnScan gathers one column. It keeps hashes of values (within the budget
// of the file), the values themselves while they are few, and for numbers and
// dates both readings until the end, when the evidence is in.
type columnScan struct {
	name     string
	missing  int64
	hashes   hashSet
	order    orderScan
	more     bool
	values   map[string]*int64 // the different values and how often each came, while they are few enough to keep
	single   [256]*int64       // those of values of one byte, which ratings mostly are
	examples []string
	marks    [5]int64
	shapes   [5]int64
	span     [2]numberSpan // read with a point, with a comma
	times    [2]timeSpan   // read day first, month first
	runes    int64
	words    int64
	longest  int
}

type numberSpan struct {
	n        int64
	min, max float64
	part     bool // some number is not whole
}

type timeSpan struct {
	n        int64
	min, max time.Time
}

func (s timeSpan) span() time.Duration { return s.max.Sub(s.min) }

func newColumnScan(name string) *columnScan {
	return &columnScan{name: name, values: map[string]*int64{}}
}

// add takes in a cell. While a column's values can be kept, one that came before
// is only counted; what it reads as is looked at once, by finish or when the
// values get too many.
func (c *columnScan) add(cell string, s *scan) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		c.missing++
		return
	}
	c.order.add(cell)
	if len(cell) == 1 && c.single[cell[0]] != nil {
		*c.single[cell[0]]++
		return
	}
	if n, seen := c.values[cell]; seen {
		*n++
		return
	}
	if len(c.examples) < maxExamples {
		c.examples = append(c.examples, excerpt(cell))
	}
	c.hash(cell, s)
	if c.values == nil || len(cell) > maxValueBytes {
		c.read(cell, 1, s.zone)
		return
	}
	if len(c.values) >= MaxValues && !s.keeps(len(cell)) || len(c.values) >= maxKept {
		c.readValues(s.zone)
		c.values, c.single = nil, [256]*int64{}
		c.read(cell, 1, s.zone)
		return
	}
	n := int64(1)
	c.values[cell] = &n
	if len(cell) == 1 {
		c.single[cell[0]] = &n
	}
}

// The bounds of values that are only counted: how long a cell may be, how many
// a column may have, and how many bytes all of them may take beyond MaxValues
// a column.
const (
	maxValueBytes = 200
	maxKept       = 4096
	maxKeptBytes  = 16 << 20
	keptOverhead  = 64 // bytes that a value takes beside its text
)

// keeps tells whether there is room for one more value of so many bytes, and
// takes it.
func (s *scan) keeps(size int) bool {
	s.kept += size + keptOverhead
	return s.kept <= maxKeptBytes
}

// readValues reads the values that were only counted so far.
func (c *columnScan) readValues(zone *time.Location) {
	for value, n := range c.values {
		c.read(value, *n, zone)
	}
}

// read takes in what n equal cells say.
func (c *columnScan) read(cell string, n int64, zone *time.Location) {
	runes := utf8.RuneCountInString(cell)
	c.runes += n * int64(runes)
	c.longest = max(c.longest, runes)
	c.words += n * int64(strings.Count(cell, " ")+1)
	if runes > 64 || !hasDigit(cell) {
		return
	}
	c.number(cell, n)
	c.time(cell, n, zone)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// hash counts a value among the different ones.
func (c *columnScan) hash(cell string, s *scan) {
	if c.more {
		return
	}
	h := xxhash.Sum64String(cell)
	switch {
	case c.hashes.has(h):
	case s.budget == 0:
		c.more = true
	default:
		s.budget--
		c.hashes.add(h)
	}
}

func (c *columnScan) number(cell string, n int64) {
	values, ok := eitherNumber(cell)
	c.marks[evidenceOfMark(cell, values, ok)] += n
	for i, v := range values {
		if !ok[i] {
			continue
		}
		sp := &c.span[i]
		if sp.n == 0 || v < sp.min {
			sp.min = v
		}
		if sp.n == 0 || v > sp.max {
			sp.max = v
		}
		sp.n += n
		sp.part = sp.part || v != float64(int64(v))
	}
}

func (c *columnScan) time(cell string, n int64, zone *time.Location) {
	p, ok := readDate(cell)
	if !ok || p.shape == noDate {
		c.shapes[noDate] += n
		return
	}
	c.shapes[p.shape] += n
	for i, order := range [2]Order{DayFirst, MonthFirst} {
		t, ok := p.time(order, zone)
		if !ok {
			continue
		}
		sp := &c.times[i]
		if sp.n == 0 || t.Before(sp.min) {
			sp.min = t
		}
		if sp.n == 0 || t.After(sp.max) {
			sp.max = t
		}
		sp.n += n
	}
}

func (c *columnScan) finish(index int, rows int64, delim rune, zone *time.Location) Column {
	c.readValues(zone)
	out := Column{
		Index: index, Name: c.name, Rows: rows, Missing: c.missing,
		Distinct: int64(c.hashes.n), More: c.more, Examples: c.examples, Longest: c.longest,
	}
	filled := out.Filled()
	if c.more && !c.order.broken {
		out.Distinct, out.More = filled, false
	}
	if filled > 0 {
		out.Runes, out.Words = float64(c.runes)/float64(filled), float64(c.words)/float64(filled)
	}
	out.Values = c.sorted()
	out.Mark = c.mark(delim)
	sp := c.span[0]
	if out.Mark == Comma {
		sp = c.span[1]
	}
	out.Numbers = sp.n
	if sp.n > 0 {
		out.Min, out.Max, out.Whole = &sp.min, &sp.max, !sp.part
	}
	c.dates(&out)
	out.Kind = kindOf(out, filled)
	return out
}

func (c *columnScan) sorted() []ValueCount {
	if c.values == nil || len(c.values) > MaxValues {
		return nil
	}
	out := make([]ValueCount, 0, len(c.values))
	for v, n := range c.values {
		out = append(out, ValueCount{v, *n})
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Count != out[j].Count {
			return out[i].Count > out[j].Count
		}
		return out[i].Value < out[j].Value
	})
	return out
}

// mark weighs the evidence; where the cells say nothing, files separated by
// semicolons are taken to use decimal commas, for that is why they do.
func (c *columnScan) mark(delim rune) Mark {
	switch {
	case c.marks[markComma] > c.marks[markPoint]:
		return Comma
	case c.marks[markPoint] > 0:
		return Point
	case delim == ';' && c.marks[markUnsure] > 0:
		return Comma
	}
	return Point
}

func (c *columnScan) dates(out *Column) {
	day, month, either := c.shapes[dayFirst], c.shapes[monthFirst], c.shapes[eitherOrder]
	sp := c.times[0]
	if month > day {
		sp = c.times[1]
	}
	out.Dates = sp.n
	if sp.n == 0 {
		return
	}
	if day+month+either > 0 {
		out.Order = DayFirst
		if month > day {
			out.Order = MonthFirst
		}
		if day+month == 0 && c.times[1].n == sp.n && c.times[1].span()*2 < sp.span() {
			// Nothing decides; dates of one file mostly lie close together.
			out.Order, sp = MonthFirst, c.times[1]
		}
		out.Contrary = min(day, month)
		// Contradiction: a twentieth and more against the order chosen.
		out.Asked = day+month == 0 || out.Contrary*20 > max(day, month)
	}
	out.Earliest, out.Latest = &sp.min, &sp.max
}

// kindOf wants 95 of 100 filled cells to agree; eight-digit numbers that read
// as dates stay numbers unless all do.
func kindOf(c Column, filled int64) Kind {
	enough := func(n int64) bool { return n > 0 && n*100 >= filled*95 }
	switch {
	case filled == 0:
		return KindEmpty
	case enough(c.Dates) && (c.Dates > c.Numbers || c.Dates == filled):
		return KindDate
	case enough(c.Numbers) && c.Whole:
		return KindInteger
	case enough(c.Numbers):
		return KindNumber
	}
	return KindText
}
