package outreach

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// WaveFilter chooses waves; its zero value chooses all.
type WaveFilter struct{ Program, Survey string }

// Waves gives those the caller may see, the newest first, limit+1 at most.
func (s *Service) Waves(ctx context.Context, f WaveFilter, before string, limit int) (out []Wave, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachRead); err != nil {
		return nil, err
	}
	where, args := readable(who)
	for _, c := range []struct{ column, value string }{{"program_id", f.Program}, {"survey_id", f.Survey}} {
		if c.value != "" {
			where, args = where+" AND "+c.column+" = ?", append(args, c.value)
		}
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listWaves(ctx, q, where, args, before, limit+1)
		return err
	})
	return out, err
}

// Wave is one that the caller may see.
func (s *Service) Wave(ctx context.Context, id string) (w Wave, err error) {
	err = s.seeing(ctx, id, func(_ context.Context, _ record.Querier, found Wave) error { w = found; return nil })
	return w, err
}

// Counts say how far a wave is that the caller may see.
func (s *Service) Counts(ctx context.Context, id string) (c WaveCounts, err error) {
	err = s.seeing(ctx, id, func(ctx context.Context, q record.Querier, w Wave) error {
		c, err = countWave(ctx, q, w.ID)
		return err
	})
	return c, err
}

// seeing reads about a wave that the caller may see.
func (s *Service) seeing(ctx context.Context, id string, read func(context.Context, record.Querier, Wave) error) error {
	if err := access.From(ctx).Any(access.OutreachRead); err != nil {
		return err
	}
	return s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		w, err := seenWave(ctx, q, id)
		if err != nil {
			return err
		}
		return read(ctx, q, w)
	})
}

// seeingPersons is seeing for what names people, whom the caller must be allowed
// to see too.
func (s *Service) seeingPersons(ctx context.Context, id string, read func(context.Context, record.Querier, Wave) error) error {
	return s.seeing(ctx, id, func(ctx context.Context, q record.Querier, w Wave) error {
		if err := access.From(ctx).Require(access.PersonRead, access.Program(w.ProgramID)); err != nil {
			return err
		}
		return read(ctx, q, w)
	})
}

// NewWave is what a wave is made from. Keys are of customers.
type NewWave struct {
	SurveyID, Name string
	Settings       WaveSettings
	Keys           []string
}

// CreateWave makes a draft of a wave of a survey that the caller may see.
func (s *Service) CreateWave(ctx context.Context, n NewWave) (out Wave, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return out, 0, err
	}
	survey, err := s.Measure.Survey(ctx, n.SurveyID)
	if fault.Is(err, fault.CodeNotFound) {
		return out, 0, fault.Invalid("survey_id", "There is no such survey.").Keyed("wave.no_survey")
	}
	if err != nil {
		return out, 0, err
	}
	if err := mayWrite(who, survey.ProgramID); err != nil {
		return out, 0, err
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	n.Settings.People.Listed = len(n.Keys) > 0
	out, err = Wave{ID: s.NewID(), ProgramID: survey.ProgramID, SurveyID: survey.ID, SurveyName: survey.Name, Name: n.Name, State: WaveDraft, Settings: n.Settings,
		MadeBy: who.UserID, CreatedAt: now, ChangedAt: now, Version: 1, seed: s.Seed()}.checked()
	if err == nil {
		err = s.checkAround(ctx, out, n.Keys)
	}
	if err != nil {
		return out, 0, err
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		tx.Log(WaveChanged, out.ID)
		if err := insertWave(ctx, tx, out); err != nil {
			return err
		}
		return setKeys(ctx, tx, out.ID, cleanKeys(n.Keys))
	})
	return out, position, err
}

// mayWrite refuses whoever may not have customers asked for a program: they
// must be allowed to see all of them.
func mayWrite(who access.Who, program string) error {
	if err := who.Require(access.OutreachWrite, access.Program(program)); err != nil {
		return err
	}
	return who.Require(access.PersonRead, access.Program(program))
}

