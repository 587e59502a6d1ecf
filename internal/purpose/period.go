package purpose

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Grain is how long the periods of a series are.
type Grain string

// The grains. Weeks begin on Monday and are counted as ISO 8601 does; quarters
// are those of the calendar.
const (
	Day     Grain = "day"
	Week    Grain = "week"
	Month   Grain = "month"
	Quarter Grain = "quarter"
)

func grains() []Grain { return []Grain{Day, Week, Month, Quarter} }

var (
	quarterText = regexp.MustCompile(`^(\d{4})[- ]?[qt]([1-4])$|^[qt]([1-4])[- /]?(\d{4})$`)
	weekText    = regexp.MustCompile(`^(\d{4})[- ]?[ws](\d{1,2})$`)
	monthText   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$|^(\d{1,2})[-/.](\d{4})$`)
)

// ParsePeriod reads a period of a grain and gives its first day: 2026-11-20 or
// another way of writing a day (any day of the period will do), 2026-11 for a
// month, 2026-Q4 or Q4 2026 (in French T4) for a quarter, 2026-W47 for a week.
// The name of a period of another grain is none.
func ParsePeriod(grain Grain, text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) > 40 {
		return "", false
	}
	if m := quarterText.FindStringSubmatch(text); m != nil && grain == Quarter {
		return firstDay(number(m[1]+m[4]), 3*number(m[2]+m[3])-2, 1)
	}
	if m := weekText.FindStringSubmatch(text); m != nil && grain == Week {
		return firstOfWeek(number(m[1]), number(m[2]))
	}
	if m := monthText.FindStringSubmatch(text); m != nil {
		if grain != Month {
			return "", false
		}
		return firstDay(number(m[1]+m[4]), number(m[2]+m[3]), 1)
	}
	day, _, ok := table.ParseTime(text, table.DayFirst, time.UTC)
	if !ok {
		return "", false
	}
	return grain.start(day)
}

// start is the first day of the period that a day lies in.
func (g Grain) start(day time.Time) (string, bool) {
	switch g {
	case Week:
		day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case Month:
		day = day.AddDate(0, 0, 1-day.Day())
	case Quarter:
		day = time.Date(day.Year(), day.Month()-(day.Month()-1)%3, 1, 0, 0, 0, 0, time.UTC)
	}
	return firstDay(day.Year(), int(day.Month()), day.Day())
}

func firstDay(year, month, day int) (string, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1900 || year > 2200 || int(t.Month()) != month || t.Day() != day {
		return "", false
	}
	return t.Format(dayLayout), true
}

// firstOfWeek is the Monday of an ISO week.
func firstOfWeek(year, week int) (string, bool) {
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(week-1))
	if y, w := monday.ISOWeek(); y != year || w != week {
		return "", false
	}
	return firstDay(monday.Year(), int(monday.Month()), monday.Day())
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits) // digits only, by the pattern
	return n
}
