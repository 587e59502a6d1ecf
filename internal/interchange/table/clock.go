package table

import (
	"strings"
	"time"
)

// cutClock splits "2020-01-02T10:00" or "1/2/2020 10:00 PM" before the time.
func cutClock(s string) (date, clock string) {
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return s, ""
	}
	at := strings.LastIndexAny(s[:colon], "T \u00a0")
	if at <= 0 {
		return s, ""
	}
	return strings.TrimRight(s[:at], " ,T"), strings.TrimSpace(strings.TrimLeft(s[at:], "T "))
}

// readDotted reads a date and a time of day without a colon, "24-02-2015 11.35"
// or "24/02/2015 11h35".
func readDotted(s string) (parts, bool) {
	at := strings.LastIndexByte(s, ' ')
	if at < 6 {
		return parts{}, false
	}
	hour, minute, found := strings.Cut(strings.ToLower(s[at+1:]), ".")
	if !found {
		hour, minute, found = strings.Cut(strings.ToLower(s[at+1:]), "h")
	}
	if !found || len(hour) < 1 || len(hour) > 2 || len(minute) != 2 {
		return parts{}, false
	}
	p, ok := readDay(strings.TrimRight(s[:at], " ,"))
	if !ok {
		return parts{}, false
	}
	p.hasClock = true
	p.clock, p.zone, ok = readClock(hour + ":" + minute)
	return p, ok
}

// readClock reads 8:51, 08:51:12.402, 9:05 PM, 10:00:00Z, 10:00+02:00.
func readClock(s string) (time.Duration, *time.Location, bool) {
	s = strings.TrimSpace(s)
	digits := 0
	for digits < len(s) && (s[digits] >= '0' && s[digits] <= '9' || s[digits] == ':' || s[digits] == '.' || s[digits] == ',') {
		digits++
	}
	clock, rest := s[:digits], strings.ToLower(strings.TrimSpace(s[digits:]))
	fields := strings.FieldsFunc(clock, func(r rune) bool { return r == ':' })
	if len(fields) < 2 || len(fields) > 3 {
		return 0, nil, false
	}
	hour, minute := atoi(fields[0]), atoi(fields[1])
	second, fraction := 0, time.Duration(0)
	if len(fields) == 3 {
		whole, part, _ := strings.Cut(strings.ReplaceAll(fields[2], ",", "."), ".")
		second = atoi(whole)
		fraction = fractionOf(part)
	}
	switch strings.ReplaceAll(rest, ".", "") {
	case "pm":
		if hour < 12 {
			hour += 12
		}
		rest = ""
	case "am":
		if hour == 12 {
			hour = 0
		}
		rest = ""
	}
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 || fraction < 0 {
		return 0, nil, false
	}
	of := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(min(second, 59))*time.Second + fraction
	zone, ok := readZone(rest)
	return of, zone, ok
}

func fractionOf(part string) time.Duration {
	if part == "" {
		return 0
	}
	if len(part) > 9 {
		part = part[:9]
	}
	if !allDigits(part) {
		return -1
	}
	n, unit := time.Duration(0), time.Second
	for i := 0; i < len(part); i++ {
		unit /= 10
		n += time.Duration(part[i]-'0') * unit
	}
	return n
}

func readZone(s string) (*time.Location, bool) {
	s = strings.TrimSpace(s)
	switch s {
	case "":
		return nil, true
	case "z", "utc", "gmt":
		return time.UTC, true
	}
	if len(s) < 3 || (s[0] != '+' && s[0] != '-') {
		return nil, false
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	if !allDigits(digits) || (len(digits) != 2 && len(digits) != 4) {
		return nil, false
	}
	seconds := atoi(digits[:2]) * 3600
	if len(digits) == 4 {
		seconds += atoi(digits[2:]) * 60
	}
	if seconds > 18*3600 {
		return nil, false
	}
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone(s, seconds), true
}
