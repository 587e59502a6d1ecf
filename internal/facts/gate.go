package facts

import (
	"context"
	"sync"

	"github.com/balcony-cx/balcony/internal/fault"
)

// gate lets readers to the file that is live, and lets it be exchanged when
// none is inside. Readers that come during an exchange wait for it.
type gate struct {
	mu       sync.Mutex
	file     *file // nil: there is none
	inside   int   // readers
	visits   int64 // readers there ever were
	changing bool
	closed   bool
	news     broadcast // something of the above changed
}

func (g *gate) init() { g.news.init() }

// set makes f the live file when there was none.
func (g *gate) set(f *file) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.file = f
	g.news.tell()
}

// current is the live file, for the writer.
func (g *gate) current() *file {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.file
}

// enter lets a reader in; it must call leave. The file is nil when there is
// none.
func (g *gate) enter(ctx context.Context) (*file, error) {
	g.mu.Lock()
	for g.changing && !g.closed {
		news := g.news.next()
		g.mu.Unlock()
		select {
		case <-news:
		case <-ctx.Done():
			return nil, fault.Wrap(ctx.Err(), fault.CodeUnavailable, "wait for the facts file")
		}
		g.mu.Lock()
	}
	defer g.mu.Unlock()
	if g.closed {
		return nil, fault.New(fault.CodeUnavailable, "The server is stopping.")
	}
	if g.file != nil {
		g.inside++
		g.visits++
	}
	return g.file, nil
}

// visited counts the readers there ever were.
func (g *gate) visited() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.visits
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	if g.inside == 0 {
		g.news.tell()
	}
}

// exchange waits until nobody is inside and puts what change makes of the old
// file, which may be nil, in its place.
func (g *gate) exchange(change func(old *file) (*file, error)) error {
	g.mu.Lock()
	g.changing = true
	g.drain()
	old := g.file
	g.mu.Unlock()

	f, err := change(old)

	g.mu.Lock()
	defer g.mu.Unlock()
	g.file, g.changing = f, false
	g.news.tell()
	return err
}

// shut refuses further readers, waits for those inside and gives the file.
func (g *gate) shut() *file {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	g.news.tell()
	g.drain()
	f := g.file
	g.file = nil
	return f
}

// drain waits, with mu held on entry and exit, until nobody is inside.
func (g *gate) drain() {
	for g.inside > 0 {
		news := g.news.next()
		g.mu.Unlock()
		<-news
		g.mu.Lock()
	}
}

// broadcast wakes everybody who waits for the next change.
type broadcast struct {
	mu sync.Mutex
	c  chan struct{}
}

func (b *broadcast) init() { b.c = make(chan struct{}) }

// next is closed by the next tell.
func (b *broadcast) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.c
}

func (b *broadcast) tell() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.c)
	b.c = make(chan struct{})
}
