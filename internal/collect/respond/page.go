package respond

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

type pageData struct {
	frame
	Key, Part, Heading, State string
	Action                    template.URL
	Share                     int
	Progress, Last, Back      bool
	Files                     bool // it takes some
	Fields                    []field
	Problems                  []wrong
	Rest                      *rest  // what makes it whole
	Whole                     string // key of the whole page, of a part that is not its first
}

// page asks a page: the one named, else the first of which nothing is answered.
func (s *Service) page(w http.ResponseWriter, r *http.Request, status int, a *Answering, asked measure.AskedSurvey, view questionnaire.View, key string, sent url.Values, problems []questionnaire.FieldProblem) {
	at := placeOf(view, key)
	if at < 0 { // nothing is asked of them, as where their quota was full when they came
		led := *a
		led.EndedAs = view.End.Code
		s.over(w, r, &led, asked, "")
		return
	}
	p := view.Pages[at]
	data := pageData{
		frame: s.frame(r, a.Language, asked), Key: p.Key, Share: int(100 * p.Progress),
		Progress: asked.Document.Settings.Progress, Last: at == len(view.Pages)-1, Back: at > 0 && asked.Document.Settings.Back,
	}
	data.Action, data.State = previewState(r, a)
	data.PageQuery = template.URL("&page=" + url.QueryEscape(p.Key)) //nolint:gosec // encoded
	data.Heading = p.Title
	if data.Heading == "" {
		data.Heading = view.Title
	}
	data.Title = data.Heading + " · " + view.Title
	if p.Key != key && key != "" && sent != nil { // it is not asked any more
		sent, problems = nil, []questionnaire.FieldProblem{{Key: "page"}}
	}
	fieldOf, err := s.fieldsOf(r.Context(), a, asked, sent, problems)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	whole, place, of, err := s.within(r.Context(), a, asked, view, p)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	data.Part = fmt.Sprintf(data.W.Part, place+1, of)
	data.Rest = restOf(p, whole, place == of-1, fieldOf)
	for _, q := range p.Questions {
		data.Fields = append(data.Fields, fieldOf(q))
	}
	data.Whole = wholeOf(asked, p)
	data.about(problems)
	s.write(w, r, status, "page", data)
}

// about gathers what is said of the page as a whole: the problems of its fields, and
// those of none.
func (d *pageData) about(problems []questionnaire.FieldProblem) {
	all := d.Fields
	if d.Rest != nil {
		all = slices.Concat(all, d.Rest.Fields)
	}
	for _, f := range all {
		d.Files = d.Files || f.Kind == questionnaire.KindFile
		d.Problems = append(d.Problems, f.Wrong...)
	}
	for _, p := range problems {
		if p.Question == "" {
			d.Problems = append(d.Problems, wrong{Text: d.W.problem(p)})
		}
	}
}

// fieldsOf makes questions to fields of a form, with what was sent or is answered.
func (s *Service) fieldsOf(ctx context.Context, a *Answering, asked measure.AskedSurvey, sent url.Values, problems []questionnaire.FieldProblem) (func(questionnaire.QuestionView) field, error) {
	kept, err := s.filesKept(ctx, a, asked.Document)
	words := wordsIn(a.Language)
	return func(q questionnaire.QuestionView) field {
		f := newField(q, words, sent, problems)
		if q.Kind == questionnaire.KindFile {
			f.Kept, f.Fixed = f.keptOf(kept), a.changing
		}
		return f
	}, err
}

// placeOf is the place of a page by its key; of "" or one that is not on the way
// it is the first page of which nothing is answered, or the last.
func placeOf(view questionnaire.View, key string) int {
	for i, p := range view.Pages {
		if p.Key == key {
			return i
		}
	}
	for i, p := range view.Pages {
		answered := false
		for _, q := range p.Questions {
			answered = answered || q.Answer != nil
		}
		if !answered {
			return i
		}
	}
	return len(view.Pages) - 1
}
