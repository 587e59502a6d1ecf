package join

import (
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"sort"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// rows streams the left table with the columns of the right one added.
type rows struct {
	table.Rows
	side  *Side
	key   int
	width int
	ended bool
}

// Rows gives the left rows, in their order, with the columns of the right
// table added, and the format that tells their names; a left row whose key is
// not met gets empty cells. Side.Report is complete at their end. A side joins
// once; closing the rows closes the left ones, not the side.
func (s *Side) Rows(left table.Rows, format table.Format) (table.Rows, table.Format, error) {
	key, err := column(format, s.spec.Left)
	if err != nil {
		return nil, table.Format{}, err
	}
	width := len(format.Columns)
	all := append(append([]string{}, format.Columns...), s.columns...)
	out := format
	out.Columns = table.NameColumns(all, len(all))
	for i, name := range s.columns {
		for _, c := range format.Columns {
			if strings.EqualFold(c, strings.TrimSpace(name)) {
				s.Report.Renamed = append(s.Report.Renamed, out.Columns[width+i])
			}
		}
	}
	if format.Wording != nil {
		out.Wording = append(append([]string{}, format.Wording...), make([]string, len(s.columns))...)
	}
	return &rows{Rows: left, side: s, key: key, width: width}, out, nil
}

// Next gives the next left row, joined. A left row that cannot be read comes
// as its reject.
func (r *rows) Next() (table.Row, error) {
	row, err := r.Rows.Next()
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !r.ended {
		r.ended = true
		if err := r.side.unused(); err != nil {
			return table.Row{}, err
		}
	}
	if err != nil || row.Reject != nil {
		return row, err
	}
	cells := make([]string, r.width+len(r.side.columns))
	copy(cells, row.Cells)
	row.Cells = cells
	return row, r.fill(&row)
}

// fill adds the cells of the right table and counts how it went.
func (r *rows) fill(row *table.Row) error {
	report := &r.side.Report
	report.Left++
	key := keyOf(row.Cells[r.key])
	if key == "" {
		report.LeftNoKey.add(Example{Row: row.Number})
		return nil
	}
	ordinal, found, err := r.side.find(key)
	switch {
	case err != nil:
		return err
	case found == nil:
		report.Unmatched.add(Example{Row: row.Number, Key: key})
		return nil
	}
	report.Matched++
	bit := uint64(1) << (ordinal % 64)
	if r.side.used[ordinal/64]&bit != 0 {
		report.Shared.add(Example{Row: row.Number, Key: key})
	}
	r.side.used[ordinal/64] |= bit
	for i, c := range found.cells {
		row.Cells[r.width+i] = string(c)
	}
	return nil
}

// held is the block last read, taken apart.
type held struct {
	at      int // place in the index plus one; 0 for none
	buffer  []byte
	entries []entry // into the buffer
}

// find looks up a key: its number in order, and its entry, nil for none.
func (s *Side) find(key string) (int64, *entry, error) {
	at := sort.Search(len(s.index), func(i int) bool { return s.index[i].first > key }) - 1
	if at < 0 {
		return 0, nil, nil
	}
	if err := s.load(at); err != nil {
		return 0, nil, err
	}
	entries := s.held.entries
	i := sort.Search(len(entries), func(i int) bool { return string(entries[i].key) >= key })
	if i == len(entries) || string(entries[i].key) != key {
		return 0, nil, nil
	}
	return int64(at*keysABlock + i), &entries[i], nil
}

// load reads a block unless it is the one in hand.
func (s *Side) load(at int) error {
	if s.held.at == at+1 {
		return nil
	}
	end := s.end
	if at+1 < len(s.index) {
		end = s.index[at+1].offset
	}
	size := int(end - s.index[at].offset)
	h := &s.held
	h.at, h.entries, h.buffer = 0, h.entries[:0], slices.Grow(h.buffer[:0], size)[:size]
	if _, err := s.data.ReadAt(h.buffer, s.index[at].offset); err != nil {
		return fmt.Errorf("read scratch file of a join: %w", err)
	}
	for rest := h.buffer; len(rest) > 0; {
		content, after, ok := field(rest)
		if !ok {
			return errScratch
		}
		if len(h.entries) < cap(h.entries) {
			h.entries = h.entries[:len(h.entries)+1] // its cells are used again
		} else {
			h.entries = append(h.entries, entry{})
		}
		if _, err := h.entries[len(h.entries)-1].parse(content); err != nil {
			return err
		}
		rest = after
	}
	s.held.at = at + 1
	return nil
}

// unused counts the keys that no left row had.
func (s *Side) unused() error {
	unused := s.Report.Keys
	for _, word := range s.used {
		unused -= int64(bits.OnesCount64(word))
	}
	for ordinal := int64(0); ordinal < s.Report.Keys && int64(len(s.Report.Unused.Examples)) < min(unused, maxExamples); ordinal++ {
		if s.used[ordinal/64]&(1<<(ordinal%64)) != 0 {
			continue
		}
		if err := s.load(int(ordinal / keysABlock)); err != nil {
			return err
		}
		s.Report.Unused.add(Example{Key: string(s.held.entries[ordinal%keysABlock].key)})
	}
	s.Report.Unused.Rows = unused
	return nil
}
