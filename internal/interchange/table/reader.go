package table

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// Limits bound what one file may ask of the program.
type Limits struct {
	LineBytes int   // longest physical line, and longest record over several lines, in bytes of UTF-8
	Columns   int   // most columns
	CellBytes int   // longest cell of a file that is not text
	Unpacked  int64 // most bytes a compressed file may unpack to
	Held      int64 // most bytes that must be held at once: shared texts of a workbook, a page of a Parquet file
	Entries   int   // most entries of an archive
	Depth     int   // most levels inside each other in JSON, XML and Parquet
}

// DefaultLimits suit tables of feedback: records up to 1 MiB, 1,000 columns;
// files that unpack to at most 8 GiB and need at most 256 MiB at once.
func DefaultLimits() Limits {
	return Limits{LineBytes: 1 << 20, Columns: 1000, CellBytes: 1 << 20, Unpacked: 8 << 30, Held: 256 << 20, Entries: 10_000, Depth: 32}
}

// Row is one record of the file. Either Cells holds as many cells as the file
// has columns, or Reject says why it does not.
type Row struct {
	Number int64 // as a spreadsheet counts: 1 is the first line, a quoted line break does not count
	Cells  []string
	Reject *Reject
}

// Reader streams the rows of one file in order.
type Reader struct {
	src     *bufio.Reader
	format  Format
	limits  Limits
	pending []string // lines read ahead for an open quote that never closed
	row     int64
	width   int // 0 while unknown: the first readable row sets it
	skipped int64
	taken   *counted // nil when reading text in memory
}

// NewReader reads src from its beginning as the format says. Leading lines
// and the header named by the format are not handed out.
func NewReader(src io.Reader, format Format, limits Limits) (*Reader, error) {
	taken := &counted{src: src}
	r := newRaw(decode(taken, format.Encoding), format, limits)
	r.taken = taken
	r.width = len(format.Columns)
	for r.row < int64(format.SkipRows()) {
		if _, err := r.record(); err != nil {
			if errors.Is(err, io.EOF) {
				break
			}
			return nil, err
		}
	}
	return r, nil
}

func newRaw(text io.Reader, format Format, limits Limits) *Reader {
	return &Reader{src: bufio.NewReaderSize(text, 1<<16), format: format, limits: limits}
}

// Blank is the number of rows without any content met so far; they are
// skipped but counted in row numbers.
func (r *Reader) Blank() int64 { return r.skipped }

// Done is how many bytes of the file are taken in, those read ahead among them.
func (r *Reader) Done() int64 { return r.taken.n }

// Close has nothing to give back; the source is its owner's.
func (r *Reader) Close() error { return nil }

// Next gives the next row with content; io.EOF after the last. Any other error
// comes from the source and ends the reading.
func (r *Reader) Next() (Row, error) {
	for {
		row, err := r.record()
		if err != nil {
			return Row{}, err
		}
		if row.Reject == nil && blank(row.Cells) {
			r.skipped++
			continue
		}
		r.fit(&row)
		return row, nil
	}
}

// fit makes the row as wide as the file or rejects it. Empty cells beyond the
// last column are dropped.
func (r *Reader) fit(row *Row) {
	if row.Reject != nil {
		return
	}
	if len(row.Cells) > r.limits.Columns {
		row.Reject = &Reject{Row: row.Number, Column: r.limits.Columns, Reason: TooManyColumns, Number: len(row.Cells)}
		return
	}
	if r.width == 0 {
		r.width = len(row.Cells)
	}
	for len(row.Cells) > r.width && strings.TrimSpace(row.Cells[len(row.Cells)-1]) == "" {
		row.Cells = row.Cells[:len(row.Cells)-1]
	}
	if len(row.Cells) != r.width {
		reason := TooFewCells
		if len(row.Cells) > r.width {
			reason = TooManyCells
		}
		row.Reject = &Reject{
			Row: row.Number, Column: min(len(row.Cells), r.width), Reason: reason,
			Number: len(row.Cells), Expected: r.width, Value: excerpt(strings.Join(row.Cells, string(r.format.Delimiter))),
		}
	}
}

// record reads one record, blank ones too.
func (r *Reader) record() (Row, error) {
	first, long, err := r.line()
	if err != nil {
		return Row{}, err
	}
	r.row++
	row := Row{Number: r.row}
	if long {
		row.Reject = &Reject{Row: r.row, Column: -1, Reason: LineTooLong, Expected: r.limits.LineBytes, Value: excerpt(first)}
		return row, nil
	}
	if !r.format.Quotes || !strings.Contains(first, `"`) {
		row.Cells = splitPlain(first, r.format.Delimiter, r.width)
		return row, nil
	}
	s := splitter{delim: r.format.Delimiter}
	open, reason := s.feed(first)
	var ahead []string
	size := len(first)
	for open && reason == "" {
		line, long, err := r.line()
		if err != nil && !errors.Is(err, io.EOF) {
			return Row{}, err
		}
		size += len(line) + 1
		if err != nil || long || size > r.limits.LineBytes {
			if err == nil {
				ahead = append(ahead, line)
			}
			reason = OpenQuote
			break
		}
		ahead = append(ahead, line)
		open, reason = s.more(line)
	}
	if reason != "" {
		r.pending = append(ahead, r.pending...)
		row.Reject = &Reject{Row: row.Number, Column: len(s.cells), Reason: reason, Value: excerpt(first)}
		return row, nil
	}
	row.Cells = s.cells
	return row, nil
}

// line gives the next physical line without its end. A line over the limit is
// cut, long is true, and the rest of it is passed over.
func (r *Reader) line() (text string, long bool, err error) {
	if len(r.pending) > 0 {
		text, r.pending = r.pending[0], r.pending[1:]
		return text, len(text) > r.limits.LineBytes, nil
	}
	end := byte('\n')
	if r.format.Newline == "\r" {
		end = '\r'
	}
	part, err := r.src.ReadSlice(end)
	if err == nil {
		return trimEnd(string(part), end), len(part) > r.limits.LineBytes+2, nil
	}
	var b strings.Builder
	b.Write(part)
	for errors.Is(err, bufio.ErrBufferFull) {
		part, err = r.src.ReadSlice(end)
		if b.Len() <= r.limits.LineBytes {
			b.Write(part)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, err
	}
	if b.Len() == 0 && err != nil {
		return "", false, io.EOF
	}
	return trimEnd(b.String(), end), b.Len() > r.limits.LineBytes+2, nil
}

func trimEnd(line string, end byte) string {
	line = strings.TrimSuffix(line, string(rune(end)))
	if end == '\n' {
		line = strings.TrimSuffix(line, "\r")
	}
	return line
}

// Blank tells that a cell has nothing in it but spaces.
func Blank(cell string) bool { return strings.TrimSpace(cell) == "" }

func blank(cells []string) bool {
	for _, c := range cells {
		if !Blank(c) {
			return false
		}
	}
	return true
}
