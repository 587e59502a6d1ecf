package collect

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

const (
	sheetPiece   = 5_000 // rows handed on at once
	sheetRejects = 1_000 // rejects kept; further ones are counted
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
func (s *FactSheet) Read(ctx context.Context, rows table.Rows, now time.Time, yield func(row.Rows) error) (SheetCount, error) {
	var count SheetCount
	declared, err := s.Declared()
	if err != nil {
		return count, err
	}
	in := s.intake(now, &count)
	piece := row.Rows{Traits: declared}
	for {
		next, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return count, yield(piece)
		}
		if err != nil {
			return count, Unreadable(err)
		}
		count.Rows++
		if err := s.take(in, next, &piece, &count); err != nil {
			return count, err
		}
		if count.Rows%sheetPiece > 0 {
			continue
		}
		if err := ctx.Err(); err != nil {
			return count, err
		}
		if err := yield(piece); err != nil {
			return count, err
		}
		piece = row.Rows{Answers: make([]row.Answer, 0, len(piece.Answers))}
	}
}

// intake is the reader of an import that spares what it can.
func (s *FactSheet) intake(now time.Time, count *SheetCount) *reader {
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
	return in
}

func (c *SheetCount) keep(why *Reject) {
	if len(c.Rejects) < sheetRejects {
		c.Rejects = append(c.Rejects, *why)
	}
}

// take reads one row. Rows are known by their number: a report sees each once.
func (s *FactSheet) take(in *reader, next table.Row, piece *row.Rows, count *SheetCount) error {
	var e *entry
	var reject *Reject
	if next.Reject != nil {
		reject = in.rejectOf(next.Reject)
	} else {
		e, reject = in.entryOf(next)
	}
	if reject != nil {
		count.Dropped++
		count.keep(reject)
		return nil
	}
	if !s.scored(e) {
		count.Unscored++
		return nil // nothing is asked of it
	}
	count.Used++
	if s.quotes != nil {
		s.quotes.take(e, count.Rows)
	}
	answers, err := s.facts(piece.Answers, e, count.Rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "make facts of a row")
	}
	piece.Answers = answers
	return nil
}

func (s *FactSheet) scored(e *entry) bool {
	for i := range e.answers {
		if e.answers[i].Score != nil && e.answers[i].MeasureID == s.score {
			return true
		}
	}
	return false
}

// facts appends the fact rows of an entry.
func (s *FactSheet) facts(to []row.Answer, e *entry, number int64) ([]row.Answer, error) {
	var id uuid.UUID
	binary.BigEndian.PutUint64(id[8:], uint64(number)) //nolint:gosec // counted from 1
	id[0] = 0xba
	r := factRow{
		ID: id.String(), ProgramID: s.program, At: e.at, Consent: uint8(e.consent), Channel: e.channel, Language: e.language,
		Value: e.value, Weight: e.weight, CustomerID: sheetID("customer", e.customer), AccountID: sheetID("account", e.account), UnitID: sheetID("unit", e.unit),
	}
	if r.UnitID != nil {
		s.units[*r.UnitID] = e.unit
	}
	traits := make(map[int]any, len(e.traits))
	for _, t := range e.traits {
		declared := s.slots[s.program][t.name]
		if fact := declared.fact(t.value); fact != nil {
			traits[declared.Slot] = fact
		}
	}
	before := len(to)
	answers, err := r.facts(to, len(e.answers), func(i int) (string, string, *float64) {
		a := &e.answers[i]
		return a.MeasureID, a.Choice, a.Score
	}, traits)
	for i := before; i < len(answers); i++ {
		answers[i].Beside = s.beside[answers[i].Measure]
	}
	return answers, err
}

// sheetID is an id made of a name; nil for none.
func sheetID(kind, name string) *string {
	if name == "" {
		return nil
	}
	id := uuid.NewSHA1(sheetProgram, []byte(kind+":"+name)).String()
	return &id
}
