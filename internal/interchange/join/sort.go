package join

import (
	"bufio"
	"container/heap"
	"errors"
	"io"
	"os"
	"slices"
)

// sorter puts entries in order on disk.
type sorter struct {
	dir    string
	most   int // bytes held before they go to disk
	buffer []byte
	starts []int
	runs   []*os.File
}

// add takes an entry in.
func (s *sorter) add(e *entry) error {
	s.starts = append(s.starts, len(s.buffer))
	s.buffer = e.append(s.buffer)
	if len(s.buffer)+8*len(s.starts) < s.most {
		return nil
	}
	return s.spill()
}

// spill writes what is held to a run of its own, in order.
func (s *sorter) spill() error {
	if len(s.starts) == 0 {
		return nil
	}
	slices.SortFunc(s.starts, func(i, j int) int {
		var a, b entry
		_, errA := a.parse(s.buffer[i:])
		_, errB := b.parse(s.buffer[j:])
		if errA != nil || errB != nil {
			panic("join: an entry in memory cannot be read back")
		}
		return compare(&a, &b)
	})
	f, err := os.CreateTemp(s.dir, "run-*")
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f)
	w := bufio.NewWriterSize(f, 1<<18)
	var e entry
	for _, at := range s.starts {
		rest, err := e.parse(s.buffer[at:])
		if err != nil {
			return err
		}
		if _, err := writeFrame(w, s.buffer[at:len(s.buffer)-len(rest)]); err != nil {
			return err
		}
	}
	s.buffer, s.starts = s.buffer[:0], s.starts[:0]
	return w.Flush()
}

// merged hands all entries to take in order. An entry is valid until take
// returns.
func (s *sorter) merged(take func(*entry) error) error {
	if err := s.spill(); err != nil {
		return err
	}
	s.buffer, s.starts = nil, nil
	var h runHeap
	for _, f := range s.runs {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		r := &run{src: bufio.NewReaderSize(f, 1<<17)}
		more, err := r.next()
		if err != nil {
			return err
		}
		if more {
			h = append(h, r)
		}
	}
	heap.Init(&h)
	for len(h) > 0 {
		if err := take(&h[0].entry); err != nil {
			return err
		}
		more, err := h[0].next()
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&h, 0)
		} else {
			heap.Pop(&h)
		}
	}
	return nil
}

// close gives the runs' files back.
func (s *sorter) close() error {
	var errs []error
	for _, f := range s.runs {
		errs = append(errs, f.Close())
	}
	s.runs = nil
	return errors.Join(errs...)
}

// run is one sorted file being read.
type run struct {
	src    *bufio.Reader
	buffer []byte
	entry  entry
}

func (r *run) next() (bool, error) {
	b, err := readFrame(r.src, r.buffer)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	r.buffer = b
	_, err = r.entry.parse(b)
	return true, err
}

type runHeap []*run

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return compare(&h[i].entry, &h[j].entry) < 0 }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)        { *h = append(*h, x.(*run)) } //nolint:forcetypeassert // only runs come in
func (h *runHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
