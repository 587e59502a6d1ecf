package collect

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// checkTarget checks program, source and measures that a mapping names.
func (s *Service) checkTarget(ctx context.Context, q record.Querier, m *Mapping) error {
	kind := kindOf(m.Kind)
	var src *source
	if m.SourceID != "" {
		var err error
		if src, err = getSource(ctx, q, m.SourceID); err != nil {
			return field(err, "source_id", "There is no such source.")
		}
		if src.Kind != kind {
			return fault.Invalid("source_id", "This source is of files of another kind.").Keyed("import.other_kind")
		}
	}
	if !kind.ofProgram() {
		if err := mayTakeIn(ctx, kind, ""); err != nil {
			return err
		}
		return mayNameOwners(ctx, *m)
	}
	if src != nil {
		if m.ProgramID != "" && m.ProgramID != src.ProgramID {
			return fault.Invalid("source_id", "This source belongs to another program.")
		}
		m.ProgramID = src.ProgramID
	}
	if m.ProgramID != "" {
		if _, err := purpose.GetIn(ctx, q, m.ProgramID); err != nil {
			return field(err, "program_id", "There is no such program.")
		}
	}
	if err := mayImport(ctx, m.ProgramID); err != nil {
		return err
	}
	for i, c := range m.Columns {
		if c.Score == nil || c.Score.MeasureID == "" || c.Role != RoleScore && c.Role != RoleOutcome {
			continue
		}
		at := fmt.Sprintf("columns[%d].score.measure_id", i)
		known, err := measure.GetIn(ctx, q, c.Score.MeasureID)
		if err != nil {
			return field(err, at, "There is no such measure.")
		}
		if known.ProgramID != m.ProgramID {
			return fault.Invalid(at, "This measure belongs to another program.")
		}
	}
	return nil
}

// field turns a not_found into an invalid field.
func field(err error, name, message string) error {
	if fault.Is(err, fault.CodeNotFound) {
		return fault.Invalid(name, message)
	}
	return err
}

// StartImport makes the program, source, measures and traits that the mapping
// names. The change log then asks for a run of it.
func (s *Service) StartImport(ctx context.Context, id string) (Import, log.Position, error) {
	var out Import
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		r, err := allowedImport(ctx, tx, id)
		if err != nil {
			return err
		}
		switch r.State {
		case StateReady:
			err = s.prepare(ctx, tx, r)
		case StateFailed, StateCancelled: // goes on where it stopped
			_, err = tx.Exec(ctx, "UPDATE import_file SET state = ?, problem = '', finished_at = NULL, version = version + 1 WHERE id = ?", string(StateWaiting), id)
		default:
			return fault.New(fault.CodeConflict, "This import is under way or over.").Keyed("import.started")
		}
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "start import")
		}
		if err := s.Audit.Audit(ctx, tx, "import.started", id, nil); err != nil {
			return err
		}
		tx.Log(ImportStarted, id)
		out, err = s.importIn(ctx, tx, id)
		return err
	})
	s.touched()
	return out, position, err
}

func (s *Service) touched() {
	s.Measure.Touched()
	s.Purpose.Touched()
	s.traitChanges.Add(1)
}

// prepare decides program and source, makes measures and traits, and stores
// the plan by which the file is read.
func (s *Service) prepare(ctx context.Context, tx *record.Tx, r *importRow) error {
	m, err := r.mapping()
	if err != nil {
		return err
	}
	columns, err := r.columns()
	if err != nil {
		return err
	}
	if err := checkMapping(m, columns); err != nil {
		return err
	}
	if err := openQuestion(r); err != nil {
		return err
	}
	if err := openJoin(ctx, tx, r.ID); err != nil {
		return err
	}
	if err := s.checkTarget(ctx, tx, &m); err != nil {
		return err
	}
	p, err := s.targetOf(ctx, tx, &m, columns)
	if err != nil {
		return err
	}
	if err := s.keepSource(ctx, tx, r, &m); err != nil {
		return err
	}
	p.Source = m.SourceID
	planText, err1 := asJSON(p)
	mappingText, err2 := asJSON(m)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE import_file SET state = ?, program_id = ?, source_id = ?, mapping = ?, plan = ?, started_at = ?, version = version + 1 WHERE id = ?",
		string(StateWaiting), orNull(p.Program), p.Source, mappingText, planText, record.Micros(s.Now()), r.ID)
	return fault.Wrap(err, fault.CodeInternal, "start import")
}

