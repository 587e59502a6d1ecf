package report

import (
	"embed"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
)

//go:embed words/*.json
var wordFiles embed.FS

// words are the texts of a report in one language.
type words struct {
	language string
	texts    map[string]string
}

// Languages are those a report is written in.
func Languages() []string { return []string{"en", "fr"} }

func wordsOf(language string) (words, error) {
	if language == "" {
		language = "en"
	}
	text, err := wordFiles.ReadFile("words/" + language + ".json")
	if err != nil {
		return words{}, fault.Newf(fault.CodeInvalid, "--lang: reports are written in %s.", strings.Join(Languages(), " or "))
	}
	w := words{language: language}
	err = json.Unmarshal(text, &w.texts)
	return w, fault.Wrap(err, fault.CodeInternal, "read the words of reports")
}

// say fills a text; params come in pairs of name and value. A key without a
// text stands for itself, so that tests see it.
func (w words) say(key string, params ...string) string {
	text, ok := w.texts[key]
	if !ok {
		text = key
	}
	for i := 0; i+1 < len(params); i += 2 {
		text = strings.ReplaceAll(text, "{"+params[i]+"}", params[i+1])
	}
	return text
}

// method is the name of a method, as understand gives it in English.
func (w words) method(label string) string {
	if text, ok := w.texts["method."+label]; ok {
		return text
	}
	return label
}

// reasons are the sentences of why a column is what it is.
func (w words) reasons(all []collect.Reason) string {
	var out []string
	for _, r := range all {
		text, ok := w.texts[r.Key]
		if !ok || w.language == "en" {
			out = append(out, r.Text)
			continue
		}
		for name, value := range r.Params {
			text = strings.ReplaceAll(text, "{"+name+"}", value)
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
