package record

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// EventsOf are the next events of some kinds after a position, at most limit,
// in commit order, and the position up to which the log was looked through:
// the reader goes on from there. Events that were pruned are passed over, so
// it suits readers that save their position (pruning waits for those).
func (s *Store) EventsOf(ctx context.Context, kinds []string, after log.Position, limit int) (events []log.Event, upTo log.Position, err error) {
	err = s.View(ctx, func(ctx context.Context, q Querier) error {
		upTo, err = s.PositionIn(ctx, q)
		if err != nil || upTo <= after {
			upTo = max(upTo, after)
			return err
		}
		var rows []struct {
			Position int64
			Kind     string
			IDs      string `bun:"ids"`
			At       int64
		}
		err := q.NewRaw(`SELECT position, kind, ids, at FROM change_log
			WHERE position > ? AND position <= ? AND kind IN (?) ORDER BY position LIMIT ?`,
			int64(after), int64(upTo), bun.List(kinds), limit).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "read change log")
		}
		events = make([]log.Event, len(rows))
		for i, r := range rows {
			events[i] = log.Event{Position: log.Position(r.Position), Kind: r.Kind, At: Time(r.At)}
			if err := json.Unmarshal([]byte(r.IDs), &events[i].IDs); err != nil {
				return fault.Wrap(err, fault.CodeInternal, "read ids of the change log")
			}
		}
		if len(rows) == limit {
			upTo = events[limit-1].Position
		}
		return nil
	})
	return events, upTo, err
}
