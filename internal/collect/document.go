package collect

import (
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"

	quick "github.com/go-json-experiment/json"

	"github.com/balcony-cx/balcony/internal/fault"
)

// document is how the answers of a response are kept. The scores stand by
// measure, where SQL finds them; the answers keep the order they were given in.
type document struct {
	Scores  map[string]float64 `json:"scores,omitempty"`
	Answers []docAnswer        `json:"answers,omitempty"`
	Traits  map[string]string  `json:"traits,omitempty"`
}

// docAnswer is one answer; its score stands in scores under its measure.
type docAnswer struct {
	Measure  string `json:"m,omitempty"`
	Question string `json:"q,omitempty"`
	Choice   string `json:"c,omitempty"`
	Text     string `json:"t,omitempty"`
	Raw      string `json:"r,omitempty"`

	Asked string   `json:"k,omitempty"` // of a best-worst question, with its sets, or of a list of reasons
	Sets  []string `json:"p,omitempty"` // Chosen as texts
	Code  string   `json:"o,omitempty"` // of the reason
}

// appendDocument writes the document of e as JSON. It is written by hand
// because it is made for every answer that comes in.
func (e *entry) appendDocument(b []byte) []byte {
	b = append(b, '{')
	b = e.appendScores(b)
	b = e.appendAnswers(b)
	if len(e.traits) > 0 {
		b = append(b, `,"traits":{`...)
		for i, t := range e.traits {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, t.name)
			b = append(b, ':')
			b = appendString(b, t.value)
		}
		b = append(b, '}')
	}
	return append(b, '}')
}

func (e *entry) appendScores(b []byte) []byte {
	b = append(b, `"scores":{`...)
	first := true
	for i := range e.answers {
		a := &e.answers[i]
		if a.Score == nil || a.MeasureID == "" {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, a.MeasureID), ':')
		b = appendNumber(b, *a.Score)
	}
	return append(b, '}')
}

func (e *entry) appendAnswers(b []byte) []byte {
	b = append(b, `,"answers":[`...)
	for i := range e.answers {
		a := &e.answers[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		start := len(b)
		for _, member := range [...]struct{ key, value string }{
			{`"m":`, a.MeasureID}, {`"q":`, a.Question}, {`"c":`, a.Choice}, {`"t":`, a.Text}, {`"r":`, a.Raw}, {`"k":`, a.Asked}, {`"o":`, a.Code},
		} {
			if member.value == "" {
				continue
			}
			if len(b) > start {
				b = append(b, ',')
			}
			b = append(b, member.key...)
			b = appendString(b, member.value)
		}
		b = appendSets(b, a.Sets)
		b = append(b, '}')
	}
	return append(b, ']')
}

func appendNumber(b []byte, v float64) []byte {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.AppendInt(b, int64(v), 10)
	}
	return strconv.AppendFloat(b, v, 'g', -1, 64)
}

// appendString writes a JSON string. Invalid UTF-8 becomes U+FFFD and NUL,
// which PostgreSQL does not keep in JSON, is dropped.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(b, "\uFFFD"...)
			} else {
				b = append(b, s[i:i+n]...)
			}
			i += n
			continue
		}
		i++
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= 0x20:
			b = append(b, c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == 0:
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(b, '"')
}

func readDocument(text string) (document, error) {
	var d document
	err := quick.Unmarshal([]byte(text), &d)
	if err != nil { // it is strict about what others may have written
		d = document{}
		err = json.Unmarshal([]byte(text), &d)
	}
	return d, fault.Wrap(err, fault.CodeInternal, "read the answers of a response")
}

// list gives the answers as they are shown.
func (d document) list() []Answer {
	out := make([]Answer, 0, len(d.Answers))
	for _, a := range d.Answers {
		shown := Answer{MeasureID: a.Measure, Question: a.Question, Choice: a.Choice, Text: a.Text, Raw: a.Raw, Asked: a.Asked, Code: a.Code}
		for _, text := range a.Sets {
			if c, ok := ReadChosen(text); ok {
				shown.Sets = append(shown.Sets, c)
			}
		}
		if v, ok := d.Scores[a.Measure]; ok && a.Measure != "" {
			shown.Score = &v
		}
		out = append(out, shown)
	}
	return out
}

func (d document) traits() map[string]string {
	if d.Traits == nil {
		return map[string]string{}
	}
	return d.Traits
}
