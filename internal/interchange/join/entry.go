package join

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// entry is one row of the right table on its way: sorted by key, name and row.
type entry struct {
	key   []byte
	name  int // place of the column that a pivot makes; 0 for a wide table
	row   int64
	cells [][]byte
}

// append writes an entry behind what is there.
func (e *entry) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(e.key)))
	b = append(b, e.key...)
	b = binary.AppendUvarint(b, uint64(e.name))
	b = binary.AppendUvarint(b, uint64(e.row))
	b = binary.AppendUvarint(b, uint64(len(e.cells)))
	for _, c := range e.cells {
		b = binary.AppendUvarint(b, uint64(len(c)))
		b = append(b, c...)
	}
	return b
}

var errScratch = errors.New("join: the scratch file is not as it was written")

// parse reads the entry at the beginning of b, which stays its owner, and
// gives what follows.
func (e *entry) parse(b []byte) ([]byte, error) {
	var name, row, cells uint64
	var ok bool
	if e.key, b, ok = field(b); !ok {
		return nil, errScratch
	}
	for _, n := range []*uint64{&name, &row, &cells} {
		v, size := binary.Uvarint(b)
		if size <= 0 {
			return nil, errScratch
		}
		*n, b = v, b[size:]
	}
	e.name, e.row, e.cells = int(name), int64(row), e.cells[:0]
	for range cells {
		var c []byte
		if c, b, ok = field(b); !ok {
			return nil, errScratch
		}
		e.cells = append(e.cells, c)
	}
	return b, nil
}

func field(b []byte) (content, rest []byte, ok bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return nil, nil, false
	}
	return b[size : size+int(n)], b[size+int(n):], true
}

func compare(a, b *entry) int {
	if c := bytes.Compare(a.key, b.key); c != 0 {
		return c
	}
	if a.name != b.name {
		return a.name - b.name
	}
	return int(a.row - b.row)
}

// framed writes entries with their length before them, and reads them back.
func writeFrame(w *bufio.Writer, content []byte) (int, error) {
	var head [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(head[:], uint64(len(content)))
	if _, err := w.Write(head[:n]); err != nil {
		return 0, err
	}
	_, err := w.Write(content)
	return n + len(content), err
}

// readFrame reads the next entry into buffer; io.EOF after the last.
func readFrame(r *bufio.Reader, buffer []byte) ([]byte, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return nil, err
	}
	if uint64(cap(buffer)) < n {
		buffer = make([]byte, n)
	}
	buffer = buffer[:n]
	if _, err := io.ReadFull(r, buffer); err != nil {
		return nil, errScratch
	}
	return buffer, nil
}
