package purpose

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type objectiveRow struct {
	ID           string  `bun:"id"`
	ProgramID    string  `bun:"program_id"`
	ParentID     *string `bun:"parent_id"`
	Name         string  `bun:"name"`
	Outcome      string  `bun:"outcome"`
	MeasureID    string  `bun:"measure_id"`
	Picks        string  `bun:"picks"`
	BaselineFrom string  `bun:"baseline_from"`
	BaselineTo   string  `bun:"baseline_to"`
	Baseline     string  `bun:"baseline"`
	Target       float64 `bun:"target"`
	Due          string  `bun:"due"`
	CreatedAt    int64   `bun:"created_at"`
	Version      int64   `bun:"version"`
}

const objectiveColumns = "id, program_id, parent_id, name, outcome, measure_id, picks, baseline_from, baseline_to, baseline, target, due, created_at, version"

func (r objectiveRow) objective() (Objective, error) {
	o := Objective{ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Outcome: Outcome(r.Outcome), MeasureID: r.MeasureID, BaselineFrom: r.BaselineFrom, BaselineTo: r.BaselineTo,
		Target: r.Target, Due: r.Due, CreatedAt: record.Time(r.CreatedAt), Version: r.Version}
	if r.ParentID != nil {
		o.ParentID = *r.ParentID
	}
	err := errors.Join(json.Unmarshal([]byte(r.Picks), &o.Where), json.Unmarshal([]byte(r.Baseline), &o.Baseline))
	return o, fault.Wrap(err, fault.CodeInternal, "read objective")
}

func (o Objective) row() (objectiveRow, error) {
	picks, err := json.Marshal(o.Where)
	baseline, err2 := json.Marshal(o.Baseline)
	r := objectiveRow{ID: o.ID, ProgramID: o.ProgramID, Name: o.Name, Outcome: string(o.Outcome), MeasureID: o.MeasureID, Picks: string(picks), BaselineFrom: o.BaselineFrom, BaselineTo: o.BaselineTo,
		Baseline: string(baseline), Target: o.Target, Due: o.Due, CreatedAt: record.Micros(o.CreatedAt), Version: o.Version}
	if o.ParentID != "" {
		r.ParentID = &o.ParentID
	}
	return r, fault.Wrap(errors.Join(err, err2), fault.CodeInternal, "write objective")
}

func getObjective(ctx context.Context, q record.Querier, id string) (Objective, error) {
	var r objectiveRow
	err := q.NewRaw("SELECT "+objectiveColumns+" FROM objective WHERE id = ? AND removed_at IS NULL", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Objective{}, fault.NotFound("objective")
	}
	if err != nil {
		return Objective{}, fault.Wrap(err, fault.CodeInternal, "get objective")
	}
	return r.objective()
}

// listObjectives gives those of a program, oldest first.
func listObjectives(ctx context.Context, q record.Querier, program string) ([]Objective, error) {
	var rows []objectiveRow
	if err := q.NewRaw("SELECT "+objectiveColumns+" FROM objective WHERE program_id = ? AND removed_at IS NULL ORDER BY id LIMIT ?", program, maxObjectives).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list objectives")
	}
	out := make([]Objective, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.objective(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func insertObjective(ctx context.Context, tx *record.Tx, o Objective) error {
	r, err := o.row()
	if err == nil {
		_, err = tx.NewRaw("INSERT INTO objective ("+objectiveColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			r.ID, r.ProgramID, r.ParentID, r.Name, r.Outcome, r.MeasureID, r.Picks, r.BaselineFrom, r.BaselineTo, r.Baseline, r.Target, r.Due, r.CreatedAt, r.Version).Exec(ctx)
	}
	return fault.Wrap(err, fault.CodeInternal, "insert objective")
}

func updateObjective(ctx context.Context, tx *record.Tx, o Objective) error {
	r, err := o.row()
	if err == nil {
		_, err = tx.NewRaw("UPDATE objective SET parent_id = ?, name = ?, outcome = ?, measure_id = ?, picks = ?, baseline_from = ?, baseline_to = ?, baseline = ?, target = ?, due = ?, version = ? WHERE id = ?",
			r.ParentID, r.Name, r.Outcome, r.MeasureID, r.Picks, r.BaselineFrom, r.BaselineTo, r.Baseline, r.Target, r.Due, r.Version, r.ID).Exec(ctx)
	}
	return fault.Wrap(err, fault.CodeInternal, "update objective")
}
