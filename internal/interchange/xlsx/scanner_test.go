package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func scanned(src io.Reader) (string, error) {
	s := newScanner(src, 32)
	var out strings.Builder
	for {
		t, err := s.next()
		if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t {
		case tokenStart:
			fmt.Fprintf(&out, "<%s>", s.name)
		case tokenEnd:
			fmt.Fprintf(&out, "</%s>", s.name)
		case tokenText:
			out.WriteString(s.content())
		}
	}
}

func decoded(src string) (string, error) {
	d := xml.NewDecoder(strings.NewReader(src))
	var out strings.Builder
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			fmt.Fprintf(&out, "<%s>", t.Name.Local)
		case xml.EndElement:
			fmt.Fprintf(&out, "</%s>", t.Name.Local)
		case xml.CharData:
			out.Write(t)
		case xml.Directive:
			return "", errors.New("a directive")
		}
	}
}

// FuzzScanner: what the standard library reads as one document, the scanner
// reads alike, byte by byte too.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{"<a/>", "<a b='>'>x<c/>&lt;&#65;&#x42;</a>", "<?xml version='1.0'?><a><!-- <b> --><![CDATA[<&]]>\r\n</a>", "<a></b>", "<a", "<a>&x;</a>", "<a:b c:d=\"&quot;\"></a:b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		got, err := scanned(strings.NewReader(src))
		again, errAgain := scanned(iotest.OneByteReader(strings.NewReader(src)))
		if got != again || (err == nil) != (errAgain == nil) {
			t.Fatalf("%q %v whole, %q %v byte by byte", got, err, again, errAgain)
		}
		want, errWant := decoded(src)
		if errWant != nil || err != nil || strings.ContainsRune(src, 0) {
			return // the scanner forgives what a workbook never holds
		}
		if strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Fatalf("scanner %q, library %q", got, want)
		}
	})
}

// TestScannerAgrees: documents that both must read, alike.
func TestScannerAgrees(t *testing.T) {
	for _, src := range []string{
		"<a/>", "<a b='>'>x<c/>&lt;&#65;&#x42;</a>", "<?xml version='1.0'?><a><!-- <b> --><![CDATA[<&]]>\r\n</a>",
		"<a>" + strings.Repeat("é", 100_000) + "</a>", "<a x=\"" + strings.Repeat("y", 200_000) + "\"><b/></a>",
	} {
		want, err := decoded(src)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := scanned(iotest.HalfReader(strings.NewReader(src))); err != nil || got != want {
			t.Errorf("%.40q: %.80q %v, want %.80q", src, got, err, want)
		}
	}
}
