package app

import (
	"context"

	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
)

// mostNames is how many measures of a program the register knows.
const mostNames = 10_000

// measureNames tells the register what a program's measures are called.
type measureNames struct{ store *record.Store }

func (m measureNames) MeasureNames(ctx context.Context, program string) (map[string]string, error) {
	names := map[string]string{}
	err := m.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err := measure.AllIn(ctx, q, program, mostNames)
		for _, one := range all {
			names[one.ID] = one.Name
		}
		return err
	})
	return names, err
}

// buildRegister makes the register of touchpoints.
func (a *App) buildRegister() {
	a.journey = journey.NewService(journey.Options{
		Store: a.record, People: a.access, Measures: measureNames{a.record}, Now: a.config.Now, Zone: a.zone.Load, NewID: newID,
	})
}
