package measure

import (
	"context"
	"maps"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log.
const (
	MeasureCreated = "measure.created"
	MeasureChanged = "measure.changed" // any change; scale, wording and metric are breaks too
	MeasureRemoved = "measure.removed"
)

// Service is the room's only way in.
type Service struct {
	store   *record.Store
	now     func() time.Time
	newID   func() string
	changes atomic.Int64
	// findings and expectations are nil where nobody connected them.
	findings     Findings
	expectations Expectations
}

// NewService makes the room. newID gives UUIDv7.
func NewService(store *record.Store, now func() time.Time, newID func() string) *Service {
	return &Service{store: store, now: now, newID: newID}
}

func nameTaken() *fault.Error {
	return fault.New(fault.CodeConflict, "There is a measure of this name in the program already.").With("name", "Choose another name.").Keyed("measure.name_taken")
}

// readable is a condition over program_id for the measures the caller may see;
// a grant for a unit reaches every program's measures, not their answers.
func readable(who access.Who) (string, []any) {
	reach := who.Reach(access.MeasureRead)
	for i, rows := range reach.Any {
		if rows.Program == "" {
			return "(1=1)", nil
		}
		reach.Any[i].ByUnit, reach.Any[i].ByAccount = false, false
	}
	return reach.Where(access.Columns{Program: "program_id"})
}

// Changes counts how often a measure was made, changed or removed in this
// process. Who keeps measures in memory reads them again when it has grown.
func (s *Service) Changes() int64 { return s.changes.Load() }

// Touched counts one more change; whoever calls CreateIn or RemoveIn does so
// after the commit.
func (s *Service) Touched() { s.changes.Add(1) }

// List gives measures the caller may see, oldest first, of one program or
// ("") of all, limit+1 at most, those after the id given.
func (s *Service) List(ctx context.Context, program, after string, limit int) ([]Measure, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureRead); err != nil {
		return nil, err
	}
	where, args := readable(who)
	if program != "" {
		where, args = where+" AND program_id = ?", append(args, program)
	}
	var out []Measure
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listMeasures(ctx, q, where, args, after, limit+1)
		return err
	})
	return out, err
}

// mostMeasures is how many measures are looked through for the main one.
const mostMeasures = 500

// Main is the id of the measure that stands for a program where none is named,
// among those the caller may see; "" where there is none.
func (s *Service) Main(ctx context.Context, program string) (string, error) {
	all, err := s.List(ctx, program, "", mostMeasures)
	return Main(all), err
}

// Get is one measure the caller may see, with its breaks.
func (s *Service) Get(ctx context.Context, id string) (Measure, error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return Measure{}, err
	}
	var m Measure
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if m, err = seen(ctx, q, id); err == nil {
			m.Breaks, err = listBreaks(ctx, q, id)
		}
		return err
	})
	return m, err
}

// seen is a measure that whoever asks may see, without its breaks; others are
// not found.
func seen(ctx context.Context, q record.Querier, id string) (Measure, error) {
	where, args := readable(access.From(ctx))
	found, err := listMeasures(ctx, q, where+" AND id = ?", append(args, id), "", 1)
	if err == nil && len(found) == 0 {
		err = fault.NotFound("measure")
	}
	if err != nil {
		return Measure{}, err
	}
	return found[0], nil
}

// Create makes a measure in a program.
func (s *Service) Create(ctx context.Context, m Measure) (Measure, log.Position, error) {
	if err := access.From(ctx).Require(access.MeasureWrite, access.Program(m.ProgramID)); err != nil {
		return Measure{}, 0, err
	}
	defer s.Touched() // also after an error: the worst is one reading too many
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if _, err = purpose.GetIn(ctx, tx, m.ProgramID); err != nil {
			return err
		}
		m, err = s.CreateIn(ctx, tx, m)
		return err
	})
	return m, position, err
}

