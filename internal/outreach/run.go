package outreach

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
	"github.com/balcony-cx/balcony/internal/record"
)

// piece is how many people a transaction takes on.
const piece = 500

// Run carries on the work on all waves until none has any left at the moment or
// ctx ends. Each piece is a transaction that notes how far the work is, so it
// may be killed and run again at any time. A wave that fails keeps no other.
func (s *Service) Run(ctx context.Context) error {
	ctx = access.System(ctx, "waves")
	var errs []error
	for after := ""; ; {
		var ids []string
		err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
			ids, err = wavesAtWork(ctx, q, after, 100)
			return err
		})
		if err != nil || len(ids) == 0 {
			return errors.Join(append(errs, err)...)
		}
		for _, id := range ids {
			if err := s.runWave(ctx, id); err != nil {
				errs = append(errs, err)
			}
			if ctx.Err() != nil {
				return errors.Join(append(errs, ctx.Err())...)
			}
		}
		after = ids[len(ids)-1]
	}
}

// runWave does all that there is to do for a wave now.
func (s *Service) runWave(ctx context.Context, id string) error {
	for ctx.Err() == nil {
		more, err := s.workOn(ctx, id)
		if err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}

// workOn does a piece of the work on a wave; more tells that there may be another.
func (s *Service) workOn(ctx context.Context, id string) (more bool, err error) {
	w, err := s.Wave(ctx, id)
	if err != nil {
		if fault.Is(err, fault.CodeNotFound) {
			return false, nil // removed meanwhile
		}
		return false, err
	}
	switch {
	case w.State == WavePlanning && w.step == "":
		return s.clear(ctx, w)
	case w.State == WavePlanning && w.step == workConsider:
		return s.consider(ctx, w)
	case w.State == WavePlanning && w.step == workDraw:
		return s.draw(ctx, w)
	case w.State == WaveSending:
		return s.invite(ctx, w)
	case w.State == WaveRunning:
		return s.remind(ctx, w)
	}
	return false, nil
}

// at runs a piece of the work on a wave that is still where it was seen.
func (s *Service) at(ctx context.Context, w Wave, do func(ctx context.Context, tx *record.Tx, now *Wave) error) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		now, err := lockWave(ctx, tx, w.ID)
		if fault.Is(err, fault.CodeNotFound) {
			return nil
		}
		if err != nil || now.State != w.State || now.step != w.step || now.cursor != w.cursor {
			return err // somebody else was faster, or it was stopped
		}
		return do(ctx, tx, &now)
	})
	return err
}

// clear forgets an earlier plan, and notes what version is asked about which measures.
func (s *Service) clear(ctx context.Context, w Wave) (more bool, err error) {
	asked, err := s.Measure.AskedVersion(ctx, w.SurveyID, 0)
	if err != nil || asked.Survey.State != measure.SurveyOpen {
		return false, s.standStill(ctx, w, "survey", err)
	}
	return true, s.at(ctx, w, func(ctx context.Context, tx *record.Tx, now *Wave) error {
		n, err := forgetConsidered(ctx, tx, w.ID, 4*piece)
		if err != nil || n == 4*piece {
			return err
		}
		for _, a := range asked.Document.Series() {
			if err := noteMeasure(ctx, tx, w.SurveyID, asked.Number, a.MeasureID); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, "UPDATE wave SET number = ? WHERE id = ?", asked.Number, w.ID); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "note the version of a wave")
		}
		now.step, now.cursor = workConsider, ""
		return moveWave(ctx, tx, *now)
	})
}

// standStill makes a wave that cannot go on a draft again, or pauses it, and
// says why. The cause is returned where it is no fault of the wave's.
func (s *Service) standStill(ctx context.Context, w Wave, problem string, cause error) error {
	if cause != nil && !fault.Is(cause, fault.CodeNotFound) && !fault.Is(cause, fault.CodeInvalid) {
		return cause
	}
	return s.at(ctx, w, func(ctx context.Context, tx *record.Tx, now *Wave) error {
		now.Problem = problem
		if now.State == WavePlanning {
			now.State, now.step, now.cursor = WaveDraft, "", ""
		} else {
			now.State = WavePaused
		}
		return s.moved(ctx, tx, now)
	})
}

// moved writes a wave that the program itself put into another state.
func (s *Service) moved(ctx context.Context, tx *record.Tx, w *Wave) error {
	w.Version, w.ChangedAt = w.Version+1, s.Now().UTC().Truncate(time.Microsecond)
	tx.Log(WaveChanged, w.ID)
	return writeWave(ctx, tx, *w)
}

