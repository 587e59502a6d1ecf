package understand

import (
	"fmt"
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

	PeriodFiscalQuarter Period = "fiscal_quarter" // counted from the organisation's fiscal year
	PeriodFiscalYear    Period = "fiscal_year"
)

// beginnings say where weeks and fiscal years of the organisation begin; the
// zero month is January.
type beginnings struct {
	week   time.Weekday
	fiscal time.Month
}

// shift is how many months the fiscal year begins after January.
func (b beginnings) shift() int { return max(0, int(b.fiscal)-1) }

func (p Period) check(field string) error {
	switch p {
	case PeriodNone, PeriodAuto, PeriodDay, PeriodWeek, PeriodMonth, PeriodQuarter, PeriodYear, PeriodFiscalQuarter, PeriodFiscalYear:
		return nil
	}
	return fault.Invalid(field, "Periods are none, auto, day, week, month, quarter, year, fiscal_quarter and fiscal_year.")
}

// column is the SQL for a row's period, as the date of its first day.
func (p Period) column(begin beginnings) string {
	switch p {
	case PeriodDay:
		return "day"
	case PeriodMonth:
		return "month"
	case PeriodQuarter:
		return "CAST(date_trunc('quarter', month) AS DATE)"
	case PeriodYear:
		return "CAST(date_trunc('year', month) AS DATE)"
	case PeriodFiscalQuarter:
		return fiscalColumn("quarter", begin.shift())
	case PeriodFiscalYear:
		return fiscalColumn("year", begin.shift())
	}
	// Weeks of date_trunc start on Monday.
	if begin.week == time.Sunday {
		return "CAST(date_trunc('week', day + 1) AS DATE) - 1"
	}
	if begin.week == time.Saturday {
		return "CAST(date_trunc('week', day + 2) AS DATE) - 2"
	}
	return "CAST(date_trunc('week', day) AS DATE)"
}

// fiscalColumn truncates to quarters or years that begin some months later.
func fiscalColumn(unit string, months int) string {
	by := fmt.Sprintf("INTERVAL '%d months'", months)
	return "CAST(date_trunc('" + unit + "', month - " + by + ") + " + by + " AS DATE)"
}

// start is the first day of the period that holds day t.
func (p Period) start(t time.Time, begin beginnings) time.Time {
	y, m, d := t.Date()
	date := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	switch p {
	case PeriodWeek:
		weekStart := begin.week
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
	case PeriodFiscalQuarter:
		back := (int(m) - 1 - begin.shift() + 12) % 3
		return date(y, m-time.Month(back), 1)
	case PeriodFiscalYear:
		back := (int(m) - 1 - begin.shift() + 12) % 12
		return date(y, m-time.Month(back), 1)
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
	case PeriodQuarter, PeriodFiscalQuarter:
		return first.AddDate(0, 3*n, 0)
	case PeriodYear, PeriodFiscalYear:
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
func (p Period) lastTwo(today time.Time, begin beginnings, running bool) (now, before DaySpan) {
	current := p.start(today, begin)
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
