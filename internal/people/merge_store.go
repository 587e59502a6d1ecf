package people

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type mergeRow struct {
	ID       string `bun:"id"`
	Of       string
	KeptID   string `bun:"kept_id"`
	KeptKey  string
	KeptName string
	GoneID   string `bun:"gone_id"`
	GoneKey  string
	GoneName string
	At       int64
	ByUser   string
	UndoneAt *int64
}

// selectMerges reads merges of a table's rows, as m.
func selectMerges(table string) string {
	return `SELECT m.id, m.of, m.kept_id, k.key AS kept_key, k.name AS kept_name, m.gone_id, g.key AS gone_key, g.name AS gone_name, m.at, m.by_user, m.undone_at
	FROM party_merge m JOIN ` + table + " k ON k.id = m.kept_id JOIN " + table + " g ON g.id = m.gone_id"
}

func (r mergeRow) merge() Merge {
	m := Merge{ID: r.ID, Of: r.Of, Kept: PartyRef{r.KeptID, r.KeptKey, r.KeptName}, Gone: PartyRef{r.GoneID, r.GoneKey, r.GoneName}, At: record.Time(r.At), ByUserID: r.ByUser}
	if r.UndoneAt != nil {
		m.UndoneAt = new(record.Time(*r.UndoneAt))
	}
	return m
}

func insertMerge(ctx context.Context, tx *record.Tx, m Merge) error {
	_, err := tx.Exec(ctx, "INSERT INTO party_merge (id, of, kept_id, gone_id, at, by_user) VALUES (?, ?, ?, ?, ?, ?)", m.ID, m.Of, m.Kept.ID, m.Gone.ID, record.Micros(m.At), m.ByUserID)
	return fault.Wrap(err, fault.CodeInternal, "insert merge")
}

func getMerge(ctx context.Context, q record.Querier, id string) (Merge, error) {
	var r mergeRow
	err := q.NewRaw(selectMerges(customersTable)+" WHERE m.id = ? UNION ALL "+selectMerges(accountsTable)+" WHERE m.id = ?", id, id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Merge{}, fault.NotFound("merge")
	}
	return r.merge(), fault.Wrap(err, fault.CodeInternal, "get merge")
}

func markUndone(ctx context.Context, tx *record.Tx, id string, at int64) error {
	n, err := tx.Exec(ctx, "UPDATE party_merge SET undone_at = ? WHERE id = ? AND undone_at IS NULL", at, id)
	if err == nil && n == 0 { // on PostgreSQL somebody else was first
		return fault.New(fault.CodeConflict, "This was undone already.").Keyed("merge.undone_already")
	}
	return fault.Wrap(err, fault.CodeInternal, "undo merge")
}

// activeMerges is what each of these customers or accounts was merged into.
func activeMerges(ctx context.Context, q record.Querier, gone []string) (map[string]string, error) {
	into := map[string]string{}
	if len(gone) == 0 {
		return into, nil
	}
	var rows []struct {
		GoneID string `bun:"gone_id"`
		KeptID string `bun:"kept_id"`
	}
	err := q.NewRaw("SELECT gone_id, kept_id FROM party_merge WHERE undone_at IS NULL AND gone_id IN (?)", bun.List(gone)).Scan(ctx, &rows)
	for _, r := range rows {
		into[r.GoneID] = r.KeptID
	}
	return into, fault.Wrap(err, fault.CodeInternal, "list merges")
}

// mergesOf are the merges that stand of the party that root stands for.
func mergesOf(ctx context.Context, q record.Querier, table, root string) ([]Merge, error) {
	var rows []mergeRow
	err := q.NewRaw(selectMerges(table)+" WHERE m.undone_at IS NULL AND m.gone_id IN (SELECT id FROM "+table+" WHERE party_id = ?) ORDER BY m.id DESC LIMIT ?", root, mostInParty).Scan(ctx, &rows)
	out := make([]Merge, len(rows))
	for i, r := range rows {
		out[i] = r.merge()
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list merges")
}

// setParty has rows of a table stand in another one, "" for themselves.
func setParty(ctx context.Context, tx *record.Tx, table string, ids []string, party string) error {
	for _, id := range ids {
		if _, err := tx.Exec(ctx, "UPDATE "+table+" SET party_id = ?, version = version + 1 WHERE id = ?", orNull(party), id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "move to a party")
		}
	}
	return nil
}

// unmerge takes a customer or an account that is about to go out of all its
// merges, and removes them.
func (s *Service) unmerge(ctx context.Context, tx *record.Tx, table, id string) error {
	var rows []mergeRow
	err := tx.NewRaw(selectMerges(table)+" WHERE (m.kept_id = ? OR m.gone_id = ?) AND m.undone_at IS NULL ORDER BY m.id", id, id).Scan(ctx, &rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find merges")
	}
	for _, r := range rows {
		var root string
		if _, err := tx.Get(ctx, "SELECT COALESCE(party_id, id) FROM "+table+" WHERE id = ?", []any{r.GoneID}, &root); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find party")
		}
		undo := s.undoIn
		if table == accountsTable {
			undo = s.partFirm
		}
		if err := undo(ctx, tx, r.merge(), root); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, "DELETE FROM party_merge WHERE kept_id = ? OR gone_id = ?", id, id)
	return fault.Wrap(err, fault.CodeInternal, "remove merges")
}
