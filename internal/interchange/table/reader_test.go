package table

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// readAll detects and reads text, one line a row: number, then cells in angle
// brackets or the reject.
func readAll(t *testing.T, raw string) (Format, string) {
	t.Helper()
	f, err := Detect(strings.NewReader(raw), DefaultLimits())
	if err != nil {
		t.Fatalf("Detect: %v", err)
	}
	r, err := NewReader(strings.NewReader(raw), f, DefaultLimits())
	if err != nil {
		t.Fatalf("NewReader: %v", err)
	}
	var b strings.Builder
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return f, b.String()
		}
		if err != nil {
			t.Fatalf("Next: %v", err)
		}
		if row.Reject != nil {
			fmt.Fprintf(&b, "%d %s column %d\n", row.Number, row.Reject.Reason, row.Reject.Column)
			continue
		}
		fmt.Fprintf(&b, "%d <%s>\n", row.Number, strings.Join(row.Cells, "><"))
	}
}

func TestReader(t *testing.T) {
	for _, c := range []struct{ name, in, columns, want string }{
		{"plain", "a,b\n1,2\n3,4\n", "a|b", "2 <1><2>\n3 <3><4>\n"},
		{"no end of line at the end", "a,b\n1,2", "a|b", "2 <1><2>\n"},
		{"crlf", "a,b\r\n1,2\r\n", "a|b", "2 <1><2>\n"},
		{"old mac", "a,b\r1,2\r3,4\r", "a|b", "2 <1><2>\n3 <3><4>\n"},
		{"quoted line break counts as one row", "a,b\n1,\"x\ny\"\n3,4\n", "a|b", "2 <1><x\ny>\n3 <3><4>\n"},
		{"doubled quotes", "a,b\n1,\"say \"\"hi\"\"\"\n", "a|b", "2 <1><say \"hi\">\n"},
		{"blank lines are counted and passed over", "a,b\n\n1,2\n,\n3,4\n", "a|b", "3 <1><2>\n5 <3><4>\n"},
		{"short row", "a,b,c\n1,2,3\n4,5\n6,7,8\n", "a|b|c", "2 <1><2><3>\n3 table.too_few_cells column 2\n4 <6><7><8>\n"},
		{"long row", "a,b\n1,2\n3,4,5\n6,7\n", "a|b", "2 <1><2>\n3 table.too_many_cells column 2\n4 <6><7>\n"},
		{"empty cells too many are dropped", "a,b\n1,2,,\n3,4\n5,6\n", "a|b", "2 <1><2>\n3 <3><4>\n4 <5><6>\n"},
		{"bare quote", "a,b\n1,2\n5,6\" pipe\n3,4\n", "a|b", "2 <1><2>\n3 table.bare_quote column 1\n4 <3><4>\n"},
		{"text after quote", "a,b\n1,2\n5,\"six\"teen\n3,4\n", "a|b", "2 <1><2>\n3 table.text_after_quote column 1\n4 <3><4>\n"},
		{"open quote loses one row only", "a,b\n1,2\n5,\"six\n3,4\n7,8\n", "a|b", "2 <1><2>\n3 table.open_quote column 1\n4 <3><4>\n5 <7><8>\n"},
		{"open quote before quoted rows", "a,b\n5,\"six\n3,\"4\"\n7,8\n", "a|b", "2 table.text_after_quote column 1\n3 <3><4>\n4 <7><8>\n"},
		{"semicolon", "a;b\n1,5;2\n3,5;4\n", "a|b", "2 <1,5><2>\n3 <3,5><4>\n"},
		{"tab", "a\tb\n1,x\t2\n", "a|b", "2 <1,x><2>\n"},
		{"tab with plain quotes", "a\tb\nhe said \"no\" twice\t2\n\"odd\t3\nfine\t4\n", "a|b", "2 <he said \"no\" twice><2>\n3 <\"odd><3>\n4 <fine><4>\n"},
		{"sep line", "sep=;\na;b\n1;2\n", "a|b", "3 <1><2>\n"},
		{"title above the header", "Export of May\na,b,c\n1,2,3\n4,5,6\n", "a|b|c", "3 <1><2><3>\n4 <4><5><6>\n"},
		{"no header", "1,2\n3,4\n5,6\n", "Column A|Column B", "1 <1><2>\n2 <3><4>\n3 <5><6>\n"},
		{"names missing and repeated", "a,,a\n1,2,3\n4,5,6\n", "a|Column B|a (2)", "2 <1><2><3>\n3 <4><5><6>\n"},
		{"one column", "comment\ngood service\nbad, bad service\n", "comment", "2 <good service>\n3 <bad, bad service>\n"},
		{"space before a quote", "a, \"b\"\n1, \"x,y\"\n", "a|b", "2 <1><x,y>\n"},
		{"header only", "a,b\n", "a|b", ""},
		{"utf-8 mark", "\xEF\xBB\xBFa,b\n1,é\n", "a|b", "2 <1><é>\n"},
		{"windows-1252", "a,b\n1,\xe9t\xe9 \x80\n", "a|b", "2 <1><été €>\n"},
		{"one bad byte in utf-8", "a,b\né,è\n1,\xe9\n", "a|b", "2 <é><è>\n3 <1><é>\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, got := readAll(t, c.in)
			if names := strings.Join(f.Columns, "|"); names != c.columns {
				t.Errorf("columns %q, want %q", names, c.columns)
			}
			if got != c.want {
				t.Errorf("rows\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestReaderUTF16(t *testing.T) {
	for _, c := range []struct {
		name string
		enc  Encoding
		mark bool
	}{{"le", UTF16LE, true}, {"be", UTF16BE, true}, {"le without mark", UTF16LE, false}, {"be without mark", UTF16BE, false}} {
		t.Run(c.name, func(t *testing.T) {
			raw := utf16Bytes("name;score\r\nZoë;9\r\nŁukasz;10\r\n", c.enc, c.mark)
			f, got := readAll(t, raw)
			if f.Encoding != c.enc || f.Marked != c.mark {
				t.Errorf("encoding %s marked %v", f.Encoding, f.Marked)
			}
			if want := "2 <Zoë><9>\n3 <Łukasz><10>\n"; got != want {
				t.Errorf("rows\n%swant\n%s", got, want)
			}
		})
	}
}

func utf16Bytes(s string, enc Encoding, mark bool) string {
	var b []byte
	add := func(u uint16) {
		if enc == UTF16LE {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	if mark {
		add(0xFEFF)
	}
	for _, r := range s {
		add(uint16(r)) // the tests stay inside the first plane
	}
	return string(b)
}

func TestDetectRefuses(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     error
	}{
		{"nothing", "", ErrEmpty}, {"only blanks", " \n\n", ErrEmpty},
		{"zip", "PK\x03\x04xxxx", ErrSpreadsheet}, {"old spreadsheet", "\xD0\xCF\x11\xE0aaaa", ErrSpreadsheet},
		{"nul bytes", "a,b\n1,\x00\n", ErrNotText},
	} {
		if _, err := Detect(strings.NewReader(c.in), DefaultLimits()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestReaderLimits(t *testing.T) {
	limits := Limits{LineBytes: 64, Columns: 3}
	raw := "a,b\n1,2\n3," + strings.Repeat("x", 500_000) + "\n5,6\n7,\"" + strings.Repeat("long line\n", 20) + "\"\n8,9\n"
	f, err := Detect(strings.NewReader("a,b\n1,2\n"), limits)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(strings.NewReader(raw), f, limits)
	if err != nil {
		t.Fatal(err)
	}
	good, reasons := 0, map[Reason]int{}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if row.Reject != nil {
			reasons[row.Reject.Reason]++
		} else {
			good++
		}
	}
	// The quote over 20 lines is longer than a record may be: each of its lines is read by itself.
	if good != 3 || reasons[LineTooLong] != 1 || reasons[OpenQuote] != 2 || reasons[TooFewCells] != 19 {
		t.Errorf("good %d, rejects %v", good, reasons)
	}
}

// FuzzReader: whatever the bytes are, reading ends, rows are numbered upwards,
// and each is either as wide as the table or rejected with a reason.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "a;b\n\"1;\n2", "\xff\xfea\x00,\x00b\x00\n\x00", "sep=;\n", "a\tb\n\"\"\"\t\n", "\"a\"b,c\n\"\"\n\"\"", "é\xe9,\x80\n"} {
		f.Add([]byte(seed))
	}
	limits := Limits{LineBytes: 4096, Columns: 50}
	f.Fuzz(func(t *testing.T, raw []byte) {
		format, err := Detect(strings.NewReader(string(raw)), limits)
		if err != nil {
			return
		}
		r, err := NewReader(strings.NewReader(string(raw)), format, limits)
		if err != nil {
			t.Fatalf("NewReader after Detect: %v", err)
		}
		last := int64(0)
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("reading from memory failed: %v", err)
			}
			if row.Number <= last {
				t.Fatalf("row %d after row %d", row.Number, last)
			}
			last = row.Number
			if row.Reject != nil && row.Reject.Message() == "" || row.Reject == nil && len(row.Cells) != len(format.Columns) {
				t.Fatalf("row %d has %d cells of %d and no reject", row.Number, len(row.Cells), len(format.Columns))
			}
		}
	})
}
