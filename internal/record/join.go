package record

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
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
	if err := s.refuseNested(ctx); err != nil {
		return 0, err
	}
	m := memberPool.Get().(*member)
	m.ctx, m.bytes, m.do = ctx, bytes, fn
	select {
	case s.members <- m:
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
	m.ctx, m.do = nil, nil
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

// commitGroups takes what waits and commits it, until the store closes.
func (s *Store) commitGroups(ctx context.Context) {
	clean := false
	defer func() {
		if !clean && ctx.Err() == nil { // a member ended the goroutine
			s.working.run(s.commitGroups)
		}
	}()
	for {
		select {
		case <-ctx.Done():
			clean = true
			return
		case m := <-s.members:
			s.commitGroup(m)
		}
	}
}

// group is a transaction that is being shared.
type group struct {
	store   *Store
	session *session
	entries []entry
	good    []*member // those whose work stands
	broken  error     // why the whole transaction is lost
}

// commitGroup runs first and whoever waits in one transaction, and answers
// them when it is durable.
func (s *Store) commitGroup(first *member) {
	se, err := s.takeSession(context.Background())
	if err != nil {
		first.done <- outcome{err: err}
		return
	}
	defer s.giveBack(se)
	g := &group{store: s, session: se}
	if err := se.begin(context.Background()); err != nil {
		first.done <- outcome{err: err}
		return
	}
	over := false
	defer func() {
		if !over {
			se.rollback(context.Background())
			g.answer(outcome{err: g.loss()})
		}
	}()
	g.gather(first)
	if g.broken != nil {
		return
	}
	position, err := s.finish(context.Background(), se, g.entries)
	if err != nil {
		g.broken = err
		return
	}
	over = true
	g.answer(outcome{position: position})
}

// gather runs first and those who wait until the group is full or nobody does.
func (g *group) gather(first *member) {
	began, bytes := time.Now(), 0
	for n, m := 1, first; ; n++ {
		bytes += m.bytes
		g.run(m)
		if g.broken != nil || n >= groupMembers || bytes >= groupBytes || time.Since(began) >= groupTime+g.store.hooks.patience {
			return
		}
		if m = g.next(); m == nil {
			return
		}
	}
}

// next is a member that waits, nil when none does. Before it says so it lets
// goroutines run that are ready to: with many callers each of them may be
// about to join, and a group that takes them along saves a commit for each.
// With nobody ready it costs nothing, so nobody waits for company.
func (g *group) next() *member {
	select {
	case m := <-g.store.members:
		return m
	default:
	}
	runtime.Gosched()
	select {
	case m := <-g.store.members:
		return m
	default:
		return nil
	}
}

// run does a member's work inside a savepoint and keeps or undoes it.
func (g *group) run(m *member) {
	if err := m.ctx.Err(); err != nil {
		m.done <- outcome{err: fault.Wrap(err, fault.CodeUnavailable, "wait for the record")}
		return
	}
	ctx := context.Background()
	g.good = append(g.good, m) // whatever happens now, it is answered
	if err := g.session.later(ctx, "SAVEPOINT member"); err != nil {
		g.broken = err
		return
	}
	tx := &Tx{Querier: querier{g.session.conn}, session: g.session}
	err := g.call(m, tx)
	if err == nil {
		err = fault.Wrap(m.ctx.Err(), fault.CodeUnavailable, "write")
	}
	if err == nil && len(tx.erasures) > 0 {
		err = fault.Wrap(errErasure, fault.CodeInternal, "write")
	}
	if err == nil {
		if err := g.session.later(ctx, "RELEASE SAVEPOINT member"); err != nil {
			g.broken = err
			return
		}
		g.entries = append(g.entries, tx.entries...)
		return
	}
	g.good = g.good[:len(g.good)-1]
	g.undo(ctx, err)
	m.done <- outcome{err: err}
}

// undo takes back what the last member did. Where that cannot be done the
// whole transaction is lost.
func (g *group) undo(ctx context.Context, because error) {
	if !g.session.alive() {
		g.broken = because
		return
	}
	err := g.session.control(ctx, "ROLLBACK TO SAVEPOINT member")
	if err == nil {
		err = g.session.later(ctx, "RELEASE SAVEPOINT member")
	}
	if err != nil {
		g.broken = err
	}
}

// call runs the member's function; its panic becomes an error.
func (g *group) call(m *member, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			g.store.log.Error("record: a member of a group panicked", "panic", p, "stack", string(debug.Stack()))
			err = fault.Wrap(fmt.Errorf("panic: %v", p), fault.CodeInternal, "write")
		}
	}()
	return m.do(&inside{Context: m.ctx, store: g.store, steady: true}, tx)
}

// loss is what members hear whose work was sound but whose transaction is gone.
func (g *group) loss() error {
	cause := g.broken
	if cause == nil {
		cause = fmt.Errorf("a member ended the goroutine of its group")
	}
	return fault.New(fault.CodeUnavailable, "The server could not store this. Nothing of it was kept; try again shortly.").Because(cause)
}

// answer tells those whose work stood in the transaction how it ended.
func (g *group) answer(o outcome) {
	for _, m := range g.good {
		m.done <- o
	}
	g.good = nil
}
