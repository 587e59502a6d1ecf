package purpose

import (
	"context"
	"database/sql"
	"errors"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type programRow struct {
	ID        string `bun:"id"`
	Name      string `bun:"name"`
	Why       string `bun:"why"`
	Synthetic bool   `bun:"synthetic"`
	CreatedAt int64  `bun:"created_at"`
	Version   int64  `bun:"version"`
}

func (r programRow) program() Program {
	return Program{ID: r.ID, Name: r.Name, Why: r.Why, Synthetic: r.Synthetic, CreatedAt: record.Time(r.CreatedAt), Version: r.Version}
}

const programColumns = "id, name, why, synthetic, created_at, version"

func getProgram(ctx context.Context, q record.Querier, id string) (Program, error) {
	var r programRow
	err := q.NewRaw("SELECT "+programColumns+" FROM program WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Program{}, fault.NotFound("program")
	}
	return r.program(), fault.Wrap(err, fault.CodeInternal, "get program")
}

// programByName finds a program by its name as names are compared.
func programByName(ctx context.Context, q record.Querier, name string) (Program, bool, error) {
	var r programRow
	err := q.NewRaw("SELECT "+programColumns+" FROM program WHERE name_key = ?", nameKey(name)).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Program{}, false, nil
	}
	return r.program(), err == nil, fault.Wrap(err, fault.CodeInternal, "find program")
}

func listPrograms(ctx context.Context, q record.Querier, reach access.Reach, after string, limit int) ([]Program, error) {
	where, args := reach.Where(access.Columns{Program: "id"})
	var rows []programRow
	err := q.NewRaw("SELECT "+programColumns+" FROM program WHERE "+where+" AND id > ? ORDER BY id LIMIT ?",
		append(args, after, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list programs")
	}
	out := make([]Program, len(rows))
	for i, r := range rows {
		out[i] = r.program()
	}
	return out, nil
}

func insertProgram(ctx context.Context, tx *record.Tx, p Program) error {
	res, err := tx.NewRaw("INSERT INTO program (id, name, name_key, why, synthetic, created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name_key) DO NOTHING",
		p.ID, p.Name, nameKey(p.Name), p.Why, p.Synthetic, record.Micros(p.CreatedAt), p.Version).Exec(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "insert program")
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return nameTaken().Because(err)
	}
	return nil
}

func updateProgram(ctx context.Context, tx *record.Tx, p Program) error {
	_, err := tx.NewRaw("UPDATE program SET name = ?, name_key = ?, why = ?, version = ? WHERE id = ?",
		p.Name, nameKey(p.Name), p.Why, p.Version, p.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update program")
}

func deleteProgram(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.NewRaw("DELETE FROM program WHERE id = ?", id).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "delete program")
}
