package app

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/understand"
)

// TestFieldworkTellsHowASurveyGoes: who began and who ended, the pages, the days, and
// the answers that look alike, as the page of the survey took them; what is taken back
// counts no more.
func TestFieldworkTellsHowASurveyGoes(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b, to := newBare(a), newRespondent(a)
		f := newFirm(t, a, b)
		survey := choosing(t, a, f.a)
		ctx := access.System(t.Context(), "test")
		random := rand.New(rand.NewPCG(1, 2))
		receipt := ""
		for range 12 {
			receipt = chooses(t, to, survey.Slug, random, map[string]int64{}, map[string]int64{})
		}
		begun := to.ask(t, "POST", "/s/"+survey.Slug, nil)
		if begun.Code != http.StatusSeeOther {
			t.Fatalf("begun: %d", begun.Code)
		}
		path := "/api/surveys/" + survey.ID + "/fieldwork"
		read := func(query string) (out understand.FieldworkResult) {
			t.Helper()
			status, body := b.ask(ctx, "GET", path+query, nil)
			if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK {
				t.Fatalf("%d %v %s", status, err, body)
			}
			return out
		}
		got := read("")
		if got.All.Started != 13 || got.All.Complete != 12 || got.All.Going != 1 || got.Open != got.All && got.Open.Started != 13 || got.Invited.Started != 0 || got.Anonymous {
			t.Errorf("counts %+v", got)
		}
		if got.All.Rate.Value == nil || *got.All.Rate.Value != 12.0/13 || got.All.Rate.Low == nil || got.All.Rate.N != 13 || got.Invited.Rate.Trouble != "no_answers" {
			t.Errorf("share %+v, of those invited %+v", got.All.Rate, got.Invited.Rate)
		}
		if len(got.Pages) == 0 || got.Pages[0].Going != 1 || got.Pages[0].Stopped != 0 || len(got.Days) != 1 || got.Days[0].Started != 13 || got.Days[0].Complete != 12 {
			t.Errorf("pages %+v, days %+v", got.Pages, got.Days)
		}
		if len(got.Doubts) != 5 || got.Speed.Least != 30 || got.Speed.UnderMS != nil {
			t.Errorf("doubts %+v, speed %+v", got.Doubts, got.Speed)
		}
		if err := a.respond.Withdraw(t.Context(), "127.0.0.1", receipt); err != nil {
			t.Fatal(err)
		}
		if got := read("?number=1&factor=0.5"); got.All.Complete != 11 || got.Speed.Factor != 0.5 {
			t.Errorf("one taken back: %+v", got)
		}
		o, err := a.access.Organisation(ctx)
		if err == nil {
			_, err = a.access.UpdateOrganisation(ctx, "", access.OrganisationChange{Name: "Halden Ferries", TimeZone: o.TimeZone, Currency: o.Currency, Language: o.Language, FirstDayOfWeek: o.FirstDayOfWeek, FiscalYearStart: o.FiscalYearStart, SpeedingFactor: 0.2})
		}
		if got := read(""); err != nil || got.Speed.Factor != 0.2 || a.judgeSpeed(ctx) != nil {
			t.Errorf("not by the organisation's share: %+v %v", got.Speed, err)
		}
		status, body := b.ask(ctx, "GET", path+"/doubtful?kind=straight&limit=2", nil)
		if status != http.StatusOK || !strings.Contains(body, `"items":[]`) {
			t.Errorf("none is doubtful: %d %s", status, body)
		}
		for query, want := range map[string]int{"?number=2": 404, "?factor=0.95": 422, "?factor=2": 422, "/doubtful?kind=odd": 422} {
			if status, body := b.ask(ctx, "GET", path+query, nil); status != want {
				t.Errorf("%s: %d %s", query, status, body)
			}
		}
	})
}
