package text

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// PersonalKind is what a personal datum is.
type PersonalKind string

// The kinds.
const (
	PersonalName   PersonalKind = "name"
	PersonalFirm   PersonalKind = "firm"
	PersonalMail   PersonalKind = "mail"
	PersonalPhone  PersonalKind = "phone"
	PersonalPlace  PersonalKind = "place"
	PersonalNumber PersonalKind = "number" // of an account, a contract, a card; amounts where asked for
)

// Reason is why a passage is proposed.
type Reason string

// The reasons.
const (
	BecauseKnown     Reason = "known"     // it is among the names handed in
	BecauseForm      Reason = "form"      // it is written like one: a mail, a phone, an account number
	BecauseTitle     Reason = "title"     // Mrs, Monsieur, Dr before it
	BecauseGivenName Reason = "given"     // a common given name
	BecauseSaid      Reason = "said"      // "my name is", "works for", "habite à" before it
	BecauseLegalForm Reason = "legal"     // Ltd, SARL after it
	BecauseCapitals  Reason = "capitals"  // a capital letter in the middle of a sentence, and no common word
	BecausePlaceName Reason = "placename" // a large town
)

// Known are names that are to be masked wherever they stand: speakers of the
// interview, the customer and the contacts of the account, its firm, its places.
type Known struct {
	People  []string
	Firms   []string
	Places  []string
	Amounts bool            // sums of money are proposed too
	Common  map[string]bool // words that are no names here (see CommonWords); may be nil
}

// CommonWords are the words, folded, that stand in the sentences of a document
// in small letters: a capital letter elsewhere in it does not make them names.
func CommonWords(sentences []string) map[string]bool {
	common := map[string]bool{}
	for _, s := range sentences {
		for _, w := range wordPlaces(s) {
			if first, _ := utf8.DecodeRuneInString(s[w.from:]); unicode.IsLower(first) {
				common[w.folded] = true
			}
		}
	}
	return common
}

// Personal is a passage of a sentence that is proposed for masking.
type Personal struct {
	Start  int // first character, in Unicode code points
	Length int // code points
	Kind   PersonalKind
	Why    Reason
}

// ProposePersonal finds what may give somebody away in a sentence of English or
// French: proposals for a person to confirm, in order, none overlapping another.
// Countries, languages, days and months are none. What is written without
// capital letters is found only where it is known or its form tells it.
func ProposePersonal(sentence string, known Known) []Personal {
	var found []span
	found = append(found, byForm(sentence, known.Amounts)...)
	found = append(found, byKnown(sentence, known)...)
	found = append(found, byName(sentence, known.Common)...)
	found = settled(found)
	out := make([]Personal, 0, len(found))
	at, runes := 0, 0
	for _, f := range found {
		runes += utf8.RuneCountInString(sentence[at:f.from])
		at = f.from
		out = append(out, Personal{Start: runes, Length: utf8.RuneCountInString(sentence[f.from:f.to]), Kind: f.kind, Why: f.why})
	}
	return out
}

// span is a proposal in bytes; of two that overlap the lower rank wins.
type span struct {
	from, to int
	kind     PersonalKind
	why      Reason
	rank     int
}

// settled leaves of overlapping spans the one of the better rank, then the
// longer, then the first.
func settled(all []span) []span {
	slices.SortStableFunc(all, func(a, b span) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		if a.to-a.from != b.to-b.from {
			return (b.to - b.from) - (a.to - a.from)
		}
		return a.from - b.from
	})
	var out []span
	for _, s := range all {
		if s.from < s.to && !slices.ContainsFunc(out, func(o span) bool { return s.from < o.to && o.from < s.to }) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b span) int { return a.from - b.from })
	return out
}
