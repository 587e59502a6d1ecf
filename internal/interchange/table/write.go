package table

import (
	"encoding/csv"
	"io"
	"strings"
)

// Safe is the cell as it may stand in a file that a spreadsheet will open: a
// cell that would run as a formula gets a leading apostrophe. Plain numbers
// stay as they are.
func Safe(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n|%", rune(cell[0])) {
		return cell
	}
	if _, ok := ParseNumber(cell, Point); ok && cell[0] == '-' {
		return cell
	}
	return "'" + cell
}

// Writer writes CSV (UTF-8, comma, CRLF) with every cell made Safe.
type Writer struct{ csv *csv.Writer }

// NewWriter writes to w.
func NewWriter(w io.Writer) *Writer {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return &Writer{csv: c}
}

// Write adds one row.
func (w *Writer) Write(cells ...string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = Safe(c)
	}
	return w.csv.Write(safe)
}

// Flush ends the writing and gives the first error met.
func (w *Writer) Flush() error {
	w.csv.Flush()
	return w.csv.Error()
}