// targetOf makes the plan of an import with all that it names: program,
// measures and traits.
func (s *Service) targetOf(ctx context.Context, tx *record.Tx, m *Mapping, columns []ColumnProfile) (plan, error) {
	if !kindOf(m.Kind).ofProgram() {
		m.ProgramID, m.ProgramName = "", ""
		p := makePlan(*m, s.Zone())
		if !p.Kind.ofParties() {
			return p, nil
		}
		if err := p.countIn(ctx, tx, *m); err != nil {
			return p, err
		}
		if err := findPartyTraits(ctx, tx, *m, columns, &p); err != nil {
			return p, err
		}
		return p, s.makePartyTraits(ctx, tx, &p)
	}
	if err := s.chooseProgram(ctx, tx, m); err != nil {
		return plan{}, err
	}
	p := makePlan(*m, s.Zone())
	p.Program = m.ProgramID
	if err := s.makeMeasures(ctx, tx, m, &p); err != nil {
		return plan{}, err
	}
	if slices.ContainsFunc(p.Columns, func(c planColumn) bool { return c.Role == RoleCustomer || c.Role == RoleAccount }) {
		if err := takeSlotsOf(ctx, tx, p.Program); err != nil {
			return plan{}, err
		}
	}
	return p, declareTraits(ctx, tx, &p)
}

// openQuestion refuses to go on while only a person can tell how dates are
// meant: read the wrong way round they would look right.
func openQuestion(r *importRow) error {
	i, err := r.shown()
	if err != nil {
		return err
	}
	for _, q := range i.Questions {
		if q.Kind == "date_order" {
			return fault.New(fault.CodeConflict, "Say first how the dates are meant: "+q.Reason.Text).
				With(fmt.Sprintf("columns[%d].order", q.Index), "Say whether day or month comes first.").Keyed("import.date_order")
		}
	}
	return nil
}

// chooseProgram: the one named, else the only one there is, else a new one.
func (s *Service) chooseProgram(ctx context.Context, tx *record.Tx, m *Mapping) error {
	if m.ProgramID != "" {
		return nil
	}
	if m.ProgramName == "" {
		all, err := purpose.AllIn(ctx, tx, 1000)
		if err != nil {
			return err
		}
		var real []purpose.Program
		for _, p := range all {
			if !p.Synthetic {
				real = append(real, p)
			}
		}
		if len(real) == 1 {
			m.ProgramID = real[0].ID
			return nil
		}
		if len(real) > 1 {
			return fault.Invalid("program_id", "Say which program the answers belong to.").Keyed("program.needed")
		}
		if m.ProgramName, err = purpose.FreeName(ctx, tx, purpose.DefaultName); err != nil {
			return err
		}
	}
	p, err := s.Purpose.CreateIn(ctx, tx, purpose.Program{Name: m.ProgramName})
	m.ProgramID, m.ProgramName = p.ID, ""
	return err
}

// makeMeasures finds or makes the measure of each score.
func (s *Service) makeMeasures(ctx context.Context, tx *record.Tx, m *Mapping, p *plan) error {
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.Score == nil || c.Role != RoleScore && c.Role != RoleOutcome {
			continue
		}
		known, err := findMeasure(ctx, tx, m.ProgramID, i, c)
		if err != nil {
			return err
		}
		if known == nil {
			made, err := s.Measure.CreateIn(ctx, tx, newMeasure(m, c))
			if err != nil {
				return fault.Wrap(fault.Under(err, fmt.Sprintf("columns[%d].score.", i)), fault.CodeInternal, "make measure")
			}
			known = &made
		}
		c.Score.MeasureID = known.ID
		p.Columns[i].Measure, p.Columns[i].Scale = known.ID, &known.Scale
	}
	return nil
}

