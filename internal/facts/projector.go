package facts

import (
	"context"
	"errors"
	"time"

	"github.com/balcony-cx/balcony/internal/record/log"
)

// How often the projector writes: at most once per pace, and less often up to
// slowest when a batch takes long, so that a busy server keeps its processors:
// a batch of many costs hardly more than a batch of few; at most once per
// hurried where somebody waits.
const (
	pace    = 100 * time.Millisecond
	slowest = time.Second
	hurried = 10 * time.Millisecond
)

// interval is the time from the beginning of a batch that took so long to the
// beginning of the next.
func interval(took time.Duration) time.Duration { return min(slowest, max(pace, 16*took)) }

// savePace is how often the position is saved in the record and the log pruned.
const savePace = 5 * time.Second

// run is the projector. It ends when the store is closed.
func (s *Store) run() {
	defer s.running.Done()
	ctx := s.stopped
	wake, unfollow := s.o.Record.Follow()
	defer unfollow()
	saved := savedPosition{at: s.o.Now()}
	quiet := quietness{since: s.o.Now()}
	attempts := 0
	for ctx.Err() == nil {
		began := s.o.Now()
		moved, more, err := s.turn(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			attempts++
			s.trouble(err, attempts)
			s.wait(ctx, backOff(attempts), nil)
			continue
		case attempts > 0:
			attempts = 0
			s.status.change(func(st *Status) { st.Trouble, st.Attempts = "", 0 })
		}
		s.save(ctx, &saved)
		if quiet.long(s, moved) {
			s.relax(ctx)
		}
		switch {
		case more:
		case moved:
			took := s.o.Now().Sub(began)
			s.wait(ctx, interval(took)-took, s.hurry)
			s.wait(ctx, hurried-s.o.Now().Sub(began), nil)
		default:
			s.idle(ctx, wake)
		}
	}
}

// turn does the next thing there is to do.
func (s *Store) turn(ctx context.Context) (moved, more bool, err error) {
	select {
	case <-s.doubt:
		if err := s.examine(ctx); err != nil {
			return false, false, err
		}
	default:
	}
	f := s.gate.current()
	if f == nil {
		return true, true, s.rebuildNow(ctx)
	}
	if f.zone != s.o.Zone().String() || s.anew.Load() {
		s.rebuildBeside(ctx)
	}
	moved, more, err = s.project(ctx, f)
	if errors.Is(err, log.ErrPruned) {
		return true, true, s.rebuildNow(ctx)
	}
	if err != nil && speaksOfDamage(err) {
		s.doubtFile()
	}
	return moved, more, err
}

// project brings the live file a batch further, unless it is no longer live.
func (s *Store) project(ctx context.Context, f *file) (moved, more bool, err error) {
	s.stepMu.Lock()
	defer s.stepMu.Unlock()
	if s.gate.current() != f {
		return true, true, nil
	}
	moved, more, err = s.advance(ctx, f)
	if moved {
		s.status.live(f)
		s.moved.tell()
	}
	return moved, more, err
}

// idle waits for a commit or for somebody in a hurry.
func (s *Store) idle(ctx context.Context, wake <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-wake:
	case <-s.hurry:
	case <-s.doubt:
		s.doubtFile()
	}
}

// wait lets d pass, or less when a token arrives.
func (s *Store) wait(ctx context.Context, d time.Duration, token <-chan struct{}) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-token:
	}
}

// trouble shows an error that is retried; the log gets the first of a row and
// then fewer and fewer.
func (s *Store) trouble(err error, attempts int) {
	now := s.o.Now()
	s.status.change(func(st *Status) { st.Trouble, st.Attempts, st.TroubledAt = err.Error(), attempts, now })
	if attempts&(attempts-1) == 0 {
		s.o.Log.Error("the facts do not move on; they are retried", "attempt", attempts, "cause", err)
	}
}

// savedPosition is what was last saved in the record, and when.
type savedPosition struct {
	p  log.Position
	at time.Time
}

// save tells the record how far the facts are, so that it may prune its log.
// While a rebuild runs, which reads the log from further back, it does not.
func (s *Store) save(ctx context.Context, last *savedPosition) {
	f := s.gate.current()
	now := s.o.Now()
	if f == nil || now.Sub(last.at) < savePace {
		return
	}
	select {
	case <-s.build: // nobody rebuilds, and nobody begins meanwhile
		defer func() { s.build <- struct{}{} }()
	default:
		return
	}
	last.at = now
	if f.position == last.p {
		return
	}
	err := s.o.Record.SavePosition(ctx, s.o.Reader, f.position)
	if err == nil {
		last.p = f.position
		_, err = s.o.Record.Prune(ctx)
	}
	if err != nil && ctx.Err() == nil {
		s.o.Log.Warn("the change log is not pruned", "cause", err)
	}
}
