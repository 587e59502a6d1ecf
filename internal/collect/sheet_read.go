package collect

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

const (
	sheetPiece   = 10_000 // rows handed on at once
	sheetRejects = 1_000  // rejects kept; further ones are counted
)

// SheetCount is what became of the rows of a sheet.
type SheetCount struct {
	Rows     int64    // with content, the unreadable ones too
	Used     int64    // with a score
	Unscored int64    // taken, but without a score
	Dropped  int64    // not taken at all
	Cells    int64    // cells left out of rows that were taken
	Rejects  []Reject // the first ones, of rows and of cells
}

// Read makes facts of all rows and hands them on in pieces, declarations
// first. A row whose score or time cannot be read is left out; of any other
// cell only that cell is. Nothing is left out without a reject.
func (s *FactSheet) Read(ctx context.Context, rows table.Rows, now time.Time, yield func(row.Rows) error) (count SheetCount, err error) {
	declared, err := s.Declared()
	if err != nil {
		return count, err
	}
	in, err := s.newIntake(now, &count)
	if err != nil {
		return count, err
	}
	ahead := table.Ahead(rows)
	defer func() { err = errors.Join(err, ahead.Close()) }()
	piece := row.Rows{Traits: declared}
	for {
		next, err := ahead.Next()
		if errors.Is(err, io.EOF) {
			return count, yield(in.piece(piece))
		}
		if err != nil {
			return count, Unreadable(err)
		}
		count.Rows++
		if err := in.take(next); err != nil {
			return count, err
		}
		if count.Rows%sheetPiece > 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return count, err
		}
		if err := yield(in.piece(piece)); err != nil {
			return count, err
		}
		piece = row.Rows{}
	}
}

// sheetIntake reads the rows of a sheet one after the other into a piece.
type sheetIntake struct {
	sheet   *FactSheet
	count   *SheetCount
	cells   *sheetCells
	row     sheetRow
	none    []row.Score // of a row that has no score
	scored  int         // place of the sheet's score
	program uuid.UUID
	units   map[string]uuid.UUID // by name

	responses []row.Response
	scores    []row.Score // of all responses of the piece
	values    []row.Value
}

// newIntake spares what it can: of a row whose score and time can be read only
// the cells that cannot are left out.
func (s *FactSheet) newIntake(now time.Time, count *SheetCount) (*sheetIntake, error) {
	in := newReader(s.plan, now)
	in.spare = func(column int, why *Reject) bool {
		role := s.Columns[column].Role
		if role == SheetScore || role == SheetTime {
			return false
		}
		count.Cells++
		count.keep(why)
		return true
	}
	cells, none, err := newSheetCells(s, in)
	if err != nil {
		return nil, err
	}
	k := &sheetIntake{sheet: s, count: count, cells: cells, none: none, row: sheetRow{scores: make([]row.Score, len(none))}, units: map[string]uuid.UUID{}}
	k.scored = slices.IndexFunc(none, func(x row.Score) bool { return x.Measure.String() == s.score })
	k.program, err = uuid.Parse(s.program)
	return k, fault.Wrap(err, fault.CodeInternal, "read the program of a sheet")
}

func (c *SheetCount) keep(why *Reject) {
	if len(c.Rejects) < sheetRejects {
		c.Rejects = append(c.Rejects, *why)
	}
}

// take reads one row. Rows are known by their number: a report sees each once.
func (k *sheetIntake) take(next table.Row) error {
	var reject *Reject
	if next.Reject != nil {
		reject = k.cells.in.rejectOf(next.Reject)
	} else {
		copy(k.row.scores, k.none)
		reject = k.cells.read(next, &k.row)
	}
	if reject != nil {
		k.count.Dropped++
		k.count.keep(reject)
		return nil
	}
	if k.scored < 0 || math.IsNaN(k.row.scores[k.scored].Score) {
		k.count.Unscored++
		return nil // nothing is asked of it
	}
	k.count.Used++
	k.quote()
	k.responses = append(k.responses, k.response())
	return nil
}

// quote looks at the texts of the row, beside its scores.
func (k *sheetIntake) quote() {
	e := &k.row.entry
	if k.sheet.quotes == nil || len(e.answers) == 0 {
		return
	}
	for _, f := range k.row.facts {
		e.answers = append(e.answers, f.answer)
	}
	k.sheet.quotes.take(e, k.count.Rows)
}

// response makes facts of the row.
func (k *sheetIntake) response() row.Response {
	e := &k.row.entry
	r := row.Response{Answer: row.Answer{
		Program: k.program, At: time.UnixMicro(e.at).UTC(), Channel: e.channel, Language: e.language, Consent: uint8(e.consent),
		Value: e.value, Weight: e.weight, Account: sheetID("account", e.account), Unit: k.unit(e.unit), Known: e.customer != "",
	}}
	r.Response[0] = 0xba
	binary.BigEndian.PutUint64(r.Response[8:], uint64(k.count.Rows)) //nolint:gosec // counted from 1
	if r.Party = r.Response; r.Known {
		r.Party = sheetID("customer", e.customer)
	}
	if r.Cluster = r.Party; e.account != "" {
		r.Cluster = r.Account
	}
	from := len(k.scores)
	k.scores = append(k.scores, k.row.scores...)
	r.Scores = k.scores[from:len(k.scores):len(k.scores)]
	from = len(k.values)
	k.values = append(k.values, k.row.values...)
	r.Values = k.values[from:len(k.values):len(k.values)]
	return r
}

// piece completes a piece with the rows read since the last one.
func (k *sheetIntake) piece(rows row.Rows) row.Rows {
	rows.Whole = k.responses
	k.responses = make([]row.Response, 0, len(k.responses))
	k.scores, k.values = make([]row.Score, 0, len(k.scores)), make([]row.Value, 0, len(k.values))
	return rows
}

func (k *sheetIntake) unit(name string) uuid.UUID {
	id, known := k.units[name]
	if !known {
		id = sheetID("unit", name)
		if k.units[name] = id; name != "" {
			k.sheet.units[id.String()] = name
		}
	}
	return id
}

// sheetID is an id made of a name; none for none.
func sheetID(kind, name string) uuid.UUID {
	if name == "" {
		return uuid.UUID{}
	}
	return uuid.NewSHA1(sheetProgram, []byte(kind+":"+name))
}
