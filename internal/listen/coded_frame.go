package listen

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/text"
)

// readFrame reads a code frame: a table with a column of what stands for a code,
// one of what it is called, and perhaps one of families. Columns are told apart
// by their names and, where these say nothing, by their order.
func readFrame(data []byte) (frame []FrameCode, err error) {
	format, err := tableOf(data)
	if err != nil {
		return nil, err
	}
	key, name, family := frameColumns(format.Columns)
	if key < 0 || name < 0 {
		return nil, fault.Invalid("file", "A code frame has a column of numbers and one of what they mean.").Keyed("coded.frame")
	}
	rows, err := interchange.Open(bytes.NewReader(data), format, table.DefaultLimits())
	if err != nil {
		return nil, notTable(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return frame, nil
		}
		if err != nil {
			return nil, notTable(err)
		}
		if row.Reject != nil || cleanName(row.Cells[key]) == "" {
			continue
		}
		f := FrameCode{Key: cleanName(row.Cells[key]), Name: cleanName(row.Cells[name])}
		if f.Name == "" {
			f.Name = f.Key
		}
		if family >= 0 {
			f.Family = cleanName(row.Cells[family])
			f.Group = f.Family
		}
		if frame = append(frame, f); len(frame) > maxCodes {
			return nil, fault.New(fault.CodeConflict, "A codebook has at most 2,000 codes.").Keyed("codebook.too_many")
		}
	}
}

// frameColumns finds the columns of a code frame, -1 for one that is not there.
func frameColumns(columns []string) (key, name, family int) {
	find := func(not []int, words ...string) int {
		for _, w := range words {
			for i, c := range columns {
				if !slices.Contains(not, i) && strings.Contains(text.Fold(c), w) {
					return i
				}
			}
		}
		return -1
	}
	family = find(nil, familyNames...)
	name = find([]int{family}, "label", "libelle", "name", "nom", "meaning", "text", "description", "theme")
	key = find([]int{family, name}, "number", "numero", "value", "code", "key", "id")
	for i := range columns {
		switch {
		case i == key || i == name || i == family:
		case key < 0:
			key = i
		case name < 0:
			name = i
		}
	}
	return key, name, family
}
