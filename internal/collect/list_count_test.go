package collect

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

// TestListTotal: the first page says how many responses there are, exactly
// while they are few and with a mark beyond; where only reading through the
// record could tell, it says nothing unless the page is all.
func TestListTotal(t *testing.T) {
	f := sqlite(t)
	var b strings.Builder
	b.WriteString("id,day,recommend (0-10),plan\n")
	for n := range mostCounted + 5 {
		fmt.Fprintf(&b, "%d,2026-0%d-05,%d,%s\n", n, 1+n%2, n%11, []string{"Pro", "Basic"}[n%2])
	}
	i := f.takeIn(t, "many.csv", b.String(), nil)
	other, _ := f.program(t, "Other")
	elsewhere := as(access.Researcher, access.Grant{Role: access.Researcher, Scope: access.Program(other), Rows: access.RowsAll})
	for _, c := range []struct {
		name, query string
		who         access.Who
		total       int64 // -1 for none
		more        bool
	}{
		{"all", "limit=10", as(access.Owner), mostCounted, true},
		{"a period", "limit=10&from=2026-02-01", as(access.Owner), (mostCounted + 5) / 2, false},
		{"an import", "limit=10&import=" + i.ID + "&to=2026-01-31", as(access.Owner), (mostCounted + 6) / 2, false},
		{"scores", "limit=10&measure=" + i.Mapping.Columns[2].Score.MeasureID, as(access.Owner), -1, false},
		{"a page that is all", "limit=10&q=nothing", as(access.Owner), 0, false},
		{"another program", "limit=10", elsewhere, 0, false},
	} {
		status, body := f.call(t, c.who, "GET", "/api/responses?"+c.query, nil)
		var got struct {
			Total *int64 `json:"total"`
			More  bool   `json:"more_than_total"`
		}
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		total := int64(-1)
		if got.Total != nil {
			total = *got.Total
		}
		if status != 200 || total != c.total || got.More != c.more {
			t.Errorf("%s: %d, total %d more %v", c.name, status, total, got.More)
		}
	}
}
