package report

import (
	"bytes"
	_ "embed" // the page's parts
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

//go:embed page.html
var pageText string

//go:embed style.css
var styleText string

//go:embed fonts/inter.woff2
var interFont []byte

//go:embed fonts/source-serif-4.woff2
var serifFont []byte

// fontNotice stands in the page beside the fonts, as their licence asks.
const fontNotice = `/*! Fonts in this file: Inter, Copyright 2016 The Inter Project Authors (rsms/inter); Source Serif 4, Copyright 2014 - 2023 Adobe, with Reserved Font Name 'Source'. Both under the SIL Open Font License, Version 1.1, whose text is at scripts.sil.org/OFL; Latin subsets. */
`

// fontFaces are the fonts as the page carries them.
func fontFaces() string {
	var b strings.Builder
	b.WriteString(fontNotice)
	for _, f := range []struct {
		family string
		data   []byte
	}{{"Inter", interFont}, {"Source Serif 4", serifFont}} {
		b.WriteString(`@font-face{font-family:"` + f.family + `";font-weight:200 900;font-display:swap;src:url(data:font/woff2;base64,`)
		b.WriteString(base64.StdEncoding.EncodeToString(f.data))
		b.WriteString(`) format("woff2")}` + "\n")
	}
	return b.String()
}

// page is what the template sees.
type page struct {
	*Document
	W     words
	Style template.CSS
}

// WriteHTML writes the document as one page that loads nothing.
func WriteHTML(w io.Writer, doc *Document) error {
	texts, err := wordsOf(doc.Language)
	if err != nil {
		return err
	}
	t, err := template.New("page").Funcs(template.FuncMap{"t": texts.say}).Parse(pageText)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read the page of reports")
	}
	var b bytes.Buffer
	p := page{Document: doc, W: texts, Style: template.CSS(fontFaces() + styleText)} //nolint:gosec // all of it is this package's own
	if err := t.Execute(&b, p); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write the page of a report")
	}
	_, err = w.Write(b.Bytes())
	return fault.Wrap(err, fault.CodeUnavailable, "write the report")
}
