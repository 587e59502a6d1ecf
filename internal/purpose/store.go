package purpose

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type programRow struct {
	ID           string    `bun:"id"`
	Name         string    `bun:"name"`
	Why          string    `bun:"why"`
	Population   string    `bun:"population"`
	OwnerID      string    `bun:"owner_id"`
	Outcomes     string    `bun:"outcomes"`
	Wants        string    `bun:"wants"`
	Returns      string    `bun:"returns"`
	OnErasure    OnErasure `bun:"on_erasure"`
	ErasureKeeps string    `bun:"erasure_keeps"`
	Synthetic    bool      `bun:"synthetic"`
	CreatedAt    int64     `bun:"created_at"`
	StartedAt    *int64    `bun:"started_at"`
	Version      int64     `bun:"version"`
}

func (r programRow) program() (Program, error) {
	p := Program{ID: r.ID, Name: r.Name, Why: r.Why, Population: r.Population, OwnerID: r.OwnerID, OnErasure: r.OnErasure, Synthetic: r.Synthetic, CreatedAt: record.Time(r.CreatedAt), Version: r.Version}
	if r.StartedAt != nil {
		started := record.Time(*r.StartedAt)
		p.StartedAt = &started
	}
	err := errors.Join(json.Unmarshal([]byte(r.Outcomes), &p.Outcomes), json.Unmarshal([]byte(r.Wants), &p.Wants), json.Unmarshal([]byte(r.Returns), &p.Returns),
		json.Unmarshal([]byte(r.ErasureKeeps), &p.ErasureKeeps))
	return p, fault.Wrap(err, fault.CodeInternal, "read program")
}

// values are the columns that change, in the order of updateProgram.
func (p Program) values() ([]any, error) {
	var lists [4]string
	for i, list := range []any{p.Outcomes, p.Wants, p.Returns, p.ErasureKeeps} {
		text, err := json.Marshal(list)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "write program")
		}
		lists[i] = string(text)
	}
	var started *int64
	if p.StartedAt != nil {
		micros := record.Micros(*p.StartedAt)
		started = &micros
	}
	return []any{p.Name, nameKey(p.Name), p.Why, p.Population, p.OwnerID, lists[0], lists[1], lists[2], string(p.OnErasure), lists[3], started, p.Version}, nil
}

const programColumns = "id, name, why, population, owner_id, outcomes, wants, returns, on_erasure, erasure_keeps, synthetic, created_at, started_at, version"

func getProgram(ctx context.Context, q record.Querier, id string) (Program, error) {
	var r programRow
	err := q.NewRaw("SELECT "+programColumns+" FROM program WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Program{}, fault.NotFound("program")
	}
	if err != nil {
		return Program{}, fault.Wrap(err, fault.CodeInternal, "get program")
	}
	return r.program()
}

// programByName finds a program by its name as names are compared.
func programByName(ctx context.Context, q record.Querier, name string) (Program, bool, error) {
	var r programRow
	err := q.NewRaw("SELECT "+programColumns+" FROM program WHERE name_key = ?", nameKey(name)).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Program{}, false, nil
	}
	if err != nil {
		return Program{}, false, fault.Wrap(err, fault.CodeInternal, "find program")
	}
	p, err := r.program()
	return p, err == nil, err
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
		if out[i], err = r.program(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func insertProgram(ctx context.Context, tx *record.Tx, p Program) error {
	values, err := p.values()
	if err != nil {
		return err
	}
	res, err := tx.NewRaw("INSERT INTO program (name, name_key, why, population, owner_id, outcomes, wants, returns, on_erasure, erasure_keeps, started_at, version, id, synthetic, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name_key) DO NOTHING",
		append(values, p.ID, p.Synthetic, record.Micros(p.CreatedAt))...).Exec(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "insert program")
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return nameTaken().Because(err)
	}
	return nil
}

func updateProgram(ctx context.Context, tx *record.Tx, p Program) error {
	values, err := p.values()
	if err != nil {
		return err
	}
	_, err = tx.NewRaw("UPDATE program SET name = ?, name_key = ?, why = ?, population = ?, owner_id = ?, outcomes = ?, wants = ?, returns = ?, on_erasure = ?, erasure_keeps = ?, started_at = ?, version = ? WHERE id = ?",
		append(values, p.ID)...).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update program")
}

// deleteProgram takes a program out with all that is said of it.
func deleteProgram(ctx context.Context, tx *record.Tx, id string) error {
	var err error
	for _, text := range []string{
		"DELETE FROM objective WHERE program_id = ?", "DELETE FROM program_question WHERE program_id = ?",
		"DELETE FROM indicator_former WHERE indicator_id IN (SELECT id FROM indicator WHERE program_id = ?)",
		"DELETE FROM indicator_value WHERE indicator_id IN (SELECT id FROM indicator WHERE program_id = ?)",
		"DELETE FROM indicator WHERE program_id = ?", "DELETE FROM program WHERE id = ?",
	} {
		if err == nil {
			_, err = tx.NewRaw(text, id).Exec(ctx)
		}
	}
	return fault.Wrap(err, fault.CodeInternal, "delete program")
}
