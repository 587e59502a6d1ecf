package listen

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTablesWithoutCodes: QualCoder's examples are texts with what is known of who
// wrote them, and no codings. A row comes in as a document with its traits, no coder
// and no passage. They are not part of this repository.
func TestTablesWithoutCodes(t *testing.T) {
	for _, c := range []struct {
		file, text string
		want       map[string]map[string]string // by how the text begins
	}{
		{"survey456.csv", "freetext", map[string]map[string]string{
			"I wanted to do some more studies": {"Age": "24", "Gender": "f", "Interest": "shopping"},
			"I needed to upskill":              {"Gender": "m", "Interest": "golf"},
			"I did not enrol in any studies":   {"Age": "67", "Gender": "m", "Interest": "gardening"},
		}},
		{"survey789.xlsx", "Qual_pet_opinions", map[string]map[string]string{
			"I had a pet sheepdog":   {"Age": "33", "Gender": "m", "Interest": "surveys"},
			"A fish":                 {"Gender": "f", "Interest": "television"},
			"Cats are the best pets": {"Age": "55", "Gender": "f", "Interest": "economics"},
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "refi-qda", "qualcoder-examples", c.file))
			if err != nil {
				t.Logf("left out: %v", err)
				return
			}
			eachBench(t, func(t *testing.T, b bench) {
				k := newTabled(t, b)
				p, f := k.takeIn(t, c.file, string(content), "", func(q *CodedPlan) {
					if !slices.Equal(q.Traits, []string{"Age", "Gender"}) {
						t.Errorf("proposed traits %v: what differs in each row points to one person", q.Traits)
					}
					q.Traits = append(q.Traits, "Interest")
				})
				if p.Plan.Text != c.text || p.Plan.Shape != CodesNone || f.CoderID != "" || int(f.Added) != len(c.want) || f.Passages != 0 {
					t.Errorf("plan %+v, taken in %+v", p.Plan, f)
				}
				if n, err := k.CodeCounts(k.rita, k.study.ID); err != nil || len(n) != 0 {
					t.Errorf("codes nobody gave: %v %v", n, err)
				}
				k.haveTraits(t, c.want)
			})
		})
	}
}

// haveTraits sees that the documents of the study are those that begin so, each
// with these traits at least.
func (c tabled) haveTraits(t *testing.T, want map[string]map[string]string) {
	t.Helper()
	all, err := c.Documents(c.rita, c.study.ID, "", DocumentPlace{}, 50)
	if err != nil || len(all) != len(want) {
		t.Fatalf("%d documents, %v", len(all), err)
	}
	for _, d := range all {
		d, lines, err := c.OpenDocument(c.rita, d.ID)
		if err != nil || len(lines) == 0 {
			t.Fatalf("%+v %v", d, err)
		}
		found := false
		for begin, traits := range want {
			if !strings.HasPrefix(lines[0].Text, begin) {
				continue
			}
			found = true
			if !maps.Equal(d.Traits, traits) {
				t.Errorf("%s: %v, want %v", begin, d.Traits, traits)
			}
		}
		if !found {
			t.Errorf("a document begins %q", lines[0].Text)
		}
	}
}
