package record

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// prunePiece is how many rows of the log one transaction removes.
const prunePiece = 5000

const (
	// pruneEvery is how often the store prunes by itself.
	pruneEvery = 10 * time.Minute
	// readerGone is how long a reader may be silent before it is taken for a
	// process that is gone for good; should it come back it builds anew.
	readerGone = 30 * 24 * time.Hour
)

// pruneNowAndThen keeps the log short as long as the store is open.
func (s *Store) pruneNowAndThen(ctx context.Context) {
	tick := time.NewTicker(pruneEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := s.Prune(ctx); err != nil && ctx.Err() == nil {
				s.log.WarnContext(ctx, "record: pruning the change log failed; it is tried again", "error", err)
			}
		}
	}
}

// Prune removes the log rows that every reader has taken in, in pieces, and
// gives their number. The newest row always stays, and without readers all do.
// A reader that was silent for 30 days is forgotten.
func (s *Store) Prune(ctx context.Context) (int64, error) {
	var total int64
	_, err := s.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM change_reader WHERE at < ?`, Micros(s.now().Add(-readerGone)))
		return err
	})
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeUnavailable, "forget readers that are gone")
	}
	for {
		n, err := s.prunePiece(ctx)
		total += n
		if err != nil || n < prunePiece {
			return total, err
		}
	}
}

func (s *Store) prunePiece(ctx context.Context) (n int64, err error) {
	_, err = s.Write(ctx, func(ctx context.Context, tx *Tx) error {
		var bound int64
		err := tx.NewRaw(`SELECT COALESCE(max(position), 0) FROM (
			SELECT position FROM change_log
			WHERE position <= (SELECT min(position) FROM change_reader)
			  AND position < (SELECT max(position) FROM change_log)
			ORDER BY position LIMIT ?) AS piece`, prunePiece).Scan(ctx, &bound)
		if err != nil || bound == 0 {
			return err
		}
		if n, err = tx.Exec(ctx, `DELETE FROM change_log WHERE position <= ?`, bound); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE change_pruned SET position = ? WHERE position < ?`, bound, bound)
		return err
	})
	return n, fault.Wrap(err, fault.CodeUnavailable, "prune the change log")
}
