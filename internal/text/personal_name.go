package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// capital is a word with a capital letter; run is one or more of them, with the
// small words that names have inside.
const (
	capital = `\p{Lu}[\p{L}\d'’&.-]*[\p{L}\d]|\p{Lu}\.?`
	run     = `(?:` + capital + `)(?:\s+(?:(?:de|du|des|la|le|van|von|der|den|di|da|al|ben|bin|of|the|et|and|&|d['’])\s+){0,2}(?:` + capital + `))*`
)

var (
	runForm   = regexp.MustCompile(run)
	titleForm = regexp.MustCompile(`\b(?:(?i:doctor|professor|judge|docteur|docteure|maître|professeur|monsieur|madame|mademoiselle)|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Mme|Mlle|MM|M|Me|Pr)\b\.?\s+((?:de\s+|du\s+|d['’]|van\s+|von\s+)?` + run + `)`)
	saidName  = regexp.MustCompile(`(?i:\b(?:my name is|my name['’]s|name is|i am called|call me|(?:he|she|they) is called|he['’]s called|she['’]s called|je m['’]appelle|mon nom est|il s['’]appelle|elle s['’]appelle|qui s['’]appelle|nommée?|named|a certain|un certain|une certaine|my (?:boss|manager|husband|wife|colleague|son|daughter|brother|sister|friend|neighbour|advisor|adviser)|(?:mon|ma) (?:chef|cheffe|patron|patronne|mari|femme|collègue|fils|fille|frère|sœur|ami|amie|voisin|voisine|conseiller|conseillère|responsable))[,]?)\s+((?:de\s+|du\s+|d['’]|van\s+|von\s+)?` + run + `)`)
	saidFirm  = regexp.MustCompile(`(?i:\b(?:work(?:s|ed|ing)? (?:for|at|with)|employed (?:by|at)|hired by|joined|left|client of|customers? of|contract with|switched to|moved to|went (?:over )?to|compared (?:with|to)|competitor|supplier|company called|firm called|la société|l['’]entreprise|la maison|le groupe|le cabinet|l['’]agence|la banque|le fournisseur|chez|quitt\p{L}+|rejoin\p{L}+|travaill\p{L}+ (?:pour|à|avec)|employée? (?:par|de)|concurrents?)[,]?)\s+(` + run + `)`)
	legalForm = regexp.MustCompile(`(` + run + `),?\s+(?:Inc|Ltd|LLC|LLP|plc|PLC|Corp|Corporation|Company|Co|GmbH|AG|SE|SA|SAS|SASU|SARL|EURL|SNC|SCI|SCOP|SRL|BV|NV|Oy|AB|ApS|Pty|Group|Holding|Bank|Insurance|Assurances?|Ltée)\b\.?`)
	formFirm  = regexp.MustCompile(`\b(?:SAS|SARL|SA|EURL|SCI|Groupe|Cabinet|Société|Entreprise|Banque|Mutuelle|Clinique|Hôpital|Hospital|University of|Université de|École)\s+(` + run + `)`)
	saidPlace = regexp.MustCompile(`(?i:\b(?:live[sd]? in|living in|born in|based in|moved from|grew up in|office in|shop in|store in|branch in|(?:the|our|their) \p{L}+ (?:office|shop|store|branch|site|plant) in|habit\p{L}+ à|vi[st]\p{L}* à|née? à|basée?s? à|situ\p{L}+ à|(?:agence|magasin|boutique|bureau|site|usine|centre) (?:de|d['’]|à)|déménag\p{L}+ à|du côté de)\s*)(` + run + `)`)
	atPlace   = regexp.MustCompile(`(?i:(?:^|\s)(?:à|in|near|vers|près d[e'’]))\s*$`)
	streetEN  = regexp.MustCompile(`\b\d{1,5}[a-z]?,?\s+(?:` + run + `)\s+(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Square|Sq|Boulevard|Blvd|Court|Ct|Place|Way|Terrace|Close|Crescent)\b`)
	streetFR  = regexp.MustCompile(`(?i:\b(?:\d{1,4}\s*(?:bis|ter)?,?\s+)?(?:rue|avenue|boulevard|place|allée|chemin|impasse|quai|cours|route|square)\s+(?:de la |de l['’]|du |des |de |d['’])?)(?:` + run + `)`)
)

// byName finds names of people, firms and places by what stands around them and
// by the lists of personal_list.go.
func byName(s string, common map[string]bool) []span {
	var out []span
	add := func(form *regexp.Regexp, group, rank int, kind PersonalKind, why Reason) {
		for _, m := range form.FindAllStringSubmatchIndex(s, -1) {
			if from, to, ok := trimName(s, m[2*group], m[2*group+1]); ok {
				out = append(out, span{from: from, to: to, kind: kind, why: why, rank: rank})
			}
		}
	}
	for _, m := range append(streetEN.FindAllStringIndex(s, -1), streetFR.FindAllStringIndex(s, -1)...) {
		out = append(out, span{from: m[0], to: m[1], kind: PersonalPlace, why: BecauseForm, rank: 10})
	}
	add(titleForm, 1, 11, PersonalName, BecauseTitle)
	for _, m := range legalForm.FindAllStringSubmatchIndex(s, -1) {
		if from, _, ok := trimName(s, m[2], m[3]); ok {
			out = append(out, span{from: from, to: m[1], kind: PersonalFirm, why: BecauseLegalForm, rank: 12})
		}
	}
	add(formFirm, 0, 13, PersonalFirm, BecauseLegalForm)
	add(saidName, 1, 14, PersonalName, BecauseSaid)
	out = append(out, byRuns(s, common)...)
	add(saidPlace, 1, 17, PersonalPlace, BecauseSaid)
	add(saidFirm, 1, 18, PersonalFirm, BecauseSaid)
	return out
}

