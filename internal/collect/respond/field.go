package respond

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/text"
)

// field is a question as the page shows it.
type field struct {
	questionnaire.QuestionView
	W       *said
	Form    string // how it is answered
	Wrong   []wrong
	Again   string // name of the field that lets a soft requirement go, "" for none
	Scale   scaleField
	Rows    []rowField
	Places  []namedText
	Sets    []setField
	Numbers []string
	Kept    []keptFile
	Fixed   bool // its files stay
	values  url.Values
}

type namedText struct{ Name, Text string }

type point struct{ Value, Text, Said string }

type scaleField struct {
	Points       []point
	Worded, Ends bool
	Few          bool // they fit a line on a phone
	Low, High    string
	NA           bool
}

type rowField struct {
	Name, Text string
	Points     []point
}

type setField struct {
	Name, Best, Worst string
	Items             []questionnaire.OptionView
}

// wrong is why a field cannot be taken as it is; For is what it leads to.
type wrong struct{ Name, For, About, Text string }

// newField is a question with the values of a form: those that were sent, else
// those of its answer.
func newField(q questionnaire.QuestionView, w *said, sent url.Values, problems []questionnaire.FieldProblem) field {
	f := field{QuestionView: q, W: w, Form: string(q.Kind), values: sent}
	if sent == nil {
		f.values = valuesOf(q)
	}
	for _, p := range problems {
		if p.Question != q.Key {
			continue
		}
		f.Wrong = append(f.Wrong, wrong{Name: p.Field, For: q.Name, About: q.Text, Text: w.problem(p)})
		if p.Soft {
			f.Again = questionnaire.AgainName(q.Key)
		}
	}
	if q.Scale != nil {
		f.Scale = scaleOf(q.Scale)
	}
	for _, row := range q.Rows {
		f.Rows = append(f.Rows, rowField{questionnaire.FieldName(q.Key, row.Code), row.Text, f.points()})
	}
	for i, o := range q.Options {
		f.Places = append(f.Places, namedText{questionnaire.FieldName(q.Key, o.Code), o.Text})
		f.Numbers = append(f.Numbers, strconv.Itoa(i+1))
	}
	for i, set := range q.Sets {
		if n := strconv.Itoa(i + 1); len(set) > 0 {
			f.Sets = append(f.Sets, setField{fmt.Sprintf(w.Set, i+1), questionnaire.FieldName(q.Key, n, "best"), questionnaire.FieldName(q.Key, n, "worst"), set})
		}
	}
	return f
}

// points are what a row of a matrix offers.
func (f *field) points() []point {
	if f.QuestionView.Scale != nil {
		return f.Scale.Points
	}
	var out []point
	for _, o := range f.Options {
		out = append(out, point{Value: o.Code, Text: o.Text})
	}
	return out
}

func scaleOf(s *questionnaire.ScaleView) scaleField {
	out := scaleField{Low: s.Low, High: s.High, NA: s.NA, Worded: s.Look == questionnaire.LookWords, Few: len(s.Points) <= 7}
	for i, p := range s.Points {
		n := strconv.Itoa(p.Number)
		shown := point{Value: n, Text: n, Said: p.Label}
		switch {
		case s.Look == questionnaire.LookWords && p.Label != "":
			shown.Text, shown.Said = p.Label, ""
		case s.Look == questionnaire.LookStars:
			shown.Text = n + " ★"
		}
		if shown.Said == "" && shown.Text != p.Label {
			shown.Said = map[int]string{0: s.Low, len(s.Points) - 1: s.High}[i]
		}
		out.Points = append(out.Points, shown)
	}
	out.Ends = !out.Worded && (s.Low != "" || s.High != "")
	return out
}

// keptOf are those of the files that this question has, by their ids.
func (f field) keptOf(all []keptFile) (out []keptFile) {
	for _, id := range f.values[f.Name] {
		for _, k := range all {
			if k.ID == id {
				out = append(out, k)
			}
		}
	}
	return out
}

// Ends are what the names of files end in that are taken.
func (f field) Ends() string { return strings.Join(f.Limits.FileEnds(), ",") }

// TakesOf says which files are taken.
func (f field) TakesOf() string {
	return strings.NewReplacer("{n}", strconv.Itoa(f.Limits.MostFiles()), "{size}", megabytes(f.Limits.MostFileBytes()), "{ends}", strings.ReplaceAll(strings.Join(f.Limits.FileEnds(), ", "), ".", "")).
		Replace(f.W.Takes[min(f.Limits.MostFiles(), 2)-1])
}

