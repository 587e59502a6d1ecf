package understand

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// FactsSource makes the column store a Source.
func FactsSource(store *facts.Store) Source { return factsSource{store} }

type factsSource struct{ store *facts.Store }

func (f factsSource) View(ctx context.Context, position int64, fn func(context.Context, Snapshot) error) error {
	if position > 0 {
		// Late facts are no error: the figure says as of when it is.
		if err := f.store.WaitFor(ctx, log.Position(position)); err != nil && ctx.Err() != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "wait for the facts")
		}
	}
	return f.store.View(ctx, func(ctx context.Context, v *facts.View) error {
		position, at := v.AsOf()
		return fn(ctx, snapshot{view: v, asOf: AsOf{Position: int64(position), At: at}})
	})
}

type snapshot struct {
	view *facts.View
	asOf AsOf
}

func (s snapshot) Query(ctx context.Context, sql string, args ...any) (Rows, error) {
	return s.view.Query(ctx, sql, args...) //nolint:rowserrcheck,sqlclosecheck // each reads, checks and closes it
}

func (s snapshot) AsOf() (position int64, at time.Time) { return s.asOf.Position, s.asOf.At }

// MeasuresOf makes the measures a MeasureSource. Who may see figures of a
// measure is this room's to check, so it reads as the program itself.
func MeasuresOf(s *measure.Service) MeasureSource { return measures{s} }

type measures struct{ service *measure.Service }

func (m measures) Measure(ctx context.Context, id string) (measure.Measure, error) {
	return m.service.Get(access.System(ctx, "figures"), id)
}
