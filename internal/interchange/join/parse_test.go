package join

import (
	"reflect"
	"testing"
)

func TestParseSpecs(t *testing.T) {
	for _, c := range []struct {
		name       string
		n          int
		on, pivots []string
		want       []Spec
		fails      bool
	}{
		{"none", 0, nil, nil, []Spec{}, false},
		{"wide", 1, []string{"id = ref"}, nil, []Spec{{Left: "id", Right: "ref"}}, false},
		{"the second one is long", 2, []string{"a=b", "a=c"}, []string{"", "question=answer"}, []Spec{{Left: "a", Right: "b"}, {Left: "a", Right: "c", Name: "question", Value: "answer"}}, false},
		{"too few pairs", 2, []string{"a=b"}, nil, nil, true},
		{"too many pivots", 1, []string{"a=b"}, []string{"n=v", "n=v"}, nil, true},
		{"no pair", 1, []string{"a"}, nil, nil, true},
		{"no pair in a pivot", 1, []string{"a=b"}, []string{"n"}, nil, true},
	} {
		got, err := ParseSpecs(c.n, c.on, c.pivots)
		if (err != nil) != c.fails || !c.fails && !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v %v", c.name, got, err)
		}
	}
}
