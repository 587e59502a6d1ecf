package table

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func encoded(t *testing.T, text string, enc Encoding) string {
	t.Helper()
	var out string
	var err error
	switch enc {
	case Windows1252:
		out, err = charmap.Windows1252.NewEncoder().String(text)
	case UTF16LE:
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	case UTF16BE:
		out, err = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	default:
		out = text
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestChoice: what is said wins over what would be found, and what the file
// contradicts is refused.
func TestChoice(t *testing.T) {
	yes, no := true, false
	delim := func(r rune) *rune { return &r }
	// More commas than semicolons: found to be a comma file.
	prices := "Note;Prix;Avis\n7,5;12,90;très bien\n8,0;10,90;cher, un peu\n"
	names := "Anna,Paris\nBen,Lyon\nCleo,Nice\n"
	for _, c := range []struct {
		name, text string
		enc        Encoding
		as         Choice
		want       string
		err        error
	}{
		{"nothing said", "a,b\n1,2\n", UTF8, Choice{}, "utf-8 ',' true [a b] | 1/2", nil},
		{"semicolon", prices, Windows1252, Choice{Delimiter: delim(';')}, "windows-1252 ';' true [Note Prix Avis] | 7,5/12,90/très bien", nil},
		{"windows in a file that is utf-8", "a;b\né;2\n", UTF8, Choice{Encoding: Windows1252}, "windows-1252 ';' true [a b] | Ã©/2", nil},
		{"utf-8 in a file that is windows", "a;b\né;2\n", Windows1252, Choice{Encoding: UTF8}, "utf-8 ';' true [a b] | é/2", nil},
		{"no header", names, UTF8, Choice{Header: &no}, "utf-8 ',' false [Column A Column B] | Anna/Paris", nil},
		{"header over numbers", "1,2\n3,4\n", UTF8, Choice{Header: &yes}, "utf-8 ',' true [1 2] | 3/4", nil},
		{"one column", "text, of course\nwell, \"it\" is\n", UTF8, Choice{Delimiter: delim(0), Header: &no}, "utf-8 '\\x00' false [Column A] | text, of course", nil},
		{"sep line stays out", "sep=,\na;b,c\n1;2,3\n", UTF8, Choice{Delimiter: delim(';')}, "utf-8 ';' true [a b,c] | 1/2,3", nil},
		{"utf-16 as found", "a,b\n1,2\n", UTF16LE, Choice{Encoding: UTF16LE}, "utf-16le ',' true [a b] | 1/2", nil},
		{"utf-16, wrong half first", "a,b\n1,2\n", UTF16LE, Choice{Encoding: UTF16BE}, "", ErrEncoding},
		{"utf-16 in plain text", "a,b\n1,2\n", UTF8, Choice{Encoding: UTF16LE}, "", ErrEncoding},
		{"utf-8 in utf-16", "a,b\n1,2\n", UTF16LE, Choice{Encoding: UTF8}, "", ErrEncoding},
		{"against the mark", "\ufeffa,b\n1,2\n", UTF8, Choice{Encoding: Windows1252}, "", ErrEncoding},
		{"delimiter that is not there", "a,b\n1,2\n", UTF8, Choice{Delimiter: delim('|')}, "", ErrDelimiter},
		{"header that is no row", "a,\"b\" c\n1,2\n", UTF8, Choice{Header: &yes}, "", ErrHeader},
		{"archive", "PK\x03\x04", UTF8, Choice{Encoding: UTF16LE}, "", ErrSpreadsheet},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := encoded(t, c.text, c.enc)
			f, err := DetectAs(strings.NewReader(file), c.as, DefaultLimits())
			if !errors.Is(err, c.err) || (err != nil) != (c.err != nil) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if err != nil {
				return
			}
			r, err := NewReader(strings.NewReader(file), f, DefaultLimits())
			if err != nil {
				t.Fatal(err)
			}
			row, err := r.Next()
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%s %q %t %v | %s", f.Encoding, f.Delimiter, f.Header, f.Columns, strings.Join(row.Cells, "/")); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
