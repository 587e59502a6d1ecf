package table

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// HeaderKind tells what showed how many rows name the columns.
type HeaderKind string

// What shows it.
const (
	HeaderSaid    HeaderKind = "said"       // somebody said so
	HeaderWording HeaderKind = "wording"    // longer words, no values, stand below the names: what was asked
	HeaderIDs     HeaderKind = "import_ids" // a row of {"ImportId": ...} ends the names, as Qualtrics writes it
	HeaderGroups  HeaderKind = "groups"     // names over groups of columns, the single names below
)

// Why says in English what showed it; "" for one row or none.
func (k HeaderKind) Why() string {
	switch k {
	case HeaderSaid:
		return "As was said."
	case HeaderWording:
		return "The second row holds longer words where numbers or dates stand below: it tells what was asked."
	case HeaderIDs:
		return "The last row of names holds import ids, as Qualtrics writes them."
	case HeaderGroups:
		return "The first row names groups of columns, the second the columns in them."
	}
	return ""
}

// Merged is an area of cells that a workbook shows as one; only the first
// cell has content. Rows count from 1, columns from 0; the ends belong to it.
type Merged struct {
	Top, Bottom int64
	Left, Right int
}

// Heading is where a table begins and how its columns are called.
type Heading struct {
	Leading  int
	Rows     int // of names; 0 for none
	By       HeaderKind
	Columns  []string
	Wording  []string
	position int64 // number of the first row of names
}

// Head takes over what the first rows tell.
func (f *Format) Head(h Heading) {
	f.Leading, f.Header, f.NameRows, f.HeaderBy = h.Leading, h.Rows > 0, h.Rows, h.By
	f.Columns, f.Wording = h.Columns, h.Wording
	if h.Rows == 1 {
		f.NameRows = 0
	}
}

// maxNameRows is how many rows may name the columns.
const maxNameRows = 3

// ReadHeading passes over leading rows that are narrower than the table (a
// title, a date of export) and finds the rows that name its columns, as far as
// the choice leaves it open. rows are the first ones with content; there must
// be one. It fails with ErrHeader where rows said to be names cannot be read.
func ReadHeading(rows []Row, merged []Merged, as Choice) (Heading, error) {
	width := commonWidth(rows)
	for i, row := range rows {
		if i > 10 || i >= len(rows)-1 {
			break
		}
		if row.Reject == nil && filled(row.Cells) >= 2 || width <= 1 {
			rows = rows[i:]
			break
		}
	}
	h := Heading{Leading: int(rows[0].Number) - 1, position: rows[0].Number}
	rows = filledIn(rows, merged)
	if err := h.count(rows, merged, as); err != nil {
		return Heading{}, err
	}
	h.name(rows, width)
	return h, nil
}

// filledIn writes the content of merged cells of the first rows into all cells
// they cover.
func filledIn(rows []Row, merged []Merged) []Row {
	if len(merged) == 0 {
		return rows
	}
	out := slices.Clone(rows)
	for i := range min(len(out), maxNameRows) {
		out[i].Cells = slices.Clone(out[i].Cells)
	}
	for _, m := range merged {
		content := ""
		for i := range min(len(out), maxNameRows) {
			cells := out[i].Cells
			if out[i].Number == m.Top && m.Left < len(cells) {
				content = cells[m.Left]
			}
			for c := m.Left; out[i].Number >= m.Top && out[i].Number <= m.Bottom && c <= m.Right && c < len(cells); c++ {
				cells[c] = content
			}
		}
	}
	return out
}

// count decides how many rows name the columns, and why.
func (h *Heading) count(rows []Row, merged []Merged, as Choice) error {
	found, by := nameRows(rows, merged)
	switch {
	case as.HeaderRows != nil:
		h.Rows = min(max(*as.HeaderRows, 0), maxNameRows, len(rows))
	case as.Header == nil:
		h.Rows = found
	case *as.Header:
		h.Rows = max(found, 1)
	}
	for _, row := range rows[:h.Rows] {
		if row.Reject != nil {
			return ErrHeader
		}
	}
	switch {
	case h.Rows < 2:
	case h.Rows == found:
		h.By = by
	case grouped(rows, merged):
		h.By = HeaderGroups
	default:
		h.By = HeaderSaid
	}
	return nil
}

