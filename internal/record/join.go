package record

import (
	"context"
	"errors"
	"hash/maphash"
	"sync"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// A group closes when one of these is reached, or when nobody waits.
const (
	groupMembers = 256
	groupTime    = 2 * time.Millisecond
	groupBytes   = 1 << 20
)

var errErasure = errors.New("record: erasing belongs into Write, not Join")

// member is one call of Join.
type member struct {
	ctx   context.Context
	bytes int
	do    func(ctx context.Context, tx *Tx) error
	row   Row          // of JoinRow, else empty
	done  chan outcome // holds one
}

type outcome struct {
	position log.Position
	err      error
}

// Join runs fn in a transaction that it shares with whoever calls at the same
// time, and returns when that is durable. fn has a savepoint of its own: its
// error, panic or cancelled context undoes only itself. bytes is about how
// much fn writes. fn runs once, must be short, and runs in another goroutine.
// The position is that of the group, at or after what fn logged.
func (s *Store) Join(ctx context.Context, bytes int, fn func(ctx context.Context, tx *Tx) error) (log.Position, error) {
	return s.join(ctx, s.members, newMember(ctx, bytes, fn))
}

// JoinBeside is Join for work that writes rows which others may write too,
// those about one customer for instance: of the calls with the same name no
// two are in groups at the same time, so these groups do not wait for each
// other.
func (s *Store) JoinBeside(ctx context.Context, name string, bytes int, fn func(ctx context.Context, tx *Tx) error) (log.Position, error) {
	lane := s.members
	if len(s.lanes) > 0 {
		lane = s.lanes[maphash.String(s.seed, name)%uint64(len(s.lanes))]
	}
	return s.join(ctx, lane, newMember(ctx, bytes, fn))
}

func newMember(ctx context.Context, bytes int, fn func(ctx context.Context, tx *Tx) error) *member {
	m := memberPool.Get().(*member)
	m.ctx, m.bytes, m.do = ctx, bytes, fn
	return m
}

// join waits in a queue and for the outcome.
func (s *Store) join(ctx context.Context, queue chan<- *member, m *member) (log.Position, error) {
	if err := s.refuseNested(ctx); err != nil {
		return 0, err
	}
	select {
	case queue <- m:
	case <-ctx.Done():
		return 0, fault.Wrap(ctx.Err(), fault.CodeUnavailable, "wait for the record")
	case <-s.working.ctx.Done():
		return 0, errClosed()
	}
	if s.hooks.queued != nil {
		s.hooks.queued()
	}
	select {
	case o := <-m.done:
		return m.free(o)
	case <-s.closed:
	}
	select { // answered just before the last committer left?
	case o := <-m.done:
		return m.free(o)
	default:
		return 0, errClosed()
	}
}

// memberPool saves an allocation and a channel for every answer.
var memberPool = sync.Pool{New: func() any { return &member{done: make(chan outcome, 1)} }}

func (m *member) free(o outcome) (log.Position, error) {
	m.ctx, m.do, m.row = nil, nil, Row{}
	memberPool.Put(m)
	return o.position, o.err
}

// committers is how many groups may be under way at once.
func (s *Store) committers() int {
	if s.engine == SQLite || s.one {
		return 1
	}
	return postgresCommitters
}

// commitGroups takes what waits, for anybody or in a lane of its own, and
// commits it, until the store closes.
func (s *Store) commitGroups(ctx context.Context, lane <-chan *member) {
	clean := false
	defer func() {
		if !clean && ctx.Err() == nil { // a member ended the goroutine
			s.working.run(func(ctx context.Context) { s.commitGroups(ctx, lane) })
		}
	}()
	for {
		select {
		case <-ctx.Done():
			clean = true
			return
		case m := <-s.members:
			s.commitGroup(m, lane)
		case m := <-lane:
			s.commitGroup(m, lane)
		}
	}
}

// startCommitters sets as many going as there may be groups at once; where
// there are several, each has a lane.
func (s *Store) startCommitters() {
	s.members, s.seed = make(chan *member, 4*groupMembers), maphash.MakeSeed()
	n := s.committers()
	for range n {
		var lane chan *member // of a single one: never
		if n > 1 {
			lane = make(chan *member, 4*groupMembers)
			s.lanes = append(s.lanes, lane)
		}
		s.working.run(func(ctx context.Context) { s.commitGroups(ctx, lane) })
	}
}
