package record

import (
	"context"
	"sync"
	"time"
)

// reminder is how often followers are woken although nobody told of a commit;
// it bounds how late a reader is when a notification got lost.
const reminder = time.Second

// followers are channels that get a token after a commit.
type followers struct {
	mu       sync.Mutex
	channels map[chan struct{}]struct{}
}

// Follow gives a channel on which a token arrives after every commit that
// logged something, in this process or another, and once a second in any case.
// Tokens do not queue up: one means "look again". Call stop when done.
func (s *Store) Follow() (wake <-chan struct{}, stop func()) {
	return s.wake.add()
}

// Attend calls look at once and then after commits that logged something, in
// this process or another, at most once in pause and at least once a second,
// until ctx ends.
func (s *Store) Attend(ctx context.Context, pause time.Duration, look func(ctx context.Context)) {
	wake, stop := s.Follow()
	defer stop()
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-wake:
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (f *followers) add() (<-chan struct{}, func()) {
	c := make(chan struct{}, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.channels == nil {
		f.channels = map[chan struct{}]struct{}{}
	}
	f.channels[c] = struct{}{}
	return c, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.channels, c)
	}
}

// all gives every follower a token unless it has one already.
func (f *followers) all() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for c := range f.channels {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// remindFollowers wakes everybody once a second.
func (s *Store) remindFollowers(ctx context.Context) {
	tick := time.NewTicker(reminder)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.wake.all()
		}
	}
}
