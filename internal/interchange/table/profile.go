package table

import (
	"context"
	"errors"
	"io"
	"time"
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
	Distinct int64        `json:"distinct"` // different values, exact up to a cap and for values in order
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
func ScanRows(ctx context.Context, src Rows, format Format, zone *time.Location, progress func(done int64)) (_ *Profile, err error) {
	rows := Ahead(src)
	defer func() { err = errors.Join(err, rows.Close()) }()
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
	kept    int // bytes of values kept beyond MaxValues a column
}
