package respond

import (
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/text"
)

// saidPage is a page with what was answered, in words.
type saidPage struct {
	Title string
	Lines []aboutLine
}

// saidPages are the pages of a walk with what was answered, each question in a line.
func saidPages(view questionnaire.View, w *said) (out []saidPage) {
	for _, p := range view.Pages {
		page := saidPage{Title: p.Title}
		if page.Title == "" {
			page.Title = view.Title
		}
		for _, q := range p.Questions {
			if q.Kind != questionnaire.KindBlock {
				page.Lines = append(page.Lines, aboutLine{q.Text, saidOf(q, w)})
			}
		}
		if len(page.Lines) > 0 {
			out = append(out, page)
		}
	}
	return out
}

// saidOf is an answer in words, a line for each part of it.
func saidOf(q questionnaire.QuestionView, w *said) string {
	if q.Answer == nil {
		return "–"
	}
	v, option := *q.Answer, func(code string) string { return optionText(q.Options, code) }
	var lines []string
	switch {
	case v.NA:
		return w.NA
	case v.Consent != nil:
		return map[bool]string{true: w.Yes, false: w.No}[*v.Consent]
	case v.Number != nil:
		return pointText(q.Scale, *v.Number)
	case len(v.Rows) > 0:
		for _, row := range q.Rows {
			if cell, is := v.Rows[row.Code]; is {
				lines = append(lines, row.Text+": "+cellText(q, cell, w))
			}
		}
	case len(v.Order) > 0:
		for i, code := range v.Order {
			lines = append(lines, strconv.Itoa(i+1)+". "+option(code))
		}
	case len(v.Picks) > 0:
		for _, p := range v.Picks {
			if p != (questionnaire.Pick{}) {
				lines = append(lines, w.Best+": "+option(p.Best)+" · "+w.Worst+": "+option(p.Worst))
			}
		}
	case len(v.Chosen) > 0:
		for _, code := range v.Chosen {
			lines = append(lines, option(code))
		}
		if v.Other != "" {
			lines = append(lines, v.Other)
		}
	case len(v.Files) > 0:
		return w.File + " × " + strconv.Itoa(len(v.Files))
	case q.Kind == questionnaire.KindDate:
		return text.DayOf(w.code(), v.Text)
	default:
		return v.Text
	}
	return strings.Join(lines, "\n")
}

func optionText(options []questionnaire.OptionView, code string) string {
	for _, o := range options {
		if o.Code == code {
			return o.Text
		}
	}
	return code
}

// pointText is a number with its word, where its scale has one.
func pointText(s *questionnaire.ScaleView, n float64) string {
	said := number(n)
	if s != nil {
		for _, p := range s.Points {
			if float64(p.Number) == n && p.Label != "" {
				return said + " – " + p.Label
			}
		}
	}
	return said
}

func cellText(q questionnaire.QuestionView, c questionnaire.Cell, w *said) string {
	switch {
	case c.NA:
		return w.NA
	case c.Number != nil:
		return pointText(q.Scale, *c.Number)
	case len(c.Chosen) > 0:
		return optionText(q.Options, c.Chosen[0])
	}
	return "–"
}
