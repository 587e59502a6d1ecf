package transcript

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/archive"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// odtType is what the first entry of the archive says of itself.
const odtType = "application/vnd.oasis.opendocument.text"

// readODT reads the body of a text in OpenDocument (ISO/IEC 26300): paragraphs,
// headings and rows of tables. Deleted text, notes, comments and drawings are
// left out.
func (s *source) readODT(data []byte) error {
	limits := table.Limits{Unpacked: s.limits.Unpacked, Entries: s.limits.Entries, Depth: s.limits.Depth}
	a, err := archive.Open(bytes.NewReader(data), int64(len(data)), limits)
	if err != nil {
		return tooLarge(err)
	}
	const content = "content.xml"
	if !a.Has(content) {
		return ErrFormat
	}
	e, err := a.Entry(content)
	if err != nil {
		return err
	}
	defer e.Close()
	b := &body{source: s, decoder: xml.NewDecoder(e)}
	b.start, b.end = b.startOpen, b.endOpen
	b.speaks = func() bool { return slices.Contains(b.open, "p") || slices.Contains(b.open, "h") }
	return b.readPart(content)
}

// unsaidOpen are elements whose content is not what the document says.
var unsaidOpen = wordSet("tracked-changes note annotation frame shape ruby-text sequence-decls forms")

func (b *body) startOpen(t xml.StartElement) {
	switch name := t.Name.Local; {
	case b.skip > 0:
	case unsaidOpen[name]:
		b.skip = len(b.open)
	case name == "s":
		n, _ := strconv.Atoi(attribute(t, "c"))
		b.text.WriteString(strings.Repeat(" ", min(max(n, 1), 80)))
	case name == "tab":
		b.text.WriteByte(' ')
	case name == "line-break":
		b.text.WriteByte('\n')
	case name == "h":
		b.heading = true
	case name == "table":
		b.rows++
	}
}

func (b *body) endOpen(name string) {
	switch {
	case b.skip > 0:
		if len(b.open) == b.skip {
			b.skip = 0
		}
	case (name == "p" || name == "h") && b.rows > 0:
		b.text.WriteByte(' ')
		b.heading = false
	case name == "p", name == "h":
		b.finish()
	case name == "table-cell":
		b.cell()
	case name == "table-row":
		b.row()
	case name == "table":
		b.rows--
	}
}
