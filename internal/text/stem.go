package text

import (
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"golang.org/x/text/unicode/norm"
)

// Stems are the words that search knows (see Words), each brought to its stem:
// "interviewed" and "interviews" become one, "retards" and "retardés" too. lang
// is "en" or "fr", longer tags as well ("fr-CA"); in other languages the words
// stay as they are. Accents count while a word is stemmed and are dropped then,
// so a search typed without them finds the same.
//
// Stemmers: Snowball, M. F. Porter 2001 (English: Porter 2).
func Stems(lang, s string) []string {
	stem := stemmer(lang)
	if stem == nil {
		return Words(s)
	}
	var out []string
	letters := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) }
	for _, word := range strings.FieldsFunc(norm.NFC.String(strings.ToLower(s)), letters) {
		if len(word) < 100 {
			word = stem(word)
		}
		out = append(out, Words(word)...)
	}
	return out
}

func stemmer(lang string) func(string) string {
	lang, _, _ = strings.Cut(strings.ToLower(lang), "-")
	switch lang {
	case "en":
		return func(word string) string {
			env := snowballstem.NewEnv(word)
			english.Stem(env)
			return env.Current()
		}
	case "fr":
		return func(word string) string {
			env := snowballstem.NewEnv(word)
			french.Stem(env)
			if short := strings.TrimRight(env.Current(), "eé"); len(short) > 2 {
				return short // what is left of a word whose accents were not typed
			}
			return env.Current()
		}
	}
	return nil
}
