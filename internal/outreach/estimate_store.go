package outreach

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// customersByKeys are the ids of customers by their keys.
func customersByKeys(ctx context.Context, q record.Querier, keys []string) ([]string, error) {
	var ids []string
	err := q.NewRaw("SELECT id FROM customer WHERE key IN (?) ORDER BY id", bun.List(keys)).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "find customers by their keys")
}

// strataOf counts those of a planned wave whom nothing speaks against, and whom
// it asks, by stratum.
func strataOf(ctx context.Context, q record.Querier, wave string) ([]WaveStratum, error) {
	var out []WaveStratum
	err := q.NewRaw("SELECT stratum, count(*) AS population, SUM(CASE WHEN reason = 'invited' THEN 1 ELSE 0 END) AS asked FROM considered WHERE wave_id = ? AND pool = ? GROUP BY stratum ORDER BY stratum",
		wave, true).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "count the strata of a wave")
}

// earlierAnswers is how many were reached by the waves of a survey or a program
// that began before a time, and how many of them answered. Column is survey_id or
// program_id.
func earlierAnswers(ctx context.Context, q record.Querier, column, id string, before int64) (asked, answered int64, err error) {
	err = q.NewRaw(`SELECT COALESCE(SUM(CASE WHEN i.state IN ('sent', 'started', 'unsubscribed', 'closed') OR i.state = 'answered' AND i.reason = '' THEN 1 ELSE 0 END), 0),
		COALESCE(SUM(CASE WHEN i.state = 'closed' OR i.state = 'answered' AND i.reason = '' THEN 1 ELSE 0 END), 0)
		FROM invitation i WHERE i.wave_id IN (SELECT w.id FROM wave w WHERE w.`+column+` = ? AND w.started_at <= ? ORDER BY w.id DESC LIMIT 20)`, id, before).Scan(ctx, &asked, &answered)
	return asked, answered, fault.Wrap(err, fault.CodeInternal, "count answers to earlier waves")
}

// nameUnits puts the names of units to strata.
func nameUnits(ctx context.Context, q record.Querier, strata []WaveStratum) error {
	var ids []string
	for _, s := range strata {
		if s.Stratum != "" {
			ids = append(ids, s.Stratum)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		ID   string `bun:"id"`
		Name string
	}
	err := q.NewRaw("SELECT id, name FROM unit WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		for i := range strata {
			if strata[i].Stratum == r.ID {
				strata[i].Name = r.Name
			}
		}
	}
	return fault.Wrap(err, fault.CodeInternal, "name units")
}
