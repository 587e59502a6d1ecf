package outreach

import (
	"bytes"
	"context"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

func (w *world) write(t *testing.T, do func(ctx context.Context, tx *record.Tx) error) {
	t.Helper()
	if _, err := w.Store.Write(access.System(t.Context(), "test"), do); err != nil {
		t.Fatal(err)
	}
}

// TestDryRun: each has the one reason that is theirs, and nobody is asked.
func TestDryRun(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := w.customers(t, "c", 12, func(i int, in *people.CustomerInput) {
			switch i {
			case 1:
				in.Email = nil
			case 2:
				in.Email = new("c00003@example.org") // the mailbox of another
			case 5, 6, 7:
				in.Account, in.Roles = new("firm"), &[]people.Role{people.Decides}
			}
		})
		at := w.now()
		w.known = map[string]int{ids[4]: 1}
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			if err := w.OptOutIn(ctx, tx, w.program, ids[8], "mail", "v1"); err != nil {
				return err
			}
			if _, err := w.People.WithdrawIn(ctx, tx, ids[9:10], at, "mail", ""); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "INSERT INTO contact_rest (customer_id, until, set_at, set_by) VALUES (?, ?, ?, 'u')", ids[10], record.Micros(at.Add(time.Hour)), record.Micros(at))
			return err
		})
		wave := w.wave(t, WaveSettings{Sample: WaveSample{PerRole: map[string]int{"decides": 2}, Count: 3}}, nil, StepPlan)
		want := map[string]int64{"invited": 3, "sampled_out": 2, "no_address": 1, "same_person": 1, "known": 1, "role_cap": 1, "opted_out": 2, "resting": 1}
		if got := w.reasons(t, wave.ID); !maps.Equal(got, want) || wave.State != WavePlanned || wave.Number != 1 || wave.PlannedAt == nil {
			t.Errorf("%v, want %v; %+v", got, want, wave)
		}
		if w.count(t, "invitation", "1 = 1")+w.count(t, "contact_asked", "1 = 1") > 0 || len(w.mails) > 0 {
			t.Error("a dry run asks people")
		}
		again := w.steps(t, wave.ID, StepPlan)
		if got := w.reasons(t, again.ID); !maps.Equal(got, want) {
			t.Errorf("planned again: %v", got)
		}
		some, err := w.ConsideredBy(owner(t), wave.ID, "rule", "role_cap", "", 10)
		if err != nil || len(some) != 1 || some[0].Account == nil || some[0].Account.Key != "firm" || some[0].Customer.Key == "" {
			t.Errorf("%+v %v", some, err)
		}
	})
}

