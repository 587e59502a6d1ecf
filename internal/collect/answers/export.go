package answers

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// Format is how a file of answers is written.
type Format struct {
	Kind     string // csv, xlsx, parquet, jsonl
	Comma    bool   // of CSV: 1,5;2 instead of 1.5,2
	Codes    bool   // columns and options by their codes, not by their texts
	Language string // of the survey's texts; "" for its base
	Words    string // of the titles that are not the survey's: en or fr
	Zone     *time.Location
}

// The rows that a sheet of Excel has below its heading, and those read at a time.
const (
	mostSheetRows = 1<<20 - 1
	exportPage    = 2000
)

// Export is a file of answers that is ready to be written.
type Export struct {
	Columns []column
	Count   int64 // of rows when it was asked for
	format  Format
	service *Service
	of      survey
	seen    *condition
	version []*version // by number, from 1; nil for those that are not told
	tests   []given    // in place of answers, where tests are taken along
	ofTests bool
}

// Export makes ready the answers that the filter chooses and the caller may read,
// the newest begun first. That they were taken along is in the audit log before
// anything of them is given.
func (s *Service) Export(ctx context.Context, id string, f Filter, format Format) (*Export, error) {
	of, err := s.of(ctx, id)
	if err != nil {
		return nil, err
	}
	e := &Export{format: format, service: s, of: of, seen: of.seen}
	if err := f.narrow(e.seen, s.Store.Engine(), s.Zone()); err != nil {
		return nil, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		e.Count, err = countRows(ctx, q, e.seen, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	if format.Kind == "xlsx" && e.Count > mostSheetRows {
		return nil, fault.Invalid("format", "An Excel workbook holds at most 1,048,575 answers a sheet. Take CSV, or filter.").Keyed("export.too_many_rows")
	}
	if err := e.prepare(ctx, f); err != nil {
		return nil, err
	}
	return e, s.Audit.Saw(ctx, "responses.exported", id, map[string]string{"count": strconv.FormatInt(e.Count, 10), "program": of.ProgramID, "format": format.Kind})
}

// prepare works out the columns: those of the versions that are told, and chosen.
func (e *Export) prepare(ctx context.Context, f Filter) (err error) {
	e.version = make([]*version, len(e.of.documents))
	var told []*version
	for i, d := range e.of.documents {
		if d.Settings.Consent == questionnaire.ConsentAnonymous {
			continue
		}
		e.version[i] = versionOf(int64(i+1), d)
		if len(f.Versions) == 0 || slices.Contains(f.Versions, int64(i+1)) {
			told = append(told, e.version[i])
		}
	}
	lang := e.format.Language
	if lang == "" {
		lang = e.of.base()
	}
	var items []part
	if slices.ContainsFunc(told, loopsOverPlaces) {
		if items, err = e.items(ctx); err != nil {
			return err
		}
	}
	e.Columns, err = columnsOf(told, items, e.format.Codes, lang, e.format.Words)
	return err
}

// loopsOverPlaces tells whether a version loops over what only its answers tell.
func loopsOverPlaces(v *version) bool {
	return slices.ContainsFunc(v.document.Pages, func(p questionnaire.Page) bool {
		return p.Loop != nil && p.Loop.Over == questionnaire.LoopTouchpoints
	})
}

// items are the keys of looped answers that occur, with what a touchpoint was called.
func (e *Export) items(ctx context.Context) ([]part, error) {
	var out []part
	err := e.each(ctx, func(g *given) error {
		var met questionnaire.Met
		if err := read(g.Met, &met); err != nil {
			return err
		}
		out = withItems(out, g, met.Names())
		return nil
	})
	slices.SortFunc(out, func(a, b part) int { return strings.Compare(a.code, b.code) })
	return out, err
}

// withItems adds the keys of looped answers of somebody, each once.
func withItems(out []part, g *given, names map[string]string) []part {
	for key := range g.answers {
		if _, item, looped := strings.Cut(key, "@"); looped {
			out = withPart(out, key, cmp.Or(names[item], item))
		}
	}
	return out
}

// each goes through the answers, a page of them in memory.
func (e *Export) each(ctx context.Context, do func(g *given) error) error {
	for i := range e.tests {
		if err := do(&e.tests[i]); err != nil {
			return err
		}
	}
	if e.ofTests {
		return nil
	}
	var last Place
	for {
		var page []given
		err := e.service.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
			page, err = e.page(ctx, q, last)
			return err
		})
		if err != nil {
			return err
		}
		for i := range page {
			if err := do(&page[i]); err != nil {
				return err
			}
		}
		if len(page) < exportPage {
			return nil
		}
		last = Place{At: page[len(page)-1].StartedAt, ID: page[len(page)-1].ID}
	}
}

func (e *Export) page(ctx context.Context, q record.Querier, last Place) ([]given, error) {
	c := &condition{sql: slices.Clone(e.seen.sql), args: slices.Clone(e.seen.args), words: e.seen.words, flagged: e.seen.flagged}
	c.after(&last)
	rows, err := listRows(ctx, q, c, e.Count <= mostCounted, exportPage)
	if err != nil {
		return nil, err
	}
	out := make([]given, len(rows))
	var withFiles []string
	for i, r := range rows {
		if out[i], err = r.given(); err != nil {
			return nil, err
		}
		out[i].asked = e.version[r.Number-1]
		if slices.ContainsFunc(values(out[i].answers), func(v questionnaire.Value) bool { return len(v.Files) > 0 }) {
			withFiles = append(withFiles, r.ID)
		}
	}
	files, err := filesOf(ctx, q, withFiles)
	for i := range out {
		out[i].files = files[out[i].ID]
	}
	return out, err
}

func values(a questionnaire.Answers) []questionnaire.Value {
	out := make([]questionnaire.Value, 0, len(a))
	for _, v := range a {
		out = append(out, v)
	}
	return out
}

// Write writes the file, never holding more than a page of answers.
func (e *Export) Write(ctx context.Context, to io.Writer) error {
	switch e.format.Kind {
	case "xlsx":
		return e.writeSheet(ctx, to)
	case "parquet":
		return e.writeParquet(ctx, to)
	case "jsonl":
		return e.writeLines(ctx, to)
	}
	return e.writeCSV(ctx, to)
}

// writeLines writes an object a line. What is empty is left out.
func (e *Export) writeLines(ctx context.Context, to io.Writer) error {
	var line []byte
	keys := make([][]byte, len(e.Columns))
	for i, c := range e.Columns {
		key, err := json.Marshal(c.key)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write a name")
		}
		keys[i] = append(key, ':')
	}
	return e.each(ctx, func(g *given) error {
		line = append(line[:0], '{')
		for i, c := range e.Columns {
			cell := c.cell(g)
			if cell == nil {
				continue
			}
			raw, err := json.Marshal(cell)
			if err != nil {
				return err
			}
			if len(line) > 1 {
				line = append(line, ',')
			}
			line = append(append(line, keys[i]...), raw...)
		}
		_, err := to.Write(append(line, '}', '\n'))
		return err
	})
}
