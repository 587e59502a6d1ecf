package record

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// group is a transaction that is being shared.
type group struct {
	store   *Store
	session *session
	lane    <-chan *member
	entries []entry
	rows    []*member // those whose row is still to be inserted
	good    []*member // those whose work stands
	broken  error     // why the whole transaction is lost
}

// commitGroup runs first and whoever waits in one transaction, and answers
// them when it is durable.
func (s *Store) commitGroup(first *member, lane <-chan *member) {
	s.noteWaiting()
	se, err := s.takeSession(context.Background())
	if err != nil {
		first.done <- outcome{err: err}
		return
	}
	defer s.giveBack(se)
	g := &group{store: s, session: se, lane: lane}
	if err := s.beginGroup(se); err != nil {
		first.done <- outcome{err: err}
		g.refuse(err)
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
	g.insert()
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

// beginGroup begins the transaction that a group shares.
func (s *Store) beginGroup(se *session) error {
	if s.hooks.beforeBegin != nil {
		if err := s.hooks.beforeBegin(); err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "begin a transaction")
		}
	}
	return se.begin(context.Background())
}

// refuse answers those who wait when a group could not begin: a database that is
// locked is waited for once, and not once for each of them, one after the other.
func (g *group) refuse(err error) {
	for range len(g.store.members) {
		select {
		case m := <-g.store.members:
			m.done <- outcome{err: err}
		default:
		}
	}
	for range len(g.lane) {
		select {
		case m := <-g.lane:
			m.done <- outcome{err: err}
		default:
		}
	}
}

// gather runs first and those who wait until the group is full or nobody does.
func (g *group) gather(first *member) {
	began, bytes := time.Now(), 0
	for n, m := 1, first; ; n++ {
		bytes += m.bytes
		g.take(m)
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
	for range 2 {
		select {
		case m := <-g.store.members:
			return m
		case m := <-g.lane:
			return m
		default:
			runtime.Gosched()
		}
	}
	return nil
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
	for _, m := range append(g.good, g.rows...) {
		m.done <- o
	}
	g.good, g.rows = nil, nil
}
