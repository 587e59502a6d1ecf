package facts

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// A batch ends after batchSize ids or events. Log rows of an import carry
// thousands of ids, so events are read in pages that begin small.
const (
	batchSize   = 20_000
	firstPage   = 16
	largestPage = 4_096
)

// advance brings f one batch further in the log. It says whether f moved and
// whether more is known to be waiting.
func (s *Store) advance(ctx context.Context, f *file) (moved, more bool, err error) {
	var st step
	looked := s.o.Now()
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		events, cut, err := s.take(ctx, q, f.position)
		if err != nil || len(events) == 0 {
			return err
		}
		last := events[len(events)-1]
		st = step{position: last.Position, ahead: max(f.ahead, last.Position), asOf: last.At, now: looked}
		if cut {
			head, err := s.o.Record.PositionIn(ctx, q)
			if err != nil {
				return err
			}
			st.ahead = max(st.ahead, head)
			more = true
		}
		st.delta, err = s.load(ctx, q, events)
		return err
	})
	if err != nil {
		return false, false, err
	}
	if st.position == 0 {
		s.status.upToDate(f.position, looked)
		return false, false, nil
	}
	if f.ahead > f.position {
		replaceAll(&st.delta)
	}
	if err := f.write(ctx, &st); err != nil {
		return false, false, err
	}
	if st.delta.Anew {
		s.anew.Store(true)
	}
	if !more {
		s.status.upToDate(f.position, looked)
	}
	return true, more, nil
}

// replaceAll makes every row that is added replace what may be there already:
// an earlier batch may have read a state of the record that these events led
// to, and shown their rows before their time.
func replaceAll(d *row.Delta) {
	for i := range d.Answers {
		d.Responses = append(d.Responses, d.Answers[i].Response)
	}
	for i := range d.Rows.Events {
		d.Events = append(d.Events, d.Rows.Events[i].ID)
	}
	for i := range d.Rows.Parties {
		d.Parties = append(d.Parties, d.Rows.Parties[i].ID)
	}
	for i := range d.Rows.Accounts {
		d.Accounts = append(d.Accounts, d.Rows.Accounts[i].ID)
	}
	for i := range d.Held {
		d.Subjects = append(d.Subjects, d.Held[i].Subject)
	}
	for _, ids := range []*[]uuid.UUID{&d.Responses, &d.Events, &d.Parties, &d.Accounts, &d.Subjects} {
		*ids = distinct(*ids)
	}
}

func distinct(ids []uuid.UUID) []uuid.UUID {
	seen := make(map[uuid.UUID]struct{}, len(ids))
	return slices.DeleteFunc(ids, func(u uuid.UUID) bool {
		_, twice := seen[u]
		seen[u] = struct{}{}
		return twice
	})
}

// take reads the events of the next batch; cut says that more may follow.
func (s *Store) take(ctx context.Context, q record.Querier, after log.Position) (events []log.Event, cut bool, err error) {
	ids, page := 0, min(firstPage, s.o.batch)
	for {
		next, err := s.o.Record.EventsIn(ctx, q, after, page)
		if err != nil {
			return nil, false, err
		}
		for i := range next {
			ids += len(next[i].IDs)
		}
		events = append(events, next...)
		if len(next) < page {
			return events, false, nil
		}
		if ids >= s.o.batch || len(events) >= s.o.batch {
			return events, true, nil
		}
		after = events[len(events)-1].Position
		page = nextPage(len(events), ids, s.o.batch)
	}
}

// nextPage is how many more events are read at once when the ones so far had
// so many ids: about as many as the batch still takes.
func nextPage(events, ids, batch int) int {
	perEvent := max(1, ids/max(1, events))
	return min(largestPage, max(firstPage, (batch-ids)/perEvent), batch-events)
}

// load asks each feed what the events mean.
func (s *Store) load(ctx context.Context, q record.Querier, events []log.Event) (row.Delta, error) {
	var all row.Delta
	asked := 0
	for _, feed := range s.o.Feeds {
		var heard []log.Event
		for _, e := range events {
			if slices.Contains(feed.Kinds, e.Kind) {
				heard = append(heard, e)
			}
		}
		if len(heard) == 0 {
			continue
		}
		d, err := loadSafely(ctx, q, feed, heard)
		if err != nil {
			return row.Delta{}, fmt.Errorf("feed %s: %w", feed.Name, err)
		}
		if asked++; asked == 1 {
			all = d // not copied: it may be long
			continue
		}
		all = join(all, d)
	}
	return all, nil
}