// TestTwoWaves: whoever was asked by one rests for the other; also where both
// were planned before either began, and where both begin at once.
func TestTwoWaves(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.customers(t, "c", 1200, nil)
		first, second := w.wave(t, WaveSettings{}, nil, StepPlan), w.wave(t, WaveSettings{}, nil, StepPlan)
		for _, id := range []string{first.ID, second.ID} {
			if _, _, err := w.TakeStep(owner(t), id, "", StepStart); err != nil {
				t.Fatal(err)
			}
		}
		var both sync.WaitGroup
		for _, id := range []string{first.ID, second.ID} {
			both.Go(func() {
				if err := w.runWave(access.System(t.Context(), "waves"), id); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		if n := w.count(t, "contact_asked", "1 = 1"); n != 1200 || len(w.mails) != 1200 {
			t.Fatalf("%d askings and %d mails for 1,200 people", n, len(w.mails))
		}
		a, b := w.reasons(t, first.ID), w.reasons(t, second.ID)
		if a["invited"]+b["invited"] != 1200 || a["resting"]+b["resting"] != 1200 {
			t.Errorf("%v %v", a, b)
		}
		w.pass(30)
		later := w.wave(t, WaveSettings{}, nil, StepPlan)
		if got := w.reasons(t, later.ID); got["measure_clock"] != 1200 {
			t.Errorf("after a month the same measure: %v", got)
		}
		exempt := w.wave(t, WaveSettings{Exempt: true, ExemptWhy: "A recall."}, nil, StepPlan)
		if got := w.reasons(t, exempt.ID); got["invited"] != 1200 {
			t.Errorf("exempt: %v", got)
		}
		w.pass(60)
		if got := w.reasons(t, w.steps(t, later.ID, StepPlan).ID); got["invited"] != 1200 {
			t.Errorf("after three months: %v", got)
		}
	})
}

// TestKilledAnywhere: the work is stopped after each piece, and carried on by
// another process; the plan and the invitations are those of one that ran through.
func TestKilledAnywhere(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.customers(t, "c", 1300, nil)
		settings := WaveSettings{Sample: WaveSample{Count: 700}}
		whole := w.wave(t, settings, nil, StepPlan)
		cut := w.wave(t, settings, nil)
		for _, step := range []Step{StepPlan, StepStart} {
			if _, _, err := w.TakeStep(owner(t), cut.ID, "", step); err != nil {
				t.Fatal(err)
			}
			for more := true; more; {
				var err error
				if more, err = NewService(w.Options).workOn(access.System(t.Context(), "waves"), cut.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := w.reasons(t, cut.ID); got["invited"] != 700 || got["sampled_out"] != 600 {
			t.Errorf("%v", got)
		}
		differ := w.count(t, "considered a JOIN considered b ON b.customer_id = a.customer_id AND b.wave_id = ?", "a.wave_id = ? AND a.reason <> b.reason", whole.ID, cut.ID)
		if differ > 0 || w.count(t, "invitation", "wave_id = ?", cut.ID) != 700 || w.count(t, "contact_asked", "1 = 1") != 700 {
			t.Errorf("%d have another reason", differ)
		}
	})
}

// TestAskedAgain: the rules hold again when the wave begins, when a mail goes
// out, and when people are reminded.
func TestAskedAgain(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ids := w.customers(t, "c", 6, nil)
		wave := w.wave(t, WaveSettings{Reminders: []int{3, 8}}, nil, StepPlan)
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			return w.OptOutIn(ctx, tx, w.program, ids[0], "mail", "")
		})
		if wave = w.steps(t, wave.ID, StepStart); wave.State != WaveRunning || len(w.mails) != 5 {
			t.Fatalf("%s, %d mails", wave.State, len(w.mails))
		}
		if got := w.reasons(t, wave.ID); got["invited"] != 5 || got["opted_out"] != 1 {
			t.Errorf("%v", got)
		}
		of := map[string]string{}
		for _, m := range w.mails {
			of[m.CustomerID] = m.InvitationID
		}
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			if _, err := w.People.WithdrawIn(ctx, tx, ids[1:2], w.now(), "mail", ""); err != nil {
				return err
			}
			why, err := w.Allowed(ctx, tx, []string{of[ids[1]], of[ids[2]], "nothing"})
			if err != nil || !maps.Equal(why, map[string]string{of[ids[1]]: NotWanted, "nothing": NotAnymore}) {
				t.Errorf("%v %v", why, err)
			}
			at := w.now()
			return w.Became(ctx, tx, []Outcome{
				{of[ids[1]], false, BecameDropped, "opted_out", at}, {of[ids[2]], false, BecameSent, "", at}, {of[ids[3]], false, BecameSent, "", at},
				{of[ids[4]], false, BecameSent, "", at}, {of[ids[5]], false, BecameFailed, "refused", at},
			})
		})
		if n := w.count(t, "contact_asked", "1 = 1"); n != 3 {
			t.Errorf("%d askings: what never went out counts", n)
		}
		w.write(t, func(ctx context.Context, tx *record.Tx) error { return w.Ended(ctx, tx, of[ids[3]], "") })
		w.mails = nil
		if w.steps(t, wave.ID); len(w.mails) > 0 {
			t.Error("reminded too early")
		}
		w.pass(3)
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			return w.OptOutIn(ctx, tx, w.program, ids[4], "mail", "")
		})
		for range 2 {
			if err := w.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if len(w.mails) != 1 || w.mails[0].CustomerID != ids[2] || !w.mails[0].Reminder {
			t.Fatalf("reminded: %+v", w.mails)
		}
		w.pass(90)
		for range 3 {
			if err := w.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if len(w.mails) != 2 || w.count(t, "contact_asked", "kind = 'reminder'") != 2 || w.count(t, "invitation", "remind_at IS NOT NULL") != 0 {
			t.Errorf("%d reminders", len(w.mails))
		}
		var states []StateCount
		if c, err := w.Counts(owner(t), wave.ID); err != nil || c.Reminders != 2 {
			t.Errorf("%+v %v %v", c, states, err)
		}
	})
}

