package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/understand"
)

// reportFacts are the facts of one table, in a folder of their own.
type reportFacts struct {
	sheet *collect.FactSheet
	table *reportTable
	now   time.Time
	store *facts.Store
	count collect.SheetCount
}

// open reads the table into facts and gives the room of figures over them.
func (r *reportFacts) open(ctx context.Context, dir string, now func() time.Time) (_ *understand.Service, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	feed := facts.Feed{
		Name: "report",
		Load: func(context.Context, record.Querier, []log.Event) (facts.Delta, error) { return facts.Delta{}, nil },
		All: func(_ context.Context, _ record.Querier, yield func(facts.Rows) error) error {
			err := r.fill(ctx, yield)
			if err != nil {
				stop(err) // the store would try again
			}
			return err
		},
	}
	r.store, err = facts.Open(ctx, facts.Options{Path: filepath.Join(dir, "facts.duckdb"), Record: noRecord{}, Feeds: []facts.Feed{feed}, Now: now})
	if err != nil {
		return nil, err
	}
	if err := r.ready(ctx); err != nil {
		return nil, errors.Join(err, r.store.Close())
	}
	return understand.New(understand.Options{
		Facts: understand.FactsSource(r.store), Measures: r, Tree: access.NoTree{}, Names: r, Now: now, NewID: uuid.NewString,
		Zone:      func(context.Context) (*time.Location, error) { return time.UTC, nil },
		WeekStart: func(context.Context) (time.Weekday, error) { return time.Monday, nil },
	}), nil
}

// ready waits until the facts are made.
func (r *reportFacts) ready(ctx context.Context) error {
	for {
		err := r.store.WaitFor(ctx, 0)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err == nil || !fault.Is(err, fault.CodeUnavailable) {
			return err
		}
		if s := r.store.Status(); s.Trouble != "" {
			return fmt.Errorf("the facts of the report cannot be made: %s", s.Trouble)
		}
	}
}

// fill reads the table and hands its facts on, both at a time.
func (r *reportFacts) fill(ctx context.Context, yield func(facts.Rows) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	pieces, ended := make(chan facts.Rows, 2), make(chan error, 1)
	go func() {
		defer close(pieces)
		ended <- r.read(ctx, pieces)
	}()
	var failed error
	for piece := range pieces {
		if failed == nil {
			failed = yield(piece)
		}
		if failed != nil {
			stop()
		}
	}
	read := <-ended
	if failed != nil {
		return failed
	}
	return read
}

// read reads the table into pieces.
func (r *reportFacts) read(ctx context.Context, pieces chan<- facts.Rows) (err error) {
	rows, err := r.table.rows()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	r.count, err = r.sheet.Read(ctx, rows, r.now, func(piece facts.Rows) error {
		select {
		case pieces <- piece:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	return err
}

func (r *reportFacts) close() error { return r.store.Close() }

// Measure is the MeasureSource.
func (r *reportFacts) Measure(_ context.Context, id string) (measure.Measure, error) {
	return r.sheet.Measure(id)
}

// UnitNames are the Names.
func (r *reportFacts) UnitNames(_ context.Context, ids []string) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range ids {
		names[id] = r.sheet.Units()[id]
	}
	return names, nil
}

// AccountNames are none: a table has no accounts.
func (r *reportFacts) AccountNames(context.Context, []string) (map[string]string, error) {
	return nil, nil
}

// TouchpointNames are none: a table has no register.
func (r *reportFacts) TouchpointNames(context.Context, []string) (map[string]string, error) {
	return nil, nil
}

// SurveyNames are none: a table is no survey of the house.
func (r *reportFacts) SurveyNames(context.Context, []string) (map[string]string, error) {
	return nil, nil
}

// noRecord is a record that nothing was ever written to: the facts of a report
// are made once and not followed up.
type noRecord struct{}

func (noRecord) View(ctx context.Context, fn func(ctx context.Context, q record.Querier) error) error {
	return fn(ctx, nil)
}

func (noRecord) EventsIn(context.Context, record.Querier, log.Position, int) ([]log.Event, error) {
	return nil, nil
}

func (noRecord) PositionIn(context.Context, record.Querier) (log.Position, error) { return 0, nil }
func (noRecord) Position(context.Context) (log.Position, error)                   { return 0, nil }

func (noRecord) Follow() (wake <-chan struct{}, stop func()) {
	return make(chan struct{}), func() {}
}

func (noRecord) SavePosition(context.Context, string, log.Position) error { return nil }

func (noRecord) SavedPosition(context.Context, string) (log.Position, bool, error) {
	return 0, false, nil
}
func (noRecord) Prune(context.Context) (int64, error) { return 0, nil }
