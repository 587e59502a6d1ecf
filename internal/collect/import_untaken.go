package collect

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// UntakenKept is how long an upload is kept that nothing was taken in from, or
// whose taking in was undone: nothing in the record leads from a person to it,
// so an erasure does not find it.
const UntakenKept = 30 * 24 * time.Hour

// untakenAtOnce is how many uploads go in one transaction.
const untakenAtOnce = 50

// ForgetUntaken removes uploads older than UntakenKept that nothing was taken
// in from, and the files of imports that were undone, of which what was counted
// stays. It gives how many were forgotten; the files themselves go with the
// next people.Service.Sweep.
func (s *Service) ForgetUntaken(ctx context.Context) (forgotten int, err error) {
	for {
		n := 0
		_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
			n, err = forgetUntaken(ctx, tx, record.Micros(s.Now().Add(-UntakenKept)))
			return err
		})
		forgotten += n
		if err != nil || n < untakenAtOnce {
			return forgotten, err
		}
	}
}

func forgetUntaken(ctx context.Context, tx *record.Tx, before int64) (int, error) {
	var rows []importRow
	err := tx.NewRaw("SELECT "+importColumns+" FROM import_file WHERE state IN ('ready', 'undone') AND created_at < ? AND file_hash <> '' ORDER BY created_at LIMIT ?", before, untakenAtOnce).Scan(ctx, &rows)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find uploads that were not taken in")
	}
	undone := false
	for i := range rows {
		undone = undone || rows[i].State == StateUndone
		hashes := []string{rows[i].FileHash}
		joins, err := getJoins(ctx, tx, rows[i].ID)
		if err != nil {
			return 0, err
		}
		for _, j := range joins {
			if j.hash != "" {
				hashes = append(hashes, j.hash)
			}
		}
		if err := forgetImport(ctx, tx, &rows[i], hashes); err != nil {
			return 0, err
		}
		for _, hash := range hashes {
			if err := leaveUnused(ctx, tx, hash); err != nil {
				return 0, err
			}
		}
	}
	if len(rows) == 0 {
		return 0, nil
	}
	if undone { // the index of words still holds what was taken out of it
		if err := people.LeaveWords(ctx, tx, "response_text"); err != nil {
			return 0, err
		}
	}
	return len(rows), people.LeaveWAL(ctx, tx)
}

// DropForgottenSpools removes the joined tables of imports that are gone or
// whose files were forgotten, at most 1,000 at a time.
func (s *Service) DropForgottenSpools(ctx context.Context) error {
	found, err := filepath.Glob(filepath.Join(s.scratch(), "import-*.rows"))
	if err != nil || len(found) == 0 {
		return fault.Wrap(err, fault.CodeInternal, "find joined tables")
	}
	var ids []string
	for _, path := range found[:min(len(found), 1000)] {
		if name := strings.TrimPrefix(filepath.Base(path), "import-"); len(name) > 36 && !slices.Contains(ids, name[:36]) {
			ids = append(ids, name[:36])
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var needed []string
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id FROM import_file WHERE id IN (?) AND file_hash <> ''", bun.List(ids)).Scan(ctx, &needed)
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "find who needs joined tables")
	}
	for _, id := range ids {
		if !slices.Contains(needed, id) {
			s.dropSpools(id)
		}
	}
	return nil
}
