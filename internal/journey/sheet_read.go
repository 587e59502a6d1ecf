package journey

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/interchange/xlsx"
)

// SheetProblem is something wrong in a workbook, and where.
type SheetProblem struct {
	Sheet  string `json:"sheet"`
	Row    int64  `json:"row" doc:"As the spreadsheet counts, from 1."`
	Column string `json:"column" doc:"As the spreadsheet names it, with its title: D, Channel."`
	Key    string `json:"key" doc:"What is wrong, as a stable key."`
	Says   string `json:"says"`
}

// sheetRow is a row of the sheet of touchpoints, its cells by column.
type sheetRow struct {
	number int64
	cells  map[string]string
}

// readSheet is a sheet that was read.
type readSheet struct {
	name   string
	titles map[string]string // by column: D, Channel
	rows   []sheetRow
}

const (
	maxBook     = 16 << 20 // bytes
	maxProblems = 100
)

// at says what is wrong in a row.
func (s readSheet) at(row sheetRow, column, key, says string) SheetProblem {
	return SheetProblem{Sheet: s.name, Row: row.number, Column: s.titles[column], Key: key, Says: says}
}

// readBook reads the sheet of touchpoints of a workbook: the one that is called
// so, in either language, else the first.
func readBook(content []byte) (readSheet, error) {
	var out readSheet
	src, size := bytes.NewReader(content), int64(len(content))
	limits := table.DefaultLimits()
	header, one := true, 1
	choice := table.Choice{Header: &header, HeaderRows: &one}
	format, err := xlsx.Detect(src, size, choice, limits)
	if err != nil {
		return out, notRead(err)
	}
	for _, s := range format.Sheets {
		list, _ := sheetNames(false)
		liste, _ := sheetNames(true)
		if nameKey(s.Name) == nameKey(list) || nameKey(s.Name) == nameKey(liste) {
			choice.Sheet = s.Name
		}
	}
	if choice.Sheet != "" && choice.Sheet != format.Sheet {
		if format, err = xlsx.Detect(src, size, choice, limits); err != nil {
			return out, notRead(err)
		}
	}
	out.name, out.titles = format.Sheet, map[string]string{}
	columns := make([]string, len(format.Columns))
	for i, title := range format.Columns {
		for _, c := range sheetColumns() {
			if _, met := out.titles[c.key]; !met && (nameKey(title) == nameKey(c.en) || nameKey(title) == nameKey(c.fr)) {
				columns[i], out.titles[c.key] = c.key, table.Letters(i)+", "+title
			}
		}
	}
	for _, needed := range []string{"name", "channel"} {
		if out.titles[needed] == "" {
			return out, fault.Newf(fault.CodeInvalid, "The sheet %q has no column that says what they do, or none for the channel. Export a register to see how it is written.", out.name).With("file", "columns").Keyed("register.sheet_columns")
		}
	}
	rows, err := xlsx.Open(src, format, limits)
	if err != nil {
		return out, notRead(err)
	}
	defer func() { _ = rows.Close() }() // it was only read
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, notRead(err)
		}
		if len(out.rows) >= maxTouchpoints {
			return out, fault.New(fault.CodeInvalid, "A register lists at most 2,000 touchpoints.").With("file", "rows").Keyed("touchpoint.too_many")
		}
		out.rows = append(out.rows, cellsOf(columns, row))
	}
}

// cellsOf gives the cells of a row by column.
func cellsOf(columns []string, row table.Row) sheetRow {
	r := sheetRow{number: row.Number, cells: map[string]string{}}
	for i, cell := range row.Cells {
		if i < len(columns) && columns[i] != "" {
			r.cells[columns[i]] = strings.TrimSpace(cell)
		}
	}
	return r
}

func notRead(err error) error {
	return fault.Invalid("file", "This is no workbook that can be read. Save it as XLSX and try again.").Keyed("register.no_workbook").Because(err)
}

// number reads a number of a cell, with a point or a comma; ok is false for a
// text that is none.
func (r sheetRow) numberIn(column string) (x float64, given, ok bool) {
	text := strings.ReplaceAll(strings.ReplaceAll(r.cells[column], "\u202f", ""), "\u00a0", "")
	text = strings.TrimSuffix(strings.TrimSpace(strings.ReplaceAll(text, " ", "")), "%")
	if text == "" {
		return 0, false, true
	}
	x, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return x, true, err == nil && x-x == 0
}

// says is the text of a fault, for a row of a plan.
func says(err error) (key, text string) {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Key, f.Message
	}
	return "", fmt.Sprint(err)
}
