package table

import (
	"strings"
	"unicode/utf8"
)

// splitPlain cuts a line without quotes into cells, of which there are mostly
// width.
func splitPlain(line string, delim rune, width int) []string {
	if delim <= 0 || delim >= utf8.RuneSelf {
		return strings.Split(line, string(delim))
	}
	cells := make([]string, 0, max(1, width))
	for {
		at := strings.IndexByte(line, byte(delim))
		if at < 0 {
			return append(cells, line)
		}
		cells, line = append(cells, line[:at]), line[at+1:]
	}
}

// splitter cuts records with quoted cells into cells, line by line.
type splitter struct {
	delim rune
	cells []string
	cell  strings.Builder
	open  bool // inside a quoted cell
}

// feed takes the first line of a record. It tells whether a quote is still
// open at its end, or why the line cannot be read.
func (s *splitter) feed(line string) (open bool, reason Reason) {
	return s.cut(line)
}

// more takes the next line of a record whose quote is open.
func (s *splitter) more(line string) (open bool, reason Reason) {
	s.cell.WriteByte('\n')
	return s.cut(line)
}

func (s *splitter) cut(rest string) (bool, Reason) {
	for {
		if !s.open {
			begin := strings.TrimLeft(rest, " ")
			if !strings.HasPrefix(begin, `"`) {
				done, reason := s.plain(&rest)
				if done {
					return false, reason
				}
				continue
			}
			s.open = true
			rest = begin[1:]
		}
		done, open, reason := s.quoted(&rest)
		if done {
			return open, reason
		}
	}
}

// plain takes one unquoted cell off rest; done at the end of the line.
func (s *splitter) plain(rest *string) (done bool, reason Reason) {
	cell, after, found := strings.Cut(*rest, string(s.delim))
	if strings.Contains(cell, `"`) {
		return true, BareQuote
	}
	s.cells = append(s.cells, cell)
	*rest = after
	return !found, ""
}

// quoted takes the rest of one quoted cell off rest.
func (s *splitter) quoted(rest *string) (done, open bool, reason Reason) {
	for {
		at := strings.IndexByte(*rest, '"')
		if at < 0 {
			s.cell.WriteString(*rest)
			return true, true, ""
		}
		s.cell.WriteString((*rest)[:at])
		*rest = (*rest)[at+1:]
		if strings.HasPrefix(*rest, `"`) {
			s.cell.WriteByte('"')
			*rest = (*rest)[1:]
			continue
		}
		break
	}
	s.open = false
	after := strings.TrimLeft(*rest, " ")
	if after == "" {
		s.take()
		return true, false, ""
	}
	r, n := utf8.DecodeRuneInString(after)
	if r != s.delim {
		return true, false, TextAfterQuote
	}
	s.take()
	*rest = after[n:]
	return false, false, ""
}

func (s *splitter) take() {
	s.cells = append(s.cells, s.cell.String())
	s.cell.Reset()
}
