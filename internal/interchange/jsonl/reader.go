package jsonl

import (
	"bytes"
	"io"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Is tells whether a file that begins like this is JSON Lines: most of its
// first lines are objects. The last line counts only where it is whole.
func Is(head []byte) bool {
	objects, others := 0, 0
	for line := range bytes.Lines(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))) {
		whole := bytes.HasSuffix(line, []byte("\n"))
		line = bytes.TrimSpace(line)
		switch {
		case len(line) == 0:
		case line[0] == '{' && levels(string(line)) < 1000 && gjson.ValidBytes(line):
			objects++
		case whole || objects+others == 0:
			others++
		}
		if objects+others >= 50 {
			break
		}
	}
	return objects > others
}

// Detect reads the whole file for the names of its columns.
func Detect(src io.Reader, limits table.Limits) (table.Format, error) {
	l := newLines(src, limits)
	f := table.Format{Kind: table.JSONLines, Encoding: table.UTF8}
	known := map[string]bool{}
	for {
		line, long, err := l.next()
		if err == io.EOF { //nolint:errorlint // next gives io.EOF itself
			break
		}
		if err != nil {
			return table.Format{}, err
		}
		if line == "" || long {
			continue
		}
		doc, reject := parse(line, l.number, limits)
		if reject != nil {
			continue
		}
		each(doc, "", func(name string, _ gjson.Result) bool {
			if !known[name] && len(f.Fields) < limits.Columns {
				name = strings.Clone(name)
				known[name] = true
				f.Fields = append(f.Fields, name)
			}
			return true
		})
	}
	if len(f.Fields) == 0 {
		return table.Format{}, table.ErrEmpty
	}
	f.Size = l.done
	f.Columns = table.NameColumns(f.Fields, len(f.Fields))
	return f, nil
}

// rows streams the lines of a file as rows.
type rows struct {
	lines  *lines
	limits table.Limits
	column map[string]int
	width  int
	blank  int64
}

// Open streams the lines of src as rows with the columns of the format.
func Open(src io.Reader, format table.Format, limits table.Limits) table.Rows {
	r := &rows{lines: newLines(src, limits), limits: limits, column: map[string]int{}, width: len(format.Fields)}
	for i, name := range format.Fields {
		r.column[name] = i
	}
	return r
}

// Blank counts empty lines.
func (r *rows) Blank() int64 { return r.blank }

// Done is how many bytes are read.
func (r *rows) Done() int64 { return r.lines.done }

// Close has nothing to give back; the source is its owner's.
func (r *rows) Close() error { return nil }

// Next gives the next line that is not empty.
func (r *rows) Next() (table.Row, error) {
	for {
		line, long, err := r.lines.next()
		if err != nil {
			return table.Row{}, err
		}
		row := table.Row{Number: r.lines.number}
		switch {
		case long:
			row.Reject = &table.Reject{Row: row.Number, Column: -1, Reason: table.LineTooLong, Expected: r.limits.LineBytes, Value: table.Excerpt(line)}
		case line == "":
			r.blank++
			continue
		default:
			r.read(&row, line)
		}
		return row, nil
	}
}

func (r *rows) read(row *table.Row, line string) {
	doc, reject := parse(line, row.Number, r.limits)
	if row.Reject = reject; reject != nil {
		return
	}
	row.Cells = make([]string, r.width)
	met := make([]bool, r.width)
	each(doc, "", func(name string, value gjson.Result) bool {
		i, ok := r.column[name]
		switch {
		case !ok:
			row.Reject = &table.Reject{Row: row.Number, Column: -1, Reason: table.UnknownColumn, Expected: r.width, Value: table.Excerpt(name)}
		case met[i]:
			row.Reject = &table.Reject{Row: row.Number, Column: i, Reason: table.NameTwice, Value: table.Excerpt(name)}
		default:
			met[i] = true
			row.Cells[i] = cell(value)
		}
		return row.Reject == nil
	})
}
