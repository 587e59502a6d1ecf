package collect

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// undoRows is how many responses a piece of undoing takes back.
const undoRows = 1000

// canUndo says whether an import can be taken back, and if not, why. Imports of
// one source are undone newest first: a later one counted the rows of this one
// as known, or changed them.
func canUndo(ctx context.Context, q record.Querier, r *importRow) (bool, string, error) {
	switch r.State {
	case StateDone, StateFailed, StateCancelled:
	case StateUndoing, StateUndone:
		return false, "It is taken back already.", nil
	default:
		return false, "", nil
	}
	if r.SourceID == nil {
		return false, "", nil
	}
	var later string
	err := q.NewRaw("SELECT file_name FROM import_file WHERE source_id = ? AND id <> ? AND started_at >= ? AND state NOT IN ('undone', 'ready') AND id > ? ORDER BY id DESC LIMIT 1",
		*r.SourceID, r.ID, value(r.StartedAt), r.ID).Scan(ctx, &later)
	if errors.Is(err, sql.ErrNoRows) {
		return true, "", nil
	}
	if err != nil {
		return false, "", fault.Wrap(err, fault.CodeInternal, "find later imports")
	}
	return false, "A later import of the same source (" + later + ") built on this one. Undo that one first.", nil
}

func value(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// UndoImport takes back all an import did, in the background: its new
// responses go, those it changed become what they were.
func (s *Service) UndoImport(ctx context.Context, id string) (Import, log.Position, error) {
	var out Import
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		r, err := allowedImport(ctx, tx, id)
		if err != nil {
			return err
		}
		ok, note, err := canUndo(ctx, tx, r)
		if err != nil {
			return err
		}
		if !ok {
			if note == "" {
				note = "This import is not over; cancel it first, or delete the upload."
			}
			return fault.New(fault.CodeConflict, note).Keyed("import.no_undo")
		}
		if _, err := tx.Exec(ctx, "UPDATE import_file SET state = ?, version = version + 1 WHERE id = ?", string(StateUndoing), id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "undo import")
		}
		if err := s.Audit.Audit(ctx, tx, "import.undone", id, nil); err != nil {
			return err
		}
		tx.Log(ImportUndoing, id)
		out, err = s.importIn(ctx, tx, id)
		return err
	})
	return out, position, err
}

// runUndo takes back piece by piece until nothing is left of the import. Every
// piece is found anew, so it may stop and go on anywhere.
func (s *Service) runUndo(ctx context.Context, r *importRow) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		left := 0
		_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
			if left, err = s.undoPieceOf(ctx, tx, r); err != nil || left > 0 {
				return err
			}
			tx.Log(ImportFinished, r.ID)
			_, err = tx.Exec(ctx, "UPDATE import_file SET state = ?, version = version + 1 WHERE id = ? AND state = 'undoing'", string(StateUndone), r.ID)
			return fault.Wrap(err, fault.CodeInternal, "end undoing")
		})
		if err == nil && r.Kind.ofParties() {
			s.People.Touched()
		}
		if err != nil || left == 0 {
			return err
		}
	}
}

// undoPieceOf takes back some of what an import of any kind did, and gives how
// much it found.
func (s *Service) undoPieceOf(ctx context.Context, tx *record.Tx, r *importRow) (int, error) {
	if r.Kind.ofParties() {
		return s.undoParties(ctx, tx, r.ID)
	}
	if r.Kind == KindEvents {
		return s.undoEvents(ctx, tx, r.ID)
	}
	return s.undoPiece(ctx, tx, r.ID)
}

