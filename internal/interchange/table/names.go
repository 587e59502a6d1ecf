package table

import (
	"strings"
	"unicode"
)

// NameColumns makes the names of width columns of what a file calls them:
// cleaned, "Column C" where there is none, numbered where they repeat.
func NameColumns(cells []string, width int) []string { return nameColumns(cells, width) }

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

func cleanName(s string) string { return excerpt(tidy(s)) }

// tidy makes one line of a name or wording, with single spaces.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// Letters is the name a spreadsheet gives column i (from 0): A, B, ... Z, AA.
func Letters(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
