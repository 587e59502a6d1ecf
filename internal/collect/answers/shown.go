package answers

import (
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// askedOf is a question of a walk with its answer in words.
func askedOf(q questionnaire.QuestionView) AskedQuestion {
	out := AskedQuestion{Key: q.Key, Kind: q.Kind, Text: q.Text, Answered: q.Answer != nil, Options: []AskedOption{}, Rows: []AskedRow{}, Sets: []AskedSet{}, Files: []string{}}
	var v questionnaire.Value
	if q.Answer != nil {
		v = *q.Answer
	}
	out.NA, out.Number, out.Consent = v.NA, v.Number, v.Consent
	out.Said = v.Text
	if v.Other != "" {
		out.Said = v.Other
	}
	out.Files = append(out.Files, v.Files...)
	out.scale(q.Scale)
	texts := map[string]string{}
	for _, o := range q.Options {
		texts[o.Code] = o.Text
	}
	called := func(code string) string {
		if text := texts[code]; text != "" {
			return text
		}
		return code
	}
	if q.Kind != questionnaire.KindMatrix && q.Kind != questionnaire.KindBestWorst {
		out.options(q.Options, v)
	}
	for _, r := range q.Rows {
		cell := v.Rows[r.Code]
		row := AskedRow{Text: r.Text, Number: cell.Number, NA: cell.NA}
		for _, code := range cell.Chosen {
			row.Chosen = called(code)
		}
		out.Rows = append(out.Rows, row)
	}
	for i, set := range v.Sets {
		one := AskedSet{Shown: []string{}}
		for _, code := range set {
			one.Shown = append(one.Shown, called(code))
		}
		if i < len(v.Picks) && v.Picks[i] != (questionnaire.Pick{}) {
			one.Best, one.Worst = called(v.Picks[i].Best), called(v.Picks[i].Worst)
		}
		out.Sets = append(out.Sets, one)
	}
	return out
}

// scale says between which points the number stood, and what they meant then.
func (a *AskedQuestion) scale(s *questionnaire.ScaleView) {
	if s == nil || len(s.Points) == 0 {
		return
	}
	least, most := float64(s.Points[0].Number), float64(s.Points[len(s.Points)-1].Number)
	a.Least, a.Most, a.Low, a.High = &least, &most, s.Low, s.High
	for _, p := range s.Points {
		if a.Number != nil && float64(p.Number) == *a.Number {
			a.Label = p.Label
		}
	}
}

func (a *AskedQuestion) options(options []questionnaire.OptionView, v questionnaire.Value) {
	for _, o := range options {
		a.Options = append(a.Options, AskedOption{Text: o.Text, Chosen: slices.Contains(v.Chosen, o.Code), Place: slices.Index(v.Order, o.Code) + 1})
	}
}

// plainView is all that a version could ask, in its order: for one that cannot be
// walked through any more. Looped questions stand for each item that was answered.
func plainView(d *questionnaire.Document, g *given) questionnaire.View {
	var view questionnaire.View
	for _, p := range d.Pages {
		page := questionnaire.PageView{Title: p.Title.In(g.Language, d.Base())}
		for i := range p.Questions {
			for _, key := range keysOf(g.answers, p.Questions[i].Code) {
				page.Questions = append(page.Questions, plainQuestion(d, &p.Questions[i], key, g))
			}
		}
		view.Pages = append(view.Pages, page)
	}
	return view
}

// keysOf are the keys under which a question was answered; its code where it was not.
func keysOf(a questionnaire.Answers, code string) []string {
	var keys []string
	for key := range a {
		if of, _, _ := strings.Cut(key, "@"); of == code {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return []string{code}
	}
	slices.Sort(keys)
	return keys
}

func plainQuestion(d *questionnaire.Document, q *questionnaire.Question, key string, g *given) questionnaire.QuestionView {
	in := func(w questionnaire.Words) string { return w.In(g.Language, d.Base()) }
	out := questionnaire.QuestionView{Code: q.Code, Key: key, Kind: q.Kind, Text: in(q.Text), Shown: true}
	if v, answered := g.answers[key]; answered {
		out.Answer = &v
	}
	for _, o := range q.Options {
		out.Options = append(out.Options, questionnaire.OptionView{Code: o.Code, Text: in(o.Text)})
	}
	for _, r := range q.Rows {
		out.Rows = append(out.Rows, questionnaire.RowView{Code: r.Code, Text: in(r.Text)})
	}
	if s := q.Scale; s != nil {
		out.Scale = &questionnaire.ScaleView{Low: in(s.Low), High: in(s.High)}
		for i := range s.Points {
			point := questionnaire.PointView{Number: s.Min + i}
			if i < len(s.Labels) {
				point.Label = in(s.Labels[i])
			}
			out.Scale.Points = append(out.Scale.Points, point)
		}
	}
	return out
}
