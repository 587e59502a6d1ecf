package mailing

import (
	"testing"
	"time"
)

func TestTheNextMorning(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at := func(text string) time.Time {
		moment, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
		if err != nil {
			t.Fatal(err)
		}
		return moment
	}
	for _, c := range []struct {
		rhythm    Rhythm
		now, want string
	}{
		{Daily, "2026-11-22 06:59", "2026-11-22 07:00"},
		{Daily, "2026-11-22 07:00", "2026-11-23 07:00"},
		{Daily, "2026-03-28 12:00", "2026-03-29 07:00"}, // the night the clocks change
		{Weekly, "2026-11-22 12:00", "2026-11-23 07:00"},
		{Weekly, "2026-11-23 08:00", "2026-11-30 07:00"},
		{Monthly, "2026-11-01 08:00", "2026-12-01 07:00"},
		{Monthly, "2026-12-31 23:59", "2027-01-01 07:00"},
	} {
		if got := c.rhythm.next(at(c.now).UTC(), paris, time.Monday); !got.Equal(at(c.want)) {
			t.Errorf("%s after %s: %s, want %s", c.rhythm, c.now, got, c.want)
		}
	}
}

func TestPeriodsThatMove(t *testing.T) {
	for _, c := range []struct {
		last, today string
		begin       time.Month
		from, to    string
	}{
		{"30d", "2026-03-01", 1, "2026-01-31", "2026-03-01"},
		{"12m", "2026-11-21", 1, "2025-11-22", "2026-11-21"},
		{"fiscal_quarter", "2026-11-22", 5, "2026-11-01", "2026-11-22"},
		{"last_fiscal_quarter", "2026-11-22", 5, "2026-08-01", "2026-10-31"},
		{"fiscal_year", "2026-11-22", 5, "2026-05-01", "2026-11-22"},
		{"last_fiscal_year", "2026-11-22", 5, "2025-05-01", "2026-04-30"},
		{"fiscal_year", "2026-11-22", 12, "2025-12-01", "2026-11-22"},
		{"last_fiscal_quarter", "2026-11-22", 1, "2026-07-01", "2026-09-30"},
		{"fortnight", "2026-11-22", 1, "0001-01-01", "0001-01-01"},
	} {
		today, err := time.Parse(time.DateOnly, c.today)
		if err != nil {
			t.Fatal(err)
		}
		from, to := moving(c.last, today, c.begin)
		if from.Format(time.DateOnly) != c.from || to.Format(time.DateOnly) != c.to {
			t.Errorf("%s on %s: %s to %s", c.last, c.today, from.Format(time.DateOnly), to.Format(time.DateOnly))
		}
	}
}
