package xlsx

import (
	"errors"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// headRows is how far down rows of names may reach, and sampleRows how many
// rows are looked at to find them.
const (
	headRows   = 64
	sampleRows = 400
)

// Detect lists the sheets, chooses one (the first that is shown and has at
// least two rows and two columns, unless one is chosen), reads it once and
// finds out where its table begins. Beside the errors of table it fails with a
// *table.SheetError where there is no sheet of the name chosen.
func Detect(src io.ReaderAt, size int64, as table.Choice, limits table.Limits) (table.Format, error) {
	b, err := openBook(src, size, limits)
	if err != nil {
		return table.Format{}, err
	}
	f := table.Format{Kind: table.Workbook, Encoding: table.UTF8, Size: size}
	for _, p := range b.sheets {
		sheet, err := b.measure(p, size)
		if err != nil {
			return table.Format{}, err
		}
		f.Sheets = append(f.Sheets, sheet)
	}
	at, err := choose(f.Sheets, as.Sheet)
	if err != nil {
		return table.Format{}, err
	}
	f.Sheet = f.Sheets[at].Name
	h, err := b.heading(b.sheets[at], &f.Sheets[at], size, as)
	if err != nil {
		return table.Format{}, err
	}
	f.Head(h)
	return f, nil
}

// choose is the place of the sheet to read.
func choose(sheets []table.Sheet, name string) (int, error) {
	first := -1
	for i, s := range sheets {
		switch {
		case name != "" && strings.EqualFold(strings.TrimSpace(name), strings.TrimSpace(s.Name)):
			return i, nil
		case name != "" || s.Hidden || s.Rows == 0:
		case s.Rows > 1 && s.Columns > 1:
			return i, nil
		case first < 0:
			first = i
		}
	}
	if name != "" {
		return 0, &table.SheetError{Name: name, Sheets: sheets}
	}
	if first < 0 {
		return 0, table.ErrEmpty
	}
	return first, nil
}

// measure tells the size of a sheet: as the sheet says, or, where it says
// nothing or a single cell, by reading it.
func (b *book) measure(p part, size int64) (out table.Sheet, err error) {
	out = table.Sheet{Name: p.name, Hidden: p.hidden}
	r, err := b.rows(p, size)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for {
		t, err := r.scan.next()
		if err != nil {
			return out, r.placed(err)
		}
		if t != tokenStart {
			continue
		}
		switch string(r.scan.name) {
		case "dimension":
			if m, ok := area(r.scan.attr("ref")); ok && (m.Bottom > m.Top || m.Right > m.Left) {
				out.Rows, out.Columns = m.Bottom, m.Right+1
				return out, nil
			}
		case "sheetData":
			out.Rows, out.Columns, err = r.extent(nil)
			return out, err
		}
	}
}

// extent reads to the end of the sheet and tells its last row and column with
// content; each row is handed to see, which may be nil.
func (r *rows) extent(see func(table.Row)) (last int64, width int, err error) {
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return last, width, nil
		}
		if err != nil {
			return 0, 0, err
		}
		last = row.Number
		width = max(width, len(row.Cells))
		if see != nil {
			see(row)
		}
	}
}

// heading reads the sheet chosen to its end, for merged cells stand behind the
// rows and the widest row may come last.
func (b *book) heading(p part, sheet *table.Sheet, size int64, as table.Choice) (h table.Heading, err error) {
	r, err := b.rows(p, size)
	if err != nil {
		return h, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	var first []table.Row
	sheet.Rows, sheet.Columns, err = r.extent(func(row table.Row) {
		if len(first) < sampleRows {
			first = append(first, row)
		}
	})
	switch {
	case err != nil:
		return h, err
	case len(first) == 0:
		return h, table.ErrEmpty
	}
	for i := range first {
		if first[i].Reject == nil {
			table.Fit(&first[i], sheet.Columns, true)
		}
	}
	return table.ReadHeading(first, r.merged, as)
}

// Open streams the rows of the sheet that the format names, without those that
// name the columns.
func Open(src io.ReaderAt, format table.Format, limits table.Limits) (table.Rows, error) {
	b, err := openBook(src, format.Size, limits)
	if err != nil {
		return nil, err
	}
	for _, p := range b.sheets {
		if p.name == format.Sheet {
			r, err := b.rows(p, format.Size)
			if err != nil {
				return nil, err
			}
			r.width, r.skip = len(format.Columns), int64(format.SkipRows())
			return r, nil
		}
	}
	return nil, &table.SheetError{Name: format.Sheet, Sheets: format.Sheets}
}
