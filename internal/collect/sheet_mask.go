package collect

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// masked stands where something that points to a person was.
const masked = "[…]"

// What points to a person in a text by its form: mail addresses, links, names
// of accounts, and numbers that may be of a telephone, an order or a card: five
// digits in a row, or seven with spaces, points or hyphens. Years, days of a
// month and most amounts are shorter.
var (
	mailForm   = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`)
	linkForm   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+`)
	handleForm = regexp.MustCompile(`@[\p{L}\p{N}_]{2,}`)
	digitsForm = regexp.MustCompile(`\+?\(?[0-9](?:[ .()\-]{0,2}[0-9]){6,}|[0-9]{5,}`)
)

// nameLeast is the length from which a name is looked for in a text.
const nameLeast = 3 // characters

// maskPersonal takes out what points to a person: by its form, and the given
// names with each of their words. A name that only stands in the text is not
// known for one and stays.
func maskPersonal(text string, names []string) string {
	for _, form := range []*regexp.Regexp{mailForm, linkForm, handleForm, digitsForm} {
		text = form.ReplaceAllString(text, masked)
	}
	for _, name := range names {
		for _, word := range append([]string{name}, strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...) {
			text = maskWord(text, word)
		}
	}
	return text
}

// maskWord replaces a word that stands by itself, whatever its case.
func maskWord(text, word string) string {
	if utf8.RuneCountInString(word) < nameLeast {
		return text
	}
	form, err := regexp.Compile(`(?i)` + regexp.QuoteMeta(word))
	if err != nil {
		return text // quoted, so it always compiles
	}
	var b strings.Builder
	end := 0
	for _, at := range form.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if unicode.IsLetter(before) || unicode.IsLetter(after) {
			continue
		}
		b.WriteString(text[end:at[0]] + masked)
		end = at[1]
	}
	return b.String() + text[end:]
}
