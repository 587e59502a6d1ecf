package measure

import (
	"context"
	"maps"
	"strings"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/text"
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
	// surveyChanges counts changes of surveys in this process, also such as failed.
	surveyChanges atomic.Int64
	// findings and expectations are nil where nobody connected them.
	findings     Findings
	expectations Expectations
	traits       Traits
	voices       Voices
	flows        flows
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

// Filter chooses measures; its zero value chooses all.
type Filter struct {
	Program    string // id
	Words      string // all of them stand in the name or in one wording
	Intent     Intent
	Touchpoint string // id
}

func (f Filter) where(who access.Who) (string, []any) {
	where, args := readable(who)
	for _, c := range []struct{ column, value string }{{"program_id", f.Program}, {"intent", string(f.Intent)}, {"touchpoint_id", f.Touchpoint}} {
		if c.value != "" {
			where, args = where+" AND "+c.column+" = ?", append(args, c.value)
		}
	}
	return where, args
}

// List gives measures the caller may see with their breaks, oldest first, of
// one program or ("") of all, limit+1 at most, those after the id given.
func (s *Service) List(ctx context.Context, program, after string, limit int) ([]Measure, error) {
	return s.Find(ctx, Filter{Program: program}, after, limit)
}

// Find gives the measures that the filter chooses of those the caller may see,
// with their breaks, oldest first, limit+1 at most, those after the id given.
func (s *Service) Find(ctx context.Context, f Filter, after string, limit int) ([]Measure, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureRead); err != nil {
		return nil, err
	}
	where, args := f.where(who)
	var out []Measure
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if out, err = findMeasures(ctx, q, where, args, f.Words, after, limit+1); err != nil {
			return err
		}
		return withBreaks(ctx, q, out)
	})
	return out, err
}

// findMeasures lists measures that have words ("" for all) in their name or
// their wording. Words are compared here, not in SQL, so that case and accents
// are passed over alike on both engines.
func findMeasures(ctx context.Context, q record.Querier, where string, args []any, words, after string, limit int) ([]Measure, error) {
	if strings.TrimSpace(words) == "" {
		return listMeasures(ctx, q, where, args, after, limit)
	}
	sought := text.NewSought(words)
	var out []Measure
	for {
		some, err := listMeasures(ctx, q, where, args, after, mostMeasures)
		if err != nil {
			return nil, err
		}
		for _, m := range some {
			if m.says(sought) {
				out = append(out, m)
			}
			if len(out) == limit {
				return out, nil
			}
		}
		if len(some) < mostMeasures {
			return out, nil
		}
		after = some[len(some)-1].ID
	}
}

// mostMeasures is how many measures are looked through for the main one.
const mostMeasures = 500

// Main is the id of the measure that stands for a program where none is named,
// among those the caller may see; "" where there is none.
func (s *Service) Main(ctx context.Context, program string) (string, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureRead); err != nil {
		return "", err
	}
	where, args := Filter{Program: program}.where(who)
	var all []Measure
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		all, err = listMeasures(ctx, q, where, args, "", mostMeasures) // their breaks are not asked
		return err
	})
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
			m, err = withItsBreaks(ctx, q, m)
		}
		return err
	})
	return m, err
}

func withItsBreaks(ctx context.Context, q record.Querier, m Measure) (Measure, error) {
	one := []Measure{m}
	err := withBreaks(ctx, q, one)
	return one[0], err
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
	at, err := s.placeFor(ctx, m.TouchpointID)
	if err == nil {
		err = at.in(m.ProgramID)
	}
	if err != nil {
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
	m.ChangedAt = m.CreatedAt
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
	// TouchpointID is what it is about, "" for nothing single.
	TouchpointID *string
}

// Update changes a measure that has the version of ifMatch ("" for any). What
// it was before a change of wording, scale or metric is kept as a break.
func (s *Service) Update(ctx context.Context, id, ifMatch string, c Change) (Measure, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return Measure{}, 0, err
	}
	var at place
	if c.TouchpointID != nil {
		var err error
		if at, err = s.placeFor(ctx, *c.TouchpointID); err != nil {
			return Measure{}, 0, err
		}
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
		if err := at.in(old.ProgramID); err != nil {
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
	m.Version, m.ChangedAt = m.Version+1, s.now().UTC()
	if err := updateMeasure(ctx, tx, m); err != nil {
		return m, err
	}
	tx.Log(MeasureChanged, m.ID)
	return withItsBreaks(ctx, tx, m)
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
	if c.TouchpointID != nil {
		m.TouchpointID = *c.TouchpointID
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
