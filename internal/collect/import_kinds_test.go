package collect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

func made(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{"..", "interchange"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestImportKinds: workbooks, JSON Lines and Parquet go the way of CSV, on
// both stores of files; the same file again changes nothing.
func TestImportKinds(t *testing.T) {
	const line = `{"id":"r%","at":"2026-01-05","score":9,"why":"Quick"}` + "\n"
	var jsonl strings.Builder
	for _, n := range []string{"1", "2", "3"} {
		jsonl.WriteString(strings.ReplaceAll(line, "%", n))
	}
	each(t, func(t *testing.T, f *fixture) {
		for _, c := range []struct {
			name, content, kind, want string
			rows                      int64
		}{
			{"answers.xlsx", made(t, "xlsx", "testdata", "openpyxl.xlsx"), "xlsx", "new 3 same 0 changed 0 rejected 1", 4},
			{"answers.jsonl", jsonl.String(), "jsonl", "new 3 same 0 changed 0 rejected 0", 3},
			{"answers.parquet", made(t, "parquet", "testdata", "hyparquet.parquet"), "parquet", "new 2 same 0 changed 0 rejected 1", 3},
		} {
			i := f.upload(t, c.name, c.content)
			if i.File.Kind != c.kind || i.File.Rows != c.rows {
				t.Errorf("%s: %+v", c.name, i.File)
			}
			first := f.takeIn(t, c.name, c.content, nil)
			if got := counts(first); got != "done "+c.want {
				t.Errorf("%s: %s %s", c.name, got, first.Problem)
			}
			again := f.takeIn(t, c.name, c.content, nil)
			if got := counts(again); !strings.Contains(got, "new 0 same") || !strings.Contains(got, "changed 0") {
				t.Errorf("%s again: %s", c.name, got)
			}
		}
	})
}

// TestSheet: the sheet of a workbook is chosen, and one that is not there refused.
func TestSheet(t *testing.T) {
	f := sqlite(t)
	content := made(t, "xlsx", "testdata", "openpyxl.xlsx")
	i, err := f.UploadAs(owner(t), "book.xlsx", "", Reading{Sheet: "Codes"}, strings.NewReader(content))
	if err != nil || i.File.Sheet != "Codes" || len(i.File.Sheets) != 3 || len(i.Columns) != 2 {
		t.Fatalf("%+v %v", i.File, err)
	}
	other, _, err := f.SetReading(owner(t), i.ID, "", Reading{Sheet: "Réponses"})
	if err != nil || other.File.Sheet != "Réponses" || len(other.Columns) != 7 {
		t.Fatalf("%+v %v", other.File, err)
	}
	_, _, err = f.SetReading(owner(t), i.ID, "", Reading{Sheet: "Answers"})
	if err == nil || !strings.Contains(faultText(err), "file.sheet") {
		t.Errorf("a sheet that is not there: %v", err)
	}
}

// TestSheetIsKept: the next file like one whose sheet and rows of names were
// said is read by the same.
func TestSheetIsKept(t *testing.T) {
	f := sqlite(t)
	content := made(t, "xlsx", "testdata", "openpyxl.xlsx")
	i := f.upload(t, "book.xlsx", content)
	none := 0
	said, _, err := f.SetReading(owner(t), i.ID, "", Reading{Sheet: "Codes", Rows: &none})
	if err != nil || said.File.Sheet != "Codes" || said.File.NameRows != 0 {
		t.Fatalf("%+v %v", said.File, err)
	}
	for n := range said.Mapping.Columns {
		said.Mapping.Columns[n].Role, said.Mapping.Columns[n].Score = RoleText, nil
	}
	if _, _, err := f.SetMapping(owner(t), i.ID, "", said.Mapping); err != nil {
		t.Fatal(faultText(err))
	}
	if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
		t.Fatal(faultText(err))
	}
	f.run(t, i.ID)
	next := f.upload(t, "book.xlsx", content)
	if next.File.Sheet != "Codes" || next.File.NameRows != 0 || names(next) != names(said) {
		t.Errorf("the next file is read as %+v: %s", next.File, names(next))
	}
}

// TestWordingIsLabel: what was asked, in the second row of names, becomes the
// label of its column.
func TestWordingIsLabel(t *testing.T) {
	f := sqlite(t)
	i := f.upload(t, "qualtrics.csv", made(t, "table", "testdata", "qualtRics_sample.csv"))
	if i.File.NameRows != 3 || i.File.NamesBy != string(table.HeaderIDs) || i.File.Rows != 1 {
		t.Fatalf("%+v", i.File)
	}
	for n, c := range i.Mapping.Columns {
		if c.Name == "Q1" && c.Label != "This is a multiple choice question." {
			t.Errorf("column %d %q has the label %q", n, c.Name, c.Label)
		}
	}
}
