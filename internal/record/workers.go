package record

import (
	"context"
	"sync"
)

// workers are goroutines that live as long as the store.
type workers struct {
	group sync.WaitGroup
	ctx   context.Context
	end   context.CancelFunc
}

func newWorkers() *workers {
	w := &workers{}
	w.ctx, w.end = context.WithCancel(context.Background())
	return w
}

// run starts work with a context that ends when wait is called.
func (w *workers) run(work func(ctx context.Context)) {
	w.group.Go(func() { work(w.ctx) })
}

// wait ends the work and returns when all of it has returned.
func (w *workers) wait() {
	w.end()
	w.group.Wait()
}
