package respond

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/record"
)

// changed is a survey whose answers may be changed, and one answer by a personal link.
type changed struct {
	*asked
	survey  measure.Survey
	invites *invites
	link    string // personal
	at      string // where the answering is
	receipt string
}

// changeable publishes a survey whose answers may be changed for so many days, with a
// quota of those who were told badly, and answers it with 3.
func (a *asked) changeable(days int) *changed {
	a.t.Helper()
	d := a.crossing()
	d.Settings.Consent, d.Settings.ChangeDays = questionnaire.ConsentPerson, days
	d.Quotas = []questionnaire.Quota{{Code: "low", If: "told <= 6", Count: 1, End: "full"}, {Code: "high", If: "told > 6", Count: 1, End: "full"}}
	d.Ends = append(d.Ends, questionnaire.End{Code: "full", Outcome: questionnaire.OutcomeQuotaFull, Title: both("Full", "Complet")})
	c := &changed{asked: a, survey: a.publish(d)}
	c.invites = &invites{guest: outreach.Guest{InvitationID: newID(), SurveyID: c.survey.ID, Number: 1, CustomerKey: "ann", Language: "en"}}
	a.Invitations = c.invites
	c.link = "/s/" + c.survey.Slug + "/i/secret"
	_, c.at = a.post(c.link)
	a.post(c.at, "page", "one", "q.told", "3", "go", "next")
	a.post(c.at, "page", "one.2", "q.why", "Nobody told us at the pier", "go", "next")
	_, page := a.post(c.at, "page", "two", "q.places", "deck", "go", "next")
	if days > 0 && !strings.Contains(page, "come back by the link") {
		a.t.Errorf("the last page does not say that it may be changed: %s", page)
	}
	found := receiptForm.FindStringSubmatch(page)
	if found == nil {
		a.t.Fatalf("no receipt: %s", page)
	}
	c.receipt, c.invites.guest.Answered = found[1], true
	return c
}

// state is how the answer stands in the record.
func (c *changed) state() (score float64, revision, quotaLow, quotaHigh, responses, history, logged int64, words string) {
	c.t.Helper()
	err := c.Store.View(c.ctx, func(ctx context.Context, q record.Querier) error {
		var document string
		for _, one := range []struct {
			into any
			text string
			args []any
		}{
			{&document, "SELECT document FROM response", nil},
			{&revision, "SELECT revision FROM answering", nil},
			{&quotaLow, "SELECT COALESCE((SELECT n FROM survey_quota WHERE code = 'low'), 0)", nil},
			{&quotaHigh, "SELECT COALESCE((SELECT n FROM survey_quota WHERE code = 'high'), 0)", nil},
			{&responses, "SELECT count(*) FROM response", nil},
			{&history, "SELECT count(*) FROM answer_revision", nil},
			{&logged, "SELECT count(*) FROM change_log WHERE kind = 'response.changed'", nil},
		} {
			if err := q.NewRaw(one.text, one.args...).Scan(ctx, one.into); err != nil {
				return err
			}
		}
		words = document
		for n := range 11 {
			if strings.Contains(document, `"`+c.measure+`":`+number(float64(n))+"}") || strings.Contains(document, `"`+c.measure+`":`+number(float64(n))+",") {
				score = float64(n)
			}
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return score, revision, quotaLow, quotaHigh, responses, history, logged, words
}

// begin begins a change by the personal link, and gives where it goes on.
func (c *changed) begin() string {
	c.t.Helper()
	status, to := c.post(c.at, "go", "change")
	if status != http.StatusSeeOther || !strings.Contains(to, "/change/") {
		c.t.Fatalf("%d %s", status, to)
	}
	to, _, _ = strings.Cut(to, "?")
	return to
}

// TestAnAnswerIsChanged: a second visit by the personal link shows what was answered;
// what is sent then takes its place, with what it was, and counts once.
func TestAnAnswerIsChanged(t *testing.T) {
	each(t, func(a *asked) {
		c := a.changeable(7)
		status, to := a.get(c.link)
		if status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, to)
		}
		_, page := a.get(to)
		for _, want := range []string{"Nobody told us at the pier", "On deck", "You sent this on 23 November 2026.", "until 30 November 2026", "Change my answer"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is not in %s", want, page)
			}
		}
		at := c.begin()
		_, page = a.get(at + "?page=one")
		if !strings.Contains(page, "You are changing an answer") || !strings.Contains(page, `value="3" checked`) {
			t.Fatalf("%s", page)
		}
		if status, page := a.post(at, "page", "one", "go", "next"); status != http.StatusUnprocessableEntity || !strings.Contains(page, "This needs an answer.") {
			t.Errorf("%d %s", status, page)
		}
		a.post(at, "page", "one", "q.told", "9", "go", "next")
		if score, revision, _, _, _, _, _, _ := c.state(); score != 3 || revision != 0 {
			t.Errorf("it is another before it is sent: %v %d", score, revision)
		}
		status, page = a.post(at, "page", "two", "q.places", "cabin", "go", "next")
		if status != http.StatusOK || !strings.Contains(page, "Your answer is changed") || !strings.Contains(page, "In a cabin") || strings.Contains(page, "pier") {
			t.Fatalf("%d %s", status, page)
		}
		for range 2 { // sent twice it is changed once
			score, revision, low, high, responses, history, logged, words := c.state()
			if score != 9 || revision != 1 || low != 0 || high != 1 || responses != 1 || history != 1 || logged != 1 || strings.Contains(words, "pier") {
				t.Errorf("score %v, revision %d, quotas %d %d, %d responses, %d of history, %d logged, %s", score, revision, low, high, responses, history, logged, words)
			}
			if status, page := a.post(at, "page", "two", "q.places", "cabin", "go", "next"); status != http.StatusOK || !strings.Contains(page, "Your answer is changed") {
				t.Errorf("%d %s", status, page)
			}
		}
		c.told()
		if n := len(c.invites.heard); n != 2 {
			t.Errorf("the invitation heard %v", c.invites.heard)
		}
		c.takenBack()
	})
}

