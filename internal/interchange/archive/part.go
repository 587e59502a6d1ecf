package archive

import (
	"encoding/xml"
	"io"
	"path"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// maxPart is the longest of the small parts that are decoded whole, in bytes.
const maxPart = 32 << 20

// Relation leads from one part of the document to another.
type Relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr"`
}

// Relations of a part: dir and name of the part, both empty for the whole.
func (a *Archive) Relations(dir, name string) ([]Relation, error) {
	var doc struct {
		Relations []Relation `xml:"Relationship"`
	}
	if err := a.Decode(path.Join(dir, "_rels", name+".rels"), &doc); err != nil {
		return nil, err
	}
	for i := range doc.Relations {
		r := &doc.Relations[i]
		if strings.EqualFold(r.Mode, "External") {
			r.Target = "" // nothing outside is ever opened
		} else if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(dir, r.Target)
		}
	}
	return doc.Relations, nil
}

// Decode reads a small part whole.
func (a *Archive) Decode(name string, into any) error {
	e, err := a.Entry(name)
	if err != nil {
		return err
	}
	d := xml.NewDecoder(io.LimitReader(e, maxPart))
	d.CharsetReader = nil
	if err := d.Decode(into); err != nil {
		return &table.Damage{Place: name, Cause: err}
	}
	return e.Close()
}
