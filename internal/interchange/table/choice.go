package table

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Choice is what a person says about how a file is written. What it leaves
// open is found out. The zero value leaves all open.
type Choice struct {
	Encoding  Encoding // "" for open
	Delimiter *rune    // one of ',' ';' '\t' '|', or 0 for a single column
	Header    *bool
	// HeaderRows is the number of rows that name the columns, 0 to 3; it goes
	// before Header.
	HeaderRows *int
	Sheet      string // of a workbook; "" for open
}

// A choice that the file contradicts fails with one of these.
var (
	// ErrEncoding says that the bytes cannot be text in the encoding chosen.
	ErrEncoding = errors.New("table: not written in the encoding chosen")
	// ErrDelimiter says that the delimiter chosen stands nowhere in the first rows.
	ErrDelimiter = errors.New("table: the delimiter chosen is not in the file")
	// ErrHeader says that the first row cannot be read as names of columns.
	ErrHeader = errors.New("table: the first row cannot be read as names")
)

// encodingAs is the encoding to read by: the one chosen, else the one found.
// A mark rules the others out; UTF-16 has NUL bytes (line ends at the least),
// and the others have none.
func (c *census) encodingAs(chosen Encoding) (enc Encoding, marked bool, err error) {
	enc, marked, err = c.encoding()
	if chosen == "" || chosen == enc || errors.Is(err, ErrSpreadsheet) {
		return enc, marked, err
	}
	if marked || wide(chosen) != (c.nul > 0) {
		return "", false, ErrEncoding
	}
	return chosen, false, nil
}

func wide(enc Encoding) bool { return enc == UTF16LE || enc == UTF16BE }

// plausible tells whether text that was decoded as UTF-16 by choice looks like
// a table: the wrong half first, it has no line end, delimiter or letter in it.
func plausible(text string) bool {
	odd := strings.Count(text, string(utf8.RuneError)) + strings.Count(text, "\x00")
	return odd*100 <= utf8.RuneCountInString(text) && strings.ContainsAny(text, "\r\n,;\t|")
}

// takeDelimiter reads by the delimiter chosen, with quotes unless more rows
// come out alike without them.
func (f *Format) takeDelimiter(text string, delim rune, limits Limits) error {
	if delim != 0 && !strings.ContainsRune(text, delim) {
		return ErrDelimiter
	}
	if first, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(strings.TrimSpace(first), "sep=") {
		f.Leading = 1
	}
	f.Delimiter, f.Quotes = delim, true
	if delim != 0 && delim != '\t' {
		return nil
	}
	plain := *f
	plain.Quotes = false
	f.Quotes = plain.readable(text, limits) <= f.readable(text, limits)
	return nil
}

// readable is the number of sampled rows that are no rejects.
func (f Format) readable(text string, limits Limits) int {
	n := 0
	for _, row := range f.sampleRows(text, limits) {
		if row.Reject == nil {
			n++
		}
	}
	return n
}
