package collect

import "sync"

// maxPaused is how many runs of imports are kept between two slices; each
// holds its file open, the rows it has read ahead and the keys it has met.
const maxPaused = 4

// pausedRuns are runs whose time was over before their rows were. The next
// slice goes on with them; without one it reads the file from its beginning.
type pausedRuns struct {
	mu     sync.Mutex
	closed bool
	runs   map[string]*run
}

// keep keeps a run, in the place of another where there are many, or says that
// it cannot.
func (p *pausedRuns) keep(r *run) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, there := p.runs[r.id]; p.closed || there {
		return false
	}
	if p.runs == nil {
		p.runs = map[string]*run{}
	}
	for id, other := range p.runs {
		if len(p.runs) < maxPaused {
			break
		}
		_ = other.rows.Close() // it was only read
		delete(p.runs, id)
	}
	p.runs[r.id] = r
	return true
}

// take gives the run of an import that stands where the record says; nil
// where there is none.
func (p *pausedRuns) take(from *importRow) (*run, error) {
	p.mu.Lock()
	r := p.runs[from.ID]
	delete(p.runs, from.ID)
	p.mu.Unlock()
	if r == nil || r.done == from.Done && r.text == from.Plan {
		return r, nil
	}
	return nil, r.rows.Close() // somebody else went on, or began anew
}

// drop forgets the run of an import that is over.
func (p *pausedRuns) drop(id string) error {
	p.mu.Lock()
	r := p.runs[id]
	delete(p.runs, id)
	p.mu.Unlock()
	if r == nil {
		return nil
	}
	return r.rows.Close()
}

// close forgets all.
func (p *pausedRuns) close() (errs []error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for id, r := range p.runs {
		errs = append(errs, r.rows.Close())
		delete(p.runs, id)
	}
	return errs
}
