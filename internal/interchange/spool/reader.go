package spool

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Place is what the damage of a spool names as its place.
const Place = "scratch file"

// errBroken says that a spool is not as it was written.
var errBroken = errors.New("spool: the file is cut off or changed")

// reader reads rows back.
type reader struct {
	src    io.ReadCloser
	in     *bufio.Reader
	buffer bytes.Buffer
	rows   uint64
	blank  int64
	done   int64
	ended  bool
}

// Open reads rows that Copy wrote. Closing them closes src. Next fails with
// table.Damage where the file was not written to its end.
func Open(src io.ReadCloser) table.Rows {
	return &reader{src: src, in: bufio.NewReaderSize(src, 1<<18)}
}

// Next gives the next row as it was; io.EOF after the last.
func (r *reader) Next() (table.Row, error) {
	if r.ended {
		return table.Row{}, io.EOF
	}
	b, err := r.frame()
	if err != nil {
		return table.Row{}, r.damage(err)
	}
	kind, b := b[0], b[1:]
	if kind == kindEnd {
		return table.Row{}, r.end(b)
	}
	row, ok := parse(kind, b)
	if !ok {
		return table.Row{}, r.damage(errBroken)
	}
	r.rows++
	return row, nil
}

func parse(kind byte, b []byte) (table.Row, bool) {
	number, n := binary.Varint(b)
	if n <= 0 {
		return table.Row{}, false
	}
	b = b[n:]
	count, n := binary.Uvarint(b)
	if n <= 0 || count > uint64(len(b)) {
		return table.Row{}, false
	}
	b = b[n:]
	row := table.Row{Number: number}
	if count > 0 {
		row.Cells = make([]string, count)
	}
	text := string(b) // one piece for all cells
	for i := range row.Cells {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return table.Row{}, false
		}
		row.Cells[i] = text[n : n+int(size)]
		b, text = b[n+int(size):], text[n+int(size):]
	}
	if kind == kindReject {
		row.Reject = &table.Reject{}
		return row, json.Unmarshal(b, row.Reject) == nil
	}
	return row, kind == kindCells && len(b) == 0
}

// end checks that all rows were met.
func (r *reader) end(b []byte) error {
	rows, n := binary.Uvarint(b)
	if n <= 0 || rows != r.rows {
		return r.damage(errBroken)
	}
	blank, m := binary.Varint(b[n:])
	if m <= 0 {
		return r.damage(errBroken)
	}
	r.blank, r.ended = blank, true
	return io.EOF
}

func (r *reader) frame() ([]byte, error) {
	size, err := binary.ReadUvarint(r.in)
	if err != nil {
		return nil, errBroken // the end is a record of its own
	}
	if size == 0 || size > 1<<31 {
		return nil, errBroken
	}
	// The buffer grows with what is there, not with what a broken file claims.
	r.buffer.Reset()
	n, err := io.CopyN(&r.buffer, r.in, int64(size))
	if err != nil {
		return nil, errBroken
	}
	r.done += n
	return r.buffer.Bytes(), nil
}

func (r *reader) damage(err error) error {
	return &table.Damage{Place: Place, Cause: err}
}

// Blank is the number of rows without content that the table had; it is known
// at the end.
func (r *reader) Blank() int64 { return r.blank }

// Done is about how many bytes are read.
func (r *reader) Done() int64 { return r.done }

// Close closes the file.
func (r *reader) Close() error { return r.src.Close() }
