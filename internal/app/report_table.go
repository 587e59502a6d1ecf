package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/join"
	"github.com/balcony-cx/balcony/internal/interchange/spool"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

// reportTable is the table of a report, with what was joined to it.
type reportTable struct {
	file    *os.File
	format  table.Format
	profile *table.Profile
	joined  string // where the joined rows are kept, "" without joins
	joins   []report.Join
}

// openReportTable opens and profiles the table. A joined one is made once and
// kept in dir.
func openReportTable(ctx context.Context, c ReportConfig, dir string) (_ *reportTable, err error) {
	if _, err := join.ParseSpecs(len(c.Join), c.On, c.Pivot); err != nil {
		return nil, fault.New(fault.CodeInvalid, "Give each --join FILE its --on LEFT=RIGHT, and each long one its --pivot NAME=VALUE at the same place.")
	}
	t := &reportTable{}
	if t.file, t.format, err = openTable(c.File); err != nil {
		return nil, err
	}
	if len(c.Join) > 0 {
		err = t.join(ctx, c, dir)
	} else {
		t.profile, err = interchange.Scan(ctx, t.file, t.format, table.DefaultLimits(), time.UTC, nil)
	}
	if err == nil && t.profile.Rows == 0 {
		err = table.ErrEmpty
	}
	if err != nil {
		if ctx.Err() == nil && fault.CodeOf(err) != fault.CodeInvalid {
			err = unusable(c.File, err)
		}
		return nil, errors.Join(err, t.close())
	}
	return t, nil
}

// openTable opens a file and finds out how its table is written.
func openTable(path string) (*os.File, table.Format, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, table.Format{}, fault.Newf(fault.CodeInvalid, "There is no file %q.", path)
	case err == nil && !info.Mode().IsRegular():
		return nil, table.Format{}, fault.Newf(fault.CodeInvalid, "%q is no file.", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, table.Format{}, fault.Newf(fault.CodeInvalid, "%q cannot be read.", path)
	}
	format, err := interchange.Detect(f, table.Choice{}, table.DefaultLimits())
	if err != nil {
		return nil, format, errors.Join(unusable(path, err), f.Close())
	}
	return f, format, nil
}

// unusable says in one line why a file is no table.
func unusable(path string, err error) error {
	message := "It cannot be read as a table."
	var e *fault.Error
	if errors.As(collect.Unreadable(err), &e) {
		message = e.Message
	}
	return fault.Newf(fault.CodeInvalid, "%s: %s", filepath.Base(path), message)
}

// join adds the columns of further tables, profiles what comes of it and keeps
// its rows for the second reading.
func (t *reportTable) join(ctx context.Context, c ReportConfig, dir string) (err error) {
	specs, err := join.ParseSpecs(len(c.Join), c.On, c.Pivot)
	if err != nil {
		return err
	}
	rows, err := interchange.Open(t.file, t.format, table.DefaultLimits())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var sides []*join.Side
	defer func() {
		for _, s := range sides {
			err = errors.Join(err, s.Close())
		}
	}()
	for i, path := range c.Join {
		side, err := prepareSide(ctx, path, specs[i], join.Options{Dir: dir, Columns: table.DefaultLimits().Columns - len(t.format.Columns)})
		if err != nil {
			return err
		}
		sides = append(sides, side)
		joined, format, err := side.Rows(rows, t.format)
		if err != nil {
			return joinFault(path, err)
		}
		rows, t.format = joined, format
	}
	t.joined = filepath.Join(dir, "joined.rows")
	if err := t.keep(ctx, rows); err != nil {
		return err
	}
	for i, s := range sides {
		t.joins = append(t.joins, joinOf(c, i, s.Report))
	}
	return nil
}

// keep profiles rows and writes them down.
func (t *reportTable) keep(ctx context.Context, rows table.Rows) (err error) {
	f, err := os.Create(t.joined)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "keep the joined table")
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	t.profile, err = table.ScanRows(ctx, spool.Copy(f, rows), t.format, time.UTC, nil)
	return err
}

// prepareSide opens a further table and sorts it by its key.
func prepareSide(ctx context.Context, path string, spec join.Spec, o join.Options) (_ *join.Side, err error) {
	f, format, err := openTable(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	rows, err := interchange.Open(f, format, table.DefaultLimits())
	if err != nil {
		return nil, unusable(path, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	side, err := join.Prepare(ctx, rows, format, spec, o)
	return side, joinFault(path, err)
}

// joinFault says in one line why a table cannot be joined.
func joinFault(path string, err error) error {
	if errors.Is(err, join.ErrColumn) {
		what := strings.TrimPrefix(err.Error(), join.ErrColumn.Error()+": ")
		return fault.Newf(fault.CodeInvalid, "--on or --pivot of %s: there is no such column: %s.", filepath.Base(path), what)
	}
	return err
}

func joinOf(c ReportConfig, i int, r join.Report) report.Join {
	out := report.Join{
		File: filepath.Base(c.Join[i]), On: c.On[i], Columns: r.Columns, Rows: r.Left, Matched: r.Matched,
		Unmatched: r.Unmatched.Rows + r.LeftNoKey.Rows, Unused: r.Unused.Rows, Twice: r.Twice.Rows,
	}
	if i < len(c.Pivot) {
		out.Pivot = c.Pivot[i]
	}
	if out.Columns == nil {
		out.Columns = []string{}
	}
	return out
}

// rows streams the table from its beginning.
func (t *reportTable) rows() (table.Rows, error) {
	if t.joined == "" {
		return interchange.Open(t.file, t.format, table.DefaultLimits())
	}
	f, err := os.Open(t.joined)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read the joined table")
	}
	return spool.Open(f), nil
}

func (t *reportTable) close() error { return t.file.Close() }
