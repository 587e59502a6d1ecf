package outreach

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type zoneRow struct {
	Zone        string
	Count       int64
	First, Last int64 // microseconds; of a wave that has begun
}

// allMade tells that no more invitations are to be made; until then the plan says
// whom the wave mails.
func (w Wave) allMade() bool { return w.StartedAt != nil && w.State != WaveSending }

// zonesOf counts those a wave mails, or would, by where their clocks are.
func zonesOf(ctx context.Context, q record.Querier, w Wave) ([]zoneRow, error) {
	text := "SELECT zone, count(*) AS count, 0 AS first, 0 AS last FROM considered WHERE wave_id = ? AND reason = 'invited' GROUP BY zone ORDER BY 2 DESC, 1"
	if w.allMade() {
		text = `SELECT i.zone, count(*) AS count, MIN(a.at) AS first, MAX(a.at) AS last FROM invitation i JOIN contact_asked a ON a.invitation_id = i.id AND a.kind = 'invitation'
			WHERE i.wave_id = ? GROUP BY i.zone ORDER BY 2 DESC, 1`
	}
	var rows []zoneRow
	err := q.NewRaw(text, w.ID).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "count the time zones of a wave")
}

// waveSettings is a wave by its id, whoever asks.
func waveSettings(ctx context.Context, q record.Querier, id string) (Wave, error) {
	found, err := listWaves(ctx, q, "id = ?", []any{id}, "", 1)
	if err == nil && len(found) == 0 {
		err = fault.NotFound("wave")
	}
	if err != nil {
		return Wave{}, err
	}
	return found[0], nil
}

// postponed notes that an invitation goes out at another time than it was to.
func postponed(ctx context.Context, tx *record.Tx, id, kind string, to int64) error {
	_, err := tx.Exec(ctx, "UPDATE contact_asked SET at = ? WHERE id IN (SELECT id FROM contact_asked WHERE invitation_id = ? AND kind = ? ORDER BY at DESC LIMIT 1)", to, id, kind)
	return fault.Wrap(err, fault.CodeInternal, "note that a mail goes out later")
}
