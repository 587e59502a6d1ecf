package understand

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// weightingRow is a row of weighting.
type weightingRow struct {
	bun.BaseModel `bun:"table:weighting"`

	ID        string `bun:"id,pk"`
	ProgramID string `bun:"program_id"`
	Name      string `bun:"name"`
	Base      string `bun:"base"`
	SegmentID string `bun:"segment_id"`
	Counted   int64  `bun:"counted"`
	CountedAt *int64 `bun:"counted_at"`
	Small     string `bun:"small"`
	Margins   string `bun:"margins"`
	CreatedAt int64  `bun:"created_at"`
	UpdatedAt int64  `bun:"updated_at"`
	Version   int64  `bun:"version"`
}

func weightingRowOf(w *Weighting) (*weightingRow, error) {
	margins, err := json.Marshal(w.Margins)
	row := &weightingRow{ID: w.ID, ProgramID: w.ProgramID, Name: w.Name, Base: string(w.Base), SegmentID: w.SegmentID, Counted: w.Customers, Small: string(w.Small),
		Margins: string(margins), CreatedAt: record.Micros(w.CreatedAt), UpdatedAt: record.Micros(w.UpdatedAt), Version: w.Version}
	if w.CountedAt != nil {
		at := record.Micros(*w.CountedAt)
		row.CountedAt = &at
	}
	return row, err
}

func (r *weightingRow) weighting() (*Weighting, error) {
	w := &Weighting{ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Base: Base(r.Base), SegmentID: r.SegmentID, Customers: r.Counted, Small: Small(r.Small),
		CreatedAt: record.Time(r.CreatedAt), UpdatedAt: record.Time(r.UpdatedAt), Version: r.Version}
	if r.CountedAt != nil {
		at := record.Time(*r.CountedAt)
		w.CountedAt = &at
	}
	return w, json.Unmarshal([]byte(r.Margins), &w.Margins)
}

// readWeighting finds a weighting, or that there is none.
func readWeighting(ctx context.Context, q record.Querier, id string) (*Weighting, error) {
	row := new(weightingRow)
	err := q.NewSelect().Model(row).Where("id = ?", id).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.NotFound("weighting")
	}
	if err != nil {
		return nil, err
	}
	return row.weighting()
}

// weightingPlace is where a page of weightings ended.
type weightingPlace struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

// listWeightings finds the weightings of a program after a place, by name.
func listWeightings(ctx context.Context, q record.Querier, program string, after weightingPlace, limit int) ([]*Weighting, error) {
	var rows []*weightingRow
	query := q.NewSelect().Model(&rows).Where("program_id = ?", program).Order("name", "id").Limit(int64(limit))
	if after.ID != "" {
		query = query.Where("(name > ? OR name = ? AND id > ?)", after.Name, after.Name, after.ID)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, err
	}
	out := make([]*Weighting, 0, len(rows))
	for _, row := range rows {
		w, err := row.weighting()
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

func insertWeighting(ctx context.Context, q record.Querier, w *Weighting) error {
	row, err := weightingRowOf(w)
	if err == nil {
		_, err = q.NewInsert().Model(row).Exec(ctx)
	}
	return err
}

func updateWeighting(ctx context.Context, q record.Querier, w *Weighting) error {
	row, err := weightingRowOf(w)
	if err == nil {
		_, err = q.NewUpdate().Model(row).WherePK().Exec(ctx)
	}
	return err
}

func deleteWeighting(ctx context.Context, q record.Querier, id string) error {
	_, err := q.NewDelete().Model((*weightingRow)(nil)).Where("id = ?", id).Exec(ctx)
	return err
}