// nextOf are the ids of the next people that a wave considers, in their order.
func (s *Service) nextOf(ctx context.Context, w Wave) (ids []string, err error) {
	if segment := w.Settings.People.SegmentID; segment != "" {
		if s.Members == nil {
			return nil, fault.NotFound("segment")
		}
		return s.Members.SegmentMembers(ctx, segment, w.cursor, piece)
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if w.Settings.People.Listed {
			ids, err = listedAfter(ctx, q, w.ID, w.cursor, piece)
		} else {
			ids, err = customersAfter(ctx, q, w.cursor, piece)
		}
		return err
	})
	return ids, err
}

// consider gives the next people of a wave their reason, or puts them into the pool.
func (s *Service) consider(ctx context.Context, w Wave) (more bool, err error) {
	ids, err := s.nextOf(ctx, w)
	if err != nil {
		return false, s.standStill(ctx, w, "segment", err)
	}
	return true, s.at(ctx, w, func(ctx context.Context, tx *record.Tx, now *Wave) error {
		if len(ids) == 0 {
			now.step, now.cursor = workDraw, ""
			return moveWave(ctx, tx, *now)
		}
		crowd, err := s.crowd(ctx, tx, *now, ids, true)
		if err != nil {
			return err
		}
		limits, err := limitsOf(ctx, tx, *now)
		if err != nil {
			return err
		}
		rows := make([][]any, len(crowd))
		for i, p := range crowd {
			v, against := plan.Judge(p.Candidate, limits, s.Now())
			rows[i] = []any{w.ID, p.id, orNull(p.account), string(v.Reason), string(v.Rule), !against, p.role, p.stratum(now.Settings.Sample.By), p.zone}
		}
		if _, err := tx.InsertAll(ctx, insertConsidered, rows); err != nil {
			return err
		}
		now.cursor = ids[len(ids)-1]
		return moveWave(ctx, tx, *now)
	})
}

// limitsOf are the rules of contact that hold for a wave.
func limitsOf(ctx context.Context, q record.Querier, w Wave) (plan.Limits, error) {
	if w.Settings.Exempt {
		return plan.Limits{}, nil
	}
	rules, err := readRules(ctx, q)
	return rules.limits(), err
}

// draw draws the sample. The whole pool is looked at each time, and gives the
// same: what is written already is passed over by the cursor.
func (s *Service) draw(ctx context.Context, w Wave) (more bool, err error) {
	pool, err := s.pool(ctx, w)
	if err != nil {
		return false, err
	}
	verdicts := plan.Draw(pool, w.Settings.Sample.caps(), w.Settings.Sample.size(), uint64(w.seed)) //nolint:gosec // bits of a seed
	for from := 0; from < len(pool); from += 4 * piece {
		to := min(from+4*piece, len(pool))
		last := idOf(pool[to-1])
		if last <= w.cursor {
			continue
		}
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		moved := false
		err := s.at(ctx, w, func(ctx context.Context, tx *record.Tx, now *Wave) error {
			moved = true
			if err := writeVerdicts(ctx, tx, w.ID, idsOf(pool[from:to]), verdicts[from:to]); err != nil {
				return err
			}
			now.cursor = last
			return moveWave(ctx, tx, *now)
		})
		if err != nil || !moved {
			return false, err
		}
		w.cursor = last
	}
	return false, s.at(ctx, w, func(ctx context.Context, tx *record.Tx, now *Wave) error {
		now.State, now.step, now.cursor = WavePlanned, "", ""
		now.PlannedAt = new(s.Now().UTC().Truncate(time.Microsecond))
		return s.moved(ctx, tx, now)
	})
}

// pool are all that nothing speaks against, in the order of their ids.
func (s *Service) pool(ctx context.Context, w Wave) (pool []plan.Entrant, err error) {
	strata := map[string]int32{}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		for after := ""; ; {
			rows, err := poolAfter(ctx, q, w.ID, after, 10*piece)
			if err != nil || len(rows) == 0 {
				return err
			}
			for _, r := range rows {
				e, err := r.entrant(strata)
				if err != nil {
					return err
				}
				pool = append(pool, e)
			}
			after = rows[len(rows)-1].CustomerID
		}
	})
	return pool, err
}

func idOf(e plan.Entrant) string { return uuid.UUID(e.ID).String() }

func idsOf(some []plan.Entrant) []string {
	out := make([]string, len(some))
	for i, e := range some {
		out[i] = idOf(e)
	}
	return out
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}