// loadSafely asks a feed. Events it cannot understand are halved until the
// ones at fault are alone; these are set aside, the others go on.
func loadSafely(ctx context.Context, q record.Querier, feed row.Feed, events []log.Event) (row.Delta, error) {
	d, err := call(ctx, q, feed, events)
	if err == nil || !fault.Is(err, fault.CodeInvalid) || ctx.Err() != nil {
		return d, err
	}
	left, right, ok := halve(events)
	if !ok {
		return row.Delta{Rows: row.Rows{Rejects: []row.Reject{{ID: name(events[0]), Reason: feed.Name + ": " + err.Error()}}}}, nil
	}
	a, err := loadSafely(ctx, q, feed, left)
	if err != nil {
		return row.Delta{}, err
	}
	b, err := loadSafely(ctx, q, feed, right)
	if err != nil {
		return row.Delta{}, err
	}
	return after(a, b), nil
}

// call turns a panic of a feed into an invalid fault.
func call(ctx context.Context, q record.Querier, feed row.Feed, events []log.Event) (d row.Delta, err error) {
	defer func() {
		if p := recover(); p != nil {
			d, err = row.Delta{}, fault.Newf(fault.CodeInvalid, "panic: %v", p)
		}
	}()
	d, err = feed.Load(ctx, q, events)
	d.Spread()
	return d, err
}

// halve splits events, and a single event by its ids; ok is false for one id.
func halve(events []log.Event) (left, right []log.Event, ok bool) {
	if n := len(events); n > 1 {
		return events[:n/2], events[n/2:], true
	}
	e := events[0]
	n := len(e.IDs)
	if n < 2 {
		return nil, nil, false
	}
	l, r := e, e
	l.IDs, r.IDs = e.IDs[:n/2], e.IDs[n/2:]
	return []log.Event{l}, []log.Event{r}, true
}

// name is what is set aside with an event: its id, or its kind and position.
func name(e log.Event) string {
	if len(e.IDs) == 1 {
		return e.IDs[0]
	}
	return fmt.Sprintf("%s at %d", e.Kind, e.Position)
}

// after is what a and then b mean when both read the same snapshot: what both
// tell of an id, b tells.
func after(a, b row.Delta) row.Delta {
	a.Answers = untold(a.Answers, b.Answers, b.Responses, func(r *row.Answer) uuid.UUID { return r.Response })
	a.Rows.Events = untold(a.Rows.Events, b.Rows.Events, b.Events, func(r *row.Event) uuid.UUID { return r.ID })
	a.Rows.Parties = untold(a.Rows.Parties, b.Rows.Parties, b.Parties, func(r *row.Party) uuid.UUID { return r.ID })
	a.Rows.Accounts = untold(a.Rows.Accounts, b.Rows.Accounts, b.Accounts, func(r *row.Account) uuid.UUID { return r.ID })
	a.Held = untold(a.Held, b.Held, b.Subjects, func(r *row.Held) uuid.UUID { return r.Subject })
	return join(a, b)
}

// untold leaves those of rows that others do not tell of, by their rows or by
// the ids that they have go.
func untold[T any](rows, others []T, gone []uuid.UUID, key func(*T) uuid.UUID) []T {
	told := make(map[uuid.UUID]struct{}, len(others)+len(gone))
	for _, u := range gone {
		told[u] = struct{}{}
	}
	for i := range others {
		told[key(&others[i])] = struct{}{}
	}
	return slices.DeleteFunc(rows, func(r T) bool { _, ok := told[key(&r)]; return ok })
}

func join(a, b row.Delta) row.Delta {
	a.Responses = append(a.Responses, b.Responses...)
	a.Events = append(a.Events, b.Events...)
	a.Parties = append(a.Parties, b.Parties...)
	a.Accounts = append(a.Accounts, b.Accounts...)
	a.Subjects = append(a.Subjects, b.Subjects...)
	a.Answers = append(a.Answers, b.Answers...)
	a.Rows.Events = append(a.Rows.Events, b.Rows.Events...)
	a.Rows.Parties = append(a.Rows.Parties, b.Rows.Parties...)
	a.Rows.Accounts = append(a.Rows.Accounts, b.Rows.Accounts...)
	a.Held = append(a.Held, b.Held...)
	a.Traits = append(a.Traits, b.Traits...)
	a.Rejects = append(a.Rejects, b.Rejects...)
	a.Anew = a.Anew || b.Anew
	return a
}

// backOff is how long to wait after so many failed attempts in a row.
func backOff(attempts int) time.Duration {
	return min(30*time.Second, 100*time.Millisecond<<min(attempts, 10))
}
