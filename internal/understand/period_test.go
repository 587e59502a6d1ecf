package understand

import (
	"testing"
	"time"
)

func TestPeriodsStartAndEndOnCalendarDays(t *testing.T) {
	today := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) // a Saturday
	cases := []struct {
		period      Period
		weekStart   time.Weekday
		running     bool
		now, before string
	}{
		{PeriodDay, time.Monday, false, "2026-11-20..2026-11-20", "2026-11-19..2026-11-19"},
		{PeriodWeek, time.Monday, false, "2026-11-09..2026-11-15", "2026-11-02..2026-11-08"},
		{PeriodWeek, time.Sunday, false, "2026-11-08..2026-11-14", "2026-11-01..2026-11-07"},
		{PeriodWeek, time.Saturday, false, "2026-11-14..2026-11-20", "2026-11-07..2026-11-13"},
		{PeriodMonth, time.Monday, false, "2026-10-01..2026-10-31", "2026-09-01..2026-09-30"},
		{PeriodQuarter, time.Monday, false, "2026-07-01..2026-09-30", "2026-04-01..2026-06-30"},
		{PeriodYear, time.Monday, false, "2025-01-01..2025-12-31", "2024-01-01..2024-12-31"},
		{PeriodFiscalQuarter, time.Monday, false, "2026-07-01..2026-09-30", "2026-04-01..2026-06-30"},
		{PeriodFiscalYear, time.Monday, false, "2025-04-01..2026-03-31", "2024-04-01..2025-03-31"},
		{PeriodFiscalYear, time.Monday, true, "2026-04-01..2026-11-21", "2025-04-01..2025-11-21"},
		{PeriodMonth, time.Monday, true, "2026-11-01..2026-11-21", "2026-10-01..2026-10-21"},
		{PeriodWeek, time.Monday, true, "2026-11-16..2026-11-21", "2026-11-09..2026-11-14"},
		{PeriodYear, time.Monday, true, "2026-01-01..2026-11-21", "2025-01-01..2025-11-21"},
	}
	for _, c := range cases {
		now, before := c.period.lastTwo(today, beginnings{week: c.weekStart, fiscal: time.April}, c.running)
		if got := now.From + ".." + now.To; got != c.now {
			t.Errorf("%s: now is %s, want %s", c.period, got, c.now)
		}
		if got := before.From + ".." + before.To; got != c.before {
			t.Errorf("%s: before is %s, want %s", c.period, got, c.before)
		}
		if now.Complete == c.running || !before.Complete {
			t.Errorf("%s: complete %v and %v, running %v", c.period, now.Complete, before.Complete, c.running)
		}
	}
}

// On 31 March the running month has 31 days, February only 28.
func TestTheRunningPeriodStopsAtTheEndOfAShorterOne(t *testing.T) {
	_, before := PeriodMonth.lastTwo(time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), beginnings{week: time.Monday}, true)
	if before.From != "2026-02-01" || before.To != "2026-02-28" {
		t.Errorf("before is %s..%s", before.From, before.To)
	}
}

// The SQL and the Go of a period must agree on every day.
func TestPeriodsInSQLAreThoseInGo(t *testing.T) {
	w := newWorld(t)
	for _, p := range []Period{PeriodDay, PeriodWeek, PeriodMonth, PeriodQuarter, PeriodYear, PeriodFiscalQuarter, PeriodFiscalYear} {
		for _, start := range []beginnings{{week: time.Monday}, {time.Sunday, time.February}, {time.Saturday, time.April}, {time.Monday, time.December}} {
			text := "SELECT day, " + p.column(start) + " FROM (SELECT CAST(DATE '2025-12-01' + CAST(i AS INTEGER) AS DATE) AS day, " +
				"CAST(date_trunc('month', DATE '2025-12-01' + CAST(i AS INTEGER)) AS DATE) AS month FROM range(800) r(i)) d"
			rows, err := w.db.Query(text)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			days := 0
			for rows.Next() {
				var day, first time.Time
				if err := rows.Scan(&day, &first); err != nil {
					t.Fatal(err)
				}
				if want := p.start(day, start); !first.Equal(want) {
					t.Errorf("%s from %+v: %s is in the period of %s, want %s", p, start, day.Format(dayLayout), first.Format(dayLayout), want.Format(dayLayout))
				}
				days++
			}
			if err := rows.Err(); err != nil || days != 800 {
				t.Errorf("%d days, %v", days, err)
			}
		}
	}
}

func TestTheAutomaticPeriodIsTheFinestWithEnoughAnswers(t *testing.T) {
	cal := calendar{today: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), begin: beginnings{week: time.Monday}}
	every := func(days, each int) map[time.Time]int64 {
		counts := map[time.Time]int64{}
		for i := range 1200 / days {
			counts[cal.today.AddDate(0, 0, -i*days)] = int64(each)
		}
		return counts
	}
	cases := []struct {
		name string
		days map[time.Time]int64
		want Period
	}{
		{"nothing", nil, PeriodMonth},
		{"five a day", every(1, 5), PeriodWeek},
		{"four a day", every(1, 4), PeriodMonth},
		{"one in two days", every(2, 1), PeriodQuarter},
		{"one a fortnight", every(14, 1), PeriodYear},
		{"only today", map[time.Time]int64{cal.today: 900}, PeriodYear},
		{"one week of old", map[time.Time]int64{cal.today.AddDate(-9, 0, 0): 900}, PeriodWeek},
	}
	for _, c := range cases {
		if got := finest(c.days, cal); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
