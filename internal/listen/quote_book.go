package listen

import (
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/fault"
)

// writeQuoteBook writes quotes, codebook and memos as the three sheets of a
// workbook. Texts are written as texts, which a spreadsheet does not run
// whatever they begin with.
func writeQuoteBook(to io.Writer, m quoteMatrix, t titles) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
		err = fault.Wrap(err, fault.CodeInternal, "write quotes")
	}()
	for i, sheet := range []struct {
		name   string
		titles []string
		rows   [][]string
	}{
		{t["quotes"], m.quoteTitles(t), m.quoteRows(t)},
		{t["codes"], []string{t["family"], t["code"], t["definition"], t["use_when"], t["not_when"], t["example"], t["state"]}, m.codeRows(t)},
		{t["memos"], []string{t["about"], t["memo"], t["by"], t["at"]}, m.memoRows(t)},
	} {
		if i == 0 {
			err = book.SetSheetName(book.GetSheetName(0), sheet.name)
		} else {
			_, err = book.NewSheet(sheet.name)
		}
		if err != nil {
			return err
		}
		if err := writeTexts(book, sheet.name, sheet.titles, sheet.rows); err != nil {
			return err
		}
	}
	return book.Write(to)
}

// writeTexts writes a sheet of texts under titles that stay in sight.
func writeTexts(book *excelize.File, sheet string, titles []string, rows [][]string) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	wrap, err := book.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := out.SetColWidth(1, len(titles), 24); err != nil {
		return err
	}
	for i, row := range append([][]string{titles}, rows...) {
		style := wrap
		if i == 0 {
			style = bold
		}
		cells := make([]any, len(row))
		for k, text := range row {
			cells[k] = excelize.Cell{StyleID: style, Value: printable(text)}
		}
		if err := out.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (m quoteMatrix) quoteTitles(t titles) []string {
	return append([]string{t["family"], t["code"], t["quote"], t["source"], t["lines"], t["mode"], t["coder"], t["memo"], t["consent"]}, m.Traits...)
}

func (m quoteMatrix) quoteRows(t titles) [][]string {
	rows := make([][]string, len(m.Quotes))
	for i, q := range m.Quotes {
		code, family := m.codeNames(q.StandsID)
		rows[i] = []string{
			family, code, q.Text, t.source(q.Kind, q.Number, q.Pseudonym), t.lines(q.Coding.Passage), t[string(q.Coding.Mode)],
			t.coder(q.Coding.Coder), q.Coding.Memo, t[q.Consent],
		}
		for _, trait := range m.Traits {
			rows[i] = append(rows[i], q.Traits[trait])
		}
	}
	return rows
}

func (m quoteMatrix) codeRows(t titles) [][]string {
	rows := make([][]string, len(m.Book.Codes))
	for i, c := range m.Book.Codes {
		_, family := m.codeNames(c.ID)
		rows[i] = []string{family, c.Name, c.Definition, c.UseWhen, c.NotWhen, c.Example, t[string(c.State)]}
	}
	return rows
}

func (m quoteMatrix) memoRows(t titles) [][]string {
	rows := make([][]string, len(m.Memos))
	for i, memo := range m.Memos {
		rows[i] = []string{m.about(memo, t), memo.Body, memo.ByName, memo.At.Format(time.DateOnly)}
	}
	return rows
}
