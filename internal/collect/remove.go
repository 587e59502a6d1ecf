package collect

import (
	"context"
	"database/sql"
	"errors"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// RemoveResponsesOf ends imports into a program that are under way and removes
// at most 1,000 of its responses; false where none was left. Whom they name
// stays.
func (s *Service) RemoveResponsesOf(ctx context.Context, program string) (more bool, err error) {
	if err := access.From(ctx).Require(access.ImportRun, access.Whole()); err != nil {
		return false, err
	}
	if err := s.stopImportsInto(ctx, program); err != nil {
		return false, err
	}
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var rows []struct {
			N  int64
			ID string `bun:"id"`
		}
		err := tx.NewRaw("SELECT n, id FROM response WHERE program_id = ? ORDER BY n LIMIT ?", program, undoRows).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find responses of a program")
		}
		more = len(rows) > 0
		for _, r := range rows {
			if err := s.removeRow(ctx, tx, r.N, r.ID); err != nil {
				return err
			}
		}
		return nil
	})
	return more, err
}

// RemoveEventsBetween removes at most 1,000 events whose ids lie between two;
// false where none was left.
func (s *Service) RemoveEventsBetween(ctx context.Context, first, last string) (more bool, err error) {
	if err := access.From(ctx).Require(access.ImportRun, access.Whole()); err != nil {
		return false, err
	}
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var ids []string
		if err := tx.NewRaw("SELECT id FROM event WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", first, last, undoRows).Scan(ctx, &ids); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find events")
		}
		more = len(ids) > 0
		for _, id := range ids {
			if _, err := tx.Exec(ctx, "DELETE FROM event WHERE id = ?", id); err != nil {
				return fault.Wrap(err, fault.CodeInternal, "remove events")
			}
		}
		tx.Log(EventRemoved, ids...)
		return nil
	})
	return more, err
}

// RemoveProgram removes what is left of a program whose responses are gone:
// imports and their files, source, measures, register, the program itself. The
// traits keep their slots for the next time.
func (s *Service) RemoveProgram(ctx context.Context, program string) error {
	if err := access.From(ctx).Require(access.ImportRun, access.Whole()); err != nil {
		return err
	}
	var hashes []string
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		hashes, err = removeProgramIn(ctx, tx, program)
		return err
	})
	s.touched()
	if err != nil {
		return err
	}
	return s.dropFiles(ctx, hashes)
}

// RefersIn tells whether a response or an event names a customer or an account,
// inside a caller's transaction.
func RefersIn(ctx context.Context, tx *record.Tx, id string) (bool, error) {
	for _, column := range [2]string{"customer_id", "account_id"} {
		if used, err := referredTo(ctx, tx, column, id); err != nil || used {
			return used, err
		}
	}
	return false, nil
}

// stopImportsInto ends imports into a program that are under way; a program that
// is not there is not found.
func (s *Service) stopImportsInto(ctx context.Context, program string) error {
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := purpose.GetIn(ctx, tx, program); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE import_file SET state = ?, version = version + 1 WHERE program_id = ? AND state IN ('waiting', 'running', 'undoing')", string(StateCancelled), program)
		return fault.Wrap(err, fault.CodeInternal, "stop imports into a program")
	})
	return err
}

// removeProgramIn removes what a program has beside responses, and gives the
// files that are nobody's then.
func removeProgramIn(ctx context.Context, tx *record.Tx, program string) ([]string, error) {
	var imports []struct {
		ID       string `bun:"id"`
		FileHash string
	}
	err := tx.NewRaw("SELECT id, file_hash FROM import_file WHERE program_id = ?", program).Scan(ctx, &imports)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Wrap(err, fault.CodeInternal, "find imports of a program")
	}
	var hashes []string
	for _, i := range imports {
		had, err := deleteImport(ctx, tx, i.ID, i.FileHash)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, had...)
	}
	if _, err := tx.Exec(ctx, "DELETE FROM import_source WHERE program_id = ?", program); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "remove source of a program")
	}
	if _, err := tx.Exec(ctx, "DELETE FROM survey_quota WHERE survey_id IN (SELECT survey_id FROM answering WHERE program_id = ?)", program); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "remove quotas of a program")
	}
	if err := dropBegunFiles(ctx, tx, program); err != nil {
		return nil, err
	}
	if err := dropAnonymous(ctx, tx, program); err != nil {
		return nil, err
	}
	for _, table := range []string{"answer_revision", "answer_change"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE response_id IN (SELECT response_id FROM answering WHERE program_id = ?)", program); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "remove changes of answers of a program")
		}
	}
	if _, err := tx.Exec(ctx, "DELETE FROM answering WHERE program_id = ?", program); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "remove what was being answered in a program")
	}
	if err := measure.RemoveIn(ctx, tx, program); err != nil {
		return nil, err
	}
	if err := listen.RemoveIn(ctx, tx, program); err != nil {
		return nil, err
	}
	if err := journey.RemoveIn(ctx, tx, program); err != nil {
		return nil, err
	}
	return hashes, purpose.RemoveIn(ctx, tx, program)
}

// dropAnonymous removes all that is kept of a program's anonymous surveys (see the
// package anonymous): none has an answer without an answering.
func dropAnonymous(ctx context.Context, tx *record.Tx, program string) error {
	for _, table := range []string{"anonymous_waiting", "anonymous_sum", "anonymous_text", "anonymous_closing"} {
		_, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE survey_id IN (SELECT survey_id FROM answering WHERE program_id = ?)", program)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove anonymous answers of a program")
		}
	}
	return nil
}

func (s *Service) dropFiles(ctx context.Context, hashes []string) error {
	for _, hash := range hashes {
		if err := s.dropFile(ctx, hash); err != nil {
			return err
		}
	}
	return nil
}

// Sample is how the invented answers stand.
type Sample struct {
	ProgramID   string // "" where they are not loaded
	Running     bool   // an import takes them in or back
	Done, Total int64  // rows of the import
}

// Sample tells whether the invented answers are loaded.
func (s *Service) Sample(ctx context.Context) (out Sample, err error) {
	if err := access.From(ctx).Any(access.ProgramRead); err != nil {
		return out, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := purpose.GetIn(ctx, q, sampleProgram); err != nil {
			if fault.Is(err, fault.CodeNotFound) {
				return nil
			}
			return err
		}
		out.ProgramID = sampleProgram
		var row struct{ State string }
		err := q.NewRaw("SELECT state FROM import_file WHERE program_id = ? ORDER BY id DESC LIMIT 1", sampleProgram).Scan(ctx, &row)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fault.Wrap(err, fault.CodeInternal, "find the import of the sample")
		}
		out.Running = row.State == string(StateWaiting) || row.State == string(StateRunning)
		return nil
	})
	return out, err
}
