package measure

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// mostReasons is how many reasons of a measure are told, the newest.
const mostReasons = 200

// Reasons are those that were written down for a measure that the caller may
// see, the newest first, at most 200; an empty one says that it was taken back.
func (s *Service) Reasons(ctx context.Context, id string) (out []WrittenReason, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := seen(ctx, q, id); err != nil {
			return err
		}
		var rows []struct {
			Text   string
			ByName string
			At     int64
		}
		if err := q.NewRaw("SELECT text, by_name, at FROM ground_reason WHERE measure_id = ? ORDER BY id DESC LIMIT ?", id, mostReasons).Scan(ctx, &rows); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "read the reasons of a measure")
		}
		for _, r := range rows {
			out = append(out, WrittenReason{Text: r.Text, ByName: r.ByName, At: record.Time(r.At)})
		}
		return nil
	})
	return out, err
}

// keepReason writes a reason, "" for one that was taken back, beside those that
// there were.
func (s *Service) keepReason(ctx context.Context, tx *record.Tx, measure, text string) error {
	who := access.From(ctx)
	_, err := tx.Exec(ctx, "INSERT INTO ground_reason (measure_id, text, by_user, by_name, at) VALUES (?, ?, ?, ?, ?)", measure, text, who.UserID, who.Name, record.Micros(s.now()))
	return fault.Wrap(err, fault.CodeInternal, "keep the reason of a measure")
}
