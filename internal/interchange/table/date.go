package table

import (
	"strings"
	"time"
)

// Order is the order of day and month in dates written with numbers.
type Order string

// The orders. ISO dates (year first) are read whatever the order is.
const (
	DayFirst   Order = "dmy"
	MonthFirst Order = "mdy"
)

// shape is what the look of a date says about its order.
type shape int

const (
	noDate      shape = iota
	sureDate          // year first, or the month is a word
	dayFirst          // 13/01/2020
	monthFirst        // 01/13/2020
	eitherOrder       // 01/02/2020
)

// parts of a date as read; clock holds the time of day.
type parts struct {
	year, month, day int
	clock            time.Duration
	hasClock         bool
	zone             *time.Location // nil: none written
	shape            shape
	a, b             int // the two numbers before the year where the order matters
}

// ParseTime reads a date, with or without a time of day, in any usual way of
// writing. Numbers with day and month in doubt are read by order, and dates
// that fit only the other order are refused. Times without a zone are in zone.
// dateOnly tells that no time of day was written.
func ParseTime(cell string, order Order, zone *time.Location) (t time.Time, dateOnly, ok bool) {
	p, ok := readDate(strings.TrimSpace(cell))
	if !ok {
		return time.Time{}, false, false
	}
	t, ok = p.time(order, zone)
	return t, ok && !p.hasClock, ok
}

// time is the instant of a date in an order and, where none is written, a zone.
func (p parts) time(order Order, zone *time.Location) (t time.Time, ok bool) {
	switch p.shape {
	case dayFirst, monthFirst, eitherOrder:
		if order == MonthFirst {
			p.month, p.day = p.a, p.b
		} else {
			p.day, p.month = p.a, p.b
		}
	}
	if !validDay(p.year, p.month, p.day) {
		return time.Time{}, false
	}
	if p.zone != nil {
		zone = p.zone
	}
	hour, rest := p.clock/time.Hour, p.clock%time.Hour
	return time.Date(p.year, time.Month(p.month), p.day, int(hour), int(rest/time.Minute), int(rest%time.Minute/time.Second), int(rest%time.Second), zone), true
}

func validDay(year, month, day int) bool {
	if year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= 28 || day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func readDate(s string) (parts, bool) {
	if len(s) < 6 || len(s) > 64 || !strings.ContainsAny(s, "0123456789") {
		return parts{}, false
	}
	date, clock := cutClock(s)
	if clock == "" {
		if p, ok := readDotted(s); ok {
			return p, true
		}
	}
	p, ok := readDay(date)
	if !ok {
		return parts{}, false
	}
	if clock != "" {
		p.hasClock = true
		p.clock, p.zone, ok = readClock(clock)
	}
	return p, ok
}

func readDay(s string) (parts, bool) {
	if !datelike(s) {
		return parts{}, false
	}
	var room [maxDateTokens + 1]token
	tokens := dateTokens(room[:0], s)
	if len(tokens) > 0 && tokens[0].word && isWeekday(tokens[0].text) {
		tokens = tokens[1:]
	}
	switch {
	case len(tokens) == 1 && !tokens[0].word && len(tokens[0].text) == 8:
		n := tokens[0].text
		return checked(parts{year: atoi(n[:4]), month: atoi(n[4:6]), day: atoi(n[6:]), shape: sureDate})
	case len(tokens) != 3:
		return parts{}, false
	}
	a, b, c := tokens[0], tokens[1], tokens[2]
	switch {
	case b.word && !a.word && !c.word: // 5 Jan 2020, 2020-Jan-05
		if len(a.text) == 4 {
			return checked(parts{year: atoi(a.text), month: monthOf(b.text), day: atoi(c.text), shape: sureDate})
		}
		return checked(parts{day: atoi(a.text), month: monthOf(b.text), year: yearOf(c.text), shape: sureDate})
	case a.word && !b.word && !c.word: // Jan 5, 2020
		return checked(parts{month: monthOf(a.text), day: atoi(b.text), year: yearOf(c.text), shape: sureDate})
	case a.word || b.word || c.word || !strings.ContainsAny(s, "/-."):
		return parts{}, false
	case len(a.text) == 4:
		return checked(parts{year: atoi(a.text), month: atoi(b.text), day: atoi(c.text), shape: sureDate})
	case len(a.text) > 2 || len(b.text) > 2 || (len(c.text) != 4 && len(c.text) != 2):
		return parts{}, false
	}
	return inDoubt(atoi(a.text), atoi(b.text), yearOf(c.text))
}

func inDoubt(a, b, year int) (parts, bool) {
	p := parts{a: a, b: b, year: year}
	day, month := validDay(year, b, a), validDay(year, a, b)
	switch {
	case day && month && a == b:
		p.shape, p.day, p.month = sureDate, a, b
	case day && month:
		p.shape = eitherOrder
	case day:
		p.shape = dayFirst
	case month:
		p.shape = monthFirst
	default:
		return parts{}, false
	}
	return p, true
}

func checked(p parts) (parts, bool) { return p, validDay(p.year, p.month, p.day) }

type token struct {
	text string
	word bool
}

// dateTokens are the runs of digits and of letters; st, nd, rd, th and er
// after a number, "de" and "of" are left out. Anything else than separators
// ends it: no date.
func dateTokens(tokens []token, s string) []token {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isDigit(c):
			j := i
			for j < len(s) && isDigit(s[j]) {
				j++
			}
			tokens = append(tokens, token{text: s[i:j]})
			i = j
		case separates(c):
			i++
		default:
			j := i
			for j < len(s) && !isDigit(s[j]) && !separates(s[j]) {
				j++
			}
			word := strings.ToLower(s[i:j])
			i = j
			switch word {
			case "st", "nd", "rd", "th", "er", "de", "of", "le":
				continue
			}
			tokens = append(tokens, token{text: word, word: true})
		}
		if len(tokens) > maxDateTokens {
			return nil
		}
	}
	return tokens
}

