package table

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode"
)

// Format is how a file is written. The zero value is not usable; Detect makes
// one, and each part may be changed before reading.
type Format struct {
	Encoding  Encoding `json:"encoding"`
	Marked    bool     `json:"marked"`  // begins with a byte order mark
	Mended    int64    `json:"mended"`  // bytes in a UTF-8 file that were read as Windows-1252
	Delimiter rune     `json:"-"`       // ',' ';' '\t' or '|'; 0 for a single column
	Quotes    bool     `json:"quotes"`  // quotes enclose cells; false in tab files that use them as plain characters
	Newline   string   `json:"-"`       // "\n" (with or without "\r" before it) or "\r"
	Leading   int      `json:"leading"` // rows before the header or the first row of data
	Header    bool     `json:"header"`  // a row of column names follows the leading rows
	Columns   []string `json:"columns"` // names, made unique; "Column C" where the file has none
	Size      int64    `json:"size"`    // bytes
}

// SkipRows is the number of rows before the first row of data.
func (f Format) SkipRows() int {
	if f.Header {
		return f.Leading + 1
	}
	return f.Leading
}

// Detect reads all of src once (for the encoding) and finds out how the table
// in it is written. It fails with ErrEmpty, ErrNotText or ErrSpreadsheet.
func Detect(src io.Reader, limits Limits) (Format, error) {
	return DetectAs(src, Choice{}, limits)
}

// DetectAs is Detect with parts of the answer given. Beyond the errors of
// Detect it fails with ErrEncoding, ErrDelimiter or ErrHeader where the file
// contradicts the choice.
func DetectAs(src io.Reader, as Choice, limits Limits) (Format, error) {
	c, err := takeCensus(src)
	if err != nil {
		return Format{}, err
	}
	if c.size == 0 {
		return Format{}, ErrEmpty
	}
	f := Format{Size: c.size, Newline: "\n", Quotes: true}
	if f.Encoding, f.Marked, err = c.encodingAs(as.Encoding); err != nil {
		return Format{}, err
	}
	if f.Encoding == UTF8 {
		f.Mended = c.invalid
	}
	text, err := c.sample(f.Encoding)
	if err != nil {
		return Format{}, err
	}
	if strings.TrimSpace(text) == "" {
		return Format{}, ErrEmpty
	}
	if wide(as.Encoding) && !plausible(text) {
		return Format{}, ErrEncoding
	}
	if strings.IndexByte(text, '\n') < 0 && strings.IndexByte(text, '\r') >= 0 {
		f.Newline = "\r"
	}
	if as.Delimiter == nil {
		f.findDelimiter(text, limits)
	} else if err := f.takeDelimiter(text, *as.Delimiter, limits); err != nil {
		return Format{}, err
	}
	if err := f.findHeader(text, as.Header, limits); err != nil {
		return Format{}, err
	}
	if len(f.Columns) > limits.Columns {
		return Format{}, errors.New("table: more columns than a table may have")
	}
	return f, nil
}

// sample is the decoded beginning, cut at its last line end where there is more.
func (c *census) sample(enc Encoding) (string, error) {
	head := c.head
	if wide(enc) && len(head)%2 == 1 {
		head = head[:len(head)-1]
	}
	b, err := io.ReadAll(decode(bytes.NewReader(head), enc))
	if err != nil {
		return "", ErrNotText
	}
	text := string(b)
	if c.size > int64(len(c.head)) {
		if at := strings.LastIndexAny(text, "\r\n"); at > 0 {
			text = text[:at]
		}
	}
	return text, nil
}

const sampleRows = 400

// leastAgreement of the rows that makes a delimiter of a character; below it
// the file has one column whose text happens to hold the character.
const leastAgreement = 0.6

// findDelimiter tries each delimiter, with quotes and for tabs also without,
// and keeps the one by which most rows have the same number of cells (more
// than one), more cells breaking ties. No delimiter at all: one column.
func (f *Format) findDelimiter(text string, limits Limits) {
	first, _, _ := strings.Cut(text, "\n")
	if sep, ok := strings.CutPrefix(strings.TrimSpace(first), "sep="); ok && len(sep) == 1 && strings.ContainsAny(sep, ",;|") {
		f.Delimiter, f.Leading = rune(sep[0]), 1
		return
	}
	best := leastAgreement
	f.Delimiter = 0
	for _, try := range []struct {
		delim  rune
		quotes bool
	}{{',', true}, {';', true}, {'\t', true}, {'\t', false}, {'|', true}} {
		candidate := *f
		candidate.Delimiter, candidate.Quotes = try.delim, try.quotes
		if score := candidate.agreement(text, limits); score > best+1e-9 {
			best, f.Delimiter, f.Quotes = score, try.delim, try.quotes
		}
	}
}

