package collect

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// exportFormat is how an export is written: CSV or XLSX, and for CSV the
// decimal mark, which settles what stands between cells too.
type exportFormat struct {
	kind     string // csv or xlsx
	comma    bool   // 1,5;2 instead of 1.5,2
	language string // of the titles: en or fr
	zone     *time.Location
}

// most is how many responses the format holds; 0 for no bound.
func (f exportFormat) most() int {
	if f.kind == "xlsx" {
		return mostSheetLines
	}
	return 0
}

func (f exportFormat) mediaType() string {
	if f.kind == "xlsx" {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// write writes all that was gathered, never holding it in memory.
func (f exportFormat) write(to io.Writer, e *exported) error {
	if f.kind == "xlsx" {
		return f.writeSheet(to, e)
	}
	return f.writeCSV(to, e)
}

// The mark at the beginning tells a spreadsheet that the letters are UTF-8.
const utf8Mark = "\ufeff"

func (f exportFormat) writeCSV(to io.Writer, e *exported) error {
	if _, err := io.WriteString(to, utf8Mark); err != nil {
		return err
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	if f.comma {
		w.Comma = ';'
	}
	columns := e.columns.titled(f.language)
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = table.Safe(c.title)
	}
	if err := w.Write(line); err != nil {
		return err
	}
	err := e.each(func(l *ListedResponse) error {
		for i, c := range columns {
			line[i] = f.text(c.cell(l, f.zone, f.language))
		}
		return w.Write(line)
	})
	if err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

// text is a cell as a spreadsheet of the format's locale reads it; texts cannot
// run as formulas.
func (f exportFormat) text(cell exportCell) string {
	switch v := cell.(type) {
	case nil:
		return ""
	case float64:
		if f.comma {
			return strings.Replace(number(v), ".", ",", 1)
		}
		return number(v)
	case time.Time:
		return v.Format(time.DateTime)
	case string:
		return table.Safe(v)
	}
	panic(fmt.Sprintf("collect: no cell of an export is a %T", cell))
}

// writeSheet writes a workbook with one sheet, row after row. Texts are written
// as texts, which a spreadsheet does not run whatever they begin with.
func (f exportFormat) writeSheet(to io.Writer, e *exported) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	sheet := book.GetSheetName(0)
	rows, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	moment, err := book.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		return err
	}
	if err := rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	columns := e.columns.titled(f.language)
	if err := rows.SetColWidth(1, len(columns), 20); err != nil {
		return err
	}
	line := make([]any, len(columns))
	for i, c := range columns {
		line[i] = excelize.Cell{StyleID: bold, Value: c.title}
	}
	at := 1
	if err := rows.SetRow("A1", line); err != nil {
		return err
	}
	err = e.each(func(l *ListedResponse) error {
		at++
		for i, c := range columns {
			line[i] = sheetCell(c.cell(l, f.zone, f.language), moment)
		}
		return rows.SetRow(fmt.Sprintf("A%d", at), line)
	})
	if err != nil {
		return err
	}
	if err := rows.Flush(); err != nil {
		return err
	}
	return fault.Wrap(book.Write(to), fault.CodeInternal, "write a workbook")
}

// sheetCell is a cell for the workbook. A sheet has no time zones, so instants
// are the wall clock of theirs; a text is cut where a cell of Excel ends.
func sheetCell(cell exportCell, moment int) any {
	switch v := cell.(type) {
	case time.Time:
		wall := time.Date(v.Year(), v.Month(), v.Day(), v.Hour(), v.Minute(), v.Second(), 0, time.UTC)
		return excelize.Cell{StyleID: moment, Value: wall}
	case string:
		if v == "" {
			return nil
		}
		if cut := []rune(v); len(cut) > excelize.TotalCellChars {
			return string(cut[:excelize.TotalCellChars])
		}
		return v
	}
	return cell
}
