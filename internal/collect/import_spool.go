package collect

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/spool"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// spools are joined tables on disk. They may be thrown away at any time: who
// needs one that is not there has it made again, once for all who wait.
type spools struct {
	mu      sync.Mutex
	making  map[string]*making
	closed  bool
	running sync.WaitGroup
}

// making is a joined table being made.
type making struct {
	cancel context.CancelFunc
	done   chan struct{}
	err    error
}

// Close ends what the room does in the background.
func (s *Service) Close() {
	s.spools.mu.Lock()
	s.spools.closed = true
	for _, m := range s.spools.making {
		m.cancel()
	}
	s.spools.mu.Unlock()
	s.spools.running.Wait()
	for _, err := range s.paused.close() {
		if err != nil {
			s.log.Warn("close the file of an import", "error", err)
		}
	}
}

// spoolPath is where an import's joined table stands, by all that makes it.
func (s *Service) spoolPath(id, hash string, format table.Format, joins []importJoin) string {
	d := digester{}
	f, err := json.Marshal(format)
	if err != nil {
		panic(err) // plain fields
	}
	d.text(hash, string(f))
	for _, j := range joins {
		if j.on == nil {
			continue
		}
		f, err := json.Marshal(j.format)
		if err != nil {
			panic(err)
		}
		d.text(j.hash, string(f), j.on.Left, j.on.Right, j.on.Name, j.on.Value)
	}
	return filepath.Join(s.scratch(), "import-"+id+"-"+fileSafe(d.sum())+".rows")
}

// fileSafe is a digest as part of a file's name.
func fileSafe(digest string) string {
	out := []byte(digest)
	for i, c := range out {
		if c == '/' || c == '+' || c == '=' {
			out[i] = '_'
		}
	}
	return string(out)
}

func (s *Service) scratch() string {
	if s.Scratch == "" {
		return os.TempDir()
	}
	return s.Scratch
}

func (s *Service) makeScratch() error {
	return fault.Wrap(os.MkdirAll(s.scratch(), 0o700), fault.CodeUnavailable, "make folder of scratch files")
}

// openSpool opens the table at path, having it made by open where it is not
// there. Making goes on when the caller's time is over; the next one waits for
// it again.
func (s *Service) openSpool(ctx context.Context, id, path string, open func(context.Context) (table.Rows, error)) (table.Rows, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := s.awaitSpool(ctx, id, path, open); err != nil {
			return nil, err
		}
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "open joined table")
	}
	return spool.Open(f), nil
}

func (s *Service) awaitSpool(ctx context.Context, id, path string, open func(context.Context) (table.Rows, error)) error {
	p := &s.spools
	p.mu.Lock()
	m, under := p.making[path]
	if !under && p.closed {
		p.mu.Unlock()
		return fault.New(fault.CodeUnavailable, "The server is ending. Try again in a moment.")
	}
	if !under {
		m = &making{done: make(chan struct{})}
		var own context.Context
		own, m.cancel = context.WithCancel(context.WithoutCancel(ctx))
		if p.making == nil {
			p.making = map[string]*making{}
		}
		p.making[path] = m
		p.running.Go(func() {
			defer m.cancel()
			m.err = s.makeSpool(own, id, path, open)
			p.mu.Lock()
			delete(p.making, path)
			p.mu.Unlock()
			close(m.done)
		})
	}
	p.mu.Unlock()
	select {
	case <-m.done:
		return m.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) makeSpool(ctx context.Context, id, path string, open func(context.Context) (table.Rows, error)) error {
	rows, err := open(ctx)
	if err != nil {
		return err
	}
	w, err := s.writeSpool(id, path, rows)
	if err != nil {
		return errors.Join(err, rows.Close())
	}
	for n := 1; err == nil; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			err = ctx.Err()
			break
		}
		_, err = w.Next()
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return errors.Join(w.end(err), rows.Close())
}

// spooling writes rows down while they are read.
type spooling struct {
	table.Rows
	file *os.File
	path string
}

// writeSpool begins a joined table in the place of the ones the import has.
func (s *Service) writeSpool(id, path string, rows table.Rows) (*spooling, error) {
	if err := s.makeScratch(); err != nil {
		return nil, err
	}
	s.dropSpools(id)
	f, err := os.CreateTemp(s.scratch(), "import-"+id+"-*.part")
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "write joined table")
	}
	return &spooling{Rows: spool.Copy(f, rows), file: f, path: path}, nil
}

// end puts the table in its place where all went well, and else removes it.
func (w *spooling) end(err error) error {
	err = errors.Join(err, w.file.Close())
	if err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(w.file.Name()))
	}
	return nil
}

// unreadRows says why rows could not be read on. A joined table that is not as
// it was written is thrown away, so that the next one who asks has it made anew.
func (s *Service) unreadRows(id string, err error) error {
	var damage *table.Damage
	if errors.As(err, &damage) && damage.Place == spool.Place {
		s.dropSpools(id)
		return joinLost(err)
	}
	return fault.Wrap(err, fault.CodeUnavailable, "read file of an import")
}

func joinLost(err error) error {
	return fault.New(fault.CodeUnavailable, "The files could not be joined again. Try once more; if it stays like this, ask whoever runs the server to look into its log.").Keyed("join.lost").Because(err)
}

// dropSpools removes the joined tables of an import. What cannot be removed is
// removed at the next start.
func (s *Service) dropSpools(id string) {
	found, err := filepath.Glob(filepath.Join(s.scratch(), "import-"+id+"-*.rows"))
	for _, path := range found {
		err = errors.Join(err, os.Remove(path))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.log.Warn("a joined table stays", "import", id, "error", err)
	}
}
