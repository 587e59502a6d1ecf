package table

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestHeading: how many rows name the columns, what shows it, and the names
// and wording made of them.
func TestHeading(t *testing.T) {
	n := func(i int) *int { return &i }
	for _, c := range []struct {
		name, in string
		as       Choice
		want     string
	}{
		{"one row", "a,b\n1,2\n3,4\n", Choice{}, `1  [a b] [] first 2`},
		{"wording below", "Q1,Q2,Q3\nHow likely?,How was it?,Why?\n9,5,good\n8,4,fine\n", Choice{}, `2 wording [Q1 Q2 Q3] [How likely? How was it? Why?] first 3`},
		{"wording below, not wanted", "Q1,Q2,Q3\nHow likely?,How was it?,Why?\n9,5,good\n8,4,fine\n", Choice{HeaderRows: n(1)}, `1  [Q1 Q2 Q3] [] first 2`},
		{"wording over texts only if said", "Q1,Q2\nWhat was good?,What was bad?\nstaff,queue\nfood,price\n", Choice{HeaderRows: n(2)}, `2 said [Q1 Q2] [What was good? What was bad?] first 3`},
		{"no answer in the first row of data", "score,age,name\nn/a,n/a,Ann\n9,31,Bea\n8,n/a,Cleo\nn/a,40,Dora\n7,50,Eve\n6,44,Fay\n9,52,Gil\n", Choice{}, `1  [score age name] [] first 2`},
		{"first row of data is text", "city,score\nParis and its suburbs,9\nLyon,8\nNice,7\n", Choice{}, `1  [city score] [] first 2`},
		{"groups", "ID,Date,Please rate,,,Why?\n,,Price,Quality,Service,Open-Ended Response\n1,2020-01-02,4,5,3,good\n2,2020-01-03,3,2,1,bad\n", Choice{}, `2 groups [ID Date Please rate - Price Please rate - Quality Please rate - Service Why? - Open-Ended Response] [] first 3`},
		{"a name missing is no group", "id,,score\n1,Paris,9\n2,Lyon,8\n3,Nice,7\n", Choice{}, `1  [id Column B score] [] first 2`},
		{"import ids without wording", "a,b,c\n\"{\"\"ImportId\"\":\"\"x\"\"}\",\"{\"\"ImportId\"\":\"\"y\"\"}\",\"{\"\"ImportId\"\":\"\"z\"\"}\"\n1,2,3\n", Choice{}, `2 import_ids [a b c] [] first 3`},
		{"three rows said", "a,b\nx,y\nlong,words\n1,2\n", Choice{HeaderRows: n(3)}, `3 said [a b] [x - long y - words] first 4`},
		{"none said", "a,b\nx,y\n", Choice{HeaderRows: n(0)}, `0  [Column A Column B] [] first 1`},
		{"more than there are", "a,b\n1,2\n", Choice{HeaderRows: n(7)}, `2 said [a b] [1 2] first 3`},
		{"title above", "Results\nQ1,Q2,Q3\nHow likely is it?,How was it then?,Why was it so?\n9,5,good\n8,4,fine\n", Choice{}, `2 wording [Q1 Q2 Q3] [How likely is it? How was it then? Why was it so?] first 4`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := DetectAs(strings.NewReader(c.in), c.as, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%d %s %v %v first %d", f.HeaderRows(), f.HeaderBy, f.Columns, f.Wording, f.SkipRows()+1)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// sharedData is a folder of public data that is not copied into the project
// because of its licences; where it is absent, "".
func sharedData(name string) string {
	dir := os.Getenv("BALCONY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "shared")
	}
	path := filepath.Join(dir, "data", name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// TestQualtrics reads exports of Qualtrics, the newer kind with three rows of
// names and the older with two.
func TestQualtrics(t *testing.T) {
	newer, older := []string{filepath.Join("testdata", "qualtRics_sample.csv")}, []string{filepath.Join("testdata", "qualtRics_sample_legacy.csv")}
	if dir := sharedData("surveys-qualtrics"); dir != "" {
		all, err := filepath.Glob(filepath.Join(dir, "*", "*.csv"))
		if err != nil || len(all) < 10 {
			t.Fatalf("%d exports: %v", len(all), err)
		}
		for _, path := range all {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(b), "ImportId") {
				newer = append(newer, path)
			} else {
				older = append(older, path)
			}
		}
	}
	for _, path := range append(newer, older...) {
		f, p := profiledFile(t, path)
		rows, by := 3, HeaderIDs
		for _, o := range older {
			if o == path {
				rows, by = 2, HeaderWording
			}
		}
		name := filepath.Base(path)
		if f.HeaderRows() != rows || f.HeaderBy != by || len(f.Wording) != len(f.Columns) {
			t.Errorf("%s: %d rows by %q, %d wordings of %d", name, f.HeaderRows(), f.HeaderBy, len(f.Wording), len(f.Columns))
			continue
		}
		if p.Rows == 0 || p.Rejected > 0 || dated(p) < 2 {
			t.Errorf("%s: %d rows, %d rejected, %d columns of dates", name, p.Rows, p.Rejected, dated(p))
		}
	}
}

func dated(p *Profile) int {
	n := 0
	for _, c := range p.Columns {
		if c.Kind == KindDate {
			n++
		}
	}
	return n
}

func profiledFile(t *testing.T, path string) (Format, *Profile) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Detect(strings.NewReader(string(b)), DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	p, err := Scan(strings.NewReader(string(b)), f, DefaultLimits(), time.UTC)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return f, p
}

// TestHeadingMerged: cells merged over several columns name groups where the
// words alone would not tell, a cell merged down is one name, and a title
// merged over the whole width is none.
func TestHeadingMerged(t *testing.T) {
	rows := []Row{
		{Number: 1, Cells: []string{"Answers of May", "", "", ""}},
		{Number: 2, Cells: []string{"City", "Visit", "", "Contact"}},
		{Number: 3, Cells: []string{"", "Price", "Staff", "Mail"}},
		{Number: 4, Cells: []string{"Lyon", "good", "kind", "yes"}},
		{Number: 5, Cells: []string{"Nice", "bad", "slow", "no"}},
	}
	merged := []Merged{{1, 1, 0, 3}, {2, 3, 0, 0}, {2, 2, 1, 2}}
	for _, c := range []struct {
		merged []Merged
		want   string
	}{
		{merged, "2 groups [City Visit - Price Visit - Staff Contact - Mail] first 4"},
		{merged[:1], "2 groups [City Visit - Price Visit - Staff Contact - Mail] first 4"},
	} {
		h, err := ReadHeading(rows, c.merged, Choice{})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%d %s %v first %d", h.Rows, h.By, h.Columns, h.Leading+h.Rows+1); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	// Below a name merged down there is none, and every column has one: only the merged cells tell of groups.
	rows[2].Cells[0] = "Town"
	rows[1].Cells[2] = "Visit"
	for _, c := range []struct {
		merged []Merged
		by     HeaderKind
	}{{merged, HeaderGroups}, {nil, ""}} {
		h, err := ReadHeading(rows[1:], c.merged, Choice{})
		if err != nil || h.By != c.by {
			t.Errorf("with %d merged areas: %d rows by %q, %v", len(c.merged), h.Rows, h.By, err)
		}
	}
}
