package listen

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// party puts a customer of an account in, and a wording of consent.
func (b bench) party(t *testing.T) {
	t.Helper()
	_, err := b.write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		account, customer := b.NewID(), b.NewID()
		for _, ask := range []struct {
			text string
			args []any
		}{
			{"INSERT INTO account (id, key, name, owner_user_id, created_at, version) VALUES (?, 'acme', 'Acme Optics', '', 0, 1)", []any{account}},
			{"INSERT INTO customer (id, key, name, account_id, created_at) VALUES (?, 'zoe', 'Zoe Müller', ?, 0)", []any{customer, account}},
			{"INSERT INTO consent_text (id, version, language, body, created_at) VALUES (?, 'v1', 'en', 'May we?', 0)", []any{b.NewID()}},
		} {
			if _, err := tx.Exec(ctx, ask.text, ask.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnInterviewsWay: from planned to what follows a transcript, with what
// each needs, and what others know of it meanwhile.
func TestAnInterviewsWay(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita, otto := as(t.Context(), "rita", access.Researcher), as(t.Context(), "otto", access.Owner)
		vera := as(t.Context(), "vera", access.Analyst)
		b.party(t)
		st, _, err := b.CreateStudy(rita, Study{ProgramID: b.program, Name: "One"})
		if err != nil {
			t.Fatal(err)
		}
		study := "/api/studies/" + st.ID
		planned, _, err := b.PlanInterviews(rita, st.ID, []ToAsk{{CustomerKey: "zoe", Proposal: "Offer 12", Due: "2026-11-20", OwnerID: "lea", Kind: WinLoss}, {AccountKey: "acme", Side: Against}})
		if err != nil || len(planned) != 2 || planned[0].Number != 1 || planned[1].Pseudonym != "P02" || !planned[0].Overdue || planned[0].Customer.Name != "Zoe Müller" {
			t.Fatalf("%+v %v", planned, err)
		}
		one := "/api/interviews/" + planned[0].ID
		for n, c := range []struct {
			who                       context.Context
			method, path, match, body string
			status                    int
			want                      string
		}{
			{rita, "POST", study + "/interviews", "", `{"items":[{"customer_key":"zoe"},{"customer_key":"nobody"}]}`, 422, "items[1].customer_key"},
			{otto, "GET", study + "/interviews", "", "", 200, `"items":[]`},
			{otto, "GET", one, "", "", 404, ""},
			{rita, "GET", study + "/interviews?overdue=true", "", "", 200, `"owner_name":"Lea"`},
			{rita, "GET", study + "/interviews?owner=ana", "", "", 200, `"items":[]`},
			{rita, "PATCH", one, `"1"`, `{"pseudonym":"Mrs Muller"}`, 422, "listen.pseudonym_names"},
			{rita, "PATCH", one, "", `{"pseudonym":"p02"}`, 409, "listen.pseudonym_taken"},
			{rita, "PATCH", one, "", `{"state":"agreed","notes":"She waited."}`, 200, `"state":"agreed"`},
			{rita, "PATCH", one, `"1"`, `{"state":"held"}`, 409, "changed_meanwhile"},
			{rita, "PATCH", one, "", `{"state":"held"}`, 200, `"held_at":"2026-11-22T12:00:00Z"`},
			{rita, "PATCH", one, "", `{"state":"transcribed"}`, 409, "listen.no_consent"},
			{otto, "PUT", one + "/consent", "", `{"level":"firm","text_version":"v1"}`, 404, ""},
			{rita, "PUT", one + "/consent", "", `{"level":"firm","text_version":"v9"}`, 422, "listen.consent_text"},
			{rita, "PUT", one + "/consent", "", `{"level":"firm","text_version":"v1"}`, 200, `"consent_text":"v1"`},
			{rita, "PATCH", one, "", `{"state":"coded"}`, 409, "listen.no_transcript"},
			{rita, "DELETE", one, "", "", 409, "listen.interview_stays"},
			{rita, "DELETE", "/api/interviews/" + planned[1].ID, "", "", 204, ""},
			{otto, "GET", one, "", "", 200, `"account":{"id"`},
			{otto, "GET", study + "/interviews?overdue=true", "", "", 200, `"items":[]`},
			{otto, "GET", one + "/reviews", "", "", 404, ""},
			{otto, "POST", one + "/reviews", "", `{"text":"x"}`, 403, "listen.members_only"},
			{rita, "PUT", study + "/members/ana", "", `{"part":"reviewer"}`, 204, ""},
			{as(t.Context(), "ana", access.Analyst), "POST", one + "/reviews", "", `{"text":"Too many leading questions."}`, 204, ""},
			{rita, "PUT", study + "/members/lea", "", `{"part":"researcher"}`, 204, ""},
			{as(t.Context(), "lea", access.Lead), "POST", one + "/reviews", "", `{"text":"Fine."}`, 409, "listen.own_review"},
			{rita, "GET", one + "/reviews", "", "", 200, `"by_name":"Ana"`},
			{rita, "POST", study + "/guides", `"0"`, `{"sections":[{"title":"Start","minutes":5,"prompts":["How did it begin?",""],"probes":[]}]}`, 201, `"prompts":["How did it begin?"]`},
			{rita, "POST", study + "/guides", `"0"`, `{"sections":[]}`, 409, "changed_meanwhile"},
			{otto, "POST", study + "/guides", "", `{"sections":[]}`, 403, "listen.researchers_only"},
			{vera, "GET", study + "/guides", "", "", 200, `"version":1`},
		} {
			status, answer := b.ask(c.who, c.method, c.path, c.match, c.body)
			if status != c.status || !strings.Contains(answer, c.want) {
				t.Errorf("%d %s %s %s: %d %.300s", n, c.method, c.path, c.body, status, answer)
			}
		}
		if _, answer := b.ask(otto, "GET", one, "", ""); strings.Contains(answer, "Zoe") || strings.Contains(answer, "waited") || strings.Contains(answer, "Offer") || strings.Contains(answer, "Lea") {
			t.Errorf("an owner knows too much: %s", answer)
		}
		t.Run("person", func(t *testing.T) { b.namesByConsent(t, rita, vera, one) })
	})
}

// namesByConsent: at the level of the person those who read persons are told
// the name, others not.
func (b bench) namesByConsent(t *testing.T, rita, vera context.Context, one string) {
	t.Helper()
	for level, named := range map[string]string{"person": "Zoe Müller", "firm": "Acme Optics", "anonymous": ""} {
		if status, answer := b.ask(rita, "PUT", one+"/consent", "", fmt.Sprintf(`{"level":%q,"text_version":"v1"}`, level)); status != 200 {
			t.Fatalf("%d %s", status, answer)
		}
		_, answer := b.ask(vera, "GET", one, "", "")
		if strings.Contains(answer, "Zoe") != (named == "Zoe Müller") || strings.Contains(answer, "Acme") != (named != "") {
			t.Errorf("%s: an analyst reads %s", level, answer)
		}
	}
}
