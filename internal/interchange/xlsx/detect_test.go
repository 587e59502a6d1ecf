package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// dump detects and reads a workbook: what was found, then a line a row.
func dump(b []byte, as table.Choice, limits table.Limits) (string, error) {
	f, err := Detect(bytes.NewReader(b), int64(len(b)), as, limits)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, s := range f.Sheets {
		fmt.Fprintf(&out, "%s %dx%d", s.Name, s.Rows, s.Columns)
		if s.Hidden {
			out.WriteString(" hidden")
		}
		out.WriteString("; ")
	}
	fmt.Fprintf(&out, "read %s\n%s\n", f.Sheet, strings.Join(f.Columns, "|"))
	r, err := Open(bytes.NewReader(b), f, limits)
	if err != nil {
		return "", err
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out.String(), r.Close()
		}
		if err != nil {
			return "", errors.Join(err, r.Close())
		}
		if row.Reject != nil {
			fmt.Fprintf(&out, "%d %s\n", row.Number, row.Reject.Reason)
			continue
		}
		fmt.Fprintf(&out, "%d %s\n", row.Number, strings.Join(row.Cells, "|"))
	}
}

// TestExcel reads a workbook that Excel saved.
func TestExcel(t *testing.T) {
	got, err := dump(golden(t, "excel.xlsx"), table.Choice{}, table.DefaultLimits())
	lines := strings.Split(strings.TrimSpace(got), "\n")
	if err != nil || len(lines) != 32 || lines[0] != "Sheet1 31x2; Sheet2 0x0; Sheet3 0x0; read Sheet1" || lines[2] != "2 ResponseID|V1" {
		t.Errorf("%d lines, %v\n%s", len(lines), err, got)
	}
}

// TestGolden reads workbooks that other programs made.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file string
		as   table.Choice
		want string
	}{
		{"openpyxl.xlsx", table.Choice{}, `Cover 1x1; Réponses 7x7; Codes 2x2 hidden; read Réponses
key|score|day|moment|amount|again|why
4 C-1|9|2025-03-01|2025-03-01 08:51:12|0.3|true|Très bien, merci
5 C-2|10|2025-03-02|2025-03-02 00:00:00|1234567.5|false|line one
line two
6 C-3||2024-02-29|2025-12-31 23:59:59|-3|true|<b>&"quoted"</b> ☕ A
7 C-4|0|||||
`},
		{"openpyxl.xlsx", table.Choice{Sheet: "codes"}, `Cover 1x1; Réponses 7x7; Codes 2x2 hidden; read Codes
code|label
2 1|one
`},
		{"groups.xlsx", table.Choice{}, `Groups 4x6; read Groups
ID|Please rate - Price|Please rate - Quality|Please rate - Service|Comments - Good|Comments - Bad
3 1|4|5|3|fast|dear
4 2|3|2|1|kind|slow
`},
		{"xlsxwriter.xlsx", table.Choice{}, `Data 10x9; read Data
day|moment|clock|elapsed|percent|formula|error|text|rich
2 2025-03-01|2025-03-01 08:51:12.402|17:30:00|30:05:00|0.855|42|#DIV/0!|  spaces kept  |plain bold end
10 ||||||||7
`},
		{"exceljs.xlsx", table.Choice{}, `Feuil1 3x3; read Feuil1
note|quand|avis
2 9|2025-03-01 08:30:00|très bien
3 4|2025-03-02 00:00:00|trop lent
`},
		{"sheetjs.xlsx", table.Choice{}, `S 3x4; read S
note|quand|avis|ok
2 9|2025-03-01T00:00:00.000Z|très bien|true
3 4|2025-03-02T00:00:00.000Z|a & b < c|false
`},
	} {
		b, err := os.ReadFile(filepath.Join("testdata", c.file))
		if err != nil {
			t.Fatal(err)
		}
		got, err := dump(b, c.as, table.DefaultLimits())
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n%swant\n%s", c.file, err, got, c.want)
		}
	}
}
