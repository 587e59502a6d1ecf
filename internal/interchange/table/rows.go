package table

import (
	"fmt"
	"io"
)

// Rows streams the rows of a table in order, whatever its file's format.
type Rows interface {
	// Next gives the next row with content; io.EOF after the last. Any other
	// error ends the reading; Damage names the place in the file.
	Next() (Row, error)
	// Blank is the number of rows without any content met so far; they are
	// passed over but counted in row numbers.
	Blank() int64
	// Done is about how many bytes of the file are read, for showing progress
	// against Format.Size.
	Done() int64
	// Close gives back what the reading holds, not the file itself.
	Close() error
}

// Damage is a file that cannot be read on from some place.
type Damage struct {
	Place string // part of the file, as a person would find it: `sheet "Data", row 12`
	Cause error
}

// Error names the place and the cause.
func (d *Damage) Error() string { return fmt.Sprintf("table: damaged at %s: %v", d.Place, d.Cause) }

// Unwrap gives the cause.
func (d *Damage) Unwrap() error { return d.Cause }

// counted counts the bytes that pass.
type counted struct {
	src io.Reader
	n   int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	return n, err
}

// Fit makes the cells of a row as wide as the table: empty cells beyond the
// last column are dropped, missing ones at the end filled in where padding is
// what the format does. A row that does not fit is rejected.
func Fit(row *Row, width int, pad bool) {
	for len(row.Cells) > width && row.Cells[len(row.Cells)-1] == "" {
		row.Cells = row.Cells[:len(row.Cells)-1]
	}
	for pad && len(row.Cells) < width {
		row.Cells = append(row.Cells, "")
	}
	if len(row.Cells) > width {
		row.Reject = &Reject{
			Row: row.Number, Column: width, Reason: TooManyCells, Number: len(row.Cells), Expected: width,
			Value: excerpt(row.Cells[len(row.Cells)-1]),
		}
	}
}
