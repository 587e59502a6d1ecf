package understand

import (
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Period is a calendar period of the organisation's zone.
type Period string

// The periods.
const (
	PeriodNone    Period = "none"
	PeriodAuto    Period = "auto" // the finest from week to year with enough answers
	PeriodDay     Period = "day"
	PeriodWeek    Period = "week"
	PeriodMonth   Period = "month"
	PeriodQuarter Period = "quarter"
	PeriodYear    Period = "year"
)

func (p Period) check(field string) error {
	switch p {
	case PeriodNone, PeriodAuto, PeriodDay, PeriodWeek, PeriodMonth, PeriodQuarter, PeriodYear:
		return nil
	}
	return fault.Invalid(field, "Periods are none, auto, day, week, month, quarter and year.")
}

// column is the SQL for a row's period, as the date of its first day.
func (p Period) column(weekStart time.Weekday) string {
	switch p {
	case PeriodDay:
		return "day"
	case PeriodMonth:
		return "month"
	case PeriodQuarter:
		return "CAST(date_trunc('quarter', month) AS DATE)"
	case PeriodYear:
		return "CAST(date_trunc('year', month) AS DATE)"
	}
	// Weeks of date_trunc start on Monday.
	if weekStart == time.Sunday {
		return "CAST(date_trunc('week', day + 1) AS DATE) - 1"
	}
	if weekStart == time.Saturday {
		return "CAST(date_trunc('week', day + 2) AS DATE) - 2"
	}
	return "CAST(date_trunc('week', day) AS DATE)"
}

// start is the first day of the period that holds day t.
func (p Period) start(t time.Time, weekStart time.Weekday) time.Time {
	y, m, d := t.Date()
	date := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	switch p {
	case PeriodWeek:
		if weekStart != time.Sunday && weekStart != time.Saturday {
			weekStart = time.Monday
		}
		back := (int(t.Weekday()) - int(weekStart) + 7) % 7
		return date(y, m, d-back)
	case PeriodMonth:
		return date(y, m, 1)
	case PeriodQuarter:
		return date(y, (m-1)/3*3+1, 1)
	case PeriodYear:
		return date(y, 1, 1)
	}
	return date(y, m, d)
}

// step is the first day of the period n periods after the one that starts on
// first.
func (p Period) step(first time.Time, n int) time.Time {
	switch p {
	case PeriodWeek:
		return first.AddDate(0, 0, 7*n)
	case PeriodMonth:
		return first.AddDate(0, n, 0)
	case PeriodQuarter:
		return first.AddDate(0, 3*n, 0)
	case PeriodYear:
		return first.AddDate(n, 0, 0)
	}
	return first.AddDate(0, 0, n)
}

// span is the period that starts on first, cut to the bounds of a filter (zero
// for none).
func (p Period) span(first, from, to time.Time, today time.Time) DaySpan {
	last := p.step(first, 1).AddDate(0, 0, -1)
	complete := last.Before(today)
	if !from.IsZero() && from.After(first) {
		first, complete = from, false
	}
	if !to.IsZero() && to.Before(last) {
		last, complete = to, false
	}
	return DaySpan{From: first.Format(dayLayout), To: last.Format(dayLayout), Complete: complete}
}

// lastTwo are the spans that a comparison of periods is about: the last
// complete period and the one before, or, where running, the period that runs
// and the same number of days of the one before.
func (p Period) lastTwo(today time.Time, weekStart time.Weekday, running bool) (now, before DaySpan) {
	current := p.start(today, weekStart)
	if !running {
		first, second := p.step(current, -1), p.step(current, -2)
		return p.span(first, time.Time{}, time.Time{}, today), p.span(second, time.Time{}, time.Time{}, today)
	}
	previous := p.step(current, -1)
	last := previous.Add(today.Sub(current))
	if end := current.AddDate(0, 0, -1); last.After(end) {
		last = end
	}
	return DaySpan{From: current.Format(dayLayout), To: today.Format(dayLayout)},
		DaySpan{From: previous.Format(dayLayout), To: last.Format(dayLayout), Complete: true}
}
