package app

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/join"
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
	i, err := a.collect.UploadAs(ctx, filepath.Base(file.Name()), "", collect.Reading{Kind: collect.ImportKind(v.Get("kind"))}, file)
	if err != nil {
		return err
	}
	if i, err = a.joinFiles(ctx, i, v, out); err != nil {
		return err
	}
	fmt.Fprintf(out, "Read as %s.%s\n", i.Kind, why(i))
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
		if i.Kind != collect.KindAnswers {
			return fault.Newf(fault.CodeInvalid, "Only answers belong to a program; this file holds %s.", i.Kind)
		}
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

// why is the reason for what a file was taken for, after a space.
func why(i collect.Import) string {
	if i.KindReason == nil {
		return ""
	}
	return " " + i.KindReason.Text
}

// joinFiles adds the further files and says what came together.
func (a *App) joinFiles(ctx context.Context, i collect.Import, v url.Values, out io.Writer) (collect.Import, error) {
	files := v["join"]
	var specs []join.Spec
	if len(v["on"]) > 0 || len(v["pivot"]) > 0 || len(files) == 0 {
		var err error
		if specs, err = join.ParseSpecs(len(files), v["on"], v["pivot"]); err != nil {
			return i, fault.Newf(fault.CodeInvalid, "Say by which columns each file is joined: --on LEFT=RIGHT, and --pivot NAME=VALUE for a long one.").Because(err)
		}
	}
	for n, name := range files {
		var on *collect.JoinOn
		if specs != nil {
			on = &collect.JoinOn{Left: specs[n].Left, Right: specs[n].Right, Name: specs[n].Name, Value: specs[n].Value}
		}
		var err error
		if i, err = a.joinFile(ctx, i, name, on); err != nil {
			return i, err
		}
		sayJoined(out, i.Joins[len(i.Joins)-1])
	}
	return i, nil
}

func (a *App) joinFile(ctx context.Context, i collect.Import, name string, on *collect.JoinOn) (collect.Import, error) {
	file, err := os.Open(name)
	if err != nil {
		return i, fault.Newf(fault.CodeInvalid, "The file cannot be read: %v.", err)
	}
	defer file.Close()
	i, _, err = a.collect.AddJoin(ctx, i.ID, "", filepath.Base(name), collect.Reading{}, on, file)
	if err == nil && i.Joins[len(i.Joins)-1].On == nil {
		err = fault.Newf(fault.CodeInvalid, "By which columns is %s joined? Say --on LEFT=RIGHT.", filepath.Base(name))
	}
	return i, err
}

// sayJoined tells how a further file was joined and what did not come together.
func sayJoined(out io.Writer, j collect.Join) {
	fmt.Fprintf(out, "%s joined by %s = %s", j.File.Name, j.On.Left, j.On.Right)
	if j.On.Name != "" {
		fmt.Fprintf(out, ", %s making columns of %s", j.On.Name, j.On.Value)
	}
	r := j.Report
	fmt.Fprintf(out, ": %d of %d rows matched, %d columns added\n", r.Matched, r.Left, len(r.Columns))
	for _, c := range []struct {
		what string
		n    collect.JoinCount
	}{
		{"rows whose key is not in it", r.Unmatched}, {"rows without a key", r.LeftNoKey}, {"rows with a key that an earlier row had", r.Shared},
		{"rows of it without a key", r.RightNoKey}, {"rows of it that come twice; the first one counts", r.Twice}, {"rows of it without a name", r.NoName},
		{"rows of it with one name too many", r.TooMany}, {"keys of it that no row has", r.Unused},
	} {
		if c.n.Rows > 0 {
			fmt.Fprintf(out, "  %d %s%s\n", c.n.Rows, c.what, firstKeys(c.n))
		}
	}
}

func firstKeys(c collect.JoinCount) string {
	var keys []string
	for _, e := range c.Examples {
		if key := strings.TrimSpace(e.Key + " " + e.Name); key != "" {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return ""
	}
	return " (" + strings.Join(keys, ", ") + ")"
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
