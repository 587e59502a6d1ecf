package respond

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
)

// TestAnAnswerIsKeptThoughItsMeasureChanged since the version was published.
func TestAnAnswerIsKeptThoughItsMeasureChanged(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.crossing())
		five := measure.Numbered(1, 5, measure.Up)
		if _, _, err := a.Measure.Update(a.ctx, a.measure, "", measure.Change{Scale: &five}); err != nil {
			t.Fatal(err)
		}
		to := a.begun("crossing", "?boat=Astrid")
		if status, page := a.post(to, "page", "one", "q.told", "9", "go", "next"); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, page)
		}
		status, page := a.post(to, "page", "two", "q.places", "deck", "go", "next")
		a.see("the end", status, page, 200, "Thank you", "Your receipt")
		got := a.responses()
		if len(got) != 1 {
			t.Fatalf("%d responses", len(got))
		}
		full, err := a.Collect.GetResponse(a.ctx, got[0])
		if text := fmt.Sprintf("%+v", full); err != nil || !strings.Contains(text, "How well were you told?") || !strings.Contains(text, "Astrid") || !strings.Contains(text, "On deck") || full.Origin.Kind != "link" || full.Origin.Number != 1 || full.Origin.Survey != "Crossing" {
			t.Errorf("%s %v", text, err)
		}
	})
}

// TestWhatIsLeftUnansweredIsForgotten after 90 days; what was sent stays.
func TestWhatIsLeftUnansweredIsForgotten(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.crossing())
		left, ended := a.begun("crossing", ""), a.begun("crossing", "")
		for _, page := range []string{"one", "two"} {
			a.post(ended, "page", page, "q.told", "9", "go", "next")
		}
		start := a.Now()
		for _, c := range []struct {
			days int
			want int64
		}{{89, 0}, {91, 1}, {92, 0}} {
			a.Now = func() time.Time { return start.AddDate(0, 0, c.days) }
			if n, err := a.ForgetLeft(a.ctx); err != nil || n != c.want {
				t.Errorf("after %d days: %d, %v", c.days, n, err)
			}
		}
		if status, _ := a.get(left); status != http.StatusNotFound {
			t.Errorf("what was left: %d", status)
		}
		if status, page := a.get(ended); status != http.StatusOK || len(a.responses()) != 1 {
			t.Errorf("what was sent: %d %s", status, page)
		}
	})
}
