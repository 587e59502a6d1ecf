package facts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// buildingPath is where the file that is being made lies beside the live one.
func buildingPath(path string) string { return path + ".building" }

// Rebuild makes the file anew from the record while the old one, where there
// is one, goes on answering, and exchanges them at the end. It tells progress
// (which may be nil) how many rows of about how many are in. When a rebuild
// runs already, that one is waited for and told of.
func (s *Store) Rebuild(ctx context.Context, progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.stopped, cancel)()
	done, err := s.joinRebuild(ctx, progress)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "wait for the running rebuild")
	}
	defer func() { s.build <- struct{}{} }()
	if done {
		return nil
	}
	return fault.Wrap(s.rebuild(ctx, progress), fault.CodeUnavailable, "rebuild the facts")
}

// joinRebuild takes the token of s.build. Done says that somebody else's
// rebuild was running and has brought a live file.
func (s *Store) joinRebuild(ctx context.Context, progress func(done, total int64)) (done bool, err error) {
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	seen := false
	for {
		select {
		case <-s.build:
			return seen && s.status.get().State == Live, nil
		case <-ctx.Done():
			return false, ctx.Err()
		case <-look.C:
			if n, total, running := s.Progress(); running {
				seen = true
				progress(n, total)
			}
		}
	}
}

// rebuildNow is a rebuild by the projector where there is no file to go on with.
func (s *Store) rebuildNow(ctx context.Context) error {
	select {
	case <-s.build:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.build <- struct{}{} }()
	return s.rebuild(ctx, func(int64, int64) {})
}

// rebuildBeside starts a rebuild while the old file goes on; when one runs
// already, nothing. When it fails it is started again at the next occasion.
func (s *Store) rebuildBeside(ctx context.Context) {
	select {
	case <-s.build:
	default:
		return
	}
	s.running.Add(1)
	s.status.change(func(st *Status) { st.Rebuild = true })
	asked := s.anew.Swap(false) // what is asked for from now on is asked again
	go func() {
		defer s.running.Done()
		err := s.rebuild(ctx, func(int64, int64) {})
		if err != nil && ctx.Err() == nil {
			if asked {
				s.anew.Store(true)
			}
			s.trouble(err, 1)
			s.wait(ctx, backOff(5), nil)
		}
		s.build <- struct{}{}
	}()
}

// rebuild needs the token of s.build.
func (s *Store) rebuild(ctx context.Context, progress func(done, total int64)) error {
	s.status.change(func(st *Status) { st.Rebuild, st.Done, st.Total = true, 0, 0 })
	defer func() {
		s.status.change(func(st *Status) { st.Rebuild = false })
		s.moved.tell()
	}()
	tell := func(done, total int64) {
		s.status.change(func(st *Status) { st.Done, st.Total = done, total })
		progress(done, total)
	}
	if err := s.keepLog(ctx); err != nil {
		return err
	}
	f, err := s.fill(ctx, tell)
	if err != nil {
		return errors.Join(err, clean(s.o.Path))
	}
	if err := s.follow(ctx, f); err != nil {
		return errors.Join(err, f.close(), removeFile(f.path))
	}
	return s.putInPlace(ctx, f)
}

// keepLog makes the record keep its log from now on, also if this reader never
// saved a position.
func (s *Store) keepLog(ctx context.Context) error {
	_, known, err := s.o.Record.SavedPosition(ctx, s.o.Reader)
	if err != nil || known {
		return err
	}
	head, err := s.o.Record.Position(ctx)
	if err != nil {
		return err
	}
	return s.o.Record.SavePosition(ctx, s.o.Reader, head)
}

