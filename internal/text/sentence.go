package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a sentence without marks is cut at: spoken text that a machine took
// down often has none.
const (
	longest   = 80 // words from which a sentence is cut
	pieceLow  = 25 // words a piece has at least
	pieceHigh = 50 // words a piece has at most
)

// abbreviations end in a full stop that ends no sentence, folded, in English
// and French.
var abbreviations = wordSet(`mr mrs ms mx dr prof st sr jr vs messrs gen col sgt lt capt rev hon pres gov sen rep fig figs no nos vol p pp cf al approx dept est min max tel ext
	e.g i.e a.k.a m mm mme mmes mlle mlles me mgr pr art ed chap av boul bd ref c.-a-d p.ex n.b r.-v env ex resp tél éd réf adr num suiv`)

// openEnded abbreviations may end a sentence: they do before a capital letter.
var openEnded = wordSet("etc inc ltd co corp llc plc jr a.m p.m am pm sa s.a ltée")

// Sentences cuts a text in English or French into its sentences, in order and
// trimmed; nothing is lost but the white space between them. A line break ends
// a sentence. A full stop does not after an abbreviation, an initial or inside
// a number, and neither does a mark that a small letter follows. More than 80
// words without a mark are cut into pieces of 25 to 50, after a comma where
// there is one, so the same words give the same pieces however their lines were
// broken.
func Sentences(s string) []string {
	var out []string
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' }) {
		start := 0
		for at := 0; at < len(line); {
			r, n := utf8.DecodeRuneInString(line[at:])
			at += n
			if !isMark(r) {
				continue
			}
			end := markEnd(line, at)
			if endsSentence(line, start, at-n, end) {
				out = appendSentence(out, line[start:end])
				start = end
			}
			at = end
		}
		out = appendSentence(out, line[start:])
	}
	return out
}

func isMark(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？':
		return true
	}
	return false
}

// markEnd is where a run of marks ends that has begun before at, with the
// quotation marks and brackets that close after it. A French mark may stand
// apart from the next, and so may a closing quotation mark.
func markEnd(line string, at int) int {
	for at < len(line) {
		r, n := utf8.DecodeRuneInString(line[at:])
		if isMark(r) || strings.ContainsRune(")]}”’»\"'", r) && closes(line, at, n) {
			at += n
			continue
		}
		if unicode.IsSpace(r) {
			next, m := utf8.DecodeRuneInString(line[at+n:])
			if next == '»' || (next == '!' || next == '?') && r != '\n' {
				at += n + m
				continue
			}
		}
		return at
	}
	return at
}

// closes: a straight quotation mark closes when white space or the end follows.
func closes(line string, at, n int) bool {
	if line[at] != '"' && line[at] != '\'' {
		return true
	}
	next, _ := utf8.DecodeRuneInString(line[at+n:])
	return at+n >= len(line) || unicode.IsSpace(next) || isMark(next)
}

// endsSentence judges the mark at place mark, whose run ends at end, of a
// sentence that began at start.
func endsSentence(line string, start, mark, end int) bool {
	if end >= len(line) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(line[end:])
	first, _ := utf8.DecodeRuneInString(line[mark:])
	if strings.ContainsRune("。！？", first) {
		return true
	}
	if !unicode.IsSpace(next) {
		return false
	}
	after := firstLetter(line[end:])
	if unicode.IsLower(after) {
		return false
	}
	if first != '.' || end-mark > 1 {
		return true
	}
	word := lastWord(line[start:mark])
	folded := strings.TrimLeft(Fold(word), "([\"'«“")
	switch {
	case openEnded[folded]:
		return unicode.IsUpper(after)
	case abbreviations[folded]:
		return false
	}
	return !isInitial(word) || unicode.IsDigit(after)
}

// firstLetter is the first letter or digit of what follows, past quotation
// marks and brackets; 0 where none is near.
func firstLetter(s string) rune {
	for at, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		if at > 32 {
			break
		}
	}
	return 0
}

func lastWord(s string) string {
	return s[strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\'' || r == '’' })+1:]
}

// isInitial: one capital letter, or capitals with full stops between (J.-P., U.S).
// The English I is a word.
func isInitial(word string) bool {
	if word == "" || word == "I" || word == "À" {
		return false
	}
	letters := 0
	for _, part := range strings.FieldsFunc(word, func(r rune) bool { return r == '.' || r == '-' }) {
		r, n := utf8.DecodeRuneInString(part)
		if n != len(part) || !unicode.IsUpper(r) {
			return false
		}
		letters++
	}
	return letters > 0
}

func appendSentence(out []string, s string) []string {
	s = strings.TrimSpace(s)
	if s == "" {
		return out
	}
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) && len(out) > 0 && len(s) < 4 {
		out[len(out)-1] += " " + s // a mark that was left alone
		return out
	}
	for {
		cut := pieceEnd(s)
		if cut == 0 {
			return append(out, s)
		}
		out = append(out, strings.TrimSpace(s[:cut]))
		s = strings.TrimSpace(s[cut:])
	}
}

// pieceEnd is where a sentence that is too long is cut; 0 where it is not.
func pieceEnd(s string) int {
	words, comma, high := 0, 0, 0
	inWord := false
	for at, r := range s {
		switch {
		case unicode.IsSpace(r):
			if inWord && words == pieceHigh {
				high = at
			}
			if inWord && words >= pieceLow && words <= pieceHigh && strings.ContainsRune(",;:—–", rune(s[at-1])) {
				comma = at
			}
			inWord = false
		case !inWord:
			inWord = true
			words++
		}
		if words > longest {
			break
		}
	}
	switch {
	case words <= longest:
		return 0
	case comma > 0:
		return comma
	}
	return high
}

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[Fold(w)] = true
	}
	return set
}
