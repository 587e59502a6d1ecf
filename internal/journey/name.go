package journey

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// cleanName is a name as it is kept: no blanks around it, one between words.
func cleanName(name string) string { return strings.Join(strings.Fields(name), " ") }

// nameKey is a name as names are compared: upper and lower case, accents and
// the marks between words count for nothing.
func nameKey(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}

// slug is a key made of a name: ask_a_question.
func slug(name string) string { return strings.ReplaceAll(nameKey(name), " ", "_") }
