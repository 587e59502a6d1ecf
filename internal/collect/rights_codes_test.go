package collect

import (
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// TestOwnCodes: numbers and words that many cells hold are codes; a word of few
// cells may be somebody's own.
func TestOwnCodes(t *testing.T) {
	columns := []ColumnProfile{
		{Values: []table.ValueCount{{Value: "99", Count: 1}, {Value: "don't know", Count: 40}, {Value: "Don't Know ", Count: 2}, {Value: "ask rosalind", Count: 4}}},
		{Examples: []string{"a long text"}},
		{},
	}
	m := Mapping{Columns: []ColumnMapping{
		{Index: 0, Name: "score", NoAnswer: []string{"99", "99,5", "don't know", "ask rosalind"}},
		{Index: 1, Name: "why", NoAnswer: []string{"rosalind said no"}},
		{Index: 2, Name: "forgotten", NoAnswer: []string{"n/a"}},
		{Index: 7, Name: "joined since", NoAnswer: []string{"x"}},
	}}
	own := ownCodes(m, columns)
	if len(own) != 2 || strings.Join(own["score"], "|") != "ask rosalind" || strings.Join(own["why"], "|") != "rosalind said no" {
		t.Errorf("own codes: %v", own)
	}
	kept, err := withoutCodes(`{"columns":[{"name":"score","no_answer":["99","ask rosalind"],"index":0},{"name":"why","no_answer":["rosalind said no"]}],"consent":"person"}`, "no_answer", own)
	if err != nil || strings.Contains(kept, "rosalind") || !strings.Contains(kept, `"99"`) || !strings.Contains(kept, `"consent":"person"`) || !strings.Contains(kept, `"no_answer":[]`) {
		t.Errorf("kept: %s %v", kept, err)
	}
	if _, err := withoutCodes(`{"columns":"x"}`, "none", own); err == nil {
		t.Error("a broken plan passes")
	}
}
