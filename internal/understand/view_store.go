package understand

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
)

// viewRow is a row of saved_view.
type viewRow struct {
	bun.BaseModel `bun:"table:saved_view"`

	ID        string `bun:"id,pk"`
	ProgramID string `bun:"program_id"`
	Name      string `bun:"name"`
	Path      string `bun:"path"`
	Params    string `bun:"params"`
	OwnerID   string `bun:"owner_id"`
	OwnerName string `bun:"owner_name"`
	Shared    string `bun:"shared"`
	Roles     string `bun:"roles"`
	CreatedAt int64  `bun:"created_at"`
	UpdatedAt int64  `bun:"updated_at"`
	Version   int64  `bun:"version"`
}

func rowOf(v *SavedView) (*viewRow, error) {
	params, err := json.Marshal(orEmpty(v.Params))
	if err != nil {
		return nil, err
	}
	roles, err := json.Marshal(append([]access.Role{}, v.Roles...))
	if err != nil {
		return nil, err
	}
	return &viewRow{ID: v.ID, ProgramID: v.ProgramID, Name: v.Name, Path: v.Path, Params: string(params), OwnerID: v.ownerID,
		OwnerName: v.OwnerName, Shared: string(v.Shared), Roles: string(roles), CreatedAt: record.Micros(v.CreatedAt),
		UpdatedAt: record.Micros(v.UpdatedAt), Version: v.Version}, nil
}

func (r *viewRow) view() (*SavedView, error) {
	v := &SavedView{ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Path: r.Path, OwnerName: r.OwnerName, Shared: Sharing(r.Shared),
		CreatedAt: record.Time(r.CreatedAt), UpdatedAt: record.Time(r.UpdatedAt), Version: r.Version, ownerID: r.OwnerID}
	if err := json.Unmarshal([]byte(r.Params), &v.Params); err != nil {
		return nil, err
	}
	return v, json.Unmarshal([]byte(r.Roles), &v.Roles)
}

func orEmpty(params map[string][]string) map[string][]string {
	if params == nil {
		return map[string][]string{}
	}
	return params
}

// readView finds a view; sql.ErrNoRows where there is none.
func readView(ctx context.Context, q record.Querier, id string) (*SavedView, error) {
	row := new(viewRow)
	if err := q.NewSelect().Model(row).Where("id = ?", id).Scan(ctx); err != nil {
		return nil, err
	}
	return row.view()
}

// listViews finds the views of an owner and those shared by roles, by name.
// What the reader's roles are is checked by the service.
func listViews(ctx context.Context, q record.Querier, owner, program string) ([]*SavedView, error) {
	var rows []*viewRow
	query := q.NewSelect().Model(&rows).Where("(owner_id = ? OR shared = ?)", owner, string(SharedRoles)).Order("name", "id")
	if program != "" {
		query = query.Where("program_id = ?", program)
	}
	if err := query.Scan(ctx); err != nil {
		return nil, err
	}
	views := make([]*SavedView, 0, len(rows))
	for _, row := range rows {
		v, err := row.view()
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return views, nil
}

func insertView(ctx context.Context, q record.Querier, v *SavedView) error {
	row, err := rowOf(v)
	if err != nil {
		return err
	}
	_, err = q.NewInsert().Model(row).Exec(ctx)
	return err
}

func updateView(ctx context.Context, q record.Querier, v *SavedView) error {
	row, err := rowOf(v)
	if err != nil {
		return err
	}
	_, err = q.NewUpdate().Model(row).WherePK().Exec(ctx)
	return err
}

func deleteView(ctx context.Context, q record.Querier, id string) error {
	_, err := q.NewDelete().Model((*viewRow)(nil)).Where("id = ?", id).Exec(ctx)
	return err
}
