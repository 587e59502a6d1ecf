package people

import (
	"context"
	"regexp"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Sweep does what erasures have left to do outside of a transaction: files go,
// indexes of words are packed, and last the WAL is cut, so that no byte of what
// was erased stays in the files of the record. Without anything left it does
// nothing. It may break off anywhere and be called again.
func (s *Service) Sweep(ctx context.Context) error {
	var left []leftover
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT kind, subject FROM erasure_left ORDER BY CASE kind WHEN 'wal' THEN 1 ELSE 0 END, kind, subject LIMIT 1000").Scan(ctx, &left)
	})
	if err != nil || len(left) == 0 {
		return fault.Wrap(err, fault.CodeUnavailable, "see what erasures have left")
	}
	for _, l := range left {
		if err := s.sweepOne(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

// leftover is a row of erasure_left.
type leftover struct{ Kind, Subject string }

var tableName = regexp.MustCompile(`^[a-z_]+$`)

func (s *Service) sweepOne(ctx context.Context, l leftover) error {
	var err error
	switch l.Kind {
	case "file":
		err = s.store.Files().Delete(ctx, l.Subject)
	case "wal":
		err = s.store.EmptyWAL(ctx)
	}
	if err != nil {
		return err
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if l.Kind == "words" && tx.Engine() == record.SQLite && tableName.MatchString(l.Subject) {
			// All of it in one go: SQLite drops a deleted word only when it
			// merges into the oldest segment, which this alone does.
			if _, err := tx.NewRaw("INSERT INTO " + l.Subject + " (" + l.Subject + ") VALUES ('optimize')").Exec(ctx); err != nil {
				return fault.Wrap(err, fault.CodeUnavailable, "pack an index of words")
			}
		}
		_, err := tx.Exec(ctx, "DELETE FROM erasure_left WHERE kind = ? AND subject = ?", l.Kind, l.Subject)
		return fault.Wrap(err, fault.CodeUnavailable, "note what an erasure has done")
	})
	return err
}
