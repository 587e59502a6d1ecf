package text

import (
	"fmt"
	"strings"
	"time"
)

var frenchMonths = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// Day writes a day with the name of its month, which no reader takes for another: 30
// November 2026 in English, 30 novembre 2026 and 1er décembre 2026 in French, also of a
// region as en-GB. In all other languages it is 2026-11-30.
func Day(language string, t time.Time) string {
	short, _, _ := strings.Cut(language, "-")
	switch strings.ToLower(short) {
	case "en":
		return t.Format("2 January 2006")
	case "fr":
		first := ""
		if t.Day() == 1 {
			first = "er"
		}
		return fmt.Sprintf("%d%s %s %d", t.Day(), first, frenchMonths[t.Month()-1], t.Year())
	}
	return t.Format(time.DateOnly)
}

// Month writes a month with its name, as Day does a day: November 2026, novembre 2026,
// and 2026-11 in all other languages.
func Month(language string, t time.Time) string {
	short, _, _ := strings.Cut(language, "-")
	switch strings.ToLower(short) {
	case "en":
		return t.Format("January 2006")
	case "fr":
		return fmt.Sprintf("%s %d", frenchMonths[t.Month()-1], t.Year())
	}
	return t.Format("2006-01")
}

// DayOf is Day of a day as forms send it, 2026-11-30; what is no day stays as it is.
func DayOf(language, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return Day(language, t)
}
