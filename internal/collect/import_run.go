package collect

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// A piece is one transaction of an import: up to pieceTime once somebody else
// waits to write or answers came that had to wait, else up to pieceAlone.
const (
	pieceRows    = 5000
	pieceTime    = 5 * time.Millisecond
	pieceAlone   = 200 * time.Millisecond
	lookedUp     = 256 // rows looked up at once
	togetherRows = 128 // new rows inserted at once
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
	text    string // of the plan
	plan    plan
	reader  *reader
	keeper  keeper
	rows    table.Rows
	begins  bool          // nothing of its source was in the record when it began
	waiting []preparedRow // read and not yet taken in
	over    bool          // all rows are read
	broken  error         // they cannot be
	done    int64         // rows behind the committed cursor
	counts  Counts        // as committed
	parties parties
	touched bool        // accounts were changed
	fresh   []freshRow  // of the piece, not inserted yet
	handed  []handedRow // of the piece, for the facts
}

func (s *Service) runFile(ctx context.Context, r *importRow) (err error) {
	run, err := s.beginRun(ctx, r)
	if run == nil || err != nil {
		return err
	}
	err = run.all(ctx)
	if err != nil && run.broken == nil && ctx.Err() != nil && s.paused.keep(run) {
		return err
	}
	if closing := run.rows.Close(); err == nil {
		err = fault.Wrap(closing, fault.CodeInternal, "close uploaded file")
	}
	if err == nil {
		s.dropSpools(r.ID)
	}
	return err
}

// beginRun goes on with a run that was paused, or begins another behind the
// rows that are dealt with. It gives none where the import has failed.
func (s *Service) beginRun(ctx context.Context, r *importRow) (*run, error) {
	paused, err := s.paused.take(r)
	if paused != nil || err != nil {
		return paused, fault.Wrap(err, fault.CodeInternal, "close uploaded file")
	}
	run := &run{s: s, id: r.ID, text: r.Plan, done: r.Done, counts: r.counts()}
	if err := json.Unmarshal([]byte(r.Plan), &run.plan); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read plan of an import")
	}
	if run.rows, err = s.openRun(ctx, r); err != nil {
		if final(err) {
			s.log.WarnContext(ctx, "an import cannot be read any more", "import", r.ID, "error", err)
			return nil, s.fail(ctx, r.ID, problemGone)
		}
		return nil, err
	}
	run.reader = newReader(run.plan, s.Now())
	if err := run.look(ctx); err != nil {
		closeFile(run.rows, &err)
		return nil, err
	}
	return run, nil
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

// look sees what is there of the source, and passes over the rows that are
// dealt with.
func (r *run) look(ctx context.Context) error {
	err := r.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if !kindOf(r.plan.Kind).ofProgram() {
			return q.NewRaw("SELECT NOT EXISTS (SELECT 1 FROM import_file WHERE source_id = ? AND id <> ?)", r.plan.Source, r.id).Scan(ctx, &r.begins)
		}
		return q.NewRaw("SELECT NOT EXISTS (SELECT 1 FROM response WHERE source_id = ?)", r.plan.Source).Scan(ctx, &r.begins)
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "find rows of a source")
	}
	return r.skip(ctx)
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
			return r.s.unreadRows(r.id, err)
		}
		r.reader.skip(row)
	}
	return nil
}

// all takes in what is left, piece by piece.
func (r *run) all(ctx context.Context) error {
	a := r.readAhead()
	defer r.stopReading(a)
	for {
		if err := r.gather(ctx, a); err != nil {
			return err
		}
		last := r.over && len(r.waiting) == 0
		n, err := r.piece(ctx, r.waiting, last)
		if errors.Is(err, errStopped) && r.begins {
			r.begins = false // the source has rows by now
			continue
		}
		if err != nil || last {
			return err
		}
		r.taken(n)
	}
}

