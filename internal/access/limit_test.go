package access

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/time/rate"
)

func TestLimiter(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	l := newLimiter("test", func() time.Time { return now }, rate.Every(time.Minute), 3)
	tries := func(key string) (allowed int) {
		for range 5 {
			if l.allow(key) {
				allowed++
			}
		}
		return allowed
	}
	if got := tries("a"); got != 3 {
		t.Errorf("%d tries at once, want 3", got)
	}
	if got := tries("b"); got != 3 {
		t.Errorf("another key has %d tries, want 3", got)
	}
	now = now.Add(2 * time.Minute)
	if got := tries("a"); got != 2 {
		t.Errorf("%d tries after two minutes, want 2", got)
	}
	l.reset("a")
	if got := tries("a"); got != 3 {
		t.Errorf("%d tries after a reset, want 3", got)
	}
	for i := range limiterKeys + 50 {
		l.allow(fmt.Sprint(i))
	}
	if len(l.byKey) != limiterKeys || l.recent.Len() != limiterKeys {
		t.Errorf("%d keys are remembered, %d in order", len(l.byKey), l.recent.Len())
	}
}

func TestAddressKey(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2:ffff::1": "2001:db8:1:2::/64", "": "",
	} {
		if got := addressKey(ip); got != want {
			t.Errorf("%s: %s, want %s", ip, got, want)
		}
	}
}