// nameRows finds the rows of names in the data.
func nameRows(rows []Row, merged []Merged) (int, HeaderKind) {
	if rows[0].Reject != nil {
		return 0, ""
	}
	for i := 1; i < min(maxNameRows, len(rows)); i++ {
		if rows[i].Reject == nil && importIDs(rows[i].Cells) {
			return i + 1, HeaderIDs
		}
	}
	switch {
	case len(rows) > 2 && rows[1].Reject == nil && grouped(rows, merged):
		return 2, HeaderGroups
	case len(rows) > 2 && rows[1].Reject == nil && asked(rows):
		return 2, HeaderWording
	case isHeader(rows):
		return 1, ""
	}
	return 0, ""
}

var importID = regexp.MustCompile(`^\s*\{\s*['"]ImportId['"]\s*:`)

// importIDs: at least three cells, and most of those filled, are import ids.
func importIDs(cells []string) bool {
	n := 0
	for _, c := range cells {
		if importID.MatchString(c) {
			n++
		}
	}
	return n >= 3 && n*5 >= filled(cells)*4
}

// second is what the row below the names looks like against the rows below it.
type second struct {
	numbers, over   int // columns of numbers or dates below; those with words over them
	again           int // cells that come again below
	filled          int
	gaps            int // empty although nearly every row below has a value and a name stands above
	under           int // filled where no name stands above
	longer, shorter int // cells longer, or shorter, than the name above
	same            int // cells equal to the name above
}

func secondRow(rows []Row) second {
	var s second
	names, cells := rows[0].Cells, rows[1].Cells
	for i := range max(len(names), len(cells)) {
		name, cell := at(names, i), at(cells, i)
		b := columnBelow(rows[2:], i)
		numbers := b.filled > 0 && b.numeric*10 >= b.filled*8
		if numbers && name != "" {
			s.numbers++
		}
		if cell == "" {
			if name != "" && b.filled*10 >= len(rows[2:])*8 {
				s.gaps++
			}
			continue
		}
		s.filled++
		switch {
		case name == "":
			s.under++
		case cell == name:
			s.same++
		case utf8.RuneCountInString(cell) > utf8.RuneCountInString(name):
			s.longer++
		default:
			s.shorter++
		}
		if b.values[strings.ToLower(cell)] {
			s.again++
		}
		if numbers && name != "" && !numeric(cell) {
			s.over++
		}
	}
	return s
}

func at(cells []string, i int) string {
	if i < len(cells) {
		return strings.TrimSpace(cells[i])
	}
	return ""
}

// asked: the second row tells what was asked. Over columns of numbers and
// dates it has words, hardly any come again below, nearly all columns have
// them, and they are longer than the names (or the same).
func asked(rows []Row) bool {
	s := secondRow(rows)
	return s.numbers >= 2 && s.over == s.numbers && s.under == 0 &&
		s.again*5 <= s.filled && s.filled*5 >= filled(rows[0].Cells)*4 && s.longer > 2*s.shorter
}

// grouped: the first row names groups of columns. Either a workbook shows it
// by cells merged over several columns, or names are missing above filled
// cells and below names whose columns have values all the same.
func grouped(rows []Row, merged []Merged) bool {
	if len(rows) < 2 || rows[0].Reject != nil || rows[1].Reject != nil {
		return false
	}
	wide := false
	for _, m := range merged {
		if m.Top == rows[0].Number && m.Bottom == m.Top && m.Right > m.Left && m.Right-m.Left+1 < len(rows[0].Cells) {
			wide = true
		}
	}
	s := secondRow(rows)
	words := s.over+s.gaps >= s.numbers && s.again*5 <= s.filled && s.filled > 0
	if wide {
		return s.over+s.gaps >= s.numbers && s.again <= s.filled/2+s.same
	}
	return words && s.under > 0 && s.gaps > 0
}