// TestLifeOfAWave: what may be done when, and what its links open.
func TestLifeOfAWave(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.customers(t, "=c", 3, func(_ int, in *people.CustomerInput) { in.Language = new("fr") })
		wave := w.wave(t, WaveSettings{By: ByLinks}, []string{"=c00001", " =c00001 ", "=c00002", "nobody"})
		if _, _, err := w.TakeStep(owner(t), wave.ID, "", StepStart); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("a draft starts: %v", err)
		}
		wave = w.steps(t, wave.ID, StepPlan)
		if c, err := w.Counts(owner(t), wave.ID); err != nil || c.Listed != 3 || c.Unknown != 1 || c.Considered != 2 {
			t.Errorf("%+v %v", c, err)
		}
		if _, _, err := w.Links(owner(t), wave.ID); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("links of what has not begun: %v", err)
		}
		wave = w.steps(t, wave.ID, StepStart)
		write, _, err := w.Links(owner(t), wave.ID)
		var file bytes.Buffer
		if err != nil || write(t.Context(), &file) != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(file.String()), "\r\n")
		if len(lines) != 3 || !strings.HasPrefix(lines[1], "'=c0000") || len(w.mails) > 0 {
			t.Fatalf("%q", lines)
		}
		link := lines[1][strings.LastIndex(lines[1], ",")+1:]
		token, is := strings.CutPrefix(link, "https://cx.example.org/s/crossing/i/")
		if !is || len(token) != 22 {
			t.Fatalf("link %q", link)
		}
		g, err := w.ByLink(t.Context(), token)
		if err != nil || g.CustomerKey != lines[1][1:8] && g.CustomerKey != "=c00001" || g.Language != "fr" || g.Answered {
			t.Errorf("%+v %v", g, err)
		}
		if _, err := w.ByLink(t.Context(), token[:21]+"x"); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("another secret: %v", err)
		}
		w.steps(t, wave.ID, StepPause)
		if _, err := w.ByLink(t.Context(), token); err != nil {
			t.Errorf("paused: %v", err)
		}
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			if err := w.Started(ctx, tx, g.InvitationID); err != nil {
				return err
			}
			return w.Ended(ctx, tx, g.InvitationID, "")
		})
		w.steps(t, wave.ID, StepResume, StepFinish)
		if g, err = w.ByLink(t.Context(), token); err != nil || !g.Answered {
			t.Errorf("what was answered is shown afterwards too: %+v %v", g, err)
		}
		if _, err := w.RemoveWave(owner(t), wave.ID, ""); fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("what asked people was removed: %v", err)
		}
		p := people.Person{ID: g.CustomerID, IDs: []string{g.CustomerID}, Keys: []string{g.CustomerKey}}
		for again := true; again; {
			w.write(t, func(ctx context.Context, tx *record.Tx) error {
				tally, err := Rights{}.ErasePerson(ctx, tx, p, 100)
				again = len(tally) > 0
				return err
			})
		}
		if _, err := w.ByLink(t.Context(), token); fault.CodeOf(err) != fault.CodeNotFound {
			t.Errorf("the link of somebody erased: %v", err)
		}
		for table, column := range map[string]string{"considered": "customer_id", "invitation": "customer_id", "contact_asked": "customer_id", "wave_key": "customer_key"} {
			if w.count(t, table, column+" IN (?, ?)", g.CustomerID, g.CustomerKey) > 0 {
				t.Errorf("%s keeps somebody erased", table)
			}
		}
	})
}

