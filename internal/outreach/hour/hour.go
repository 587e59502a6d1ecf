package hour

import (
	"strconv"
	"strings"
	"time"
)

// Stretch is how long after its hour a mail may still go out that did not get out
// at once, since the server was down or many were before it; later it waits for
// the next day.
const Stretch = 4 * time.Hour

// Rule is an hour of the day, on some days of the week.
type Rule struct {
	Minute int     // of the day, 0 to 1439
	Days   [7]bool // by time.Weekday; none stands for all
}

// Parse reads 09:30 and days of the week, 1 for Monday to 7; false for what is none.
func Parse(clock string, days []int) (r Rule, ok bool) {
	at, err := time.Parse("15:04", clock)
	if err != nil || len(clock) != 5 {
		return r, false
	}
	r.Minute = at.Hour()*60 + at.Minute()
	for _, d := range days {
		if d < 1 || d > 7 || r.Days[d%7] {
			return r, false
		}
		r.Days[d%7] = true
	}
	return r, true
}

func (r Rule) on(day time.Weekday) bool { return r.Days == [7]bool{} || r.Days[day] }

// Next is the first moment from a time on that is the hour in a zone, on one of
// the days. An hour that a clock put forward leaves out is later by as much; of
// one that a clock put back has twice, it is the first.
func (r Rule) Next(from time.Time, zone *time.Location) time.Time {
	y, m, d := from.In(zone).Date()
	for day := range 16 {
		at := moment(y, m, d+day, r.Minute, zone)
		if !at.Before(from) && r.on(at.In(zone).Weekday()) {
			return at.UTC()
		}
	}
	return from.UTC() // not reached: each day of the week comes within eight days
}

// Open tells whether a mail whose hour has come may go out now.
func (r Rule) Open(now time.Time, zone *time.Location) bool {
	return now.Sub(r.last(now, zone)) < Stretch
}

// last is the last time the hour came, on one of the days.
func (r Rule) last(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	for day := range 16 {
		at := moment(y, m, d-day, r.Minute, zone)
		if !at.After(now) && r.on(at.In(zone).Weekday()) {
			return at
		}
	}
	return time.Time{}
}

// Now is when a mail goes out whose hour has come: at once where that may still
// be, else at the next hour.
func (r Rule) Now(now time.Time, zone *time.Location) time.Time {
	if r.Open(now, zone) {
		return now.UTC()
	}
	return r.Next(now, zone)
}

// DaysAfter is the hour so many days of the calendar after a time.
func (r Rule) DaysAfter(sent time.Time, days int, zone *time.Location) time.Time {
	y, m, d := sent.In(zone).Date()
	return r.Next(moment(y, m, d+days, 0, zone), zone)
}

// moment is a minute of a day in a zone. What the two days around it are away
// from UTC are the only candidates: a clock is not put twice in two days.
func moment(y int, m time.Month, d, minute int, zone *time.Location) time.Time {
	wall := time.Date(y, m, d, 0, minute, 0, 0, time.UTC)
	before, after := away(wall.Add(-24*time.Hour), zone), away(wall.Add(24*time.Hour), zone)
	for _, off := range []time.Duration{before, after} {
		if at := wall.Add(-off); away(at, zone) == off {
			return at
		}
	}
	return wall.Add(-before) // the hour is left out that day
}

func away(at time.Time, zone *time.Location) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// Zone reads what may stand for a time zone: a name of the IANA data base, as
// Europe/Paris, or a distance from UTC, as +02:00, UTC+2 or GMT-03:30. False for
// anything else.
func Zone(text string) (*time.Location, bool) {
	text = strings.TrimSpace(text)
	switch strings.ToUpper(text) {
	case "", "LOCAL":
		return nil, false
	case "Z", "UTC", "GMT":
		return time.UTC, true
	}
	if zone, ok := distance(text); ok {
		return zone, true
	}
	if len(text) > 64 || !strings.Contains(text, "/") && len(text) > 9 {
		return nil, false
	}
	zone, err := time.LoadLocation(strings.ReplaceAll(text, " ", "_"))
	return zone, err == nil
}

// distance reads +2, +02:00 or -0330, after UTC or GMT or alone; at most 14 hours.
func distance(text string) (*time.Location, bool) {
	rest := strings.ToUpper(text)
	for _, name := range []string{"UTC", "GMT"} {
		rest = strings.TrimSpace(strings.TrimPrefix(rest, name))
	}
	if rest == "" || rest[0] != '+' && rest[0] != '-' {
		return nil, false
	}
	hours, minutes, colon := strings.Cut(rest[1:], ":")
	if !colon && len(hours) == 4 {
		hours, minutes = hours[:2], hours[2:]
	}
	h, err := strconv.ParseUint(hours, 10, 8)
	if err != nil || h > 14 || len(hours) > 2 {
		return nil, false
	}
	var m uint64
	if minutes != "" {
		if m, err = strconv.ParseUint(minutes, 10, 8); err != nil || m > 59 || len(minutes) != 2 {
			return nil, false
		}
	}
	seconds := int(h)*3600 + int(m)*60 //nolint:gosec // small, see above
	name := "UTC" + rest[:1] + two(h) + ":" + two(m)
	if rest[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(name, seconds), true
}

func two(n uint64) string {
	if n < 10 {
		return "0" + strconv.FormatUint(n, 10)
	}
	return strconv.FormatUint(n, 10)
}
