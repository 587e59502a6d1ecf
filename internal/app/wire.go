package app

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/app/page"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
)

func pageFiles() fs.FS { return page.Files() }

// readZone loads the organisation's time zone for the stores and rooms that
// ask for it without a request.
func (a *App) readZone(ctx context.Context) error {
	o, err := a.access.Organisation(ctx)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return fmt.Errorf("time zone of the organisation: %w", err)
	}
	a.zone.Store(zone)
	return nil
}

func (a *App) weekStart(ctx context.Context) (time.Weekday, error) {
	o, err := a.access.Organisation(ctx)
	if err != nil {
		return 0, err
	}
	return time.Weekday(o.FirstDayOfWeek % 7), nil
}

func (a *App) fiscalStart(ctx context.Context) (time.Month, error) {
	o, err := a.access.Organisation(ctx)
	return time.Month(o.FiscalYearStart), err
}

func (a *App) smallestGroup(ctx context.Context) (int64, error) {
	o, err := a.access.Organisation(ctx)
	return int64(o.SmallestGroup), err
}

func (a *App) speedingFactor(ctx context.Context) (float64, error) {
	o, err := a.access.Organisation(ctx)
	return o.SpeedingFactor, err
}

// mainMeasure is the measure that stands for a program, for work on somebody's
// behalf; the figures themselves are checked where they are made.
func (a *App) mainMeasure(ctx context.Context, program string) (string, error) {
	return a.measure.Main(access.System(ctx, "mail"), program)
}

// places tells the room of purpose which units there are, which comes before
// the room that knows.
type places struct{ people *people.Service }

// Places are all units; who may write of which is asked where values are
// written.
func (p places) Places(ctx context.Context) ([]purpose.Place, error) {
	units, err := p.people.ListUnits(access.System(ctx, "places of values"))
	out := make([]purpose.Place, len(units))
	for i, u := range units {
		out[i] = purpose.Place{ID: u.ID, Key: u.Key, Name: u.Name}
	}
	return out, err
}
