package questionnaire

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/text"
)

// pipe is what stands in {{ }} in a text: what it speaks of, and what is said
// where that is not known.
type pipe struct {
	from, to      int // bytes of the text
	ref, fallback string
}

// pipesIn finds {{ref}} and {{ref|fallback}}. What is not closed is text.
func pipesIn(text string) []pipe {
	var out []pipe
	for at := 0; ; {
		from := strings.Index(text[at:], "{{")
		if from < 0 {
			return out
		}
		from += at
		length := strings.Index(text[from:], "}}")
		if length < 0 {
			return out
		}
		ref, fallback, _ := strings.Cut(text[from+2:from+length], "|")
		at = from + length + 2
		out = append(out, pipe{from: from, to: at, ref: strings.TrimSpace(ref), fallback: fallback})
	}
}

// Put puts values into a text. What is put in is not looked at again.
func Put(text string, value func(ref string) string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	var out strings.Builder
	at := 0
	for _, p := range pipesIn(text) {
		out.WriteString(text[at:p.from])
		if said := value(p.ref); said != "" {
			out.WriteString(said)
		} else {
			out.WriteString(p.fallback)
		}
		at = p.to
	}
	out.WriteString(text[at:])
	return out.String()
}

// contactName may always be put in texts.
const contactName = "name"

// pipeProblems tells of texts that speak of what there is not, or not yet.
func pipeProblems(d *Document, known Known) []Problem {
	c := piper{scope: fullScope(d, known)}
	c.words("title", d.Title, place{})
	for i := range d.Pages {
		p, path := &d.Pages[i], fmt.Sprintf("pages[%d]", i)
		c.words(path+".title", p.Title, place{page: i})
		for j := range p.Questions {
			q := &p.Questions[j]
			at := c.scope.before(i, j)
			q.eachWords(fmt.Sprintf("%s.questions[%d]", path, j), func(path string, w Words) {
				here := at
				if strings.HasSuffix(path, ".words") {
					here.own = q.Code // a rule is about the answer itself
				}
				c.words(path, w, here)
			})
		}
	}
	end := place{page: len(d.Pages)}
	for i, e := range d.Ends {
		c.words(fmt.Sprintf("ends[%d].title", i), e.Title, end)
		c.words(fmt.Sprintf("ends[%d].text", i), e.Text, end)
	}
	s := d.Settings
	for path, w := range map[string]Words{"who": s.Who, "why": s.Why, "after": s.After, "since": s.Since, "privacy": s.Privacy} {
		c.words("settings."+path, w, place{})
	}
	return c.found
}

type piper struct {
	scope *scope
	found []Problem
}

func (c *piper) words(path string, w Words, at place) {
	for _, language := range c.scope.doc.Languages {
		text := w[language]
		pipes := pipesIn(text)
		rest := 0
		if n := len(pipes); n > 0 {
			rest = pipes[n-1].to
		}
		if strings.Contains(text[rest:], "{{") {
			c.found = append(c.found, Problem{Path: path, Key: "pipe", Message: "close {{ with }}", Other: language})
		}
		for _, p := range pipes {
			c.ref(path, p.ref, at)
		}
	}
}

func (c *piper) ref(path, ref string, at place) {
	v := speaker{scope: c.scope, at: at, problem: func(key, message, other string) {
		if !slices.ContainsFunc(c.found, func(p Problem) bool { return p.Path == path && p.Key == key && p.Other == other }) {
			c.found = append(c.found, Problem{Path: path, Key: key, Message: message, Other: other})
		}
	}}
	code, part, parted := strings.Cut(ref, ".")
	spot, isQuestion := c.scope.asked[code]
	switch {
	case code == contact && parted:
		if _, is := c.scope.known[part]; !is && part != contactName {
			v.say("nothing", "no trait of the contact has this name", part)
		}
		return
	case code == contact, code == answered, slices.Contains(builtins, code) && !isQuestion:
		v.say("nothing", "no question and no value has this code", code)
		return
	}
	if v.name(code); v.wrong {
		return
	}
	switch {
	case isQuestion && spot.q.Kind == KindMatrix:
		if !slices.ContainsFunc(spot.q.Rows, func(r Row) bool { return r.Code == part }) {
			v.say("row", "name one of its rows: code.row", code)
		}
	case parted:
		v.say("nothing", "only a matrix has rows, and the contact has traits", ref)
	case isQuestion && (spot.q.Kind == KindConsent || spot.q.Kind == KindFile):
		v.say("not_worded", "this kind of question has no answer that can stand in a text", code)
	}
}

