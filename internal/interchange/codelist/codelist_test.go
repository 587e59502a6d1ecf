package codelist

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, list, want string }{
		{"a path and a memo", "Waiting>>Gate>>Nobody says\tPeople do\tnot learn.", `1 [Waiting Gate] "Nobody says" "People do not learn."`},
		{"a code alone", "Thanks", `1 [] "Thanks" ""`},
		{"blank lines, ends of other systems", "\ufeffOne\r\n\r\n  \r\nTwo\tb\rThree", `1 [] "One" "" | 4 [] "Two" "b" | 5 [] "Three" ""`},
		{"spaces and empty categories", " A >> >> b \t m ", `1 [A] "b" "m"`},
		{"no code", "Waiting>>\tWhy", `1 [Waiting] "" "Why"`},
		{"only a memo", "\tWhy", `1 [] "" "Why"`},
		{"Windows-1252", "Caf\xe9\tTh\xe9", `1 [] "Café" "Thé"`},
	} {
		lines, err := Parse([]byte(c.list))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		got := make([]string, len(lines))
		for i, l := range lines {
			got[i] = fmt.Sprintf("%d %v %q %q", l.Number, l.Categories, l.Name, l.Memo)
		}
		if strings.Join(got, " | ") != c.want {
			t.Errorf("%s:\n%s, not\n%s", c.name, strings.Join(got, " | "), c.want)
		}
	}
}

// TestQualCodersOwnList reads the example that comes with QualCoder.
func TestQualCodersOwnList(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "refi-qda", "qualcoder-examples", "plain_codes_categories_for_import.txt"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Log("LEFT OUT: QualCoder's example is not beside the repository")
		return
	}
	lines, err := Parse(data)
	want := []Line{
		{Number: 1, Name: "code1", Memo: "A memo for code 1"}, {Number: 2, Categories: []string{"cat1"}, Name: "code2"}, {Number: 3, Categories: []string{"cat1"}, Name: "code3"},
		{Number: 4, Categories: []string{"cat3", "cat2"}, Name: "code4", Memo: "another memo"}, {Number: 5, Categories: []string{"cat3"}, Name: "code5"}, {Number: 6, Name: "code6"},
	}
	if err != nil || !reflect.DeepEqual(lines, want) {
		t.Errorf("%+v %v", lines, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("A>>b\tm\n\nc"))
	f.Add([]byte{0xff, 0xfe, 'a', 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		lines, err := Parse(data)
		if err != nil {
			return
		}
		last := int64(0)
		for _, l := range lines {
			if l.Number <= last || !utf8.ValidString(l.Name+l.Memo) || strings.ContainsAny(l.Name+l.Memo, "\t\n\r") || strings.Contains(l.Name, ">>") {
				t.Errorf("%+v", l)
			}
			last = l.Number
		}
	})
}
