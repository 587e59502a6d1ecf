package app

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/access/accesstest"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/understand"
	"github.com/balcony-cx/balcony/internal/understand/mailing"
)

// posted is a mailer that keeps what it is given.
type posted struct {
	mu    sync.Mutex
	mails []access.Mail
}

func (p *posted) Ready(context.Context, record.Querier) (bool, error) { return true, nil }

func (p *posted) Queue(_ context.Context, _ *record.Tx, m access.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mails = append(p.mails, m)
	return nil
}

// viewPost is a service of mailed views with a clock and a mailer of its own.
type viewPost struct {
	posted
	*mailing.Service
	now time.Time
}

func newPost(a *App, zone *time.Location) *viewPost {
	p := &viewPost{now: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)} // a Thursday
	p.Service = mailing.New(mailing.Options{
		Record: a.record, Figures: a.understand, People: a.access, Mailer: &p.posted, Main: a.mainMeasure, Log: a.config.Log,
		Zone:      func(context.Context) (*time.Location, error) { return zone, nil },
		WeekStart: func(context.Context) (time.Weekday, error) { return time.Monday, nil },
		Fiscal:    func(context.Context) (time.Month, error) { return time.January, nil },
		Now:       func() time.Time { return p.now },
	})
	return p
}

// sent runs the mailing at a moment and gives what it queued, by address.
func (p *viewPost) sent(t *testing.T, at time.Time) map[string]access.Mail {
	t.Helper()
	p.now, p.mails = at, nil
	var wait sync.WaitGroup
	for range 3 { // several processes may run it at once
		wait.Go(func() {
			if err := p.Run(access.System(t.Context(), "mail of views")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	out := map[string]access.Mail{}
	for _, m := range p.mails {
		if _, twice := out[m.To]; twice {
			t.Errorf("%s got the mail twice", m.To)
		}
		out[m.To] = m
	}
	return out
}

// reader is somebody with a role, as the page would ask for them.
func reader(t *testing.T, a *App, g access.Grant) (accesstest.Person, context.Context) {
	t.Helper()
	p := accesstest.New(t, a.access, g)
	who, there, err := a.access.Person(t.Context(), p.ID)
	if err != nil || !there {
		t.Fatalf("%v %v", there, err)
	}
	return p, access.With(t.Context(), who)
}

func TestAViewIsMailedToWhoAskedAndShowsWhatTheyMaySee(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		f := newFirm(t, a, newBare(a))
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		p := newPost(a, paris)
		lead, asLead := reader(t, a, access.Grant{Role: access.Lead, Scope: access.Whole()})
		south, asSouth := reader(t, a, access.Grant{Role: access.Viewer, Scope: access.Unit(f.south)})
		_, asB := reader(t, a, access.Grant{Role: access.Viewer, Scope: access.Program(f.b)})
		view, err := a.understand.CreateView(asLead, understand.NewSavedView{
			ProgramID: f.a, Name: "Every Monday", Path: "/understand", Params: map[string][]string{"by": {"unit", "channel"}, "last": {"12m"}},
			Shared: understand.SharedRoles, Roles: []access.Role{access.Viewer},
		})
		if err != nil {
			t.Fatal(err)
		}
		for who, ctx := range map[string]context.Context{"lead": asLead, "south": asSouth} {
			m, err := p.Set(ctx, view.ID, mailing.Weekly, map[string]string{"lead": "en", "south": "fr"}[who])
			if err != nil || m.Next == nil || !m.Next.Equal(time.Date(2026, 11, 30, 6, 0, 0, 0, time.UTC)) { // 7 in Paris
				t.Fatalf("%s: %+v %v", who, m, err)
			}
		}
		if _, err := p.Set(asB, view.ID, mailing.Weekly, "en"); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("somebody of another program: %v", err)
		}
		if _, err := p.Set(asLead, view.ID, "hour", "en"); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("a rhythm there is not: %v", err)
		}
		if got := p.sent(t, time.Date(2026, 11, 30, 5, 59, 0, 0, time.UTC)); len(got) != 0 {
			t.Errorf("before the time: %+v", got)
		}
		monday := time.Date(2026, 11, 30, 6, 1, 0, 0, time.UTC)
		got := p.sent(t, monday)
		whole, part := got[lead.Email].Data, got[south.Email].Data
		if len(got) != 2 || !strings.Contains(whole["line"], "n 24,") || !strings.Contains(part["line"], "n 12,") {
			t.Errorf("of the whole: %+v\nof South: %+v", whole, part)
		}
		if !strings.Contains(whole["rows"], "North") || strings.Contains(part["rows"], "North") || !strings.Contains(part["rows"], `"label":"Nice, `) {
			t.Errorf("units of the whole %s, of South %s", whole["rows"], part["rows"])
		}
		if got[south.Email].Language != "fr" || !strings.Contains(part["line"], "intervalle") || !strings.Contains(whole["filter"], "2025") {
			t.Errorf("%+v %s", got[south.Email], whole["filter"])
		}
		if got := p.sent(t, monday.Add(time.Hour)); len(got) != 0 {
			t.Errorf("an hour later: %+v", got)
		}
		private := understand.SharedPrivate
		if _, err := a.understand.UpdateView(asLead, view.ID, "", understand.SavedViewChange{Shared: &private}); err != nil {
			t.Fatal(err)
		}
		if got := p.sent(t, monday.AddDate(0, 0, 7)); len(got) != 1 || got[lead.Email].To == "" {
			t.Errorf("no longer shared: %+v", got)
		}
		disable(t, a, lead.ID)
		if got := p.sent(t, monday.AddDate(0, 0, 14)); len(got) != 0 {
			t.Errorf("to somebody who is disabled: %+v", got)
		}
		enable(t, a, lead.ID)
		if got := p.sent(t, monday.AddDate(0, 0, 21)); len(got) != 1 {
			t.Errorf("to somebody who is back: %+v", got)
		}
		if m, err := p.Set(asLead, view.ID, mailing.Never, ""); err != nil || m.Next != nil {
			t.Errorf("ended: %+v %v", m, err)
		}
		if got := p.sent(t, monday.AddDate(0, 0, 28)); len(got) != 0 {
			t.Errorf("after the end: %+v", got)
		}
	})
}