// Several tells whether more than one file is taken.
func (f field) Several() bool { return f.Limits.MostFiles() > 1 }

// One tells whether a single control answers it, which its text is the label of.
func (f field) One() bool {
	return slices.Contains([]string{"dropdown", "slider", "number", "date", "text", "long_text", "email"}, f.Form)
}

// Hard tells whether it has to be answered.
func (f field) Hard() bool { return f.Required == questionnaire.RequiredHard }

// RowNA tells whether the rows of a matrix offer "does not apply".
func (f field) RowNA() bool { return f.Scale.NA }

// Has tells whether a field has a value.
func (f field) Has(name, value string) bool { return slices.Contains(f.values[name], value) }

// Value is the first value of the question's own field.
func (f field) Value() string { return f.values.Get(f.Name) }

// ValueOf is the first value of a field.
func (f field) ValueOf(name string) string { return f.values.Get(name) }

// OtherName is the name of the field for a text of one's own, "" where none is offered.
func (f field) OtherName() string {
	if slices.ContainsFunc(f.Options, func(o questionnaire.OptionView) bool { return o.Other }) {
		return questionnaire.FieldName(f.Key, "other")
	}
	return ""
}

// Described ties a control to its hint and to what is wrong with it.
func (f field) Described() template.HTMLAttr {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, "h-"+f.Name)
	}
	for _, w := range f.Wrong {
		ids = append(ids, "e-"+w.Name)
	}
	out := ""
	if len(ids) > 0 {
		out = ` aria-describedby="` + template.HTMLEscapeString(strings.Join(ids, " ")) + `"`
	}
	if len(f.Wrong) > 0 && f.One() {
		out += " aria-invalid=true"
	}
	return template.HTMLAttr(out) //nolint:gosec // escaped above
}

// Bounds are the limits that a browser knows of.
func (f field) Bounds() template.HTMLAttr {
	l := f.Limits
	if l == nil {
		l = &questionnaire.Limits{}
	}
	out := ""
	add := func(name, value string) { out += " " + name + `="` + template.HTMLEscapeString(value) + `"` }
	for name, v := range map[string]*float64{"min": l.Min, "max": l.Max, "step": l.Step} {
		if v != nil {
			add(name, number(*v))
		}
	}
	for name, v := range map[string]string{"min": l.From, "max": l.Until} {
		if v != "" {
			add(name, v)
		}
	}
	return template.HTMLAttr(out) //nolint:gosec // escaped above
}

// valuesOf are the values of a form that say what was answered.
func valuesOf(q questionnaire.QuestionView) url.Values {
	out := url.Values{}
	if q.Answer == nil {
		return out
	}
	v := q.Answer
	set := func(value string, parts ...string) {
		if value != "" {
			out.Add(questionnaire.FieldName(q.Key, parts...), value)
		}
	}
	if v.NA {
		set("na")
	}
	if v.Number != nil {
		set(number(*v.Number))
	}
	if v.Consent != nil {
		set(map[bool]string{true: "1", false: "0"}[*v.Consent])
	}
	for _, code := range v.Chosen {
		set(code)
	}
	set(v.Text)
	for _, id := range v.Files {
		set(id)
	}
	set(v.Other, "other")
	for i, code := range v.Order {
		set(strconv.Itoa(i+1), code)
	}
	for code, cell := range v.Rows {
		if cell.NA {
			set("na", code)
		}
		if cell.Number != nil {
			set(number(*cell.Number), code)
		}
		for _, c := range cell.Chosen {
			set(c, code)
		}
	}
	for i, p := range v.Picks {
		set(p.Best, strconv.Itoa(i+1), "best")
		set(p.Worst, strconv.Itoa(i+1), "worst")
	}
	return out
}

// problem says why a field cannot be taken.
func (w *said) problem(p questionnaire.FieldProblem) string {
	switch {
	case p.Words != "":
		return p.Words
	case p.Soft:
		return w.Problem["soft"]
	}
	words, limit := w.Problem[p.Key], p.Limit
	if p.Key == "from" || p.Key == "until" {
		limit = text.DayOf(w.code(), limit)
	}
	if words == "" {
		return p.Message
	}
	return filled(words, limit)
}
