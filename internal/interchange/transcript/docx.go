package transcript

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/archive"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// readDOCX reads the body of a text of an office program (ECMA-376): paragraphs
// and rows of tables. Deleted text, fields' codes, comments and notes are left
// out.
func (s *source) readDOCX(data []byte) error {
	limits := table.Limits{Unpacked: s.limits.Unpacked, Entries: s.limits.Entries, Depth: s.limits.Depth}
	a, err := archive.Open(bytes.NewReader(data), int64(len(data)), limits)
	if err != nil {
		return tooLarge(err)
	}
	relations, err := a.Relations("", "")
	if err != nil {
		if !a.Has("_rels/.rels") {
			return ErrFormat
		}
		return tooLarge(err)
	}
	main := ""
	for _, r := range relations {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = r.Target
		}
	}
	if main == "" || !strings.Contains(strings.ToLower(main), "document") {
		return ErrFormat
	}
	e, err := a.Entry(main)
	if err != nil {
		return err
	}
	defer e.Close()
	b := &body{source: s, decoder: xml.NewDecoder(e)}
	b.start, b.end = b.startWord, b.endWord
	b.speaks = func() bool { return b.open[len(b.open)-1] == "t" }
	return b.readPart(main)
}

// tooLarge says with one error that a file is beyond the limits.
func tooLarge(err error) error {
	if errors.Is(err, table.ErrTooLarge) {
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return err
}

// body reads the XML of a document's text, whose words for paragraphs, tables
// and what is not text are those of its format.
type body struct {
	*source
	decoder   *xml.Decoder
	start     func(xml.StartElement)
	end       func(name string)
	speaks    func() bool // whether text stands in the element that is open
	open      []string    // names of the elements that are open
	skip      int         // depth from which everything is left out; 0 for nothing
	paragraph int
	text      strings.Builder
	heading   bool
	rows      int      // tables open
	cells     []string // of the row that is open
}

// unread are elements whose content is not what the document says: what was
// deleted, the second form of a drawing, and the codes of fields.
var unread = wordSet("del moveFrom Fallback instrText fldData delText rPrChange pPrChange")

// readPart reads a file of the archive; what is damaged is told by its paragraph.
func (b *body) readPart(name string) error {
	err := b.read()
	if err == nil {
		return nil
	}
	if errors.Is(err, table.ErrTooLarge) {
		return tooLarge(err)
	}
	return &table.Damage{Place: fmt.Sprintf("%s, paragraph %d", name, b.paragraph+1), Cause: err}
}

func (b *body) read() error {
	for {
		t, err := b.decoder.Token()
		if errors.Is(err, io.EOF) {
			b.finish()
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.Directive:
			return errors.New("it has a document type, which no text of an office program has")
		case xml.StartElement:
			if len(b.open) >= b.limits.Depth {
				return fmt.Errorf("%w: more than %d levels inside each other", table.ErrTooLarge, b.limits.Depth)
			}
			b.open = append(b.open, t.Name.Local)
			b.start(t)
		case xml.EndElement:
			b.end(t.Name.Local)
			b.open = b.open[:len(b.open)-1]
		case xml.CharData:
			if b.skip == 0 && len(b.open) > 0 && b.speaks() {
				b.text.Write(t)
			}
		}
	}
}

func (b *body) startWord(t xml.StartElement) {
	switch name := t.Name.Local; {
	case b.skip > 0:
	case unread[name]:
		b.skip = len(b.open)
	case name == "tab":
		b.text.WriteByte(' ')
	case name == "br", name == "cr":
		b.text.WriteByte('\n')
	case name == "noBreakHyphen":
		b.text.WriteByte('-')
	case name == "tbl":
		b.rows++
	case name == "pStyle":
		style := strings.ToLower(attribute(t, "val"))
		b.heading = strings.HasPrefix(style, "heading") || strings.HasPrefix(style, "titre") || style == "title" || style == "subtitle"
	}
}

func (b *body) endWord(name string) {
	switch {
	case b.skip > 0:
		if len(b.open) == b.skip {
			b.skip = 0
		}
	case name == "p" && b.rows > 0:
		b.text.WriteByte(' ')
	case name == "p":
		b.finish()
	case name == "tc":
		b.cell()
	case name == "tr":
		b.row()
	case name == "tbl":
		b.rows--
	}
}

// cell ends a cell of a table.
func (b *body) cell() {
	b.cells = append(b.cells, strings.Join(strings.Fields(b.text.String()), " "))
	b.text.Reset()
}

// finish ends a paragraph.
func (b *body) finish() {
	text, heading := b.text.String(), b.heading
	b.text.Reset()
	b.heading = false
	b.paragraph++
	if heading {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			b.unsaid(b.paragraph, text)
		}
		return
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			f := plain(b.paragraph, line)
			f.ends = i+1 == len(lines) || endsParagraph(line, strings.TrimSpace(lines[i+1]))
			b.fragments = append(b.fragments, f)
		}
	}
}

// row ends a row of a table: a time and a short cell before the words are the
// time and the speaker.
func (b *body) row() {
	cells := b.cells
	b.cells = nil
	b.paragraph++
	f := plain(b.paragraph, "")
	for len(cells) > 1 {
		at, ok := parseClock(strings.Trim(cells[0], "[]()"))
		switch {
		case ok && f.from == unknown:
			f.from = at
		case f.speaker == "" && isName(strings.TrimRight(cells[0], " :")) && len(cells) == 2:
			f.speaker = strings.TrimRight(cells[0], " :")
		case cells[0] != "":
			cells[1] = cells[0] + " " + cells[1]
		}
		cells = cells[1:]
	}
	if len(cells) > 0 && cells[0] != "" {
		f.text, f.ends = cells[0], true
		b.fragments = append(b.fragments, f)
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
