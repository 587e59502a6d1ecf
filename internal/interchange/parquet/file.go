package parquet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	pq "github.com/parquet-go/parquet-go"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Is tells whether a file that begins like this is Parquet, in the clear or
// encrypted.
func Is(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PAR1")) || bytes.HasPrefix(head, []byte("PARE"))
}

// column is one leaf of the schema.
type column struct {
	name     string
	repeated bool
	write    func(pq.Value) string
}

// file is a Parquet file, opened.
type file struct {
	pq      *pq.File
	columns []column
}

// guarded runs do and turns a panic of the library into damage.
func guarded(place string, do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &table.Damage{Place: place, Cause: fmt.Errorf("it contradicts itself: %v", p)}
		}
	}()
	return do()
}

func open(src io.ReaderAt, size int64, limits table.Limits) (f *file, err error) {
	if err := checkFooter(src, size, limits); err != nil {
		return nil, err
	}
	err = guarded("the footer", func() error {
		p, err := pq.OpenFile(src, size, pq.SkipPageIndex(true), pq.SkipBloomFilters(true))
		if err != nil {
			return &table.Damage{Place: "the footer", Cause: err}
		}
		f = &file{pq: p}
		if err := f.leaves(p.Root(), nil, false, limits); err != nil {
			return err
		}
		return checkPages(src, size, p, limits)
	})
	return f, err
}

// checkFooter looks at the end of the file before anything is taken into
// memory on its word.
func checkFooter(src io.ReaderAt, size int64, limits table.Limits) error {
	var end [8]byte
	if size < 12 {
		return &table.Damage{Place: "the end of the file", Cause: io.ErrUnexpectedEOF}
	}
	if _, err := src.ReadAt(end[:], size-8); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	length := int64(binary.LittleEndian.Uint32(end[:4]))
	switch {
	case string(end[4:]) == "PARE":
		return table.ErrEncrypted
	case string(end[4:]) != "PAR1":
		return &table.Damage{Place: "the end of the file", Cause: fmt.Errorf("the footer is missing, the file is cut off: %w", io.ErrUnexpectedEOF)}
	case length > size-12:
		return &table.Damage{Place: "the end of the file", Cause: errors.New("the footer is longer than the file")}
	case length > limits.Held/4:
		return fmt.Errorf("%w: a footer of %d MiB", table.ErrTooLarge, length>>20)
	}
	return nil
}

// leaves lists the columns below a node of the schema.
func (f *file) leaves(node *pq.Column, path []string, repeated bool, limits table.Limits) error {
	if len(path) > limits.Depth {
		return fmt.Errorf("%w: more than %d levels", table.ErrTooLarge, limits.Depth)
	}
	if node.Leaf() {
		if len(f.columns) >= limits.Columns {
			return table.ErrColumns
		}
		f.columns = append(f.columns, column{name: dotted(path, repeated), repeated: repeated, write: writer(node.Type())})
		return nil
	}
	for _, child := range node.Columns() {
		if err := f.leaves(child, append(path[:len(path):len(path)], child.Name()), repeated || child.Repeated(), limits); err != nil {
			return err
		}
	}
	return nil
}

// dotted joins the names of the way to a leaf. Inside lists the names that
// only say list are left out.
func dotted(path []string, repeated bool) string {
	if !repeated {
		return strings.Join(path, ".")
	}
	var kept []string
	for i, name := range path {
		switch name {
		case "list", "element", "item", "array", "bag", "array_element", "key_value":
			if i > 0 {
				continue
			}
		}
		kept = append(kept, name)
	}
	return strings.Join(kept, ".")
}
