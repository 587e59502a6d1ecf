package collect

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/record"
)

// HappeningKind is the kind of the change log for events that were taken in.
func (*Service) HappeningKind() string { return EventRecorded }

// Happenings are those of the events that are there and of somebody, for the
// room of outreach, which asks after them; of the restricted there are none.
func (*Service) Happenings(ctx context.Context, q record.Querier, ids []string) ([]outreach.Happening, error) {
	var rows []struct {
		ID         string `bun:"id"`
		Name       string
		CustomerID string `bun:"customer_id"`
		At         int64
	}
	if len(ids) == 0 {
		return nil, nil
	}
	err := q.NewRaw("SELECT e.id, e.name, e.customer_id, e.at FROM event e WHERE e.id IN (?) AND e.customer_id IS NOT NULL AND "+notRestricted("e")+" ORDER BY e.id", bun.List(ids)).Scan(ctx, &rows)
	out := make([]outreach.Happening, len(rows))
	for i, r := range rows {
		out[i] = outreach.Happening{ID: r.ID, Name: r.Name, CustomerID: r.CustomerID, At: record.Time(r.At)}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read what happened")
}
