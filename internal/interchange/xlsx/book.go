package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/archive"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// book is a workbook, opened.
type book struct {
	archive *archive.Archive
	sheets  []part
	shared  string // entry of the shared texts; "" for none
	formats []shape
	from    epoch
	texts   []string // shared texts, read when first needed
	loaded  bool
}

// part is a sheet and where it stands.
type part struct {
	name   string
	entry  string
	hidden bool
}

func openBook(src io.ReaderAt, size int64, limits table.Limits) (*book, error) {
	a, err := archive.Open(src, size, limits)
	if err != nil {
		return nil, err
	}
	top, err := a.Relations("", "")
	if err != nil {
		return nil, notWorkbook(a, err)
	}
	main := ""
	for _, r := range top {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			main = r.Target
		}
	}
	switch {
	case strings.HasSuffix(strings.ToLower(main), ".bin"):
		return nil, table.ErrBinary
	case main == "" || !strings.Contains(strings.ToLower(main), "workbook"):
		return nil, table.ErrArchive
	}
	b := &book{archive: a}
	return b, b.read(main)
}

// notWorkbook says what else the archive is, where that can be seen.
func notWorkbook(a *archive.Archive, err error) error {
	if a.Has("content.xml") && a.Has("mimetype") {
		return table.ErrOpenDocument
	}
	if a.Has("_rels/.rels") {
		return err
	}
	return table.ErrArchive
}

func (b *book) read(main string) error {
	var doc struct {
		Properties struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.archive.Decode(main, &doc); err != nil {
		return err
	}
	if v := doc.Properties.From1904; v == "1" || v == "true" {
		b.from = epoch1904
	}
	dir, name := path.Split(main)
	relations, err := b.archive.Relations(strings.TrimSuffix(dir, "/"), name)
	if err != nil {
		return err
	}
	targets := map[string]string{}
	styles := ""
	for _, r := range relations {
		switch {
		case strings.HasSuffix(r.Type, "/worksheet"):
			targets[r.ID] = r.Target
		case strings.HasSuffix(r.Type, "/sharedStrings"):
			b.shared = r.Target
		case strings.HasSuffix(r.Type, "/styles"):
			styles = r.Target
		}
	}
	for _, s := range doc.Sheets {
		for _, a := range s.Attrs {
			if target := targets[a.Value]; a.Name.Local == "id" && target != "" {
				b.sheets = append(b.sheets, part{name: s.Name, entry: target, hidden: s.State != "" && s.State != "visible"})
			}
		}
	}
	if len(b.sheets) == 0 {
		return table.ErrEmpty
	}
	if styles != "" && b.archive.Has(styles) {
		return b.readStyles(styles)
	}
	return nil
}

// sharedText gives shared text number i.
func (b *book) sharedText(i int) (string, error) {
	if !b.loaded {
		if err := b.loadShared(); err != nil {
			return "", err
		}
		b.loaded = true
	}
	if i < 0 || i >= len(b.texts) {
		return "", fmt.Errorf("shared text %d of %d", i, len(b.texts))
	}
	return b.texts[i], nil
}

// loadShared reads the shared texts. They must be at hand in any order, so
// they are held, and bounded.
func (b *book) loadShared() error {
	if b.shared == "" {
		return errors.New("there are no shared texts")
	}
	e, err := b.archive.Entry(b.shared)
	if err != nil {
		return err
	}
	s := newScanner(e, b.archive.Limits().Depth)
	held := int64(0)
	for {
		t, err := s.next()
		if errors.Is(err, io.EOF) {
			return e.Close()
		}
		if err == nil && t == tokenStart && string(s.name) == "si" {
			var text string
			text, err = richText(s)
			b.texts = append(b.texts, text)
			if held += int64(len(text)) + 32; held > b.archive.Limits().Held {
				err = fmt.Errorf("%w: shared texts of more than %d MiB", table.ErrTooLarge, b.archive.Limits().Held>>20)
			}
		}
		if err != nil {
			return &table.Damage{Place: fmt.Sprintf("shared text %d", len(b.texts)), Cause: err}
		}
	}
}

// richText reads to the end of the element just begun and joins its texts;
// how they are pronounced is left out.
func richText(s *scanner) (string, error) {
	var joined strings.Builder
	depth := s.depth
	take, spoken := false, 0
	for {
		t, err := s.next()
		if err != nil {
			return "", err
		}
		switch {
		case t == tokenStart && string(s.name) == "rPh":
			spoken++
		case t == tokenEnd && string(s.name) == "rPh":
			spoken--
		case t == tokenStart:
			take = string(s.name) == "t"
		case t == tokenEnd:
			take = false
			if s.depth < depth {
				return unquoted(joined.String()), nil
			}
		case take && spoken == 0:
			joined.WriteString(s.content())
			if joined.Len() > maxToken {
				return "", errors.New("a text that is too long")
			}
		}
	}
}
