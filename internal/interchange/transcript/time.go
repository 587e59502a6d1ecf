package transcript

import (
	"regexp"
	"strconv"
	"strings"
)

// unknown is a time that the file does not tell.
const unknown = int64(-1)

// clockPattern is a time of day as transcripts write it: 0:21, 00:01:02,
// 00:01:02.500, 01:02,500.
const clockPattern = `(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,6})?`

var clock = regexp.MustCompile(`^` + clockPattern + `$`)

// parseClock gives microseconds; false where s is no time.
func parseClock(s string) (int64, bool) {
	if !clock.MatchString(s) {
		return unknown, false
	}
	whole, fraction, _ := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	seconds := int64(0)
	for i, part := range strings.Split(whole, ":") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || i > 0 && n > 59 {
			return unknown, false
		}
		seconds = seconds*60 + n
	}
	micro, _ := strconv.ParseInt((fraction + "000000")[:6], 10, 64)
	return seconds*1e6 + micro, true
}
