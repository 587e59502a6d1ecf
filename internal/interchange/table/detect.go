package table

import (
	"bytes"
	"io"
	"strings"
)

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
	if err := f.findHeader(text, as, limits); err != nil {
		return Format{}, err
	}
	if len(f.Columns) > limits.Columns {
		return Format{}, ErrColumns
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

// findHeader finds where the table begins and the rows that name its columns,
// as far as the choice leaves it open.
func (f *Format) findHeader(text string, as Choice, limits Limits) error {
	rows := f.sampleRows(text, limits)
	for len(rows) > 0 && rows[0].Number <= int64(f.Leading) {
		rows = rows[1:]
	}
	if len(rows) == 0 {
		return nil
	}
	h, err := ReadHeading(rows, nil, as)
	if err != nil {
		return err
	}
	f.Head(h)
	return nil
}
