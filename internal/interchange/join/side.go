package join

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Options bound a join.
type Options struct {
	Dir     string // where scratch files go; "" for the system's place
	Memory  int    // bytes held while sorting; 0 for 64 MiB
	Columns int    // most columns added
}

// Side is a right table, sorted and ready to be looked up. Close it after use.
type Side struct {
	spec    Spec
	dir     string
	data    *os.File
	columns []string
	index   []block
	end     int64
	used    []uint64 // a bit a key: some left row has it
	held    held
	Report  Report
}

// block is a stretch of the data file: keysABlock keys from the first one on.
type block struct {
	first  string
	offset int64
}

const keysABlock = 32

// Prepare reads the right table to its end and sorts it on disk. It closes
// neither rows nor file.
func Prepare(ctx context.Context, right table.Rows, format table.Format, spec Spec, o Options) (side *Side, err error) {
	if o.Memory <= 0 {
		o.Memory = 64 << 20
	}
	in, err := newIntake(format, spec, o)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(o.Dir, "join-*")
	if err != nil {
		return nil, err
	}
	in.sort = sorter{dir: dir, most: o.Memory}
	s := &Side{spec: spec, dir: dir}
	defer func() {
		err = errors.Join(err, in.sort.close())
		if err != nil {
			err = errors.Join(err, s.Close())
			side = nil
		}
	}()
	if err := in.all(ctx, right); err != nil {
		return nil, err
	}
	s.columns, s.Report = in.columns, in.report
	s.Report.Columns = in.columns
	if s.data, err = os.CreateTemp(dir, "keys-*"); err != nil {
		return nil, err
	}
	if err := s.write(ctx, &in.sort); err != nil {
		return nil, err
	}
	s.used = make([]uint64, s.Report.Keys/64+1)
	return s, nil
}

// write lays out a record a key, in order, and indexes every keysABlock-th.
func (s *Side) write(ctx context.Context, sorted *sorter) error {
	w := bufio.NewWriterSize(s.data, 1<<18)
	record := newRecord(len(s.columns))
	put := func() error {
		if !record.some {
			return nil
		}
		if s.Report.Keys%keysABlock == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			s.index = append(s.index, block{first: string(record.key), offset: s.end})
		}
		n, err := writeFrame(w, record.bytes())
		s.end += int64(n)
		s.Report.Keys++
		return err
	}
	err := sorted.merged(func(e *entry) error {
		if !record.some || !bytes.Equal(record.key, e.key) {
			if err := put(); err != nil {
				return err
			}
			record.begin(e.key)
		}
		if !record.take(e, s.spec.Name != "") {
			s.Report.Twice.add(Example{Row: e.row, Key: string(e.key), Name: s.nameOf(e)})
		}
		return nil
	})
	if err == nil {
		err = put()
	}
	if err != nil {
		return err
	}
	return w.Flush()
}

func (s *Side) nameOf(e *entry) string {
	if s.spec.Name == "" {
		return ""
	}
	return s.columns[e.name]
}

// Close removes the scratch files.
func (s *Side) Close() error {
	var err error
	if s.data != nil {
		err = s.data.Close()
		s.data = nil
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// intake reads the right table.
type intake struct {
	spec      Spec
	key       int
	name      int
	value     int
	most      int
	columns   []string // added to the left table, as the right one calls them
	places    map[string]int
	sort      sorter
	report    Report
	wide      []int // columns of a wide table that are added
	rowsTaken int
}

func newIntake(format table.Format, spec Spec, o Options) (*intake, error) {
	in := &intake{spec: spec, most: o.Columns, places: map[string]int{}}
	var err error
	if in.key, err = column(format, spec.Right); err != nil {
		return nil, err
	}
	if (spec.Name == "") != (spec.Value == "") {
		return nil, errors.New("join: a pivot needs both the column of names and that of values")
	}
	if spec.Name == "" {
		for i, c := range format.Columns {
			if i != in.key {
				in.wide, in.columns = append(in.wide, i), append(in.columns, c)
			}
		}
		if len(in.columns) > o.Columns {
			return nil, table.ErrColumns
		}
		return in, nil
	}
	if in.name, err = column(format, spec.Name); err != nil {
		return nil, err
	}
	in.value, err = column(format, spec.Value)
	return in, err
}

func (in *intake) all(ctx context.Context, right table.Rows) error {
	var e entry
	for {
		row, err := right.Next()
		if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if in.rowsTaken++; err == nil && in.rowsTaken%4096 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if row.Reject != nil {
			in.report.Rejected++
			continue
		}
		in.report.Right++
		if in.entry(&e, row) {
			if err := in.sort.add(&e); err != nil {
				return err
			}
		}
	}
}

// entry makes an entry of a row; false where it is counted and left out.
func (in *intake) entry(e *entry, row table.Row) bool {
	key := keyOf(row.Cells[in.key])
	e.key, e.row, e.name, e.cells = append(e.key[:0], key...), row.Number, 0, e.cells[:0]
	if key == "" {
		in.report.RightNoKey.add(Example{Row: row.Number})
		return false
	}
	if in.spec.Name == "" {
		for _, i := range in.wide {
			e.cells = append(e.cells, []byte(row.Cells[i]))
		}
		return true
	}
	name := row.Cells[in.name]
	at, known := in.places[name]
	switch {
	case known:
	case table.Blank(name):
		in.report.NoName.add(Example{Row: row.Number, Key: key})
		return false
	case len(in.columns) >= in.most:
		in.report.TooMany.add(Example{Row: row.Number, Key: key, Name: name})
		return false
	default:
		at = len(in.columns)
		in.places[name] = at
		in.columns = append(in.columns, name)
	}
	e.name = at
	e.cells = append(e.cells, []byte(row.Cells[in.value]))
	return true
}
