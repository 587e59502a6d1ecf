package collect

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/text"
)

// columnView is a column with its heading cut into words.
type columnView struct {
	table.Column
	words []string // lower case, without accents
	plain string   // the words with spaces between
}

func newColumnView(c table.Column) columnView {
	words := headingWords(c.Name)
	return columnView{Column: c, words: words, plain: strings.Join(words, " ")}
}

// bareHeading is a heading that only numbers a question: V3, Q12_1, Q6#2_1.
var bareHeading = regexp.MustCompile(`^(?i:[qv])?[0-9]+([_.#\-][0-9A-Za-z\-]*)*$`)

// readWording lets what was asked speak for the heading: instead of a bare one,
// and beside it where the heading alone asks for nothing.
func (c *columnView) readWording(wording string) {
	worded := newColumnView(table.Column{Name: wording})
	switch {
	case len(worded.words) == 0:
	case bareHeading.MatchString(c.Name):
		c.words, c.plain = worded.words, worded.plain
	case !ratingLike(c) && !recommendLike(c) && (ratingLike(&worded) || recommendLike(&worded)):
		c.words = append(slices.Clip(c.words), worded.words...)
		c.plain = strings.Join(c.words, " ")
	}
}

// headingWords cuts a heading at everything that is no letter or digit and at
// changes from small to capital letters.
func headingWords(name string) []string {
	var words []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			words = append(words, text.Fold(string(word)))
		}
		word = word[:0]
	}
	var before rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
		case unicode.IsUpper(r) && unicode.IsLower(before):
			end()
			word = append(word, r)
		default:
			word = append(word, r)
		}
		before = r
	}
	end()
	return words
}

// says tells whether one of the words, or of the phrases (with spaces), stands
// in the heading.
func (c *columnView) says(any ...string) bool {
	for _, w := range any {
		if strings.Contains(w, " ") {
			if strings.Contains(" "+c.plain+" ", " "+w+" ") {
				return true
			}
		} else if slices.Contains(c.words, w) {
			return true
		}
	}
	return false
}

// begins tells whether a word of the heading begins with one of the stems.
func (c *columnView) begins(stems ...string) bool {
	for _, w := range c.words {
		for _, s := range stems {
			if strings.HasPrefix(w, s) {
				return true
			}
		}
	}
	return false
}

// stem is the heading without words that only tell code from label.
func (c *columnView) stem() string {
	var kept []string
	for _, w := range c.words {
		switch w {
		case "code", "label", "lbl", "name", "desc", "description", "text", "id", "no", "nr", "num":
			continue
		}
		kept = append(kept, w)
	}
	stem := strings.Join(kept, " ")
	return strings.TrimSuffix(stem, "ination") // DEST beside DESTINATION
}

func (c *columnView) example() string {
	if len(c.Examples) > 0 {
		return c.Examples[0]
	}
	return ""
}

// domain is the highest of few different whole numbers from 0 or a little
// above that leave no gap: the end of a possible scale. Questions of a block
// share it, though nobody may have given the lowest score to some.
func (c *columnView) domain() (string, bool) {
	if c.Kind != table.KindInteger || c.Min == nil || len(c.Values) == 0 || *c.Min < 0 || *c.Max > 12 {
		return "", false
	}
	steps := int(*c.Max-*c.Min) + 1
	if c.Distinct < 4 || steps < 4 || int(c.Distinct) < steps-1 {
		return "", false
	}
	return number(*c.Max), true
}

// groups tells whether the column divides the answers into groups worth
// comparing.
func (c *columnView) groups() bool {
	filled := c.Filled()
	return filled > 0 && !c.More && c.Distinct <= 300 && (c.Distinct <= 12 || c.Distinct*2 <= filled)
}

// traitKind is what the cells are to whoever compares by them. A number wants
// all cells to be one.
func (c *columnView) traitKind() string {
	switch {
	case c.Kind == table.KindDate && c.Dates == c.Filled():
		return "date"
	case (c.Kind == table.KindNumber || c.Kind == table.KindInteger) && c.Numbers == c.Filled() && c.Distinct > 12:
		return "number"
	}
	return "text"
}

// fill puts parameters into a text.
func fill(text string, params map[string]string) string {
	for name, value := range params {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	return text
}
