package answers

import (
	"slices"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// version is what one version asked, found by code.
type version struct {
	number    int64
	document  *questionnaire.Document
	questions map[string]*questionnaire.Question
}

func versionOf(number int64, d *questionnaire.Document) *version {
	v := &version{number: number, document: d, questions: map[string]*questionnaire.Question{}}
	for i := range d.Pages {
		for j := range d.Pages[i].Questions {
			q := &d.Pages[i].Questions[j]
			v.questions[q.Code] = q
		}
	}
	return v
}

// scores tells whether some answer counts points.
func (v *version) scores() bool {
	for _, q := range v.questions {
		if q.Score != nil {
			return true
		}
	}
	return false
}

// option is the text of an option as the version had it, its code where it had none.
func (v *version) option(question, code, lang string) string {
	if q := v.questions[question]; q != nil {
		for _, o := range q.Options {
			if o.Code == code {
				return o.Text.In(lang, v.document.Base())
			}
		}
	}
	return code
}

// merged is a question with all that any version asked under its code: the newest
// wording, and options and rows that were taken out since, behind the others.
type merged struct {
	code    string
	kind    questionnaire.Kind
	text    string
	options []part
	rows    []part
	items   []part // of a loop
	looped  bool
	other   bool // an option has a text of its own
	na      bool // its scale has "not applicable"
	labels  bool // its scale has words
	sets    int  // of best-worst
}

// part is an option, a row, or an item of a loop, with its newest text.
type part struct{ code, text string }

// mergedOf are the questions of versions, those of the newest first and in its order.
func mergedOf(versions []*version, lang string) []*merged {
	var out []*merged
	byCode := map[string]*merged{}
	for _, v := range slices.Backward(versions) {
		for i := range v.document.Pages {
			p := &v.document.Pages[i]
			for j := range p.Questions {
				q := &p.Questions[j]
				if q.Kind == questionnaire.KindBlock {
					continue
				}
				m := byCode[q.Code]
				if m == nil {
					m = &merged{code: q.Code, kind: q.Kind, text: q.Text.In(lang, v.document.Base())}
					byCode[q.Code] = m
					out = append(out, m)
				}
				m.add(q, v, lang)
				m.loop(p.Loop, v, lang)
			}
		}
	}
	return out
}

func (m *merged) add(q *questionnaire.Question, v *version, lang string) {
	base := v.document.Base()
	for _, o := range q.Options {
		m.options = withPart(m.options, o.Code, o.Text.In(lang, base))
		m.other = m.other || o.Other
	}
	for _, r := range q.Rows {
		m.rows = withPart(m.rows, r.Code, r.Text.In(lang, base))
	}
	if q.Scale != nil {
		m.na = m.na || q.Scale.NA
		m.labels = m.labels || len(q.Scale.Labels) > 0
	}
	if q.Sets != nil {
		m.sets = max(m.sets, q.Sets.Count)
	}
}

// loop notes what a looped question was asked for, as far as the version tells.
func (m *merged) loop(l *questionnaire.Loop, v *version, lang string) {
	if l == nil {
		return
	}
	m.looped = true
	if over := v.questions[l.Question]; over != nil {
		for _, o := range over.Options {
			m.items = withPart(m.items, o.Code, o.Text.In(lang, v.document.Base()))
		}
	}
}

func withPart(parts []part, code, text string) []part {
	if slices.ContainsFunc(parts, func(p part) bool { return p.code == code }) {
		return parts
	}
	return append(parts, part{code, text})
}
