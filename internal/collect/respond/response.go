package respond

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

const mostAnswers = 500 // of a response

// responseOf is the response that an answering becomes: scores under their
// measures, all else under its question's words in the base language, so that
// answers in all languages stand together. With plain nothing is tied to measures
// and traits, which may have changed since the version was published.
func responseOf(a *Answering, asked measure.AskedSurvey, plain bool) collect.ResponseInput {
	in := collect.ResponseInput{
		ID: a.ResponseID, ProgramID: a.ProgramID, Channel: "survey", Language: a.Language, Consent: string(asked.Document.Settings.Consent), Traits: map[string]any{},
	}
	w := writer{survey: a.SurveyID, base: asked.Document.Base(), answers: a.Answers, met: a.met.Names(), plain: plain}
	for code, v := range a.Hidden {
		if plain {
			w.say(code, v, "")
		} else {
			in.Traits[code] = v
		}
	}
	for i := range asked.Document.Pages {
		for j := range asked.Document.Pages[i].Questions {
			w.question(&asked.Document.Pages[i].Questions[j])
		}
	}
	in.Answers = w.out[:min(len(w.out), mostAnswers)]
	return in
}

type writer struct {
	survey  string
	base    string
	answers questionnaire.Answers
	met     map[string]string // names of touchpoints, for loops over them
	plain   bool
	out     []collect.AnswerInput
}

// question writes the answers to a question, in a loop once for each item.
func (w *writer) question(q *questionnaire.Question) {
	var keys []string
	for key := range w.answers {
		if code, _, _ := strings.Cut(key, "@"); code == q.Code {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		name := q.Text[w.base]
		if _, item, looped := strings.Cut(key, "@"); looped {
			if at := w.met[item]; at != "" {
				item = at
			}
			name = cut(name, 1900-len(item)) + " (" + item + ")"
		}
		if q.ReasonListID != "" && q.Kind == questionnaire.KindChoice && key == q.Code && !w.plain {
			w.reason(q, name, w.answers[key])
			continue
		}
		w.value(q, name, w.answers[key])
	}
}

func (w *writer) value(q *questionnaire.Question, name string, v questionnaire.Value) {
	switch {
	case q.MeasureID != "" && !w.plain:
		if v.Number != nil {
			w.out = append(w.out, collect.AnswerInput{MeasureID: q.MeasureID, Score: v.Number})
		}
	case v.NA:
	case len(v.Rows) > 0:
		w.rows(q, name, v)
	case len(v.Order) > 0:
		var order []string
		for i, code := range v.Order {
			order = append(order, strconv.Itoa(i+1)+". "+w.option(q, code))
		}
		w.say(name, "", strings.Join(order, "\n"))
	case len(v.Picks) > 0:
		w.picks(q, name, v)
	case len(v.Chosen) > 0:
		for _, code := range v.Chosen {
			w.say(name, w.option(q, code), "")
		}
		w.say(name, "", v.Other)
	case len(v.Files) > 0: // they stand beside the answers
		w.say(name, fmt.Sprintf(map[bool]string{true: "%d file", false: "%d files"}[len(v.Files) == 1], len(v.Files)), "")
	case v.Number != nil:
		w.say(name, number(*v.Number), "")
	case v.Consent != nil:
		w.say(name, map[bool]string{true: "yes", false: "no"}[*v.Consent], "")
	default:
		w.say(name, "", v.Text)
	}
}

func (w *writer) rows(q *questionnaire.Question, name string, v questionnaire.Value) {
	for _, row := range q.Rows {
		cell, is := v.Rows[row.Code]
		if !is || cell.NA {
			continue
		}
		if row.MeasureID != "" && cell.Number != nil && !w.plain {
			w.out = append(w.out, collect.AnswerInput{MeasureID: row.MeasureID, Score: cell.Number})
			continue
		}
		full := cut(name, 1000) + " – " + cut(row.Text[w.base], 900)
		if cell.Number != nil {
			w.say(full, number(*cell.Number), "")
		}
		for _, code := range cell.Chosen {
			w.say(full, w.option(q, code), "")
		}
	}
}

func (w *writer) picks(q *questionnaire.Question, name string, v questionnaire.Value) {
	var lines []string
	for _, p := range v.Picks {
		if p != (questionnaire.Pick{}) {
			lines = append(lines, fmt.Sprintf("+ %s / - %s", w.option(q, p.Best), w.option(q, p.Worst)))
		}
	}
	if len(lines) == 0 {
		return
	}
	said := collect.AnswerInput{Question: cut(name, 2000), Text: strings.Join(lines, "\n")}
	for i, p := range v.Picks {
		if p != (questionnaire.Pick{}) && i < len(v.Sets) {
			said.Sets = append(said.Sets, collect.Chosen{Best: p.Best, Worst: p.Worst, Shown: v.Sets[i]})
		}
	}
	if !w.plain && len(said.Sets) > 0 {
		said.Asked = collect.QuestionID(w.survey, q.Code)
	}
	w.out = append(w.out, said)
}

// reason writes the reason that was chosen of a list, and own words beside it.
func (w *writer) reason(q *questionnaire.Question, name string, v questionnaire.Value) {
	if v.NA || len(v.Chosen) == 0 {
		return
	}
	said := collect.AnswerInput{Question: cut(name, 2000), Asked: collect.ReasonsID(q.ReasonListID)}
	chosen := said
	chosen.Choice, chosen.Code = cut(w.option(q, v.Chosen[0]), 300), v.Chosen[0]
	w.out = append(w.out, chosen)
	if said.Text = v.Other; said.Text != "" {
		w.out = append(w.out, said)
	}
}

// say adds an answer to a question that is no measure; nothing said is none.
func (w *writer) say(question, choice, text string) {
	if choice != "" || text != "" {
		w.out = append(w.out, collect.AnswerInput{Question: cut(question, 2000), Choice: cut(choice, 300), Text: text})
	}
}

func (w *writer) option(q *questionnaire.Question, code string) string {
	for _, o := range q.Options {
		if o.Code == code {
			return o.Text[w.base]
		}
	}
	return code
}

// cut shortens a text to so many characters.
func cut(s string, most int) string {
	r := []rune(s)
	return string(r[:min(len(r), most)])
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
