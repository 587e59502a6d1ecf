package respond

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/fieldwork"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/record"
)

// view reads in one snapshot.
func (a *asked) view(read func(ctx context.Context, q record.Querier) error) {
	a.t.Helper()
	if err := a.Store.View(a.ctx, read); err != nil {
		a.t.Fatal(err)
	}
}

// answered goes through the crossing in a number of seconds.
func (a *asked) answered(at func(int), from, seconds int, slug, told, why, mail string) {
	a.t.Helper()
	at(from)
	to := a.begun(slug, "")
	at(from + seconds/2)
	a.post(to, "page", "one", "q.told", told, "go", "next")
	if told <= "6" && told != "10" {
		a.post(to, "page", "one.2", "q.why", why, "go", "next")
	}
	at(from + seconds)
	if status, page := a.post(to, "page", "two", "q.care.bar", "4", "q.care.door", "3", "q.mail", mail, "go", "next"); status != 200 || !strings.Contains(page, "Thank you") {
		a.t.Fatalf("not ended: %d %s", status, page)
	}
}

func TestDoubtfulAnswersAreFlagged(t *testing.T) {
	const why = "Nobody told us why the boat lay still for an hour outside the harbour, and then for one more"
	each(t, func(a *asked) {
		at := a.clocked()
		s := a.publish(a.crossing())
		for i := range 30 {
			a.answered(at, 100*i, 40+i%3, s.Slug, "9", "", fmt.Sprintf("p%d@example.org", i))
		}
		a.answered(at, 4000, 6, s.Slug, "8", "", "fast@example.org")
		a.answered(at, 5000, 40, s.Slug, "3", why, "one@example.org")
		a.answered(at, 6000, 40, s.Slug, "4", strings.ToUpper(why), "two@example.org")
		a.answered(at, 7000, 40, s.Slug, "2", "asdf asdfjkl", "three@example.org")
		at(8000)
		a.begun(s.Slug, "")
		v := fieldwork.Version{Survey: s.ID, Number: 1}
		a.view(func(ctx context.Context, q record.Querier) error {
			outcomes, err := fieldwork.Outcomes(ctx, q, v)
			if err != nil || !slices.Equal(outcomes, []fieldwork.Outcome{{N: 1}, {Outcome: "complete", N: 34}}) {
				t.Errorf("outcomes %v, %v", outcomes, err)
			}
			standing, err := fieldwork.Standing(ctx, q, v, a.Now())
			if err != nil || !slices.Equal(standing, []fieldwork.Stand{{N: 1}}) {
				t.Errorf("standing %v, %v", standing, err)
			}
			stopped, err := fieldwork.Standing(ctx, q, v, a.Now().Add(time.Second))
			if err != nil || !slices.Equal(stopped, []fieldwork.Stand{{N: 1, Stopped: 1}}) {
				t.Errorf("stopped %v, %v", stopped, err)
			}
			hours, err := fieldwork.Hours(ctx, q, v)
			if err != nil || len(hours) != 3 || hours[0].Started != 30 || hours[0].Complete != 30 || hours[2].Started != 1 || hours[2].Complete != 0 {
				t.Errorf("hours %v, %v", hours, err)
			}
			times, err := fieldwork.Times(ctx, q, v)
			if err != nil || len(times["one"]) != 34 || times[""][0] != 6000 || times["two"][0] != 3000 || times["one"][17] != 20_000 {
				t.Errorf("times %v, %v", times, err)
			}
			median, n, err := fieldwork.Pace(ctx, q, v)
			if err != nil || n != 34 || median < 9000 || median > 11_000 { // four answers in 40 seconds
				t.Errorf("median %v of %d, %v", median, n, err)
			}
			fast := quality.Fast(median, n, quality.UsualFactor)
			doubts, err := fieldwork.Doubts(ctx, q, v, fast)
			if want := map[quality.Flags]int64{0: 31, quality.Speeding: 1, quality.Twin: 1, quality.Nonsense: 1}; err != nil || !maps.Equal(doubts, want) {
				t.Errorf("doubts %v, want %v, %v", doubts, want, err)
			}
			first, err := fieldwork.ListDoubtful(ctx, q, v, fast, quality.All, nil, 2)
			if err != nil || len(first) != 2 || quality.Flags(first[0].Flags) != quality.Nonsense || quality.Flags(first[1].Flags) != quality.Twin { //nolint:gosec // 31 at most
				t.Fatalf("the first two: %v, %v", first, err)
			}
			rest, err := fieldwork.ListDoubtful(ctx, q, v, fast, quality.All, &first[1], 2)
			if err != nil || len(rest) != 1 || quality.Flags(rest[0].Flags) != quality.Speeding { //nolint:gosec // 31 at most
				t.Errorf("the rest: %v, %v", rest, err)
			}
			twins, err := fieldwork.ListDoubtful(ctx, q, v, fast, quality.Twin, nil, 9)
			if err != nil || len(twins) != 1 || twins[0] != first[1] {
				t.Errorf("duplicates: %v, %v", twins, err)
			}
			return nil
		})
		a.isJudged(v)
	})
}

// isJudged: who answered too fast is flagged by the job, once, and no longer where the
// bound is another one; each change is in the change log, and nothing else.
func (a *asked) isJudged(v fieldwork.Version) {
	a.t.Helper()
	for _, c := range []struct {
		factor  float64
		changed int
		flagged int64
	}{{quality.UsualFactor, 1, 1}, {quality.UsualFactor, 0, 1}, {0.1, 1, 0}, {quality.UsualFactor, 1, 1}} {
		before, err := a.Store.Position(a.ctx)
		if err != nil {
			a.t.Fatal(err)
		}
		changed, err := fieldwork.Judge(a.ctx, a.Store, c.factor)
		if err != nil || changed != c.changed {
			a.t.Errorf("%+v: %d changed, %v", c, changed, err)
		}
		events, err := a.Store.Events(a.ctx, before, 10)
		if err != nil || len(events) != c.changed {
			a.t.Errorf("%+v: %d events, %v", c, len(events), err)
		}
		a.view(func(ctx context.Context, q record.Querier) error {
			var n int64
			err := q.NewRaw("SELECT count(*) FROM answering WHERE survey_id = ? AND flags & 16 <> 0", v.Survey).Scan(ctx, &n)
			if err != nil || n != c.flagged {
				a.t.Errorf("%+v: %d are flagged, %v", c, n, err)
			}
			doubts, err := fieldwork.Doubts(ctx, q, v, 0)
			if err != nil || doubts[quality.Speeding] != 0 {
				a.t.Errorf("%+v: told by another bound than asked: %v, %v", c, doubts, err)
			}
			return nil
		})
	}
}
