package questionnaire

import "slices"

// question passes a question: whether it is shown, with what, and what its answer is.
func (w *walker) question(q *flowQuestion, page string) QuestionView {
	key := answerKey(q.Code, w.item)
	asking := reader{w: w, q: q, key: key, options: w.options(q), rows: w.rows(q)}
	if q.Kind == KindBestWorst {
		asking.sets = w.setsOf(q, asking.options)
	}
	out := w.look(&asking)
	out.Shown = w.holds(q.showIf) && asking.possible()
	var v Value
	if out.Shown {
		v = w.answer(&asking, page)
	}
	w.set(q, v)
	if out.Shown && given(v) {
		w.kept[key] = v
		out.Answer = &v
		w.score(q.Question, v)
	}
	return out
}

// answer is what is answered: what was sent with the page, else what stands.
func (w *walker) answer(asking *reader, page string) Value {
	if w.post == nil || w.post.key != page {
		return asking.fit(w.state.Answers[asking.key])
	}
	w.post.found = true
	return asking.sent()
}

// set lets expressions see an answer.
func (w *walker) set(q *flowQuestion, v Value) {
	if q.Kind == KindBlock {
		return
	}
	w.env[q.Code] = q.plain(v)
	if w.flow.feeds[q.Code] {
		w.calculate()
	}
}

// look is how a question is shown.
func (w *walker) look(r *reader) QuestionView {
	q := r.q
	out := QuestionView{
		Code: q.Code, Key: r.key, Name: FieldName(r.key), Kind: q.Kind, Required: q.Required, Limits: r.limits(), ShownIf: q.waits,
		Text: w.words(q.Text), Lang: w.lang(q.Text), Hint: w.words(q.Hint), Why: w.words(q.Why),
	}
	for _, o := range r.options {
		out.Options = append(out.Options, w.option(o))
	}
	for _, row := range r.rows {
		out.Rows = append(out.Rows, RowView{Code: row.Code, Text: w.words(row.Text), Lang: w.lang(row.Text)})
	}
	for _, set := range r.sets {
		seen := []OptionView{}
		for _, o := range set {
			seen = append(seen, w.option(o))
		}
		out.Sets = append(out.Sets, seen)
	}
	if q.Scale != nil {
		out.Scale = w.scale(q.Scale)
	}
	return out
}

func (w *walker) option(o *Option) OptionView {
	return OptionView{Code: o.Code, Text: w.words(o.Text), Lang: w.lang(o.Text), Exclusive: o.Exclusive, Other: o.Other}
}

func (w *walker) scale(s *Scale) *ScaleView {
	out := &ScaleView{Look: s.Look, Low: w.words(s.Low), High: w.words(s.High), NA: s.NA, Points: make([]PointView, s.Points)}
	for i := range out.Points {
		out.Points[i].Number = s.Min + i
		if i < len(s.Labels) {
			out.Points[i].Label = w.words(s.Labels[i])
		}
	}
	return out
}

// options are those of a question that are shown, in their order: where one is
// hidden the order of the others stays.
func (w *walker) options(q *flowQuestion) []*Option {
	random := q.RandomOptions && q.Kind != KindMatrix
	out := make([]*Option, 0, len(q.Options))
	for _, i := range inOrder(len(q.Options), random, w.state.Seed, "options "+q.Code, func(i int) bool { return q.Options[i].Fixed }) {
		if w.holds(q.options[i]) {
			out = append(out, &q.Options[i])
		}
	}
	return out
}

// rows are those of a matrix that are shown; its random order is that of its rows.
func (w *walker) rows(q *flowQuestion) []*Row {
	out := make([]*Row, 0, len(q.Rows))
	for _, i := range inOrder(len(q.Rows), q.RandomOptions, w.state.Seed, "rows "+q.Code, never) {
		if w.holds(q.rows[i]) {
			out = append(out, &q.Rows[i])
		}
	}
	return out
}

// setsOf are the sets of a best-worst question, without what is hidden; a set of
// which fewer than two are left is not asked.
func (w *walker) setsOf(q *flowQuestion, shown []*Option) [][]*Option {
	var out [][]*Option
	for _, codes := range w.flow.Sets(q.Code, w.state.Seed) {
		var set []*Option
		for _, code := range codes {
			if o := optionIn(shown, code); o != nil {
				set = append(set, o)
			}
		}
		if len(set) < 2 {
			set = nil
		}
		out = append(out, set)
	}
	return out
}

func optionIn(options []*Option, code string) *Option {
	for _, o := range options {
		if o.Code == code {
			return o
		}
	}
	return nil
}

// score adds what an answer counts.
func (w *walker) score(q *Question, v Value) {
	if q.Score == nil {
		return
	}
	add := func(n float64) {
		if w.view.Score == nil {
			w.view.Score = new(float64)
		}
		*w.view.Score += n
	}
	counts := func(number *float64, chosen []string) {
		if q.Score.FromScale && number != nil {
			add(*number)
		}
		for _, code := range chosen {
			if n, is := q.Score.Points[code]; is {
				add(n)
			}
		}
	}
	counts(v.Number, v.Chosen)
	for _, r := range q.Rows {
		counts(v.Rows[r.Code].Number, v.Rows[r.Code].Chosen)
	}
}

// loopItemOf is what a looped page is shown for.
type loopItemOf struct{ code, name string }

// items are those a page is looped for, in their order. An option that goes with no
// other ("none of these") is none.
func (w *walker) items(p *Page) []loopItemOf {
	var out []loopItemOf
	add := func(code, name string) {
		if code != "" && !slices.ContainsFunc(out, func(i loopItemOf) bool { return i.code == code }) {
			out = append(out, loopItemOf{code, name})
		}
	}
	if p.Loop.Over == LoopTouchpoints {
		for _, id := range w.state.Touchpoints {
			add(id, w.state.Names[id])
		}
	} else {
		spot := w.flow.scope.asked[p.Loop.Question]
		v := w.kept[p.Loop.Question]
		for _, o := range w.options(&w.flow.pages[spot.page].questions[spot.question]) {
			if slices.Contains(v.Chosen, o.Code) && !o.Exclusive {
				add(o.Code, w.chosen(spot.q, []string{o.Code}, v.Other))
			}
		}
	}
	most := p.Loop.Max
	if most == 0 {
		most = MaxLoop
	}
	order := inOrder(len(out), p.Loop.Random, w.state.Seed, "loop "+p.Code, never)
	items := make([]loopItemOf, 0, min(most, len(out)))
	for _, i := range order[:min(most, len(out))] {
		items = append(items, out[i])
	}
	return items
}
