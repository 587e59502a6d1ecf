package collect

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// The bounds of an export: responses read at a time, columns, and the rows that
// a sheet of Excel has below its heading.
const (
	exportPage     = 2000
	mostColumns    = 4000
	mostSheetLines = 1<<20 - 1
)

// exported are the responses of a filter, gathered in a file of their own so
// that the columns are known before the first line is written.
type exported struct {
	file    *os.File
	columns *exportColumns
	count   int
}

// close removes the file.
func (e *exported) close() error {
	return errors.Join(e.file.Close(), os.Remove(e.file.Name()))
}

// Export gathers the responses that the filter chooses and the caller may
// read, newest first, the person only where consent says so. That they were
// taken along is in the audit log before anything of it is given; most bounds
// their number, 0 for no bound. Whoever has the result closes it.
func (s *Service) Export(ctx context.Context, f Filter, format string, most int) (*exported, error) {
	page, err := s.pages(ctx, f)
	if err != nil {
		return nil, err
	}
	if err := s.makeScratch(); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(s.scratch(), "export-*")
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "make a file for an export")
	}
	e := &exported{file: file, columns: newExportColumns(s.measureName(ctx))}
	if err = e.gather(ctx, page, most); err == nil {
		err = s.Audit.Saw(ctx, "responses.exported", "", map[string]string{"count": strconv.Itoa(e.count), "program": f.Program, "format": format})
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

func (e *exported) gather(ctx context.Context, page func(context.Context, *Candidate, int) ([]listRow, error), most int) error {
	to := bufio.NewWriterSize(e.file, 1<<16)
	lines := json.NewEncoder(to)
	var after *Candidate
	for {
		rows, err := page(ctx, after, exportPage)
		if err != nil {
			return err
		}
		for i := range rows {
			if e.count++; most > 0 && e.count > most {
				return fault.Invalid("format", "An Excel workbook holds at most 1,048,575 answers a sheet. Take CSV, or filter.").Keyed("export.too_many_rows")
			}
			l, err := rows[i].listed()
			if err != nil {
				return err
			}
			if err := e.columns.note(&l); err != nil {
				return err
			}
			if err := lines.Encode(l); err != nil {
				return fault.Wrap(err, fault.CodeUnavailable, "gather an export")
			}
		}
		if len(rows) < exportPage {
			return fault.Wrap(to.Flush(), fault.CodeUnavailable, "gather an export")
		}
		last := rows[len(rows)-1]
		after = &Candidate{At: last.At, ID: last.ID}
	}
}

// each gives the responses again, in the order they were gathered.
func (e *exported) each(do func(l *ListedResponse) error) error {
	if _, err := e.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	lines := json.NewDecoder(bufio.NewReaderSize(e.file, 1<<16))
	for range e.count {
		var l ListedResponse
		if err := lines.Decode(&l); err != nil {
			return err
		}
		if err := do(&l); err != nil {
			return err
		}
	}
	return nil
}

// measureName gives a measure's name by its id, the id itself where there is no
// such measure any more. What was asked stands in the answers themselves, so
// the caller's permissions for measures are not asked.
func (s *Service) measureName(ctx context.Context) func(id string) string {
	return func(id string) string {
		m, err := s.Measure.Get(access.System(ctx, "export"), id)
		if err != nil {
			return id
		}
		return m.Name
	}
}
