package journey

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/fault"
)

// writeBook writes a register as a workbook: a row a touchpoint, and the matrix
// beside it. Texts are written as texts, which a spreadsheet does not run
// whatever they begin with.
func writeBook(to io.Writer, c content, n naming, french bool) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
		err = fault.Wrap(err, fault.CodeInternal, "write the register")
	}()
	list, matrix := sheetNames(french)
	if err := book.SetSheetName(book.GetSheetName(0), list); err != nil {
		return err
	}
	if _, err := book.NewSheet(matrix); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	wrap, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	if err := writeList(book, list, bold, wrap, c, n, french); err != nil {
		return err
	}
	if err := writeMatrix(book, matrix, bold, c, n, french); err != nil {
		return err
	}
	return book.Write(to)
}

// numeric columns are written as numbers.
func numeric(key string) bool {
	switch key {
	case "volume", "target", "hours", "good":
		return true
	}
	return false
}

func writeList(book *excelize.File, sheet string, bold, wrap int, c content, n naming, french bool) error {
	rows, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	columns := sheetColumns()
	head := make([]any, len(columns))
	for i, column := range columns {
		title := column.en
		if french {
			title = column.fr
		}
		head[i] = excelize.Cell{StyleID: bold, Value: title}
		if err := rows.SetColWidth(i+1, i+1, column.width); err != nil {
			return err
		}
	}
	if err := rows.SetPanes(&excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"}); err != nil {
		return err
	}
	if err := rows.SetRow("A1", head); err != nil {
		return err
	}
	for i, t := range c.touchpoints {
		cells := n.cells(t, c.expected(t.ID), french)
		line := make([]any, len(columns))
		for j, column := range columns {
			text := cells[column.key]
			if text == "" {
				continue
			}
			line[j] = excelize.Cell{StyleID: wrap, Value: text}
			if x, err := strconv.ParseFloat(text, 64); err == nil && numeric(column.key) {
				line[j] = excelize.Cell{StyleID: wrap, Value: x}
			}
		}
		if err := rows.SetRow("A"+strconv.Itoa(i+2), line); err != nil {
			return err
		}
	}
	return rows.Flush()
}

func (c sheetColumn) title(french bool) string {
	if french {
		return c.fr
	}
	return c.en
}

// expected is what is expected at a touchpoint, nil for nothing.
func (c content) expected(touchpoint string) *Expectation {
	if e, there := c.expectations[touchpoint]; there {
		return &e
	}
	return nil
}

// interactions are the touchpoints of a stage ("" for those in none) by what
// customers do.
func interactions(all []Touchpoint, stage string) [][]Touchpoint {
	var out [][]Touchpoint
	at := map[string]int{}
	for _, t := range all {
		here := stage == "" && len(t.StageIDs) == 0
		for _, id := range t.StageIDs {
			here = here || id == stage && stage != ""
		}
		if !here {
			continue
		}
		key := nameKey(t.Name)
		if _, met := at[key]; !met {
			at[key], out = len(out), append(out, nil)
		}
		out[at[key]] = append(out[at[key]], t)
	}
	return out
}
