package table

import "strings"

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
	_, dated := readDate(strings.TrimSpace(cell))
	return dated
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