// checkAround looks whether what a wave names is there.
func (s *Service) checkAround(ctx context.Context, w Wave, keys []string) error {
	if len(keys) > maxKeys {
		return fault.Invalid("keys", "A list has at most 100,000 keys. Use a segment for more.").Keyed("wave.keys")
	}
	if err := s.checkTrait(ctx, "settings.sample.trait", w.Settings.Sample.Trait); err != nil {
		return err
	}
	if l := w.Settings.Local; l != nil {
		if err := s.checkTrait(ctx, "settings.local.zone_trait", l.ZoneTrait); err != nil {
			return err
		}
	}
	if w.Settings.People.SegmentID == "" {
		return nil
	}
	_, err := s.People.GetSegment(ctx, w.Settings.People.SegmentID)
	if fault.Is(err, fault.CodeNotFound) {
		return fault.Invalid("settings.people.segment_id", "There is no such segment.").Keyed("wave.no_segment")
	}
	return err
}

func cleanKeys(keys []string) []string {
	out := make([]string, 0, len(keys))
	for _, key := range keys {
		if key = strings.TrimSpace(strings.ToValidUTF8(key, "")); key != "" && len(key) <= 200 {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// WaveChange is what may be changed of a wave; nil leaves as it is.
type WaveChange struct {
	Name     *string
	Settings *WaveSettings
	Keys     *[]string
}

// ChangeWave changes a wave that has the version of ifMatch. Its settings change
// only before it starts; one that was planned is a draft again then.
func (s *Service) ChangeWave(ctx context.Context, id, ifMatch string, c WaveChange) (Wave, log.Position, error) {
	if c.Settings != nil || c.Keys != nil {
		var settings WaveSettings
		var keys []string
		if c.Settings != nil {
			settings = *c.Settings
		}
		if c.Keys != nil {
			keys = *c.Keys
		}
		if err := s.checkAround(ctx, Wave{Settings: settings}, keys); err != nil {
			return Wave{}, 0, err
		}
	}
	return s.changing(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, w *Wave) error {
		if c.Name != nil {
			w.Name = *c.Name
		}
		if c.Settings == nil && c.Keys == nil {
			return nil
		}
		if w.State != WaveDraft && w.State != WavePlanned {
			return fault.New(fault.CodeConflict, "This wave has started; only its name can be changed.").Keyed("wave.started")
		}
		if c.Settings != nil {
			listed := w.Settings.People.Listed && c.Settings.People.Listed
			w.Settings = *c.Settings
			w.Settings.People.Listed = listed
		}
		if c.Keys != nil {
			w.Settings.People.Listed = len(*c.Keys) > 0
			if err := setKeys(ctx, tx, w.ID, cleanKeys(*c.Keys)); err != nil {
				return err
			}
		}
		w.State, w.PlannedAt, w.Problem = WaveDraft, nil, ""
		return nil
	})
}

// changing changes a wave that has the version of ifMatch ("" for any).
func (s *Service) changing(ctx context.Context, id, ifMatch string, change func(ctx context.Context, tx *record.Tx, w *Wave) error) (out Wave, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return out, 0, err
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if out, err = lockWave(ctx, tx, id); err != nil {
			return err
		}
		if err := mayWrite(who, out.ProgramID); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, out.Version); err != nil {
			return err
		}
		if err := change(ctx, tx, &out); err != nil {
			return err
		}
		if out, err = out.checked(); err != nil {
			return err
		}
		out.Version, out.ChangedAt = out.Version+1, s.Now().UTC().Truncate(time.Microsecond)
		tx.Log(WaveChanged, id)
		return writeWave(ctx, tx, out)
	})
	return out, position, err
}

// RemoveWave forgets a wave that has asked nobody.
func (s *Service) RemoveWave(ctx context.Context, id, ifMatch string) (log.Position, error) {
	_, position, err := s.changing(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, w *Wave) error {
		if w.StartedAt != nil || w.State == WavePlanning {
			return fault.New(fault.CodeConflict, "This wave has asked people, or is being planned. Cancel it instead.").Keyed("wave.stays")
		}
		tx.Log(WaveRemoved, id)
		return dropWave(ctx, tx, id)
	})
	return position, err
}

