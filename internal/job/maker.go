package job

import (
	"context"
	"log/slog"
	"time"

	"github.com/balcony-cx/balcony/internal/record/log"
)

// reader is the maker's name among the readers of the change log.
const reader = "jobs"

// The maker looks at most once in pause, so that a flood of answers does not
// become a flood of look-ups; it takes up to chunk rows of the log at a time.
const (
	pause = 250 * time.Millisecond
	chunk = 5000
	rest  = 10 * time.Second // how often a position is saved although no job came of it
)

// ChangeLog is what the maker needs of the record.
type ChangeLog interface {
	EventsOf(ctx context.Context, kinds []string, after log.Position, limit int) ([]log.Event, log.Position, error)
	SavedPosition(ctx context.Context, reader string) (log.Position, bool, error)
	SavePosition(ctx context.Context, reader string, p log.Position) error
	Attend(ctx context.Context, pause time.Duration, look func(ctx context.Context))
}

// Waker marks arguments of jobs that only wake somebody who looks for all there is
// to do: of those that one look at the log asks for, the last stands for the others.
type Waker interface{ Wakes() }

// Maker makes jobs from the change log: after the commit, and again after a
// crash between the two, since its position moves only when the jobs are in.
type Maker struct {
	log   ChangeLog
	queue *Queue
	jobs  map[string]func(log.Event) []Args
	kinds []string
	out   *slog.Logger
	now   func() time.Time
	seen  log.Position // looked through up to here
	due   bool         // jobs were made since the position was saved
	saved time.Time    // when that was
}

// NewMaker makes a maker; jobs gives for each kind of change the jobs it asks
// for.
func NewMaker(l ChangeLog, q *Queue, now func() time.Time, out *slog.Logger, jobs map[string]func(log.Event) []Args) *Maker {
	m := &Maker{log: l, queue: q, jobs: jobs, out: out, now: now}
	for kind := range jobs {
		m.kinds = append(m.kinds, kind)
	}
	return m
}

// Run follows the log until ctx ends. Trouble is logged and tried again.
func (m *Maker) Run(ctx context.Context) {
	m.log.Attend(ctx, pause, func(ctx context.Context) {
		if err := m.catchUp(ctx); err != nil && ctx.Err() == nil {
			m.out.WarnContext(ctx, "jobs are not made from the change log at the moment", "error", err)
		}
	})
}

// catchUp makes the jobs of all changes since the saved position. A queue that
// is new starts at the beginning of what the log still holds.
func (m *Maker) catchUp(ctx context.Context) error {
	at, _, err := m.log.SavedPosition(ctx, reader)
	if err != nil {
		return err
	}
	if at < m.seen {
		at = m.seen
	}
	for {
		events, upTo, err := m.log.EventsOf(ctx, m.kinds, at, chunk)
		if err != nil {
			return err
		}
		m.due = m.due || len(events) > 0
		for _, args := range m.asked(events) {
			if err := m.queue.Add(ctx, args); err != nil {
				return err
			}
		}
		if upTo == at {
			break
		}
		at = upTo
	}
	m.seen = at
	if !m.due && m.now().Sub(m.saved) < rest {
		return nil
	}
	if err := m.log.SavePosition(ctx, reader, at); err != nil {
		return err
	}
	m.due, m.saved = false, m.now()
	return nil
}

// asked are the jobs that changes ask for, in their order.
func (m *Maker) asked(events []log.Event) []Args {
	var out []Args
	last := map[string]int{} // where a waker of a kind stands
	for _, e := range events {
		for _, args := range m.jobs[e.Kind](e) {
			if _, wakes := args.(Waker); wakes {
				if at, before := last[args.Kind()]; before {
					out[at] = args
					continue
				}
				last[args.Kind()] = len(out)
			}
			out = append(out, args)
		}
	}
	return out
}
