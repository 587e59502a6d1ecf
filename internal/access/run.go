package access

import (
	"context"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const flushEvery = time.Minute

// Run sends links to those who forgot their password, hears what other
// processes change, and once a minute writes down who was seen and removes what
// has run out. It ends with ctx, after a last flush.
func (s *Service) Run(ctx context.Context) {
	var hearing sync.WaitGroup
	hearing.Go(func() { s.hear(ctx) })
	defer hearing.Wait()
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			if err := s.Flush(last); err != nil {
				s.log.WarnContext(ctx, "who was last seen when could not be written", "error", err)
			}
			return
		case f := <-s.forgotten:
			err = s.answerForgotten(ctx, f)
		case <-tick.C:
			err = s.Flush(ctx)
		}
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "background work of access failed", "error", err)
		}
	}
}

// Flush writes down which sessions, people and tokens were used since the last
// time, and removes sessions and links that have run out.
func (s *Service) Flush(ctx context.Context) error {
	sessions, tokens := s.kept.takeSeen(), s.tokens.takeUsed()
	now := record.Micros(s.now())
	if len(sessions)+len(tokens) == 0 {
		if over, err := s.anyOver(ctx, now); err != nil || !over {
			return err
		}
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		for hash, at := range sessions {
			if err := markSeen(ctx, tx, hash, record.Micros(at)); err != nil {
				return err
			}
		}
		for id, at := range tokens {
			if _, err := tx.NewRaw("UPDATE access_token SET last_used_at = ? WHERE id = ? AND last_used_at < ?", record.Micros(at), id, record.Micros(at)).Exec(ctx); err != nil {
				return err
			}
		}
		if _, err := tx.NewRaw("DELETE FROM access_session WHERE expires_at <= ? OR seen_at <= ?", now, now-sessionIdle.Microseconds()).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewRaw("DELETE FROM access_try WHERE free_at <= ?", now).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewRaw("DELETE FROM access_link WHERE expires_at <= ?", now).Exec(ctx)
		return err
	})
	if err != nil {
		s.kept.giveBack(sessions) // for the next time
		s.tokens.giveBack(tokens)
	}
	return fault.Wrap(err, fault.CodeUnavailable, "write who was seen")
}

// anyOver tells whether a session or link has run out, so that nothing is
// written while nobody is there.
func (s *Service) anyOver(ctx context.Context, now int64) (over bool, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`SELECT EXISTS (SELECT 1 FROM access_session WHERE expires_at <= ? OR seen_at <= ?)
			OR EXISTS (SELECT 1 FROM access_link WHERE expires_at <= ?) OR EXISTS (SELECT 1 FROM access_try WHERE free_at <= ?)`,
			now, now-sessionIdle.Microseconds(), now, now).Scan(ctx, &over)
	})
	return over, fault.Wrap(err, fault.CodeUnavailable, "look for what ran out")
}

func markSeen(ctx context.Context, tx *record.Tx, hash string, at int64) error {
	if _, err := tx.NewRaw("UPDATE access_session SET seen_at = ? WHERE token_hash = ? AND seen_at < ?", at, hash, at).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.NewRaw(`UPDATE access_user SET last_seen_at = ? WHERE last_seen_at < ?
		AND id = (SELECT user_id FROM access_session WHERE token_hash = ?)`, at, at, hash).Exec(ctx)
	return err
}
