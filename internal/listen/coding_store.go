package listen

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const codingColumns = "g.id, g.document_id, g.study_id, g.code_id, g.coder, g.coder_id, g.from_n, g.from_pos, g.to_n, g.to_pos, g.mode, g.touchpoint_id, g.memo, g.sealed, g.dropped, g.settlement_id, g.made_at, g.changed_at, g.version"

type codingRow struct {
	ID           string `bun:"id"`
	DocumentID   string `bun:"document_id"`
	StudyID      string `bun:"study_id"`
	CodeID       string `bun:"code_id"`
	Coder        string
	CoderID      string `bun:"coder_id"`
	FromN        int    `bun:"from_n"`
	FromPos      int
	ToN          int `bun:"to_n"`
	ToPos        int
	Mode         string
	TouchpointID string `bun:"touchpoint_id"`
	Memo         string
	Sealed       int
	Dropped      int
	SettlementID string `bun:"settlement_id"`
	MadeAt       int64
	ChangedAt    int64
	Version      int64
}

func (r codingRow) coding() Coding {
	return Coding{
		ID: r.ID, DocumentID: r.DocumentID, StudyID: r.StudyID, CodeID: r.CodeID, Coder: Coder{Kind: CoderKind(r.Coder), ID: r.CoderID},
		Mode: Mode(r.Mode), TouchpointID: r.TouchpointID, Memo: r.Memo, Sealed: r.Sealed != 0, Dropped: r.Dropped != 0, SettlementID: r.SettlementID,
		MadeAt: record.Time(r.MadeAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version,
		Passage: Passage{FromN: r.FromN, FromPos: r.FromPos, ToN: r.ToN, ToPos: r.ToPos},
	}
}

// seenBy is the condition for passages that a coder may see: all that are not
// sealed, and his own.
func seenBy(who access.Who) (string, []any) {
	return "g.removed_at IS NULL AND (g.sealed = 0 OR g.coder = 'person' AND g.coder_id = ?)", []any{who.UserID}
}

// listCodings gives the passages of a document that who may see, by where they
// begin.
func listCodings(ctx context.Context, q record.Querier, who access.Who, document string) ([]Coding, error) {
	where, args := seenBy(who)
	var rows []codingRow
	if err := q.NewRaw("SELECT "+codingColumns+" FROM coding g WHERE g.document_id = ? AND "+where+" ORDER BY g.from_n, g.from_pos, g.id LIMIT ?",
		append(append([]any{document}, args...), maxCodings)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list codings")
	}
	out := make([]Coding, len(rows))
	for i, r := range rows {
		out[i] = r.coding()
	}
	return out, nil
}

// getCoding gives a passage, also one that was taken off where gone is true.
func getCoding(ctx context.Context, q record.Querier, id string, gone bool) (Coding, error) {
	where := "g.removed_at IS NULL"
	if gone {
		where = "g.removed_at IS NOT NULL"
	}
	var r codingRow
	err := q.NewRaw("SELECT "+codingColumns+" FROM coding g WHERE g.id = ? AND "+where, id).Scan(ctx, &r)
	return r.coding(), found(err, "coding")
}

func insertCoding(ctx context.Context, tx *record.Tx, c Coding) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO coding (id, document_id, study_id, code_id, coder, coder_id, from_n, from_pos, to_n, to_pos, mode, touchpoint_id, memo,
		sealed, made_at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		c.ID, c.DocumentID, c.StudyID, c.CodeID, string(c.Coder.Kind), c.Coder.ID, c.FromN, c.FromPos, c.ToN, c.ToPos, string(c.Mode), c.TouchpointID, c.Memo,
		flag(c.Sealed), record.Micros(c.MadeAt), record.Micros(c.ChangedAt), c.Version)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "insert coding")
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func updateCoding(ctx context.Context, tx *record.Tx, c Coding) error {
	_, err := tx.Exec(ctx, `UPDATE coding SET code_id = ?, from_n = ?, from_pos = ?, to_n = ?, to_pos = ?, mode = ?, touchpoint_id = ?, memo = ?,
		changed_at = ?, version = ? WHERE id = ?`,
		c.CodeID, c.FromN, c.FromPos, c.ToN, c.ToPos, string(c.Mode), c.TouchpointID, c.Memo, record.Micros(c.ChangedAt), c.Version, c.ID)
	return fault.Wrap(err, fault.CodeInternal, "update coding")
}

// removeCoding takes a passage off at an instant, or puts it back at 0.
func removeCoding(ctx context.Context, tx *record.Tx, id string, at int64) error {
	var removed any
	if at > 0 {
		removed = at
	}
	_, err := tx.Exec(ctx, "UPDATE coding SET removed_at = ?, version = version + 1 WHERE id = ?", removed, id)
	return fault.Wrap(err, fault.CodeInternal, "remove coding")
}

// recode gives passages of a code another, those that the person sees as a
// researcher of their studies, and tells how many.
func recode(ctx context.Context, tx *record.Tx, from, to string, ids []string, user string, at int64) (int, error) {
	moved := 0
	for some := range slices.Chunk(ids, 500) {
		res, err := tx.NewRaw(`UPDATE coding SET code_id = ?, changed_at = ?, version = version + 1
			WHERE id IN (?) AND code_id = ? AND removed_at IS NULL AND (sealed = 0 OR coder_id = ?) AND study_id IN (`+researchedBy+`)`,
			to, at, bun.List(some), from, user, user).Exec(ctx)
		if err != nil {
			return 0, fault.Wrap(err, fault.CodeInternal, "split a code")
		}
		n, err := res.RowsAffected()
		if err != nil {
			return 0, fault.Wrap(err, fault.CodeInternal, "split a code")
		}
		moved += int(n)
	}
	return moved, nil
}

// researchedBy are the studies of which somebody is a researcher.
const researchedBy = "SELECT m.study_id FROM study_member m WHERE m.user_id = ? AND m.part = 'researcher'"

// lengthsOf gives the lengths of these sentences of a document in code points;
// those that are not there are missing.
func lengthsOf(ctx context.Context, q record.Querier, document string, ns []int) (map[int]int, error) {
	var rows []struct {
		N    int `bun:"n"`
		Text string
	}
	if err := q.NewRaw("SELECT n, text FROM sentence WHERE document_id = ? AND n IN (?)", document, bun.List(ns)).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read sentences")
	}
	out := make(map[int]int, len(rows))
	for _, r := range rows {
		out[r.N] = utf8.RuneCountInString(r.Text)
	}
	return out, nil
}
