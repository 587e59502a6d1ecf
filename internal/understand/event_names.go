package understand

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach"
)

// EventNames are the names of events with people of the last days, as far as
// whoever asks may see events, the most frequent first, at most so many.
func (s *Service) EventNames(ctx context.Context, days, most int) ([]outreach.EventName, error) {
	out := []outreach.EventName{}
	reach, err := s.reach(ctx)
	if err != nil {
		return out, err
	}
	err = s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		cal, err := s.calendar(ctx)
		if err != nil {
			return err
		}
		c := &condition{}
		c.add("party IS NOT NULL")
		c.happened(reach)
		c.between(cal.today.AddDate(0, 0, 1-days), cal.today)
		text := "SELECT name, count(*), max(day) FROM event WHERE " + c.sql() + " GROUP BY name ORDER BY 2 DESC, 1 LIMIT ?"
		return each(ctx, snap, text, append(c.args, most), func(r Rows) error {
			var n outreach.EventName
			if err := r.Scan(&n.Name, &n.Count, &n.Last); err != nil {
				return err
			}
			out = append(out, n)
			return nil
		})
	})
	return out, fault.Wrap(err, fault.CodeInternal, "count events by name")
}

var _ outreach.EventNames = (*Service)(nil)
