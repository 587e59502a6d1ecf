package hour

import (
	"testing"
	"time"
	_ "time/tzdata" // as the server has it
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, ok := Zone(name)
	if !ok {
		t.Fatalf("no zone %q", name)
	}
	return z
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// TestNext: the hour is that of the contact, over both changes of the clock, and
// never before the time it is asked for.
func TestNext(t *testing.T) {
	for _, c := range []struct {
		name, clock string
		days        []int
		from, zone  string
		want        string
	}{
		{"today", "09:00", nil, "2026-11-23T07:00:00Z", "Europe/Paris", "2026-11-23T08:00:00Z"},
		{"at the hour itself", "09:00", nil, "2026-11-23T08:00:00Z", "Europe/Paris", "2026-11-23T08:00:00Z"},
		{"a second late", "09:00", nil, "2026-11-23T08:00:01Z", "Europe/Paris", "2026-11-24T08:00:00Z"},
		{"it is tomorrow there", "09:00", nil, "2026-11-23T22:00:00Z", "Asia/Tokyo", "2026-11-24T00:00:00Z"},
		{"it is yesterday there", "20:00", nil, "2026-11-23T03:00:00Z", "America/Los_Angeles", "2026-11-23T04:00:00Z"},
		{"working days", "09:00", []int{1, 2, 3, 4, 5}, "2026-11-20T09:00:00Z", "Europe/Paris", "2026-11-23T08:00:00Z"},
		{"sundays", "09:00", []int{7}, "2026-11-23T09:00:00Z", "Europe/Paris", "2026-11-29T08:00:00Z"},
		{"the day is that there", "09:00", []int{1}, "2026-11-22T20:00:00Z", "Pacific/Auckland", "2026-11-22T20:00:00Z"},
		{"the hour is left out in spring", "02:30", nil, "2026-03-28T12:00:00Z", "Europe/Paris", "2026-03-29T01:30:00Z"},
		{"left out, and past", "02:30", nil, "2026-03-29T01:30:01Z", "Europe/Paris", "2026-03-30T00:30:00Z"},
		{"after the clock was put forward", "09:00", nil, "2026-03-28T12:00:00Z", "Europe/Paris", "2026-03-29T07:00:00Z"},
		{"twice in autumn: the first", "02:30", nil, "2026-10-24T12:00:00Z", "Europe/Paris", "2026-10-25T00:30:00Z"},
		{"between the two: not the second", "02:30", nil, "2026-10-25T00:30:01Z", "Europe/Paris", "2026-10-26T01:30:00Z"},
		{"midnight left out", "00:15", nil, "2026-04-23T12:00:00Z", "Africa/Cairo", "2026-04-23T22:15:00Z"},
		{"a clock put by half an hour", "02:15", nil, "2026-10-03T12:00:00Z", "Australia/Lord_Howe", "2026-10-03T15:45:00Z"},
		{"a day left out", "09:00", nil, "2011-12-29T20:00:00Z", "Pacific/Apia", "2011-12-30T19:00:00Z"},
		{"a distance", "09:00", nil, "2026-11-23T00:00:00Z", "UTC+05:30", "2026-11-23T03:30:00Z"},
	} {
		r, ok := Parse(c.clock, c.days)
		if got := r.Next(at(t, c.from), zone(t, c.zone)); !ok || !got.Equal(at(t, c.want)) {
			t.Errorf("%s: %s, want %s", c.name, got.Format(time.RFC3339), c.want)
		}
	}
}

// TestNextOfEveryQuarter: over a year, in zones of all kinds, the next hour is
// never past, never more than eight days away, once a day, and reads as the hour
// but where the clock leaves it out.
func TestNextOfEveryQuarter(t *testing.T) {
	for _, name := range []string{"Europe/Paris", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Chatham", "Asia/Kolkata", "Africa/Casablanca"} {
		z := zone(t, name)
		for _, clock := range []string{"00:00", "00:30", "02:30", "09:00", "23:45"} {
			r, _ := Parse(clock, nil)
			odd, last := 0, time.Time{}
			for from := at(t, "2026-01-01T00:00:00Z"); from.Year() == 2026; from = from.Add(15 * time.Minute) {
				next := r.Next(from, z)
				if next.Before(from) || next.Sub(from) > 26*time.Hour {
					t.Fatalf("%s %s from %s: %s", name, clock, from, next)
				}
				if next.Equal(last) {
					continue
				}
				if !last.IsZero() && next.In(z).YearDay() == last.In(z).YearDay() {
					t.Fatalf("%s %s: twice on %s", name, clock, next.In(z))
				}
				if last = next; next.In(z).Format("15:04") != clock {
					odd++
				}
			}
			if odd > 2 {
				t.Errorf("%s %s: another hour on %d days", name, clock, odd)
			}
		}
	}
}

// TestOpen: what did not get out at its hour may for a while, then waits.
func TestOpen(t *testing.T) {
	r, _ := Parse("09:00", []int{1, 2, 3, 4, 5})
	paris := zone(t, "Europe/Paris")
	for when, want := range map[string]string{
		"2026-11-23T08:00:00Z": "2026-11-23T08:00:00Z",
		"2026-11-23T11:59:59Z": "2026-11-23T11:59:59Z",
		"2026-11-23T12:00:00Z": "2026-11-24T08:00:00Z",
		"2026-11-23T07:59:59Z": "2026-11-23T08:00:00Z",
		"2026-11-21T08:30:00Z": "2026-11-23T08:00:00Z", // a Saturday
	} {
		if got := r.Now(at(t, when), paris); !got.Equal(at(t, want)) {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	late, _ := Parse("22:00", []int{5}) // Friday's stretch reaches into Saturday
	if !late.Open(at(t, "2026-11-28T00:30:00Z"), paris) || late.Open(at(t, "2026-11-28T01:00:00Z"), paris) {
		t.Error("a stretch over midnight")
	}
}

// TestDaysAfter: days are those of the calendar there, so the hour stays over a
// change of the clock.
func TestDaysAfter(t *testing.T) {
	r, _ := Parse("09:00", nil)
	paris := zone(t, "Europe/Paris")
	for sent, want := range map[string]string{
		"2026-03-27T08:00:00Z": "2026-03-30T07:00:00Z",
		"2026-10-23T07:00:00Z": "2026-10-26T08:00:00Z",
		"2026-10-23T10:30:00Z": "2026-10-26T08:00:00Z", // it went out late
	} {
		if got := r.DaysAfter(at(t, sent), 3, paris); !got.Equal(at(t, want)) {
			t.Errorf("%s: %s, want %s", sent, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for clock, days := range map[string][]int{"9:00": nil, "24:00": nil, "": nil, "09:60": nil, "09:00 ": nil, "09:01": {0}, "09:02": {8}, "09:03": {1, 1}} {
		if _, ok := Parse(clock, days); ok {
			t.Errorf("%q %v is taken", clock, days)
		}
	}
}

func TestZone(t *testing.T) {
	for text, want := range map[string]string{
		"Europe/Paris": "Europe/Paris", " America/New York ": "America/New_York", "utc": "UTC", "CET": "CET", "+02:00": "UTC+02:00", "UTC+2": "UTC+02:00", "gmt -3:30": "UTC-03:30", "-0330": "UTC-03:30",
		"": "", "Local": "", "Paris": "", "../etc/passwd": "", "/etc/passwd": "", "+15": "", "+1:5": "", "+": "", "Mars/Olympus": "",
	} {
		z, ok := Zone(text)
		if ok != (want != "") || ok && z.String() != want {
			t.Errorf("%q: %v %v, want %q", text, z, ok, want)
		}
	}
}
