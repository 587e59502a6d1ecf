package collect

import (
	"context"
	"io"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// CancelImport stops an import after the piece that is being written. What is
// taken in stays; it can be undone, or the import started again.
func (s *Service) CancelImport(ctx context.Context, id string) (Import, log.Position, error) {
	var out Import
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		r, err := allowedImport(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != StateWaiting && r.State != StateRunning {
			return fault.New(fault.CodeConflict, "This import is not under way.").Keyed("import.not_running")
		}
		_, err = tx.Exec(ctx, "UPDATE import_file SET state = ?, finished_at = ?, version = version + 1 WHERE id = ?", string(StateCancelled), record.Micros(s.Now()), id)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "cancel import")
		}
		out, err = s.importIn(ctx, tx, id)
		return err
	})
	if err == nil {
		err = fault.Wrap(s.paused.drop(id), fault.CodeInternal, "close uploaded file")
	}
	return out, position, err
}

// DeleteImport forgets an upload that nothing was taken in from, or whose
// undoing is over, and its file unless another import needs it.
func (s *Service) DeleteImport(ctx context.Context, id string) (log.Position, error) {
	var hashes []string
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		r, err := allowedImport(ctx, tx, id)
		if err != nil {
			return err
		}
		if r.State != StateReady && r.State != StateUndone {
			return fault.New(fault.CodeConflict, "Answers were taken in from this file. Undo the import first.").Keyed("import.not_undone")
		}
		hashes, err = deleteImport(ctx, tx, r.ID, r.FileHash)
		return err
	})
	if err != nil {
		return 0, err
	}
	s.dropSpools(id)
	for _, hash := range hashes {
		if err := s.dropFile(ctx, hash); err != nil {
			return position, err
		}
	}
	return position, nil
}

// deleteImport removes an import and gives the files that it had.
func deleteImport(ctx context.Context, tx *record.Tx, id, hash string) (hashes []string, err error) {
	hashes = []string{hash}
	joins, err := getJoins(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	for _, j := range joins {
		hashes = append(hashes, j.hash)
	}
	if err := deleteJoins(ctx, tx, id); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, "DELETE FROM import_reject WHERE import_id = ?", id)
	if err == nil {
		_, err = tx.Exec(ctx, "DELETE FROM import_file WHERE id = ?", id)
	}
	return hashes, fault.Wrap(err, fault.CodeInternal, "delete import")
}

// ListRejects gives rejected rows in the order of the file, after the cursor,
// limit+1 at most.
func (s *Service) ListRejects(ctx context.Context, id string, after rejectCursor, limit int) ([]Reject, error) {
	var out []Reject
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := allowedImport(ctx, q, id); err != nil {
			return err
		}
		var err error
		out, err = listRejects(ctx, q, id, after.Row, limit+1)
		return err
	})
	return out, err
}

func listRejects(ctx context.Context, q record.Querier, id string, after int64, limit int) ([]Reject, error) {
	var rows []struct {
		RowNumber  int64
		ColumnName string
		Cell       string
		ReasonKey  string
		Reason     string
	}
	err := q.NewRaw("SELECT row_number, column_name, cell, reason_key, reason FROM import_reject WHERE import_id = ? AND row_number > ? ORDER BY row_number LIMIT ?",
		id, after, limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list rejects")
	}
	out := make([]Reject, len(rows))
	for i, r := range rows {
		out[i] = Reject{Row: r.RowNumber, Column: r.ColumnName, Value: r.Cell, Key: r.ReasonKey, Reason: r.Reason}
	}
	return out, nil
}

// rejectsFile streams all rejects of an import as CSV, safe for spreadsheets.
func (s *Service) rejectsFile(ctx context.Context, id, language string) (*huma.StreamResponse, error) {
	if _, err := s.ListRejects(ctx, id, rejectCursor{}, 1); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
		hc.SetHeader("Content-Disposition", `attachment; filename="rejects.csv"`)
		hc.SetHeader("X-Content-Type-Options", "nosniff")
		if err := s.writeRejects(hc.Context(), hc.BodyWriter(), id, language); err != nil {
			s.log.WarnContext(hc.Context(), "rejects file ended early", "import", id, "error", err)
			web.BreakOff()
		}
	}}, nil
}

func (s *Service) writeRejects(ctx context.Context, to io.Writer, id, language string) error {
	w := table.NewWriter(to)
	titles := []string{"row", "column", "value", "reason"}
	if language == "fr" {
		titles = []string{"ligne", "colonne", "valeur", "raison"}
	}
	if err := w.Write(titles...); err != nil {
		return err
	}
	for after := int64(0); ; {
		var page []Reject
		err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
			page, err = listRejects(ctx, q, id, after, 2000)
			return err
		})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			return w.Flush()
		}
		after = page[len(page)-1].Row
		for _, r := range page {
			if err := w.Write(number(float64(r.Row)), r.Column, r.Value, r.In(language)); err != nil {
				return err
			}
		}
	}
}
