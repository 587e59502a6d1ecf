package collect

import (
	"bytes"
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// The invented sample. Its program has one id wherever it is loaded, so that
// loading it again takes the same slots for its traits.
const (
	sampleProgram = "00000000-0000-4000-8000-00000000ba1c"
	sampleName    = "Sample (invented)"
	sampleWhy     = "Invented answers to look around with. Remove them whenever you like; nothing else is touched."
	sampleSeed    = 20261121
	sampleSize    = 3000
	sampleFile    = "sample-invented.csv"
)

// LoadSample makes the sample program and takes the invented file in by the
// same way as any other. Loading it twice is a conflict.
func (s *Service) LoadSample(ctx context.Context) (Import, log.Position, error) {
	who := access.From(ctx)
	if err := who.Require(access.ImportRun, access.Whole()); err != nil {
		return Import{}, 0, err
	}
	_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := purpose.GetIn(ctx, tx, sampleProgram); err == nil {
			return fault.New(fault.CodeConflict, "The sample is loaded already. Remove it first to load it anew.").Keyed("sample.loaded")
		} else if !fault.Is(err, fault.CodeNotFound) {
			return err
		}
		name, err := purpose.FreeName(ctx, tx, sampleName)
		if err != nil {
			return err
		}
		_, err = s.Purpose.CreateIn(ctx, tx, purpose.Program{ID: sampleProgram, Name: name, Why: sampleWhy, Synthetic: true})
		return err
	})
	s.touched()
	if err != nil {
		return Import{}, 0, err
	}
	i, err := s.Upload(ctx, sampleFile, sampleProgram, bytes.NewReader(SampleCSV(sampleSeed, sampleSize, s.Now().UTC())))
	if err != nil {
		return Import{}, 0, err
	}
	return s.StartImport(ctx, i.ID)
}

// RemoveSample removes the sample program with all that came with it. It may
// be called again where it was broken off.
func (s *Service) RemoveSample(ctx context.Context) (log.Position, error) {
	if err := access.From(ctx).Require(access.ImportRun, access.Whole()); err != nil {
		return 0, err
	}
	if err := s.stopImportsInto(ctx, sampleProgram); err != nil {
		return 0, field(err, "sample", "The sample is not loaded.")
	}
	for {
		left := 0
		_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
			left, err = s.removeSamplePiece(ctx, tx)
			return err
		})
		if err != nil {
			return 0, err
		}
		if left == 0 {
			break
		}
	}
	var hashes []string
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		hashes, err = removeProgramIn(ctx, tx, sampleProgram)
		return err
	})
	s.touched()
	if err != nil {
		return 0, err
	}
	return position, s.dropFiles(ctx, hashes)
}

// removeSamplePiece removes some responses of the sample and the customers,
// accounts and units that nothing else refers to.
func (s *Service) removeSamplePiece(ctx context.Context, tx *record.Tx) (int, error) {
	var rows []struct {
		N          int64
		ID         string  `bun:"id"`
		CustomerID *string `bun:"customer_id"`
		AccountID  *string `bun:"account_id"`
		UnitID     *string `bun:"unit_id"`
	}
	err := tx.NewRaw("SELECT n, id, customer_id, account_id, unit_id FROM response WHERE program_id = ? ORDER BY n LIMIT ?", sampleProgram, undoRows).Scan(ctx, &rows)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find responses of the sample")
	}
	touched := [3]map[string]bool{{}, {}, {}}
	for _, r := range rows {
		if err := s.removeRow(ctx, tx, r.N, r.ID); err != nil {
			return 0, err
		}
		for i, id := range [3]*string{r.CustomerID, r.AccountID, r.UnitID} {
			if id != nil {
				touched[i][*id] = true
			}
		}
	}
	var free [3][]string
	for i, column := range [3]string{"customer_id", "account_id", "unit_id"} {
		for id := range touched[i] {
			used, err := referredTo(ctx, tx, column, id)
			if err != nil {
				return 0, err
			}
			if !used {
				free[i] = append(free[i], id)
			}
		}
	}
	return len(rows), s.People.RemoveIn(ctx, tx, free[0], free[1], free[2])
}

// referredTo tells whether a response or an event names a customer, account or
// unit.
func referredTo(ctx context.Context, tx *record.Tx, column, id string) (bool, error) {
	for _, tableName := range [2]string{"response", "event"} {
		var one int64
		found, err := tx.Get(ctx, "SELECT 1 FROM "+tableName+" WHERE "+column+" = ? LIMIT 1", []any{id}, &one)
		if err != nil || found {
			return found, fault.Wrap(err, fault.CodeInternal, "find who is referred to")
		}
	}
	return false, nil
}

// UsesUnit says whether answers or events stand under a unit.
func (s *Service) UsesUnit(ctx context.Context, q record.Querier, unit string) (string, error) {
	var n int64
	err := q.NewRaw("SELECT (SELECT count(*) FROM response WHERE unit_id = ?) + (SELECT count(*) FROM event WHERE unit_id = ?)", unit, unit).Scan(ctx, &n)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "count answers of a unit")
	}
	if n == 0 {
		return "", nil
	}
	return "answers", nil
}