// maxDateTokens are a weekday, day, month and year.
const maxDateTokens = 4

// datelike tells that s may have the tokens of a date: three, or eight digits.
func datelike(s string) bool {
	for i, tokens := 0, 0; i < len(s); {
		j := i + 1
		switch c := s[i]; {
		case isDigit(c):
			for j < len(s) && isDigit(s[j]) {
				j++
			}
			tokens++
			if j-i == 8 {
				return true
			}
		case !separates(c):
			for j < len(s) && !isDigit(s[j]) && !separates(s[j]) {
				j++
			}
			tokens++
		}
		if i = j; tokens >= 3 {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func separates(c byte) bool { return c == '/' || c == '-' || c == '.' || c == ',' || c == ' ' }

func isWeekday(word string) bool {
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim"} {
		if strings.HasPrefix(word, day) && monthOf(word) == 0 {
			return true
		}
	}
	return false
}

var monthNames = [...][]string{
	{"january", "janvier", "janv", "jan"}, {"february", "février", "fevrier", "févr", "fevr", "fév", "feb"},
	{"march", "mars", "mar"}, {"april", "avril", "avr", "apr"}, {"may", "mai"}, {"june", "juin", "jun"},
	{"july", "juillet", "juil", "jul"}, {"august", "août", "aout", "aoû", "aug"}, {"september", "septembre", "sept", "sep"},
	{"october", "octobre", "oct"}, {"november", "novembre", "nov"}, {"december", "décembre", "decembre", "déc", "dec"},
}

// monthOf is 1 to 12 for an English or French month or its short form, else 0.
func monthOf(word string) int {
	for i, names := range monthNames {
		for _, name := range names {
			if word == name {
				return i + 1
			}
		}
	}
	return 0
}

func yearOf(s string) int {
	year := atoi(s)
	if len(s) == 2 {
		if year < 70 {
			return 2000 + year
		}
		return 1900 + year
	}
	if len(s) != 4 {
		return 0
	}
	return year
}

// atoi of at most eight digits; -1 for anything else.
func atoi(s string) int {
	if s == "" || len(s) > 8 || !allDigits(s) {
		return -1
	}
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
