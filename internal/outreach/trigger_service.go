package outreach

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Triggers gives those the caller may see, the newest first, limit+1 at most.
func (s *Service) Triggers(ctx context.Context, program, before string, limit int) (out []Trigger, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachRead); err != nil {
		return nil, err
	}
	where, args := readable(who)
	if program != "" {
		where, args = where+" AND program_id = ?", append(args, program)
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listTriggers(ctx, q, where, args, before, limit+1)
		return err
	})
	return out, err
}

// Trigger is one that the caller may see.
func (s *Service) Trigger(ctx context.Context, id string) (t Trigger, err error) {
	err = s.seeingTrigger(ctx, id, func(_ context.Context, _ record.Querier, found Trigger) error { t = found; return nil })
	return t, err
}

func (s *Service) seeingTrigger(ctx context.Context, id string, read func(context.Context, record.Querier, Trigger) error) error {
	who := access.From(ctx)
	if err := who.Any(access.OutreachRead); err != nil {
		return err
	}
	where, args := readable(who)
	return s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		t, err := getTrigger(ctx, q, where, args, id)
		if err != nil {
			return err
		}
		return read(ctx, q, t)
	})
}

// TriggerCounts tell how many of what a trigger heard of wait, or have which reason.
func (s *Service) TriggerCounts(ctx context.Context, id string) (out []TriggerCount, err error) {
	err = s.seeingTrigger(ctx, id, func(ctx context.Context, q record.Querier, t Trigger) error {
		out, err = countTrigger(ctx, q, t.ID)
		return err
	})
	return out, err
}

// ConsideredByTrigger gives whom a trigger considers, with one reason ("waiting"
// for none yet) and rule where they are given, limit+1 at most, those after an
// event. The caller may see customers.
func (s *Service) ConsideredByTrigger(ctx context.Context, id, reason, rule, after string, limit int) (out []TriggerConsidered, err error) {
	err = s.seeingTrigger(ctx, id, func(ctx context.Context, q record.Querier, t Trigger) error {
		if err := access.From(ctx).Require(access.PersonRead, access.Program(t.ProgramID)); err != nil {
			return err
		}
		out, err = listTriggerConsidered(ctx, q, t.ID, reason, rule, after, limit+1)
		return err
	})
	return out, err
}

// NewTrigger is what a trigger is made from.
type NewTrigger struct {
	SurveyID, Name string
	Settings       TriggerSettings
}

// CreateTrigger makes a trigger of a survey that the caller may see; it is off.
func (s *Service) CreateTrigger(ctx context.Context, n NewTrigger) (t Trigger, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return t, 0, err
	}
	survey, err := s.Measure.Survey(ctx, n.SurveyID)
	if fault.Is(err, fault.CodeNotFound) {
		return t, 0, fault.Invalid("survey_id", "There is no such survey.").Keyed("wave.no_survey")
	}
	if err != nil {
		return t, 0, err
	}
	if err := mayWrite(who, survey.ProgramID); err != nil {
		return t, 0, err
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	t, err = Trigger{ID: s.NewID(), ProgramID: survey.ProgramID, SurveyID: survey.ID, SurveyName: survey.Name, Name: n.Name, Settings: n.Settings,
		MadeBy: who.UserID, CreatedAt: now, ChangedAt: now, Version: 1}.checked()
	if err == nil {
		err = s.checkAround(ctx, n.Settings.around(), nil)
	}
	if err != nil {
		return t, 0, err
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.checkSeries(ctx, tx, t); err != nil {
			return err
		}
		tx.Log(TriggerChanged, t.ID)
		return writeTrigger(ctx, tx, t)
	})
	return t, position, err
}

// checkSeries refuses to follow what is no trigger of the same program.
func (s *Service) checkSeries(ctx context.Context, q record.Querier, t Trigger) error {
	if t.Settings.AfterID == "" {
		return nil
	}
	_, err := getTrigger(ctx, q, "program_id = ?", []any{t.ProgramID}, t.Settings.AfterID)
	if fault.Is(err, fault.CodeNotFound) {
		return fault.Invalid("settings.after_id", "There is no such trigger in this program.").Keyed("trigger.no_trigger")
	}
	return err
}

