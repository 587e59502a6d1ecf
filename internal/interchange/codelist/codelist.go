// Package codelist reads lists of codes as desktop programs of qualitative
// analysis write them into plain text: a code a line, behind its categories, the
// outermost first, with ">>" between them, and behind a tab what it means:
//
//	Waiting>>At the gate>>Nobody says how long	People do not learn when it goes on.
//	Thanks
package codelist

import (
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Line is a code as a line says it. Name is "" where a line has no code behind
// its categories.
type Line struct {
	Number     int64 // of the line, from 1
	Categories []string
	Name, Memo string
}

// Parse reads a list in any encoding that package table knows, and fails with
// its errors, ErrEmpty where there is nothing but spaces. Blank lines are left out, as are empty categories; a tab in what a
// code means stays a space.
func Parse(data []byte) ([]Line, error) {
	text, _, err := table.Text(data)
	if err != nil {
		return nil, err
	}
	var out []Line
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	for n, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, parseLine(int64(n+1), line))
		}
	}
	return out, nil
}

func parseLine(number int64, line string) Line {
	path, memo, _ := strings.Cut(line, "\t")
	steps := strings.Split(path, ">>")
	out := Line{Number: number, Name: strings.TrimSpace(steps[len(steps)-1]), Memo: strings.TrimSpace(strings.ReplaceAll(memo, "\t", " "))}
	for _, step := range steps[:len(steps)-1] {
		if step = strings.TrimSpace(step); step != "" {
			out.Categories = append(out.Categories, step)
		}
	}
	return out
}
