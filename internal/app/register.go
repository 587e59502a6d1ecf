package app

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/facts/row"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/people"
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

// touchpointChoices are the touchpoints that the asker reads, by the ids that
// facts give them; one that stands in several registers under one key is one.
func (a *App) touchpointChoices(ctx context.Context) ([]people.FieldChoice, error) {
	names, err := a.journey.TouchpointNames(ctx)
	seen := map[string]bool{}
	var out []people.FieldChoice
	for _, n := range names {
		if id := row.TouchpointID(n.Key).String(); !seen[id] {
			seen[id] = true
			out = append(out, people.FieldChoice{Key: id, Label: n.Name + " · " + n.Channel})
		}
	}
	return out, err
}

// labelNames are what figures call units, accounts and touchpoints.
type labelNames struct {
	*people.Service
	app *App
}

// SurveyNames are those of surveys that the asker may see.
func (l labelNames) SurveyNames(ctx context.Context, ids []string) (map[string]string, error) {
	return l.app.measure.SurveyNames(ctx, ids)
}

// TouchpointNames are those of the register that the asker reads.
func (l labelNames) TouchpointNames(ctx context.Context, ids []string) (map[string]string, error) {
	choices, err := l.app.touchpointChoices(ctx)
	names := map[string]string{}
	for _, c := range choices {
		if slices.Contains(ids, c.Key) {
			names[c.Key] = c.Label
		}
	}
	return names, err
}