// told: who asks what is kept of them is told what their answer was.
func (c *changed) told() {
	c.t.Helper()
	var customer string
	if _, err := c.Store.Get(c.ctx, "SELECT CAST(id AS TEXT) FROM customer WHERE key = 'ann'", nil, &customer); err != nil {
		c.t.Fatal(err)
	}
	var sections []string
	err := c.Store.View(c.ctx, func(ctx context.Context, q record.Querier) error {
		return tellChanges(ctx, q, []string{customer}, false, func(section string, item any) error {
			raw, err := json.Marshal(item)
			sections = append(sections, section+" "+string(raw))
			return err
		})
	})
	if err != nil || len(sections) != 1 || !strings.HasPrefix(sections[0], "answer_changes ") || !strings.Contains(sections[0], "pier") {
		c.t.Errorf("told %v: %v", sections, err)
	}
}

// takenBack takes the answer back, with all that it was.
func (c *changed) takenBack() {
	c.t.Helper()
	if _, page := c.post("/s/"+c.survey.Slug+"/receipt", "code", c.receipt, "go", "withdraw"); !strings.Contains(page, "removed") {
		c.t.Errorf("its receipt is another: %s", page)
	}
	err := c.Store.View(c.ctx, func(ctx context.Context, q record.Querier) error {
		var n int
		err := q.NewRaw("SELECT (SELECT count(*) FROM answer_revision) + (SELECT count(*) FROM answer_change) + (SELECT count(*) FROM answering) + (SELECT count(*) FROM response)").Scan(ctx, &n)
		if n != 0 {
			c.t.Errorf("%d rows are left of it", n)
		}
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// TestTwoChangesAtOnce: the later of two that began from the same answer is told, and
// what it wrote is kept; it is sent once it was looked through again.
func TestTwoChangesAtOnce(t *testing.T) {
	each(t, func(a *asked) {
		c := a.changeable(7)
		one, two := c.begin(), c.begin()
		for at, score := range map[string]string{one: "9", two: "8"} {
			a.post(at, "page", "one", "q.told", score, "go", "next")
		}
		if status, page := a.post(one, "page", "two", "q.places", "deck", "go", "next"); status != http.StatusOK || !strings.Contains(page, "is changed") {
			t.Fatalf("%d %s", status, page)
		}
		status, page := a.post(two, "page", "two", "q.places", "cabin", "go", "next")
		if status != http.StatusConflict || !strings.Contains(page, "changed meanwhile") || !strings.Contains(page, "<dd>9</dd>") {
			t.Fatalf("%d %s", status, page)
		}
		if score, revision, _, _, _, _, _, _ := c.state(); score != 9 || revision != 1 {
			t.Errorf("%v %d", score, revision)
		}
		status, to := a.post(two, "go", "anew")
		if _, page := a.get(to); status != http.StatusSeeOther || !strings.Contains(page, `value="8" checked`) {
			t.Fatalf("%d: what was written is lost: %s", status, page)
		}
		a.post(two, "page", "two", "q.places", "cabin", "go", "next")
		if score, revision, _, _, _, history, _, _ := c.state(); score != 8 || revision != 2 || history != 2 {
			t.Errorf("%v %d %d", score, revision, history)
		}
	})
}

// TestChangesAreRefused: where the survey does not let it, once it is too late, once
// the survey or the wave is over, also in the middle; what nothing differs in is none.
func TestChangesAreRefused(t *testing.T) {
	each(t, func(a *asked) {
		c := a.changeable(2)
		same := c.begin()
		a.post(same, "page", "one", "q.told", "3", "go", "next")
		a.post(same, "page", "one.2", "q.why", "Nobody told us at the pier", "go", "next")
		if _, page := a.post(same, "page", "two", "q.places", "deck", "go", "next"); !strings.Contains(page, "Nothing is changed") {
			t.Errorf("%s", page)
		}
		begun := c.begin()
		a.post(begun, "page", "one", "q.told", "9", "go", "next")
		refused := func(what, say string) {
			t.Helper()
			if status, page := a.post(begun, "page", "two", "q.places", "deck", "go", "next"); status != http.StatusGone || !strings.Contains(page, say) {
				t.Errorf("%s, in the middle: %d %s", what, status, page)
			}
			if status, _ := a.post(c.at, "go", "change"); status == http.StatusSeeOther {
				t.Errorf("%s: a change begins", what)
			}
			if _, page := a.get(c.at); strings.Contains(page, "Change my answer") || !strings.Contains(page, say) || !strings.Contains(page, "pier") {
				t.Errorf("%s: %s", what, page)
			}
			if score, revision, _, _, _, _, _, _ := c.state(); score != 3 || revision != 0 {
				t.Errorf("%s: %v %d", what, score, revision)
			}
		}
		c.invites.shut = true
		refused("the wave is over", "can no longer be changed")
		c.invites.shut = false
		closed := measure.SurveyClosed
		if _, _, err := a.Measure.ChangeSurvey(a.ctx, c.survey.ID, "", measure.SurveyChange{State: &closed}); err != nil {
			t.Fatal(err)
		}
		refused("the survey is closed", "This survey is closed")
		opened := measure.SurveyOpen
		if _, _, err := a.Measure.ChangeSurvey(a.ctx, c.survey.ID, "", measure.SurveyChange{State: &opened}); err != nil {
			t.Fatal(err)
		}
		now := a.Now()
		a.Now = func() time.Time { return now.AddDate(0, 0, 2) }
		refused("it is too late", "The time in which it could be changed is over")
		a.Now = func() time.Time { return now }
		if status, page := a.post(begun, "page", "two", "q.places", "deck", "go", "next"); status != http.StatusOK {
			t.Errorf("in time: %d %s", status, page)
		}
	})
}

// TestAChangeByReceipt: by an open link the answer is shown to its receipt only, and
// changed by it where that is let; an anonymous answer is never found.
func TestAChangeByReceipt(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Settings.ChangeDays = 5
		survey := a.publish(d)
		_, at := a.post("/s/" + survey.Slug)
		a.post(at, "page", "one", "q.told", "8", "go", "next")
		_, page := a.post(at, "page", "two", "q.places", "deck", "go", "next")
		code := receiptForm.FindStringSubmatch(page)[1]
		if _, page := a.get(at); strings.Contains(page, "On deck") || !strings.Contains(page, "with your receipt code") {
			t.Errorf("the open link's address: %s", page)
		}
		if status, _ := a.post(at, "go", "change"); status != http.StatusNotFound {
			t.Errorf("without the receipt: %d", status)
		}
		receipt := "/s/" + survey.Slug + "/receipt"
		if status, page := a.post(receipt, "code", "aaaabbbbcccc", "go", "see"); status != http.StatusNotFound || !strings.Contains(page, "leads back to nobody") {
			t.Errorf("%d %s", status, page)
		}
		if _, page := a.post(receipt, "code", code, "go", "see"); !strings.Contains(page, "On deck") || !strings.Contains(page, "Change my answer") {
			t.Errorf("%s", page)
		}
		_, to := a.post(receipt, "code", code, "go", "change")
		to, _, _ = strings.Cut(to, "?")
		a.post(to, "page", "one", "q.told", "8", "go", "next")
		if _, page := a.post(to, "page", "two", "q.places", "cabin", "go", "next"); !strings.Contains(page, "is changed") {
			t.Errorf("%s", page)
		}
		var way string
		if _, err := a.Store.Get(a.ctx, "SELECT way FROM answer_revision", nil, &way); err != nil || way != "receipt" {
			t.Errorf("%q %v", way, err)
		}
		if _, page := a.post(receipt, "code", code, "go", "see"); !strings.Contains(page, "In a cabin") {
			t.Errorf("%s", page)
		}
		a.Now = func() time.Time { return a.changesOld() }
		if _, err := a.ForgetLeft(a.ctx); err != nil {
			t.Fatal(err)
		}
		if status, _ := a.get(to); status != http.StatusNotFound {
			t.Errorf("an old change is there: %d", status)
		}
	})
}

func (a *asked) changesOld() time.Time {
	return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).Add(ChangesKept + time.Minute)
}

// TestAChangeIsJudgedAgain: what was doubtful in the answer before is so no more.
func TestAChangeIsJudgedAgain(t *testing.T) {
	each(t, func(a *asked) {
		c := a.changeable(7)
		flags := func() (n int64) {
			if _, err := a.Store.Get(a.ctx, "SELECT flags FROM answering", nil, &n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		at := c.begin()
		a.post(at, "page", "one", "q.told", "3", "go", "next")
		a.post(at, "page", "one.2", "q.why", "asdf asdf qwer qwer zxcv zxcv asdf", "go", "next")
		a.post(at, "page", "two", "q.places", "deck", "go", "next")
		if flags()&int64(quality.Nonsense) == 0 {
			t.Fatalf("flags %d", flags())
		}
		at = c.begin()
		a.post(at, "page", "one", "q.told", "3", "go", "next")
		a.post(at, "page", "one.2", "q.why", "The queue at the pier was far too long", "go", "next")
		a.post(at, "page", "two", "q.places", "deck", "go", "next")
		if flags() != 0 {
			t.Errorf("flags %d", flags())
		}
	})
}
