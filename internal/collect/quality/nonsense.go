package quality

import (
	"slices"
	"strings"
	"unicode"
)

const (
	fewestSame   = 4   // times that one letter is written for nothing else
	fewestMashed = 4   // letters side by side on a keyboard
	fewestDumb   = 6   // letters of a word without a vowel
	longestRun   = 7   // consonants in a row that no word of English or French has
	shareOfBad   = 0.5 // of the letters of a text, from which on it is nonsense
)

// IsNonsense tells whether a text has no words: one letter over and over, keys
// side by side, or letters that no English or French word puts together. Short
// answers, names, numbers, abbreviations and other scripts are left alone, and so
// is a text most of which is words.
func IsNonsense(text string) bool {
	letters, bad := 0, 0
	for _, token := range strings.Fields(strings.ToLower(text)) {
		if strings.ContainsAny(token, "@/\\_") || strings.Contains(strings.Trim(token, "."), ".") || strings.IndexFunc(token, unicode.IsDigit) >= 0 {
			continue // an address, a file or a code
		}
		word := strings.TrimFunc(token, func(r rune) bool { return !unicode.IsLetter(r) })
		if !isLatin(word) {
			return false
		}
		n := len([]rune(word))
		letters += n
		if mashed(word, text) {
			bad += n
		}
	}
	return letters >= fewestMashed && float64(bad) >= shareOfBad*float64(letters)
}

func isLatin(word string) bool {
	for _, r := range word {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

// mashed tells whether a word, in lower case, is none.
func mashed(word, text string) bool {
	r := []rune(word)
	switch {
	case len(r) < fewestMashed:
		return false
	case oneLetter(r), onKeyboard(word), repeats(r):
		return true
	case strings.Contains(text, strings.ToUpper(word)):
		return false // an abbreviation
	}
	vowels, run, most := 0, 0, 0
	for _, c := range r {
		if isVowel(c) {
			vowels, run = vowels+1, 0
			continue
		}
		run++
		most = max(most, run)
	}
	if vowels == 0 && len(r) >= fewestDumb && len(kinds(r)) > 3 || most >= longestRun {
		return true
	}
	return strange(r)
}

func oneLetter(r []rune) bool {
	return len(r) >= fewestSame && !slices.ContainsFunc(r, func(c rune) bool { return c != r[0] })
}

func kinds(r []rune) map[rune]bool {
	out := map[rune]bool{}
	for _, c := range r {
		out[c] = true
	}
	return out
}

// keyboards are the rows of keys, from the left and from the right.
var keyboards = []string{"qwertyuiop", "azertyuiop", "qwertzuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "wxcvbn", "poiuytrewq", "poiuytreza", "poiuztrewq", "lkjhgfdsa", "mlkjhgfdsq", "mnbvcxz", "nbvcxw"}

// onKeyboard tells whether a word is made of pieces of keyboard rows.
func onKeyboard(word string) bool {
	longest, covered := 0, 0
	for at := 0; at < len(word); {
		n := rowFrom(word[at:])
		if n >= 3 {
			covered += n
		}
		longest = max(longest, n)
		at += max(n, 1)
	}
	return longest >= fewestMashed && 4*covered >= 3*len(word)
}

// rowFrom is how many letters of a word, from the first on, stand side by side in a
// row of keys.
func rowFrom(word string) int {
	n := min(1, len(word))
	for n < len(word) && sideBySide[word[:n+1]] {
		n++
	}
	return n
}

// sideBySide are all pieces of two letters and more of keyboard rows.
var sideBySide = func() map[string]bool {
	out := map[string]bool{}
	for _, row := range keyboards {
		for from := range row {
			for to := from + 2; to <= len(row); to++ {
				out[row[from:to]] = true
			}
		}
	}
	return out
}()

// repeats tells whether a word is three letters or four, over and over.
func repeats(r []rune) bool {
	for unit := 3; unit <= 4; unit++ {
		if len(r) < 3*unit || string(r[:3]) == "bla" {
			continue
		}
		same := true
		for i := unit; i < len(r) && same; i++ {
			same = r[i] == r[i-unit]
		}
		if same {
			return true
		}
	}
	return false
}

func isVowel(r rune) bool {
	return strings.ContainsRune("aeiouyàâäáãåæéèêëíìîïóòôöõøœúùûüýÿ", r)
}

// after are letters that do not stand behind a letter in English, French or common names.
var after = map[rune]string{
	'q': "bcdfghjklmnprtvwxyz", 'j': "bcdfghklmnpqrstvwxz", 'x': "bdfgjkmnrvz", 'v': "bcdfghjkmnpqtwxz", 'z': "bdfgjkmnpqrtvwx",
	'd': "fkqx", 'f': "bdghjkmpqvwxz", 'g': "dfjkqvxz", 'h': "dfghjkpqvxz", 'k': "dfghjqvxz", 's': "dgjxv", 'w': "jqvxz", 'p': "dfgjkqvxz", 'l': "jqx", 'm': "gjqvxz", 'b': "fgkpqwxz", 'c': "bfgjmpvwx",
}

// strange tells whether a third of the pairs of letters of a word do not occur.
func strange(r []rune) bool {
	n := 0
	for i := 1; i < len(r); i++ {
		if strings.ContainsRune(after[r[i-1]], r[i]) {
			n++
		}
	}
	return len(r) >= fewestDumb-1 && n >= 2 && 3*n >= len(r)-1
}
