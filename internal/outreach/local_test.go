package outreach

import (
	"context"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// trait defines one of a text and sets it, by the ids of customers or accounts.
func (w *world) trait(t *testing.T, of people.TraitOf, name string, values map[string]string) {
	t.Helper()
	w.write(t, func(ctx context.Context, tx *record.Tx) error {
		d, err := w.People.DefineIn(ctx, tx, people.TraitDefinition{Of: of, Name: name, Kind: people.TraitText})
		if err != nil {
			return err
		}
		var in []people.TraitInput
		for id, value := range values {
			in = append(in, people.TraitInput{TraitID: d.ID, SubjectID: id, Value: value})
		}
		_, err = w.People.SetTraitsIn(ctx, tx, in)
		return err
	})
}

// turn sets the clock.
func (w *world) turn(t *testing.T, text string) {
	t.Helper()
	when, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = when
}

func (w *world) accountOf(t *testing.T, customer string) (id string) {
	t.Helper()
	err := w.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT account_id FROM customer WHERE id = ?", customer).Scan(ctx, &id)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *world) zones(t *testing.T, wave string) map[string]string {
	t.Helper()
	h, err := w.Hours(owner(t), wave)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, z := range h.Zones {
		if z.Count != 1 || z.First.Before(*h.First) || z.Last.After(*h.Last) {
			t.Errorf("%+v of %s to %s", z, h.First, h.Last)
		}
		name := z.Zone
		if !z.Known {
			name += "?"
		}
		out[name] = z.First.Format("02T15:04")
	}
	return out
}

// TestLocalHour: mails come at the hour of each reader, known of them or of their
// account; the dry run says so; reminders keep the hour over a change of the
// clock; and what is late waits for the next of its days.
func TestLocalHour(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		paris, err := time.LoadLocation("Europe/Paris")
		if err != nil {
			t.Fatal(err)
		}
		w.Zone = func(context.Context) *time.Location { return paris }
		w.turn(t, "2026-10-22T09:30:00Z") // a Thursday; in Europe the clock is put back on Sunday
		ids := w.customers(t, "c", 4, func(i int, in *people.CustomerInput) {
			if i == 2 {
				in.Account = new("firm")
			}
		})
		w.trait(t, people.OfCustomer, "zone", map[string]string{ids[0]: "Asia/Tokyo", ids[1]: "America/New_York", ids[3]: "the moon"})
		w.trait(t, people.OfAccount, "zone", map[string]string{w.accountOf(t, ids[2]): "UTC+5:30"})
		settings := WaveSettings{Reminders: []int{4}, Local: &LocalHour{Time: "09:00", Days: []int{1, 2, 3, 4, 5}, ZoneTrait: "zone"}}
		wave := w.wave(t, settings, nil, StepPlan)
		want := map[string]string{"Asia/Tokyo": "23T00:00", "America/New_York": "22T13:00", "UTC+05:30": "23T03:30", "Europe/Paris?": "23T07:00"}
		if got := w.zones(t, wave.ID); !same(got, want) {
			t.Errorf("planned: %v", got)
		}
		if _, _, err := w.TakeStep(owner(t), wave.ID, "", StepStart); err != nil {
			t.Fatal(err)
		}
		if got := w.zones(t, wave.ID); !same(got, want) {
			t.Errorf("begun, and no mail made yet: %v", got)
		}
		if err := w.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := w.zones(t, wave.ID); !same(got, want) {
			t.Errorf("begun: %v", got)
		}
		of, due := map[string]string{}, map[string]string{}
		for _, m := range w.mails {
			of[m.CustomerID], due[m.CustomerID] = m.InvitationID, m.Due.Format("02T15:04")
		}
		if !same(due, map[string]string{ids[0]: "23T00:00", ids[1]: "22T13:00", ids[2]: "23T03:30", ids[3]: "23T07:00"}) {
			t.Errorf("mails: %v", due)
		}
		// The server was down over the weekend: what is due then waits for Monday.
		all := []string{of[ids[0]], of[ids[1]], of[ids[2]], of[ids[3]]}
		w.turn(t, "2026-10-24T10:00:00Z")
		later := w.later(t, all)
		if later[all[0]] != "26T00:00" || later[all[1]] != "26T13:00" || later[all[2]] != "26T03:30" || later[all[3]] != "26T08:00" {
			t.Errorf("late: %v", later)
		}
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			return w.Became(ctx, tx, []Outcome{{InvitationID: all[3], Became: BecamePostponed, At: time.Date(2026, 10, 26, 8, 0, 0, 0, time.UTC)}})
		})
		if got := w.zones(t, wave.ID); got["Europe/Paris?"] != "26T08:00" {
			t.Errorf("postponed: %v", got)
		}
		w.turn(t, "2026-10-23T07:00:10Z") // nine in Paris
		if later := w.later(t, all); later[all[3]] != "" || later[all[0]] == "" {
			t.Errorf("in time: %v", later)
		}
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			return w.Became(ctx, tx, []Outcome{{InvitationID: all[3], Became: BecameSent, At: w.clock}})
		})
		// Four days on is Tuesday at nine by the clock that was put back, not at eight.
		if n := w.count(t, "invitation", "remind_at = ?", record.Micros(time.Date(2026, 10, 27, 8, 0, 0, 0, time.UTC))); n != 1 {
			t.Errorf("%d reminders at nine", n)
		}
		w.mails = nil
		w.turn(t, "2026-10-27T13:30:00Z") // the job comes long after
		if err := w.Run(t.Context()); err != nil || len(w.mails) != 1 || !w.mails[0].Due.Equal(time.Date(2026, 10, 28, 8, 0, 0, 0, time.UTC)) {
			t.Errorf("reminded: %+v", w.mails)
		}
	})
}

