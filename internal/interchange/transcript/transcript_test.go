package transcript

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/text"
)

const (
	asked    = "Vous avez changé d'assureur. Pourquoi ?"
	answered = "Parce que M. Durand ne rappelait jamais. It cost 3.50 a day!"
)

var wanted = []string{"Anna: Vous avez changé d'assureur.", "Anna: Pourquoi ?", "P1: Parce que M. Durand ne rappelait jamais.", "P1: It cost 3.50 a day!"}

// document is a small DOCX with the paragraphs given as XML.
func document(t testing.TB, paragraphs string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range map[string]string{
		"_rels/.rels":       `<Relationships xmlns="x"><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?>` + paragraphs,
	} {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(f, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func paragraph(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return `<w:p><w:r><w:t xml:space="preserve">` + b.String() + `</w:t></w:r></w:p>`
}

func body1(inner string) string {
	return `<w:document xmlns:w="w"><w:body>` + inner + `</w:body></w:document>`
}

// TestTheSameInterviewInEveryFormat: each format, and each way of naming the
// speakers, gives the same lines.
func TestTheSameInterviewInEveryFormat(t *testing.T) {
	a1, a2, _ := strings.Cut(answered, "rappelait ")
	a1 += "rappelait"
	cases := map[string]string{
		"colon.txt":    "Anna: " + asked + "\nP1: " + answered + "\n\nAnna: .\nP1: .\n",
		"spaced.txt":   "Anna : " + asked + "\n\nP1 : " + a1 + "\n" + a2 + "\n\nAnna : .\nP1 : .\n",
		"time.txt":     "Anna (00:01:02): " + asked + "\nP1 (00:01:09): " + answered,
		"before.txt":   "[00:01:02] Anna: " + asked + "\n[00:01:09] P1: " + answered,
		"above.txt":    "Anna  1:02\n" + asked + "\n\nP1  1:09\n" + a1 + "\n" + a2 + "\n",
		"bold.md":      "# Entretien 3\n\n**Anna**: " + asked + "\n\n**P1:** " + answered + "\n\n**Anna:** .\n\n**P1:** .\n",
		"voice.vtt":    "WEBVTT - title\n\nNOTE none\n\n1\n00:01.000 --> 00:04.000 align:start\n<v Anna>" + asked + "</v>\n\n00:04.000 --> 00:06.000\n<v P1>" + a1 + "\n\n00:06.000 --> 00:09.000\n<v P1>" + a2 + "</v>",
		"label.vtt":    "WEBVTT\n\n00:01.000 --> 00:04.000\nAnna: " + asked + "\n\n00:04.000 --> 00:06.000\nP1: " + a1 + "\n\n00:06.000 --> 00:09.000\n" + a2 + "\n\n00:09.000 --> 00:10.000\nAnna: .\n\n00:10.000 --> 00:11.000\nP1: .",
		"label.srt":    "1\r\n00:00:01,000 --> 00:00:04,000\r\nAnna: <i>" + asked + "</i>\r\n\r\n2\r\n00:00:04,000 --> 00:00:09,000\r\nP1: " + a1 + "\r\n" + a2 + "\r\n\r\n3\r\n00:00:09,000 --> 00:00:10,000\r\nAnna: .\r\n\r\n4\r\n00:00:10,000 --> 00:00:11,000\r\nP1: .\r\n",
		"column.tsv":   "start\tend\tspeaker\ttext\n1000\t4000\tAnna\t" + asked + "\n4000\t6000\tP1\t" + a1 + "\n6000\t9000\tP1\t" + a2 + "\n",
		"français.tsv": "début\tfin\tlocuteur\ttexte\n00:00:01\t00:00:04\tAnna\t" + asked + "\n00:00:04\t00:00:09\tP1\t" + answered + "\n",
		"song.lrc":     "[ti:Entretien]\n[00:01.00]Anna: " + asked + "\n[00:04.00]P1: " + a1 + "\n[00:06.00]" + a2 + "\n[00:09.00]Anna: .\n[00:10.00]P1: .",
	}
	for name, content := range cases {
		if got := said(read(t, name, []byte(content))); !slices.Equal(got, wanted) {
			t.Errorf("%s:\n%q", name, got)
		}
	}
	again := paragraph("Anna: .") + paragraph("P1: .")
	for name, inner := range map[string]string{
		"paragraphs": paragraph("Anna: "+asked) + paragraph("P1: "+answered) + again,
		"runs":       `<w:p><w:r><w:t>Anna:</w:t><w:tab/><w:t>` + asked + `</w:t></w:r><w:del><w:r><w:delText>never</w:delText><w:t>never</w:t></w:r></w:del></w:p>` + paragraph("P1: "+answered) + again,
		"table":      `<w:tbl><w:tr><w:tc>` + paragraph("00:01") + `</w:tc><w:tc>` + paragraph("Anna") + `</w:tc><w:tc>` + paragraph(asked) + `</w:tc></w:tr><w:tr><w:tc>` + paragraph("00:04") + `</w:tc><w:tc>` + paragraph("P1") + `</w:tc><w:tc>` + paragraph(a1) + paragraph(a2) + `</w:tc></w:tr></w:tbl>`,
	} {
		if got := said(read(t, "x.docx", document(t, body1(inner)))); !slices.Equal(got, wanted) {
			t.Errorf("docx, %s:\n%q", name, got)
		}
	}
}

func TestEncodings(t *testing.T) {
	content := "Anna: " + asked + "\nP1: " + answered + "\nAnna: .\nP1: ."
	w1252, err := charmap.Windows1252.NewEncoder().String(content)
	if err != nil {
		t.Fatal(err)
	}
	w16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(content)
	if err != nil {
		t.Fatal(err)
	}
	for enc, file := range map[table.Encoding]string{table.UTF8: "\uFEFF" + content, table.Windows1252: w1252, table.UTF16LE: w16} {
		got := read(t, "x.txt", []byte(file))
		if got.Encoding != enc || !slices.Equal(said(got), wanted) {
			t.Errorf("%s is taken for %s: %q", enc, got.Encoding, said(got))
		}
	}
}

// TestTimes: a sentence inside a cue has its share of the cue's time.
func TestTimes(t *testing.T) {
	got := read(t, "x.vtt", []byte("WEBVTT\n\n01:00:00.000 --> 01:00:10.000\nAaaa. Bbbb. \n\n01:00:20.000 --> 01:00:24.000\nCccc\n\n01:00:24.000 --> 01:00:26.000\ndddd."))
	type span struct{ from, to int64 }
	var spans []span
	for _, l := range got.Lines {
		spans = append(spans, span{l.From/1e5 - 36000, l.To/1e5 - 36000})
	}
	if want := []span{{0, 45}, {54, 100}, {200, 260}}; !slices.Equal(spans, want) {
		t.Errorf("times in tenths of seconds %v, want %v", spans, want)
	}
}

func TestRollingCaptionsAreTakenOnce(t *testing.T) {
	got := read(t, "x.vtt", []byte("WEBVTT\n\n00:01.000 --> 00:02.000\nwe waited\n\n00:02.000 --> 00:03.000\nwe waited\nfor<00:02.500><c> days</c>\n\n00:03.000 --> 00:04.000\nfor days\nand &amp; nights"))
	if len(got.Lines) != 1 || got.Lines[0].Text != "we waited for days and & nights" {
		t.Errorf("%+v", got.Lines)
	}
}

func TestWhatIsNoSpeaker(t *testing.T) {
	got := read(t, "x.txt", []byte("Date: 3 mars 2024\nLieu: Lyon\nInterviewer: Anna Roche\n\nAnna Roche: Bonjour.\nEnquêté: Je dis ceci: rien. Voir https://a.example pour rire.\nNote: il rit.\nAnna Roche: [Company 1] donc.\nEnquêté: Oui."))
	if want := []string{"Anna Roche", "Enquêté"}; len(got.Speakers) != 2 || got.Speakers[0].Name != want[0] || !got.Speakers[0].Interviewer || got.Speakers[1].Name != want[1] || got.Speakers[1].Interviewer {
		t.Errorf("speakers %+v, want %q", got.Speakers, want)
	}
	if len(got.Head) != 3 || got.Lines[0].Text != "Bonjour." {
		t.Errorf("head %q, first line %+v", got.Head, got.Lines[0])
	}
	if !slices.Contains(said(got), "Enquêté: Note: il rit.") {
		t.Errorf("a note was lost: %q", said(got))
	}
}

func TestDamaged(t *testing.T) {
	small := DefaultLimits()
	small.Unpacked, small.Lines, small.Bytes = 300, 2, 900
	for _, c := range []struct {
		name, file string
		is         error
		says       string
	}{
		{"x.txt", " \n\t", ErrEmpty, ""},
		{"x.txt", "", ErrEmpty, ""},
		{"x.docx", "\xD0\xCF\x11\xE0old", ErrFormat, ""},
		{"x.pdf", "%PDF-1.7", ErrFormat, ""},
		{"x.bin", "a\x00\x01b\x00c", table.ErrNotText, ""},
		{"x.vtt", "hello", nil, "line 1: a VTT file begins"},
		{"x.vtt", "WEBVTT\n\n00:01.000 --> 00:xx\nhi", nil, `line 3: "00:01.000 --> 00:xx" is no pair of times`},
		{"x.srt", "1\n00:00:01,000 --> 00:00:02,000\nhi\n\n2\nho", nil, "line 5: there are no times like 00:00:01,000"},
		{"x.srt", "1\n00:99:01,000 --> 00:99:02,000\nhi", nil, "line 2"},
		{"x.tsv", "a\tb\n1\t2", nil, "line 1: there is no column with the words"},
		{"x.tsv", "start\tend\ttext\nx\t2\thi", nil, `line 2: "x" is no time`},
		{"x.lrc", "[00:01.00]hi\nho", nil, "line 2: there is no time"},
		{"x.docx", "PK\x03\x04 and no more", io.ErrUnexpectedEOF, "the end of the file"},
		{"x.docx", string(document(t, body1(paragraph("a"))[:60])), nil, "word/document.xml, paragraph 1"},
		{"x.docx", string(document(t, `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`+body1(paragraph("a")))), nil, "document type"},
		{"x.docx", string(document(t, body1(`<w:p><w:r><w:t>&e;</w:t></w:r></w:p>`))), nil, "paragraph 1"},
		{"x.docx", string(document(t, body1(strings.Repeat("<x>", 120)))), ErrTooLarge, "levels"},
	} {
		_, err := Read(c.name, []byte(c.file), text.Sentences, DefaultLimits())
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s %.20q: %v, want %v %q", c.name, c.file, err, c.is, c.says)
		}
	}
	for name, file := range map[string][]byte{"unpacked": document(t, body1(strings.Repeat(paragraph("a"), 100))), "lines": []byte("Ah.\nBe.\nCe."), "bytes": bytes.Repeat([]byte("a "), 500)} {
		if _, err := Read("x", file, text.Sentences, small); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEndBeforeBeginningIsRemarked(t *testing.T) {
	got := read(t, "x.srt", []byte("1\n00:00:05,000 --> 00:00:02,000\nhi there"))
	if len(got.Remarks) != 1 || got.Remarks[0].Line != 2 || got.Lines[0].From != 5e6 || got.Lines[0].To != unknown {
		t.Errorf("%+v", got)
	}
}

// FuzzRead: whatever the bytes, lines are in order, not empty, and hold the words.
func FuzzRead(f *testing.F) {
	for name, file := range map[string]string{
		"a.txt": "Anna: Oui. Non?\nP1: [00:01] x", "a.md": "# T\n**A**: b _c_ [d](e)\n\n---\n> f", "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>b</v>", "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nA: b",
		"a.tsv": "start\tend\ttext\n1\t2\tb", "a.lrc": "[00:01.00]a\n[00:02.00]b", "a.docx": string(document(f, body1(paragraph("A: b")+`<w:tbl><w:tr><w:tc/></w:tr></w:tbl>`))),
	} {
		f.Add(name, []byte(file))
	}
	limits := Limits{Bytes: 1 << 20, Unpacked: 1 << 20, Entries: 100, Depth: 50, Lines: 10_000}
	f.Fuzz(func(t *testing.T, name string, file []byte) {
		got, err := Read(name, file, text.Sentences, limits)
		if err != nil {
			return
		}
		turn := 0
		for i, l := range got.Lines {
			if strings.TrimSpace(l.Text) == "" || l.Turn < turn || l.From < unknown || l.To < unknown || l.To != unknown && l.From > l.To {
				t.Fatalf("line %d of %d: %+v", i, len(got.Lines), l)
			}
			turn = l.Turn
		}
		if len(got.Remarks) > maxRemarks {
			t.Fatalf("%d remarks", len(got.Remarks))
		}
	})
}

// open is a small ODT with the text given as XML.
func open(t testing.TB, inner string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range [][2]string{{"mimetype", odtType}, {"content.xml", `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>` + inner + `</office:text></office:body></office:document-content>`}} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e[0], Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(f, e[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestOpenDocument: what is said, without what was deleted, noted or drawn.
func TestOpenDocument(t *testing.T) {
	cell := func(s string) string { return `<table:table-cell><text:p>` + s + `</text:p></table:table-cell>` }
	for name, inner := range map[string]string{
		"paragraphs": `<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>Anna: <text:span>Vous avez changé</text:span><text:s/>d'assureur. Pourquoi ?</text:p>
			<text:p>P1: Parce que M. Durand ne<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note> rappelait<text:line-break/>jamais. It<text:tab/>cost 3.50 a day!</text:p><text:p>Anna: .</text:p><text:p>P1: .</text:p>`,
		"a table": `<table:table><table:table-row>` + cell("Anna") + cell("Vous avez changé d'assureur. Pourquoi ?") + `</table:table-row><table:table-row>` +
			cell("P1") + cell("Parce que M. Durand ne rappelait jamais. It cost 3.50 a day!") + `</table:table-row></table:table>`,
		"a heading": `<text:h>An interview</text:h><text:p>Anna: Vous avez changé d'assureur. Pourquoi ?</text:p><text:p>P1: Parce que M. Durand ne rappelait jamais. It cost 3.50 a day!</text:p><text:p>Anna: .</text:p><text:p>P1: .</text:p>`,
	} {
		got := read(t, "x.odt", open(t, inner))
		if !slices.Equal(said(got), wanted) || got.Format != ODT {
			t.Errorf("%s: %s %q", name, got.Format, said(got))
		}
	}
	if _, err := Read("x.odt", open(t, "<text:p>a"), text.Sentences, DefaultLimits()); err == nil || !strings.Contains(err.Error(), "content.xml, paragraph 1") {
		t.Errorf("a damaged text: %v", err)
	}
	if _, err := Read("x.odt", open(t, strings.Repeat("<x>", 120)), text.Sentences, DefaultLimits()); !errors.Is(err, ErrTooLarge) {
		t.Errorf("levels without end: %v", err)
	}
}

// FuzzODT puts any XML into a document, past the archive.
func FuzzODT(f *testing.F) {
	f.Add(`<text:p>A: b<text:s text:c="99999999"/></text:p></table:table-row>`)
	f.Fuzz(func(t *testing.T, inner string) {
		if _, err := Read("x", open(t, inner), text.Sentences, DefaultLimits()); err != nil && strings.Contains(fmt.Sprint(err), "panic") {
			t.Fatal(err)
		}
	})
}

// FuzzDOCX puts any XML into a document, past the archive.
func FuzzDOCX(f *testing.F) {
	f.Add(body1(paragraph("A: b") + `<w:tbl><w:tr><w:tc>` + paragraph("00:01") + `</w:tc><w:tc/></w:tr></w:tbl>`))
	f.Add(`</w:tbl></w:tr><w:p>`)
	f.Fuzz(func(t *testing.T, inner string) {
		if _, err := Read("x", document(t, inner), text.Sentences, DefaultLimits()); err != nil && strings.Contains(fmt.Sprint(err), "panic") {
			t.Fatal(err)
		}
	})
}