// byRuns looks at every run of words in capitals: towns, given names, and any
// other in the middle of a sentence.
func byRuns(s string, common map[string]bool) []span {
	var out []span
	for _, m := range runForm.FindAllStringIndex(s, -1) {
		if before, _ := utf8.DecodeLastRuneInString(s[:m[0]]); m[0] > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
			continue
		}
		from, to, ok := trimName(s, m[0], m[1])
		if !ok {
			continue
		}
		if skip := strings.IndexByte(s[from:to], ' ') + 1; skip > 0 && startsSentence(s, from) && !givenNames[givenPart(s[from:to])] && givenNames[givenPart(s[from+skip:to])] {
			from += skip
		}
		if found, fits := judgeRun(s, from, to, common); fits {
			out = append(out, found)
		}
	}
	return out
}

// givenPart is what may be the given name of a run: its first word, folded, the
// first half of one with a hyphen.
func givenPart(name string) string {
	word, _, _ := strings.Cut(name, " ")
	first, _, _ := strings.Cut(Fold(strings.Trim(word, ".,'’")), "-")
	return first
}

func judgeRun(s string, from, to int, common map[string]bool) (span, bool) {
	name := s[from:to]
	whole, first, start := Fold(name), givenPart(name), startsSentence(s, from)
	single := !strings.Contains(name, " ")
	switch {
	case towns[whole] && (!start || !alsoWords[whole]):
		return span{from, to, PersonalPlace, BecausePlaceName, 15}, true
	case givenNames[first] && (!start || !single || !alsoWords[first]):
		return span{from, to, PersonalName, BecauseGivenName, 16}, true
	case start && single, strings.ContainsFunc(name, unicode.IsDigit), isAcronym(name), allCommon(whole, common):
		return span{}, false
	case atPlace.MatchString(s[:from]):
		return span{from, to, PersonalPlace, BecauseCapitals, 19}, true
	}
	return span{from, to, PersonalName, BecauseCapitals, 19}, true
}

// allCommon: every word of the run is a common one or a small one inside.
func allCommon(folded string, common map[string]bool) bool {
	for _, w := range Words(folded) {
		if !common[w] && !isNoName(w) && !particles[w] && len(w) > 1 {
			return false
		}
	}
	return true
}

// isNoName: a folded word that has a capital letter without being a name.
func isNoName(folded string) bool { return notNames[folded] || lands[folded] }

// isAcronym: a single word in capital letters throughout.
func isAcronym(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLower(r) || unicode.IsSpace(r) })
}

// trimName takes words off both ends of a run that are no part of a name: I,
// days, languages, the first word of a sentence that is a common one.
func trimName(s string, from, to int) (int, int, bool) {
	for {
		part := s[from:to]
		word, rest, more := strings.Cut(part, " ")
		folded := Fold(uncontracted(word))
		if before, cut := cutElision(word); cut {
			from += before
			continue
		}
		noName := isNoName(folded) && (!alsoWords[folded] || startsSentence(s, from))
		if word != "" && !noName && !particles[folded] && !isMonthOrSmall(word) {
			break
		}
		if !more {
			return from, to, false
		}
		from = to - len(strings.TrimLeft(rest, " "))
	}
	for {
		part := s[from:to]
		at := strings.LastIndexByte(part, ' ')
		word := part[at+1:]
		folded := Fold(uncontracted(word))
		if noName := isNoName(folded) && (!alsoWords[folded] || at < 0 && startsSentence(s, from)); !noName && !particles[folded] {
			break
		}
		if at < 0 {
			return from, to, false
		}
		to = from + len(strings.TrimRight(part[:at], " "))
	}
	if r, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(s[from:to], ".")); unicode.IsLower(r) || len(s[from:to]) < 5 {
		to = from + len(strings.TrimSuffix(s[from:to], "."))
	}
	if name := strings.TrimSuffix(s[from:to], "'s"); name != s[from:to] {
		to = from + len(name)
	} else if name := strings.TrimSuffix(s[from:to], "’s"); name != s[from:to] {
		to = from + len(name)
	}
	return from, to, utf8.RuneCountInString(s[from:to]) > 1
}

// uncontracted is a word without marks and without what is drawn together with
// it in English: it's, they're, doesn't.
func uncontracted(word string) string {
	word = strings.Trim(word, ".,'’")
	if at := strings.IndexAny(word, "'’"); at > 0 {
		switch strings.ToLower(strings.Trim(word[at:], "'’")) {
		case "s", "re", "ve", "ll", "d", "m", "t":
			return word[:at]
		}
	}
	return word
}

// cutElision is how many bytes of article or pronoun stand before a word: L'Oréal stays, J'ai, D'Anna
// and Qu'Anna lose it before a capital letter.
func cutElision(word string) (before int, cut bool) {
	at := strings.IndexAny(word, "'’")
	if at < 1 || at > 2 {
		return 0, false
	}
	size := 1
	if word[at] != '\'' {
		size = len("’")
	}
	next, _ := utf8.DecodeRuneInString(word[at+size:])
	switch strings.ToLower(word[:at]) {
	case "l", "j", "d", "c", "n", "m", "s", "t", "qu":
		return at + size, unicode.IsUpper(next)
	}
	return 0, false
}

// isMonthOrSmall: a word without a capital letter is not the beginning of a name.
func isMonthOrSmall(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return !unicode.IsUpper(r)
}

// startsSentence: nothing but marks stands before, or a full stop does.
func startsSentence(s string, from int) bool {
	before := strings.TrimRight(s[:from], " \u00a0\u202f\"'«“‘([–—-")
	if before == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune(".!?…:", last)
}
