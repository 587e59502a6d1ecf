package answers

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/fault"
)

// writeSheet writes a workbook with one sheet, row after row. Texts are written as
// texts, which a spreadsheet does not run whatever they begin with.
func (e *Export) writeSheet(ctx context.Context, to io.Writer) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	rows, err := book.NewStreamWriter(book.GetSheetName(0))
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
	line := make([]any, len(e.Columns))
	if err := rows.SetColWidth(1, len(line), 20); err != nil {
		return err
	}
	for i, c := range e.Columns {
		line[i] = excelize.Cell{StyleID: bold, Value: inCell(e.heading(c))}
	}
	if err := rows.SetRow("A1", line); err != nil {
		return err
	}
	at := 1
	err = e.each(ctx, func(g *given) error {
		if at++; at > mostSheetRows+1 { // some came while it was written
			return nil
		}
		for i, c := range e.Columns {
			line[i] = e.sheetCell(c.cell(g), moment)
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

// sheetCell is a cell for the workbook. A sheet has no time zones, so instants are
// the wall clock of the organisation's.
func (e *Export) sheetCell(cell any, moment int) any {
	switch v := cell.(type) {
	case time.Time:
		v = v.In(e.format.Zone)
		return excelize.Cell{StyleID: moment, Value: time.Date(v.Year(), v.Month(), v.Day(), v.Hour(), v.Minute(), v.Second(), 0, time.UTC)}
	case string:
		return inCell(v)
	}
	return cell
}

// inCell is a text cut where a cell of Excel ends.
func inCell(text string) string {
	if cut := []rune(text); len(cut) > excelize.TotalCellChars {
		return string(cut[:excelize.TotalCellChars])
	}
	return text
}