// fill makes a new file with everything that one snapshot of the record holds,
// sorted by survey and month, at the snapshot's position.
func (s *Store) fill(ctx context.Context, tell func(done, total int64)) (*file, error) {
	path := buildingPath(s.o.Path)
	l := s.limits
	l.temp = spillFolder(path)
	f, err := createFile(ctx, path, l, s.o.Zone(), s.o.Now())
	if err != nil {
		return nil, err
	}
	b := &builder{f: f, tell: tell, now: s.o.Now}
	err = b.stage(ctx)
	if err == nil {
		err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error { return s.readAll(ctx, q, b) })
	}
	if err == nil {
		err = b.sort(ctx)
	}
	if err != nil {
		b.whole.abandon()
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// readAll hands everything of one snapshot to the builder.
func (s *Store) readAll(ctx context.Context, q record.Querier, b *builder) error {
	b.readAt = s.o.Now()
	head, err := s.o.Record.PositionIn(ctx, q)
	if err != nil {
		return err
	}
	b.position = head
	for _, feed := range s.o.Feeds {
		if feed.Count == nil {
			continue
		}
		n, err := feed.Count(ctx, q)
		if err != nil {
			return fmt.Errorf("feed %s: %w", feed.Name, err)
		}
		b.total += n
	}
	for _, feed := range s.o.Feeds {
		if err := callAll(ctx, q, feed, func(rows row.Rows) error { return b.add(ctx, rows) }); err != nil {
			return fmt.Errorf("feed %s: %w", feed.Name, err)
		}
	}
	return nil
}

// callAll turns a panic of a feed into an error, which is shown and retried.
func callAll(ctx context.Context, q record.Querier, feed row.Feed, yield func(row.Rows) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return feed.All(ctx, q, yield)
}

// follow brings the new file near the head of the log while the old one still
// answers.
func (s *Store) follow(ctx context.Context, f *file) error {
	for {
		moved, more, err := s.advance(ctx, f)
		if err != nil || !moved || !more {
			return err
		}
	}
}

// putInPlace stops the projector, brings the new file up to where the old one
// is, and exchanges them when no reader is inside.
func (s *Store) putInPlace(ctx context.Context, f *file) error {
	s.stepMu.Lock()
	defer s.stepMu.Unlock()
	if err := s.overtake(ctx, f); err != nil {
		return errors.Join(err, f.close(), removeFile(f.path))
	}
	if err := f.close(); err != nil {
		return errors.Join(err, removeFile(f.path))
	}
	return s.gate.exchange(func(old *file) (*file, error) {
		if old != nil {
			// The old file is removed next: what its closing says does not matter.
			_ = old.close()
		}
		live, err := s.install(context.WithoutCancel(ctx))
		if err != nil {
			s.status.change(func(st *Status) { st.State = Rebuilding })
			return nil, err
		}
		s.status.live(live)
		s.moved.tell()
		s.o.Log.Info("the facts were made anew", "position", live.position)
		return live, nil
	})
}

// overtake brings f at least to where the live file is.
func (s *Store) overtake(ctx context.Context, f *file) error {
	var target log.Position
	if old := s.gate.current(); old != nil {
		target = old.position
	}
	for {
		moved, _, err := s.advance(ctx, f)
		if err != nil || !moved || f.position >= target {
			return err
		}
	}
}

// install puts the finished file in the place of the old one and opens it. The
// log of the old file goes first, or it would be applied to the new one.
func (s *Store) install(ctx context.Context) (*file, error) {
	path := s.o.Path
	if err := removeFile(path); err != nil {
		return nil, err
	}
	if err := os.Rename(buildingPath(path), path); err != nil {
		return nil, err
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	return reopenFile(ctx, path, s.limits)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// examine reads the whole live file after an error that speaks of damage, and
// removes it if it is damaged, so that it is made anew.
func (s *Store) examine(ctx context.Context) error {
	s.stepMu.Lock()
	defer s.stepMu.Unlock()
	return s.gate.exchange(func(old *file) (*file, error) {
		if old != nil {
			_ = old.close() // a damaged file may refuse; it is opened afresh below
		}
		f, err := reopenFile(ctx, s.o.Path, s.limits)
		if err == nil {
			if err = f.verify(ctx); err == nil || ctx.Err() != nil {
				return f, err
			}
			err = errors.Join(err, f.close())
		}
		s.o.Log.Warn("the facts file is damaged and made anew from the record", "cause", err)
		s.status.change(func(st *Status) { st.State = Rebuilding })
		return nil, removeFile(s.o.Path)
	})
}
