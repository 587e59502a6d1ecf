package jsonl

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

func dump(raw string, limits table.Limits) (string, error) {
	f, err := Detect(strings.NewReader(raw), limits)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	fmt.Fprintln(&out, strings.Join(f.Columns, "|"))
	r := Open(strings.NewReader(raw), f, limits)
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out.String(), r.Close()
		}
		if err != nil {
			return "", err
		}
		if row.Reject != nil {
			fmt.Fprintf(&out, "%d %s\n", row.Number, row.Reject.Message())
			continue
		}
		fmt.Fprintf(&out, "%d %s\n", row.Number, strings.Join(row.Cells, "|"))
	}
}

func TestReader(t *testing.T) {
	few := table.DefaultLimits()
	few.Columns, few.LineBytes, few.Depth = 2, 60, 3
	for _, c := range []struct {
		name, in string
		limits   table.Limits
		want     string
	}{
		{"plain", `{"a":1,"b":"x"}` + "\n" + `{"b":"y","a":2.50}`, table.DefaultLimits(), "a|b\n1 1|x\n2 2.50|y\n"},
		{"columns come later", "{\"a\":1}\n\n{\"c\":true}\r\n", table.DefaultLimits(), "a|c\n1 1|\n3 |true\n"},
		{"members of members", `{"a":{"b":{"c":1},"d":null},"e":[1,"x",null],"f":[{"g":1}],"h":[],"i":{}}`, table.DefaultLimits(), "a.b.c|a.d|e|f|h\n1 1||1; x|[{\"g\":1}]|\n"},
		{"escapes", `{"t":"l1\nl2 \u00e9\ud83d\ude00","k\"q":"\\"}`, table.DefaultLimits(), "t|k\"q\n1 l1\nl2 é😀|\\\n"},
		{"a mark before it", "\xEF\xBB\xBF{\"a\":1}\n", table.DefaultLimits(), "a\n1 1\n"},
		{"not JSON", "{\"a\":1}\n{\"a\":}\n[1]\n{\"a\":3}", table.DefaultLimits(), "a\n1 1\n2 The line is not JSON from character 6 on.\n3 The line is no JSON object, as in {\"name\": \"value\"}.\n4 3\n"},
		{"twice", `{"a":{"b":1},"a.b":2}`, table.DefaultLimits(), "a.b\n1 The name \"a.b\" stands twice in the line.\n"},
		{"limits", "{\"a\":1,\"b\":2}\n{\"c\":1}\n{\"a\":\"" + strings.Repeat("x", 90) + "\"}\n{\"a\":[[[1]]]}\n{\"b\":\"]]]{{{{[[[[\"}", few,
			"a|b\n1 1|2\n2 The name \"c\" is not among the 2 columns that are read.\n3 The line is longer than 60 bytes.\n4 The line has more than 3 levels inside each other.\n5 |]]]{{{{[[[[\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := dump(c.in, c.limits)
			if err != nil || got != c.want {
				t.Errorf("%v\n%swant\n%s", err, got, c.want)
			}
		})
	}
}

func TestIs(t *testing.T) {
	for in, want := range map[string]bool{
		"{\"a\":1}\n{\"a\":2}\n": true, "{\"a\":1}": true, "\xEF\xBB\xBF{}\n": true, "\n\n{\"a\":1}\nbad\n{\"a\":1}\n": true, "{\"a\":1}\n{\"a\":": true,
		"a,b\n1,2\n": false, "{\n\"a\":1\n}\n": false, "[{\"a\":1}]": false, "": false, "{x},b\n1,2\n": false,
	} {
		if got := Is([]byte(in)); got != want {
			t.Errorf("%q: %v", in, got)
		}
	}
	if Is([]byte(strings.Repeat("{\"a\":", 100_000))) {
		t.Error("levels without end")
	}
}

// FuzzReader: reading ends, and a row not rejected is as wide as the table.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{"{\"a\":1}\n", "{\"a\":{\"b\":[1,{}]}}\n{}", "\xEF\xBB\xBF{\"\":null}", "{\"a\":1,\"a\":2}", "{\"\\u0000\":\"\\ud800\"}", "[]\n{\"x\":[[[[1]]]]}"} {
		f.Add(seed)
	}
	limits := table.Limits{LineBytes: 1000, Columns: 8, Depth: 6}
	f.Fuzz(func(t *testing.T, raw string) {
		format, err := Detect(strings.NewReader(raw), limits)
		if err != nil {
			return
		}
		r := Open(strings.NewReader(raw), format, limits)
		last := int64(0)
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if row.Number <= last || row.Reject == nil && len(row.Cells) != len(format.Columns) || row.Reject != nil && row.Reject.Message() == string(row.Reject.Reason) {
				t.Fatalf("row %d after %d: %d cells of %d, %+v", row.Number, last, len(row.Cells), len(format.Columns), row.Reject)
			}
			last = row.Number
		}
		if r.Done() != int64(len(raw)) || format.Size != r.Done() {
			t.Fatalf("%d bytes of %d", r.Done(), len(raw))
		}
	})
}