// TestWhoMaySeeWaves: a wave is of a whole program.
func TestWhoMaySeeWaves(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		wave := w.wave(t, WaveSettings{}, nil, StepPlan)
		as := func(role access.Role, scope access.Scope, rows access.RowScope) context.Context {
			return access.With(t.Context(), access.Who{UserID: "x", Grants: []access.Grant{{Role: role, Scope: scope, Rows: rows}}})
		}
		for _, c := range []struct {
			name         string
			ctx          context.Context
			see, rewrite fault.Code
		}{
			{"lead of the program", as(access.Lead, access.Program(w.program), access.RowsAll), "", ""},
			{"analyst", as(access.Analyst, access.Whole(), access.RowsAll), "", fault.CodeForbidden},
			{"viewer", as(access.Viewer, access.Whole(), access.RowsAll), fault.CodeForbidden, fault.CodeForbidden},
			{"lead of another program", as(access.Lead, access.Program(newID()), access.RowsAll), fault.CodeNotFound, fault.CodeNotFound},
			{"lead of a unit", as(access.Lead, access.Unit(newID()), access.RowsAll), fault.CodeNotFound, fault.CodeNotFound},
			{"lead of own accounts", as(access.Lead, access.Whole(), access.RowsMyAccounts), fault.CodeNotFound, fault.CodeNotFound},
		} {
			_, err := w.Wave(c.ctx, wave.ID)
			if fault.CodeOf(err) != c.see && (err != nil || c.see != "") {
				t.Errorf("%s sees: %v", c.name, err)
			}
			if list, err := w.Waves(c.ctx, WaveFilter{}, "", 10); (len(list) == 1) != (c.see == "") {
				t.Errorf("%s lists %d: %v", c.name, len(list), err)
			}
			_, _, err = w.ChangeWave(c.ctx, wave.ID, "", WaveChange{Name: new("Mine")})
			if fault.CodeOf(err) != c.rewrite && (err != nil || c.rewrite != "") {
				t.Errorf("%s changes: %v", c.name, err)
			}
			if _, _, err := w.SetRules(c.ctx, "", ContactRules{}); fault.CodeOf(err) != fault.CodeForbidden {
				t.Errorf("%s sets the rules of the house: %v", c.name, err)
			}
		}
	})
}

// TestWaveAtFault: what cannot be is refused with the field.
func TestWaveAtFault(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for name, c := range map[string]struct {
			settings WaveSettings
			key      string
		}{
			"reminders fall":  {WaveSettings{Reminders: []int{5, 3}}, "wave.reminders"},
			"reminder links":  {WaveSettings{By: ByLinks, Reminders: []int{5}}, "wave.reminders_links"},
			"exempt for what": {WaveSettings{Exempt: true, ExemptWhy: "  "}, "wave.exempt_why"},
			"both sizes":      {WaveSettings{Sample: WaveSample{Count: 5, HalfWidth: 0.05}}, "wave.sample"},
			"no such role":    {WaveSettings{Sample: WaveSample{PerRole: map[string]int{"king": 1}}}, "wave.per_role"},
			"no such segment": {WaveSettings{People: WavePeople{SegmentID: newID()}}, "wave.no_segment"},
		} {
			_, _, err := w.CreateWave(owner(t), NewWave{SurveyID: w.survey.ID, Name: "x", Settings: c.settings})
			if got := keyOf(err); got != c.key {
				t.Errorf("%s: %q", name, got)
			}
		}
		// A segment that is gone when the wave is planned makes it a draft again.
		wave := w.wave(t, WaveSettings{}, nil)
		w.write(t, func(ctx context.Context, tx *record.Tx) error {
			wave.Settings.People.SegmentID = "gone"
			return writeWave(ctx, tx, wave)
		})
		if got := w.steps(t, wave.ID, StepPlan); got.State != WaveDraft || got.Problem != "segment" {
			t.Errorf("%+v", got)
		}
		_, _, err := w.SetRules(owner(t), `"9"`, ContactRules{})
		if fault.CodeOf(err) != fault.CodeConflict {
			t.Errorf("rules of another version: %v", err)
		}
		if _, _, err := w.SetRules(owner(t), "", ContactRules{Most: 3}); keyOf(err) != "contact_rules.most" {
			t.Errorf("%v", err)
		}
	})
}
