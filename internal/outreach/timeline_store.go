package outreach

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

type invitedRow struct {
	ID           string `bun:"id"`
	WaveID       string `bun:"wave_id"`
	CreatedAt    int64
	Survey       string
	Wave         string
	CustomerID   string `bun:"customer_id"`
	CustomerKey  string
	CustomerName string
}

// invitedOf are invitations after a place, the newest first, read from the index
// of the column.
func invitedOf(ctx context.Context, q record.Querier, column, id, where string, args []any, after people.TimelinePlace, n int) ([]invitedRow, error) {
	place, from := after.After("i.created_at", "i.id")
	var rows []invitedRow
	err := q.NewRaw(`SELECT i.id, i.wave_id, i.created_at, COALESCE(s.name, '') AS survey, w.name AS wave, c.id AS customer_id, c.key AS customer_key, c.name AS customer_name
		FROM invitation i JOIN wave w ON w.id = i.wave_id JOIN customer c ON c.id = i.customer_id LEFT JOIN survey s ON s.id = i.survey_id
		WHERE `+column+" = ? AND c.restricted_at IS NULL AND "+place+" AND "+where+" ORDER BY i.created_at DESC, i.id DESC LIMIT ?",
		append(append(append([]any{id}, from...), args...), n)...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "read invitations for a timeline")
}
