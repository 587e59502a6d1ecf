package listen

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const outsideColumns = "c.id, c.study_id, c.kind, c.source, c.name, c.words, c.code_id, c.created_at, c.ran_at, c.removed_at, c.version"

type outsideRow struct {
	ID        string `bun:"id"`
	StudyID   string `bun:"study_id"`
	Kind      string
	Source    string
	Name      string
	Words     string
	CodeID    string `bun:"code_id"`
	CreatedAt int64
	RanAt     *int64
	RemovedAt *int64
	Version   int64
	Passages  int
	Documents int
}

func (r outsideRow) coder() OutsideCoder {
	return OutsideCoder{
		ID: r.ID, StudyID: r.StudyID, Kind: CoderKind(r.Kind), Source: CoderSource(r.Source), Name: r.Name, Words: r.Words, CodeID: r.CodeID,
		Passages: r.Passages, Documents: r.Documents, CreatedAt: record.Time(r.CreatedAt), RanAt: timeOrNil(r.RanAt), RemovedAt: timeOrNil(r.RemovedAt), Version: r.Version,
	}
}

// listOutside gives the coders of a study who do not sign in, with what they
// did, in the order in which they came.
func listOutside(ctx context.Context, q record.Querier, study string) ([]OutsideCoder, error) {
	return outsideWhere(ctx, q, "c.study_id = ?", study)
}

func getOutside(ctx context.Context, q record.Querier, id string) (OutsideCoder, error) {
	all, err := outsideWhere(ctx, q, "c.id = ?", id)
	if err == nil && len(all) == 0 {
		err = fault.NotFound("coder")
	}
	if err != nil {
		return OutsideCoder{}, err
	}
	return all[0], nil
}

func outsideWhere(ctx context.Context, q record.Querier, where, id string) ([]OutsideCoder, error) {
	var rows []outsideRow
	err := q.NewRaw("SELECT "+outsideColumns+`, (SELECT COUNT(*) FROM coding g WHERE g.coder_id = c.id AND g.removed_at IS NULL) AS passages,
		(SELECT COUNT(*) FROM coder_judged j WHERE j.coder_id = c.id) AS documents FROM coder c WHERE `+where+" ORDER BY c.id LIMIT ?", id, 2*maxOutside).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list coders")
	}
	out := make([]OutsideCoder, len(rows))
	for i, r := range rows {
		out[i] = r.coder()
	}
	return out, nil
}

func insertOutside(ctx context.Context, tx *record.Tx, c OutsideCoder, by string) error {
	_, err := tx.Exec(ctx, "INSERT INTO coder (id, study_id, kind, source, name, name_key, words, code_id, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		c.ID, c.StudyID, string(c.Kind), string(c.Source), c.Name, nameKey(c.Name), c.Words, c.CodeID, by, record.Micros(c.CreatedAt))
	return fault.Wrap(err, fault.CodeInternal, "insert coder")
}

// markOutside writes when a coder ran and since when its passages are off.
func markOutside(ctx context.Context, tx *record.Tx, c OutsideCoder) error {
	_, err := tx.Exec(ctx, "UPDATE coder SET ran_at = ?, removed_at = ?, version = version + 1 WHERE id = ?", microsOrNull(c.RanAt), microsOrNull(c.RemovedAt), c.ID)
	return fault.Wrap(err, fault.CodeInternal, "update coder")
}

// judgedBy notes that a coder has looked a document through.
func judgedBy(ctx context.Context, tx *record.Tx, coder, document, study string, at time.Time) error {
	_, err := tx.Exec(ctx, "INSERT INTO coder_judged (coder_id, document_id, study_id, at) VALUES (?, ?, ?, ?) ON CONFLICT (coder_id, document_id) DO UPDATE SET at = excluded.at",
		coder, document, study, record.Micros(at))
	return fault.Wrap(err, fault.CodeInternal, "note a coded document")
}

// giveOutside writes a passage of a coder who does not sign in; one of the same
// id that was taken off stands again, as it is given now.
func giveOutside(ctx context.Context, tx *record.Tx, c Coding) (bool, error) {
	fresh, err := insertCoding(ctx, tx, c)
	if err != nil || fresh {
		return fresh, err
	}
	n, err := tx.Exec(ctx, `UPDATE coding SET removed_at = NULL, code_id = ?, from_n = ?, from_pos = ?, to_n = ?, to_pos = ?, sealed = ?, version = version + 1
		WHERE id = ? AND coder_id = ? AND removed_at IS NOT NULL`, c.CodeID, c.FromN, c.FromPos, c.ToN, c.ToPos, flag(c.Sealed), c.ID, c.Coder.ID)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "give a code again")
}

// piece is how many passages one transaction takes off or puts back.
const piece = 5000

// takeOff takes some passages of a coder off at an instant, puts back with back
// those that were taken off then, and tells how many they were.
func takeOff(ctx context.Context, tx *record.Tx, coder string, at int64, back bool) (int64, error) {
	ask, args := "UPDATE coding SET removed_at = ?, version = version + 1 WHERE id IN (SELECT id FROM coding WHERE coder_id = ? AND removed_at IS NULL ORDER BY id LIMIT ?)", []any{at, coder, piece}
	if back {
		ask, args = "UPDATE coding SET removed_at = NULL, version = version + 1 WHERE id IN (SELECT id FROM coding WHERE coder_id = ? AND removed_at = ? ORDER BY id LIMIT ?)", []any{coder, at, piece}
	}
	n, err := tx.Exec(ctx, ask, args...)
	return n, fault.Wrap(err, fault.CodeInternal, "take passages of a coder off")
}

// outsideNames are what coders are called who do not sign in, by id.
func outsideNames(ctx context.Context, q record.Querier, ids []string) (map[string]string, error) {
	var rows []struct {
		ID   string `bun:"id"`
		Name string
	}
	if err := q.NewRaw("SELECT id, name FROM coder WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "name coders")
	}
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.ID] = r.Name
	}
	return out, nil
}
