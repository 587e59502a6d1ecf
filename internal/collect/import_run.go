package collect

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// A piece is one transaction of an import: up to pieceTime once somebody else
// waits to write, else up to pieceAlone.
const (
	pieceRows    = 5000
	pieceTime    = 10 * time.Millisecond
	pieceAlone   = 200 * time.Millisecond
	batchRows    = pieceRows // rows read at once
	lookedUp     = 256       // rows looked up at once
	togetherRows = 128       // new rows inserted at once
)

// errStopped ends a run whose import was cancelled, or taken over by another.
var errStopped = errors.New("collect: the import was stopped or is run elsewhere")

// RunImport carries a started import, or the undoing of one, on to its end.
// It may be called again at any time: what is committed is not done twice. It
// returns the context's error when the context ends, an error of the store
// when a later try may help, and nil when there is nothing more to do; what is
// wrong with the file itself is written to the import.
func (s *Service) RunImport(ctx context.Context, id string) error {
	if !access.From(ctx).Signed() {
		ctx = access.System(ctx, "import")
	}
	var r *importRow
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		r, err = getImport(ctx, q, id)
		return err
	})
	if fault.Is(err, fault.CodeNotFound) {
		return nil // deleted in the meantime
	}
	if err != nil {
		return err
	}
	switch r.State {
	case StateWaiting, StateRunning:
		err = s.runFile(ctx, r)
	case StateUndoing:
		err = s.runUndo(ctx, r)
	}
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// run is one import while it runs.
type run struct {
	s       *Service
	id      string
	plan    plan
	reader  *reader
	rows    table.Rows
	done    int64  // rows behind the committed cursor
	counts  Counts // as committed
	parties map[people.Keys]people.Party
	fresh   []freshRow // of the piece, not inserted yet
}

func (s *Service) runFile(ctx context.Context, r *importRow) (err error) {
	run := &run{s: s, id: r.ID, done: r.Done, counts: r.counts(), parties: map[people.Keys]people.Party{}}
	if err := json.Unmarshal([]byte(r.Plan), &run.plan); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read plan of an import")
	}
	if run.rows, err = s.openRun(ctx, r); err != nil {
		if final(err) {
			s.log.WarnContext(ctx, "an import cannot be read any more", "import", r.ID, "error", err)
			return s.fail(ctx, r.ID, problemGone)
		}
		return err
	}
	defer closeFile(run.rows, &err)
	run.reader = newReader(run.plan, s.Now())
	if err := run.skip(ctx); err != nil {
		return err
	}
	if err := run.all(ctx); err != nil {
		return err
	}
	s.dropSpools(r.ID)
	return nil
}

// openRun opens the rows that an import takes in.
func (s *Service) openRun(ctx context.Context, r *importRow) (table.Rows, error) {
	var joins []importJoin
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		joins, err = getJoins(ctx, q, r.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.openTable(ctx, r, joins)
}

// final tells that reading a file again would end the same way.
func final(err error) bool {
	var damage *table.Damage
	return errors.Is(err, errGone) || errors.As(err, &damage) || fault.Is(err, fault.CodeInvalid)
}

// skip passes over the rows that earlier runs have dealt with, counting equal
// ones.
func (r *run) skip(ctx context.Context) error {
	for i := int64(0); i < r.done; i++ {
		if i%10_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row, err := r.rows.Next()
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "read file of an import")
		}
		r.reader.skip(row)
	}
	return nil
}

// all takes in what is left, piece by piece.
func (r *run) all(ctx context.Context) error {
	var waiting []readRow
	over := false
	for {
		for len(waiting) < batchRows && !over {
			row, err := r.rows.Next()
			if errors.Is(err, io.EOF) {
				over = true
				break
			}
			if err != nil {
				return fault.Wrap(err, fault.CodeUnavailable, "read file of an import")
			}
			waiting = append(waiting, r.reader.read(row))
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		last := over && len(waiting) == 0
		n, err := r.piece(ctx, waiting, last)
		if err != nil || last {
			return err
		}
		waiting = append([]readRow{}, waiting[n:]...)
	}
}

// piece takes in the first of the rows in one transaction and moves the cursor
// behind them; it gives their number. The last piece has no rows and ends the
// import.
func (r *run) piece(ctx context.Context, rows []readRow, last bool) (int, error) {
	var n int
	var counts Counts
	var fresh map[people.Keys]people.Party
	_, err := retried(ctx, func() (log.Position, error) {
		n, counts, fresh, r.fresh = 0, r.counts, map[people.Keys]people.Party{}, r.fresh[:0]
		return r.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			began := time.Now()
			var known map[string]knownRow
			for n < len(rows) && n < pieceRows && (n == 0 || n%16 != 0 || !r.over(time.Since(began))) {
				if n%lookedUp == 0 {
					var err error
					if known, err = knownRows(ctx, tx, r.plan.Source, rows[n:min(n+lookedUp, len(rows))]); err != nil {
						return err
					}
				}
				if err := r.take(ctx, tx, &rows[n], known, fresh, &counts); err != nil {
					return err
				}
				n++
			}
			if err := r.insertFresh(ctx, tx); err != nil {
				return err
			}
			return r.advance(ctx, tx, int64(n), counts, last)
		})
	})
	if err != nil {
		return 0, err
	}
	r.done, r.counts = r.done+int64(n), counts
	for keys, party := range fresh {
		r.parties[keys] = party
	}
	return n, nil
}

