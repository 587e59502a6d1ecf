package mailing

import "time"

// Rhythm is how often a view is mailed.
type Rhythm string

// The rhythms; mails go out in the morning.
const (
	Never   Rhythm = ""
	Daily   Rhythm = "day"
	Weekly  Rhythm = "week"  // on the organisation's first day of the week
	Monthly Rhythm = "month" // on the first of the month
)

// morning is the hour of the organisation's day from which mails go out.
const morning = 7

// next is the first moment after now at which the rhythm has a mail go out.
func (r Rhythm) next(now time.Time, zone *time.Location, weekStart time.Weekday) time.Time {
	y, m, d := now.In(zone).Date()
	for {
		at := time.Date(y, m, d, morning, 0, 0, 0, zone)
		if at.After(now) && r.falls(at, weekStart) {
			return at
		}
		d++
	}
}

func (r Rhythm) falls(on time.Time, weekStart time.Weekday) bool {
	switch r {
	case Weekly:
		return on.Weekday() == weekStart
	case Monthly:
		return on.Day() == 1
	}
	return true
}
