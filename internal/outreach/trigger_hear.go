package outreach

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Listening tells whether it is worth looking for triggers when something happens:
// false while none was on at the last look.
func (s *Service) Listening() bool { return s.Happened != nil && !s.idle.Load() }

// hear takes the events of the log in, in batches. While no trigger listens it
// passes over them, so that the first one begins where the log ends.
func (s *Service) hear(ctx context.Context) error {
	for ctx.Err() == nil {
		var from, end log.Position
		var on bool
		err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
			if from, err = heardUpTo(ctx, q); err != nil {
				return err
			}
			if end, err = s.Store.PositionIn(ctx, q); err != nil {
				return err
			}
			on, err = anyListens(ctx, q)
			return err
		})
		if err != nil {
			return err
		}
		if s.idle.Store(!on); !on {
			return s.passOver(ctx, from, end)
		}
		events, to, err := s.Store.EventsOf(ctx, []string{s.Happened.HappeningKind()}, from, heardAtOnce)
		if err != nil || to == from {
			return err
		}
		var ids []string
		for _, e := range events {
			ids = append(ids, e.IDs...)
		}
		_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			if moved, err := hearUpTo(ctx, tx, from, to); err != nil || !moved {
				return err
			}
			return s.heard(ctx, tx, ids)
		})
		if err != nil {
			return err
		}
		if err := s.Store.SavePosition(ctx, triggerReader, to); err != nil || len(events) < heardAtOnce {
			return err
		}
	}
	return ctx.Err()
}

// passOver moves on to the end of the log, unless a trigger was switched on meanwhile.
func (s *Service) passOver(ctx context.Context, from, end log.Position) error {
	if end <= from {
		return nil
	}
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if on, err := anyListens(ctx, tx); err != nil || on {
			return err
		}
		_, err := hearUpTo(ctx, tx, from, end)
		return err
	})
	if err != nil {
		return err
	}
	return s.Store.SavePosition(ctx, triggerReader, end)
}

// beginAtEnd has the first trigger that listens begin where the log ended before
// it was switched on.
func beginAtEnd(ctx context.Context, tx *record.Tx, end log.Position) error {
	if on, err := anyListens(ctx, tx); err != nil || on {
		return err
	}
	from, err := heardUpTo(ctx, tx)
	if err != nil || end <= from {
		return err
	}
	_, err = hearUpTo(ctx, tx, from, end)
	return err
}

// heard notes for each trigger whom it will consider, and when.
func (s *Service) heard(ctx context.Context, tx *record.Tx, ids []string) error {
	triggers, err := listeningTriggers(ctx, tx)
	if err != nil || len(triggers) == 0 {
		return err
	}
	for part := range slices.Chunk(ids, 1000) {
		happened, err := s.Happened.Happenings(ctx, tx, part)
		if err != nil {
			return err
		}
		for _, t := range triggers {
			var mine []Happening
			for _, h := range happened {
				if t.Settings.AfterID == "" && h.Name == t.Settings.Event && !h.At.Before(*t.OnSince) {
					mine = append(mine, h)
				}
			}
			if err := waitFor(ctx, tx, t, mine); err != nil {
				return err
			}
		}
	}
	return nil
}

// waitFor has a trigger wait after what happened, once for each.
func waitFor(ctx context.Context, tx *record.Tx, t Trigger, happened []Happening) error {
	ids := make([]string, len(happened))
	for i, h := range happened {
		ids[i] = h.ID
	}
	known, err := knownDue(ctx, tx, t.ID, ids)
	if err != nil {
		return err
	}
	var rows [][]any
	for _, h := range happened {
		if !known[h.ID] {
			known[h.ID] = true
			rows = append(rows, []any{t.ID, h.ID, h.CustomerID, record.Micros(h.At), record.Micros(h.At.Add(time.Duration(t.Settings.WaitHours) * time.Hour))})
		}
	}
	_, err = tx.InsertAll(ctx, insertDue, rows)
	return err
}
