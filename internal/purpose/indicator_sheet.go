package purpose

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// RowProblem is a cell of a file that cannot be taken.
type RowProblem struct {
	Row     int64  `json:"row" doc:"As a spreadsheet counts."`
	Column  string `json:"column,omitempty" doc:"Name of the column; absent where the whole row is meant."`
	Value   string `json:"value,omitempty" doc:"What stands there, at most 100 characters."`
	Reason  string `json:"reason" enum:"unit_unknown,unit_beyond,period,number,unknown,unreadable,twice"`
	Message string `json:"message"`
}

// cell is one number of a file with what names it, as text.
type cell struct {
	row                                  int64
	indicator, unit, period, value       string
	indicatorColumn, unitColumn, periods string // names of the columns they stand in
	valueColumn                          string
}

func (c cell) problem(t trouble, column, value string) RowProblem {
	if short := []rune(value); len(short) > 100 {
		value = string(short[:100])
	}
	return RowProblem{Row: c.row, Column: column, Value: value, Reason: string(t), Message: t.message()}
}

// sheet is a file of values: one number a row beside the name of its
// indicator, or a column an indicator.
type sheet struct {
	cells    []cell
	problems []RowProblem
	mark     table.Mark
}

// How files name their columns, in English and French.
var (
	periodNames    = []string{"period", "date", "day", "week", "month", "quarter", "période", "periode", "jour", "semaine", "mois", "trimestre"}
	unitNames      = []string{"unit", "unité", "unite"}
	indicatorNames = []string{"indicator", "indicateur"}
	valueNames     = []string{"value", "valeur"}
)

// columnOf is the place of the first column with one of these names, -1 for
// none.
func columnOf(columns, names []string) int {
	return slices.IndexFunc(columns, func(c string) bool { return slices.Contains(names, strings.ToLower(strings.TrimSpace(c))) })
}

// readSheet reads a file of values: delimited text, written in any usual way.
func readSheet(content []byte) (sheet, error) {
	format, err := table.DetectAs(bytes.NewReader(content), table.Choice{Header: new(true)}, table.DefaultLimits())
	if err != nil {
		return sheet{}, fault.Invalid("file", "This is no table of text with a row of names. Save it as CSV.").Keyed("indicator.file").Because(err)
	}
	period := columnOf(format.Columns, periodNames)
	if period < 0 {
		return sheet{}, fault.Invalid("file", "The file has no column called period.").Keyed("indicator.no_period_column")
	}
	value, indicator := columnOf(format.Columns, valueNames), columnOf(format.Columns, indicatorNames)
	if value >= 0 && indicator < 0 {
		return sheet{}, fault.Invalid("file", "Beside its values the file needs a column called indicator that names them.").Keyed("indicator.no_name_column")
	}
	rows, err := table.NewReader(bytes.NewReader(content), format, table.DefaultLimits())
	if err != nil {
		return sheet{}, fault.Invalid("file", "This file cannot be read.").Keyed("indicator.file").Because(err)
	}
	unit := columnOf(format.Columns, unitNames)
	var s sheet
	for len(s.cells) <= maxFileValues {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			s.findMark(format.Delimiter)
			return s, nil
		}
		if err != nil {
			return sheet{}, fault.Invalid("file", "This file cannot be read to its end.").Keyed("indicator.file").Because(err)
		}
		s.take(row, format.Columns, period, unit, indicator, value)
	}
	return sheet{}, fault.Invalid("file", "A file holds at most 50,000 values. Send it in parts.").Keyed("indicator.file_long")
}

// take adds the numbers of a row; empty cells are none.
func (s *sheet) take(row table.Row, columns []string, period, unit, indicator, value int) {
	if row.Reject != nil {
		s.problems = append(s.problems, cell{row: row.Reject.Row}.problem(unreadable, "", row.Reject.Value))
		return
	}
	c := cell{row: row.Number, period: row.Cells[period], periods: columns[period]}
	if unit >= 0 {
		c.unit, c.unitColumn = row.Cells[unit], columns[unit]
	}
	if value >= 0 {
		c.indicator, c.indicatorColumn = row.Cells[indicator], columns[indicator]
		c.value, c.valueColumn = row.Cells[value], columns[value]
		if strings.TrimSpace(c.value) != "" {
			s.cells = append(s.cells, c)
		}
		return
	}
	for n, name := range columns {
		if n == period || n == unit || strings.TrimSpace(row.Cells[n]) == "" {
			continue
		}
		c.indicator, c.indicatorColumn, c.value, c.valueColumn = name, name, row.Cells[n], name
		s.cells = append(s.cells, c)
	}
}

// findMark finds the decimal mark by which more of the numbers can be read;
// files with semicolons have the comma where both will do.
func (s *sheet) findMark(delimiter rune) {
	s.mark = table.Point
	if delimiter == ';' {
		s.mark = table.Comma
	}
	read := func(mark table.Mark) (n int) {
		for _, c := range s.cells {
			if _, ok := table.ParseNumber(c.value, mark); ok {
				n++
			}
		}
		return n
	}
	points, commas := read(table.Point), read(table.Comma)
	switch {
	case points > commas:
		s.mark = table.Point
	case commas > points:
		s.mark = table.Comma
	}
}
