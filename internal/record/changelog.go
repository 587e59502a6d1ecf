package record

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// entry is what a transaction logs.
type entry struct {
	kind string
	ids  []string
}

// rowIDs is how many ids a row of the change log takes before the next begins.
const rowIDs = 5000

// merge joins entries of one kind that follow each other. The ids of a caller
// are never appended to.
func merge(entries []entry) []entry {
	merged := make([]entry, 0, 2)
	own := false // the ids of the last one are a copy of ours
	for _, e := range entries {
		n := len(merged) - 1
		if n < 0 || merged[n].kind != e.kind || len(merged[n].ids)+len(e.ids) > rowIDs {
			merged, own = append(merged, e), false
			continue
		}
		if !own {
			merged[n].ids, own = append(make([]string, 0, max(64, 2*len(merged[n].ids))), merged[n].ids...), true
		}
		merged[n].ids = append(merged[n].ids, e.ids...)
	}
	return merged
}

// append writes the entries to the change log and gives the last position. On
// SQLite numbers are counted here, as there is one writer; on PostgreSQL they
// are drawn under a lock that the commit releases.
func (s *Store) append(ctx context.Context, se *session, entries []entry) (log.Position, error) {
	if len(entries) == 0 {
		return 0, nil
	}
	now := Micros(s.now())
	merged := merge(entries)
	if s.engine == PostgreSQL {
		return appendPostgreSQL(ctx, se, merged, now)
	}
	last := s.last.Load()
	for _, e := range merged {
		last++
		if _, err := se.exec(ctx, `INSERT INTO change_log (position, kind, ids, at) VALUES (?, ?, ?, ?)`,
			last, e.kind, encodeIDs(e.ids), now); err != nil {
			return 0, err
		}
	}
	return log.Position(last), nil
}

func appendPostgreSQL(ctx context.Context, se *session, entries []entry, now int64) (log.Position, error) {
	kinds, lists := make([]string, len(entries)), make([]string, len(entries))
	for i, e := range entries {
		kinds[i], lists[i] = e.kind, encodeIDs(e.ids)
	}
	var last int64
	_, err := se.get(ctx, `SELECT change_log_append(?, ?, ?)`, []any{kinds, lists, now}, []any{&last})
	return log.Position(last), err
}

// advance raises the newest known position.
func (s *Store) advance(p log.Position) {
	for {
		old := s.last.Load()
		if int64(p) <= old || s.last.CompareAndSwap(old, int64(p)) {
			return
		}
	}
}

// encodeIDs writes ids as JSON; the usual ones need no escaping.
func encodeIDs(ids []string) string {
	size := 2
	for _, id := range ids {
		if strings.ContainsFunc(id, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) {
			b, _ := json.Marshal(ids) // strings always marshal
			return string(b)
		}
		size += len(id) + 3
	}
	b := append(make([]byte, 0, size), '[')
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), id...), '"')
	}
	return string(append(b, ']'))
}

// Position is the newest position of the change log, 0 while it is empty.
func (s *Store) Position(ctx context.Context) (p log.Position, err error) {
	err = s.View(ctx, func(ctx context.Context, q Querier) error {
		p, err = s.PositionIn(ctx, q)
		return err
	})
	return p, err
}

// PositionIn is the newest position in the snapshot of q.
func (s *Store) PositionIn(ctx context.Context, q Querier) (log.Position, error) {
	var p int64
	err := q.NewRaw(`SELECT COALESCE((SELECT max(position) FROM change_log), (SELECT max(position) FROM change_pruned), 0)`).Scan(ctx, &p)
	return log.Position(p), fault.Wrap(err, fault.CodeUnavailable, "read log position")
}

// Events are the next events after a position, at most limit, in commit order.
// When events after it are already pruned the error is log.ErrPruned.
func (s *Store) Events(ctx context.Context, after log.Position, limit int) (events []log.Event, err error) {
	err = s.View(ctx, func(ctx context.Context, q Querier) error {
		events, err = s.EventsIn(ctx, q, after, limit)
		return err
	})
	return events, err
}

// EventsIn is Events in the snapshot of q.
func (s *Store) EventsIn(ctx context.Context, q Querier, after log.Position, limit int) ([]log.Event, error) {
	var pruned int64
	if err := q.NewRaw(`SELECT max(position) FROM change_pruned`).Scan(ctx, &pruned); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read change log")
	}
	if int64(after) < pruned {
		return nil, fmt.Errorf("%w (%d, pruned through %d)", log.ErrPruned, after, pruned)
	}
	rows, err := q.QueryContext(ctx,
		`SELECT position, kind, ids, at FROM change_log WHERE position > ? ORDER BY position LIMIT ?`, int64(after), limit)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read change log")
	}
	defer func() { _ = rows.Close() }()
	var events []log.Event
	for rows.Next() {
		var e log.Event
		var ids string
		var at int64
		if err := rows.Scan(&e.Position, &e.Kind, &ids, &at); err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, "read change log")
		}
		if err := json.Unmarshal([]byte(ids), &e.IDs); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read ids of the change log")
		}
		e.At = Time(at)
		events = append(events, e)
	}
	return events, fault.Wrap(rows.Err(), fault.CodeUnavailable, "read change log")
}

// SavePosition notes that a reader has taken in everything up to p, so that
// it may be pruned. A reader that never saved keeps nothing back.
func (s *Store) SavePosition(ctx context.Context, reader string, p log.Position) error {
	_, err := s.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO change_reader (reader, position, at) VALUES (?, ?, ?)
			ON CONFLICT (reader) DO UPDATE SET position = excluded.position, at = excluded.at`, reader, int64(p), Micros(s.now()))
		return fault.Wrap(err, fault.CodeUnavailable, "save reader position")
	})
	return err
}

// SavedPosition is what the reader saved last; false when it never did.
func (s *Store) SavedPosition(ctx context.Context, reader string) (p log.Position, known bool, err error) {
	err = s.View(ctx, func(ctx context.Context, q Querier) error {
		var found []int64
		err := q.NewRaw(`SELECT position FROM change_reader WHERE reader = ?`, reader).Scan(ctx, &found)
		if len(found) > 0 {
			p, known = log.Position(found[0]), true
		}
		return fault.Wrap(err, fault.CodeUnavailable, "read reader position")
	})
	return p, known, err
}

// ForgetReader drops a reader that is gone for good, so that it keeps nothing
// back any more.
func (s *Store) ForgetReader(ctx context.Context, reader string) error {
	_, err := s.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM change_reader WHERE reader = ?`, reader)
		return fault.Wrap(err, fault.CodeUnavailable, "forget reader")
	})
	return err
}
