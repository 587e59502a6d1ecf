package respond

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestTheReceiptIsToldAgainForMinutes to who sends the last page again.
func TestTheReceiptIsToldAgainForMinutes(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.crossing())
		to := a.begun("crossing", "")
		a.post(to, "page", "one", "q.told", "9", "go", "next")
		_, page := a.post(to, "page", "two", "go", "next")
		code := receiptForm.FindStringSubmatch(page)[1]
		start := a.Now()
		for after, want := range map[time.Duration]bool{9 * time.Minute: true, 11 * time.Minute: false} {
			a.Now = func() time.Time { return start.Add(after) }
			status, page := a.post(to, "page", "two", "go", "next")
			if told := strings.Contains(page, code); status != 200 || told != want {
				t.Errorf("after %v: %d, told %t", after, status, told)
			}
		}
		if status, _ := a.post(to, "page", "two", "go", "keep"); status != http.StatusConflict {
			t.Errorf("kept after the end: %d", status)
		}
	})
}

// TestTabsOfOneAnswering: what two send at once is both kept, the end comes once, and
// all are told.
func TestTabsOfOneAnswering(t *testing.T) {
	each(t, func(a *asked) {
		a.publish(a.crossing())
		to := a.begun("crossing", "")
		together := func(posts ...[]string) (pages []string) {
			var wait sync.WaitGroup
			pages = make([]string, len(posts))
			for i, p := range posts {
				wait.Go(func() {
					status, page := a.post(to, p...)
					pages[i] = fmt.Sprint(status, " ", page)
				})
			}
			wait.Wait()
			return pages
		}
		a.post(to, "page", "one", "q.told", "9", "go", "next")
		for i, got := range together([]string{"page", "one", "q.told", "8", "go", "keep"}, []string{"page", "two", "q.places", "deck", "go", "keep"}, []string{"page", "two", "q.places", "deck", "go", "keep"}, []string{"page", "one", "q.told", "8", "go", "keep"}) {
			if !strings.HasPrefix(got, "204") {
				t.Errorf("tab %d: %s", i, got)
			}
		}
		_, one := a.get(to + "?page=one")
		_, two := a.get(to + "?page=two")
		if !strings.Contains(one, `value="8" checked`) || !strings.Contains(two, `value="deck" checked`) {
			t.Errorf("what one tab sent is lost: %s\n%s", one, two)
		}
		last := []string{"page", "two", "q.places", "deck", "go", "next"}
		codes := map[string]bool{}
		for i, got := range together(last, last, last, last) {
			code := receiptForm.FindStringSubmatch(got)
			if !strings.HasPrefix(got, "200") || !strings.Contains(got, "Thank you") || code == nil {
				t.Fatalf("tab %d: %.300s", i, got)
			}
			codes[code[1]] = true
		}
		if got := a.responses(); len(got) != 1 || len(codes) != 1 {
			t.Errorf("%d responses, receipts %v", len(got), codes)
		}
	})
}

// TestAFullStore is told, keeps nothing by halves, and what was written stands in the page.
func TestAFullStore(t *testing.T) {
	each(t, func(a *asked) {
		if a.Store.Engine() != record.SQLite {
			return // a full PostgreSQL answers as one that is away: the transaction fails
		}
		a.publish(a.crossing())
		to := a.begun("crossing", "")
		a.post(to, "page", "one", "q.told", "3", "go", "next")
		pages := func(n int) {
			if _, err := a.Store.Write(a.ctx, func(ctx context.Context, tx *record.Tx) error {
				_, err := tx.NewRaw(fmt.Sprintf("PRAGMA max_page_count = %d", n)).Exec(ctx)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		pages(1) // as many as there are; then what is free of them goes
		for filled := error(nil); filled == nil; {
			_, filled = a.Store.Write(a.ctx, func(ctx context.Context, tx *record.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE answering SET hidden = hidden || ?", strings.Repeat(" ", 2000))
				return err
			})
			if filled != nil && !strings.Contains(filled.Error(), "full") {
				t.Fatal(filled)
			}
		}
		long := strings.Repeat("nobody said ", 800)
		send := func(how string) (int, string) { return a.post(to, "page", "one.2", "q.why", long, "go", how) }
		status, page := send("next")
		a.see("a full store", status, page, http.StatusServiceUnavailable, "This could not be saved", long)
		if status, _ := send("keep"); status < 500 {
			t.Errorf("kept: %d", status)
		}
		pages(1 << 30)
		status, page = send("next")
		a.see("again", status, page, 303, "page=two")
	})
}

// TestASurveyClosedWhileSomebodyAnswers says so, also to a script that keeps.
func TestASurveyClosedWhileSomebodyAnswers(t *testing.T) {
	each(t, func(a *asked) {
		survey := a.publish(a.crossing())
		to := a.begun("crossing", "")
		closed := measure.SurveyClosed
		if _, _, err := a.Measure.ChangeSurvey(a.ctx, survey.ID, "", measure.SurveyChange{State: &closed}); err != nil {
			t.Fatal(err)
		}
		if status, _ := a.post(to, "page", "one", "q.told", "3", "go", "keep"); status != http.StatusGone {
			t.Errorf("kept: %d", status)
		}
		status, page := a.post(to, "page", "one", "q.told", "3", "go", "next")
		a.see("sent", status, page, http.StatusGone, "This survey is closed", "has not been taken")
	})
}
