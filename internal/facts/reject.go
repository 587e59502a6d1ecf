package facts

import (
	"context"
	"time"
)

// Rejected is a row that was set aside, with where and when.
type Rejected struct {
	Reject
	Position int64     // position the projector had reached with the batch
	At       time.Time // when it was set aside
}

// Rejects are the newest rows that were set aside, at most limit, and how many
// there are.
func (s *Store) Rejects(ctx context.Context, limit int) (newest []Rejected, total int64, err error) {
	err = s.View(ctx, func(ctx context.Context, v *View) error {
		rows, err := v.Query(ctx, "SELECT position, id, reason, instant, count(*) OVER () FROM reject ORDER BY position DESC, id LIMIT ?", limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r Rejected
			if err := rows.Scan(&r.Position, &r.ID, &r.Reason, &r.At, &total); err != nil {
				return err
			}
			newest = append(newest, r)
		}
		return rows.Err()
	})
	return newest, total, err
}
