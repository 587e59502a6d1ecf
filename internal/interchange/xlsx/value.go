package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// epoch is the day that a workbook counts from.
type epoch int

const (
	epoch1900 epoch = iota
	epoch1904
)

const (
	dayMilliseconds = 24 * 60 * 60 * 1000
	lastDay         = 2958465 // 31 December 9999
)

// number writes a number as its format means it: a date or time in ISO form,
// else the shortest digits that are the same number.
func number(raw string, as shape, from epoch) string {
	if as == plain && len(raw) <= 15 && digits(raw) {
		return raw
	}
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return raw
	}
	if as != plain && v >= 0 && v <= lastDay {
		return moment(v, as, from)
	}
	if math.Abs(v) < 1e21 && (math.Abs(v) >= 1e-9 || v == 0) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'e', -1, 64)
}

// digits: a whole number without a leading zero.
func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && (s[0] != '0' || s == "0")
}

// moment writes days since the epoch. Days before March 1900 are one later
// than they count, for the format has a 29 February 1900 that never was.
func moment(v float64, as shape, from epoch) string {
	ms := int64(math.Round(v * dayMilliseconds))
	if as == elapsed || as == clock && ms < dayMilliseconds {
		return clockText(ms)
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from == epoch1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case v < 60:
		start = time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	t := start.AddDate(0, 0, int(ms/dayMilliseconds)).Add(time.Duration(ms%dayMilliseconds) * time.Millisecond)
	switch {
	case ms%dayMilliseconds == 0 && as == day:
		return t.Format("2006-01-02")
	case ms%1000 == 0:
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02 15:04:05.000")
}

func clockText(ms int64) string {
	s := ms / 1000
	text := fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
	if ms%1000 != 0 {
		text += fmt.Sprintf(".%03d", ms%1000)
	}
	return text
}
