package parquet

import (
	"errors"
	"fmt"
	"io"

	pq "github.com/parquet-go/parquet-go"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Detect reads the schema.
func Detect(src io.ReaderAt, size int64, limits table.Limits) (table.Format, error) {
	f, err := open(src, size, limits)
	if err != nil {
		return table.Format{}, err
	}
	if len(f.columns) == 0 || f.pq.NumRows() == 0 {
		return table.Format{}, table.ErrEmpty
	}
	out := table.Format{Kind: table.Parquet, Encoding: table.UTF8, Size: size}
	for _, c := range f.columns {
		out.Fields = append(out.Fields, c.name)
	}
	out.Columns = table.NameColumns(out.Fields, len(out.Fields))
	return out, nil
}

// rowsAtOnce is how many rows are taken from the library at a time.
const rowsAtOnce = 256

// rows streams the rows of a file.
type rows struct {
	file    *file
	limits  table.Limits
	size    int64
	group   int // row group being read
	open    pq.Rows
	buffer  []pq.Row
	waiting []pq.Row
	number  int64
	blank   int64
	failure error
}

// Open streams the rows of a file; rows count from 1.
func Open(src io.ReaderAt, format table.Format, limits table.Limits) (table.Rows, error) {
	f, err := open(src, format.Size, limits)
	if err != nil {
		return nil, err
	}
	return &rows{file: f, limits: limits, size: format.Size, group: -1, buffer: make([]pq.Row, rowsAtOnce)}, nil
}

// Blank counts rows in which every value is missing.
func (r *rows) Blank() int64 { return r.blank }

// Done is the share of the rows that is read, in bytes of the file.
func (r *rows) Done() int64 {
	return int64(float64(r.size) * float64(r.number) / float64(max(r.file.pq.NumRows(), 1)))
}

// Close gives back the pages in hand.
func (r *rows) Close() error {
	if r.open == nil {
		return nil
	}
	return guarded(r.place(), r.open.Close)
}

func (r *rows) place() string { return fmt.Sprintf("row group %d, row %d", r.group+1, r.number+1) }

// Next gives the next row in which something stands.
func (r *rows) Next() (table.Row, error) {
	for r.failure == nil {
		if len(r.waiting) == 0 {
			r.failure = guarded(r.place(), r.refill)
			continue
		}
		r.number++
		row := table.Row{Number: r.number}
		r.failure = guarded(r.place(), func() error {
			r.read(&row, r.waiting[0])
			return nil
		})
		r.waiting = r.waiting[1:]
		if r.failure != nil {
			break
		}
		if row.Reject == nil && empty(row.Cells) {
			r.blank++
			continue
		}
		return row, nil
	}
	return table.Row{}, r.failure
}

func empty(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}

// refill takes the next rows from the row group in hand, or opens the next.
func (r *rows) refill() error {
	groups := r.file.pq.RowGroups()
	for {
		if r.open == nil {
			if r.group++; r.group >= len(groups) {
				return r.complete()
			}
			r.open = groups[r.group].Rows()
		}
		n, err := r.open.ReadRows(r.buffer)
		if err != nil && !errors.Is(err, io.EOF) {
			return &table.Damage{Place: r.place(), Cause: err}
		}
		r.waiting = r.buffer[:n]
		if errors.Is(err, io.EOF) || n == 0 {
			closed := r.open.Close()
			r.open = nil
			if closed != nil {
				return &table.Damage{Place: r.place(), Cause: closed}
			}
		}
		if n > 0 {
			return nil
		}
	}
}

// complete is the end: fine where as many rows came as the footer says.
func (r *rows) complete() error {
	if want := r.file.pq.NumRows(); r.number != want {
		return &table.Damage{Place: r.place(), Cause: fmt.Errorf("%d rows of %d: %w", r.number, want, io.ErrUnexpectedEOF)}
	}
	return io.EOF
}

// read writes the values of one row as cells. Values of a list follow each
// other in one cell.
func (r *rows) read(row *table.Row, values pq.Row) {
	row.Cells = make([]string, len(r.file.columns))
	for _, v := range values {
		i := v.Column()
		if v.IsNull() {
			continue
		}
		c := &r.file.columns[i]
		text := c.write(v)
		if c.repeated && row.Cells[i] != "" && text != "" {
			text = row.Cells[i] + "; " + text
		}
		if len(text) > r.limits.CellBytes {
			row.Reject = &table.Reject{Row: row.Number, Column: i, Reason: table.CellTooLong, Expected: r.limits.CellBytes}
			return
		}
		if text != "" {
			row.Cells[i] = text
		}
	}
}