func same(got, want map[string]string) bool {
	for k, v := range want {
		if got[k] != v {
			return false
		}
	}
	return len(got) == len(want)
}

func (w *world) later(t *testing.T, ids []string) map[string]string {
	t.Helper()
	out := map[string]string{}
	w.write(t, func(ctx context.Context, tx *record.Tx) error {
		found, err := w.Later(ctx, tx, ids)
		for id, at := range found {
			out[id] = at.Format("02T15:04")
		}
		return err
	})
	return out
}

// TestLongWave: those whose invitations are made after the hour has come go by
// the hour that the others had.
func TestLongWave(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.turn(t, "2026-11-23T08:59:58Z")
		w.customers(t, "c", 700, nil)
		wave := w.wave(t, WaveSettings{Local: &LocalHour{Time: "09:00"}}, nil, StepPlan)
		if _, _, err := w.TakeStep(owner(t), wave.ID, "", StepStart); err != nil {
			t.Fatal(err)
		}
		for _, at := range []string{"2026-11-23T08:59:59Z", "2026-11-23T09:00:03Z"} {
			w.turn(t, at)
			if _, err := w.workOn(owner(t), wave.ID); err != nil {
				t.Fatal(err)
			}
		}
		first, last := w.mails[0].Due, w.mails[699].Due
		if first.Format(time.TimeOnly) != "09:00:00" || last.Format(time.DateTime) != "2026-11-23 09:00:03" {
			t.Errorf("%s, %s", first, last)
		}
	})
}

// TestHourAtFault: what cannot be is refused with the field.
func TestHourAtFault(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for key, settings := range map[string]WaveSettings{
			"wave.local_time":  {Local: &LocalHour{Time: "9"}},
			"wave.local_days":  {Local: &LocalHour{Time: "09:00", Days: []int{8}}},
			"wave.no_trait":    {Local: &LocalHour{Time: "09:00", ZoneTrait: "shoe"}},
			"wave.local_links": {By: ByLinks, Local: &LocalHour{Time: "09:00"}},
		} {
			if _, _, err := w.CreateWave(owner(t), NewWave{SurveyID: w.survey.ID, Name: "x", Settings: settings}); keyOf(err) != key {
				t.Errorf("%s: %v", key, err)
			}
		}
	})
}

// TestTriggerHour: whoever a trigger asks is mailed at the hour after the wait,
// by the settings as they are then.
func TestTriggerHour(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		e, ids := listening(w), w.customers(t, "c", 2, nil)
		tr := w.trigger(t, TriggerSettings{Event: "arrived", By: ByMail, Local: &LocalHour{Time: "08:00"}})
		e.happen(t, "arrived", ids[0])
		w.runs(t, tr.ID)
		tr.Settings.Local = &LocalHour{Time: "18:00"}
		if _, _, err := w.ChangeTrigger(owner(t), tr.ID, "", TriggerChange{Settings: &tr.Settings}); err != nil {
			t.Fatal(err)
		}
		e.happen(t, "arrived", ids[1])
		w.runs(t, tr.ID)
		if len(w.mails) != 2 || w.mails[0].Due.Format("02T15:04") != "24T08:00" || w.mails[1].Due.Format("02T15:04") != "23T18:00" {
			t.Fatalf("%+v", w.mails)
		}
		w.turn(t, "2026-11-23T18:00:00Z")
		if later := w.later(t, []string{w.mails[1].InvitationID}); len(later) > 0 {
			t.Errorf("the wave goes by the old hour: %v", later)
		}
	})
}