// CreateIn makes a measure inside a caller's transaction; the caller has
// checked permission and program.
func (s *Service) CreateIn(ctx context.Context, tx *record.Tx, m Measure) (Measure, error) {
	m, err := m.checked()
	if err != nil {
		return Measure{}, err
	}
	m.ID, m.CreatedAt, m.Version = s.newID(), s.now().UTC(), 1
	if err := insertMeasure(ctx, tx, m); err != nil {
		return Measure{}, err
	}
	tx.Log(MeasureCreated, m.ID)
	return m, nil
}

// Change is what may be changed of a measure; nil leaves as it is.
type Change struct {
	Name    *string
	Wording map[string]string
	Intent  *Intent
	Scale   *Scale
	Metric  *Metric
}

// Update changes a measure that has the version of ifMatch ("" for any). What
// it was before a change of wording, scale or metric is kept as a break.
func (s *Service) Update(ctx context.Context, id, ifMatch string, c Change) (Measure, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return Measure{}, 0, err
	}
	var m Measure
	defer s.Touched() // also after an error: the worst is one reading too many
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		old, err := getMeasure(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := who.Require(access.MeasureWrite, access.Program(old.ProgramID)); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, old.Version); err != nil {
			return err
		}
		m, err = s.apply(ctx, tx, old, c)
		return err
	})
	return m, position, err
}

func (s *Service) apply(ctx context.Context, tx *record.Tx, old Measure, c Change) (Measure, error) {
	m, err := c.on(old).checked()
	if err != nil {
		return m, err
	}
	other, taken, err := measureByName(ctx, tx, m.ProgramID, m.Name)
	if err != nil {
		return m, err
	}
	if taken && other.ID != m.ID {
		return m, nameTaken()
	}
	if changed := breaks(old, m); len(changed) > 0 {
		if err := insertHistory(ctx, tx, old, changed, record.Micros(s.now())); err != nil {
			return m, err
		}
	}
	m.Version++
	if err := updateMeasure(ctx, tx, m); err != nil {
		return m, err
	}
	tx.Log(MeasureChanged, m.ID)
	m.Breaks, err = listBreaks(ctx, tx, m.ID)
	return m, err
}

func (c Change) on(m Measure) Measure {
	if c.Name != nil {
		m.Name = *c.Name
	}
	if c.Wording != nil {
		m.Wording = c.Wording
	}
	if c.Intent != nil {
		m.Intent = *c.Intent
	}
	if c.Scale != nil {
		m.Scale = *c.Scale
	}
	if c.Metric != nil {
		m.Metric = *c.Metric
	}
	return m
}

// breaks names what differs between two states that makes the series break.
func breaks(old, now Measure) []string {
	var changed []string
	if !maps.Equal(old.Wording, now.Wording) {
		changed = append(changed, "wording")
	}
	if !old.Scale.Same(now.Scale) {
		changed = append(changed, "scale")
	}
	if old.Metric != now.Metric {
		changed = append(changed, "metric")
	}
	return changed
}

// GetIn is a measure by id, inside a caller's transaction and without asking
// who reads it.
func GetIn(ctx context.Context, q record.Querier, id string) (Measure, error) {
	return getMeasure(ctx, q, id)
}

// FindIn is a program's measure by its name, inside a caller's transaction.
func FindIn(ctx context.Context, q record.Querier, program, name string) (Measure, bool, error) {
	return measureByName(ctx, q, program, name)
}

// AllIn lists all measures of a program ("" for all programs), at most limit,
// inside a caller's transaction and without asking who reads them.
func AllIn(ctx context.Context, q record.Querier, program string, limit int) ([]Measure, error) {
	if program == "" {
		return listMeasures(ctx, q, "1=1", nil, "", limit)
	}
	return listMeasures(ctx, q, "program_id = ?", []any{program}, "", limit)
}

// RemoveIn takes out the measures of a program inside a caller's transaction;
// whoever calls it has removed the answers.
func RemoveIn(ctx context.Context, tx *record.Tx, program string) error {
	measures, err := AllIn(ctx, tx, program, 100_000)
	if err != nil {
		return err
	}
	for _, m := range measures {
		tx.Log(MeasureRemoved, m.ID)
	}
	return deleteMeasures(ctx, tx, program)
}
