package xlsx

import (
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// columnOf is the column, from 0, of a cell called as in B12.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref); i++ {
		switch c := ref[i] &^ 0x20; {
		case c >= 'A' && c <= 'Z':
			if n = n*26 + int(c-'A') + 1; n > maxColumns {
				return 0, false
			}
		default:
			return n - 1, n > 0
		}
	}
	return 0, false
}

func rowOf(ref string) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimLeft(strings.ToUpper(ref), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 10, 64)
	return n, err == nil && n > 0 && n <= maxRows
}

// area reads a range as in A1:C2.
func area(ref string) (table.Merged, bool) {
	from, to, found := strings.Cut(strings.ReplaceAll(ref, "$", ""), ":")
	if !found {
		to = from
	}
	left, ok1 := columnOf(from)
	right, ok2 := columnOf(to)
	top, ok3 := rowOf(from)
	bottom, ok4 := rowOf(to)
	m := table.Merged{Top: top, Bottom: bottom, Left: left, Right: right}
	return m, ok1 && ok2 && ok3 && ok4 && top <= bottom && left <= right
}
