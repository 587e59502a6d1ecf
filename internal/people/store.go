package people

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations of the room's tables.
func Migrations() fs.FS { return migrations }

type unitRow struct {
	ID        string `bun:"id"`
	Key       string `bun:"key"`
	Name      string `bun:"name"`
	ParentID  string `bun:"parent_id"`
	CreatedAt int64  `bun:"created_at"`
	Version   int64  `bun:"version"`
}

func (r unitRow) unit() Unit {
	return Unit{ID: r.ID, Key: r.Key, Name: r.Name, ParentID: r.ParentID, CreatedAt: record.Time(r.CreatedAt), Version: r.Version}
}

const unitColumns = "id, key, name, COALESCE(parent_id, '') AS parent_id, created_at, version"

func listUnits(ctx context.Context, q record.Querier) ([]Unit, error) {
	var rows []unitRow
	if err := q.NewRaw("SELECT "+unitColumns+" FROM unit ORDER BY name, id").Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list units")
	}
	out := make([]Unit, len(rows))
	for i, r := range rows {
		out[i] = r.unit()
	}
	return out, nil
}

func getUnit(ctx context.Context, q record.Querier, id string) (Unit, error) {
	var r unitRow
	err := q.NewRaw("SELECT "+unitColumns+" FROM unit WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Unit{}, fault.NotFound("unit")
	}
	return r.unit(), fault.Wrap(err, fault.CodeInternal, "get unit")
}

func insertUnit(ctx context.Context, tx *record.Tx, u Unit) error {
	_, err := tx.NewRaw("INSERT INTO unit (id, key, name, parent_id, created_at, version) VALUES (?, ?, ?, ?, ?, ?)",
		u.ID, u.Key, u.Name, orNull(u.ParentID), record.Micros(u.CreatedAt), u.Version).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "insert unit")
}

func updateUnit(ctx context.Context, tx *record.Tx, u Unit) error {
	_, err := tx.NewRaw("UPDATE unit SET key = ?, name = ?, parent_id = ?, version = ? WHERE id = ?",
		u.Key, u.Name, orNull(u.ParentID), u.Version, u.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update unit")
}

func deleteUnit(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.NewRaw("DELETE FROM unit WHERE id = ?", id).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "delete unit")
}

func countBelow(ctx context.Context, q record.Querier, id string) (n int64, err error) {
	err = q.NewRaw("SELECT count(*) FROM unit WHERE parent_id = ?", id).Scan(ctx, &n)
	return n, fault.Wrap(err, fault.CodeInternal, "count units below")
}

func unitsUnder(ctx context.Context, q record.Querier, id string) (ids []string, err error) {
	err = q.NewRaw(`WITH RECURSIVE below (id, depth) AS (
		SELECT id, 0 FROM unit WHERE id = ?
		UNION ALL
		SELECT u.id, b.depth + 1 FROM unit u JOIN below b ON u.parent_id = b.id WHERE b.depth < ?)
		SELECT id FROM below`, id, maxDepth).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "find units below")
}
