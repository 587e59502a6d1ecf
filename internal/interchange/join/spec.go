package join

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Spec says by which columns a right table joins a left one.
type Spec struct {
	Left, Right string // the columns with the keys
	Name, Value string // of a long right table: the columns to make columns of; both "" for a wide one
}

// ErrColumn says that a table has no column of a name.
var ErrColumn = errors.New("join: no such column")

// ParsePair reads two names of columns as in LEFT=RIGHT.
func ParsePair(text string) (first, second string, err error) {
	first, second, found := strings.Cut(text, "=")
	first, second = strings.TrimSpace(first), strings.TrimSpace(second)
	if !found || first == "" || second == "" {
		return "", "", fmt.Errorf("join: %q is not written as NAME=NAME", text)
	}
	return first, second, nil
}

// column finds a column by name; case does not count where it need not.
func column(f table.Format, name string) (int, error) {
	if i := slices.Index(f.Columns, name); i >= 0 {
		return i, nil
	}
	found := -1
	for i, c := range f.Columns {
		if strings.EqualFold(c, name) {
			if found >= 0 {
				return 0, fmt.Errorf("%w: %q may be two of %s", ErrColumn, name, strings.Join(f.Columns, ", "))
			}
			found = i
		}
	}
	if found < 0 {
		return 0, fmt.Errorf("%w: %q is none of %s", ErrColumn, name, strings.Join(f.Columns, ", "))
	}
	return found, nil
}

// keyOf is a cell as keys are compared: without spaces around, and whole
// numbers without the ".0" that some programs add.
func keyOf(cell string) string {
	cell = strings.TrimSpace(cell)
	whole, fraction, found := strings.Cut(cell, ".")
	if found && fraction != "" && whole != "" && strings.Trim(fraction, "0") == "" && strings.Trim(strings.TrimPrefix(whole, "-"), "0123456789") == "" {
		return whole
	}
	return cell
}

// Count is how often something was met, with the first examples.
type Count struct {
	Rows     int64     `json:"rows"`
	Examples []Example `json:"examples"`
}

// Example is one place.
type Example struct {
	Row  int64  `json:"row,omitempty"` // of the table in question, as a spreadsheet counts; 0 where a key is meant
	Key  string `json:"key"`
	Name string `json:"name,omitempty"` // of a pivot
}

const maxExamples = 5

func (c *Count) add(e Example) {
	c.Rows++
	if len(c.Examples) < maxExamples {
		e.Key, e.Name = table.Excerpt(e.Key), table.Excerpt(e.Name)
		c.Examples = append(c.Examples, e)
	}
}

// Report is what a join met. It is complete when the joined rows have ended.
type Report struct {
	Left       int64    `json:"left"`        // rows of the left table
	Matched    int64    `json:"matched"`     // of them, those that found their key
	Unmatched  Count    `json:"unmatched"`   // left rows whose key the right table does not have
	LeftNoKey  Count    `json:"left_no_key"` // left rows without a key
	Shared     Count    `json:"shared"`      // left rows whose key an earlier left row had: the same cells are added to both
	Right      int64    `json:"right"`       // readable rows of the right table
	Rejected   int64    `json:"rejected"`    // rows of the right table that cannot be read
	Keys       int64    `json:"keys"`        // different keys of the right table
	RightNoKey Count    `json:"right_no_key"`
	Twice      Count    `json:"twice"`    // right rows whose key (and name) an earlier row had: the first one counts
	NoName     Count    `json:"no_name"`  // right rows of a pivot without a name
	TooMany    Count    `json:"too_many"` // right rows of a pivot whose name was one too many for the columns allowed
	Unused     Count    `json:"unused"`   // keys of the right table that no left row has
	Renamed    []string `json:"renamed"`  // names that the left table has too, as they are called now
	Columns    []string `json:"columns"`  // added
}
