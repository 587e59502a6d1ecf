package answers

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// utf8Mark tells a spreadsheet that the letters are UTF-8.
const utf8Mark = "\ufeff"

func (e *Export) writeCSV(ctx context.Context, to io.Writer) error {
	if _, err := io.WriteString(to, utf8Mark); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if e.format.Comma {
		w.Comma = ';'
	}
	line := make([]string, len(e.Columns))
	for i, c := range e.Columns {
		line[i] = table.Safe(e.heading(c))
	}
	if err := w.Write(line); err != nil {
		return err
	}
	err := e.each(ctx, func(g *given) error {
		for i, c := range e.Columns {
			line[i] = e.text(c.cell(g))
		}
		return w.Write(line)
	})
	if err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// heading is what stands over a column that people read.
func (e *Export) heading(c column) string {
	if e.format.Codes {
		return c.key
	}
	return c.title
}

// text is a cell as a spreadsheet of the format's locale reads it; texts cannot
// run as formulas.
func (e *Export) text(cell any) string {
	switch v := cell.(type) {
	case float64:
		number := strconv.FormatFloat(v, 'f', -1, 64)
		if e.format.Comma {
			return strings.Replace(number, ".", ",", 1)
		}
		return number
	case time.Time:
		return v.In(e.format.Zone).Format(time.DateTime)
	case string:
		return table.Safe(v)
	}
	return ""
}