// TakeStep has a wave planned, started, paused, resumed, finished or cancelled.
// Planning asks nobody: it finds out who would be asked, and why not the others.
func (s *Service) TakeStep(ctx context.Context, id, ifMatch string, step Step) (Wave, log.Position, error) {
	if err := access.From(ctx).Any(access.OutreachWrite); err != nil {
		return Wave{}, 0, err
	}
	if step == StepPlan || step == StepStart {
		if err := s.ready(ctx, id); err != nil {
			return Wave{}, 0, err
		}
	}
	return s.changing(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, w *Wave) error {
		if err := w.may(step); err != nil {
			return err
		}
		s.step(w, step)
		tx.Log(WaveWork, id)
		return s.journal.Audit(ctx, tx, "wave.step", id, map[string]string{"step": string(step)})
	})
}

func (s *Service) step(w *Wave, step Step) {
	now := s.Now().UTC().Truncate(time.Microsecond)
	w.Problem = ""
	switch step {
	case StepPlan:
		w.State, w.PlannedAt, w.step, w.cursor, w.Number = WavePlanning, nil, "", "", 0
	case StepStart:
		w.State, w.StartedAt, w.step, w.cursor = WaveSending, &now, workInvite, ""
	case StepPause:
		w.State = WavePaused
	case StepResume:
		w.State = WaveRunning
		if w.step == workInvite {
			w.State = WaveSending
		}
	case StepFinish:
		w.State = WaveDone
	case StepCancel:
		w.State = WaveCancelled
	}
}

// ready refuses a wave whose survey takes no answers, or that is to be mailed
// where no mail is sent.
func (s *Service) ready(ctx context.Context, id string) error {
	w, err := s.Wave(ctx, id)
	if err != nil {
		return err
	}
	return s.readyFor(ctx, w)
}

func (s *Service) readyFor(ctx context.Context, w Wave) error {
	asked, err := s.Measure.AskedVersion(ctx, w.SurveyID, 0)
	if fault.Is(err, fault.CodeNotFound) || err == nil && asked.Survey.State != measure.SurveyOpen {
		return fault.New(fault.CodeConflict, "Publish the survey first; only an open survey is sent.").Keyed("wave.survey_closed")
	}
	if err != nil || w.Settings.By != ByMail {
		return err
	}
	if s.Mail == nil {
		return fault.New(fault.CodeConflict, "This server sends no mail. Choose links in a file.").Keyed("wave.no_mail")
	}
	if s.PublicURL(ctx) == "" {
		return fault.New(fault.CodeConflict, "Say first under which address people reach this server: in the settings of the organisation, or with BALCONY_PUBLIC_URL. Links in mails lead there.").Keyed("wave.no_address")
	}
	for _, letter := range []struct{ field, id string }{{"settings.letter_id", w.Settings.LetterID}, {"settings.reminder_letter_id", cmp.Or(w.Settings.ReminderLetterID, w.Settings.LetterID)}} {
		if err := s.mailable(ctx, w, letter.field, letter.id); err != nil {
			return err
		}
	}
	return nil
}

// mailable refuses a letter that is not of the wave's program, or that lacks words
// in its first language.
func (s *Service) mailable(ctx context.Context, w Wave, field, id string) error {
	if id == "" {
		return fault.Invalid(field, "Choose the letter that is mailed.").Keyed("wave.no_letter")
	}
	l, err := s.LetterBy(ctx, id)
	if fault.Is(err, fault.CodeNotFound) || err == nil && l.ProgramID != w.ProgramID {
		return fault.Invalid(field, "There is no such letter in the program.").Keyed("wave.letter")
	}
	if err != nil {
		return err
	}
	for _, part := range l.Missing {
		if strings.HasSuffix(part, "."+l.Document.Languages[0]) {
			return fault.Invalid(field, "The letter lacks words in its first language. Write them first.").Keyed("wave.letter_words")
		}
	}
	return nil
}
