package text

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	mailForm  = regexp.MustCompile(`(?i)[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+`)
	linkForm  = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>"»)]+`)
	phoneForm = regexp.MustCompile(`(?:\+|\b00)\d{1,3}[\s.\x{00A0}\x{202F}-]?(?:\(0\))?[\s.\x{00A0}\x{202F}-]?\d{1,4}(?:[\s.\x{00A0}\x{202F}-]?\d{2,4}){2,5}\b|\b0\d(?:[\s.\x{00A0}\x{202F}-]?\d{2}){4}\b|\b0\d{2,4}[\s.-]\d{3,4}[\s.-]?\d{3,4}\b|(?:\(\d{3}\)\s?|\b\d{3}[\s.-])\d{3}[\s.-]\d{4}\b`)
	ibanForm  = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?:[\s\x{00A0}]?[A-Z\d]{4}){3,7}(?:[\s\x{00A0}]?[A-Z\d]{1,3})?\b`)
	cardForm  = regexp.MustCompile(`\b\d{4}(?:[\s\x{00A0}-]?\d{4}){2}[\s\x{00A0}-]?\d{1,7}\b`)
	codeForm  = regexp.MustCompile(`\b(?:[A-Z]{1,5}[-_/#]?\d[\dA-Z-]{3,}|\d{2,}[-/][A-Z\d]*\d[A-Z\d-]{3,}|\d{6,})\b`)
	citedForm = regexp.MustCompile(`(?i)(?:\b(?:numéro|number|numbers|référence|reference|ref|réf|dossier|contrat|contract|invoice|facture|order|commande|policy|police|ticket|case|account|compte|customer|client|badge|room|iban|siret|siren)\s*(?:(?:de|du|d['’])\s*\p{L}+\s*)?(?:no\.?|nr\.?|n°|nº|number|numéro|is|was|est|était|:|#)?\s*|(?:n°|nº|#)\s*)([A-Z]{0,5}[-_/]?\d[\dA-Z/-]*(?:[\s\x{00A0}]\d{2,})*)`)
	postForm  = regexp.MustCompile(`\b(\d{5})\s+\p{Lu}[\p{L}'’-]+`)
	moneyForm = regexp.MustCompile(`(?i)(?:[$€£]\s?\d[\d.,\s\x{00A0}\x{202F}]*\d?(?:\s?(?:k|m|bn|million|billion)s?\b)?|\b\d[\d.,\x{00A0}\x{202F} ]*\s?(?:k\s?)?(?:€|\$|£|(?:million|milliard|billion)s?\s+(?:d['’]|de\s+)?(?:euros?|dollars?|pounds?)|(?:euros?|dollars?|pounds?|EUR|USD|CAD|CHF)\b))`)
	dateForm  = regexp.MustCompile(`\b(?:(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:[0-2]?\d|3[01])|(?:[0-2]?\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)?\d{2})\b`)
)

// byForm finds what its writing tells: mails, phones, numbers.
func byForm(s string, amounts bool) []span {
	var out []span
	dates := dateForm.FindAllStringIndex(s, -1)
	isDate := func(from, to int) bool {
		return slices.ContainsFunc(dates, func(d []int) bool { return from < d[1] && d[0] < to && to-from <= d[1]-d[0] })
	}
	add := func(form *regexp.Regexp, group, rank int, kind PersonalKind, fits func(string) bool) {
		for _, m := range form.FindAllStringSubmatchIndex(s, -1) {
			from, to := m[2*group], m[2*group+1]
			to = from + len(strings.TrimRight(s[from:to], " \u00a0\u202f.,-/"))
			if to > from && !isDate(from, to) && (fits == nil || fits(s[from:to])) {
				out = append(out, span{from: from, to: to, kind: kind, why: BecauseForm, rank: rank})
			}
		}
	}
	add(mailForm, 0, 0, PersonalMail, nil)
	add(linkForm, 0, 1, PersonalMail, nil)
	add(ibanForm, 0, 2, PersonalNumber, func(f string) bool { return digits(f) >= 10 })
	add(cardForm, 0, 2, PersonalNumber, nil)
	if amounts {
		add(moneyForm, 0, 3, PersonalNumber, nil)
	}
	add(phoneForm, 0, 4, PersonalPhone, func(f string) bool { n := digits(f); return n >= 8 && n <= 15 })
	add(citedForm, 1, 5, PersonalNumber, func(f string) bool { return digits(f) >= 3 })
	add(codeForm, 0, 6, PersonalNumber, func(f string) bool { return digits(f) >= 3 })
	add(postForm, 1, 7, PersonalPlace, func(f string) bool { return !strings.HasSuffix(f, "000") || f[0] != '1' })
	return out
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// byKnown finds names that are known, in any writing of letters and accents; a
// single word of a person's name only as it is written, capital letter and all,
// unless the sentence has no capital letters.
func byKnown(s string, known Known) []span {
	var out []span
	words := wordPlaces(s)
	capitals := strings.ContainsFunc(s, unicode.IsUpper)
	for kind, names := range map[PersonalKind][]string{PersonalName: known.People, PersonalFirm: known.Firms, PersonalPlace: known.Places} {
		for _, name := range names {
			parts := Words(name)
			if len(parts) == 0 || len(name) < 2 {
				continue
			}
			out = append(out, occurrences(words, parts, kind)...)
			if kind != PersonalName || len(parts) == 1 {
				continue
			}
			for _, part := range parts {
				for _, w := range words {
					if first, _ := utf8.DecodeRuneInString(s[w.from:]); len(part) > 2 && w.folded == part && !particles[part] && (unicode.IsUpper(first) || !capitals) {
						out = append(out, span{from: w.from, to: w.to, kind: kind, why: BecauseKnown, rank: 9})
					}
				}
			}
		}
	}
	return out
}

// wordPlace is a word of a sentence, folded, with its bytes.
type wordPlace struct {
	from, to int
	folded   string
}

func wordPlaces(s string) []wordPlace {
	var out []wordPlace
	start := -1
	end := func(at int) {
		if start >= 0 {
			out = append(out, wordPlace{start, at, Fold(s[start:at])})
		}
		start = -1
	}
	for at, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			if start < 0 {
				start = at
			}
			continue
		}
		end(at)
	}
	end(len(s))
	return out
}

func occurrences(words []wordPlace, parts []string, kind PersonalKind) []span {
	var out []span
	for i := 0; i+len(parts) <= len(words); i++ {
		same := true
		for j, p := range parts {
			same = same && words[i+j].folded == p
		}
		if same {
			out = append(out, span{from: words[i].from, to: words[i+len(parts)-1].to, kind: kind, why: BecauseKnown, rank: 8})
		}
	}
	return out
}
