package table

import (
	"context"
	"errors"
	"io"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
)

// Kind is what the cells of a column are, by at least 95 of 100.
type Kind string

// The kinds of columns.
const (
	KindEmpty   Kind = "empty"
	KindInteger Kind = "integer"
	KindNumber  Kind = "number"
	KindDate    Kind = "date" // with or without a time of day
	KindText    Kind = "text"
)

// ValueCount is one value of a column and how often it stands there.
type ValueCount struct {
	Value string `json:"value"`
	Count int64  `json:"count"`
}

// Column is the profile of one column over the whole file.
type Column struct {
	Index    int          `json:"index"` // from 0
	Name     string       `json:"name"`
	Kind     Kind         `json:"kind"`
	Rows     int64        `json:"rows"`     // readable rows
	Missing  int64        `json:"missing"`  // cells with nothing in them
	Distinct int64        `json:"distinct"` // different values, exact up to a cap
	More     bool         `json:"more"`     // Distinct was capped
	Numbers  int64        `json:"numbers"`  // cells that read as numbers
	Dates    int64        `json:"dates"`    // cells that read as dates
	Values   []ValueCount `json:"values"`   // by count; empty where there are more than MaxValues
	Examples []string     `json:"examples"` // the first different values
	Min      *float64     `json:"min"`      // of the numbers
	Max      *float64     `json:"max"`
	Whole    bool         `json:"whole"` // every number is whole
	Earliest *time.Time   `json:"earliest"`
	Latest   *time.Time   `json:"latest"`
	Mark     Mark         `json:"mark"`     // decimal mark of the column
	Order    Order        `json:"order"`    // of day and month; only where dates need one
	Asked    bool         `json:"asked"`    // the data do not tell the order of day and month, or contradict themselves
	Contrary int64        `json:"contrary"` // dates that can only be read with the other order of day and month
	Runes    float64      `json:"runes"`    // mean length of the cells that are not empty
	Longest  int          `json:"longest"`
	Words    float64      `json:"words"` // mean number of words
}

// Filled is the number of cells with something in them.
func (c Column) Filled() int64 { return c.Rows - c.Missing }

// Unique tells that every row has a value and no value comes twice.
func (c Column) Unique() bool { return c.Missing == 0 && !c.More && c.Distinct == c.Rows && c.Rows > 1 }

// Profile is what one pass over the file tells.
type Profile struct {
	Rows     int64    `json:"rows"`     // readable rows
	Rejected int64    `json:"rejected"` // rows that cannot be read
	Blank    int64    `json:"blank"`
	Columns  []Column `json:"columns"`
	First    []Row    `json:"-"` // the first rows, at most PreviewRows, rejects among them
	Rejects  []Reject `json:"-"` // the first rejects, at most PreviewRows
}

// Caps of a profile.
const (
	MaxValues   = 120
	PreviewRows = 50
	maxExamples = 5
	maxHashes   = 4 << 20 // over all columns: 64 bits each
)

// Scan reads all rows of src once and profiles its columns. Times in the
// profile that have no zone are taken as zone.
func Scan(src io.Reader, format Format, limits Limits, zone *time.Location) (*Profile, error) {
	r, err := NewReader(src, format, limits)
	if err != nil {
		return nil, err
	}
	return ScanRows(context.Background(), r, format, zone, nil)
}

// heedEvery is after how many rows a scan looks at its context and tells its
// progress.
const heedEvery = 4096

// ScanRows reads the rows to their end and profiles their columns. progress,
// which may be nil, hears now and then how many bytes of Format.Size are done.
func ScanRows(ctx context.Context, rows Rows, format Format, zone *time.Location, progress func(done int64)) (*Profile, error) {
	s := &scan{zone: zone, budget: maxHashes}
	for _, name := range format.Columns {
		s.columns = append(s.columns, newColumnScan(name))
	}
	p := &Profile{}
	for n := 1; ; n++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && n%heedEvery == 0 {
			err = ctx.Err()
			if progress != nil {
				progress(rows.Done())
			}
		}
		if err != nil {
			return nil, err
		}
		p.add(row, s)
	}
	p.Blank = rows.Blank()
	if progress != nil {
		progress(format.Size)
	}
	for i, c := range s.columns {
		p.Columns = append(p.Columns, c.finish(i, p.Rows, format.Delimiter, zone))
	}
	return p, nil
}

// add takes in one row.
func (p *Profile) add(row Row, s *scan) {
	if len(p.First) < PreviewRows {
		p.First = append(p.First, row)
	}
	if row.Reject != nil {
		p.Rejected++
		if len(p.Rejects) < PreviewRows {
			p.Rejects = append(p.Rejects, *row.Reject)
		}
		return
	}
	p.Rows++
	for i, cell := range row.Cells {
		if i < len(s.columns) {
			s.columns[i].add(cell, s)
		}
	}
}

type scan struct {
	columns []*columnScan
	zone    *time.Location
	budget  int
}

// columnScan gathers one column. It keeps hashes of values (within the budget
// of the file), the values themselves while they are few, and for numbers and
// dates both readings until the end, when the evidence is in.
type columnScan struct {
	name     string
	missing  int64
	hashes   map[uint64]struct{}
	more     bool
	values   map[string]int64
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
	return &columnScan{name: name, hashes: map[uint64]struct{}{}, values: map[string]int64{}}
}

// add takes in a cell. While a column has few values, a value that came before
// is only counted; what it reads as is looked at once, by finish or when the
// values get too many.
func (c *columnScan) add(cell string, s *scan) {
	cell = strings.TrimSpace(cell)
	if cell == "" {
		c.missing++
		return
	}
	if n, seen := c.values[cell]; seen {
		c.values[cell] = n + 1
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
	c.values[cell] = 1
	if len(c.values) > MaxValues {
		c.readValues(s.zone)
		c.values = nil
	}
}

// maxValueBytes is how long a cell may be to be counted as a value.
const maxValueBytes = 200

// readValues reads the values that were only counted so far.
func (c *columnScan) readValues(zone *time.Location) {
	for value, n := range c.values {
		c.read(value, n, zone)
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
	if _, seen := c.hashes[h]; seen {
		return
	}
	if s.budget == 0 {
		c.more = true
		return
	}
	s.budget--
	c.hashes[h] = struct{}{}
}

func (c *columnScan) number(cell string, n int64) {
	e := evidenceOfMark(cell)
	c.marks[e] += n
	for i, mark := range [2]Mark{Point, Comma} {
		v, ok := ParseNumber(cell, mark)
		if !ok {
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
	sh := dateShape(cell)
	c.shapes[sh] += n
	if sh == noDate {
		return
	}
	for i, order := range [2]Order{DayFirst, MonthFirst} {
		t, _, ok := ParseTime(cell, order, zone)
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
		Distinct: int64(len(c.hashes)), More: c.more, Examples: c.examples, Longest: c.longest,
	}
	filled := out.Filled()
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
	if c.values == nil {
		return nil
	}
	out := make([]ValueCount, 0, len(c.values))
	for v, n := range c.values {
		out = append(out, ValueCount{v, n})
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
