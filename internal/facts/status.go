package facts

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// State is what the column store is doing.
type State string

// The states.
const (
	Live       State = "live"       // figures can be asked
	Rebuilding State = "rebuilding" // there is no file yet; it is being made
)

// Status is how the column store stands.
type Status struct {
	State      State
	Rebuild    bool // a rebuild is running, with or without a live file
	Done       int64
	Total      int64 // rows of the running rebuild; 0 while not known
	Position   log.Position
	AsOf       time.Time
	Trouble    string // what is being retried, for the operator; "" for nothing
	Attempts   int    // failed attempts in a row
	TroubledAt time.Time
}

// statusBoard is the status and when the projector last found nothing to do.
type statusBoard struct {
	mu       sync.Mutex
	now      Status
	caughtUp log.Position // nothing was after this position ...
	at       time.Time    // ... at this instant
}

func (b *statusBoard) live(f *file) {
	b.change(func(s *Status) { s.State, s.Position, s.AsOf = Live, f.position, f.asOf })
}

func (b *statusBoard) change(how func(*Status)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	how(&b.now)
}

func (b *statusBoard) get() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.now
	if s.State == "" {
		s.State = Rebuilding
	}
	return s
}

// upToDate notes that at the instant nothing was after p.
func (b *statusBoard) upToDate(p log.Position, at time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.caughtUp, b.at = p, at
}

// asOf is the instant whose state of the record the facts at p show: the last
// time nothing was after p, else that of the event at p.
func (b *statusBoard) asOf(p log.Position, event time.Time) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p == b.caughtUp && b.at.After(event) {
		return b.at
	}
	return event
}

// Status says how the column store stands; it never waits.
func (s *Store) Status() Status {
	st := s.status.get()
	st.AsOf = s.status.asOf(st.Position, st.AsOf)
	return st
}

// Progress is how many rows of the running rebuild are in, of about how many;
// total is 0 while it is not known, and running false while none runs.
func (s *Store) Progress() (done, total int64, running bool) {
	st := s.status.get()
	return st.Done, st.Total, st.Rebuild
}

// unavailable is the fault of a query while there is no file.
func (s *Store) unavailable() error {
	st := s.status.get()
	message := "The figures are being made anew from the answers. Nothing was lost; they are back shortly."
	if st.Rebuild && st.Total > 0 {
		message = fmt.Sprintf("The figures are being made anew from the answers: %d of %d rows are in. Nothing was lost; they are back shortly.", st.Done, st.Total)
	}
	return fault.New(fault.CodeUnavailable, message).Keyed("facts.rebuilding")
}

// AsOf is the position that is in and the instant whose state the facts show.
func (s *Store) AsOf(ctx context.Context) (p log.Position, at time.Time, err error) {
	err = s.View(ctx, func(_ context.Context, v *View) error {
		p, at = v.AsOf()
		return nil
	})
	return p, at, err
}

// Lag is how many positions of the log are not yet in the facts, and the age
// of the state they show.
func (s *Store) Lag(ctx context.Context) (behind int64, age time.Duration, err error) {
	head, err := s.o.Record.Position(ctx)
	if err != nil {
		return 0, 0, err
	}
	st := s.Status()
	behind = max(0, int64(head-st.Position))
	if behind == 0 {
		return 0, 0, nil
	}
	return behind, s.o.Now().Sub(st.AsOf), nil
}

// waitAtMost is how long a client that just wrote waits for its own answer.
const waitAtMost = 2 * time.Second

// WaitFor waits until everything up to p is in, at most two seconds; then it
// gives an unavailable fault, and figures without p are to be had meanwhile.
func (s *Store) WaitFor(ctx context.Context, p log.Position) error {
	return s.waitUntil(ctx, func(st Status) bool { return st.State == Live && st.Position >= p })
}

// WaitSettled waits as WaitFor does, and until no rows of the file would read
// otherwise than the record says now.
func (s *Store) WaitSettled(ctx context.Context, p log.Position) error {
	return s.waitUntil(ctx, func(st Status) bool {
		return st.State == Live && st.Position >= p && !st.Rebuild && !s.anew.Load()
	})
}

func (s *Store) waitUntil(ctx context.Context, there func(Status) bool) error {
	ctx, cancel := context.WithTimeout(ctx, waitAtMost)
	defer cancel()
	for {
		news := s.moved.next()
		if there(s.status.get()) {
			return nil
		}
		select {
		case s.hurry <- struct{}{}:
		default:
		}
		select {
		case <-news:
		case <-ctx.Done():
			return fault.New(fault.CodeUnavailable, "What you just wrote is not in the figures yet. Nothing was lost; look again shortly.").
				Keyed("facts.behind").Because(ctx.Err())
		}
	}
}
