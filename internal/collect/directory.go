package collect

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// directory is what every answer that comes in is checked against: programs,
// measures and declared traits at one moment.
type directory struct {
	programs map[string]purpose.Program // by id
	named    map[string]string          // folded name -> id
	measures map[string]*measure.Measure
	byName   map[string]*measure.Measure         // program id, NUL, folded name
	traits   map[string]map[string]Trait         // program id -> name
	roomless map[string][]people.TraitDefinition // program id -> traits of people without a slot there
	sole     string                              // the only program that holds no sample; "" where there is none or more
	loaded   time.Time
	changes  int64
}

// known keeps a directory for as long as it is good: until a measure or
// program changes in this process, and for a second in any case (another
// process may have changed one).
type known struct {
	current atomic.Pointer[directory]
	loading sync.Mutex
}

const directoryAge = time.Second

func (s *Service) changes() int64 {
	return s.Measure.Changes() + s.Purpose.Changes() + s.traitChanges.Load()
}

func (s *Service) good(d *directory) bool {
	return d != nil && d.changes == s.changes() && s.Now().Sub(d.loaded) < directoryAge && !s.Now().Before(d.loaded)
}

// directory gives the programs and measures as they stand. It reads the record
// and must not be called inside a transaction.
func (s *Service) directory(ctx context.Context) (*directory, error) {
	if d := s.known.current.Load(); s.good(d) {
		return d, nil
	}
	s.known.loading.Lock()
	defer s.known.loading.Unlock()
	if d := s.known.current.Load(); s.good(d) {
		return d, nil
	}
	d := &directory{changes: s.changes(), loaded: s.Now()}
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error { return d.load(ctx, q) })
	if err != nil {
		return nil, err
	}
	s.known.current.Store(d)
	return d, nil
}

const maxDirectory = 100_000

func (d *directory) load(ctx context.Context, q record.Querier) error {
	d.programs, d.named = map[string]purpose.Program{}, map[string]string{}
	d.measures, d.byName = map[string]*measure.Measure{}, map[string]*measure.Measure{}
	d.traits = map[string]map[string]Trait{}
	programs, err := purpose.AllIn(ctx, q, maxDirectory)
	if err != nil {
		return err
	}
	real := 0
	for _, p := range programs {
		d.programs[p.ID] = p
		d.named[foldName(p.Name)] = p.ID
		if !p.Synthetic {
			d.sole = p.ID
			real++
		}
	}
	if real != 1 {
		d.sole = ""
	}
	measures, err := measure.AllIn(ctx, q, "", maxDirectory)
	if err != nil {
		return err
	}
	for i := range measures {
		m := &measures[i]
		d.measures[m.ID] = m
		d.byName[m.ProgramID+"\x00"+foldName(m.Name)] = m
	}
	traits, err := listTraits(ctx, q)
	for _, t := range traits {
		if d.traits[t.ProgramID] == nil {
			d.traits[t.ProgramID] = map[string]Trait{}
		}
		d.traits[t.ProgramID][t.Name] = t
	}
	if err != nil {
		return err
	}
	definitions, err := people.DefinitionsIn(ctx, q)
	d.roomless = map[string][]people.TraitDefinition{}
	names := nameTraits(traits)
	for id := range d.programs {
		if without := names.roomless(id, definitions); len(without) > 0 {
			d.roomless[id] = without
		}
	}
	return err
}

func foldName(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// measure finds a measure of a program by id or name.
func (d *directory) measure(program, id, name string) *measure.Measure {
	if id != "" {
		if m := d.measures[id]; m != nil && m.ProgramID == program {
			return m
		}
		return nil
	}
	return d.byName[program+"\x00"+foldName(name)]
}
