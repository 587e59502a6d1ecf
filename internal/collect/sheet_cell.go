package collect

import (
	"math"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// The bounds of cells whose meaning is kept: how long one may be, and how many
// bytes all of a sheet may take.
const (
	maxCellKept  = 100
	maxCellsKept = 16 << 20
	cellOverhead = 150
)

// sheetCells reads the cells of a sheet by their columns, as an import does.
// Columns of scores and segments have few different cells, so each is read once.
type sheetCells struct {
	in      *reader
	columns []cellColumn
	kept    int // bytes
	scratch entry
}

// cellColumn is a column and what its cells mean.
type cellColumn struct {
	plan  *planColumn
	score int // place of its score, -1 for none
	slot  int // of its trait, 0 for none
	trait Trait
	known map[string]*cellFact // nil where each cell is read by itself
	short [256]*cellFact       // those of cells of one byte, which ratings mostly are
}

// fact is what a cell is known to say; nil where it has to be read.
func (c *cellColumn) fact(cell string) *cellFact {
	if len(cell) == 1 && c.short[cell[0]] != nil {
		return c.short[cell[0]]
	}
	return c.known[cell]
}

// cellFact is what a cell says.
type cellFact struct {
	score  float64 // NaN where it is none
	value  any     // of its trait, nil for none
	timed  bool
	at     int64  // of a time; see entry
	answer Answer // with a measure where it is a score
}

// newSheetCells prepares the reading of a settled sheet. The scores of its
// rows stand in the order of scores.
func newSheetCells(s *FactSheet, in *reader) (c *sheetCells, scores []row.Score, err error) {
	c = &sheetCells{in: in, columns: make([]cellColumn, len(in.plan.Columns))}
	for i := range in.plan.Columns {
		p := &in.plan.Columns[i]
		of := cellColumn{plan: p, score: -1}
		switch p.Role {
		case RoleScore, RoleSegment, RoleOutcome, RoleTime:
			of.known = map[string]*cellFact{}
		}
		if p.Measure != "" {
			id, err := uuid.Parse(p.Measure)
			if err != nil {
				return nil, nil, fault.Wrap(err, fault.CodeInternal, "read the measure of a column")
			}
			of.score = len(scores)
			scores = append(scores, row.Score{Measure: id, Score: math.NaN(), Beside: s.beside[id]})
		}
		if p.Trait != "" {
			of.trait = s.slots[s.program][p.Trait]
			of.slot = of.trait.Slot
		}
		c.columns[i] = of
	}
	return c, scores, nil
}

// sheetRow is a row of a sheet as it is read: what is said of who answered and
// when stands in the entry, and so do texts; scores and traits stand apart.
type sheetRow struct {
	entry  entry
	scores []row.Score
	values []row.Value
	facts  []*cellFact // behind the scores
}

// read reads a row into r, whose scores are none so far. A reject means that
// the row is left out.
func (c *sheetCells) read(in table.Row, r *sheetRow) *Reject {
	p := &c.in.plan
	answers := r.entry.answers[:0]
	r.entry = entry{answers: answers, program: p.Program, channel: p.Channel, language: p.Language, consent: ConsentFirm, at: p.DefaultTime.UnixMicro()}
	r.values, r.facts = r.values[:0], r.facts[:0]
	for i := range c.columns {
		of := &c.columns[i]
		if of.plan.Role == RoleIgnore || of.plan.Role == RoleKey {
			continue
		}
		if fact := of.fact(in.Cells[i]); fact != nil {
			r.take(of, fact)
			continue
		}
		if reject := c.cell(r, i, in); reject != nil {
			return reject
		}
	}
	if r.entry.customer != "" {
		r.entry.consent = p.Consent
	}
	return nil
}

// take adds what a cell says.
func (r *sheetRow) take(of *cellColumn, f *cellFact) {
	if f.timed {
		r.entry.at, r.entry.atGiven = f.at, true
	}
	if !math.IsNaN(f.score) {
		r.scores[of.score].Score = f.score
		r.facts = append(r.facts, f)
	}
	if f.value != nil {
		r.values = append(r.values, row.Value{Slot: of.slot, Value: f.value})
	}
}

// cell reads a cell that is not known yet.
func (c *sheetCells) cell(r *sheetRow, i int, in table.Row) *Reject {
	of := &c.columns[i]
	text := strings.TrimSpace(in.Cells[i])
	if text == "" || of.plan.isNone(text) {
		if reject := c.in.missing(i, in.Number); reject != nil {
			return reject
		}
		if of.known != nil && i != c.in.plan.Time {
			c.keep(of, in.Cells[i], &cellFact{score: math.NaN()})
		}
		return nil
	}
	if of.known == nil {
		return c.plain(r, i, cleanText(text), in.Number)
	}
	c.scratch = entry{answers: c.scratch.answers[:0], traits: c.scratch.traits[:0]}
	if reject := c.in.cell(&c.scratch, i, of.plan, cleanText(text), in.Number); reject != nil {
		if !c.in.spare(i, reject) {
			return reject
		}
		r.take(of, c.factOf(of)) // of an outcome the words may be there without a score
		return nil
	}
	f := c.factOf(of)
	c.keep(of, in.Cells[i], f)
	r.take(of, f)
	return nil
}

// plain reads a cell of a column in which few cells are alike.
func (c *sheetCells) plain(r *sheetRow, i int, text string, number int64) *Reject {
	of := &c.columns[i]
	r.entry.traits = c.scratch.traits[:0]
	reject := c.in.cell(&r.entry, i, of.plan, text, number)
	if reject != nil && c.in.spare(i, reject) {
		reject = nil
	}
	for _, t := range r.entry.traits {
		if value := of.trait.fact(t.value); value != nil {
			r.values = append(r.values, row.Value{Slot: of.slot, Value: value})
		}
	}
	c.scratch.traits, r.entry.traits = r.entry.traits, nil
	return reject
}

// factOf is what the scratch entry says.
func (c *sheetCells) factOf(of *cellColumn) *cellFact {
	f := &cellFact{score: math.NaN()}
	for _, a := range c.scratch.answers {
		if a.Score != nil {
			f.score, f.answer = *a.Score, a
		}
	}
	for _, t := range c.scratch.traits {
		f.value = of.trait.fact(t.value)
	}
	f.timed, f.at = c.scratch.atGiven, c.scratch.at
	return f
}

// keep remembers a cell while there is room.
func (c *sheetCells) keep(of *cellColumn, cell string, f *cellFact) {
	if len(cell) > maxCellKept || c.kept > maxCellsKept {
		return
	}
	c.kept += len(cell) + cellOverhead
	of.known[strings.Clone(cell)] = f
	if len(cell) == 1 {
		of.short[cell[0]] = f
	}
}
