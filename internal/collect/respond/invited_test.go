package respond

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/record"
)

// invites knows one guest, and writes down what it hears.
type invites struct {
	guest outreach.Guest
	heard []string
	shut  bool // its wave is over
}

func (i *invites) ByLink(_ context.Context, token string) (outreach.Guest, error) {
	if token != "secret" && token != "another" {
		return outreach.Guest{}, fault.NotFound("invitation")
	}
	return i.guest, nil
}
func (i *invites) CustomerOf(context.Context, string) (string, error) {
	return i.guest.CustomerKey, nil
}
func (i *invites) Started(_ context.Context, _ *record.Tx, id string) error {
	i.heard = append(i.heard, "started "+id)
	return nil
}
func (i *invites) Opens(context.Context, string) (bool, error)                     { return !i.shut, nil }
func (i *invites) Clicked(context.Context, measure.AskedSurvey, string, int) error { return nil }

func (i *invites) Ended(_ context.Context, _ *record.Tx, id, how string) error {
	i.heard = append(i.heard, "ended "+id+how)
	return nil
}

// TestAPersonalLink: looking begins nothing; there is one answer a link, which is
// the contact's, in their language.
func TestAPersonalLink(t *testing.T) {
	each(t, func(a *asked) {
		d := a.crossing()
		d.Settings.Consent = questionnaire.ConsentPerson
		d.Pages = d.Pages[:1]
		survey := a.publish(d)
		id := newID()
		i := &invites{guest: outreach.Guest{InvitationID: id, SurveyID: survey.ID, Number: 1, CustomerKey: "ann", Language: "fr", Contact: map[string]any{"name": "Ann"}}}
		a.Invitations = i
		link := "/s/" + survey.Slug + "/i/secret"
		if status, body := a.get(link); status != http.StatusOK || !strings.Contains(body, "Commencer") || !strings.Contains(body, `action="`+link) || len(i.heard) > 0 {
			a.t.Fatalf("%d %v %s", status, i.heard, body)
		}
		if status, _ := a.get("/s/" + survey.Slug + "/i/other"); status != http.StatusNotFound {
			a.t.Errorf("another secret: %d", status)
		}
		post := func(path string, form url.Values) *httptest.ResponseRecorder {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			a.mux.ServeHTTP(w, r)
			return w
		}
		first, second := post(link, nil), post(link, nil) // two tabs
		to := first.Header().Get("Location")
		if first.Code != http.StatusSeeOther || to == "" || second.Header().Get("Location") != to || len(i.heard) != 1 || strings.Contains(to, "secret") {
			a.t.Fatalf("%d %q %q %v", first.Code, to, second.Header().Get("Location"), i.heard)
		}
		if w := post(to, url.Values{"page": {"one"}, "q.told": {"9"}, "go": {"next"}}); w.Code >= 400 {
			a.t.Fatalf("%d %s", w.Code, w.Body)
		}
		if len(i.heard) != 2 || i.heard[1] != "ended "+id {
			a.t.Errorf("heard %v", i.heard)
		}
		var n int
		err := a.Store.View(a.ctx, func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT count(*) FROM response r JOIN customer c ON c.id = r.customer_id WHERE c.key = 'ann' AND r.consent = 2").Scan(ctx, &n)
		})
		if err != nil || n != 1 {
			a.t.Errorf("%d answers of the contact: %v", n, err)
		}
		i.guest.Answered = true
		if status, _ := a.get(link); status != http.StatusSeeOther {
			a.t.Errorf("a second visit: %d", status)
		}
	})
}

// TestAnotherLinkOfAGuest: who began by one link goes on by the other, made with another
// key of the vault, and answers once; an anonymous survey too.
func TestAnotherLinkOfAGuest(t *testing.T) {
	for _, consent := range []questionnaire.Consent{questionnaire.ConsentPerson, questionnaire.ConsentAnonymous} {
		each(t, func(a *asked) {
			d := a.nameless()
			if d.Settings.Consent = consent; consent != questionnaire.ConsentAnonymous {
				d.Settings.Cuts = nil
			}
			survey := a.publish(d)
			i := &invites{guest: outreach.Guest{InvitationID: newID(), SurveyID: survey.ID, Number: 1, CustomerKey: "ann", Language: "en"}}
			a.Invitations = i
			link := func(token string) string { return "/s/" + survey.Slug + "/i/" + token }
			_, first := a.post(link("secret"))
			first, _, _ = strings.Cut(first, "?")
			a.post(first, "page", "one", "q.told", "9", "go", "next")
			_, second := a.post(link("another"))
			second, _, _ = strings.Cut(second, "?")
			status, page := a.get(second + "?page=one")
			a.see("what was answered so far", status, page, 200, `name="q.told" value="9" checked`)
			if status, _ := a.get(first); status != http.StatusNotFound {
				t.Errorf("it goes on at two addresses: %d", status)
			}
			_, again := a.post(link("secret"))
			if again, _, _ = strings.Cut(again, "?"); again != first {
				t.Errorf("the first link leads to %s", again)
			}
			status, page = a.post(again, "page", "two", "q.places", "deck", "go", "next")
			a.see("the end", status, page, 200, "Thank you")
			i.guest.Answered = consent != questionnaire.ConsentAnonymous // of an anonymous one it is told later
			if status, page := a.post(link("another")); status == http.StatusSeeOther {
				t.Errorf("%s: the other link begins once more: %s", consent, page)
			}
			var n int
			if _, err := a.Store.Get(a.ctx, "SELECT count(*) FROM answering", nil, &n); err != nil || n != 1 {
				t.Errorf("%s: %d answerings: %v", consent, n, err)
			}
		})
	}
}