// TriggerChange is what may be changed of a trigger; nil leaves as it is.
type TriggerChange struct {
	Name     *string
	Settings *TriggerSettings
	On       *bool
}

// ChangeTrigger changes a trigger that has the version of ifMatch. Once on, it
// regards what happens from then on; who waits already is considered all the
// same. Off, nobody is asked, and who waits waits on.
func (s *Service) ChangeTrigger(ctx context.Context, id, ifMatch string, c TriggerChange) (t Trigger, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return t, 0, err
	}
	if c.Settings != nil {
		if err := s.checkAround(ctx, c.Settings.around(), nil); err != nil {
			return t, 0, err
		}
	}
	if err := s.readyTrigger(ctx, id, c); err != nil {
		return t, 0, err
	}
	end, err := s.Store.Position(ctx) // before the moment from which on it listens
	if err != nil {
		return t, 0, err
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if t, err = s.mayChangeTrigger(ctx, tx, id, ifMatch); err != nil {
			return err
		}
		if c.Name != nil {
			t.Name = *c.Name
		}
		if c.Settings != nil {
			t.Settings = *c.Settings
		}
		now := s.Now().UTC().Truncate(time.Microsecond)
		if c.On != nil && *c.On != (t.OnSince != nil) {
			t.OnSince = nil
			if *c.On {
				if err := beginAtEnd(ctx, tx, end); err != nil {
					return err
				}
				t.OnSince = &now
				s.idle.Store(false)
			}
		}
		if t, err = t.checked(); err != nil {
			return err
		}
		if err := s.checkSeries(ctx, tx, t); err != nil {
			return err
		}
		t.Version, t.ChangedAt = t.Version+1, now
		tx.Log(TriggerChanged, id)
		if err := writeTrigger(ctx, tx, t); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "wave.trigger", id, nil)
	})
	return t, position, err
}

// readyTrigger refuses to have a trigger listen that could ask nobody: its survey
// is not open, or its letter is missing.
func (s *Service) readyTrigger(ctx context.Context, id string, c TriggerChange) error {
	t, err := s.Trigger(ctx, id)
	if err != nil {
		return err
	}
	if c.Settings != nil {
		t.Settings = *c.Settings
	}
	if c.On != nil && !*c.On || c.On == nil && (t.OnSince == nil || c.Settings == nil) {
		return nil
	}
	return s.readyFor(ctx, t.wave())
}

func (s *Service) mayChangeTrigger(ctx context.Context, tx *record.Tx, id, ifMatch string) (Trigger, error) {
	who := access.From(ctx)
	where, args := readable(who)
	t, err := getTrigger(ctx, tx, where, args, id)
	if err != nil {
		return t, err
	}
	if err := mayWrite(who, t.ProgramID); err != nil {
		return t, err
	}
	return t, web.MatchVersion(ifMatch, t.Version)
}

// RemoveTrigger forgets a trigger that none follows; the waves of those it asked stay.
func (s *Service) RemoveTrigger(ctx context.Context, id, ifMatch string) (log.Position, error) {
	if err := access.From(ctx).Any(access.OutreachWrite); err != nil {
		return 0, err
	}
	return s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		t, err := s.mayChangeTrigger(ctx, tx, id, ifMatch)
		if err != nil {
			return err
		}
		if followed, err := followedBy(ctx, tx, t.ProgramID, id); err != nil || followed {
			return orFollowed(err)
		}
		tx.Log(TriggerChanged, id)
		if err := dropTrigger(ctx, tx, id); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "wave.trigger_removed", id, nil)
	})
}

func orFollowed(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.CodeConflict, "Another trigger asks after this one. Remove that first.").Keyed("trigger.followed")
}