func TestADashboardIsMailedTileByTile(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		f := newFirm(t, a, newBare(a))
		p := newPost(a, time.UTC)
		south, asSouth := reader(t, a, access.Grant{Role: access.Viewer, Scope: access.Unit(f.south)})
		_, asLead := reader(t, a, access.Grant{Role: access.Lead, Scope: access.Whole()})
		board, err := a.understand.CreateView(asLead, understand.NewSavedView{
			ProgramID: f.a, Name: "Board", Path: "/dashboard", Shared: understand.SharedLink, Params: map[string][]string{"tile": {
				`{"id":"1","name":"All of it","path":"/understand","params":{"by":["unit"]}}`, `{"id":"2","name":"Words","path":"/answers","params":{}}`,
				`no tile`, `{"id":"3","name":"The best","path":"/","params":{"score_min":["9"],"measure":["` + f.measureA + `"]}}`,
			}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Set(asSouth, board.ID, mailing.Daily, "en"); err != nil {
			t.Fatal(err)
		}
		data := p.sent(t, p.now.AddDate(0, 0, 1))[south.Email].Data
		var rows []struct{ Label, Figure, Detail string }
		decode(t, data["rows"], &rows)
		if len(rows) != 2 || data["figure"] != "" || data["view"] != "Board" {
			t.Fatalf("%+v", data)
		}
		if !strings.Contains(rows[0].Label, "All of it") || !strings.Contains(rows[0].Detail, "n 12,") || !strings.Contains(rows[1].Detail, "n 2,") {
			t.Errorf("%+v", rows)
		}
	})
}

func disable(t *testing.T, a *App, user string) { setDisabled(t, a, user, true) }
func enable(t *testing.T, a *App, user string)  { setDisabled(t, a, user, false) }

func setDisabled(t *testing.T, a *App, user string, disabled bool) {
	t.Helper()
	newBare(a).must(t, access.System(t.Context(), "test"), "PATCH", "/api/users/"+user, map[string]any{"disabled": disabled})
}
