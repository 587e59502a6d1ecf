package outreach

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// events are what happened, as a later room would keep it.
type events struct {
	w   *world
	all map[string]Happening
}

func (e events) HappeningKind() string { return "event.recorded" }

func (e events) Happenings(_ context.Context, _ record.Querier, ids []string) (out []Happening, err error) {
	for _, id := range ids {
		if h, there := e.all[id]; there {
			out = append(out, h)
		}
	}
	return out, nil
}

// happen has an event of each customer taken in, and gives their ids.
func (e events) happen(t *testing.T, name string, customers ...string) (ids []string) {
	t.Helper()
	e.w.write(t, func(_ context.Context, tx *record.Tx) error {
		for _, c := range customers {
			h := Happening{ID: newID(), Name: name, CustomerID: c, At: e.w.now()}
			e.all[h.ID], ids = h, append(ids, h.ID)
		}
		tx.Log("event.recorded", ids...)
		return nil
	})
	return ids
}

func listening(w *world) events {
	e := events{w, map[string]Happening{}}
	w.Happened = e
	return e
}

func (w *world) trigger(t *testing.T, settings TriggerSettings) Trigger {
	t.Helper()
	if settings.By == ByMail {
		settings.LetterID = w.letter
	}
	made, _, err := w.CreateTrigger(owner(t), NewTrigger{SurveyID: w.survey.ID, Name: "After arrival", Settings: settings})
	if err == nil {
		made, _, err = w.ChangeTrigger(owner(t), made.ID, `"1"`, TriggerChange{On: new(true)})
	}
	if err != nil || made.OnSince == nil {
		t.Fatalf("%+v %v", made, err)
	}
	return made
}

// runs hears and asks, and gives how many of a trigger have each reason.
func (w *world) runs(t *testing.T, trigger string) map[string]int64 {
	t.Helper()
	if err := w.RunTriggers(t.Context()); err != nil {
		t.Fatal(err)
	}
	counts, err := w.TriggerCounts(owner(t), trigger)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for _, c := range counts {
		name := c.Reason
		if c.Rule != "" {
			name = c.Rule
		}
		out[name] += c.Count
	}
	return out
}

func (w *world) finds(t *testing.T, when string, trigger string, want map[string]int64) {
	t.Helper()
	if got := w.runs(t, trigger); !maps.Equal(got, want) {
		t.Errorf("%s: %v, want %v", when, got, want)
	}
}

// TestTriggerAsks: whoever something happened with is asked after the wait, if
// what was asked for still holds; each has one reason, and nobody is asked twice
// where the log is heard again.
func TestTriggerAsks(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		e, ids := listening(w), w.customers(t, "c", 8, nil)
		w.segment = append(append([]string{}, ids[:2]...), ids[3:]...)
		e.happen(t, "arrived", ids[7]) // before the trigger listens
		w.pass(1)
		tr := w.trigger(t, TriggerSettings{Event: "arrived", WaitHours: 24, By: ByMail})
		w.write(t, func(ctx context.Context, tx *record.Tx) error { // as if chosen when there was such a segment
			tr.Settings.SegmentID = "all"
			return writeTrigger(ctx, tx, tr)
		})
		heard := e.happen(t, "arrived", ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[5])
		e.happen(t, "left", ids[6])
		w.finds(t, "at once", tr.ID, map[string]int64{"waiting": 7})
		delete(e.all, heard[1])
		delete(e.all, heard[4]) // an erasure takes the event too
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			if err := w.OptOutIn(ctx, tx, w.program, ids[3], "mail", ""); err != nil {
				return err
			}
			_, err := Rights{}.ErasePerson(ctx, tx, people.Person{ID: ids[4], IDs: []string{ids[4]}, Keys: []string{"x"}}, 100)
			return err
		})
		w.pass(1)
		want := map[string]int64{"invited": 2, "event_gone": 1, "left_segment": 1, "opted_out": 1, "asked_already": 1}
		w.finds(t, "after a day", tr.ID, want)
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE trigger_heard SET position = 0 WHERE id = 1")
			return err
		})
		w.finds(t, "heard again", tr.ID, want)
		if len(w.mails) != 2 || w.count(t, "contact_asked", "1 = 1") != 2 {
			t.Errorf("%d mails", len(w.mails))
		}
		waves, err := w.Waves(owner(t), WaveFilter{}, "", 10)
		if err != nil || len(waves) != 1 || waves[0].TriggerID != tr.ID || waves[0].Name != tr.Name+" "+text.Month("en", w.now()) || waves[0].State != WaveRunning || waves[0].Number != 1 || waves[0].StartedAt == nil {
			t.Fatalf("%+v %v", waves, err)
		}
		e.happen(t, "arrived", ids[6])
		w.pass(1)
		if _, _, err := w.TakeStep(owner(t), waves[0].ID, "", StepPause); err != nil {
			t.Fatal(err)
		}
		if got := w.runs(t, tr.ID); got["waiting"] != 1 || got["invited"] != 2 {
			t.Errorf("paused: %v", got)
		}
		w.steps(t, waves[0].ID, StepResume)
		if got := w.runs(t, tr.ID); got["invited"] != 3 {
			t.Errorf("resumed: %v", got)
		}
		some, err := w.ConsideredByTrigger(owner(t), tr.ID, "rule", "left_segment", "", 10)
		if err != nil || len(some) != 1 || some[0].Customer.ID != ids[2] || some[0].DueAt.Sub(some[0].HappenedAt) != 24*time.Hour {
			t.Errorf("%+v %v", some, err)
		}
	})
}

