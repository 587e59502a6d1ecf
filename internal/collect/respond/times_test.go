package respond

import (
	"maps"
	"strings"
	"testing"
	"time"
)

// clocked lets a test set the time, in seconds after noon.
func (a *asked) clocked() (at func(seconds int)) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	start := now
	a.Now = func() time.Time { return now }
	return func(seconds int) { now = start.Add(time.Duration(seconds) * time.Second) }
}

func (a *asked) progressOf(page string) progress {
	a.t.Helper()
	token := page[strings.LastIndex(page, "/")+1:]
	token, _, _ = strings.Cut(token, "?")
	out, err := readAnswering(a.ctx, a.Store.Get, hashed(token))
	if err != nil {
		a.t.Fatal(err)
	}
	return out.progress
}

func TestPagesAreTimed(t *testing.T) {
	each(t, func(a *asked) {
		at := a.clocked()
		s := a.publish(a.crossing())
		_, page := a.post("/s/" + s.Slug)
		path, _, _ := strings.Cut(page, "?")
		want := func(when, at string, times map[string]int64) {
			t.Helper()
			if got := a.progressOf(path); got.atPage != at || !maps.Equal(got.times, times) {
				t.Errorf("%s: at %q, times %v, want at %q, %v", when, got.atPage, got.times, at, times)
			}
		}
		want("begun", "", map[string]int64{})
		at(3)
		a.post(path, "page", "one", "go", "next")
		want("an answer is missing", "one", map[string]int64{"one": 3000})
		at(5)
		a.post(path, "page", "one", "q.told", "9", "go", "keep")
		want("kept while it is filled in", "one", map[string]int64{"one": 3000})
		at(10)
		a.post(path, "page", "one", "q.told", "9", "go", "next")
		want("sent", "two", map[string]int64{"one": 10_000})
		at(14)
		a.post(path, "page", "two", "go", "back")
		want("gone back", "one", map[string]int64{"one": 10_000, "two": 4000})
		at(14 + 7200)
		a.post(path, "page", "one", "q.told", "9", "go", "next")
		want("left for two hours", "two", map[string]int64{"one": 10_000, "two": 4000})
		at(14 + 7206)
		a.post(path, "page", "two", "go", "next")
		want("ended", "two", map[string]int64{"one": 10_000, "two": 10_000})
	})
}

func TestAnonymousPagesAreNotTimed(t *testing.T) {
	each(t, func(a *asked) {
		at := a.clocked()
		s := a.publish(a.nameless())
		_, page := a.post("/s/" + s.Slug)
		path, _, _ := strings.Cut(page, "?")
		at(9)
		a.post(path, "page", "one", "q.told", "9", "go", "next")
		if got := a.progressOf(path); got.atPage != "" || len(got.times) > 0 || !got.shownAt.IsZero() {
			t.Errorf("of an anonymous answering this is kept: %+v", got)
		}
	})
}
