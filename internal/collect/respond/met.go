package respond

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// metSince is how far back it is looked which touchpoints somebody used; mostMet is
// how many of them are kept, the last used first.
const (
	metSince = 365 * 24 * time.Hour
	mostMet  = questionnaire.MaxLoop
)

// metBy are the touchpoints of the register that whom an invitation asks has used, by
// their events of a year, where a version asks about each.
func (s *Service) metBy(ctx context.Context, q record.Querier, asked measure.AskedSurvey, invitation string) (out questionnaire.Met, err error) {
	if !asked.Document.LoopsOverTouchpoints() {
		return questionnaire.Met{}, nil
	}
	var rows []struct {
		ID   string `bun:"id"`
		Name string
	}
	err = q.NewRaw(`SELECT t.id, COALESCE(NULLIF(t.customer_name, ''), t.name) AS name
		FROM (SELECT e.touchpoint_key AS used, max(e.at) AS last FROM invitation i JOIN event e ON e.customer_id = i.customer_id
			WHERE i.id = ? AND e.customer_id IS NOT NULL AND e.touchpoint_key <> '' AND e.at >= ? GROUP BY e.touchpoint_key) m
		JOIN touchpoint t ON t.program_id = ? AND t.key = m.used AND t.removed_at IS NULL ORDER BY m.last DESC, t.id LIMIT ?`,
		invitation, record.Micros(s.Now().Add(-metSince)), asked.Survey.ProgramID, mostMet).Scan(ctx, &rows)
	return metOf(rows), fault.Wrap(err, fault.CodeInternal, "find which touchpoints somebody used")
}

// metForPreview are the first touchpoints of a program, so that a page for each shows.
func (s *Service) metForPreview(ctx context.Context, asked measure.AskedSurvey) (questionnaire.Met, error) {
	const shown = 2
	return s.Trial.Places(ctx, asked, shown)
}

func metOf(rows []struct {
	ID   string `bun:"id"`
	Name string
}) questionnaire.Met {
	out := make(questionnaire.Met, len(rows))
	for i, r := range rows {
		out[i] = questionnaire.MetAt{ID: r.ID, Name: r.Name}
	}
	return out
}
