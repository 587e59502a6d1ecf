package table

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Mark is the decimal mark of a column.
type Mark string

// The decimal marks.
const (
	Point Mark = "."
	Comma Mark = ","
)

func itoa(n int) string { return strconv.Itoa(n) }

// ParseNumber reads a finite number as people write it: grouped by spaces,
// points, commas or apostrophes (whichever is not the decimal mark), with a
// sign, in brackets for negative, with a percent or currency sign. A percent
// sign does not divide by 100.
func ParseNumber(cell string, mark Mark) (float64, bool) {
	s := strings.TrimSpace(cell)
	if s == "" || len(s) > 40 {
		return 0, false
	}
	if worded(s) {
		return 0, false
	}
	if mark == Point && plainNumber(s) {
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			return v, !math.IsInf(v, 0) && !math.IsNaN(v)
		}
	}
	s, negative, ok := bareNumber(s)
	if !ok {
		return 0, false
	}
	digits, ok := ungroup(s, mark)
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false
	}
	if negative {
		v = -v
	}
	return v, true
}

// worded tells that a cell has a letter that no number has.
func worded(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; c >= 'a' && c <= 'z' && c != 'e' {
			return true
		}
	}
	return false
}

// eitherNumber is what a cell reads as with a point and with a comma for its
// decimal mark: ParseNumber of both, quick for what most numbers are, digits
// with at most one point.
func eitherNumber(cell string) (v [2]float64, ok [2]bool) {
	whole, part, simple := pointed(cell)
	if !simple {
		for i, mark := range [2]Mark{Point, Comma} {
			v[i], ok[i] = ParseNumber(cell, mark)
		}
		return v, ok
	}
	v[0], ok[0] = ParseNumber(cell, Point)
	switch {
	case part == "":
		v[1], ok[1] = v[0], ok[0]
	case len(whole) <= 3 && len(part) == 3: // the point parts thousands
		v[1], ok[1] = ParseNumber(whole+part, Point)
	}
	return v, ok
}

// pointed cuts digits at their point; simple is false for anything else.
func pointed(s string) (whole, part string, simple bool) {
	at := len(s)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
		case c == '.' && at == len(s) && i > 0 && i < len(s)-1:
			at = i
		default:
			return "", "", false
		}
	}
	if at == len(s) {
		return s, "", s != ""
	}
	return s[:at], s[at+1:], true
}

// plainNumber keeps out what only a programmer writes: hex, underscores, inf.
func plainNumber(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && !strings.ContainsRune("+-.eE", r) {
			return false
		}
	}
	return s[0] != 'e' && s[0] != 'E'
}

// bareNumber takes off sign, brackets, percent and currency.
func bareNumber(s string) (bare string, negative, ok bool) {
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s, negative = s[1:len(s)-1], true
	}
	s = strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || r == '%' || unicode.Is(unicode.Sc, r)
	})
	switch {
	case strings.HasPrefix(s, "-"), strings.HasPrefix(s, "\u2212"):
		_, after, _ := strings.Cut(s, s[:len(string([]rune(s)[0]))])
		s, negative = after, !negative
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Sc, r) })
	return s, negative, s != ""
}

// ungroup drops well-formed groups of three and makes the decimal mark a point.
func ungroup(s string, mark Mark) (string, bool) {
	whole, fraction, found := strings.Cut(s, string(mark))
	if found && (fraction == "" && whole == "" || !allDigits(fraction)) {
		return "", false
	}
	var b strings.Builder
	group, groups := 0, 0
	for i, r := range whole {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
			group++
			continue
		case r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\'' || r == '\u2019' || (r == ',' && mark == Point) || (r == '.' && mark == Comma):
			if i == 0 || group == 0 || group > 3 || (groups > 0 && group != 3) {
				return "", false
			}
			groups++
			group = 0
			continue
		}
		return "", false
	}
	if groups > 0 && group != 3 {
		return "", false
	}
	if b.Len() == 0 && fraction == "" {
		return "", false
	}
	return b.String() + "." + fraction, true
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// markEvidence tells what a cell says about the decimal mark of its column:
// it can only be read with a point, only with a comma, with both alike
// (integers), or differently ("1,234"). evidenceOfMark has it from what the cell
// reads as with a point and with a comma.
type markEvidence int

const (
	markNone markEvidence = iota // no number
	markEither
	markPoint
	markComma
	markUnsure
)

func evidenceOfMark(cell string, v [2]float64, ok [2]bool) markEvidence {
	switch {
	case allDigits(cell), ok[0] && ok[1] && v[0] == v[1]:
		return markEither
	case ok[0] && ok[1]:
		return markUnsure
	case ok[0]:
		return markPoint
	case ok[1]:
		return markComma
	}
	return markNone
}
