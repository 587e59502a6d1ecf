package journey

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const touchpointColumns = "id, program_id, key, name, customer_name, channel_id, stages, position, owner_id, editors, measure_id, volume, kept_why, created_at, changed_at, version"

type touchpointRow struct {
	ID           string `bun:"id"`
	ProgramID    string `bun:"program_id"`
	Key          string `bun:"key"`
	Name         string `bun:"name"`
	CustomerName string `bun:"customer_name"`
	ChannelID    string `bun:"channel_id"`
	Stages       string `bun:"stages"`
	Position     int    `bun:"position"`
	OwnerID      string `bun:"owner_id"`
	Editors      string `bun:"editors"`
	MeasureID    string `bun:"measure_id"`
	Volume       *int64 `bun:"volume"`
	KeptWhy      string `bun:"kept_why"`
	CreatedAt    int64  `bun:"created_at"`
	ChangedAt    int64  `bun:"changed_at"`
	Version      int64  `bun:"version"`
}

func (r touchpointRow) touchpoint() (Touchpoint, error) {
	t := Touchpoint{ID: r.ID, ProgramID: r.ProgramID, Key: r.Key, Name: r.Name, CustomerName: r.CustomerName, ChannelID: r.ChannelID, Position: r.Position,
		OwnerID: r.OwnerID, MeasureID: r.MeasureID, Volume: r.Volume, KeptWhy: r.KeptWhy, CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version}
	err := errors.Join(json.Unmarshal([]byte(r.Stages), &t.StageIDs), json.Unmarshal([]byte(r.Editors), &t.EditorIDs))
	return t, fault.Wrap(err, fault.CodeInternal, "read touchpoint")
}

// lists are the columns of a touchpoint that hold JSON.
func (t Touchpoint) lists() (stages, editors string, err error) {
	a, err1 := json.Marshal(t.StageIDs)
	b, err2 := json.Marshal(t.EditorIDs)
	return string(a), string(b), fault.Wrap(errors.Join(err1, err2), fault.CodeInternal, "write touchpoint")
}

// listTouchpoints gives the register of a program in its order.
func listTouchpoints(ctx context.Context, q record.Querier, program string) ([]Touchpoint, error) {
	var rows []touchpointRow
	err := q.NewRaw("SELECT "+touchpointColumns+" FROM touchpoint WHERE program_id = ? AND removed_at IS NULL ORDER BY position, id LIMIT ?", program, maxTouchpoints).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list touchpoints")
	}
	out := make([]Touchpoint, len(rows))
	for i, r := range rows {
		if out[i], err = r.touchpoint(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// touchpointKeys are the keys that any register lists.
func touchpointKeys(ctx context.Context, q record.Querier) ([]string, error) {
	var keys []string
	err := q.NewRaw("SELECT DISTINCT key FROM touchpoint WHERE removed_at IS NULL LIMIT 100000").Scan(ctx, &keys)
	return keys, fault.Wrap(err, fault.CodeInternal, "list keys of touchpoints")
}

// getTouchpoint is one of the register, or with gone one that was removed.
func getTouchpoint(ctx context.Context, q record.Querier, id string, gone bool) (Touchpoint, error) {
	var r touchpointRow
	state := map[bool]string{false: "removed_at IS NULL", true: "removed_at IS NOT NULL"}[gone]
	if err := found(q.NewRaw("SELECT "+touchpointColumns+" FROM touchpoint WHERE id = ? AND "+state, id).Scan(ctx, &r), "touchpoint"); err != nil {
		return Touchpoint{}, err
	}
	return r.touchpoint()
}

func insertTouchpoint(ctx context.Context, tx *record.Tx, t Touchpoint) error {
	stages, editors, err := t.lists()
	if err != nil {
		return err
	}
	res, err := tx.NewRaw("INSERT INTO touchpoint ("+touchpointColumns+", name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		t.ID, t.ProgramID, t.Key, t.Name, t.CustomerName, t.ChannelID, stages, t.Position, t.OwnerID, editors, t.MeasureID, t.Volume, t.KeptWhy,
		record.Micros(t.CreatedAt), record.Micros(t.ChangedAt), t.Version, nameKey(t.Name)).Exec(ctx)
	return added(res, err, "insert touchpoint")
}

func updateTouchpoint(ctx context.Context, tx *record.Tx, t Touchpoint) error {
	stages, editors, err := t.lists()
	if err != nil {
		return err
	}
	_, err = tx.NewRaw("UPDATE touchpoint SET key = ?, name = ?, name_key = ?, customer_name = ?, channel_id = ?, stages = ?, position = ?, owner_id = ?, editors = ?, measure_id = ?, volume = ?, kept_why = ?, changed_at = ?, version = ? WHERE id = ?",
		t.Key, t.Name, nameKey(t.Name), t.CustomerName, t.ChannelID, stages, t.Position, t.OwnerID, editors, t.MeasureID, t.Volume, t.KeptWhy, record.Micros(t.ChangedAt), t.Version, t.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update touchpoint")
}

// setRemoved takes a touchpoint out of the register, or with nil back in.
func setRemoved(ctx context.Context, tx *record.Tx, id string, at *time.Time) error {
	var micros *int64
	if at != nil {
		m := record.Micros(*at)
		micros = &m
	}
	_, err := tx.NewRaw("UPDATE touchpoint SET removed_at = ?, version = version + 1 WHERE id = ?", micros, id).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "remove touchpoint")
}

// nameOrKeyTaken tells whether another touchpoint of the register has t's key,
// or its name on its channel.
func nameOrKeyTaken(t Touchpoint, all []Touchpoint) error {
	for _, o := range all {
		switch {
		case o.ID == t.ID:
		case o.Key == t.Key:
			return taken("key")
		case o.ChannelID == t.ChannelID && nameKey(o.Name) == nameKey(t.Name):
			return taken("name")
		}
	}
	return nil
}

// HasTouchpointIn tells whether a program's register has a touchpoint of this id.
func HasTouchpointIn(ctx context.Context, q record.Querier, program, id string) (bool, error) {
	var n []int
	err := q.NewRaw("SELECT 1 FROM touchpoint WHERE id = ? AND program_id = ? AND removed_at IS NULL", id, program).Scan(ctx, &n)
	return len(n) > 0, fault.Wrap(err, fault.CodeInternal, "find a touchpoint")
}

// TouchpointsIn is the register of a program in its order, whoever asks, in the
// snapshot of q.
func TouchpointsIn(ctx context.Context, q record.Querier, program string) ([]Touchpoint, error) {
	return listTouchpoints(ctx, q, program)
}
