package record

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const (
	// checkpointEvery is how often what was committed is carried from the WAL
	// into the database file.
	checkpointEvery = time.Second
	// checkpointFrames is how many pages the WAL may hold before writers pause
	// for a moment, so that it can begin anew: 16 MiB.
	checkpointFrames = 4000
	// lateCheckpoint is when the writer itself does it, in pages, should the
	// goroutine fall behind: 64 MiB.
	lateCheckpoint = 16000
)

// keepCheckpointing moves pages from the WAL into the database beside the
// writers. SQLite would do it inside somebody's commit, and everybody who
// waits for an answer would wait for that too.
func (s *Store) keepCheckpointing(ctx context.Context) {
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	done := s.commits.Load()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := s.commits.Load()
		if now == done || s.hooks.noCheckpoint.Load() {
			continue
		}
		if err := s.checkpoint(ctx); err != nil {
			if ctx.Err() == nil {
				s.log.WarnContext(ctx, "record: a checkpoint failed; it is tried again", "error", err)
			}
			continue
		}
		done = now
	}
}

// checkpoint carries over what there is while writers go on. When the WAL is
// long it does the small rest with the writer held, after which the next
// writer begins the WAL anew.
func (s *Store) checkpoint(ctx context.Context) error {
	frames, err := passiveCheckpoint(ctx, s.carrier)
	if err != nil || frames < checkpointFrames {
		return err
	}
	se, err := s.takeSession(ctx)
	if err != nil {
		return err
	}
	defer s.giveBack(se)
	_, err = passiveCheckpoint(ctx, s.carrier)
	return err
}

// passiveCheckpoint gives the number of pages in the WAL. It waits for nobody.
func passiveCheckpoint(ctx context.Context, db *sql.DB) (frames int64, err error) {
	var busy, carried int64
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &carried); err != nil {
		return 0, fmt.Errorf("checkpoint: %w", err)
	}
	return frames, nil
}