// undoPiece takes back some responses and gives how many it found.
func (s *Service) undoPiece(ctx context.Context, tx *record.Tx, id string) (int, error) {
	var rows []struct {
		N        int64
		ID       string  `bun:"id"`
		ImportID *string `bun:"import_id"`
	}
	err := tx.NewRaw("SELECT n, id, import_id FROM response WHERE last_import_id = ? ORDER BY n LIMIT ?", id, undoRows).Scan(ctx, &rows)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find rows of an import")
	}
	for _, r := range rows {
		if r.ImportID != nil && *r.ImportID == id {
			if err := s.removeRow(ctx, tx, r.N, r.ID); err != nil {
				return 0, err
			}
			continue
		}
		if err := s.restoreRow(ctx, tx, r.N, r.ID, id); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// removeRow takes a response out with all that hangs on it.
func (s *Service) removeRow(ctx context.Context, tx *record.Tx, n int64, id string) error {
	if err := s.deleteWords(ctx, tx, n); err != nil {
		return err
	}
	if err := dropFilesOf(ctx, tx, []string{id}, nil); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM response_history WHERE response_id = ?", id)
	if err == nil {
		_, err = tx.Exec(ctx, "DELETE FROM answering WHERE response_id = ?", id)
	}
	for _, table := range []string{"answer_revision", "answer_change"} { // what an answer was, and is about to be
		if err == nil {
			_, err = tx.Exec(ctx, "DELETE FROM "+table+" WHERE response_id = ?", id)
		}
	}
	if err == nil {
		_, err = tx.Exec(ctx, "DELETE FROM response WHERE n = ?", n)
	}
	tx.Log(ResponseRemoved, id)
	return fault.Wrap(err, fault.CodeInternal, "remove response")
}

// restoreRow makes a response what it was before the import changed it.
func (s *Service) restoreRow(ctx context.Context, tx *record.Tx, n int64, id, importID string) error {
	var text string
	found, err := tx.Get(ctx, "SELECT snapshot FROM response_history WHERE response_id = ? AND import_id = ?", []any{id, importID}, &text)
	if err != nil || !found {
		return fault.Wrap(orMissing(err), fault.CodeInternal, "find what a response was")
	}
	var before snapshot
	if err := json.Unmarshal([]byte(text), &before); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what a response was")
	}
	if err := s.updateRow(ctx, tx, before.kept(id)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM response_history WHERE response_id = ? AND import_id = ?", id, importID); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "drop history")
	}
	tx.Log(ResponseChanged, id)
	if err := s.deleteWords(ctx, tx, n); err != nil {
		return err
	}
	d, err := readDocument(before.Document)
	if err != nil {
		return err
	}
	e := entry{answers: d.list()}
	return s.insertWords(ctx, tx, n, e.words())
}

func (b snapshot) kept(id string) *kept {
	return &kept{
		id: id, at: b.At, consent: b.Consent, customer: b.Customer, account: b.Account, unit: b.Unit, touchpoint: b.Touchpoint,
		channel: b.Channel, language: b.Language, value: b.Value, weight: b.Weight, hasText: b.HasText, digest: b.Digest,
		document: b.Document, lastImport: b.LastImport, number: b.Number,
	}
}

// keepHistory writes down what a response is before an import changes it.
func keepHistory(ctx context.Context, tx *record.Tx, id, importID string, until int64) error {
	var r struct {
		listRow
		HasText bool
		Digest  string
	}
	err := tx.NewRaw(`SELECT at, consent, customer_id, account_id, unit_id, touchpoint_key, channel, language, value, weight, has_text, digest, document, last_import_id, row_number
		FROM response WHERE id = ?`, id).Scan(ctx, &r)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what a response is")
	}
	text, err := asJSON(snapshot{
		At: r.At, Consent: Consent(r.Consent), Customer: orEmpty(r.CustomerID), Account: orEmpty(r.AccountID), Unit: orEmpty(r.UnitID),
		Touchpoint: r.TouchpointKey, Channel: r.Channel, Language: r.Language, Value: r.Value, Weight: r.Weight, HasText: r.HasText,
		Digest: r.Digest, Document: r.Document, LastImport: orEmpty(r.LastImportID), Number: value(r.RowNumber),
	})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO response_history (response_id, import_id, until, snapshot) VALUES (?, ?, ?, ?)", id, importID, until, text)
	return fault.Wrap(err, fault.CodeInternal, "keep history")
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
