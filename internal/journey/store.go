package journey

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

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

const (
	channelColumns = "id, program_id, key, name, nature, position, version"
	stageColumns   = "id, program_id, name, position, version"
)

type channelRow struct {
	ID        string `bun:"id"`
	ProgramID string `bun:"program_id"`
	Key       string `bun:"key"`
	Name      string `bun:"name"`
	Nature    string `bun:"nature"`
	Position  int    `bun:"position"`
	Version   int64  `bun:"version"`
}

func (r channelRow) channel() Channel {
	return Channel{ID: r.ID, ProgramID: r.ProgramID, Key: r.Key, Name: r.Name, Nature: Nature(r.Nature), Position: r.Position, Version: r.Version}
}

// listChannels gives those of a program in their order.
func listChannels(ctx context.Context, q record.Querier, program string) ([]Channel, error) {
	var rows []channelRow
	if err := q.NewRaw("SELECT "+channelColumns+" FROM channel WHERE program_id = ? ORDER BY position, id LIMIT ?", program, maxChannels).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list channels")
	}
	out := make([]Channel, len(rows))
	for i, r := range rows {
		out[i] = r.channel()
	}
	return out, nil
}

func getChannel(ctx context.Context, q record.Querier, id string) (Channel, error) {
	var r channelRow
	err := q.NewRaw("SELECT "+channelColumns+" FROM channel WHERE id = ?", id).Scan(ctx, &r)
	return r.channel(), found(err, "channel")
}

func insertChannel(ctx context.Context, tx *record.Tx, c Channel) error {
	res, err := tx.NewRaw("INSERT INTO channel ("+channelColumns+", name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		c.ID, c.ProgramID, c.Key, c.Name, string(c.Nature), c.Position, c.Version, nameKey(c.Name)).Exec(ctx)
	return added(res, err, "insert channel")
}

func updateChannel(ctx context.Context, tx *record.Tx, c Channel) error {
	_, err := tx.NewRaw("UPDATE channel SET key = ?, name = ?, name_key = ?, nature = ?, position = ?, version = ? WHERE id = ?",
		c.Key, c.Name, nameKey(c.Name), string(c.Nature), c.Position, c.Version, c.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update channel")
}

// remove takes a row of one of the room's tables out.
func remove(ctx context.Context, tx *record.Tx, table, id string) error {
	_, err := tx.NewRaw("DELETE FROM "+table+" WHERE id = ?", id).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "remove "+table)
}

type stageRow struct {
	ID        string `bun:"id"`
	ProgramID string `bun:"program_id"`
	Name      string `bun:"name"`
	Position  int    `bun:"position"`
	Version   int64  `bun:"version"`
}

func listStages(ctx context.Context, q record.Querier, program string) ([]Stage, error) {
	var rows []stageRow
	if err := q.NewRaw("SELECT "+stageColumns+" FROM stage WHERE program_id = ? ORDER BY position, id LIMIT ?", program, maxStages).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list stages")
	}
	out := make([]Stage, len(rows))
	for i, r := range rows {
		out[i] = Stage(r)
	}
	return out, nil
}

func getStage(ctx context.Context, q record.Querier, id string) (Stage, error) {
	var r stageRow
	err := q.NewRaw("SELECT "+stageColumns+" FROM stage WHERE id = ?", id).Scan(ctx, &r)
	return Stage(r), found(err, "stage")
}

func insertStage(ctx context.Context, tx *record.Tx, s Stage) error {
	res, err := tx.NewRaw("INSERT INTO stage ("+stageColumns+", name_key) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		s.ID, s.ProgramID, s.Name, s.Position, s.Version, nameKey(s.Name)).Exec(ctx)
	return added(res, err, "insert stage")
}

func updateStage(ctx context.Context, tx *record.Tx, s Stage) error {
	_, err := tx.NewRaw("UPDATE stage SET name = ?, name_key = ?, position = ?, version = ? WHERE id = ?",
		s.Name, nameKey(s.Name), s.Position, s.Version, s.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update stage")
}

// found makes no row a fault of its own.
func found(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.NotFound(what)
	}
	return fault.Wrap(err, fault.CodeInternal, "get "+what)
}

// added makes a name or key that is taken a fault of its own.
func added(res sql.Result, err error, doing string) error {
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, doing)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return taken("name").Because(err)
	}
	return nil
}

// taken says that something of the register has this name or key already.
func taken(field string) *fault.Error {
	return fault.New(fault.CodeConflict, "The register has this name or key already.").With(field, "taken").Keyed("register.taken")
}

// RemoveIn takes the register of a program out inside a caller's transaction.
func RemoveIn(ctx context.Context, tx *record.Tx, program string) error {
	for _, table := range []string{"expectation", "touchpoint", "stage", "channel"} {
		if _, err := tx.NewRaw("DELETE FROM "+table+" WHERE program_id = ?", program).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove "+table+"s of a program")
		}
	}
	return nil
}
