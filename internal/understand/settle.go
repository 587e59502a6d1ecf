package understand

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// A period that is left to the program is the finest whose complete periods
// with answers have this many in the median, looking at the last so many.
const (
	autoAnswers = 30
	autoPeriods = 12
)

// settle replaces the automatic period by one from week to year: month where
// there are no answers, year where even years have few.
func (q *inquiry) settle(ctx context.Context, p *Period) error {
	if *p != PeriodAuto {
		return nil
	}
	to := q.to
	if to.IsZero() || to.After(q.calendar.today) {
		to = q.calendar.today
	}
	days := map[time.Time]int64{}
	c := q.inDays(q.from, to)
	err := each(ctx, q.snap, "SELECT CAST(day AS VARCHAR), count(*) FROM answer WHERE "+c.sql()+" GROUP BY day", c.args, func(r Rows) error {
		var text string
		var n int64
		if err := r.Scan(&text, &n); err != nil {
			return err
		}
		t, err := time.Parse(dayLayout, text)
		days[t] = n
		return err
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "count answers by day")
	}
	*p = finest(days, q.calendar)
	return nil
}

// finest picks the period from the answers by day.
func finest(days map[time.Time]int64, cal calendar) Period {
	if len(days) == 0 {
		return PeriodMonth
	}
	for _, p := range []Period{PeriodWeek, PeriodMonth, PeriodQuarter} {
		if medianOf(days, p, cal) >= autoAnswers {
			return p
		}
	}
	return PeriodYear
}

// medianOf is the median number of answers of the last complete periods that
// have any; 0 without one.
func medianOf(days map[time.Time]int64, p Period, cal calendar) int64 {
	counts := map[time.Time]int64{}
	running := p.start(cal.today, cal.begin)
	for day, n := range days {
		if first := p.start(day, cal.begin); first.Before(running) {
			counts[first] += n
		}
	}
	firsts := make([]time.Time, 0, len(counts))
	for first := range counts {
		firsts = append(firsts, first)
	}
	slices.SortFunc(firsts, func(a, b time.Time) int { return b.Compare(a) })
	firsts = firsts[:min(len(firsts), autoPeriods)]
	last := make([]int64, len(firsts))
	for i, first := range firsts {
		last[i] = counts[first]
	}
	if len(last) == 0 {
		return 0
	}
	slices.Sort(last)
	return last[(len(last)-1)/2]
}
