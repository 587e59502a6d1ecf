package listen

import (
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/codelist"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

const (
	maxCodeFile = 8 << 20 // bytes
	maxCodeRows = 5_000
)

// CodeRowState is what a row of a file of codes comes to.
type CodeRowState string

// What rows come to.
const (
	CodeRowNew   CodeRowState = "new"
	CodeRowThere CodeRowState = "there" // the codebook has a code of this name, which stays as it is
	CodeRowWrong CodeRowState = "wrong"
)

// CodeRow is a code as a row of a file has it.
type CodeRow struct {
	Row        int64        `json:"row" doc:"As an editor or a spreadsheet counts."`
	Family     string       `json:"family" doc:"Categories in categories stand with a slash between them; empty: the first family."`
	Name       string       `json:"name"`
	Definition string       `json:"definition"`
	State      CodeRowState `json:"state" enum:"new,there,wrong"`
	Why        string       `json:"why,omitempty" enum:"no_name,name_long,family_long,text_long,twice,unreadable,too_many_codes,too_many_families" doc:"Of a wrong row."`

	useWhen, notWhen, example string
}

// CodeFile is a file of codes, row by row, against a codebook.
type CodeFile struct {
	Rows     []CodeRow `json:"rows" nullable:"false" doc:"At most 5,000."`
	New      int       `json:"new"`
	There    int       `json:"there"`
	Wrong    int       `json:"wrong"`
	Families []string  `json:"families" nullable:"false" doc:"Those that are new."`
	More     bool      `json:"more" doc:"There are more rows than are read."`
}

// codeTitles are the titles by which columns are known, compared as names are.
func codeTitles() map[string][]string {
	return map[string][]string{
		"name":       {"code", "code name", "codes", "name", "nom", "nom du code"},
		"family":     {"group", "family", "category", "code group", "theme", "groupe", "famille", "categorie"},
		"definition": {"definition", "description", "memo", "meaning", "comment", "commentaire", "sens"},
		"use_when":   {"use when", "when to use", "use", "utiliser quand", "quand l'utiliser"},
		"not_when":   {"not when", "when not", "when not to use", "ne pas utiliser quand"},
		"example":    {"example", "exemple"},
	}
}

// readCodeFile reads a list of codes, for a name that ends in .txt, or a table
// with a column for the code.
func readCodeFile(name string, data []byte) (rows []CodeRow, more bool, err error) {
	if strings.EqualFold(path.Ext(name), ".txt") {
		rows, err = listedCodes(data)
	} else {
		rows, err = tabledCodes(data)
	}
	if more = len(rows) > maxCodeRows; more {
		rows = rows[:maxCodeRows]
	}
	return rows, more, err
}

func listedCodes(data []byte) ([]CodeRow, error) {
	lines, err := codelist.Parse(data)
	if err != nil {
		return nil, noCodeFile(err)
	}
	rows := make([]CodeRow, len(lines))
	for i, l := range lines {
		rows[i] = CodeRow{Row: l.Number, Family: strings.Join(l.Categories, " / "), Name: l.Name, Definition: l.Memo}
	}
	return rows, nil
}

func tabledCodes(data []byte) ([]CodeRow, error) {
	limits := table.DefaultLimits()
	limits.Unpacked, limits.Held, limits.CellBytes = 64<<20, 64<<20, 1<<16
	src := bytes.NewReader(data)
	format, err := interchange.Detect(src, table.Choice{}, limits)
	if err != nil {
		return nil, noCodeFile(err)
	}
	columns := codeColumnsOf(format.Columns)
	if !slices.Contains(columns, "name") {
		return nil, fault.Invalid("file", "No column is called code. Write code, group and definition over the columns.").Keyed("codebook.file_columns")
	}
	all, err := interchange.Open(src, format, limits)
	if err != nil {
		return nil, noCodeFile(err)
	}
	defer func() { _ = all.Close() }() // it was only read
	var rows []CodeRow
	for len(rows) <= maxCodeRows {
		row, err := all.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, noCodeFile(err)
		}
		if row.Reject != nil {
			rows = append(rows, CodeRow{Row: row.Number, State: CodeRowWrong, Why: "unreadable"})
		} else if !allBlank(row.Cells) {
			rows = append(rows, codeRowOf(row, columns))
		}
	}
	return rows, nil
}

func allBlank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(cell string) bool { return !table.Blank(cell) })
}

// codeColumnsOf says what each column holds, "" for nothing that counts; each
// meaning stands once.
func codeColumnsOf(titles []string) []string {
	out := make([]string, len(titles))
	for n, title := range titles {
		key := nameKey(cleanName(strings.ReplaceAll(title, "_", " ")))
		for as, names := range codeTitles() {
			if slices.Contains(names, key) && !slices.Contains(out, as) {
				out[n] = as
			}
		}
	}
	return out
}

func codeRowOf(row table.Row, columns []string) CodeRow {
	r := CodeRow{Row: row.Number}
	to := map[string]*string{"name": &r.Name, "family": &r.Family, "definition": &r.Definition, "use_when": &r.useWhen, "not_when": &r.notWhen, "example": &r.example}
	for n, cell := range row.Cells {
		if n < len(columns) && to[columns[n]] != nil {
			*to[columns[n]] = strings.TrimSpace(cell)
		}
	}
	return r
}

func noCodeFile(err error) error {
	return fault.Invalid("file", "This is no list of codes that can be read. Save it as TXT with a code a line, or as CSV or XLSX with titles over the columns.").Keyed("codebook.file").Because(err)
}
