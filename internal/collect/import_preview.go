package collect

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
)

// How much of a file a preview looks at.
const (
	previewShown = 20
	previewRows  = 50_000
	previewBatch = 5_000 // rows looked up at once
	previewTime  = 2 * time.Second
)

// PreviewImport shows the first rows as the mapping reads them, and counts what
// would be new, the same, changed and rejected. Large files are looked at from
// the beginning for two seconds.
func (s *Service) PreviewImport(ctx context.Context, id string) (out Preview, err error) {
	var r *importRow
	var p plan
	var joins []importJoin
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if r, err = allowedImport(ctx, q, id); err != nil {
			return err
		}
		if joins, err = getJoins(ctx, q, id); err != nil {
			return err
		}
		p, err = s.trialPlan(ctx, q, r)
		return err
	})
	if err != nil {
		return Preview{}, err
	}
	rows, err := s.openSoon(ctx, r, joins)
	if err != nil {
		return Preview{}, err
	}
	defer closeFile(rows, &err)
	t := trial{s: s, id: id, reader: newReader(p, s.Now()), source: p.Source, out: Preview{Rows: []PreviewRow{}}}
	if err = t.look(ctx, rows); err != nil {
		return Preview{}, err
	}
	return t.out, t.countGone(ctx)
}

// openSoon opens the rows of an import for somebody who waits. Files whose
// joined table is lost are joined anew, which may take minutes: that goes on
// when the wait is over.
func (s *Service) openSoon(ctx context.Context, r *importRow, joins []importJoin) (table.Rows, error) {
	soon, cancel := context.WithTimeout(ctx, s.joinWait())
	defer cancel()
	rows, err := s.openTable(soon, r, joins)
	switch {
	case err == nil || ctx.Err() != nil:
		return rows, err
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fault.New(fault.CodeUnavailable, "The files are being joined again, which takes a while for long ones. Try again in a minute.").Keyed("join.again")
	case final(err):
		return nil, unreadableJoin(err)
	}
	return nil, joinLost(err)
}

// joinWait is how long a preview waits for files that are joined anew.
func (s *Service) joinWait() time.Duration {
	if s.JoinWait > 0 {
		return s.JoinWait
	}
	return 15 * time.Second
}

// trialPlan is the plan that a start would make, without making anything:
// measures that are not there yet have no id.
func (s *Service) trialPlan(ctx context.Context, q record.Querier, r *importRow) (plan, error) {
	m, err := r.mapping()
	if err != nil {
		return plan{}, err
	}
	columns, err := r.columns()
	if err != nil {
		return plan{}, err
	}
	if err := checkMapping(m, columns); err != nil {
		return plan{}, err
	}
	p := makePlan(m, s.Zone())
	p.Program, p.Source = m.ProgramID, m.SourceID
	if p.Kind.ofParties() {
		if err := errors.Join(mayNameOwners(ctx, m), p.countIn(ctx, q, m)); err != nil {
			return plan{}, err
		}
		return p, findPartyTraits(ctx, q, m, columns, &p)
	}
	if !p.Kind.ofProgram() {
		return p, nil
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.Score == nil || c.Role != RoleScore && c.Role != RoleOutcome {
			continue
		}
		p.Columns[i].Measure = "new " + strconv.Itoa(i)
		if m.ProgramID == "" && c.Score.MeasureID == "" {
			continue
		}
		known, err := findMeasure(ctx, q, m.ProgramID, i, c)
		if err != nil {
			return plan{}, err
		}
		if known != nil {
			p.Columns[i].Measure, p.Columns[i].Scale = known.ID, &known.Scale
		}
	}
	return p, nil
}

// trial is a preview being made.
type trial struct {
	s      *Service
	id     string
	reader *reader
	source string
	out    Preview
	batch  []readRow
	known  int64 // rows that the source has, those that are rejected now among them
	again  ids   // customers or accounts of the source that the file names again
}

func (t *trial) look(ctx context.Context, rows table.Rows) error {
	began := time.Now()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			t.out.Complete = true
			return t.flush(ctx)
		}
		if err != nil {
			return t.s.unreadRows(t.id, err)
		}
		t.batch = append(t.batch, t.reader.read(row))
		if len(t.batch) < previewBatch {
			continue
		}
		if err := t.flush(ctx); err != nil {
			return err
		}
		if t.out.Looked >= previewRows || time.Since(began) > previewTime {
			return nil
		}
	}
}

