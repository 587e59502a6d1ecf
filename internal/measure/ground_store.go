package measure

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type groundRow struct {
	MeasureID   string `bun:"measure_id"`
	Reason      string
	ReasonName  string
	ReasonAt    int64
	PublishedAt *int64
	PublishedBy string
	Version     int64
}

type restRow struct {
	MeasureID string `bun:"measure_id"`
	FindingID string `bun:"finding_id"`
}

// groundsOf gives the ground of each measure, in their order, as far as who asks
// may read findings.
func (s *Service) groundsOf(ctx context.Context, q record.Querier, measures []Measure) ([]Ground, error) {
	out, at, ids := make([]Ground, len(measures)), map[string]int{}, make([]string, len(measures))
	for i, m := range measures {
		out[i] = Ground{MeasureID: m.ID, ProgramID: m.ProgramID, Name: m.Name, Intent: m.Intent, Findings: []GroundFinding{}}
		at[m.ID], ids[i] = i, m.ID
	}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []groundRow
	err := q.NewRaw("SELECT measure_id, reason, reason_name, reason_at, published_at, published_by, version FROM measure_ground WHERE measure_id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read what measures rest on")
	}
	for _, r := range rows {
		g := &out[at[r.MeasureID]]
		g.Version, g.PublishedBy = r.Version, r.PublishedBy
		if r.Reason != "" {
			g.Reason = &WrittenReason{Text: r.Reason, ByName: r.ReasonName, At: record.Time(r.ReasonAt)}
		}
		if r.PublishedAt != nil {
			g.PublishedAt = new(record.Time(*r.PublishedAt))
		}
	}
	var rests []restRow
	err = q.NewRaw("SELECT measure_id, finding_id FROM measure_finding WHERE measure_id IN (?) ORDER BY measure_id, at, finding_id", bun.List(ids)).Scan(ctx, &rests)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read the findings that measures rest on")
	}
	known, err := s.findingsOf(ctx, q, rests)
	if err != nil {
		return nil, err
	}
	for _, r := range rests {
		g := &out[at[r.MeasureID]]
		g.Findings = append(g.Findings, shownFinding(ctx, r.FindingID, known))
	}
	for i := range out {
		out[i].State = out[i].stateWithout("")
	}
	return out, nil
}

func (s *Service) findingsOf(ctx context.Context, q record.Querier, rests []restRow) (map[string]Finding, error) {
	if len(rests) == 0 || s.findings == nil {
		return map[string]Finding{}, nil
	}
	ids, met := make([]string, 0, len(rests)), map[string]bool{}
	for _, r := range rests {
		if !met[r.FindingID] {
			met[r.FindingID], ids = true, append(ids, r.FindingID)
		}
	}
	return s.findings(ctx, q, ids)
}

// shownFinding is a finding as who asks may know it: what is not published is
// read by those who may write findings.
func shownFinding(ctx context.Context, id string, known map[string]Finding) GroundFinding {
	f, there := known[id]
	if !there {
		return GroundFinding{State: "gone", Hidden: true, id: id}
	}
	out := GroundFinding{State: f.State, For: f.For, Against: f.Against, Carries: f.carries(), id: id}
	if !readsFinding(access.From(ctx), f) {
		out.Hidden = true
		return out
	}
	out.ID, out.Claim, out.Kind = id, f.Claim, f.Kind
	return out
}

func readsFinding(who access.Who, f Finding) bool {
	at := access.Program(f.ProgramID)
	return who.Require(access.FindingWrite, at) == nil || f.Published && who.Require(access.FindingRead, at) == nil
}

// lockMeasure keeps what a measure rests on as it is until the transaction ends.
func lockMeasure(ctx context.Context, tx *record.Tx, id string) (Measure, error) {
	if tx.Engine() == record.PostgreSQL {
		var found string
		if _, err := tx.Get(ctx, "SELECT id FROM measure WHERE id = ? FOR UPDATE", []any{id}, &found); err != nil {
			return Measure{}, fault.Wrap(err, fault.CodeInternal, "lock measure")
		}
	}
	return getMeasure(ctx, tx, id)
}

// writeGround keeps reason and publication of a ground and counts its version up.
func writeGround(ctx context.Context, tx *record.Tx, g *Ground, by string) error {
	reason, name, reasonAt := "", "", int64(0)
	if g.Reason != nil {
		reason, name, reasonAt = g.Reason.Text, g.Reason.ByName, record.Micros(g.Reason.At)
	}
	var published any
	if g.PublishedAt != nil {
		published = record.Micros(*g.PublishedAt)
	}
	g.Version++
	_, err := tx.Exec(ctx, `INSERT INTO measure_ground (measure_id, reason, reason_by, reason_name, reason_at, published_at, published_by, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (measure_id) DO UPDATE SET reason = EXCLUDED.reason, reason_by = CASE WHEN measure_ground.reason = EXCLUDED.reason THEN measure_ground.reason_by ELSE EXCLUDED.reason_by END,
		reason_name = EXCLUDED.reason_name, reason_at = EXCLUDED.reason_at, published_at = EXCLUDED.published_at, published_by = EXCLUDED.published_by, version = EXCLUDED.version`,
		g.MeasureID, reason, by, name, reasonAt, published, g.PublishedBy, g.Version)
	return fault.Wrap(err, fault.CodeInternal, "write what a measure rests on")
}

// measuresOn are the measures that rest on a finding, at most limit.
func measuresOn(ctx context.Context, q record.Querier, finding, where string, args []any, limit int) ([]Measure, error) {
	return listMeasures(ctx, q, where+" AND id IN (SELECT measure_id FROM measure_finding WHERE finding_id = ?)", append(args, finding), "", limit)
}

func dropGround(ctx context.Context, tx *record.Tx, program string) error {
	for _, table := range []string{"measure_finding", "ground_reason", "measure_ground"} {
		if _, err := tx.NewRaw("DELETE FROM "+table+" WHERE measure_id IN (SELECT id FROM measure WHERE program_id = ?)", program).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "forget what measures rested on")
		}
	}
	_, err := tx.NewRaw("DELETE FROM expectation_finding WHERE touchpoint_id IN (SELECT id FROM touchpoint WHERE program_id = ?)", program).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "forget what expectations were written from")
}
