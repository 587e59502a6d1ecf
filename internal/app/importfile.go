package app

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
)

// look is how often the progress of an import is looked at.
const look = 500 * time.Millisecond

// importFile takes in a file by the mapping that is guessed for it, says what
// was guessed, and waits for the end.
func (a *App) importFile(ctx context.Context, v url.Values, out io.Writer) error {
	file, err := os.Open(v.Get("file"))
	if err != nil {
		return fault.Newf(fault.CodeInvalid, "The file cannot be read: %v.", err)
	}
	defer file.Close()
	i, err := a.collect.Upload(ctx, filepath.Base(file.Name()), "", file)
	if err != nil {
		return err
	}
	for _, c := range i.Mapping.Columns {
		fmt.Fprintf(out, "%-30s %s\n", i.Columns[c.Index].Name, c.Role)
	}
	for _, q := range i.Questions {
		if q.Kind != "time" || i.Mapping.DefaultTime == nil {
			return fault.Newf(fault.CodeInvalid, "The file leaves a question open (%s). Import it on the page, which asks.", q.Kind)
		}
		fmt.Fprintf(out, "No column says when; every row is taken as of %s.\n", i.Mapping.DefaultTime.Format(time.DateOnly))
	}
	if name := v.Get("program"); name != "" {
		i.Mapping.ProgramName = name
	}
	if i, _, err = a.collect.SetMapping(ctx, i.ID, "", i.Mapping); err != nil {
		return err
	}
	if _, _, err := a.collect.StartImport(ctx, i.ID); err != nil {
		return err
	}
	return a.finishImport(ctx, i.ID, out)
}

// finishImport waits until the server's jobs have taken the file in, or does
// it here where no jobs run.
func (a *App) finishImport(ctx context.Context, id string, out io.Writer) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	var told int64
	for {
		if a.stop == nil {
			if err := a.collect.RunImport(ctx, id); err != nil {
				return err
			}
		}
		i, err := a.collect.GetImport(ctx, id)
		if err != nil {
			return err
		}
		switch i.State {
		case collect.StateDone:
			fmt.Fprintf(out, "%d new, %d the same, %d changed, %d rejected\n", i.Counts.New, i.Counts.Same, i.Counts.Changed, i.Counts.Rejected)
			return nil
		case collect.StateFailed, collect.StateCancelled:
			return fault.Newf(fault.CodeInvalid, "The import ended without being taken in (%s). %s", i.State, i.Problem)
		}
		if i.Progress.Done != told {
			told = i.Progress.Done
			fmt.Fprintf(out, "%d of %d rows\n", i.Progress.Done, i.Progress.Total)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}