// findMeasure is the measure a column names by id or name, nil for none. One
// found by name must be on the same scale.
func findMeasure(ctx context.Context, q record.Querier, program string, i int, c *ColumnMapping) (*measure.Measure, error) {
	if c.Score.MeasureID != "" {
		known, err := measure.GetIn(ctx, q, c.Score.MeasureID)
		return &known, err
	}
	known, there, err := measure.FindIn(ctx, q, program, c.Score.Name)
	if err != nil || !there {
		return nil, err
	}
	if known.Scale.Min != c.Score.Scale.Min || known.Scale.Max != c.Score.Scale.Max || known.Scale.Direction != c.Score.Scale.Direction {
		return nil, fault.New(fault.CodeConflict, "The program has a measure of this name on another scale.").
			With(fmt.Sprintf("columns[%d].score.name", i), "Give this measure another name, or the scale of the one there is.").Keyed("measure.other_scale")
	}
	return &known, nil
}

func newMeasure(m *Mapping, c *ColumnMapping) measure.Measure {
	language := m.Language
	if len(language) < 2 {
		language = "en"
	}
	wording := c.Label
	if clean(wording) == "" {
		wording = c.Name
	}
	return measure.Measure{
		ProgramID: m.ProgramID, Name: c.Score.Name, Wording: map[string]string{language: wording},
		Intent: c.Score.Intent, Scale: c.Score.Scale, Metric: c.Score.Metric,
	}
}

// declareTraits gives the columns to compare by their slots in the facts. A
// trait that finds no slot is kept with the answer and cannot be cut by.
func declareTraits(ctx context.Context, tx *record.Tx, p *plan) error {
	all, err := listTraits(ctx, tx)
	if err != nil {
		return err
	}
	for i := range p.Columns {
		c := &p.Columns[i]
		if c.Trait == "" {
			continue
		}
		t, added, ok, err := declare(ctx, tx, all, Trait{ProgramID: p.Program, Name: c.Trait, Label: c.Question, Kind: c.Kind, Role: string(c.Role)})
		if err != nil {
			return err
		}
		if ok && c.Role != RoleValue && c.Role != RoleTime {
			c.Kind = t.Kind // the kind it has for life
		}
		if added {
			all = append(all, t)
			tx.Log(TraitDeclared, fmt.Sprint(t.Slot))
		}
	}
	return nil
}

// keepSource finds or makes the source and remembers how its file is read.
func (s *Service) keepSource(ctx context.Context, tx *record.Tx, r *importRow, m *Mapping) error {
	f, err := r.stored()
	if err != nil {
		return err
	}
	said := ""
	if !f.Said.open() {
		if said, err = asJSON(f.Said); err != nil {
			return err
		}
	}
	all, err := getJoins(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	joins, err := joinsText(f.Columns, all)
	if err != nil {
		return err
	}
	fresh := m.SourceID == ""
	if fresh {
		m.SourceID = s.NewID()
	}
	text, err := asJSON(m)
	if err != nil {
		return err
	}
	if fresh {
		_, err = tx.Exec(ctx, "INSERT INTO import_source (id, kind, program_id, name, fingerprint, mapping, said, guessed, joins, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			m.SourceID, string(kindOf(m.Kind)), orNull(m.ProgramID), r.FileName, fingerprintOf(f.all()), text, said, f.Guessed, joins, record.Micros(s.Now()))
	} else {
		_, err = tx.Exec(ctx, "UPDATE import_source SET mapping = ?, fingerprint = ?, said = ?, guessed = ?, joins = ? WHERE id = ?", text, fingerprintOf(f.all()), said, f.Guessed, joins, m.SourceID)
	}
	return fault.Wrap(err, fault.CodeInternal, "keep source")
}
