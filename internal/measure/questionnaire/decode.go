package questionnaire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Limits of what is read, in bytes.
const (
	MaxDocument = 2 << 20
	MaxAnswers  = 1 << 20
)

// Decode reads a document. It refuses more than MaxDocument bytes, members
// that do not exist and anything after the document with fault.CodeInvalid.
func Decode(raw []byte) (*Document, error) {
	var d *Document
	if err := strict(raw, MaxDocument, "document", &d); err != nil {
		return nil, err
	}
	if d == nil {
		return nil, fault.Invalid("document", "send the questionnaire as a JSON object")
	}
	return d, nil
}

// DecodeAnswers reads answers as Decode reads a document, up to MaxAnswers
// bytes. It never returns nil answers without an error.
func DecodeAnswers(raw []byte) (Answers, error) {
	var a Answers
	if err := strict(raw, MaxAnswers, "answers", &a); err != nil {
		return nil, err
	}
	if a == nil {
		return nil, fault.Invalid("answers", "send the answers as a JSON object")
	}
	return a, nil
}

func strict(raw []byte, limit int, field string, into any) error {
	if len(raw) > limit {
		return fault.Invalid(field, fmt.Sprintf("this is larger than %d KiB; shorten it", limit>>10))
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fault.Invalid(field, "this cannot be read as JSON of the expected form: "+err.Error())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault.Invalid(field, "send one JSON object and nothing after it")
	}
	return nil
}
