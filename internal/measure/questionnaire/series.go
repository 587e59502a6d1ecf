package questionnaire

import "slices"

// Break tells that the scores of a measure before and after a new version are
// not the same thing.
type Break struct {
	MeasureID    string   `json:"measure_id" doc:"Empty where a list of reasons breaks."`
	ReasonListID string   `json:"reason_list_id,omitempty" doc:"The list of reasons whose shares break."`
	Question     string   `json:"question"` // code in the new version; question.row in a matrix
	What         []string `json:"what" nullable:"false" doc:"Of wording, scale, layout, order, language, options, in this order."`
}

// Breaks gives the measures that both versions ask and whose series breaks
// between them, in the order in which the new one asks them:
//   - wording: text or hint changed in a language of both;
//   - scale: its points, their numbers or their words, or whether "not applicable" is offered;
//   - layout: the look of the scale, a matrix instead of a question of its own, one question a page;
//   - order: other questions stand before it, or they stand in another order, or chance decides;
//   - language: it is asked in other languages than before;
//   - options: of a list of reasons, some are new, gone or worded otherwise.
func Breaks(old, now *Document) []Break {
	before := old.Series()
	var out []Break
	for _, n := range now.Series() {
		i := slices.IndexFunc(before, func(o Asked) bool { return o.MeasureID == n.MeasureID })
		if i < 0 {
			continue
		}
		if what := broken(old, now, before[i], n); len(what) > 0 {
			out = append(out, Break{MeasureID: n.MeasureID, Question: n.Name, What: what})
		}
	}
	return append(out, reasonBreaks(old, now)...)
}

// Asked is a place where a measure is asked.
type Asked struct {
	MeasureID string
	Name      string // question, or question.row in a matrix
	Path      string
	Question  *Question
	Row       *Row     // of a matrix, else nil
	after     []string // what is asked before it
}

// Series gives the places where measures are asked, in the order of the document.
func (d *Document) Series() []Asked {
	var out []Asked
	var after []string
	all := d.placed()
	for i := range all {
		p := &all[i]
		if p.MeasureID != "" {
			out = append(out, Asked{p.MeasureID, p.Code, p.path, &p.Question, nil, slices.Clone(after)})
		}
		rows := slices.Clone(after)
		for r := range p.Rows {
			row := &p.Rows[r]
			if row.MeasureID != "" {
				out = append(out, Asked{row.MeasureID, p.Code + "." + row.Code, p.path, &p.Question, row, slices.Clone(rows)})
			}
			rows = append(rows, p.Code+"."+row.Code)
		}
		after = append(after, p.Code)
	}
	return out
}

func broken(old, now *Document, a, b Asked) []string {
	var what []string
	add := func(name string, is bool) {
		if is {
			what = append(what, name)
		}
	}
	add("wording", reworded(old, now, a, b))
	add("scale", rescaled(old, now, a, b))
	add("layout", a.scale().Look != b.scale().Look || (a.Row == nil) != (b.Row == nil) || a.Question.Kind != b.Question.Kind || old.Settings.OneByOne != now.Settings.OneByOne)
	add("order", !alike(a.after, b.after) || old.randomPage(a.Question.Code) != now.randomPage(b.Question.Code))
	add("language", !sameSet(old.Languages, now.Languages))
	return what
}

// common are the languages in which both versions ask; words are compared in
// these alone, since another language is a break of its own.
func common(old, now *Document) []string {
	return slices.DeleteFunc(slices.Clone(now.Languages), func(l string) bool { return !slices.Contains(old.Languages, l) })
}

func reworded(old, now *Document, a, b Asked) bool {
	return slices.ContainsFunc(common(old, now), func(l string) bool { return a.text(l, old.Base()) != b.text(l, now.Base()) })
}

func (a Asked) text(language, base string) [3]string {
	row := ""
	if a.Row != nil {
		row = a.Row.Text.In(language, base)
	}
	return [3]string{a.Question.Text.In(language, base), a.Question.Hint.In(language, base), row}
}

func rescaled(old, now *Document, a, b Asked) bool {
	x, y := a.scale(), b.scale()
	if x.Min != y.Min || x.Points != y.Points || x.NA != y.NA {
		return true
	}
	return slices.ContainsFunc(common(old, now), func(l string) bool { return !slices.Equal(x.words(l, old.Base()), y.words(l, now.Base())) })
}

func (a Asked) scale() Scale {
	if a.Question.Scale == nil {
		return Scale{}
	}
	return *a.Question.Scale
}

// words are all words of a scale in a language.
func (s Scale) words(language, base string) []string {
	out := []string{s.Low.In(language, base), s.High.In(language, base)}
	for _, l := range s.Labels {
		out = append(out, l.In(language, base))
	}
	return out
}

func (d *Document) randomPage(question string) bool {
	for _, p := range d.Pages {
		if slices.ContainsFunc(p.Questions, func(q Question) bool { return q.Code == question }) {
			return p.Random && len(p.Questions) > 1
		}
	}
	return false
}

func sameSet(a, b []string) bool {
	x, y := slices.Clone(a), slices.Clone(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(slices.Compact(x), slices.Compact(y))
}