// mostGone is how many rows of a source are counted.
const mostGone = 1_000_000

// countGone counts the rows of the source that the file has no longer: every
// row of a file is at most one of its source.
func (t *trial) countGone(ctx context.Context) error {
	if !t.out.Complete || t.source == "" {
		return nil
	}
	if t.reader.plan.Kind.ofParties() {
		return t.countGoneParties(ctx)
	}
	var n int64
	count := "SELECT count(*) FROM (SELECT 1 FROM response WHERE source_id = ? LIMIT ?) AS rows_of_source"
	if t.reader.plan.Kind == KindEvents {
		count = "SELECT count(*) FROM (SELECT 1 FROM event WHERE import_id IN (SELECT id FROM import_file WHERE source_id = ?) LIMIT ?) AS rows_of_source"
	}
	err := t.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(count, t.source, mostGone+1).Scan(ctx, &n)
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "count rows of a source")
	}
	if n <= mostGone {
		gone := n - t.known
		t.out.Gone = &gone
	}
	return nil
}

// flush judges the rows gathered.
func (t *trial) flush(ctx context.Context) error {
	var judge func(in *readRow) rowStatus
	err := t.s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if t.reader.plan.Kind.ofParties() {
			judge, err = t.judgeParties(ctx, q)
			return err
		}
		if t.reader.plan.Kind == KindEvents {
			judge, err = t.judgeEvents(ctx, q)
			return err
		}
		judge, err = t.judgeAnswers(ctx, q)
		return err
	})
	if err != nil {
		return err
	}
	for i := range t.batch {
		t.count(&t.batch[i], judge(&t.batch[i]))
	}
	t.batch = t.batch[:0]
	return nil
}

// judgeAnswers looks up the rows gathered and gives what tells their status.
func (t *trial) judgeAnswers(ctx context.Context, q record.Querier) (func(*readRow) rowStatus, error) {
	var keys []string
	for i := range t.batch {
		if t.source != "" && t.batch[i].key != "" {
			keys = append(keys, t.batch[i].key)
		}
	}
	known, err := knownRows(ctx, q, t.source, keys)
	return func(in *readRow) rowStatus {
		before, there := known[in.key]
		if there {
			t.known++
		}
		switch {
		case in.reject != nil:
			return statusRejected
		case there && before.Digest == in.entry.digest():
			return statusSame
		case there:
			return statusChanged
		}
		return statusNew
	}, err
}

// judgeEvents is judgeAnswers of a file of events.
func (t *trial) judgeEvents(ctx context.Context, q record.Querier) (func(*readRow) rowStatus, error) {
	known := map[string]string{}
	var ids []string
	for i := range t.batch {
		ids = append(ids, t.reader.plan.eventIDs(&t.batch[i])...)
	}
	for part := range slices.Chunk(ids, previewBatch) {
		found, err := digestsOfEvents(ctx, q, part)
		if err != nil {
			return nil, err
		}
		maps.Copy(known, found)
	}
	return func(in *readRow) rowStatus {
		for _, id := range t.reader.plan.eventIDs(in) {
			if _, there := known[id]; there {
				t.known++
			}
		}
		return judgeEvents(in, known)
	}, nil
}

// count counts a row and shows it where it is one of the first.
func (t *trial) count(in *readRow, status rowStatus) {
	t.out.Counts.add(status)
	t.out.Looked++
	if len(t.out.Rows) >= previewShown {
		return
	}
	row := PreviewRow{Row: in.number, Cells: append([]string{}, in.cells...), Status: string(status), Reject: in.reject}
	if in.entry != nil {
		row.Read = in.entry.shown()
	}
	if in.party != nil {
		row.Party = in.party.shown(&t.reader.plan)
	}
	for _, h := range in.events {
		row.Events = append(row.Events, h.shown())
	}
	t.out.Rows = append(t.out.Rows, row)
}

func (e *entry) shown() *ReadResponse {
	at := record.Time(e.at)
	out := &ReadResponse{
		At: &at, Answers: append([]Answer{}, e.answers...), Customer: e.customer, Account: e.account, Unit: e.unit,
		Channel: e.channel, Language: e.language, Value: e.value, Weight: e.weight, Traits: map[string]string{},
	}
	for _, t := range e.traits {
		out.Traits[t.name] = t.value
	}
	return out
}