// over tells whether a piece that has taken so long should end.
func (r *run) over(took time.Duration) bool {
	return took >= pieceAlone || took >= pieceTime && r.s.Store.Wanted()
}

// knownRow is a row of the source that is in the record.
type knownRow struct {
	N         int64
	ID        string `bun:"id"`
	SourceKey string
	Digest    string
	At        int64
}

// knownRows looks up the rows' keys in a source.
func knownRows(ctx context.Context, q record.Querier, source string, rows []readRow) (map[string]knownRow, error) {
	keys := make([]string, 0, len(rows))
	for i := range rows {
		if rows[i].key != "" {
			keys = append(keys, rows[i].key)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	var found []knownRow
	err := q.NewRaw("SELECT n, id, source_key, digest, at FROM response WHERE source_id = ? AND source_key IN (?)", source, bun.List(keys)).Scan(ctx, &found)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find rows of a source")
	}
	out := make(map[string]knownRow, len(found))
	for _, k := range found {
		out[k.SourceKey] = k
	}
	return out, nil
}

// take takes in one row.
func (r *run) take(ctx context.Context, tx *record.Tx, in *readRow, known map[string]knownRow, fresh map[people.Keys]people.Party, counts *Counts) error {
	if in.reject != nil {
		counts.Rejected++
		return r.keepReject(ctx, tx, in.reject)
	}
	e := in.entry
	before, there := known[in.key]
	k := newKept(e, r.s.Now())
	if there && before.Digest == k.digest {
		counts.Same++
		return nil
	}
	party, err := r.party(ctx, tx, e, fresh)
	if refused(err) {
		counts.Rejected++
		return r.keepReject(ctx, tx, &Reject{Row: in.number, Key: "people.refused", Reason: publicMessage(err)})
	}
	if err != nil {
		return err
	}
	k.party(party)
	k.source, k.key, k.lastImport, k.firstImport, k.number = r.plan.Source, in.key, r.id, r.id, in.number
	if there {
		counts.Changed++
		return r.change(ctx, tx, before, e, k)
	}
	counts.New++
	k.id = r.s.NewID()
	r.fresh = append(r.fresh, freshRow{k, e.words()})
	if len(r.fresh) < togetherRows {
		return nil
	}
	return r.insertFresh(ctx, tx)
}

func (r *run) party(ctx context.Context, tx *record.Tx, e *entry, fresh map[people.Keys]people.Party) (people.Party, error) {
	keys := people.Keys{Customer: e.customer, Account: e.account, Unit: e.unit, MakeUnit: true}
	if e.customer == "" && e.account == "" && e.unit == "" {
		return people.Party{}, nil
	}
	if p, ok := fresh[keys]; ok {
		return p, nil
	}
	p, known := r.parties[keys]
	var err error
	if known && p.UnitID != "" { // it may have been deleted since the last piece
		known, err = r.s.People.HoldUnit(ctx, tx, p.UnitID)
	}
	if err == nil && !known {
		p, err = r.s.People.Resolve(ctx, tx, keys)
	}
	if err == nil {
		fresh[keys] = p
	}
	return p, err
}

// change writes a row again and keeps what it was.
func (r *run) change(ctx context.Context, tx *record.Tx, before knownRow, e *entry, k *kept) error {
	if err := keepHistory(ctx, tx, before.ID, r.id, record.Micros(r.s.Now())); err != nil {
		return err
	}
	if !e.atGiven {
		k.at = before.At // the file does not say when; the first time stands
	}
	k.id = before.ID
	if err := r.s.updateRow(ctx, tx, k); err != nil {
		return err
	}
	if err := r.s.deleteWords(ctx, tx, before.N); err != nil {
		return err
	}
	tx.Log(ResponseChanged, k.id)
	return r.s.insertWords(ctx, tx, before.N, e.words())
}

// advance moves the cursor. It fails with errStopped where the import was
// cancelled or another run has moved it.
func (r *run) advance(ctx context.Context, tx *record.Tx, n int64, c Counts, last bool) error {
	state, finished := StateRunning, any(nil)
	if last {
		state, finished = StateDone, record.Micros(r.s.Now())
		tx.Log(ImportFinished, r.id)
	}
	moved, err := tx.Exec(ctx, `UPDATE import_file SET state = ?, done = ?, count_new = ?, count_same = ?, count_changed = ?, count_reject = ?, finished_at = ?, version = version + 1
		WHERE id = ? AND done = ? AND state IN ('waiting', 'running')`,
		string(state), r.done+n, c.New, c.Same, c.Changed, c.Rejected, finished, r.id, r.done)
	if err == nil && moved == 0 {
		return errStopped
	}
	return fault.Wrap(err, fault.CodeInternal, "move cursor of an import")
}

func (r *run) keepReject(ctx context.Context, tx *record.Tx, j *Reject) error {
	_, err := tx.Exec(ctx, `INSERT INTO import_reject (import_id, row_number, column_name, cell, reason_key, reason) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (import_id, row_number) DO NOTHING`, r.id, j.Row, cleanText(j.Column), cleanText(j.Value), j.Key, j.Reason)
	return fault.Wrap(err, fault.CodeInternal, "keep reject")
}

// publicMessage is what a fault says to people.
func publicMessage(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return "The row could not be taken in."
}
