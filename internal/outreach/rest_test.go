package outreach

import (
	"context"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestRestByHand: whoever is left in peace is asked by no wave until then, or
// until it is ended; what is told of a person says why, and when they were asked.
func TestRestByHand(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := w.customers(t, "c", 3, nil)
		if c, err := w.Contact(owner(t), ids[0]); err != nil || c.Rest != nil || len(c.OptOuts) != 0 || c.OptOuts == nil || c.LastAsked != nil {
			t.Fatalf("%+v %v", c, err)
		}
		until := w.now().Add(30 * 24 * time.Hour)
		if _, _, err := w.SetRest(owner(t), ids[0], until, "  In the midst\n of a complaint. "); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.SetRest(owner(t), ids[0], until, "Moving house."); err != nil {
			t.Fatal(err)
		}
		c, err := w.Contact(owner(t), ids[0])
		if err != nil || c.Rest == nil || !c.Rest.Until.Equal(until) || c.Rest.Reason != "Moving house." || c.Rest.SetBy != "u" {
			t.Fatalf("%+v %v", c.Rest, err)
		}
		wave := w.wave(t, WaveSettings{}, nil, StepPlan)
		if got := w.reasons(t, wave.ID); got["resting"] != 1 || got["invited"] != 2 {
			t.Errorf("%v", got)
		}
		if _, err := w.EndRest(owner(t), ids[0]); err != nil {
			t.Fatal(err)
		}
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			return w.OptOutIn(ctx, tx, w.program, ids[1], "mail", "")
		})
		wave = w.steps(t, wave.ID, StepPlan, StepStart)
		if got := w.reasons(t, wave.ID); got["invited"] != 2 || got["opted_out"] != 1 {
			t.Errorf("after its end: %v", got)
		}
		c, err = w.Contact(owner(t), ids[0])
		if err != nil || c.Rest != nil || c.LastAsked == nil || c.AgainFrom == nil || c.AgainFrom.Sub(*c.LastAsked) != 7*24*time.Hour {
			t.Errorf("%+v %v", c, err)
		}
		if c, err = w.Contact(owner(t), ids[1]); err != nil || len(c.OptOuts) != 1 || c.OptOuts[0].Program != "Feedback" || c.OptOuts[0].Channel != "mail" {
			t.Errorf("%+v %v", c, err)
		}
		if _, _, err := w.SetRest(owner(t), ids[2], until, "Quiet."); err != nil {
			t.Fatal(err)
		}
		w.pass(31)
		if c, err = w.Contact(owner(t), ids[2]); err != nil || c.Rest != nil {
			t.Errorf("a rest that is over: %+v %v", c.Rest, err)
		}
	})
}

// TestRestAtFault: what cannot be is refused with the field, and nobody reaches
// whom they may not see.
func TestRestAtFault(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		id := w.customers(t, "c", 1, nil)[0]
		next := w.now().Add(time.Hour)
		for name, c := range map[string]struct {
			until  time.Time
			reason string
			key    string
		}{
			"past":      {w.now(), "x", "contact_rest.past"},
			"far":       {w.now().AddDate(11, 0, 0), "x", "contact_rest.far"},
			"no reason": {next, " \n", "contact_rest.no_reason"},
		} {
			if _, _, err := w.SetRest(owner(t), id, c.until, c.reason); keyOf(err) != c.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		as := func(role access.Role, scope access.Scope) context.Context {
			return access.With(t.Context(), access.Who{UserID: "x", Grants: []access.Grant{{Role: role, Scope: scope, Rows: access.RowsAll}}})
		}
		agent, strange, viewer := as(access.Agent, access.Whole()), as(access.Researcher, access.Unit(newID())), as(access.Viewer, access.Whole())
		if _, err := w.Contact(agent, id); err != nil {
			t.Errorf("an agent reads: %v", err)
		}
		if _, _, err := w.SetRest(agent, id, next, "x"); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("an agent writes: %v", err)
		}
		if _, err := w.Contact(strange, id); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("of another unit: %v", err)
		}
		if _, _, err := w.SetRest(strange, id, next, "x"); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("of another unit writes: %v", err)
		}
		if _, err := w.EndRest(strange, id); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("of another unit ends: %v", err)
		}
		if _, err := w.Contact(viewer, id); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("a viewer: %v", err)
		}
	})
}

// TestInvitedOnTimelines: a person and their firm are told to have been invited
// to what, in pages, and never what became of it.
func TestInvitedOnTimelines(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := w.customers(t, "c", 2, func(_ int, in *people.CustomerInput) { in.Account = new("firm") })
		for range 2 {
			w.wave(t, WaveSettings{By: ByLinks, Exempt: true, ExemptWhy: "A trial."}, nil, StepPlan, StepStart)
			w.pass(1)
		}
		var account string
		w.look(t, func(ctx context.Context, q record.Querier) error {
			return q.NewRaw("SELECT account_id FROM customer WHERE id = ?", ids[0]).Scan(ctx, &account)
		})
		read := func(ctx context.Context, of people.TimelineOf, after people.TimelinePlace, n int) (items []people.TimelineItem) {
			w.look(t, func(_ context.Context, q record.Querier) (err error) {
				items, err = w.Timeline(ctx, q, people.TimelineInvitation, of, after, n)
				return err
			})
			return items
		}
		own := read(owner(t), people.TimelineOf{Customers: ids[:1]}, people.TimelinePlace{}, 1)
		if len(own) != 1 || own[0].Words["survey"] != "Crossing" || own[0].Link.Kind != "wave" || own[0].Customer != nil {
			t.Fatalf("%+v", own)
		}
		next := read(owner(t), people.TimelineOf{Customers: ids[:1]}, people.TimelinePlace{At: record.Micros(own[0].At), ID: own[0].ID}, 5)
		if len(next) != 1 || !next[0].At.Before(own[0].At) {
			t.Errorf("the next page: %+v", next)
		}
		firm := read(owner(t), people.TimelineOf{Accounts: []string{account}}, people.TimelinePlace{}, 10)
		if len(firm) != 4 || firm[0].Customer == nil || firm[0].Customer.Key == "" {
			t.Errorf("the firm: %+v", firm)
		}
		before := read(owner(t), people.TimelineOf{Customers: ids[:1]}, people.TimelinePlace{}, 10)
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			if err := w.Started(ctx, tx, own[0].ID); err != nil {
				return err
			}
			return w.Ended(ctx, tx, own[0].ID, "")
		})
		for i, item := range read(owner(t), people.TimelineOf{Customers: ids[:1]}, people.TimelinePlace{}, 10) {
			if !item.At.Equal(before[i].At) || len(item.Words) != len(before[i].Words) {
				t.Errorf("answering shows: %+v", item)
			}
		}
		strange := access.With(t.Context(), access.Who{UserID: "x", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(newID()), Rows: access.RowsAll}}})
		if items := read(strange, people.TimelineOf{Customers: ids[:1]}, people.TimelinePlace{}, 10); len(items) > 0 {
			t.Errorf("of another program: %+v", items)
		}
	})
}

func (w *world) look(t *testing.T, read func(ctx context.Context, q record.Querier) error) {
	t.Helper()
	if err := w.Store.View(t.Context(), read); err != nil {
		t.Fatal(err)
	}
}