// TestTriggerSeries: after one has asked, the next of the series asks again; the
// rules of contact hold for it as for any.
func TestTriggerSeries(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		e, ids := listening(w), w.customers(t, "c", 2, nil)
		if _, _, err := w.SetRules(owner(t), "", ContactRules{RestDays: 7}); err != nil {
			t.Fatal(err)
		}
		one := w.trigger(t, TriggerSettings{Event: "arrived", By: ByLinks})
		soon := w.trigger(t, TriggerSettings{AfterID: one.ID, WaitHours: 48, By: ByLinks})
		late := w.trigger(t, TriggerSettings{AfterID: one.ID, WaitHours: 10 * 24, By: ByLinks})
		e.happen(t, "arrived", ids[0])
		w.finds(t, "the first", one.ID, map[string]int64{"invited": 1})
		w.finds(t, "two days on, before", soon.ID, map[string]int64{"waiting": 1})
		w.pass(2)
		w.finds(t, "two days on", soon.ID, map[string]int64{"resting": 1})
		w.pass(8)
		w.finds(t, "ten days on", late.ID, map[string]int64{"invited": 1})
		if n := w.count(t, "invitation", "customer_id = ?", ids[0]); n != 2 {
			t.Errorf("%d invitations", n)
		}
		if _, err := w.RemoveTrigger(owner(t), one.ID, ""); keyOf(err) != "trigger.followed" {
			t.Errorf("the first of a series was removed: %v", err)
		}
		for _, id := range []string{late.ID, soon.ID, one.ID} {
			if _, err := w.RemoveTrigger(owner(t), id, ""); err != nil {
				t.Fatal(err)
			}
		}
		if w.count(t, "trigger_due", "1 = 1") != 0 || w.count(t, "invitation", "1 = 1") != 2 {
			t.Error("removing leaves what waited, or takes what was asked")
		}
	})
}

// TestTriggerKilled: what fails in between leaves nothing half done, and another
// process carries on.
func TestTriggerKilled(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		e, ids := listening(w), w.customers(t, "c", 250, nil)
		tr := w.trigger(t, TriggerSettings{Event: "arrived", By: ByMail})
		e.happen(t, "arrived", ids...)
		send, calls := w.Mail, 0
		w.Mail = func(ctx context.Context, tx *record.Tx, mails []Mail) error {
			if calls++; calls == 2 {
				return errors.New("killed")
			}
			return send(ctx, tx, mails)
		}
		if err := w.RunTriggers(t.Context()); err == nil {
			t.Fatal("nothing failed")
		}
		if n := w.count(t, "invitation", "1 = 1"); n != triggerPiece || len(w.mails) != triggerPiece {
			t.Fatalf("%d invitations, %d mails", n, len(w.mails))
		}
		another := NewService(w.Options)
		if err := another.RunTriggers(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.finds(t, "carried on", tr.ID, map[string]int64{"invited": 250})
		if w.count(t, "contact_asked", "1 = 1") != 250 || len(w.mails) != 250 || w.count(t, "wave", "1 = 1") != 1 {
			t.Errorf("%d mails", len(w.mails))
		}
		// Off, nobody is asked; who waits waits.
		if _, _, err := w.ChangeTrigger(owner(t), tr.ID, "", TriggerChange{On: new(false)}); err != nil {
			t.Fatal(err)
		}
		e.happen(t, "arrived", ids[0])
		w.finds(t, "off", tr.ID, map[string]int64{"invited": 250})
	})
}

