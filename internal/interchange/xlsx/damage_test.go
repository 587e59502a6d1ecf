package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/archive"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

func golden(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// rewritten is the workbook with one entry put through change.
func rewritten(t testing.TB, b []byte, name string, change func(string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	met := false
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if archive.EntryName(f.Name) == archive.EntryName(name) {
			met, content = true, []byte(change(string(content)))
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store})
		if err == nil {
			_, err = to.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil || !met {
		t.Fatalf("entry %s met: %v, %v", name, met, err)
	}
	return out.Bytes()
}

// TestDamaged: what is wrong with a workbook is told, with its place.
func TestDamaged(t *testing.T) {
	good, excel := golden(t, "openpyxl.xlsx"), golden(t, "excel.xlsx")
	const sheet = "xl/worksheets/sheet2.xml"
	replace := func(old, by string) func(string) string {
		return func(s string) string {
			if !strings.Contains(s, old) {
				t.Fatalf("no %q to replace", old)
			}
			return strings.Replace(s, old, by, 1)
		}
	}
	half := func(s string) string { return s[:len(s)/2] }
	small := table.DefaultLimits()
	small.Unpacked, small.Entries = 5000, 100
	few := table.DefaultLimits()
	few.Entries = 5
	tiny := table.DefaultLimits()
	tiny.Held = 100
	for _, c := range []struct {
		name   string
		file   []byte
		limits table.Limits
		is     error
		says   string
	}{
		{"unpacks to too much", good, small, table.ErrTooLarge, ""},
		{"too many entries", good, few, table.ErrTooLarge, ""},
		{"too many shared texts", excel, tiny, table.ErrTooLarge, "shared text"},
		{"sheet ends in the middle", rewritten(t, good, sheet, half), table.DefaultLimits(), io.ErrUnexpectedEOF, `sheet "Réponses", row 5`},
		{"shared texts end in the middle", rewritten(t, excel, "xl/sharedStrings.xml", half), table.DefaultLimits(), io.ErrUnexpectedEOF, "shared text"},
		{"document type", rewritten(t, good, sheet, func(s string) string {
			return `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + s
		}), table.DefaultLimits(), nil, "document type"},
		{"no such shared text", rewritten(t, excel, "xl/worksheets/sheet1.xml", replace(`t="s"><v>1<`, `t="s"><v>999<`)), table.DefaultLimits(), nil, "shared text 999 of 46"},
		{"rows out of order", rewritten(t, good, sheet, replace(`<row r="6"`, `<row r="2"`)), table.DefaultLimits(), nil, "row numbered"},
		{"too many levels", rewritten(t, good, sheet, func(s string) string { return strings.Repeat("<x>", 40) + s }), table.DefaultLimits(), nil, "levels"},
		{"wrong end", rewritten(t, good, sheet, replace("</row>", "</rwo>")), table.DefaultLimits(), nil, "ends nothing"},
		{"workbook damaged", rewritten(t, good, "xl/workbook.xml", half), table.DefaultLimits(), nil, "xl/workbook.xml"},
		{"no such sheet", good, table.DefaultLimits(), nil, ""},
		{"no archive", []byte("PK\x03\x04 and no more"), table.DefaultLimits(), io.ErrUnexpectedEOF, "the end of the file"},
	} {
		as := table.Choice{}
		if c.name == "no such sheet" {
			as.Sheet, c.says = "Data", `no sheet "Data"; there are "Cover", "Réponses", "Codes"`
		}
		_, err := dump(c.file, as, c.limits)
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %v %q", c.name, err, c.is, c.says)
		}
	}
}

// TestCutOff: a workbook cut anywhere is refused, never read as if it were whole.
func TestCutOff(t *testing.T) {
	good := golden(t, "openpyxl.xlsx")
	for n := 0; n < len(good)-1; n += 13 {
		if got, err := dump(good[:n], table.Choice{}, table.DefaultLimits()); err == nil {
			t.Fatalf("cut at %d of %d: read as %q", n, len(good), got)
		}
	}
}

// TestProtected: entries that need a password are told from damage.
func TestProtected(t *testing.T) {
	b := bytes.Clone(golden(t, "groups.xlsx"))
	for at := 0; ; {
		i := bytes.Index(b[at:], []byte("PK\x01\x02"))
		if i < 0 {
			break
		}
		at += i
		b[at+8] |= 1
		at += 4
	}
	if _, err := dump(b, table.Choice{}, table.DefaultLimits()); !errors.Is(err, table.ErrEncrypted) {
		t.Error(err)
	}
}

// TestRowLimits: a cell or a width beyond the limits costs its row, not the file.
func TestRowLimits(t *testing.T) {
	limits := table.DefaultLimits()
	limits.CellBytes = 16
	limits.Columns = 5
	got, err := dump(golden(t, "groups.xlsx"), table.Choice{}, limits)
	if err != nil {
		t.Fatal(err)
	}
	want := "Groups 4x5; read Groups\nID|Please rate|Please rate (2)|Please rate (3)|Comments\n2 table.too_many_columns\n3 table.too_many_columns\n4 table.too_many_columns\n"
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	limits.Columns = 7
	got, err = dump(golden(t, "openpyxl.xlsx"), table.Choice{}, limits)
	if err != nil || !strings.Contains(got, "\n4 table.cell_too_long\n") || !strings.Contains(got, "\n7 C-4|0|") {
		t.Errorf("%v\n%s", err, got)
	}
}

// FuzzSheet: whatever stands in a sheet, reading ends, rows are numbered
// upwards, and a row not rejected is as wide as the table.
func FuzzSheet(f *testing.F) {
	good := golden(f, "groups.xlsx")
	for _, seed := range []string{
		`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`,
		`<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c r="ZZ9" s="1"><x:v>1e400</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
		`<a><!-- --><row><c><v><![CDATA[&]]>&#x41;</v></c></row><?p ?></a>`, `<row`, `<row r="0">`, `<row r='9'><c r="A"/></row>`, "\xEF\xBB\xBF<a/>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sheet string) {
		b := rewritten(t, good, "xl/worksheets/sheet1.xml", func(string) string { return sheet })
		format, err := Detect(bytes.NewReader(b), int64(len(b)), table.Choice{}, table.DefaultLimits())
		if err != nil {
			return
		}
		r, err := Open(bytes.NewReader(b), format, table.DefaultLimits())
		if err != nil {
			t.Fatalf("Open after Detect: %v", err)
		}
		last := int64(format.SkipRows())
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("reading what was detected: %v", err)
			}
			if row.Number <= last || row.Reject == nil && len(row.Cells) != len(format.Columns) {
				t.Fatalf("row %d after %d, %d cells of %d", row.Number, last, len(row.Cells), len(format.Columns))
			}
			last = row.Number
		}
	})
}
