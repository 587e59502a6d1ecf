package listen

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gomutex/godocx"
	"github.com/gomutex/godocx/docx"

	"github.com/balcony-cx/balcony/internal/fault"
)

// writeQuoteText writes quotes as a text to read: a heading a family and a code,
// what the code means, its quotes each with where it was said, and memos.
func writeQuoteText(to io.Writer, m quoteMatrix, t titles) error {
	doc, err := godocx.NewDocument()
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write quotes")
	}
	w := &quoteWriter{doc: doc, t: t}
	w.heading(m.Study.Name, 0)
	w.text(t["kept"])
	of := map[string][]Quote{}
	for _, q := range m.Quotes {
		of[q.StandsID] = append(of[q.StandsID], q)
	}
	for _, family := range m.Book.Families {
		codes := slices.DeleteFunc(slices.Clone(m.Book.Codes), func(c Code) bool { return c.FamilyID != family.ID || len(of[c.ID]) == 0 })
		if len(codes) > 0 {
			w.heading(family.Name, 1)
		}
		for _, c := range codes {
			w.code(c, of[c.ID])
		}
	}
	if len(m.Memos) > 0 {
		w.heading(t["memos"], 1)
	}
	for _, memo := range m.Memos {
		w.text(m.about(memo, t) + " (" + memo.ByName + ", " + memo.At.Format(time.DateOnly) + ")")
		w.text(memo.Body)
	}
	if w.err == nil {
		w.err = doc.Write(to)
	}
	return fault.Wrap(w.err, fault.CodeInternal, "write quotes")
}

// quoteWriter writes paragraphs and keeps the first error.
type quoteWriter struct {
	doc *docx.RootDoc
	t   titles
	err error
}

func (w *quoteWriter) heading(text string, level uint) {
	if w.err == nil {
		_, w.err = w.doc.AddHeading(printable(text), level)
	}
}

func (w *quoteWriter) text(text string) {
	if w.err == nil && text != "" {
		w.doc.AddParagraph(printable(text))
	}
}

// code writes a code and its quotes.
func (w *quoteWriter) code(c Code, quotes []Quote) {
	w.heading(c.Name, 2)
	w.text(c.Definition)
	for _, q := range quotes {
		w.doc.AddEmptyParagraph().AddText(printable(q.Text)).Italic(true)
		said := []string{w.t.source(q.Kind, q.Number, q.Pseudonym), w.t.lines(q.Coding.Passage)}
		for _, word := range []string{w.t[string(q.Coding.Mode)], w.t[q.Consent], w.t.coder(q.Coding.Coder)} {
			if word != "" {
				said = append(said, word)
			}
		}
		w.text(strings.Join(said, " · "))
		w.text(q.Coding.Memo)
	}
}

// printable is a text without the signs that XML does not know.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
}
