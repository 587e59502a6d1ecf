package outreach

import (
	"context"
	"reflect"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// waveFor is the wave of the month in which a trigger asks, made where there is
// none; false where somebody paused it. One that was ended is followed by another.
func (s *Service) waveFor(ctx context.Context, tx *record.Tx, t Trigger, asked measure.AskedSurvey) (Wave, bool, error) {
	now := s.Now().UTC().Truncate(time.Microsecond)
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	w, found, err := waveOfTrigger(ctx, tx, t.ID, asked.Number, month)
	if err != nil || found && w.State == WavePaused {
		return w, false, err
	}
	if found && w.State == WaveRunning {
		if now := t.wave().Settings; !reflect.DeepEqual(w.Settings, now) {
			// The trigger was changed: what the wave still sends goes by that too.
			w.Settings, w.Version, w.ChangedAt = now, w.Version+1, s.Now().UTC().Truncate(time.Microsecond)
			tx.Log(WaveChanged, w.ID)
			return w, true, writeWave(ctx, tx, w)
		}
		return w, true, nil
	}
	w = t.wave()
	w.ID, w.Name, w.State, w.seed = s.NewID(), t.Name+" "+text.Month(s.language(ctx), now), WaveRunning, s.Seed()
	w.PlannedAt, w.StartedAt, w.CreatedAt, w.ChangedAt, w.Version, w.Number = &now, &now, now, now, 1, asked.Number
	for _, a := range asked.Document.Series() {
		if err := noteMeasure(ctx, tx, t.SurveyID, asked.Number, a.MeasureID); err != nil {
			return w, false, err
		}
	}
	tx.Log(WaveChanged, w.ID)
	if err := insertWave(ctx, tx, w); err != nil {
		return w, false, err
	}
	if err := writeWave(ctx, tx, w); err != nil { // the times it began
		return w, false, err
	}
	return w, true, tieWave(ctx, tx, w.ID, t.ID, asked.Number)
}

// language is the organisation's, English where none is known.
func (s *Service) language(ctx context.Context) string {
	if s.Language == nil {
		return "en"
	}
	return s.Language(ctx)
}
