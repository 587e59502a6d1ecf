package collect

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/balcony-cx/balcony/internal/access"
)

func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// exportOf is the export of a query as a table, read by other people's code.
func exportOf(t *testing.T, f *fixture, who access.Who, query string) [][]string {
	t.Helper()
	status, body := f.call(t, who, http.MethodGet, "/api/responses/export?"+query, nil)
	if status != 200 {
		t.Fatalf("%s: %d %s", query, status, body)
	}
	if strings.Contains(query, "xlsx") {
		book, err := excelize.OpenReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	text, marked := bytes.CutPrefix([]byte(body), []byte(utf8Mark))
	if !marked {
		t.Error("the CSV does not say that it is UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(text))
	if strings.Contains(query, "comma") {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestExportHoldsTheWholeListAndKeepsConfidence(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		p, m := f.program(t, "Feedback")
		for i, r := range []string{
			`"at":"2026-01-01T00:00:00Z","answers":[{"measure_id":"M","score":9},{"question":"Why?","text":"=HYPERLINK(1)"}],"traits":{"Region":"North"},"channel":"mail"`,
			`"at":"2026-01-02T00:00:00Z","answers":[{"measure_id":"M","score":3},{"question":"Why?","text":"Too slow;\n\"45\" minutes"}],"traits":{"Age":40},"customer_key":"c1","account_key":"a1"`,
			`"at":"2026-01-03T00:00:00Z","answers":[{"measure_id":"M","score":7.5}],"customer_key":"c2","consent":"firm","account_key":"a1"`,
		} {
			body := strings.ReplaceAll(fmt.Sprintf(`{"id":"01930000-0000-7000-8000-00000000000%d","program_id":%q,%s}`, i+1, p, r), `"M"`, `"`+m+`"`)
			if status, got := f.call(t, as(access.Owner), http.MethodPost, "/api/responses", body); status != 201 {
				t.Fatal(status, got)
			}
		}
		f.audited.take()
		rows := exportOf(t, f, as(access.Analyst), "format=csv")
		if want := []string{"Response", "Given on", "Recommend", "Why?", "Channel", "Account", "Customer", "Consent", "Age", "Region"}; !slices.Equal(rows[0], want) {
			t.Errorf("columns %q, want %q", rows[0], want)
		}
		if len(rows) != 4 {
			t.Fatalf("%d lines: %q", len(rows), rows)
		}
		if got, want := rows[1][2:], []string{"7.5", "", "", "a1", "", "firm", "", ""}; !slices.Equal(got, want) {
			t.Errorf("whoever gave consent for the firm only: %q, want %q", got, want)
		}
		if got, want := rows[2][2:], []string{"3", "Too slow;\n\"45\" minutes", "", "a1", "c1", "person", "40", ""}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if rows[3][3] != "'=HYPERLINK(1)" {
			t.Errorf("a spreadsheet would run %q", rows[3][3])
		}
		if kinds := f.audited.take(); kinds != "responses.exported" {
			t.Errorf("audited %q", kinds)
		}
		if rows = exportOf(t, f, as(access.Analyst), "format=csv&decimal=comma&lang=fr&measure="+m+"&score_min=4"); len(rows) != 3 || rows[1][2] != "7,5" || rows[0][1] != "Donnée le" {
			t.Errorf("filtered, in French: %q", rows)
		}
		if rows = exportOf(t, f, as(access.Analyst), "format=xlsx"); len(rows) != 4 || rows[3][3] != "=HYPERLINK(1)" || rows[1][2] != "7.5" || !strings.HasPrefix(rows[1][1], "1/3/26") {
			t.Errorf("workbook: %q", rows)
		}
		f.audited.take()
		for _, c := range []struct {
			who    access.Who
			query  string
			status int
		}{{as(access.Viewer), "", 403}, {as(access.Owner), "format=pdf", 422}, {as(access.Owner), "where=t9:x", 422}} {
			if status, body := f.call(t, c.who, http.MethodGet, "/api/responses/export?"+c.query, nil); status != c.status {
				t.Errorf("%s: %d %s, want %d", c.query, status, body, c.status)
			}
		}
		if kinds := f.audited.take(); kinds != "" {
			t.Errorf("audited %q though nothing left", kinds)
		}
	})
}

func TestExportGoesThroughAllPagesAndLeavesNoFile(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.Scratch = filepath.Join(t.TempDir(), "made when needed")
		p, m := f.program(t, "Feedback")
		const many = exportPage + 7
		var batch []string
		for i := range many {
			batch = append(batch, fmt.Sprintf(`{"id":"01930000-0000-7000-8000-%012d","program_id":%q,"at":"2026-01-01T00:00:00Z","answers":[{"measure_id":%q,"score":%d}]}`, i, p, m, i%11))
			if len(batch) == 1000 || i == many-1 {
				if status, got := f.call(t, as(access.Owner), http.MethodPost, "/api/responses", `{"responses":[`+strings.Join(batch, ",")+`]}`); status != 200 && status != 201 {
					t.Fatal(status, got)
				}
				batch = nil
			}
		}
		rows := exportOf(t, f, as(access.Owner), "format=csv")
		seen := map[string]bool{}
		for _, r := range rows[1:] {
			seen[r[0]] = true
		}
		if len(rows) != many+1 || len(seen) != many {
			t.Errorf("%d lines, %d different; want %d", len(rows)-1, len(seen), many)
		}
		if left := filesIn(t, f.Scratch); len(left) > 0 {
			t.Errorf("files left: %q", left)
		}
		if e, err := f.Export(owner(t), Filter{}, "xlsx", many-1); err == nil {
			t.Errorf("more than a sheet holds went through: %d", e.count)
		}
		if left := filesIn(t, f.Scratch); len(left) > 0 {
			t.Errorf("files left after a failure: %q", left)
		}
	})
}
