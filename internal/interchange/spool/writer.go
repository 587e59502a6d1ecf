package spool

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// A record is its length, its kind and what the kind needs.
const (
	kindCells  = 'c'
	kindReject = 'r'
	kindEnd    = 'e'
)

// copying hands rows on and writes each down.
type copying struct {
	table.Rows
	w      *bufio.Writer
	buffer []byte
	rows   uint64
	ended  bool
}

// Copy hands on the rows and writes each to w. What was written is whole once
// Next has given io.EOF. Closing the rows closes those copied, not w.
func Copy(w io.Writer, rows table.Rows) table.Rows {
	return &copying{Rows: rows, w: bufio.NewWriterSize(w, 1<<18)}
}

// Next hands on the next row. It fails where that could not be written.
func (c *copying) Next() (table.Row, error) {
	row, err := c.Rows.Next()
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !c.ended {
		c.ended = true
		if err := c.end(); err != nil {
			return table.Row{}, err
		}
	}
	if err != nil {
		return row, err
	}
	c.rows++
	return row, c.write(row)
}

func (c *copying) write(row table.Row) error {
	b := append(c.buffer[:0], kindCells)
	if row.Reject != nil {
		b[0] = kindReject
	}
	b = binary.AppendVarint(b, row.Number)
	b = binary.AppendUvarint(b, uint64(len(row.Cells)))
	for _, cell := range row.Cells {
		b = binary.AppendUvarint(b, uint64(len(cell)))
		b = append(b, cell...)
	}
	if row.Reject != nil {
		why, err := json.Marshal(row.Reject)
		if err != nil {
			return err
		}
		b = append(b, why...)
	}
	c.buffer = b
	return c.frame(b)
}

// end writes the last record: how many rows there are, and how many blank ones
// were passed over.
func (c *copying) end() error {
	b := append(c.buffer[:0], kindEnd)
	b = binary.AppendUvarint(b, c.rows)
	b = binary.AppendVarint(b, c.Blank())
	if err := c.frame(b); err != nil {
		return err
	}
	return c.w.Flush()
}

func (c *copying) frame(b []byte) error {
	var head [binary.MaxVarintLen64]byte
	if _, err := c.w.Write(head[:binary.PutUvarint(head[:], uint64(len(b)))]); err != nil {
		return err
	}
	_, err := c.w.Write(b)
	return err
}
