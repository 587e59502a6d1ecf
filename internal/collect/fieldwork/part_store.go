package fieldwork

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Way is how a wave reaches people and by what its sample is split.
type Way struct {
	By      string // mail, links
	Stratum string // unit, language, role, trait; "" for one
	Trait   string
}

// Ways are those of the waves of a survey, by their ids.
func Ways(ctx context.Context, q record.Querier, survey string) (map[string]Way, error) {
	var rows []struct {
		ID       string `bun:"id"`
		Settings string
	}
	if err := q.NewRaw("SELECT id, settings FROM wave WHERE survey_id = ?", survey).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read how waves reach people")
	}
	out := make(map[string]Way, len(rows))
	for _, r := range rows {
		var s struct {
			By     string `json:"by"`
			Sample struct {
				By    string `json:"by"`
				Trait string `json:"trait"`
			} `json:"sample"`
		}
		if err := json.Unmarshal([]byte(r.Settings), &s); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read how waves reach people")
		}
		out[r.ID] = Way{s.By, s.Sample.By, s.Sample.Trait}
	}
	return out, nil
}

// UnitNames are the names of units by their ids.
func UnitNames(ctx context.Context, q record.Querier, ids []string) (map[string]string, error) {
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct {
		ID   string `bun:"id"`
		Name string
	}
	err := q.NewRaw("SELECT id, name FROM unit WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read the names of units")
}

// Of counts the invitations to a version of some people, at most 5,000, by state
// and reason; who was merged counts as the one who stands for them.
func Of(ctx context.Context, q record.Querier, v Version, people []string) (out []Wave, err error) {
	err = q.NewRaw(`SELECT i.state, i.reason, count(*) AS n FROM customer c JOIN invitation i ON i.customer_id = c.id
		WHERE COALESCE(c.party_id, c.id) IN (?) AND i.survey_id = ? AND i.number = ? GROUP BY i.state, i.reason ORDER BY i.state, i.reason`, bun.List(people), v.Survey, v.Number).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "count the invitations of people")
}