// said is an answer in words: options and points by their texts.
func (w *walker) said(q *Question, v Value, row string) string {
	switch q.Kind {
	case KindMatrix:
		cell := v.Rows[row]
		return w.said(&Question{Kind: KindChoices, Options: q.Options, Scale: q.Scale}, Value{Number: cell.Number, Chosen: cell.Chosen, NA: cell.NA}, "")
	case KindRanking:
		return w.chosen(q, v.Order, "")
	case KindText, KindLongText, KindEmail:
		return v.Text
	case KindDate:
		return text.DayOf(w.view.Language, v.Text)
	}
	if v.NA || v.Number == nil {
		return w.chosen(q, v.Chosen, v.Other)
	}
	if s := q.Scale; s != nil {
		if at := int(*v.Number) - s.Min; at >= 0 && at < len(s.Labels) {
			if label := w.in(s.Labels[at]); label != "" {
				return label
			}
		}
	}
	return numeral(*v.Number, w.view.Language)
}

func (w *walker) chosen(q *Question, codes []string, other string) string {
	var out []string
	for i := range q.Options {
		o := &q.Options[i]
		switch {
		case !slices.Contains(codes, o.Code):
		case o.Other && other != "":
			out = append(out, other)
		default:
			out = append(out, w.in(o.Text))
		}
	}
	return strings.Join(out, ", ")
}

// in is a text as written, for texts that stand in others.
func (w *walker) in(words Words) string { return words.In(w.view.Language, w.flow.doc.Base()) }

// lang is the language of a text where that is not the one of the view.
func (w *walker) lang(words Words) string {
	if base := w.flow.doc.Base(); words[w.view.Language] == "" && words[base] != "" {
		return base
	}
	return ""
}

// words is a text of the document with what it speaks of put in.
func (w *walker) words(words Words) string { return Put(w.in(words), w.value) }

// value is what a reference stands for, "" where it is not known.
func (w *walker) value(ref string) string {
	code, part, _ := strings.Cut(ref, ".")
	if code == contact {
		return plainText(w.state.Contact[part], w.view.Language)
	}
	if code == loopItem && w.item != "" {
		return w.itemName
	}
	if spot, is := w.flow.scope.asked[code]; is {
		if v, is := w.kept[code]; is {
			return w.said(spot.q, v, part)
		}
		return w.said(spot.q, w.kept[answerKey(code, w.item)], part)
	}
	return plainText(w.env[code], w.view.Language)
}

func plainText(v any, language string) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return numeral(v, language)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// pointed are languages that write decimals with a point.
var pointed = []string{"en", "zh", "ja", "ko", "he", "th"}

func numeral(n float64, language string) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return ""
	}
	out := strconv.FormatFloat(n, 'f', -1, 64)
	if tongue, _, _ := strings.Cut(language, "-"); slices.Contains(pointed, tongue) {
		return out
	}
	return strings.Replace(out, ".", ",", 1)
}

// Refs lists what a text speaks of in {{ }}, each once; closed is false where a
// {{ has no end.
func Refs(text string) (refs []string, closed bool) {
	rest := 0
	for _, p := range pipesIn(text) {
		rest = p.to
		if !slices.Contains(refs, p.ref) {
			refs = append(refs, p.ref)
		}
	}
	return refs, !strings.Contains(text[rest:], "{{")
}
