package questionnaire

import (
	"math"
	"slices"

	"github.com/expr-lang/expr/vm"
)

// Walk goes through the document as the answers of s lead. It shows every page on
// the way, also those not answered yet: what depends on them is seen as if they
// were left empty. Answers to what is not shown count for nothing.
func (f *Flow) Walk(s State) View {
	w := f.walker(s)
	w.walk()
	return w.view
}

// walker goes through a document once, in its order: an expression speaks only of
// what was passed before.
type walker struct {
	flow     *Flow
	state    State
	vm       vm.VM
	env      Env
	kept     Answers // those to what is shown
	view     View
	post     *post // a page that was sent, nil for looking only
	item     string
	itemName string
	turn     int // of the loop, from 0
	turns    int // 1 where there is none
	asked    int // questions on the way
	given    int // of which answered
}

func (f *Flow) walker(s State) *walker {
	w := &walker{flow: f, state: s, kept: Answers{}}
	w.view = View{Language: f.doc.Base(), Pages: []PageView{}}
	if slices.Contains(f.doc.Languages, s.Language) {
		w.view.Language = s.Language
	}
	hidden := make(map[string]string, len(f.doc.Hidden))
	for _, h := range f.doc.Hidden {
		hidden[h.Code] = s.Hidden[h.Code]
		if h.From == HiddenContact {
			hidden[h.Code] = plainText(s.Contact[h.Trait], "en")
		}
	}
	w.env = f.asked.Env(nil, hidden, s.Contact, "")
	return w
}

func (w *walker) walk() {
	w.view.Title = w.words(w.flow.doc.Title)
	var to onward
	for to.page < len(w.flow.pages) && !to.done {
		if to.end, to.done = w.full(to.page - 1); !to.done {
			to = w.page(to.page)
		}
	}
	if !to.done {
		to.end, to.done = w.full(len(w.flow.pages) - 1)
	}
	w.end(to.end, to.done)
	w.sums()
}

// holds asks a condition. One that cannot be asked of these answers does not hold.
func (w *walker) holds(program *vm.Program) bool {
	if program == nil {
		return true
	}
	got, err := w.vm.Run(program, map[string]any(w.env))
	holds, _ := got.(bool)
	return err == nil && holds
}

// full tells of the first full quota to which this person belongs, as far as all
// it speaks of has been passed.
func (w *walker) full(passed int) (end string, is bool) {
	for _, q := range w.flow.quotas {
		if w.state.Full[q.Code] && q.after <= passed && w.holds(q.program) {
			w.view.Quota = q.Code
			return q.End, true
		}
	}
	return "", false
}

// onward is where the way goes on after a page.
type onward struct {
	page  int    // in the document
	end   string // where done
	done  bool
	taken bool // by a branch
}

// page passes a page, once for each item where it is looped. A branch leads out of
// the loop.
func (w *walker) page(at int) onward {
	p := &w.flow.pages[at]
	w.turn, w.turns = 0, 1
	if p.Loop == nil {
		return w.once(p, at)
	}
	items := w.items(p.Page)
	defer func() { w.item, w.itemName = "", ""; w.env[loopItem] = "" }()
	for n, i := range items {
		w.item, w.itemName = i.code, i.name
		w.turn, w.turns = n, len(items)
		w.env[loopItem] = i.code
		if to := w.once(p, at); to.taken {
			return to
		}
	}
	return onward{page: at + 1}
}

// once passes a page. The branches of one that is not shown are not taken; those of
// one without a question are.
func (w *walker) once(p *flowPage, at int) onward {
	if !w.holds(p.showIf) {
		return onward{page: at + 1}
	}
	w.questions(p, at)
	for i, b := range p.branches {
		if w.holds(b) {
			return onward{page: p.to[i], end: p.Branches[i].End, done: p.to[i] < 0, taken: true}
		}
	}
	return onward{page: at + 1}
}

// questions passes the questions of a page in the order of the document and shows
// them in their own.
func (w *walker) questions(p *flowPage, at int) {
	order := inOrder(len(p.questions), p.Random, w.state.Seed, "page "+p.Code, never)
	parts := w.flow.parts(p, order, w.state.Whole)
	seen := make([]QuestionView, len(p.questions))
	for i := range p.questions {
		seen[i] = w.question(&p.questions[i], pageKey(p.Code, w.item, parts[i]))
	}
	for part, from := 0, 0; from < len(order); part++ {
		to := from
		for to < len(order) && parts[order[to]] == part {
			to++
		}
		w.part(p, part, order[from:to], seen, w.far(at, float64(from)/float64(len(order))))
		from = to
	}
}

// far is how much of the document is behind, by its questions, whether they were
// shown or not: so it never falls while one goes on.
func (w *walker) far(page int, share float64) float64 {
	before, all := w.flow.before, w.flow.before[len(w.flow.pages)]
	here := float64(before[page+1]-before[page]) * (float64(w.turn) + share) / float64(w.turns)
	return (float64(before[page]) + here) / float64(all)
}

// part shows a part of a page, unless nothing in it is shown.
func (w *walker) part(p *flowPage, part int, order []int, seen []QuestionView, far float64) {
	out := PageView{Key: pageKey(p.Code, w.item, part), Code: p.Code, Item: w.item, Title: w.words(p.Title), Lang: w.lang(p.Title), Questions: []QuestionView{}, Progress: far}
	any := false
	for _, i := range order {
		q := seen[i]
		any = any || q.Shown
		if q.Shown && q.Kind != KindBlock {
			w.asked++
			if q.Answer != nil {
				w.given++
			}
		}
		if q.Shown || w.state.Whole {
			out.Questions = append(out.Questions, q)
		}
	}
	if any {
		w.view.Pages = append(w.view.Pages, out)
	}
}

// end is the one named, else the first of those who completed.
func (w *walker) end(code string, named bool) {
	w.view.End.Outcome = OutcomeComplete
	for _, e := range w.flow.doc.Ends {
		if named && e.Code == code || !named && e.Outcome == OutcomeComplete {
			w.view.End = EndView{Code: e.Code, Outcome: e.Outcome, Title: w.words(e.Title), Text: w.words(e.Text), Lang: w.lang(e.Title)}
			return
		}
	}
}

// sums tells what is known once all was passed.
func (w *walker) sums() {
	if w.asked > 0 {
		w.view.Progress = float64(w.given) / float64(w.asked)
	}
	for _, v := range w.flow.doc.Calculated {
		value := w.env[v.Code]
		if n, is := value.(float64); is && (math.IsNaN(n) || math.IsInf(n, 0)) {
			continue
		}
		if w.view.Values == nil {
			w.view.Values = map[string]any{}
		}
		w.view.Values[v.Code] = value
	}
}

// calculate makes the calculated values anew.
func (w *walker) calculate() {
	for i, v := range w.flow.doc.Calculated {
		w.env[v.Code] = v.Kind.read("")
		if got, err := w.vm.Run(w.flow.values[i], map[string]any(w.env)); err == nil {
			w.env[v.Code] = got
		}
	}
}