// agreement is near the share of rows that have the commonest number of cells,
// 0 where that number is one.
func (f Format) agreement(text string, limits Limits) float64 {
	rows := f.sampleRows(text, limits)
	widths := map[int]int{}
	total := 0
	for _, row := range rows {
		total++
		if row.Reject == nil {
			widths[len(row.Cells)]++
		}
	}
	if total == 0 {
		return 0
	}
	width, count := 1, 0
	for w, n := range widths {
		if n > count || (n == count && w > width) {
			width, count = w, n
		}
	}
	if width == 1 {
		return 0
	}
	return float64(count)/float64(total) + min(float64(width), 50)*1e-3
}

func (f Format) sampleRows(text string, limits Limits) []Row {
	r := newRaw(strings.NewReader(text), f, limits)
	var rows []Row
	for len(rows) < sampleRows {
		row, err := r.record()
		if err != nil {
			break
		}
		if row.Reject == nil && blank(row.Cells) {
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// findHeader passes over leading rows that are narrower than the table (a
// title, a date of export) and decides whether the next one names the columns,
// unless that is said.
func (f *Format) findHeader(text string, said *bool, limits Limits) error {
	rows := f.sampleRows(text, limits)
	for len(rows) > 0 && rows[0].Number <= int64(f.Leading) {
		rows = rows[1:]
	}
	width := commonWidth(rows)
	for i, row := range rows {
		if i > 10 || i >= len(rows)-1 {
			break
		}
		if row.Reject == nil && filled(row.Cells) >= 2 || width <= 1 {
			rows = rows[i:]
			break
		}
	}
	if len(rows) == 0 {
		return nil
	}
	f.Leading = int(rows[0].Number) - 1
	if said == nil {
		f.Header = rows[0].Reject == nil && isHeader(rows)
	} else if f.Header = *said; f.Header && rows[0].Reject != nil {
		return ErrHeader
	}
	if f.Header {
		f.Columns = nameColumns(rows[0].Cells, width)
	} else {
		f.Columns = nameColumns(nil, max(width, 1))
	}
	return nil
}

func commonWidth(rows []Row) int {
	widths := map[int]int{}
	for _, row := range rows {
		if row.Reject == nil {
			widths[len(row.Cells)]++
		}
	}
	width, count := 0, 0
	for w, n := range widths {
		if n > count || (n == count && w > width) {
			width, count = w, n
		}
	}
	return width
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// isHeader: the first row is a header unless a number or date stands in it
// over a column of numbers or dates, or all it says is said again below.
func isHeader(rows []Row) bool {
	first := rows[0].Cells
	numbersBelow, again, words := 0, 0, 0
	for i, name := range first {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		words++
		below := columnBelow(rows[1:], i)
		if numeric(name) && below.numeric*10 >= below.filled*8 && below.filled > 0 {
			return false
		}
		if below.filled > 0 && below.numeric*10 >= below.filled*8 {
			numbersBelow++
		}
		if below.values[strings.ToLower(name)] {
			again++
		}
	}
	if words == 0 {
		return false
	}
	return numbersBelow > 0 || again*2 < words
}

type below struct {
	filled, numeric int
	values          map[string]bool
}

func columnBelow(rows []Row, i int) below {
	b := below{values: map[string]bool{}}
	for _, row := range rows {
		if row.Reject != nil || i >= len(row.Cells) {
			continue
		}
		cell := strings.TrimSpace(row.Cells[i])
		if cell == "" {
			continue
		}
		b.filled++
		if numeric(cell) {
			b.numeric++
		}
		b.values[strings.ToLower(cell)] = true
	}
	return b
}

func numeric(cell string) bool {
	if _, ok := ParseNumber(cell, Point); ok {
		return true
	}
	if _, ok := ParseNumber(cell, Comma); ok {
		return true
	}
	return dateShape(cell) != noDate
}

// nameColumns cleans names, fills in "Column C" for none and numbers repeats.
func nameColumns(cells []string, width int) []string {
	width = max(width, len(cells))
	names := make([]string, width)
	seen := map[string]int{}
	for i := range names {
		name := ""
		if i < len(cells) {
			name = cleanName(cells[i])
		}
		if name == "" {
			name = "Column " + Letters(i)
		}
		key := strings.ToLower(name)
		seen[key]++
		if n := seen[key]; n > 1 {
			name = name + " (" + itoa(n) + ")"
			seen[strings.ToLower(name)]++
		}
		names[i] = name
	}
	return names
}

func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
	return excerpt(strings.Join(strings.Fields(s), " "))
}

// Letters is the name a spreadsheet gives column i (from 0): A, B, ... Z, AA.
func Letters(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
