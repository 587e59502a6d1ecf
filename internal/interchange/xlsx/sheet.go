package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/balcony-cx/balcony/internal/interchange/archive"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// maxColumns and maxRows are what a sheet can have at all.
const (
	maxColumns = 16384
	maxRows    = 1 << 20
)

// rows streams the rows of one sheet.
type rows struct {
	book    *book
	part    part
	entry   *archive.Entry
	scan    *scanner
	size    int64 // of the whole file
	width   int   // 0: hand rows out as wide as they are
	skip    int64 // rows up to this number are not handed out
	number  int64 // of the row last met
	blank   int64
	merged  []table.Merged // gathered behind the rows
	failure error
}

func (b *book) rows(p part, size int64) (*rows, error) {
	e, err := b.archive.Entry(p.entry)
	if err != nil {
		return nil, err
	}
	return &rows{book: b, part: p, entry: e, scan: newScanner(e, b.archive.Limits().Depth), size: size}, nil
}

// Blank counts rows without content.
func (r *rows) Blank() int64 { return r.blank }

// Done is the share of the sheet that is read, in bytes of the file.
func (r *rows) Done() int64 {
	if r.entry.Size <= 0 {
		return 0
	}
	return min(r.size, int64(float64(r.size)*float64(r.entry.Done)/float64(r.entry.Size)))
}

// Close gives back the reader of the sheet.
func (r *rows) Close() error { return r.entry.Close() }

// Next gives the next row with content.
func (r *rows) Next() (table.Row, error) {
	for r.failure == nil {
		row, err := r.row()
		if err != nil {
			r.failure = r.placed(err)
			break
		}
		if row.Number <= r.skip {
			continue
		}
		if row.Reject == nil && empty(row.Cells) {
			r.blank++
			continue
		}
		if r.width > 0 && row.Reject == nil {
			table.Fit(&row, r.width, true)
		}
		return row, nil
	}
	return table.Row{}, r.failure
}

// placed names the place of an error, unless it is the end.
func (r *rows) placed(err error) error {
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return io.EOF
	}
	return &table.Damage{Place: fmt.Sprintf("sheet %q, row %d", r.part.name, r.number+1), Cause: err}
}

func empty(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}

// row reads the next row of the sheet, empty or not, and passes over what
// stands between the rows; behind the last it gathers merged cells.
func (r *rows) row() (table.Row, error) {
	for {
		t, err := r.scan.next()
		if err != nil {
			return table.Row{}, err
		}
		if t != tokenStart {
			continue
		}
		switch string(r.scan.name) {
		case "row":
			return r.cells()
		case "mergeCell":
			r.merge(r.scan.attr("ref"))
		}
	}
}

// maxMerged is how many merged areas are kept; they matter at the top only.
const maxMerged = 10_000

func (r *rows) merge(ref string) {
	m, ok := area(ref)
	if ok && len(r.merged) < maxMerged && m.Top <= headRows {
		r.merged = append(r.merged, m)
	}
}

// cells reads the row just begun.
func (r *rows) cells() (table.Row, error) {
	number := r.number + 1
	if at := r.scan.attr("r"); at != "" {
		n, err := strconv.ParseInt(at, 10, 64)
		if err != nil || n <= r.number || n > maxRows {
			return table.Row{}, fmt.Errorf("a row numbered %.20q", at)
		}
		number = n
	}
	r.number = number
	row := table.Row{Number: number}
	if r.width > 0 {
		row.Cells = make([]string, 0, r.width)
	}
	depth := r.scan.depth
	next := 0
	for {
		t, err := r.scan.next()
		if err != nil {
			return row, err
		}
		if t == tokenEnd && r.scan.depth < depth {
			return row, nil
		}
		if t == tokenStart && string(r.scan.name) == "c" {
			if next, err = r.cell(&row, next); err != nil {
				return row, err
			}
		}
	}
}

// cell reads the cell just begun into the row and gives the column after it.
func (r *rows) cell(row *table.Row, column int) (int, error) {
	if ref := r.scan.attr("r"); ref != "" {
		c, ok := columnOf(ref)
		if !ok {
			return 0, fmt.Errorf("a cell called %.20q", ref)
		}
		column = c
	}
	if column >= maxColumns {
		return 0, errors.New("more cells than a sheet can have")
	}
	text, err := r.content(r.scan.attr("t"), r.scan.attr("s"))
	if err != nil {
		return 0, fmt.Errorf("column %s: %w", table.Letters(column), err)
	}
	limits := r.book.archive.Limits()
	switch {
	case text == "" || row.Reject != nil:
	case column >= limits.Columns:
		row.Reject = &table.Reject{Row: row.Number, Column: limits.Columns, Reason: table.TooManyColumns, Number: column + 1}
	case len(text) > limits.CellBytes:
		row.Reject = &table.Reject{Row: row.Number, Column: column, Reason: table.CellTooLong, Expected: limits.CellBytes}
	default:
		for len(row.Cells) < column {
			row.Cells = append(row.Cells, "")
		}
		if column < len(row.Cells) {
			row.Cells[column] = text
		} else {
			row.Cells = append(row.Cells, text)
		}
	}
	return column + 1, nil
}

// content reads to the end of the cell just begun and gives its text.
func (r *rows) content(kind, style string) (string, error) {
	s := r.scan
	depth := s.depth
	raw, inline := "", ""
	take := false
	for {
		t, err := s.next()
		if err != nil {
			return "", err
		}
		switch {
		case t == tokenStart && string(s.name) == "is":
			if inline, err = richText(s); err != nil {
				return "", err
			}
		case t == tokenStart:
			take = string(s.name) == "v"
		case t == tokenEnd && s.depth < depth:
			if kind == "inlineStr" {
				return inline, nil
			}
			return r.text(raw, kind, style)
		case t == tokenEnd:
			take = false
		case take:
			raw += s.content()
		}
	}
}

// text is what a value of a kind says.
func (r *rows) text(raw, kind, style string) (string, error) {
	if raw == "" {
		return "", nil
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(raw)
		if err != nil {
			return "", fmt.Errorf("shared text %.20q", raw)
		}
		return r.book.sharedText(i)
	case "b":
		if raw == "1" {
			return "true", nil
		}
		return "false", nil
	case "", "n":
		as := plain
		if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(r.book.formats) {
			as = r.book.formats[i]
		}
		return number(raw, as, r.book.from), nil
	}
	return unquoted(raw), nil // texts of formulas, errors as they stand, dates in ISO form
}
