package table

import (
	"fmt"
	"strings"
)

// Reason is the stable key of why a row or cell was not taken.
type Reason string

// The reasons this package gives. Callers add their own.
const (
	TooFewCells    Reason = "table.too_few_cells"
	TooManyCells   Reason = "table.too_many_cells"
	TooManyColumns Reason = "table.too_many_columns"
	LineTooLong    Reason = "table.line_too_long"
	CellTooLong    Reason = "table.cell_too_long"
	OpenQuote      Reason = "table.open_quote"
	BareQuote      Reason = "table.bare_quote"
	TextAfterQuote Reason = "table.text_after_quote"
	NotJSON        Reason = "table.not_json"
	NotObject      Reason = "table.not_object"
	TooDeep        Reason = "table.too_deep"
	UnknownColumn  Reason = "table.unknown_column"
	NameTwice      Reason = "table.name_twice"
)

// Reject is a row that could not be read, and why.
type Reject struct {
	Row      int64  // as a spreadsheet counts
	Column   int    // from 0; -1 where the whole row is meant
	Reason   Reason // stable key
	Number   int    // what was found, where the reason counts something
	Expected int    // what was expected, where the reason counts something
	Value    string // the beginning of what was met, at most 200 characters
}

// Message says in English what is wrong and what would be right.
func (r *Reject) Message() string {
	switch r.Reason {
	case TooFewCells:
		return fmt.Sprintf("The row has %d cells where the header has %d.", r.Number, r.Expected)
	case TooManyCells:
		return fmt.Sprintf("The row has %d cells where the header has %d; a cell with a separator in it needs quotes.", r.Number, r.Expected)
	case TooManyColumns:
		return fmt.Sprintf("The row has %d cells, more than a table may have.", r.Number)
	case LineTooLong:
		return fmt.Sprintf("The line is longer than %d bytes.", r.Expected)
	case CellTooLong:
		return fmt.Sprintf("The cell is longer than %d bytes.", r.Expected)
	case OpenQuote:
		return "A quote opens here and never closes."
	case BareQuote:
		return "A quote stands inside a cell that does not begin with one; write the cell in quotes and double the quote inside."
	case TextAfterQuote:
		return "Text follows a closing quote; double a quote that belongs to the text."
	case NotJSON:
		return fmt.Sprintf("The line is not JSON from character %d on.", r.Number)
	case NotObject:
		return "The line is no JSON object, as in {\"name\": \"value\"}."
	case TooDeep:
		return fmt.Sprintf("The line has more than %d levels inside each other.", r.Expected)
	case UnknownColumn:
		return fmt.Sprintf("The name %q is not among the %d columns that are read.", r.Value, r.Expected)
	case NameTwice:
		return fmt.Sprintf("The name %q stands twice in the line.", r.Value)
	}
	return string(r.Reason)
}

const excerptRunes = 200

// Excerpt is the beginning of s, as long as a Reject keeps it.
func Excerpt(s string) string { return excerpt(s) }

func excerpt(s string) string { return cutRunes(s, excerptRunes) }

// cutRunes is the beginning of s, at most most characters.
func cutRunes(s string, most int) string {
	n := 0
	for i := range s {
		if n == most {
			return strings.ToValidUTF8(s[:i], "")
		}
		n++
	}
	return s
}