// TestTriggerAtFault: what cannot be is refused with the field, and a trigger is
// of a whole program.
func TestTriggerAtFault(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			settings TriggerSettings
			key      string
		}{
			"after nothing": {TriggerSettings{By: ByLinks}, "trigger.after"},
			"after both":    {TriggerSettings{Event: "x", AfterID: newID(), By: ByLinks}, "trigger.after"},
			"long":          {TriggerSettings{Event: "x", WaitHours: 9000, By: ByLinks}, "trigger.wait"},
			"of a later":    {TriggerSettings{AfterID: "ffffffff-ffff-7fff-bfff-ffffffffffff", By: ByLinks}, "trigger.order"},
			"no trigger":    {TriggerSettings{AfterID: "00000000-0000-7000-8000-000000000000", By: ByLinks}, "trigger.no_trigger"},
			"no segment":    {TriggerSettings{Event: "x", SegmentID: newID(), By: ByLinks}, "wave.no_segment"},
			"reminders":     {TriggerSettings{Event: "x", By: ByLinks, Reminders: []int{3}}, "wave.reminders_links"},
		} {
			if _, _, err := w.CreateTrigger(owner(t), NewTrigger{SurveyID: w.survey.ID, Name: "x", Settings: c.settings}); keyOf(err) != c.key {
				t.Errorf("%s: %v", name, err)
			}
		}
		tr := w.trigger(t, TriggerSettings{Event: "arrived", By: ByLinks})
		if _, _, err := w.ChangeTrigger(owner(t), tr.ID, "", TriggerChange{Settings: &TriggerSettings{Event: "arrived", By: ByMail}}); keyOf(err) != "wave.no_letter" {
			t.Errorf("on, by mail, without a letter: %v", err)
		}
		if _, _, err := w.ChangeTrigger(owner(t), tr.ID, `"1"`, TriggerChange{Name: new("y")}); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("another version: %v", err)
		}
		strange := access.With(t.Context(), access.Who{UserID: "x", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(newID()), Rows: access.RowsAll}}})
		if _, err := w.Trigger(strange, tr.ID); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("of another program: %v", err)
		}
		if _, err := w.RemoveTrigger(strange, tr.ID, ""); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("of another program, removed: %v", err)
		}
		analyst := access.With(t.Context(), access.Who{UserID: "x", Grants: []access.Grant{{Role: access.Analyst, Scope: access.Whole(), Rows: access.RowsAll}}})
		if _, _, err := w.ChangeTrigger(analyst, tr.ID, "", TriggerChange{On: new(false)}); fault.CodeOf(err) != fault.CodeForbidden {
			t.Errorf("an analyst: %v", err)
		}
		if list, err := w.Triggers(analyst, w.program, "", 10); err != nil || len(list) != 1 {
			t.Errorf("%v %v", list, err)
		}
	})
}

// TestFirstTrigger: it begins where the log ends, and so does the next after all
// were off; what happened between is no matter of theirs.
func TestFirstTrigger(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		e, ids := listening(w), w.customers(t, "c", 3, nil)
		where := func() (p int64) {
			t.Helper()
			err := w.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
				at, err := heardUpTo(ctx, q)
				p = int64(at)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		position := func() int64 {
			t.Helper()
			p, err := w.Store.Position(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return int64(p)
		}
		if !w.Listening() {
			t.Error("before the first look it is not known that nobody listens")
		}
		for range 5 {
			e.happen(t, "arrived", ids[0])
		}
		if err := w.RunTriggers(t.Context()); err != nil || where() != position() || w.Listening() {
			t.Errorf("at %d of %d, %v: %v", where(), position(), w.Listening(), err)
		}
		e.happen(t, "arrived", ids[0])
		end := position()
		tr := w.trigger(t, TriggerSettings{Event: "arrived", By: ByMail})
		if at := where(); at < end || !w.Listening() {
			t.Errorf("the first begins at %d, the log ended at %d", at, end)
		}
		w.finds(t, "nothing since", tr.ID, map[string]int64{})
		e.happen(t, "arrived", ids[1])
		w.finds(t, "since", tr.ID, map[string]int64{"invited": 1})
		second := w.trigger(t, TriggerSettings{Event: "left", By: ByMail})
		heard := where()
		e.happen(t, "left", ids[2])
		if where() != heard {
			t.Error("hearing moves where another listens")
		}
		w.finds(t, "both", second.ID, map[string]int64{"invited": 1})
		for _, id := range []string{tr.ID, second.ID} {
			if _, _, err := w.ChangeTrigger(owner(t), id, "", TriggerChange{On: new(false)}); err != nil {
				t.Fatal(err)
			}
		}
		e.happen(t, "arrived", ids[2])
		w.finds(t, "off", tr.ID, map[string]int64{"invited": 1})
		if saved, known, err := w.Store.SavedPosition(t.Context(), triggerReader); err != nil || !known || int64(saved) != position() {
			t.Errorf("the log is kept for triggers that are off: %d of %d: %v", saved, position(), err)
		}
	})
}
