package respond

import (
	"context"
	"maps"
	"net/http"
	"testing"

	"github.com/balcony-cx/balcony/internal/collect/fieldwork"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/record"
)

// ofBoat publishes a survey of one question that takes one answer by the Astrid.
func (a *asked) ofBoat(condition string) measure.Survey {
	a.t.Helper()
	d := a.crossing()
	d.Settings.Consent = questionnaire.ConsentPerson
	d.Pages = d.Pages[:1]
	d.Pages[0].Questions = d.Pages[0].Questions[:1]
	d.Ends = append(d.Ends, questionnaire.End{Code: "enough", Outcome: questionnaire.OutcomeQuotaFull, Title: both("Enough of you have answered", "Assez ont répondu")})
	d.Quotas = []questionnaire.Quota{{Code: "astrid", If: condition, Count: 1, End: "enough"}}
	return a.publish(d)
}

// cameTo fails where the fieldwork of a survey has other outcomes than these.
func (a *asked) cameTo(what string, s measure.Survey, want map[string]int64) {
	a.t.Helper()
	got := map[string]int64{}
	err := a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
		found, err := fieldwork.Outcomes(ctx, q, fieldwork.Version{Survey: s.ID, Number: 1})
		for _, o := range found {
			got[o.Outcome] += o.N
		}
		return err
	})
	if err != nil || !maps.Equal(got, want) {
		a.t.Errorf("%s: fieldwork counts %v, want %v: %v", what, got, want, err)
	}
}

// TestQuotaFullOnArrival: who belongs to a full quota by their link alone is asked
// nothing, and reads that, and not that they have answered; they count once as such.
func TestQuotaFullOnArrival(t *testing.T) {
	each(t, func(a *asked) {
		s := a.ofBoat(`boat == "Astrid"`)
		first := a.begun(s.Slug, "?boat=Astrid")
		late := a.begun(s.Slug, "?boat=Astrid")
		status, to := a.post(first, "page", "one", "q.told", "9", "go", "next")
		a.see("the first", status, to, 200, "Thank you")
		second := a.begun(s.Slug, "?boat=Astrid")
		for _, lang := range []string{"en", "fr", "en"} { // looked at again it is the same
			status, page := a.get(second + "?lang=" + lang)
			a.see("the second in "+lang, status, page, 200, map[string]string{"en": "Enough of you have answered", "fr": "Assez ont répondu"}[lang])
		}
		status, page := a.post(second, "page", "one", "q.told", "9", "go", "next")
		a.see("the second sends a page", status, page, 200, "Enough of you have answered")
		a.cameTo("after the second", s, map[string]int64{"complete": 1, "quota_full": 1, "": 1})
		if status, _ := a.post(late, "page", "one", "q.told", "9", "go", "keep"); status != http.StatusConflict {
			t.Errorf("a page is kept of who is asked no more: %d", status)
		}
		status, page = a.post(late, "page", "one", "q.told", "9", "go", "next")
		a.see("whose quota was filled while they answered", status, page, 200, "Enough of you have answered")
		status, page = a.get(a.begun(s.Slug, "?boat=Tern") + "?lang=en")
		a.see("by another boat", status, page, 200, "How well were you told?")
		a.cameTo("in the end", s, map[string]int64{"complete": 1, "quota_full": 2, "": 1})
		if got := a.responses(); len(got) != 1 {
			t.Errorf("%d responses", len(got))
		}
	})
}

// TestQuotaFullForAGuest: the wave of who is invited by a personal link hears it, once,
// and not before they begin.
func TestQuotaFullForAGuest(t *testing.T) {
	each(t, func(a *asked) {
		s := a.ofBoat("true")
		full := func(ctx context.Context, tx *record.Tx) error { return countQuota(ctx, tx, s.ID, "astrid") }
		if _, err := a.Store.Write(a.ctx, full); err != nil {
			t.Fatal(err)
		}
		invited := &invites{guest: outreach.Guest{InvitationID: newID(), SurveyID: s.ID, Number: 1, CustomerKey: "ann", Language: "en"}}
		a.Invitations = invited
		link := "/s/" + s.Slug + "/i/secret"
		status, page := a.get(link)
		a.see("before they begin", status, page, 200, "After the crossing")
		a.cameTo("before they begin", s, map[string]int64{})
		_, to := a.post(link)
		for range 2 {
			status, page := a.get(to)
			a.see("their page", status, page, 200, "Enough of you have answered")
		}
		a.cameTo("in the end", s, map[string]int64{"quota_full": 1})
		if n := len(invited.heard); n != 2 || invited.heard[1] != "ended "+invited.guest.InvitationID+"quota_full" {
			t.Errorf("the wave heard %v", invited.heard)
		}
	})
}
