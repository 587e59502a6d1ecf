package text

import (
	"testing"
	"time"
)

func TestDayOf(t *testing.T) {
	for _, c := range []struct{ language, day, want string }{
		{"en", "2026-11-30", "30 November 2026"}, {"en-GB", "2026-02-01", "1 February 2026"}, {"EN", "0999-12-31", "31 December 0999"},
		{"fr", "2026-11-30", "30 novembre 2026"}, {"fr", "2026-08-01", "1er août 2026"}, {"fr-CA", "2026-02-21", "21 février 2026"},
		{"de", "2026-11-30", "2026-11-30"}, {"", "2026-11-30", "2026-11-30"}, {"fro", "2026-11-30", "2026-11-30"},
		{"en", "soon", "soon"}, {"fr", "", ""}, {"en", "2026-02-30", "2026-02-30"},
	} {
		if got := DayOf(c.language, c.day); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.language, c.day, got, c.want)
		}
	}
}

func TestMonth(t *testing.T) {
	for _, c := range []struct{ language, want string }{
		{"en", "August 2026"}, {"en-GB", "August 2026"}, {"fr", "août 2026"}, {"FR-ca", "août 2026"}, {"de", "2026-08"}, {"", "2026-08"},
	} {
		if got := Month(c.language, time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC)); got != c.want {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
	}
}