// piece takes in the first of the rows in one transaction and moves the cursor
// behind them; it gives their number. The last piece has no rows and ends the
// import.
func (r *run) piece(ctx context.Context, rows []preparedRow, last bool) (int, error) {
	var n int
	var counts Counts
	_, err := retried(ctx, func() (log.Position, error) {
		n, counts, r.fresh, r.handed = 0, r.counts, r.fresh[:0], r.handed[:0]
		r.parties.begin()
		return r.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
			if n, err = r.takeSome(ctx, tx, rows, &counts); err != nil {
				return err
			}
			return r.advance(ctx, tx, int64(n), counts, last)
		})
	})
	if err != nil {
		return 0, err
	}
	r.s.handed.give(r.handed...)
	r.done, r.counts = r.done+int64(n), counts
	r.parties.keep()
	if r.touched {
		r.touched = false
		r.s.People.Touched()
	}
	return n, nil
}

// takeSome takes rows in until there are no more or its time is over.
func (r *run) takeSome(ctx context.Context, tx *record.Tx, rows []preparedRow, counts *Counts) (n int, err error) {
	if r.plan.Kind.ofParties() {
		return r.takeParties(ctx, tx, rows, counts)
	}
	if r.plan.Kind == KindEvents {
		return r.takeEvents(ctx, tx, rows, counts)
	}
	began := time.Now()
	var known map[string]knownRow
	for n < len(rows) && n < pieceRows && (n == 0 || n%16 != 0 || !r.late(time.Since(began))) {
		if n%lookedUp == 0 {
			if known, err = r.known(ctx, tx, rows[n:min(n+lookedUp, len(rows))]); err != nil {
				return n, err
			}
		}
		if err := r.take(ctx, tx, &rows[n], known, counts); err != nil {
			return n, err
		}
		n++
	}
	return n, r.insertFresh(ctx, tx)
}

// late tells whether a piece that has taken so long should end.
func (r *run) late(took time.Duration) bool {
	return took >= pieceAlone || took >= pieceTime && (r.s.Store.Wanted() || r.s.Store.Shared())
}

// knownRow is a row of the source that is in the record.
type knownRow struct {
	N         int64
	ID        string `bun:"id"`
	SourceKey string
	Digest    string
	At        int64
}

// known looks up the keys of rows in the source. The first file of a source
// meets none: its own keys are different, and where another run of the source
// was in between, the insert says so.
func (r *run) known(ctx context.Context, tx *record.Tx, rows []preparedRow) (map[string]knownRow, error) {
	if r.begins {
		return nil, nil
	}
	keys := make([]string, 0, len(rows))
	for i := range rows {
		if rows[i].key != "" {
			keys = append(keys, rows[i].key)
		}
	}
	return knownRows(ctx, tx, r.plan.Source, keys)
}

// knownRows finds the rows of a source by their keys.
func knownRows(ctx context.Context, q record.Querier, source string, keys []string) (map[string]knownRow, error) {
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
func (r *run) take(ctx context.Context, tx *record.Tx, in *preparedRow, known map[string]knownRow, counts *Counts) error {
	if in.reject != nil {
		counts.Rejected++
		return r.keepReject(ctx, tx, in.reject)
	}
	e, k := in.entry, in.kept
	before, there := known[in.key]
	if there && before.Digest == k.digest {
		counts.Same++
		return nil
	}
	party, err := r.parties.find(ctx, tx, r.s.People, e)
	if refused(err) {
		counts.Rejected++
		return r.keepReject(ctx, tx, &Reject{Row: in.number, Key: "people.refused", Reason: publicMessage(err)})
	}
	if err != nil {
		return err
	}
	k.party(party)
	k.at, k.received = e.at, r.s.Now().UnixMicro()
	k.source, k.key, k.lastImport, k.firstImport, k.number = r.plan.Source, in.key, r.id, r.id, in.number
	if there {
		counts.Changed++
		return r.change(ctx, tx, before, e, k, in.words)
	}
	counts.New++
	k.id = r.s.NewID()
	r.fresh, r.handed = append(r.fresh, freshRow{k, in.words}), append(r.handed, k.hand(e))
	if len(r.fresh) < togetherRows {
		return nil
	}
	return r.insertFresh(ctx, tx)
}

// change writes a row again and keeps what it was.
func (r *run) change(ctx context.Context, tx *record.Tx, before knownRow, e *entry, k *kept, words string) error {
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
	return r.s.insertWords(ctx, tx, before.N, words)
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
